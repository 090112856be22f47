using System.CommandLine;
using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels.Tool;

/// <summary><c>policing seasonality</c>: monthly counts in, the coming year month by month out, with its uncertainty.</summary>
internal sealed class SeasonalityVerb : IVerb
{
    private static readonly Dictionary<string, BreakKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AO"] = BreakKind.AdditiveOutlier,
        ["LS"] = BreakKind.LevelShift,
        ["TC"] = BreakKind.TemporaryChange,
        ["SO"] = BreakKind.SeasonalShift,
    };

    private readonly Option<string?> _counts = OptionParsers.Text("--counts", "FILE", "Monthly counts, area,type,month,count, or a column per month: CSV, TSV (also .gz), Parquet, or a folder or glob of them.");
    private readonly Option<string?> _asOf = OptionParsers.Text("--as-of", "MONTH", "The last month that is known, YYYY-MM; later months are left out. Default: the last month of the counts.");
    private readonly Option<int?> _horizon = OptionParsers.Whole("--horizon", "N", "How many months are planned, 1 to 24. Default 12.");
    private readonly Option<int?> _backtest = OptionParsers.Whole("--backtest", "N", "Also plan anew from N past years and score what came, beside simple rules.");
    private readonly Option<string[]> _event = new("--event") { HelpName = "KIND:MONTH:NAME", Description = "A known event: AO (one month), LS (a new level), TC (a passing change) or SO (a changed season), its first month and its name; repeat for more.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _lastPlan = OptionParsers.Text("--last-plan", "FILE", "The plan.json of an earlier run: scored against the counts since.");
    private readonly ReadingOptions _reading = new();

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command command = new("seasonality", "Plan the coming year month by month for every type and area: which months stand out, what to expect, better or worse.");
        foreach (Option option in new Option[] { _counts, _asOf, _horizon, _backtest, _event, _lastPlan })
        {
            command.Add(option);
        }

        _reading.AddTo(command);
        return command;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        string path = parse.GetValue(_counts) ?? throw new CommandLineException("No counts are named; give --counts FILE.");
        Month? asOf = parse.GetValue(_asOf) is { } text ? MonthOf("--as-of", text) : null;
        if (asOf is { } last && last.AddMonths(1).FirstDay > context.Today)
        {
            throw new CommandLineException($"--as-of {last} is not over yet; name a month that is.");
        }

        SeasonalityRequest request = new(path, asOf, parse.GetValue(_horizon) ?? 12, parse.GetValue(_backtest) ?? 0, [.. (parse.GetValue(_event) ?? []).Select(Declared)], parse.GetValue(_lastPlan), _reading.Counts(parse, context.Today) with { LastMonth = asOf });
        if (request.Horizon > 24)
        {
            throw new CommandLineException($"--horizon {request.Horizon} is more than 24 months; name 1 to 24.");
        }

        using OutputFolder folder = Output.Claim(parse);
        PlanRun run = PlanRun.Of(request, context);
        run.Write(folder, context);
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName), run.Summary(folder.Target));
        return ExitCode.Done;
    }

    private static DeclaredBreak Declared(string text)
    {
        string[] parts = text.Split(':', 3, StringSplitOptions.TrimEntries);
        return parts.Length == 3 && parts[2].Length > 0 && Kinds.TryGetValue(parts[0], out BreakKind kind)
            ? new DeclaredBreak(kind, MonthOf("--event", parts[1]), parts[2])
            : throw new CommandLineException($"--event {text} is not of the form KIND:MONTH:NAME; write it for instance LS:2024-03:New recording system.");
    }

    private static Month MonthOf(string option, string text) =>
        Month.TryParse(text, out Month month) ? month : throw new CommandLineException($"{option} {text} is not a month; write it for instance 2026-06.");
}

/// <summary>What <c>seasonality</c> is asked for.</summary>
internal sealed record SeasonalityRequest(string Path, Month? AsOf, int Horizon, int Origins, IReadOnlyList<DeclaredBreak> Events, string? LastPlan, MonthlyCountReadOptions Reading);
