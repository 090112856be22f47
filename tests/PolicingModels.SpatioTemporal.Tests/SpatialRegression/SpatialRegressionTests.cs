using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.SpatialRegression;

public class SpatialRegressionTests
{
    private const int Side = 12;
    private const double Smooth = 1;
    private const double Own = 2;
    private const double Dispersion = 0.3;

    /// <summary>Twelve worlds drawn from the model itself: the mean of the estimates is the truth within four of its standard errors and the known error of short panels, and what standard errors say is what estimates vary by.</summary>
    [Fact]
    public void Coefficients_and_dispersion_are_recovered()
    {
        const int Worlds = 12, Periods = 100;
        Dictionary<string, List<double>> found = [];
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            World world = Draw(seed, Periods, 0.3, 0.2);
            SpatialRegressionForecaster model = new(new() { HalfLifeDays = double.PositiveInfinity, Covariates = [new("x", world.Covariate)] });
            foreach (FittedParameter parameter in model.Fit(world.Counts).Parameters)
            {
                (found.TryGetValue(parameter.Name, out List<double>? all) ? all : found[parameter.Name] = []).Add(parameter.Value);
            }
        }

        AssertMean("own recent counts", 0.3);
        AssertMean("neighbours' recent counts", 0.2);
        AssertMean("x", 0.5);
        AssertMean("dispersion", Dispersion);
        foreach (string name in new[] { "own recent counts", "neighbours' recent counts", "x" })
        {
            // The standard deviation of twelve has a relative standard error of 21%: within a factor of two.
            Assert.InRange(Deviation(found[name]) / found[name + ", standard error"].Average(), 0.5, 2);
        }

