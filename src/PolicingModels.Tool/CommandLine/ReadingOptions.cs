using System.CommandLine;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>The options that say how the input of a system is read.</summary>
internal sealed class ReadingOptions
{
    private static readonly Dictionary<string, DateFormat> DateFormats = new(StringComparer.Ordinal)
    {
        ["iso"] = DateFormat.Iso,
        ["day-month-year"] = DateFormat.DayMonthYear,
        ["month-day-year"] = DateFormat.MonthDayYear,
    };

    private readonly Option<string?> _map = OptionParsers.Text("--map", "role=column,…", "Columns by the role they play. Well-known headers need none.");
    private readonly Option<string[]> _where = new("--where") { HelpName = "COLUMN=VALUE", Description = "Keep only rows with this value; repeat to add filters.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _crs = OptionParsers.Text("--crs", "CRS", "For events: EPSG:27700 (default when values look like it), EPSG:4326, metres for any other projected plane, feet (or EPSG:2913), us-feet.");
    private readonly Option<DateFormat?> _dates = OptionParsers.Choice("--date-format", "iso|day-month-year|month-day-year", "The order in dates that are not written year-first. Default iso: such dates are refused.", DateFormats);

    public void AddTo(Command command)
    {
        command.Add(_map);
        command.Add(_where);
        command.Add(_crs);
        command.Add(_dates);
    }

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public OffenceReadOptions Offences(ParseResult parse, DateOnly today) => new()
    {
        Map = Parsed("--map", parse.GetValue(_map), t => ColumnMap.Parse(t, ColumnMap.OffenceRoles), "for instance --map person=suspect_ref,occurred=offence_date") ?? ColumnMap.Empty,
        Where = Filters(parse),
        DateFormat = parse.GetValue(_dates) ?? DateFormat.Iso,
        NoLaterThan = today,
    };

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public EventReadOptions Events(ParseResult parse, DateOnly today) => new()
    {
        Map = Parsed("--map", parse.GetValue(_map), t => ColumnMap.Parse(t), "for instance --map x=Easting,y=Northing,date=Month") ?? ColumnMap.Empty,
        CoordinateSystem = parse.GetValue(_crs),
        Where = Filters(parse),
        DateFormat = parse.GetValue(_dates) ?? DateFormat.Iso,
        NoLaterThan = today,
    };

    /// <exception cref="CommandLineException">The map or a filter cannot be read.</exception>
    public MonthlyCountReadOptions Counts(ParseResult parse, DateOnly today) => new()
    {
        Map = Parsed("--map", parse.GetValue(_map), t => ColumnMap.Parse(t, ColumnMap.CountRoles), "for instance --map area=lpa,count=crimes") ?? ColumnMap.Empty,
        Where = Filters(parse),
        AsOf = today,
        DateFormat = parse.GetValue(_dates) ?? DateFormat.Iso,
    };

    private List<RowFilter> Filters(ParseResult parse) =>
        [.. (parse.GetValue(_where) ?? []).Select(f => Parsed("--where", f, RowFilter.Parse, "for instance --where area=W001")!)];

    private static T? Parsed<T>(string option, string? text, Func<string, T> parse, string example)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException($"{option} {text}: {OptionParsers.Sentence(e)} Write it {example}.", e);
        }
    }
}
