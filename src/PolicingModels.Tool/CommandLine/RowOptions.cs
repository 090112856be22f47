using System.CommandLine;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>How the rows of a table are read, as the command line says it.</summary>
/// <param name="Map">Columns by role; empty for well-known headers.</param>
/// <param name="Where">Filters, <c>column=value</c>.</param>
/// <param name="DateFormat">The order of the parts of a date that is not written year-first.</param>
internal sealed record RowRequest(ColumnMap Map, IReadOnlyList<RowFilter> Where, DateFormat DateFormat)
{
    /// <summary>How a table of offences is read.</summary>
    /// <param name="today">Rows after it are refused.</param>
    public OffenceReadOptions Offences(DateOnly today) => new() { Map = Map, Where = Where, DateFormat = DateFormat, NoLaterThan = today };
}

/// <summary>The options that say how rows are read: the same for every table.</summary>
/// <param name="mapHelp">The shape of <c>--map</c>.</param>
/// <param name="mapExample">A map that is right.</param>
/// <param name="whereExample">A filter that is right.</param>
internal sealed class RowOptions(string mapHelp, string mapExample, string whereExample)
{
    private static readonly Dictionary<string, DateFormat> DateFormats = new(StringComparer.Ordinal)
    {
        ["iso"] = DateFormat.Iso,
        ["day-month-year"] = DateFormat.DayMonthYear,
        ["month-day-year"] = DateFormat.MonthDayYear,
    };

    private readonly Option<string?> _map = OptionParsers.Text("--map", mapHelp, $"Columns by the role they play, {mapExample.Replace("--map ", "for instance ", StringComparison.Ordinal)}. Well-known headers need none.");
    private readonly Option<string[]> _where = new("--where") { HelpName = "COLUMN=VALUE", Description = "Keep only rows with this value; repeat to add filters.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<DateFormat?> _dates = OptionParsers.Choice("--date-format", "iso|day-month-year|month-day-year", "The order in dates that are not written year-first. Default iso: such dates are refused.", DateFormats);

    public IReadOnlyList<Option> All => [_map, _where, _dates];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>How rows are read.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="roles">The roles of the table's columns.</param>
    /// <exception cref="CommandLineException">A map or a filter is not in its form.</exception>
    public RowRequest Read(ParseResult parse, IReadOnlyList<string> roles)
    {
        List<RowFilter> where = [];
        foreach (string filter in parse.GetValue(_where) ?? [])
        {
            where.Add(Parsed("--where", filter, RowFilter.Parse, $"for instance {whereExample}"));
        }

        ColumnMap map = parse.GetValue(_map) is { } text ? Parsed("--map", text, t => ColumnMap.Parse(t, roles), $"for instance {mapExample}") : ColumnMap.Empty;
        return new RowRequest(map, where, parse.GetValue(_dates) ?? DateFormat.Iso);
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
