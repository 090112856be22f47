using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.MultiType;

public class MultiTypeTests
{
    private static readonly string[] Names = ["car", "van", "motorcycle", "none"];

    [Fact]
    public void Types_add_up_in_every_cell_and_over_cells()
    {
        SpaceTimeCounts history = Draw(1, 10, 40, out _);
        foreach (int horizon in new[] { 1, 4 })
        {
            MultiTypeForecast forecast = new MultiTypeForecaster().Fit(history).Forecast(horizon);
            Assert.Equal(Names, forecast.Types.Select(t => t.Category));
            for (int i = 0; i < history.CellCount; i++)
            {
                Assert.Equal(forecast.All.ExpectedCounts[i], forecast.Types.Sum(t => t.Forecast.ExpectedCounts[i]), 1e-9);
                Assert.All(forecast.Types, t => Assert.True(t.Forecast.ExpectedCounts[i] > 0));
            }

            Assert.Equal(forecast.All.ExpectedTotal, forecast.Types.Sum(t => t.Forecast.ExpectedTotal), 1e-6);
            Assert.Equal(forecast.All.Total.Mean, forecast.Types.Sum(t => t.Forecast.Total.Mean), 1e-6);
        }
    }

    [Fact]
    public void Sharing_places_finds_rates_of_rare_types_better_than_each_alone()
    {
        SpaceTimeCounts history = Draw(2, 12, 26, out double[][] rates);
        MultiTypeForecast together = new MultiTypeForecaster().Fit(history).Forecast();
        double[] shared = new double[3], separate = new double[3];
        for (int k = 0; k < 3; k++)
        {
            shared[k] = Error(together[Names[k]], rates[k]);
            separate[k] = Error(new CountRegressionForecaster().Fit(history.ForCategory(Names[k])).Forecast(), rates[k]);
        }

        // A twentieth of events are motorcycles.
        Assert.True(shared[2] < 0.9 * separate[2], $"{shared[2]} {separate[2]}");
        Assert.True(shared.Sum() < separate.Sum(), $"{shared.Sum()} {separate.Sum()}");

        static double Error(GridForecast forecast, double[] rates)
        {
            double scale = rates.Sum() / forecast.ExpectedTotal;
            return forecast.ExpectedCounts.Zip(rates, (a, b) => Math.Pow(Math.Log(a * scale / b), 2)).Average();
        }
    }

    [Fact]
    public void Intervals_of_types_cover()
    {
        SpaceTimeCounts history = Draw(3, 12, 60, out _);
        double inside = 0;
        int all = 0;
        for (int t = 52; t < 60; t++)
        {
            MultiTypeForecast forecast = new MultiTypeForecaster().Fit(history.Before(t)).Forecast();
            for (int k = 0; k < 3; k++)
            {
                for (int i = 0; i < history.CellCount; i++, all++)
                {
                    CountDistribution d = forecast.Types[k].Forecast.Distributions[i];
                    long y = (long)history[t, i, k];
                    double low = y == 0 ? 0 : d.Cumulative(y - 1), high = d.Cumulative(y);
                    inside += Math.Max(0, Math.Min(high, 0.9) - Math.Max(low, 0.1)) / (high - low);
                }
            }
        }

        // 3,456 cells and types, randomised at the edges: standard error 0.7%.
        Assert.InRange(inside / all, 0.8 - (4 * 0.007), 0.8 + (4 * 0.007));
    }

    [Fact]
    public void A_mix_that_is_everywhere_the_same_is_shrunk_to_one_and_a_local_one_is_kept()
    {
        double same = new MultiTypeForecaster().Fit(Draw(4, 12, 40, out _, local: 0)).Parameters.Single(p => p.Name == "mixCellPrior").Value;
        double local = new MultiTypeForecaster().Fit(Draw(4, 12, 40, out _, local: 1.5)).Parameters.Single(p => p.Name == "mixCellPrior").Value;
        Assert.True(same > 10 * local, $"{same} {local}");
    }

