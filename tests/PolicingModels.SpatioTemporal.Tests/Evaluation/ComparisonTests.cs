using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests;

public class ComparisonTests
{
    private const int CellCount = 30;

    // Rates that differ between cells and stay the same: the first model knows them, the second knows their mean, the third ranks them backwards.
    private static readonly double[] Rates = [.. Enumerable.Range(0, CellCount).Select(i => 0.1 + (0.1 * i))];

    private static SpaceTimeCounts World(ulong seed, int periods = 27)
    {
        SeededRandom random = new(seed);
        double[] values = new double[periods * CellCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextPoisson(Rates[i % CellCount]);
        }

        return new SpaceTimeCounts(RowGrid.Of(CellCount), Worlds.FourWeeks(periods), [values]);
    }

    private static IGridForecaster[] Models() =>
    [
        ScriptedForecaster.Means("truth", (h, _) => Rates),
        ScriptedForecaster.Means("flat", (h, _) => [.. Rates.Select(_ => Rates.Average())]),
        ScriptedForecaster.Means("backwards", (h, _) => [.. Rates.Reverse()]),
        ScriptedForecaster.Means("copy", (h, _) => [.. Rates.Select(_ => Rates.Average())]),
    ];

    private static BacktestReport Report(BacktestOptions? options = null) =>
        Worlds.Run(World(5), options ?? new BacktestOptions { AreaPercents = [10, 20], Baselines = ["flat"] }, Models());

    [Fact]
    public void Verdicts_follow_the_intervals()
    {
        BacktestReport report = Report();
        Assert.Equal("flat", report.BestBaseline);
        Assert.Equal(Verdict.Better, report.Compare("truth", "flat").Verdict);
        Assert.Equal(Verdict.Better, report.Compare("truth", "flat", "hitRate@20").Verdict);
        Assert.Equal(Verdict.Worse, report.Compare("backwards", "flat").Verdict);
        Assert.Equal(Verdict.NoEvidence, report.Compare("copy", "flat").Verdict);
        ModelComparison copy = report.Compare("copy", "flat");
        Assert.Equal((0, 0, 0), (copy.Difference.Value, copy.Difference.Low, copy.Difference.High));
        Assert.Equal(1, copy.PValue);
        foreach (ModelComparison comparison in report.Comparisons)
        {
            bool covers = comparison.Difference.Interval.Contains(0);
            Assert.Equal(covers, comparison.Verdict == Verdict.NoEvidence);
            Assert.Equal(covers, comparison.PValue >= 0.05);
            Assert.Equal(comparison.Verdict == Verdict.Better, comparison.Sentence.Contains("better", StringComparison.OrdinalIgnoreCase));
            Assert.Equal("flat", comparison.Baseline);
        }
    }

    [Fact]
    public void Differences_are_differences_of_the_metrics_and_turn_with_the_order()
    {
        BacktestReport report = Report();
        foreach (string metric in new[] { "logScore", "crps", "brierAny", "hitRate@10", "pai@10", "peiStar@20" })
        {
            ModelComparison forth = report.Compare("truth", "backwards", metric), back = report.Compare("backwards", "truth", metric);
            Assert.Equal(report["truth"][metric].Value - report["backwards"][metric].Value, forth.Difference.Value, 12);
            Assert.Equal(-back.Difference.Value, forth.Difference.Value, 12);
            Assert.Equal(-back.Difference.High, forth.Difference.Low, 12);
        }

        ModelComparison slope = report.Compare("truth", "backwards", "calibrationSlope");
        double nearer = Math.Abs(report["truth"]["calibrationSlope"].Value - 1) - Math.Abs(report["backwards"]["calibrationSlope"].Value - 1);
        Assert.Equal(nearer, slope.Difference.Value, 9);
        Assert.Equal(Verdict.Better, slope.Verdict);
    }

