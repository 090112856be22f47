using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.SpatialRegression;

public class SpatialRegressionTests
{
    private const int Side = 12;
    private const double Deviation = 0.8;
    private const double SmoothShare = 0.6;
    private const double Dispersion = 0.3;

    /// <summary>Nine cells that do not differ: the variance of their effects has its maximum at zero, which is approached for ever.</summary>
    [Fact]
    public void Cells_that_do_not_differ_are_fitted()
    {
        SeededRandom random = new(3320);
        double[] values = new double[9 * 17];
        for (int i = 0; i < values.Length; i++)
        {
            // The draw that decides on empty cells elsewhere is taken and not used: the history is the one that did not settle.
            _ = random.NextDouble();
            values[i] = random.NextInt32(4);
        }

        IFittedGridForecaster fitted = new SpatialRegressionForecaster().Fit(EveryBaselineTests.Counts(TestGrid.Squares(3, 3), 17, values));
        Assert.InRange(fitted.Parameters.Single(p => p.Name == "cellEffectDeviation").Value, 0, 0.1);
        Assert.All(fitted.Forecast().ExpectedCounts, e => Assert.InRange(e, 0.7, 3));
    }

    /// <summary>Twelve worlds drawn from the model itself: the mean of the estimates is the truth within four of its standard errors and the known error of short panels, and what standard errors say is what estimates vary by.</summary>
    [Fact]
    public void Coefficients_and_dispersion_are_recovered()
    {
        const int Worlds = 12, Periods = 100;
        Dictionary<string, List<double>> found = [];
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            World world = Draw(seed, Periods, 0.3, 0.2);
            SpatialRegressionForecaster model = new(new() { LagHalfLifeDays = 56, Covariates = [new("x", world.Covariate)] });
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
            Assert.InRange(Spread(found[name]) / found[name + ", standard error"].Average(), 0.5, 2);
        }