    [Theory]
    [InlineData("count-regression")]
    [InlineData("endemic-epidemic")]
    public void A_type_in_a_cell_is_explained_by_parts_that_add_up(string all)
    {
        SpaceTimeCounts history = Draw(5, 6, 30, out _);
        IFittedMultiTypeForecaster fitted = new MultiTypeForecaster(new() { All = Forecasters.Create(all) }).Fit(history);
        MultiTypeForecast forecast = fitted.Forecast(2);
        foreach (string type in Names)
        {
            CellExplanation[] cells = [.. Enumerable.Range(0, 36).Select(i => fitted.Explain(type, i, 2))];
            Assert.All(cells, c => Assert.Equal(Math.Log(forecast[type].ExpectedCounts[c.Cell]), c.Sum, 1e-9));

            // The scale of a type's total is one for all cells.
            Assert.All(cells, c => Assert.Equal(cells[0].Contributions[^1].Value, c.Contributions[^1].Value, 1e-9));
        }

        Assert.Throws<ArgumentException>(() => fitted.Explain("tram", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Explain("car", 36));
    }

    [Fact]
    public void A_cell_of_which_nothing_is_expected_has_nothing_to_explain()
    {
        SpaceTimeCounts two = new(TestGrid.Squares(2, 1), Worlds.FourWeeks(3), [[1, 0, 2, 0, 1, 0], [1, 0, 0, 0, 1, 0]], ["a", "b"]);
        IFittedMultiTypeForecaster fitted = new MultiTypeForecaster(new() { All = new HistoricalMeanForecaster(new() { Predictive = new() { BackgroundShare = 0 } }) }).Fit(two);
        Assert.Equal(0, fitted.Forecast()["a"].ExpectedCounts[1]);
        CellExplanation why = fitted.Explain("a", 1);
        Assert.Equal((ExplanationScale.Count, 0.0, 0.0), (why.Scale, why.ExpectedCount, why.Sum));
        Assert.Equal(ExplanationScale.Logarithm, fitted.Explain("a", 0).Scale);
    }

    [Fact]
    public void Fits_side_by_side_are_those_of_one_alone()
    {
        SpaceTimeCounts history = Draw(6, 8, 30, out _);
        double[] Bits() => [.. new MultiTypeForecaster().Fit(history).Forecast().Types.SelectMany(t => t.Forecast.Distributions.SelectMany(d => new[] { d.Mean, d.Variance }))];
        double[] alone = Bits();
        double[][] together = [[], [], []];
        Parallel.For(0, together.Length, k => together[k] = Bits());
        Assert.All(together, bits => Assert.Equal(alone, bits));
    }

    [Fact]
    public void One_category_and_unknown_names_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MultiTypeForecaster().Fit(Worlds.Counts(TestGrid.Squares(2, 2), [1, 2, 3, 0])));
        SpaceTimeCounts two = new(TestGrid.Squares(2, 1), Worlds.FourWeeks(3), [[1, 0, 2, 1, 0, 1], [0, 0, 0, 0, 0, 0]], ["a", "b"]);
        MultiTypeForecast forecast = new MultiTypeForecaster().Fit(two).Forecast();
        Assert.True(forecast["b"].ExpectedTotal is > 0 and < 1);
        Assert.StartsWith("There is no type “c”; there are “a”, “b”", Assert.Throws<ArgumentException>(() => forecast["c"]).Message, StringComparison.Ordinal);
        SpaceTimeCounts none = new(TestGrid.Squares(2, 1), Worlds.FourWeeks(1), [[0, 0], [0, 0]], ["a", "b"]);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => new MultiTypeForecaster().Fit(none)).Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiTypeForecaster(new() { MixHalfLifeDays = 0 }));
        Assert.Throws<OperationCanceledException>(() => new MultiTypeForecaster().Fit(two, new CancellationToken(true)));
    }

    /// <summary>Three types and one that never happens: a common surface, and mixes that vary smoothly from west to east and by chance.</summary>
    private static SpaceTimeCounts Draw(ulong seed, int side, int periods, out double[][] rates, double local = 0.4)
    {
        int n = side * side;
        SeededRandom random = new(seed);
        double[] surface = [.. Enumerable.Range(0, n).Select(i => Math.Exp((0.8 * Math.Sin(i % side / 3.0)) + (0.6 * random.NextGaussian())))];
        double[][] made = [new double[n], new double[n], new double[n], new double[n]];
        for (int i = 0; i < n; i++)
        {
            double[] weight = [3, Math.Exp(0.1 * (i % side)) * Math.Exp(local * random.NextGaussian()), 0.3 * Math.Exp(local * random.NextGaussian()), 0];
            double sum = weight.Sum();
            for (int k = 0; k < 4; k++)
            {
                made[k][i] = surface[i] * weight[k] / sum;
            }
        }

        double[][] values = [.. made.Select(r => Enumerable.Range(0, n * periods).Select(c => (double)random.NextPoisson(r[c % n])).ToArray())];
        rates = made;
        return new SpaceTimeCounts(TestGrid.Squares(side, side), Worlds.FourWeeks(periods), values, Names);
    }
}
