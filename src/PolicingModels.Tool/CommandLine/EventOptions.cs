using System.CommandLine;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>Which events to read, as the command line says it.</summary>
/// <param name="Path">A file, a folder or a glob; null when a database is read.</param>
/// <param name="Connection">A connection string; null when files are read.</param>
/// <param name="Query">The query to run on the connection.</param>
/// <param name="Map">Column names, <c>x=…,y=…</c>; null for well-known headers.</param>
/// <param name="CoordinateSystem">The value of <c>--crs</c>.</param>
/// <param name="Where">Filters, <c>column=value</c>.</param>
/// <param name="DateFormat">The order of the parts of a date that is not written year-first.</param>
/// <param name="OstnGrid">The Ordnance Survey's OSTN15 grid file; null for the Helmert transform.</param>
internal sealed record EventRequest(string? Path, string? Connection, string? Query, ColumnMap Map, string? CoordinateSystem, IReadOnlyList<RowFilter> Where, DateFormat DateFormat, string? OstnGrid);

/// <summary>The options that say which events to read.</summary>
internal sealed class EventOptions
{
    private readonly Option<string?> _events = OptionParsers.Text("--events", "FILE", "Events: CSV, TSV (also .gz), Parquet, or a folder or glob of them.");
    private readonly Option<string?> _source = OptionParsers.Text("--source", "CONNECTION", "Read a database instead: its connection string.");
    private readonly Option<string?> _query = OptionParsers.Text("--query", "SQL", "The query to run on --source.");
    private readonly RowOptions _rows = new("id=…,x=…", "--map x=Easting,y=Northing,date=Month", "--where \"Crime type=Burglary\"");
    private readonly Option<string?> _crs = OptionParsers.Text("--crs", "CRS", "EPSG:27700 (default when values look like it), EPSG:4326, metres for any other projected plane, feet (or EPSG:2913), us-feet.");
    private readonly Option<string?> _ostn = OptionParsers.Text("--ostn", "FILE", "The Ordnance Survey's OSTN15 grid file, for longitude and latitude within 0.1 m instead of 5 m.");

    private IReadOnlyList<Option> All => [_events, _source, _query, .. _rows.All, _crs, _ostn];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The first of these options that is given; null when none is.</summary>
    public string? FirstGiven(ParseResult parse) => All.FirstOrDefault(o => parse.GetResult(o) is { Implicit: false })?.Name;

    /// <exception cref="CommandLineException">The options contradict each other, or say too little.</exception>
    public EventRequest Read(ParseResult parse)
    {
        string? path = parse.GetValue(_events), source = parse.GetValue(_source), query = parse.GetValue(_query);
        if (path is not null && source is not null)
        {
            throw new CommandLineException("--events and --source are both given; events come from one of them: leave the other out.");
        }

        if (path is null && source is null)
        {
            throw new CommandLineException("No events are named; give --events FILE, or --source \"CONNECTION\" with --query SQL.");
        }

        if (source is null != query is null)
        {
            throw new CommandLineException(source is null ? "--query needs a database to run on; add --source \"CONNECTION\"." : "--source needs to know what to read; add --query SQL.");
        }

        RowRequest rows = _rows.Read(parse, ColumnMap.Roles);
        return new EventRequest(path, source, query, rows.Map, parse.GetValue(_crs), rows.Where, rows.DateFormat, parse.GetValue(_ostn));
    }
}
