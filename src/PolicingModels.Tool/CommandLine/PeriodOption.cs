using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary>The option that says how time is cut.</summary>
internal sealed class PeriodOption
{
    private static readonly Dictionary<string, PeriodCalendar> Calendars = new(StringComparer.Ordinal)
    {
        ["four-weekly"] = PeriodCalendar.FourWeekly,
        ["weekly"] = PeriodCalendar.Weekly,
        ["monthly"] = PeriodCalendar.Monthly,
    };

    private readonly Option<PeriodCalendar?> _period = OptionParsers.Choice("--period", "four-weekly|weekly|monthly", "How time is cut; monthly for records that carry only their month.", Calendars);

    private readonly Option<DateOnly?> _from = OptionParsers.Date("--from", "The first day of the recording, where some events before it are strays. Default: the first event.");

    public void AddTo(Command command)
    {
        command.Add(_period);
        command.Add(_from);
    }

    /// <summary>The first day of the recording; null for the first event.</summary>
    public DateOnly? From(ParseResult parse) => parse.GetValue(_from);

    /// <summary>The first of the options that is given, by name; null where none is.</summary>
    public string? FirstGiven(ParseResult parse) => parse.GetValue(_period) is not null ? "--period" : parse.GetValue(_from) is not null ? "--from" : null;

    /// <exception cref="CommandLineException">The option is missing.</exception>
    public PeriodCalendar Read(ParseResult parse) =>
        parse.GetValue(_period) ?? throw new CommandLineException("No periods are named; give --period four-weekly, weekly or monthly.");

    /// <summary>The word of the command line for a calendar.</summary>
    public static string Word(PeriodCalendar calendar) => Calendars.FirstOrDefault(c => c.Value == calendar).Key ?? "listed";
}
