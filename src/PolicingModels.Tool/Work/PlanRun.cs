using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Reporting;
using PolicingModels.Seasonality;

namespace PolicingModels.Tool;

/// <summary>A plan of the year with what it was made from.</summary>
internal sealed class PlanRun
{
    public const string PlanFile = "plan.json";
    private static readonly string[] Rules = ["seasonal-naive", "last-year-flat", "theta"];

    public required SeasonalityRequest Request { get; init; }

    public required DataQualityReport Quality { get; init; }

    public required SeasonalityPlan Plan { get; init; }

    /// <summary>The combined test of each node; null where a series is too short for it.</summary>
    public required IReadOnlyList<CombinedSeasonalityTest?> Tests { get; init; }

    public required IReadOnlyDictionary<SeriesKey, BreakReport> Breaks { get; init; }

    public SeasonalBacktestReport? Backtest { get; init; }

    public PlanScore? LastPlan { get; init; }

    /// <summary>Whether the counts are simulated.</summary>
    public bool Simulated => Plan.History.Areas.Leaves.All(a => a.StartsWith("Simulated", StringComparison.Ordinal));

    public static PlanRun Of(SeasonalityRequest request, CommandContext context)
    {
        MonthlyCountTable table = context.Step("Reading", progress => MonthlyCountFiles.Read(request.Path, request.Reading, null, context.Cancellation));
        foreach (DataQualityNote note in table.Quality.Notes)
        {
            context.Note($"Note: {note.Message}");
        }

        SeriesHierarchy history = Hierarchy(table, request);
        PlannerOptions options = new() { HorizonMonths = request.Horizon };
        SeasonalityPlan plan = context.Step("Planning", _ => new SeasonalityPlanner(options).Plan(history, context.Cancellation));
        return new PlanRun
        {
            Request = request,
            Quality = table.Quality,
            Plan = plan,
            Tests = context.Step("Testing for seasons", _ => Test(history, context.Cancellation)),
            Breaks = context.Step("Looking for breaks", _ => Find(history, request.Events, context.Cancellation)),
            Backtest = request.Origins > 0 ? context.Step($"Scoring {request.Origins} past plans", _ => Score(history, request, options, context.Cancellation)) : null,
            LastPlan = request.LastPlan is { } file ? ScoreLast(file, history) : null,
        };
    }

    /// <summary>Writes every file of <c>seasonality</c>.</summary>
    public void Write(OutputFolder folder, CommandContext context) => context.Step("Writing", _ =>
    {
        PlanTables.Write(this, folder);
        RefusedRowsFile.Write(Quality, folder.File);
        folder.Write(PlanFile, Plan.ToArchive().ToJson() + "\n");
        SeasonalityReportInput input = new()
        {
            Plan = Plan,
            Breaks = Breaks,
            Backtest = Backtest,
            LastPlan = LastPlan,
            Quality = [Quality],
        };
        Accounts.WriteCards(folder, SeasonalityCard.Record(SeasonalityCard.Compose(input, Plan.Forecast.Model, FaultReport.Version, Settings()), input));
        IReadOnlyList<ReportFact> facts = RunRecordFile.Write(folder, [Request.Path, .. Request.LastPlan is { } last ? [last] : Array.Empty<string>()], Plan.First.FirstDay, Settings(), Plan.Options.Model.Seed, context);
        folder.Write(Reports.FileName, new HtmlReportWriter().ToText(SeasonalityReportPage.Compose(input with { RunFacts = facts })));
        folder.Write(ResultJson.FileName, ResultJson.Text(SeasonalityResultFile.Of(this, folder)));
        return true;
    });

    /// <summary>The summary for a reader.</summary>
    public IEnumerable<string> Summary(string folder)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        SeriesPlan all = Plan.Series[0];
        yield return string.Create(c, $"Plan for {Plan.First} to {Plan.First.AddMonths(Request.Horizon - 1)} by {Plan.Forecast.Model}: {Plan.History.Types.Leaves.Count} types in {Plan.History.Areas.Leaves.Count} areas, {Plan.History.Length} months known");
        yield return string.Create(c, $"from {Quality.Used:N0} of {Quality.Read:N0} rows ({Quality.Refused.Count:N0} refused)");
        yield return string.Create(c, $"Coming twelve months: {all.Annual.Expected:N0} crimes expected, 80 % interval {all.Annual.Interval80.Low:N0} to {all.Annual.Interval80.High:N0}{(all.Annual.LastTwelve is { } last ? string.Create(c, $"; {last:N0} in the last twelve") : "")}: {all.Annual.Verdict.Words()}");
        yield return "  type                                       expected    change   verdict            season                        peak     trough";
        foreach (SeriesPlan series in Whole())
        {
            bool reliable = series.Index.Verdict is SeasonalityVerdict.Present or SeasonalityVerdict.Strong;
            string change = series.Annual.Change is { } known ? known.Value.ToString("+0%;-0%;0%", c) : "—";
            yield return string.Create(c, $"  {series.Node.Key.Type,-42}{series.Annual.Expected,9:N0}  {change,8}   {series.Annual.Verdict.Symbol(),-2} {series.Annual.Verdict.Words(),-15} {series.Index.Verdict.Words(),-29} {(reliable ? series.Peak.ToString() : "~"),-8} {(reliable ? series.Trough.ToString() : "~")}");
        }

