using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.Neighbourhood;

/// <summary>Means and trends of the surroundings, against sums over all pairs of cells.</summary>
public class NeighbourhoodTests
{
    // The library sums in another order.
    private const double Rounding = 1e-12;

    [Fact]
    public void A_neighbourhood_mean_is_the_weighted_mean_of_the_others_shrunk_means()
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(51, 7, 5, 25, out _);
        PredictiveOptions own = new();
        IReadOnlyList<double> shrunk = new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 9, Predictive = own }).Fit(history).Forecast().ExpectedCounts;
        IReadOnlyList<double> ours = new NeighbourhoodMeanForecaster(new() { HalfLifePeriods = 9, BandwidthMetres = 1300, Predictive = own }).Fit(history).Forecast().ExpectedCounts;
        for (int i = 0; i < ours.Count; i++)
        {
            double above = 0.1 * shrunk.Average(), below = 0.1;
            for (int j = 0; j < ours.Count; j++)
            {
                double weight = j == i ? 0 : Weight(history.Grid, i, j, 1300);
                above += weight * shrunk[j];
                below += weight;
            }

            Assert.Equal(above / below, ours[i], Rounding * ours[i]);
        }
    }

    [Fact]
    public void A_cell_without_neighbours_expects_the_mean_of_all()
    {
        TestGrid far = new([.. Enumerable.Range(0, 4).Select(i => new GridCell($"c{i}", 50_000.0 * i, 0, 1))]);
        SpaceTimeCounts history = EveryBaselineTests.Counts(far, 10, [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4))]);
        GridForecast forecast = new NeighbourhoodMeanForecaster(new() { Predictive = new() }).Fit(history).Forecast();
        Assert.All(forecast.ExpectedCounts, e => Assert.Equal(1.5, e, 1e-9));
        Assert.All(new LocalTrendForecaster().Fit(history).Forecast().ExpectedCounts, e => Assert.True(e > 0 && double.IsFinite(e)));
    }

    [Fact]
    public void A_local_trend_multiplies_the_long_run_by_recent_over_long_around()
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(53, 6, 6, 25, out _);
        PredictiveOptions own = new();
        int n = history.CellCount;
        IReadOnlyList<double> shrunk = new EmpiricalBayesForecaster(new() { Predictive = own }).Fit(history).Forecast().ExpectedCounts;
        IReadOnlyList<double> ours = new LocalTrendForecaster(new() { HalfLifePeriods = 2, BandwidthMetres = 900, Predictive = own }).Fit(history).Forecast().ExpectedCounts;
        double[] recent = Weighted(2), all = Weighted(double.PositiveInfinity);
        for (int i = 0; i < n; i++)
        {
            double above = 0, below = 0;
            for (int j = 0; j < n; j++)
            {
                above += Weight(history.Grid, i, j, 900) * recent[j];
                below += Weight(history.Grid, i, j, 900) * all[j];
            }

            Assert.Equal(shrunk[i] * above / below, ours[i], 1e-11 * ours[i]);
        }

        double[] Weighted(double halfLife)
        {
            double[] sums = new double[n];
            double weights = 0;
            for (int t = 0; t < history.PeriodCount; t++)
            {
                double w = Math.Pow(0.5, (history.PeriodCount - 1 - t) / halfLife);
                weights += w;
                for (int i = 0; i < n; i++)
                {
                    sums[i] += w * history[t, i];
                }
            }

            return [.. sums.Select(s => (s + (0.02 * sums.Sum() / n)) / weights)];
        }
    }

    [Fact]
    public void A_quarter_that_rises_is_seen_though_no_cell_of_it_could_show_it()
    {
        // Rare events: four cells of sixteen treble in the last six periods.
        SeededRandom random = new(57);
        TestGrid grid = TestGrid.Squares(8, 8);
        double[] values = new double[64 * 80];
        for (int k = 0; k < values.Length; k++)
        {
            int cell = k % 64, period = k / 64;
            values[k] = random.NextPoisson(period >= 74 && cell % 8 < 4 && cell / 8 < 4 ? 3 : 0.5);
        }

        IReadOnlyList<double> expected = new LocalTrendForecaster().Fit(EveryBaselineTests.Counts(grid, 80, values)).Forecast().ExpectedCounts;
        double risen = Enumerable.Range(0, 64).Where(c => c % 8 < 3 && c / 8 < 3).Average(c => expected[c]);
        double others = Enumerable.Range(0, 64).Where(c => c % 8 > 5 && c / 8 > 5).Average(c => expected[c]);
        Assert.True(risen > 2.5 * others, $"{risen} against {others}");
    }

    [Fact]
    public void Bad_settings_are_refused()
    {
        Assert.StartsWith("BandwidthMetres is -1; it is above 0 and finite (metres).", Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourhoodMeanForecaster(new() { BandwidthMetres = -1 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("HalfLifePeriods is 0; it is above 0 and finite (periods).", Assert.Throws<ArgumentOutOfRangeException>(() => new LocalTrendForecaster(new() { HalfLifePeriods = 0 })).Message, StringComparison.Ordinal);
    }

    private static double Weight(IGrid grid, int i, int j, double bandwidth)
    {
        double x = grid.Cells[i].Easting - grid.Cells[j].Easting, y = grid.Cells[i].Northing - grid.Cells[j].Northing;
        double squared = (x * x) + (y * y);
        return squared > 9 * bandwidth * bandwidth ? 0 : Math.Exp(-squared / (2 * bandwidth * bandwidth));
    }
}
