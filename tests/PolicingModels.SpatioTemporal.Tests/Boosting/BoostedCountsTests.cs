using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.Boosting;

public class BoostedCountsTests
{
    // A quarter of the city rises in the last year; the rest stands still.
    private static readonly SpaceTimeCounts Rising = MakeRising();

    public static TheoryData<TreeTrainer> Trainers => [TreeTrainer.FastTree, TreeTrainer.LightGbm];

    [Fact]
    public void Defaults_are_as_documented()
    {
        BoostedCountsOptions options = new();
        Assert.Equal((TreeTrainer.FastTree, 60, 8, 0.05, 200, 39, 1), (options.Trainer, options.Trees, options.Leaves, options.LearningRate, options.LeastPerLeaf, options.FitPeriods, options.Seed));
        Assert.StartsWith("Trees is 0; it is at least 1 (trees).", Assert.Throws<ArgumentOutOfRangeException>(() => new BoostedCountsForecaster(new() { Trees = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("LearningRate is 2;", Assert.Throws<ArgumentOutOfRangeException>(() => new BoostedCountsForecaster(new() { LearningRate = 2 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Leaves is 1;", Assert.Throws<ArgumentOutOfRangeException>(() => new BoostedCountsForecaster(new() { Leaves = 1 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Trees_find_what_shrunk_means_are_slow_to_see(TreeTrainer trainer)
    {
        GridForecast plain = new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 26, Predictive = new() { Level = LevelOptions.LocalLevel } }).Fit(Rising, Stop).Forecast(1, Stop);
        GridForecast boosted = Boosted(trainer, Rising);
        double truth = Rate(0, 60);
        double slow = Risen(plain), found = Risen(boosted);
        Assert.True(Math.Abs(found - truth) < 0.7 * Math.Abs(slow - truth), $"truth {truth}, shrunk mean {slow}, trees {found}");
        Assert.All(boosted.ExpectedCounts, e => Assert.True(e > 0 && double.IsFinite(e)));

        static double Risen(GridForecast f) => Enumerable.Range(0, 400).Where(IsRising).Average(i => f.ExpectedCounts[i]);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void The_same_seed_gives_the_same_bytes_and_later_periods_change_nothing(TreeTrainer trainer)
    {
        SpaceTimeCounts known = Rising.Before(50);
        SpaceTimeCounts alone = EveryBaselineTests.Counts(TestGrid.Squares(20, 20), 50, [.. Enumerable.Range(0, 50).SelectMany(t => Rising.Row(t).ToArray())]);
        IReadOnlyList<double> first = Boosted(trainer, known).ExpectedCounts;
        Assert.Equal(first, Boosted(trainer, known).ExpectedCounts);

        // The calendars end on different days, so only the season differs; without it the forecasts would be equal to the bit.
        Assert.Equal(Boosted(trainer, alone).ExpectedCounts.Count, first.Count);
        double[][] later = [[.. Enumerable.Range(0, 50).SelectMany(t => Rising.Row(t).ToArray()), .. Enumerable.Repeat(9.0, 10 * 400)]];
        SpaceTimeCounts other = new(Rising.Grid, Rising.Periods, later);
        Assert.Equal(first, Boosted(trainer, other.Before(50)).ExpectedCounts);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void What_each_feature_adds_leaves_the_same_rest_in_every_cell(TreeTrainer trainer)
    {
        IFittedGridForecaster fitted = Fitted(trainer, Rising);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        GridForecast forecast = fitted.Forecast(1, Stop);
        List<double> rests = [];
        double raised = 0;
        foreach (int cell in Enumerable.Range(0, 400))
        {
            CellExplanation why = explainer.Explain(cell);
            Assert.Equal(Math.Log(forecast.ExpectedCounts[cell]), why.Sum, 1e-9);
            double trees = why.Contributions.Where(c => c.Name.StartsWith("trees: ", StringComparison.Ordinal)).Sum(c => c.Value);
            double rest = why.Contributions[^1].Value;
            if (Math.Abs(trees - rest) < 0.8)
            {
                rests.Add(rest);
            }

            raised += IsRising(cell) ? (trees - rest) / 100 : -(trees - rest) / 300;
        }

        // Scores are single precision: nothing else may be left over where no limit cuts a correction.
        Assert.True(rests.Count > 300 && rests.Max() - rests.Min() < 1e-4, $"{rests.Count} cells, {rests.Min()} to {rests.Max()}");
        Assert.True(raised > 0.1, $"the risen quarter is raised by {raised}");
    }

    [Fact]
    public void Both_trainers_minimise_the_same_loss()
    {
        // Labels per expectation weighted by it, and counts with the expectation as the first score, are one loss: the forecasts differ only by how trees are split.
        IReadOnlyList<double> a = Boosted(TreeTrainer.FastTree, Rising).ExpectedCounts, b = Boosted(TreeTrainer.LightGbm, Rising).ExpectedCounts;
        double difference = a.Zip(b, (x, y) => Math.Abs(x - y)).Sum() / a.Sum();
        Assert.True(difference < 0.1, $"{difference:P1} apart");
    }

    [Fact]
    public void Too_little_to_grow_trees_on_leaves_shrunk_means_and_says_so()
    {
        SpaceTimeCounts brief = EveryBaselineTests.Simulated(61, 5, 5, 20, out _);
        GridForecast forecast = new BoostedCountsForecaster().Fit(brief, Stop).Forecast(1, Stop);
        Assert.Contains("The history of 20 periods is too short to grow trees on: shrunk means stand uncorrected.", forecast.Notes);
        GridForecast plain = new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 26, Predictive = new() { Level = LevelOptions.LocalLevel } }).Fit(brief, Stop).Forecast(1, Stop);
        for (int i = 0; i < plain.ExpectedCounts.Count; i++)
        {
            Assert.Equal(plain.ExpectedCounts[i], forecast.ExpectedCounts[i], 1e-9);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Forecasts, or skips where the machine lacks what LightGBM needs; the refusal must then name it.</summary>
    private static GridForecast Boosted(TreeTrainer trainer, SpaceTimeCounts history) => Fitted(trainer, history).Forecast(1, Stop);

    private static IFittedGridForecaster Fitted(TreeTrainer trainer, SpaceTimeCounts history)
    {
        try
        {
            return new BoostedCountsForecaster(new() { Trainer = trainer, Predictive = new() { Level = LevelOptions.LocalLevel, CalibrationPeriods = 2 } }).Fit(history, Stop);
        }
        catch (AnalysisException missing) when (trainer == TreeTrainer.LightGbm && missing.Reason == AnalysisFailure.UnsuitableSetting)
        {
            Assert.Contains("libgomp.so.1", missing.Message, StringComparison.Ordinal);
            Assert.Skip(missing.Message);
            throw;
        }
    }

    private static bool IsRising(int cell) => cell % 20 < 10 && cell / 20 < 10;

    private static double Rate(int cell, int period) => IsRising(cell) ? 0.5 * Math.Exp(0.06 * Math.Max(0, period - 30)) : 0.5;

    private static SpaceTimeCounts MakeRising()
    {
        SeededRandom random = new(59);
        double[] values = [.. Enumerable.Range(0, 60 * 400).Select(k => (double)random.NextPoisson(Rate(k % 400, k / 400)))];
        return EveryBaselineTests.Counts(TestGrid.Squares(20, 20), 60, values);
    }
}
