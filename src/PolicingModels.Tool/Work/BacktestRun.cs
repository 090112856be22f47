using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>A backtest with what it was made from.</summary>
internal sealed class BacktestRun
{
    /// <summary>On how many placements the grid is laid where nothing else is asked for.</summary>
    public const int DefaultPlacements = 4;

    private const int TopPercent = 5;
    private static readonly string LongRunMean = new HistoricalMeanForecaster().Name;

    public required History History { get; init; }

    public required BacktestReport Report { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The model shown on the map: the best baseline, or the first that forecast every origin.</summary>
    public ModelScore Shown => Report.BestBaseline is { } best ? Report[best] : Report.Models.FirstOrDefault(m => !m.Failed) ?? Report.Models[0];

    /// <summary>What moving the grid alone does to the hit rate; empty where <see cref="PlacementsMissing"/> says why.</summary>
    public IReadOnlyList<PlacementSensitivity> Placements { get; private init; } = [];

    /// <summary>Why the grid was not moved; empty where it was.</summary>
    public string PlacementsMissing { get; private init; } = "";

    /// <summary>Whether the input is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Runs the models side by side, compares each with every baseline, and moves the grid.</summary>
    /// <param name="history">The counts.</param>
    /// <param name="models">The models.</param>
    /// <param name="options">Settings of the backtest.</param>
    /// <param name="placements">On how many placements the grid is laid for every model; 0 for none; null for <see cref="DefaultPlacements"/> under the best baseline and the long-run mean alone, for each placement costs a backtest.</param>
    /// <param name="context">Progress, notes, cancellation.</param>
    /// <param name="simulated">Whether the input is simulated.</param>
    public static BacktestRun Of(History history, IReadOnlyList<IGridForecaster> models, BacktestOptions options, int? placements, CommandContext context, bool simulated = false)
    {
        // Cells found from past events cannot hold every later one; what falls elsewhere must not vanish from the score.
        EvaluationConventions conventions = history.PlacesAsOf is null ? options.Conventions : options.Conventions with { Outside = OutsideEvents.Included };
        HashSet<string> known = [.. Forecasters.Baselines.Select(b => b.Name)];

        // Where all are baselines, or none is, there is nothing to hold against every baseline; the best alone asks less of the data.
        bool every = models.Any(m => known.Contains(m.Name)) && models.Any(m => !known.Contains(m.Name));
        Backtest backtest = new(history.Counts, options with { Truth = history.Truth, Conventions = conventions, CompareWithEveryBaseline = every });
        BacktestReport report = context.Step($"Backtesting {models.Count} {(models.Count == 1 ? "model" : "models")} at {backtest.Origins.Count} origins", step =>
        {
            step.Counts("forecasts", (long)models.Count * backtest.Origins.Count);
            return backtest.Run(models, new Relay(step), context.Cancellation);
        });
        foreach (string note in report.Notes)
        {
            context.Note($"Note: {note}");
        }

        (IReadOnlyList<PlacementSensitivity> moved, string missing) = Move(history, [.. models.Where(m => placements is not null || m.Name == report.BestBaseline || m.Name == LongRunMean)], options with { Conventions = conventions }, placements ?? DefaultPlacements, context);
        return new BacktestRun { History = history, Report = report, Placements = moved, PlacementsMissing = missing, Seed = options.Seed, Simulated = simulated };
    }

    private static (IReadOnlyList<PlacementSensitivity> Moved, string Missing) Move(History history, IReadOnlyList<IGridForecaster> models, BacktestOptions options, int placements, CommandContext context)
    {
        if (placements == 0)
        {
            return ([], "It was not asked for (--placements 0).");
        }

        if (models.Count == 0)
        {
            return ([], "No baseline forecast every origin.");
        }

        if (history.LaidAt is not { } place)
        {
            return ([], history.NotMoved);
        }

        try
        {
            IReadOnlyList<PlacementSensitivity> moved = context.Step($"Moving the grid under {models.Count} {(models.Count == 1 ? "model" : "models")}", step =>
            {
                step.Counts("placements", placements);
                long done = 0;
                return PlacementSensitivity.OfTopArea(GridSensitivity.Placements(placements, history.SideMetres).Select(p =>
                {
                    step.Report(done++);
                    return place(p);
                }), models, options, TopPercent, context.Cancellation);
            });
            return moved.Count > 0 ? (moved, "") : ([], "No model has a hit rate on every placement.");
        }
        catch (AnalysisException e)
        {
            return ([], e.Message);
        }
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
        new("placements", (Placements.Count > 0 ? Placements[0].Values.Count : 0).ToString(CultureInfo.InvariantCulture)),
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
        Placements = [.. Placements.Select(PlacementResult.Of)],
        PlacementsMissing = PlacementsMissing.Length > 0 ? PlacementsMissing : null,
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
        string hitRate = MetricDefinition.HitRate(TopPercent), pei = MetricDefinition.PeiStar(TopPercent);
        int width = Math.Max(24, Report.Models.Max(m => m.Name.Length));
        string grids = Placements.Count > 0 ? $"{$"exactly 5 %, {Placements[0].Values.Count} grids",-22}  " : "";
        yield return string.Create(c, $"Backtest of {Report.Models.Count} models at {Report.Origins.Count} origins, {Report.Origins[0].Target.Start:yyyy-MM-dd} to {Report.Origins[^1].Target.LastDay:yyyy-MM-dd}, {History.Counts.Grid.Description}");
        yield return $"  {"model".PadRight(width)}  {"log score (lower is better)",-30}  {"hit rate in 5 % of the area",-30}  {grids}share of the best";
        foreach (ModelScore model in Report.Models)
        {
            yield return $"  {model.Name.PadRight(width)}  {Text(model, MetricDefinition.LogScore),-30}  {Text(model, hitRate),-30}  {(Placements.Count > 0 ? $"{Range(model),-22}  " : "")}{Value(model, pei)}";
        }

        yield return Grids();
        if (Report.BestBaseline is { } best)
        {
            yield return $"Best baseline by log score: {best}. On the log score:";
            foreach (ModelScore model in Report.Models.Where(m => m.Name != best && m.Metrics.ContainsKey(MetricDefinition.LogScore)))
            {
                yield return $"  {Report.Finding(model.Name)}";
            }
        }

        foreach (string line in Categories())
        {
            yield return line;
        }
    }

    private string Grids()
    {
        if (Placements.Count == 0)
        {
            return $"What moving the grid alone would do was not looked at. {PlacementsMissing}";
        }

        string[] still = [.. Report.Models.Select(m => m.Name).Except(Placements.Select(p => p.Model))];
        return $"“Exactly 5 %, {Placements[0].Values.Count} grids” is the lowest and highest hit rate when the same cells are laid elsewhere under the same events, with the last cell counted in part (the hit rate beside it counts whole cells). A difference between models that is smaller than that range can come from where borders lie.{(still.Length > 0 ? $" Some models were not tried so, for it takes longer: --placements {DefaultPlacements} tries them all." : "")}";
    }

    private IEnumerable<string> Categories()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        IReadOnlyList<CategoryMeaning> meant = Shown.WhatCategoriesMeant;
        if (meant.Count == 0)
        {
            yield break;
        }

        yield return $"What the categories of {Shown.Name} meant; every model’s are in {ResultJson.FileName}:";
        foreach (CategoryMeaning m in meant.Reverse())
        {
            string any = m.AnyRate is { } rate ? string.Create(c, $"{rate.Value:P1} of its cells had at least one ({rate.Low:P1} to {rate.High:P1})") : "no cell was in it";
            yield return string.Create(c, $"  {m.Category.Name,-12}  {m.AreaShare,6:P1} of the area, {m.EventShare ?? 0,6:P1} of the events; {any}");
        }
    }

    private string Range(ModelScore model) => Placements.FirstOrDefault(p => p.Model == model.Name) is { } moved
        ? string.Create(CultureInfo.InvariantCulture, $"{moved.Minimum:F4} to {moved.Maximum:F4}")
        : "not moved";

    private static string Text(ModelScore model, string metric) => model.Metrics.TryGetValue(metric, out Estimate e)
        ? string.Create(CultureInfo.InvariantCulture, $"{e.Value:F4} ({e.Low:F4} to {e.High:F4})")
        : "none";

    private static string Value(ModelScore model, string metric) => model.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString("F3", CultureInfo.InvariantCulture) : "none";

    private sealed class Relay(StepProgress step) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => step.Report((long)value.Done);
    }
}
