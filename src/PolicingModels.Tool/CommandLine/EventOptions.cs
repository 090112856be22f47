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
    private static readonly Dictionary<string, DateFormat> DateFormats = new(StringComparer.Ordinal)
    {
        ["iso"] = DateFormat.Iso,
        ["day-month-year"] = DateFormat.DayMonthYear,
        ["month-day-year"] = DateFormat.MonthDayYear,
    };

    private readonly Option<string?> _events = OptionParsers.Text("--events", "FILE", "Events: CSV, TSV (also .gz), Parquet, or a folder or glob of them.");
    private readonly Option<string?> _source = OptionParsers.Text("--source", "CONNECTION", "Read a database instead: its connection string.");
    private readonly Option<string?> _query = OptionParsers.Text("--query", "SQL", "The query to run on --source.");
    private readonly Option<string?> _map = OptionParsers.Text("--map", "id=…,x=…", "Columns by the role they play: id, x, y, date, from, to, recorded, type, person and others. Well-known headers need none.");
    private readonly Option<string?> _crs = OptionParsers.Text("--crs", "CRS", "EPSG:27700 (default when values look like it), EPSG:4326, metres for any other projected plane, feet (or EPSG:2913), us-feet.");
    private readonly Option<string[]> _where = new("--where") { HelpName = "COLUMN=VALUE", Description = "Keep only rows with this value; repeat to add filters.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<DateFormat?> _dates = OptionParsers.Choice("--date-format", "iso|day-month-year|month-day-year", "The order in dates that are not written year-first. Default iso: such dates are refused.", DateFormats);
    private readonly Option<string?> _ostn = OptionParsers.Text("--ostn", "FILE", "The Ordnance Survey's OSTN15 grid file, for longitude and latitude within 0.1 m instead of 5 m.");

    private IReadOnlyList<Option> All => [_events, _source, _query, _map, _crs, _where, _dates, _ostn];

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

        List<RowFilter> where = [];
        foreach (string filter in parse.GetValue(_where) ?? [])
        {
            where.Add(Parsed("--where", filter, RowFilter.Parse, "for instance --where \"Crime type=Burglary\""));
        }

        ColumnMap map = parse.GetValue(_map) is { } text ? Parsed("--map", text, text => ColumnMap.Parse(text), "for instance --map x=Easting,y=Northing,date=Month") : ColumnMap.Empty;
        return new EventRequest(path, source, query, map, parse.GetValue(_crs), where, parse.GetValue(_dates) ?? DateFormat.Iso, parse.GetValue(_ostn));
    }

    private static T Parsed<T>(string option, string text, Func<string, T> parse, string example)
    {
        try
        {
            return parse(text);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException($"{option} {text}: {OptionParsers.Sentence(e)} Write it {example}.", e);
        }
    }
}