        void AssertMean(string name, double truth)
        {
            // Cell effects and weights of past counts estimated together err by the order of 1/periods (Nickell 1981, doi:10.2307/1911408).
            double error = (4 * Spread(found[name]) / Math.Sqrt(Worlds)) + (2.0 / Periods);
            Assert.InRange(found[name].Average(), truth - error, truth + error);
        }
    }

    /// <summary>Sixteen worlds each: deviation and smooth share of the effects come out at the truth within Monte-Carlo error.</summary>
    [Theory]
    [InlineData(0.8, 0.6)]
    [InlineData(0.5, 0.9)]
    [InlineData(1, 0.15)]
    public void Deviation_and_smooth_share_are_recovered(double deviation, double share)
    {
        const int Worlds = 16;
        List<double> deviations = [], shares = [];
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            World world = Draw(100 + seed, 40, 0, 0, covariate: 0, deviation: deviation, share: share);
            IReadOnlyList<FittedParameter> parameters = new SpatialRegressionForecaster(new() { OwnLag = false, NeighbourLag = false }).Fit(world.Counts).Parameters;
            deviations.Add(Value(parameters, "cellEffectDeviation"));
            shares.Add(Value(parameters, "smoothShare"));
        }

        Assert.InRange(deviations.Average(), deviation - (4 * Spread(deviations) / 4), deviation + (4 * Spread(deviations) / 4));
        Assert.InRange(shares.Average(), share - (4 * Spread(shares) / 4), share + (4 * Spread(shares) / 4));

        // The bounds say something: a world tells the deviation to a fifth and the share to a quarter of the whole.
        Assert.InRange(Spread(deviations) / deviation, 0.01, 0.2);
        Assert.InRange(Spread(shares), 0.01, 0.3);
    }

    /// <summary>Twelve worlds: both half-lives come out at the truth within Monte-Carlo error on the log scale, and most intervals hold it.</summary>
    [Fact]
    public void Half_lives_are_recovered()
    {
        const int Worlds = 12;
        List<double> own = [], near = [];
        int inside = 0;
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            IReadOnlyList<FittedParameter> parameters = new SpatialRegressionForecaster().Fit(Draw(200 + seed, 100, 0.4, 0.5, covariate: 0, ownHalfLife: 40, nearHalfLife: 226).Counts).Parameters;
            own.Add(Math.Log(Value(parameters, "own recent counts, half-life in days")));
            near.Add(Math.Log(Value(parameters, "neighbours' recent counts, half-life in days")));
            inside += Holds(parameters, "own recent counts", 40) + Holds(parameters, "neighbours' recent counts", 226);
        }

        Assert.InRange(own.Average(), Math.Log(40) - (4 * Spread(own) / Math.Sqrt(Worlds)), Math.Log(40) + (4 * Spread(own) / Math.Sqrt(Worlds)));
        Assert.InRange(near.Average(), Math.Log(226) - (4 * Spread(near) / Math.Sqrt(Worlds)), Math.Log(226) + (4 * Spread(near) / Math.Sqrt(Worlds)));

        // Nominally 22.8 of 24; 18 or fewer would have a chance of 0.1 %.
        Assert.InRange(inside, 19, 24);

        static int Holds(IReadOnlyList<FittedParameter> parameters, string name, double truth) =>
            Value(parameters, name + ", half-life at least") <= truth * 1.01 && Value(parameters, name + ", half-life at most") >= truth * 0.99 ? 1 : 0;
    }

    /// <summary>A year of counts out of a world that has gone on for long: what the first counts say of a cell is neither laid to the weight of recent counts nor lost.</summary>
    [Theory]
    [InlineData(0, 60)]
    [InlineData(0.3, 40)]
    public void Short_panels_do_not_bend_the_weight_of_recent_counts(double weight, int worlds)
    {
        const int Periods = 13, Before = 40;
        List<double> found = [];
        for (ulong seed = 1; seed <= (ulong)worlds; seed++)
        {
            SpaceTimeCounts whole = Draw(300 + seed, Before + Periods, weight, weight, covariate: 0).Counts;
            SpaceTimeCounts last = EveryBaselineTests.Counts(TestGrid.Squares(Side, Side), Periods, [.. Enumerable.Range(Before, Periods).SelectMany(t => whole.Row(t).ToArray())]);
            found.Add(Value(new SpatialRegressionForecaster(new() { LagHalfLifeDays = 56 }).Fit(last).Parameters, "own recent counts"));
        }

        // Taking the first counts as given finds 0.14 for 0; taking the recent counts before them as those of the mean finds 0.09 for 0.3.
        Assert.InRange(found.Average(), weight - (4 * Spread(found) / Math.Sqrt(worlds)), weight + (4 * Spread(found) / Math.Sqrt(worlds)));
        Assert.InRange(Spread(found) / Math.Sqrt(worlds), 0.005, 0.06);
    }

    /// <summary>Counts that follow a property of place and period: its coefficient is found, and the forecast uses what is known of the coming period.</summary>
    [Fact]
    public void A_covariate_that_changes_with_time_is_learnt_and_looked_up_ahead()
    {
        (SpaceTimeCounts counts, Dictionary<DateOnly, IReadOnlyList<double>> values) = Changing(41);
        SpaceTimeCounts past = counts.Before(40);
        IFittedGridForecaster fitted = new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", values) { KnownAhead = true }] }).Fit(past);
        double found = Value(fitted.Parameters, "x"), error = Value(fitted.Parameters, "x, standard error");

        // Values are standard normal, so that standardising hardly changes them.
        Assert.InRange(found, 0.5 - (4 * error), 0.5 + (4 * error));
        Assert.InRange(error, 0.005, 0.05);
        double[] next = [.. values[past.Periods.Next().Start]], last = [.. values[past.Periods[39].Start]];
        double[] logs = [.. fitted.Forecast().ExpectedCounts.Select(m => Math.Log(m))], later = [.. fitted.Forecast(2).ExpectedCounts.Select(m => Math.Log(m))];
        Assert.InRange(Slope(logs, next), 0.4, 0.6);
        Assert.DoesNotContain(fitted.Forecast().Notes, n => n.Contains("carried on", StringComparison.Ordinal));

        // Two periods ahead nothing is known: the last values are carried on.
        Assert.InRange(Slope(later, last), 0.4, 0.6);
        Assert.Contains($"Covariate “x” has no values for the period that begins on {past.Periods.Next(2).Start:yyyy-MM-dd}; its last values were carried on.", fitted.Forecast(2).Notes);
        CellExplanation why = Assert.IsType<ICellExplainer>(fitted, exactMatch: false).Explain(5);
        Assert.Equal(Math.Log(fitted.Forecast().ExpectedCounts[5]), why.Sum, 1e-9);
    }

    [Fact]
    public void A_covariate_not_known_ahead_never_looks_ahead()
    {
        (SpaceTimeCounts counts, Dictionary<DateOnly, IReadOnlyList<double>> values) = Changing(41);
        SpaceTimeCounts past = counts.Before(40);
        GridForecast Made(IReadOnlyDictionary<DateOnly, IReadOnlyList<double>> known) => new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", known)] }).Fit(past).Forecast();
        GridForecast with = Made(values), without = Made(values.Where(v => v.Key < past.Periods.Next().Start).ToDictionary());
        Assert.Equal(without.ExpectedCounts, with.ExpectedCounts);
        Assert.Equal(without.Notes, with.Notes);

        // Values are drawn anew each period, so that the last say nothing of the next.
        IReadOnlyList<FittedParameter> parameters = new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", values)] }).Fit(past).Parameters;
        Assert.InRange(Value(parameters, "x") / Value(parameters, "x, standard error"), -4, 4);
    }

    [Fact]
    public void A_covariate_that_changes_with_time_must_fit()
    {
        (SpaceTimeCounts counts, Dictionary<DateOnly, IReadOnlyList<double>> values) = Changing(20);
        DateOnly third = counts.Periods[2].Start;
        void Refused(IReadOnlyDictionary<DateOnly, IReadOnlyList<double>> given, string part)
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(() => new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", given)] }).Fit(counts));
            Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
        }

        Refused(values.Where(v => v.Key != third).ToDictionary(), $"“x” has no values for the period that begins on {third:yyyy-MM-dd}");
        Refused(new Dictionary<DateOnly, IReadOnlyList<double>>(values) { [third] = [1] }, "has 1 values for 144 cells");
        Refused(new Dictionary<DateOnly, IReadOnlyList<double>>(values) { [third] = [.. Enumerable.Repeat(double.NaN, 144)] }, "not finite");
        Assert.Throws<ArgumentException>(() => new SpatialRegressionForecaster(new() { Covariates = [new("x", [.. values[third]])], PeriodCovariates = [new("x", values)] }).Fit(counts));
        AnalysisException flat = Assert.Throws<AnalysisException>(() => new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", values.ToDictionary(v => v.Key, v => (IReadOnlyList<double>)[.. Enumerable.Repeat((double)v.Key.Month, 144)]))] }).Fit(counts));
        Assert.Equal(AnalysisFailure.SingularFit, flat.Reason);
        AnalysisException twice = Assert.Throws<AnalysisException>(() => new SpatialRegressionForecaster(new() { PeriodCovariates = [new("x", values), new("twice", values.ToDictionary(v => v.Key, v => (IReadOnlyList<double>)[.. v.Value.Select(w => 2 * w)]))] }).Fit(counts));
        Assert.Equal(AnalysisFailure.SingularFit, twice.Reason);
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
            GridForecast forecast = new SpatialRegressionForecaster(new() { NeighbourLag = false }).Fit(Draw(seed, 40, 0, 0, covariate: 0).Counts).Forecast();
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
            Assert.Equal(["level of a cell without effects", "season", "area", "cell effect shared with neighbours", "cell effect of its own", "own recent counts", "neighbours' recent counts", "x"], why.Contributions.Select(c => c.Name));
        }
    }

    [Fact]
    public void A_history_below_a_year_does_without_recent_counts_and_says_so()
    {
        SpaceTimeCounts counts = Draw(5, 12, 0.3, 0.2, covariate: 0).Counts;
        IFittedGridForecaster shorter = new SpatialRegressionForecaster().Fit(counts.Before(11)), whole = new SpatialRegressionForecaster().Fit(counts);
        Assert.DoesNotContain(shorter.Parameters, p => p.Name == "own recent counts");
        Assert.Contains("The history of 11 periods is too short for the weight of recent counts.", shorter.Forecast().Notes);
        Assert.Contains(whole.Parameters, p => p.Name == "own recent counts");
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
        Assert.Equal("There are 3 events for the 4 parameters of spatial-regression. Use empirical-bayes, widen the offence filter, or bring a longer history.", few.Message);
    }

    [Fact]
    public void Defaults_and_ranges()
    {
        SpatialRegressionOptions options = new();
        Assert.Equal((CountFamily.NegativeBinomial, NeighbourRule.Queen, true, true, null), (options.Family, options.Neighbours, options.OwnLag, options.NeighbourLag, options.LagHalfLifeDays));
        Assert.Equal(LevelOptions.LocalLevel, options.Level);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { LagHalfLifeDays = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { LagHalfLifeDays = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialRegressionForecaster(new() { Family = (CountFamily)9 }));
    }

    private static double Spread(List<double> values) => Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Count - 1));

    private sealed record World(SpaceTimeCounts Counts, double[] Covariate, double[] Rates);

    private static double Value(IReadOnlyList<FittedParameter> parameters, string name) => parameters.Single(p => p.Name == name).Value;

    /// <summary>The slope of a straight line through pairs.</summary>
    private static double Slope(double[] y, double[] x)
    {
        double mean = x.Average(), level = y.Average();
        return x.Zip(y, (a, b) => (a - mean) * (b - level)).Sum() / x.Sum(a => (a - mean) * (a - mean));
    }

    /// <summary>Counts of mean 2·exp(0.5·x) with x standard normal, drawn anew for every cell and period.</summary>
    private static (SpaceTimeCounts Counts, Dictionary<DateOnly, IReadOnlyList<double>> Values) Changing(int periods)
    {
        const int n = Side * Side;
        SeededRandom random = new(77);
        double[] x = [.. Enumerable.Range(0, n * periods).Select(_ => random.NextGaussian())];
        SpaceTimeCounts counts = EveryBaselineTests.Counts(TestGrid.Squares(Side, Side), periods, [.. x.Select(v => (double)random.NextPoisson(2 * Math.Exp(0.5 * v)))]);
        return (counts, Enumerable.Range(0, periods).ToDictionary(t => counts.Periods[t].Start, t => (IReadOnlyList<double>)x[(t * n)..((t + 1) * n)]));
    }

    /// <summary>Counts of the model: effects in two parts, negative binomial counts, weights of recent counts, a covariate.</summary>
    private static World Draw(ulong seed, int periods, double ownLag, double nearLag, double covariate = 0.5, double deviation = Deviation, double share = SmoothShare, double ownHalfLife = 56, double nearHalfLife = 56)
    {
        const int n = Side * Side;
        SeededRandom random = new(seed);
        TestGrid grid = TestGrid.Squares(Side, Side);
        Adjacency near = grid.Neighbours();
        double[,] lower = Root.Value;
        double[] smooth = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
        double[] u = [.. Enumerable.Range(0, n).Select(i => deviation * ((Math.Sqrt(share) * Enumerable.Range(0, i + 1).Sum(k => lower[i, k] * smooth[k])) + (Math.Sqrt(1 - share) * random.NextGaussian())))];
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
        double mean = x.Average(), deviationOfX = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
        x = [.. x.Select(v => (v - mean) / deviationOfX)];
        double ownDecay = Math.Pow(0.5, 28 / ownHalfLife), nearDecay = Math.Pow(0.5, 28 / nearHalfLife), ownWeight = 0, nearWeight = 0, known = 0;
        double[] values = new double[n * periods], own = new double[n], around = new double[n], rates = new double[n];
        for (int t = 0; t < periods; t++)
        {
            double overall = t == 0 ? 0 : known / (t * n);
            for (int i = 0; i < n; i++)
            {
                double log = 0.3 + u[i] + (covariate * x[i]);
                if (t > 0 && (ownLag != 0 || nearLag != 0))
                {
                    double neighbours = 0;
                    foreach (int j in near.Of(i))
                    {
                        neighbours += around[j] / nearWeight / near.Of(i).Length;
                    }

                    log += (ownLag * Math.Log(((own[i] / ownWeight) + overall) / (2 * overall))) + (nearLag * Math.Log((neighbours + overall) / (2 * overall)));
                }

                rates[i] = Math.Exp(log);
                values[(t * n) + i] = random.NextNegativeBinomial(rates[i], 1 / Dispersion);
            }

            ownWeight = (ownWeight * ownDecay) + 1;
            nearWeight = (nearWeight * nearDecay) + 1;
            for (int i = 0; i < n; i++)
            {
                own[i] = (own[i] * ownDecay) + values[(t * n) + i];
                around[i] = (around[i] * nearDecay) + values[(t * n) + i];
                known += values[(t * n) + i];
            }
        }

        return new World(EveryBaselineTests.Counts(grid, periods, values), x, rates);
    }

    /// <summary>A factor of the covariance of the smooth field; a constant added to all is the level's and makes it definite.</summary>
    private static readonly Lazy<double[,]> Root = new(() =>
    {
        double[,] covariance = Lattice.SmoothCovariance(NeighbourTable.First(TestGrid.Squares(Side, Side).Neighbours()));
        for (int i = 0; i < Side * Side; i++)
        {
            for (int j = 0; j < Side * Side; j++)
            {
                covariance[i, j] += 0.01;
            }
        }

        return Lattice.Factor(covariance);
    });
}
