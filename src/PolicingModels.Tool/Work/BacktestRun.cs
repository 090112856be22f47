using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>A backtest with what it was made from.</summary>
internal sealed class BacktestRun
{
    public required History History { get; init; }

    public required BacktestReport Report { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The model shown on the map: the best baseline, or the first that forecast every origin.</summary>
    public ModelScore Shown => Report.BestBaseline is { } best ? Report[best] : Report.Models.FirstOrDefault(m => !m.Failed) ?? Report.Models[0];

    /// <summary>Whether the input is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Runs the models side by side.</summary>
    public static BacktestRun Of(History history, IReadOnlyList<IGridForecaster> models, BacktestOptions options, CommandContext context, bool simulated = false)
    {
        // Cells found from past events cannot hold every later one; what falls elsewhere must not vanish from the score.
        EvaluationConventions conventions = history.PlacesAsOf is null ? options.Conventions : options.Conventions with { Outside = OutsideEvents.Included };
        Backtest backtest = new(history.Counts, options with { Truth = history.Truth, Conventions = conventions });
        BacktestReport report = context.Step($"Backtesting {models.Count} {(models.Count == 1 ? "model" : "models")} at {backtest.Origins.Count} origins", step =>
        {
            step.Counts("forecasts", (long)models.Count * backtest.Origins.Count);
            return backtest.Run(models, new Relay(step), context.Cancellation);
        });
        foreach (string note in report.Notes)
        {
            context.Note($"Note: {note}");
        }

        foreach (ModelScore failed in report.Models.Where(m => m.Failed))
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"Note: {failed.Name} gave no forecast at {failed.Failures.Count} of {report.Origins.Count} origins: {failed.Failures[0].Message}"));
        }

        return new BacktestRun { History = history, Report = report, Seed = options.Seed, Simulated = simulated };
    }

    /// <summary>Writes every file of <c>backtest</c>.</summary>
    public void Write(OutputFolder folder, CommandContext context, bool predictions) => context.Step("Writing", _ =>
    {
        BacktestTables.WriteTo(folder, this, predictions);
        RefusedRowsFile.Write(History.Quality, folder.File);
        IReadOnlyList<ReportFact> facts = Accounts.Write(folder, History, Shown.Name, this, Settings(), Seed, context);
        folder.Write(Reports.FileName, Reports.Backtest(this, facts));
        folder.Write(ResultJson.FileName, ResultJson.Text(Result(folder)));
        return true;
    });

    /// <summary>The settings of the run, by name.</summary>
    public IReadOnlyList<ReportFact> Settings() =>
    [
        new("models", string.Join(", ", Report.Models.Select(m => m.Name))),
        new("origins", Report.Origins.Count.ToString(CultureInfo.InvariantCulture)),
        new("firstOrigin", Report.Origins[0].AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("seed", Seed.ToString(CultureInfo.InvariantCulture)),
        new("asOf", History.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("period", PeriodOption.Word(History.Counts.Periods.Calendar)),
        new("grid", History.Counts.Grid.Description),
        new("conventions", Report.Conventions.ToString()),
    ];

    /// <summary>The figures.</summary>
    public BacktestResult Result(OutputFolder folder) => new()
    {
        Verb = "backtest",
        Simulated = Simulated,
        AsOf = History.AsOf,
        History = HistoryResult.Of(History.Counts.Periods, History.Periods),
        Grid = GridResult.Of(History.Counts.Grid),
        Quality = QualityResult.Of(History.Quality),
        Counted = CountedResult.Of(History.Counts.Outcome),
        Conventions = Report.Conventions.ToString(),
        Seed = Seed,
        BestBaseline = Report.BestBaseline,
        Metrics = [.. Report.Metrics.Select(m => new MetricResult(m.Key, m.Description, m.Orientation))],
        Origins = [.. Report.Origins.Select(OriginResult.Of)],
        Models = [.. Report.Models.Select(ModelResult.Of)],
        Comparisons = [.. Report.Comparisons.Select(ComparisonResult.Of)],
        Notes = Report.Notes,
        Files = folder.Files,
    };

    /// <summary>Why the skill gate fails, one sentence per model; empty where it passes.</summary>
    public IReadOnlyList<string> WithoutSkill()
    {
        ModelScore[] contenders = [.. Report.Models.Where(m => !m.IsBaseline)];
        contenders = contenders.Length > 0 ? contenders : [.. Report.Models.Where(m => m.Name != Report.BestBaseline)];
        if (Report.BestBaseline is null || contenders.Length == 0)
        {
            return ["There is nothing to compare; name a baseline and a model that should beat it."];
        }

        return [.. contenders.Select(Failing).OfType<string>()];

        string? Failing(ModelScore model)
        {
            ModelComparison? comparison = Report.Comparisons.FirstOrDefault(c => c.Model == model.Name && c.Baseline == Report.BestBaseline && c.Metric == MetricDefinition.LogScore);
            return comparison is { Verdict: Verdict.Better } ? null : comparison?.Sentence ?? $"{model.Name} has no log score to compare with {Report.BestBaseline}.";
        }
    }

    /// <summary>The summary for a reader.</summary>
    public IEnumerable<string> Summary(string folder) =>
    [
        .. Lines(),
        $"Report: {Path.Combine(folder, Reports.FileName)}",
    ];

    /// <summary>What the backtest found, in lines.</summary>
    public IEnumerable<string> Lines()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        string hitRate = MetricDefinition.HitRate(5), pei = MetricDefinition.PeiStar(5);
        yield return string.Create(c, $"Backtest of {Report.Models.Count} models at {Report.Origins.Count} origins, {Report.Origins[0].Target.Start:yyyy-MM-dd} to {Report.Origins[^1].Target.LastDay:yyyy-MM-dd}, {History.Counts.Grid.Description}");
        yield return $"  {"model",-24}  {"log score (lower is better)",-30}  {"hit rate in 5 % of the area",-30}  share of the best";
        foreach (ModelScore model in Report.Models)
        {
            yield return $"  {model.Name,-24}  {Text(model, MetricDefinition.LogScore),-30}  {Text(model, hitRate),-30}  {Value(model, pei)}";
        }

        if (Report.BestBaseline is { } best)
        {
            yield return $"Best baseline by log score: {best}. Against it, on the log score:";
            foreach (ModelComparison comparison in Report.Comparisons.Where(x => x.Metric == MetricDefinition.LogScore))
            {
                yield return $"  {comparison.Sentence}";
            }
        }
    }

    private static string Text(ModelScore model, string metric) => model.Metrics.TryGetValue(metric, out Estimate e)
        ? string.Create(CultureInfo.InvariantCulture, $"{e.Value:F4} ({e.Low:F4} to {e.High:F4})")
        : "none";

    private static string Value(ModelScore model, string metric) => model.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString("F3", CultureInfo.InvariantCulture) : "none";

    private sealed class Relay(StepProgress step) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => step.Report((long)value.Done);
    }
}