    [Fact]
    public void Figures_that_differ_by_rounding_do_not_differ()
    {
        SpaceTimeCounts world = EveryBaselineTests.Simulated(11, 6, 5, 30, out double[] rates);
        BacktestReport report = Worlds.Run(world, new BacktestOptions { Origins = 12 }, [ScriptedForecaster.Means("one", (_, _) => rates), ScriptedForecaster.Means("other", (_, _) => [.. rates.Select(r => r * (1 + 1e-14))])]);
        Assert.NotEqual(report["one"].LogScore.Value, report["other"].LogScore.Value);
        ModelComparison comparison = report.Compare("other", "one");
        Assert.Equal((0, 1, Verdict.NoEvidence), (comparison.Difference.Value, comparison.PValue, comparison.Verdict));
    }

    [Fact]
    public void No_evidence_is_said_without_praise()
    {
        ModelComparison comparison = new("a", "b", "logScore", MetricOrientation.Lower, new Estimate(-0.01, -0.03, 0.01), 26, 0.2, 0.2, Verdict.NoEvidence);
        Assert.Equal("No evidence of improvement of a over b on logScore (difference -0.01, 95 % interval -0.03 to +0.01, 26 origins).", comparison.Sentence);
        Assert.Equal("a is better than b on logScore (difference -0.02, 95 % interval -0.03 to -0.01, 26 origins).", (comparison with { Difference = new Estimate(-0.02, -0.03, -0.01), Verdict = Verdict.Better }).Sentence);
    }

    [Fact]
    public void Every_baseline_can_be_compared_with_holms_correction()
    {
        BacktestReport report = Report(new BacktestOptions { AreaPercents = [20], Baselines = ["flat", "copy", "backwards"], CompareWithEveryBaseline = true });
        ModelComparison[] scores = [.. report.Comparisons.Where(c => c.Metric == "logScore")];

        // One model against three baselines; two baselines against the best.
        Assert.Equal(5, scores.Length);
        ModelComparison[] ours = [.. scores.Where(c => c.Model == "truth")];
        Assert.Equal(["backwards", "copy", "flat"], ours.Select(c => c.Baseline).Order(StringComparer.Ordinal));
        Assert.All(scores.Where(c => c.Model != "truth"), c => Assert.Equal((report.BestBaseline, c.PValue), (c.Baseline, c.AdjustedPValue)));
        Assert.All(scores, c => Assert.True(c.AdjustedPValue >= c.PValue));
        Assert.All(ours, c => Assert.True(c.Verdict == Verdict.NoEvidence || c.AdjustedPValue <= 0.05));
        ModelComparison strongest = ours.MinBy(c => c.PValue)!;
        Assert.Equal(Math.Min(1, 3 * strongest.PValue), strongest.AdjustedPValue, 12);
    }

    [Fact]
    public void A_model_that_knows_the_truth_is_found_better_than_each_of_ten_baselines()
    {
        // Twelve models: the comparisons of baselines among themselves must not use up the evidence.
        string[] names = [.. Enumerable.Range(0, 10).Select(k => $"flat {k}")];
        IGridForecaster[] models = [Models()[0], .. names.Select((name, k) => ScriptedForecaster.Means(name, (h, _) => [.. Rates.Select(_ => Rates.Average() * (1 + (0.01 * k)))]))];
        BacktestReport report = Worlds.Run(World(5), new BacktestOptions { AreaPercents = [20], Baselines = names, CompareWithEveryBaseline = true }, models);
        ModelComparison[] ours = [.. report.Comparisons.Where(c => c.Model == "truth" && c.Metric == "logScore")];
        Assert.Equal(10, ours.Length);
        Assert.All(ours, c => Assert.Equal(Verdict.Better, c.Verdict));
    }

    [Fact]
    public void Baselines_are_the_librarys_unless_named_and_all_models_where_none_runs()
    {
        BacktestReport all = Report(new BacktestOptions { AreaPercents = [20] });
        Assert.All(all.Models, m => Assert.True(m.IsBaseline));
        Assert.Equal("truth", all.BestBaseline);
        IGridForecaster[] named = [.. Models(), ScriptedForecaster.Means("historical-mean", (h, _) => [.. Rates.Select(r => r + 0.5)])];
        BacktestReport library = Worlds.Run(World(5), new BacktestOptions { AreaPercents = [20] }, named);
        Assert.Equal("historical-mean", library.BestBaseline);
    }

