using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

public class DiagnosticsTests
{
    [Fact]
    public void Categories_mean_what_happened_in_them()
    {
        // Rates relative to the mean of 1: 3.2, 0.6, 0.2, 0 are high, low, very low, very low.
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 1, 0, 0], [2, 0, 1, 0]);
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = 2, AreaPercents = [25] }, [ScriptedForecaster.Means("m", (h, _) => [3.2, 0.6, 0.2, 0])])["m"];
        Dictionary<string, CategoryMeaning> meant = score.WhatCategoriesMeant.ToDictionary(c => c.Category.Name);
        Assert.Equal(["very low", "low", "average", "high", "very high"], score.WhatCategoriesMeant.Select(c => c.Category.Name));
        Assert.Equal(4, meant["very low"].CellPeriods);
        Assert.Equal(0.25, meant["very low"].AnyRate!.Value.Value, 12);
        Assert.Equal(0.25, meant["very low"].MeanCount!.Value, 12);
        Assert.Equal(0.1, meant["very low"].MeanExpected!.Value, 12);
        Assert.Equal(0.5, meant["very low"].AreaShare, 12);
        Assert.Equal(1.0 / 8, meant["very low"].EventShare!.Value, 12);
        Assert.Equal(0.5, meant["low"].AnyRate!.Value.Value, 12);
        Assert.Equal(1.0, meant["high"].AnyRate!.Value.Value, 12);
        Assert.Equal(3.0, meant["high"].MeanCount!.Value, 12);
        Assert.Equal(6.0 / 8, meant["high"].EventShare!.Value, 12);
        Assert.Equal(0, meant["average"].CellPeriods);
        Assert.Null(meant["average"].AnyRate);
    }

    [Fact]
    public void Stability_counts_shared_top_cells_and_changed_categories()
    {
        // One top cell in twenty, which moves once in two steps.
        static double[] Means(SpaceTimeCounts history, int step)
        {
            double[] means = new double[20];
            Array.Fill(means, 1.0);
            means[history.PeriodCount < 3 ? 0 : 1] = 3;
            return means;
        }

        double[] row = new double[20];
        Array.Fill(row, 1.0);
        ModelScore score = Worlds.Run(Worlds.Counts(RowGrid.Of(20), row, row, row, row), new BacktestOptions { Origins = 3 }, [ScriptedForecaster.Means("m", Means)])["m"];
        Assert.Equal(0.5, score.Stability!.TopJaccard!.Value, 12);
        Assert.Equal(0.5, score.Stability.TopTurnover!.Value, 12);

        // Cells 0 and 1 swap “high” for “average” at one step of two.
        Assert.Equal(0.5 * 2 / 20, score.Stability.CategoryFlips!.Value, 12);
    }

    [Fact]
    public void Transforms_spread_evenly_over_their_step()
    {
        // One cell that always has one event under a law of 0.3, 0.4, 0.3: transforms lie evenly in [0.3, 0.7).
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(2), [1, 1], [1, 1], [1, 1]);
        ScriptedForecaster law = new("law", (h, _) => [new ThreePointLaw(), new ThreePointLaw()]);
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = 2 }, [law])["law"];
        double[] expected = [0, 0, 0, 2.5, 2.5, 2.5, 2.5, 0, 0, 0];
        for (int b = 0; b < 10; b++)
        {
            Assert.Equal(expected[b], score.Pit!.Heights[b], 12);
        }

        Assert.Equal(1, score["coverage80"].Value, 12);
        Assert.Equal(1, score["coverage95"].Value, 12);
    }

    [Fact]
    public void Coverage_counts_edges_in_proportion()
    {
        // No event under probability 0.3 of none: [0, 0.3) overlaps [0.1, 0.9] by 0.2 and [0.025, 0.975] by 0.275.
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(1), [0], [0], [0]);
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = 2 }, [new ScriptedForecaster("law", (h, _) => [new ThreePointLaw()])])["law"];
        Assert.Equal(0.2 / 0.3, score["coverage80"].Value, 12);
        Assert.Equal(0.275 / 0.3, score["coverage95"].Value, 12);
    }

    [Fact]
    public void Reliability_bins_hold_every_cell_period_once()
    {
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = 2, AreaPercents = [25] }, [ScriptedForecaster.Means("m", (h, _) => [0.5, 2, 0.5, 2])])["m"];
        Assert.Equal(2, score.CountReliability.Count);
        Assert.Equal([4L, 4L], score.CountReliability.Select(b => b.Count));
        Assert.Equal([0.5, 2.0], score.CountReliability.Select(b => b.MeanForecast));
        Assert.Equal([5.0 / 4, 8.0 / 4], score.CountReliability.Select(b => b.Observed.Value));
        Assert.Equal([1 - Math.Exp(-0.5), 1 - Math.Exp(-2)], score.Reliability.Select(b => b.MeanForecast), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2.0 / 4, 3.0 / 4], score.Reliability.Select(b => b.Observed.Value));
    }

    [Fact]
    public void The_curve_runs_from_nothing_to_everything_and_never_above_the_best()
    {
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        HitRateCurve curve = Worlds.Run(counts, new BacktestOptions { Origins = 2 }, [ScriptedForecaster.Means("m", (h, _) => [3, 2, 1, 0.5])])["m"].HitRateCurve;
        Assert.Equal(
            [new(0, 0, 0), new(0.25, 4.0 / 13, 7.0 / 13), new(0.5, 11.0 / 13, 12.0 / 13), new(0.75, 12.0 / 13, 1), new(1, 1, 1)],
            curve.Points);
        Assert.Equal(0.25 * ((4.0 / 13) + (11.0 / 13) + (12.0 / 13) + 0.5), curve.AreaUnderCurve!.Value, 12);
    }

    private sealed class ThreePointLaw : CountDistribution
    {
        private static readonly double[] Masses = [0.3, 0.4, 0.3];

        public override double Mean => 1;

        public override double Variance => 0.6;

        public override double LogProbability(long count) => count is >= 0 and <= 2 ? Math.Log(Masses[count]) : double.NegativeInfinity;

        public override double Cumulative(long count) => Masses.Take((int)count + 1).Sum();

        public override double Survival(long count) => 1 - Cumulative(count);

        public override long Quantile(double probability) => probability <= 0.3 ? 0 : probability <= 0.7 ? 1 : 2;
    }
}