        void AssertMean(string name, double truth)
        {
            // Cell effects and weights of past counts estimated together err by the order of 1/periods (Nickell 1981, doi:10.2307/1911408).
            double error = (4 * Deviation(found[name]) / Math.Sqrt(Worlds)) + (2.0 / Periods);
            Assert.InRange(found[name].Average(), truth - error, truth + error);
        }
    }

    [Fact]
    public void Smoothing_is_estimated_from_the_counts()
    {
        // Precisions of the effect in the same order of size as the truth, on average over worlds on the log scale.
        double smooth = 0, own = 0;
        for (ulong seed = 21; seed <= 26; seed++)
        {
            IReadOnlyList<FittedParameter> parameters = new SpatialRegressionForecaster(new() { HalfLifeDays = double.PositiveInfinity, OwnLag = false, NeighbourLag = false }).Fit(Draw(seed, 80, 0, 0, covariate: 0).Counts).Parameters;
            smooth += Math.Log(parameters.Single(p => p.Name == "smoothPrecision").Value / Smooth) / 6;
            own += Math.Log(parameters.Single(p => p.Name == "ownPrecision").Value / Own) / 6;
        }

        // 144 cells: a variance has a relative standard error of at least √(2/144) = 12% in each world.
        Assert.InRange(smooth, -0.3, 0.3);
        Assert.InRange(own, -1, 1);
    }

    [Fact]
    public void Smoothing_finds_rates_better_than_shrinking_alone()
    {
        World world = Draw(31, 10, 0, 0, covariate: 0);
        double smoothed = Error(new SpatialRegressionForecaster(new() { OwnLag = false, NeighbourLag = false })), shrunk = Error(new EmpiricalBayesForecaster());
        Assert.True(smoothed < 0.95 * shrunk, $"{smoothed} {shrunk}");

        double Error(IGridForecaster model)
        {
            IReadOnlyList<double> expected = model.Fit(world.Counts).Forecast().ExpectedCounts;
            double scale = expected.Sum() / world.Rates.Sum();
            return expected.Zip(world.Rates, (a, b) => Math.Pow(Math.Log(a / scale / b), 2)).Average();
        }
    }

    [Fact]
    public void Where_recent_counts_do_not_matter_it_says_so()
    {
        int said = 0;
        for (ulong seed = 41; seed < 61; seed++)
        {
            GridForecast forecast = new SpatialRegressionForecaster(new() { HalfLifeDays = double.PositiveInfinity, NeighbourLag = false }).Fit(Draw(seed, 40, 0, 0, covariate: 0).Counts).Forecast();
            said += forecast.Notes.Any(n => n.StartsWith("There is no evidence that own recent counts matter beside the cell effects: coefficient ", StringComparison.Ordinal)) ? 1 : 0;
        }

        // Nominally 19 of 20; 15 or fewer would have a chance of 0.3%.
        Assert.InRange(said, 16, 20);
    }

    [Theory]
    [InlineData(CountFamily.Poisson)]
    [InlineData(CountFamily.NegativeBinomial)]
    [InlineData(CountFamily.ZeroInflatedPoisson)]
    [InlineData(CountFamily.ZeroInflatedNegativeBinomial)]
    public void Intervals_of_every_family_cover(CountFamily family)
    {
        // Drawn from the family itself: a fifth of zeros where it has extra ones.
        bool inflated = family is CountFamily.ZeroInflatedPoisson or CountFamily.ZeroInflatedNegativeBinomial;
        double dispersion = family is CountFamily.Poisson or CountFamily.ZeroInflatedPoisson ? 0 : 0.4;
        SeededRandom random = new(7);
        double[] rate = [.. Enumerable.Range(0, 100).Select(i => Math.Exp(1 + (0.8 * Math.Sin(i % 10 / 2.0)) + (0.2 * random.NextGaussian())))];
        double[] values = [.. Enumerable.Range(0, 100 * 60).Select(i => inflated && random.NextDouble() < 0.2 ? 0 : dispersion > 0 ? random.NextNegativeBinomial(rate[i % 100], 1 / dispersion) : (double)random.NextPoisson(rate[i % 100]))];
        SpaceTimeCounts counts = EveryBaselineTests.Counts(TestGrid.Squares(10, 10), 60, values);
        double inside = 0;
        IFittedGridForecaster? fitted = null;
        for (int t = 50; t < 60; t++)
        {
            fitted = new SpatialRegressionForecaster(new() { Family = family }).Fit(counts.Before(t));
            GridForecast forecast = fitted.Forecast();
            for (int i = 0; i < 100; i++)
            {
                double low = forecast.Distributions[i].Cumulative((long)counts[t, i] - 1), high = forecast.Distributions[i].Cumulative((long)counts[t, i]);
                inside += Math.Max(0, Math.Min(high, 0.9) - Math.Max(low, 0.1)) / (high - low);
            }
        }

        // A thousand cells, randomised at the edges: standard error 1.3%.
        Assert.InRange(inside / 1000, 0.8 - (4 * 0.013), 0.8 + (4 * 0.013));
        if (inflated)
        {
            Assert.InRange(fitted!.Parameters.Single(p => p.Name == "extraZeroProbability").Value, 0.1, 0.3);
        }
    }

    [Fact]
    public void A_cell_is_explained_by_parts_that_add_up()
    {
        World world = Draw(3, 30, 0.3, 0.2);
        IFittedGridForecaster fitted = new SpatialRegressionForecaster(new() { Covariates = [new("x", world.Covariate)] }).Fit(world.Counts);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        GridForecast forecast = fitted.Forecast(2);
        for (int i = 0; i < Side * Side; i++)
        {
            CellExplanation why = explainer.Explain(i, 2);
            Assert.Equal(Math.Log(forecast.ExpectedCounts[i]), why.Sum, 1e-9);
            Assert.Equal(["level of a cell without effects", "season", "area", "cell effect, smoothed over neighbours", "own recent counts", "neighbours' recent counts", "x"], why.Contributions.Select(c => c.Name));
        }
    }

    [Fact]
    public void Cells_without_neighbours_are_named()
    {
        TestGrid grid = new([new("a", 500, 500, 1), new("b", 1500, 500, 1), new("far", 90_500, 500, 1)]);
        GridForecast forecast = new SpatialRegressionForecaster().Fit(EveryBaselineTests.Counts(grid, 12, [.. Enumerable.Range(0, 36).Select(i => (double)(i % 5))])).Forecast();
        Assert.Contains("1 of 3 cells have no neighbour and are drawn towards the mean of all.", forecast.Notes);
    }

    [Fact]
    public void Fewer_events_than_parameters_are_refused()
    {
        AnalysisException few = Assert.Throws<AnalysisException>(() => new SpatialRegressionForecaster().Fit(Worlds.Counts(TestGrid.Squares(2, 2), [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0])));
        Assert.Equal(AnalysisFailure.TooFewEvents, few.Reason);
        Assert.Equal("There are 3 events for the 6 parameters of spatial-regression. Use empirical-bayes, widen the offence filter, or bring a longer history.", few.Message);
    }

    [Fact]
    public void Defaults_and_ranges()
    {
        SpatialRegressionOptions options = new();
        Assert.Equal((CountFamily.NegativeBinomial, NeighbourRule.Queen, true, true, 56.0, 728.0), (options.Family, options.Neighbours, options.OwnLag, options.NeighbourLag, options.LagHalfLifeDays, options.HalfLifeDays));
        Assert.Equal(LevelOptions.LocalLevel, options.Level);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { LagHalfLifeDays = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { HalfLifeDays = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { Family = (CountFamily)9 }));
    }

    private static double Deviation(List<double> values) => Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Count - 1));

    private sealed record World(SpaceTimeCounts Counts, double[] Covariate, double[] Rates);

    /// <summary>Counts of the model: effects with precision Smooth·R + Own·I, negative binomial counts, weights of recent counts, a covariate.</summary>
    private static World Draw(ulong seed, int periods, double ownLag, double nearLag, double covariate = 0.5)
    {
        const int n = Side * Side;
        SeededRandom random = new(seed);
        TestGrid grid = TestGrid.Squares(Side, Side);
        Adjacency near = grid.Neighbours();
        double[,] precision = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            precision[i, i] = Own + (Smooth * near.Of(i).Length);
            foreach (int j in near.Of(i))
            {
                precision[i, j] = -Smooth;
            }
        }

        // u = L⁻ᵀ·z has precision L·Lᵀ.
        double[,] lower = Factor(precision);
        double[] u = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = random.NextGaussian();
            for (int k = i + 1; k < n; k++)
            {
                sum -= lower[k, i] * u[k];
            }

            u[i] = sum / lower[i, i];
        }

        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
        double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
        x = [.. x.Select(v => (v - mean) / deviation)];
        double decay = Math.Pow(0.5, 28 / 56.0), weight = 0, known = 0;
        double[] values = new double[n * periods], sums = new double[n], rates = new double[n];
        for (int t = 0; t < periods; t++)
        {
            double overall = t == 0 ? 0 : known / (t * n);
            for (int i = 0; i < n; i++)
            {
                double log = 0.3 + u[i] + (covariate * x[i]);
                if (t > 0 && (ownLag != 0 || nearLag != 0))
                {
                    double around = 0;
                    foreach (int j in near.Of(i))
                    {
                        around += sums[j] / weight / near.Of(i).Length;
                    }

                    log += (ownLag * Math.Log(((sums[i] / weight) + overall) / (2 * overall))) + (nearLag * Math.Log((around + overall) / (2 * overall)));
                }

                rates[i] = Math.Exp(log);
                values[(t * n) + i] = random.NextNegativeBinomial(rates[i], 1 / Dispersion);
            }

            weight = (weight * decay) + 1;
            for (int i = 0; i < n; i++)
            {
                sums[i] = (sums[i] * decay) + values[(t * n) + i];
                known += values[(t * n) + i];
            }
        }

        return new World(EveryBaselineTests.Counts(grid, periods, values), x, rates);
    }

    private static double[,] Factor(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }

                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
        }

        return l;
    }
}
