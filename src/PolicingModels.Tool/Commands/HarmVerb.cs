using System.CommandLine;
using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary><c>policing harm</c>: offences in, persons, areas or offence codes out in order of harm, with all that must stand beside such a list.</summary>
internal sealed class HarmVerb : IVerb
{
    private const int TopUnlessTold = 100;

    private static readonly Dictionary<string, HarmUnit> Units = new(StringComparer.Ordinal)
    {
        ["person"] = HarmUnit.Person,
        ["area"] = HarmUnit.Area,
        ["offence"] = HarmUnit.Offence,
        ["victim"] = HarmUnit.Victim,
        ["dyad"] = HarmUnit.Dyad,
    };

    private static readonly Dictionary<string, OffenceRole> Roles = new(StringComparer.Ordinal)
    {
        ["suspect"] = OffenceRole.Suspect,
        ["charged"] = OffenceRole.Charged,
        ["convicted"] = OffenceRole.Convicted,
        ["victim"] = OffenceRole.Victim,
        ["unknown"] = OffenceRole.Unknown,
    };

    private static readonly Dictionary<string, HarmExclusion> Included = new(StringComparer.Ordinal)
    {
        ["proactive"] = HarmExclusion.Proactive,
        ["company"] = HarmExclusion.CompanyDetected,
        ["historic"] = HarmExclusion.Historic,
        ["non-crime"] = HarmExclusion.NonCrime,
        ["cancelled"] = HarmExclusion.Cancelled,
    };

    private static readonly Dictionary<string, CoSuspectRule> Sharing = new(StringComparer.Ordinal) { ["full"] = CoSuspectRule.Full, ["split"] = CoSuspectRule.Split };
    private static readonly Dictionary<string, HarmDateBasis> Bases = new(StringComparer.Ordinal) { ["occurred"] = HarmDateBasis.Occurred, ["recorded"] = HarmDateBasis.Recorded };

    private static readonly Dictionary<string, HarmDecay> Decays = new(StringComparer.Ordinal)
    {
        ["none"] = HarmDecay.None,
        ["step"] = HarmDecay.Step,
        ["exponential"] = HarmDecay.Exponential,
        ["logistic"] = HarmDecay.Logistic,
    };

    private readonly OffenceOptions _offences = new();
    private readonly IndexOptions _index = new();
    private readonly Option<HarmUnit?> _by = OptionParsers.Choice("--by", string.Join('|', Units.Keys), "What is listed.", Units);
    private readonly Option<DateOnly?> _asOf = OptionParsers.Date("--as-of", "The first day that is not known; the window ends on its eve.");
    private readonly Option<int?> _window = OptionParsers.Whole("--window-days", "N", "Length of the window in days. Default 365.");
    private readonly Option<int?> _top = OptionParsers.Whole("--top", "N", "How many to list. Default 100 persons, victims or dyads; all areas or offence codes.");
    private readonly Option<int?> _minimum = OptionParsers.Whole("--minimum-offences", "N", "Fewest offences to be listed. Default 1.");
    private readonly Option<string?> _roles = OptionParsers.Text("--roles", "ROLE,…", $"The roles that count: {string.Join(", ", Roles.Keys)}. Default: all but victims for persons and dyads, all otherwise.");
    private readonly Option<CoSuspectRule?> _coSuspects = OptionParsers.Choice("--co-suspects", "full|split", "Whether co-suspects get the full score each (default) or share it.", Sharing);
    private readonly Option<string?> _include = OptionParsers.Text("--include", "KIND,…", $"Count what is left out by default: {string.Join(", ", Included.Keys)}.");
    private readonly Option<HarmDateBasis?> _dateBasis = OptionParsers.Choice("--date-basis", "occurred|recorded", "The day that decides whether an offence is in the window. Default occurred.", Bases);
    private readonly Option<HarmDecay?> _decay = OptionParsers.Choice("--decay", string.Join('|', Decays.Keys), "How harm fades with the days since the offence. Default none.", Decays);
    private readonly Option<double?> _decayDays = OptionParsers.Positive("--decay-days", "N", "Days to the step, the half-life, or the middle of the logistic curve. Default 182.5.", "in days");
    private readonly Option<bool> _principal = OptionParsers.Flag("--principal-only", "Of the offences of one incident against one victim, count only the gravest; needs the columns incident and victim.");
    private readonly Option<double?> _attempts = OptionParsers.Fraction("--attempt-factor", "F", "Factor on the score of an attempt. Default 1.");
    private readonly Option<bool> _multipliers = OptionParsers.Flag("--multipliers", "Apply the column multiplier (age, intent). Off by default.");
    private readonly Option<int?> _previous = OptionParsers.Whole("--previous-days", "N", "How many days before the as-of day the list was made with which this one is compared. Default: the window.");
    private readonly Option<string?> _population = OptionParsers.Text("--population", "FILE", "With --by area: also harm per 1,000. CSV with the columns area and one whose heading says what is counted.");
    private readonly Option<int?> _draws = OptionParsers.Whole("--draws", "N", "Draws of each stability check. Default 200.", least: 20);
    private readonly Option<ulong?> _seed = OptionParsers.Seed();
    private readonly Option<bool> _requireSkill = OptionParsers.Flag("--require-skill", "Exit with 4 unless such a list held more of the later harm than lists by count, by recency and by chance.");

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command command = new("harm", "List persons, areas or offence codes by the harm of their recorded offences, with what could not be scored, how firm the list is, and whether such lists held later harm.");
        _offences.AddTo(command);
        _index.AddTo(command);
        foreach (Option option in new Option[] { _by, _asOf, _window, _top, _minimum, _roles, _coSuspects, _include, _dateBasis, _decay, _decayDays, _principal, _attempts, _multipliers, _previous, _population, _draws, _seed, _requireSkill })
        {
            command.Add(option);
        }