        yield return string.Create(c, $"Breaks: {Breaks.Values.Sum(b => b.Breaks.Count)} in {Breaks.Count} totals, listed in {PlanTables.BreaksFile}");
        if (Backtest is { } backtest)
        {
            foreach (string model in backtest.Models)
            {
                BacktestSummary s = backtest.Summary(model);
                yield return string.Create(c, $"Past plans by {model}: MASE {s.Mase:F3}, 80 % intervals hold {s.Coverage80:P0}, 95 % hold {s.Coverage95:P0}, direction right {s.DirectionHits:P0}");
            }
        }

        yield return $"Report: {Path.Combine(folder, Reports.FileName)}";
    }

    /// <summary>The settings of the run, by name.</summary>
    public IReadOnlyList<ReportFact> Settings()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        return
        [
            new("asOf", Plan.Origin.ToString()),
            new("horizon", Request.Horizon.ToString(c)),
            new("backtest", Request.Origins.ToString(c)),
            new("changeThreshold", Plan.Options.ChangeThreshold.ToString(c)),
            new("largeChange", Plan.Options.LargeChange.ToString(c)),
            new("arrowProbability", Plan.Options.ArrowProbability.ToString(c)),
            new("disruptions", string.Join("; ", Plan.Options.Model.Disruptions.Select(d => $"{d.Name} {d.First} to {d.Last}"))),
            new("events", string.Join("; ", Request.Events.Select(e => $"{e.Kind} {e.Month} {e.Name}"))),
        ];
    }

    /// <summary>The types over all areas.</summary>
    public IEnumerable<SeriesPlan> Whole()
    {
        string whole = Plan.History.Areas.Leaves.Count > 1 ? Plan.History.Areas.Root : Plan.History.Areas.Leaves[0];
        return Plan.History.Types.Leaves.Select(t => Plan[t, whole]);
    }

    private static SeriesHierarchy Hierarchy(MonthlyCountTable table, SeasonalityRequest request)
    {
        try
        {
            return SeriesHierarchy.FromRows(table.Rows);
        }
        catch (ArgumentException e)
        {
            throw new InputRefusedException(request.Path, OptionParsers.Sentence(e), table.Quality, e);
        }
    }

    private static CombinedSeasonalityTest?[] Test(SeriesHierarchy history, CancellationToken cancellationToken)
    {
        CombinedSeasonalityTest?[] tests = new CombinedSeasonalityTest?[history.Nodes.Count];
        Parallel.For(0, tests.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                tests[i] = history.Series(i) is { } series ? CombinedSeasonalityTest.Of(series) : null;
            }
            catch (AnalysisException)
            {
                // Too short for a test: the result says null.
            }
        });
        return tests;
    }

    private static Dictionary<SeriesKey, BreakReport> Find(SeriesHierarchy history, IReadOnlyList<DeclaredBreak> events, CancellationToken cancellationToken)
    {
        // Totals only: in the cells below, chance hides all but the crudest breaks, and 312 lists are read by nobody.
        SeriesNode[] nodes = [.. history.Nodes.Where(n => n.Level != SeriesLevel.AreaType || history.Areas.Leaves.Count == 1)];
        BreakReport?[] found = new BreakReport?[nodes.Length];
        BreakDetector detector = new(new BreakOptions { Declared = events });
        Parallel.For(0, nodes.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                found[i] = history.Series(nodes[i].Index) is { } series ? detector.Find(series, cancellationToken) : null;
            }
            catch (AnalysisException)
            {
                // Too short or all zero: not searched, so it has no entry.
            }
        });
        return nodes.Zip(found).Where(f => f.Second is not null).ToDictionary(f => f.First.Key, f => f.Second!);
    }

    private static SeasonalBacktestReport Score(SeriesHierarchy history, SeasonalityRequest request, PlannerOptions options, CancellationToken cancellationToken)
    {
        List<IHierarchyForecaster> models = [new PooledForecaster(options.Model), .. Rules.Select(r => new NodeByNodeForecaster(SeasonalForecasters.Create(r), new ReconciliationOptions { Method = ReconciliationMethod.BottomUp }))];
        return new SeasonalBacktest(history, new SeasonalBacktestOptions { OriginCount = request.Origins, HorizonMonths = request.Horizon }).Run(models, cancellationToken);
    }

    private static PlanScore ScoreLast(string file, SeriesHierarchy history)
    {
        try
        {
            return PlanArchive.FromJson(File.ReadAllText(file)).Score(history);
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InputRefusedException(file, $"{file} is no plan that can be scored: {e.Message.Split('\n')[0].TrimEnd('.')}; give the {PlanFile} of an earlier run.", inner: e);
        }
    }
}
