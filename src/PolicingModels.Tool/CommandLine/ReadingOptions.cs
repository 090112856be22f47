using System.CommandLine;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>The options that say how the input of a system is read, whichever table it is.</summary>
internal sealed class ReadingOptions
{
    private readonly RowOptions _rows = new("role=column,…", "--map person=suspect_ref,occurred=offence_date", "--where area=W001");
    private readonly Option<string?> _crs = OptionParsers.Text("--crs", "CRS", "For events: EPSG:27700 (default when values look like it), EPSG:4326, metres for any other projected plane, feet (or EPSG:2913), us-feet.");

    public void AddTo(Command command)
    {
        _rows.AddTo(command);
        command.Add(_crs);
    }

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public OffenceReadOptions Offences(ParseResult parse, DateOnly today) => _rows.Read(parse, ColumnMap.OffenceRoles).Offences(today);

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public EventReadOptions Events(ParseResult parse, DateOnly today)
    {
        RowRequest rows = _rows.Read(parse, ColumnMap.Roles);
        return new EventReadOptions { Map = rows.Map, CoordinateSystem = parse.GetValue(_crs), Where = rows.Where, DateFormat = rows.DateFormat, NoLaterThan = today };
    }

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public MonthlyCountReadOptions Counts(ParseResult parse, DateOnly today)
    {
        RowRequest rows = _rows.Read(parse, ColumnMap.CountRoles);
        return new MonthlyCountReadOptions { Map = rows.Map, Where = rows.Where, AsOf = today, DateFormat = rows.DateFormat };
    }
}