        return command;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        OffenceRequest offences = _offences.Read(parse);
        HarmAnalysisOptions options = Options(parse, context);
        IndexRequest index = _index.Read(parse);
        string? population = parse.GetValue(_population);
        if (population is not null && options.Unit != HarmUnit.Area)
        {
            throw new CommandLineException("--population is of --by area: only areas have a number of residents; leave it out.");
        }

        using OutputFolder folder = Output.Claim(parse);
        HarmRun run = HarmRun.Of(offences, index, options, population, context);
        run.Write(folder, context);
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName), run.Summary(folder.Target));
        return parse.GetValue(_requireSkill) ? context.Gate(run.WithoutSkill()) : ExitCode.Done;
    }

    private HarmAnalysisOptions Options(ParseResult parse, CommandContext context)
    {
        DateOnly asOf = parse.GetValue(_asOf) ?? throw new CommandLineException("No as-of date is named; give --as-of DATE, the first day that is not known.");
        context.RequireKnowable(asOf);
        HarmUnit unit = parse.GetValue(_by) ?? throw new CommandLineException($"Nothing to list is named; give --by {string.Join(", ", Units.Keys)}.");
        HarmDecay decay = parse.GetValue(_decay) ?? HarmDecay.None;
        double? decayDays = parse.GetValue(_decayDays);
        if (decayDays is not null && decay == HarmDecay.None)
        {
            throw new CommandLineException("--decay-days says how fast harm fades, but --decay is none; give --decay step, exponential or logistic, or leave it out.");
        }

        IReadOnlyList<HarmExclusion> include = Choices.Read("--include", parse.GetValue(_include), Included);
        HarmScoringOptions defaults = new() { AsOf = asOf };
        return new HarmAnalysisOptions
        {
            Scoring = defaults with
            {
                WindowDays = Days(parse.GetValue(_window) ?? defaults.WindowDays, "--window-days", asOf),
                DateBasis = parse.GetValue(_dateBasis) ?? HarmDateBasis.Occurred,
                Roles = Choices.Read("--roles", parse.GetValue(_roles), Roles),
                ExcludeProactive = !include.Contains(HarmExclusion.Proactive),
                ExcludeCompanyDetected = !include.Contains(HarmExclusion.CompanyDetected),
                ExcludeHistoric = !include.Contains(HarmExclusion.Historic),
                ExcludeNonCrime = !include.Contains(HarmExclusion.NonCrime),
                ExcludeCancelled = !include.Contains(HarmExclusion.Cancelled),
                CoSuspects = parse.GetValue(_coSuspects) ?? CoSuspectRule.Full,
                PrincipalOffenceOnly = parse.GetValue(_principal),
                AttemptFactor = parse.GetValue(_attempts) ?? 1,
                ApplyMultipliers = parse.GetValue(_multipliers),
                Decay = decay,
                DecayDays = decayDays ?? defaults.DecayDays,
            },
            Unit = unit,
            Top = parse.GetValue(_top) ?? (unit is HarmUnit.Area or HarmUnit.Offence ? int.MaxValue : TopUnlessTold),
            MinimumOffences = parse.GetValue(_minimum) ?? 1,
            PreviousDays = parse.GetValue(_previous) is { } previous ? Days(previous, "--previous-days", asOf) : null,
            Draws = parse.GetValue(_draws) ?? 200,
            Seed = parse.GetValue(_seed) ?? 1,
        };
    }

    // Two windows before the as-of day must be days of the calendar.
    private static int Days(int days, string option, DateOnly asOf) => days <= asOf.DayNumber / 3
        ? days
        : throw new CommandLineException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{option} {days} reaches back beyond the calendar; give at most {asOf.DayNumber / 3}."));
}