    [Theory]
    [InlineData(1, Verdict.NoEvidence)]
    [InlineData(5, Verdict.NoEvidence)]
    [InlineData(6, Verdict.Better)]
    public void Having_every_event_is_no_evidence_where_hardly_an_origin_has_one(int withEvent, Verdict verdict)
    {
        // One event at a time, always in the last cell, which one model ranks first and the other last: every resample says the same.
        double[] values = new double[27 * CellCount];
        for (int k = 0; k < withEvent; k++)
        {
            values[((4 * k) + 3) * CellCount - 1] = 1;
        }

        SpaceTimeCounts counts = new(RowGrid.Of(CellCount), Worlds.FourWeeks(27), [values]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { AreaPercents = [10], Baselines = ["backwards"] }, [Models()[0], Models()[2]]);
        ModelComparison comparison = report.Compare("truth", "backwards", "hitRate@10");
        Assert.Equal((1, verdict), (comparison.Difference.Value, comparison.Verdict));
    }

    [Fact]
    public void Unknown_names_are_refused()
    {
        BacktestReport report = Report();
        Assert.Throws<KeyNotFoundException>(() => report["absent"]);
        Assert.Throws<KeyNotFoundException>(() => report.Compare("truth", "flat", "accuracy"));
        Assert.Throws<KeyNotFoundException>(() => report["truth"]["accuracy"]);

        // A constant forecast has no calibration slope.
        Assert.Throws<AnalysisException>(() => report["flat"]["calibrationSlope"]);
        Assert.Throws<AnalysisException>(() => report.Compare("truth", "flat", "calibrationSlope"));
    }

    [Fact]
    public void Results_do_not_depend_on_threads_and_repeat_by_seed()
    {
        BacktestOptions options = new() { AreaPercents = [10, 20], Baselines = ["flat"], Conventions = new() { Ties = TieOrder.Random } };
        string one = Text(Report(options with { MaximumThreads = 1 }));
        Assert.Equal(one, Text(Report(options with { MaximumThreads = 8 })));
        Assert.NotEqual(one, Text(Report(options with { Seed = 2 })));
    }

    [Fact]
    public void Renumbering_cells_changes_no_metric()
    {
        int[] order = [.. Enumerable.Range(0, CellCount)];
        new SeededRandom(9).Shuffle(order.AsSpan());
        SpaceTimeCounts counts = World(5);
        SpaceTimeCounts shuffled = new(counts.Grid, counts.Periods, [[.. Enumerable.Range(0, counts.PeriodCount).SelectMany(t => order.Select(i => counts[t, i]))]]);
        BacktestOptions options = new() { AreaPercents = [10, 20] };
        ModelScore plain = Worlds.Run(counts, options, [ScriptedForecaster.Means("m", (h, _) => Rates)])["m"];
        ModelScore moved = Worlds.Run(shuffled, options, [ScriptedForecaster.Means("m", (h, _) => [.. order.Select(i => Rates[i])])])["m"];
        foreach ((string key, Estimate value) in plain.Metrics)
        {
            Assert.Equal(value.Value, moved.Metrics[key].Value, 9);
            Assert.Equal(value.Low, moved.Metrics[key].Low, 9);
            Assert.Equal(value.High, moved.Metrics[key].High, 9);
        }
    }

    private static string Text(BacktestReport report) => string.Join('\n', report.Models
        .SelectMany(m => m.Metrics.Select(k => FormattableString.Invariant($"{m.Name} {k.Key} {k.Value.Value:R} {k.Value.Low:R} {k.Value.High:R}"))
            .Append(FormattableString.Invariant($"{m.Name} {m.Pit!.KolmogorovDistance:R} {m.HitRateCurve.AreaUnderCurve:R}")))
        .Concat(report.Comparisons.Select(c => FormattableString.Invariant($"{c.Model} {c.Metric} {c.Difference.Low:R} {c.PValue:R}"))));
}
