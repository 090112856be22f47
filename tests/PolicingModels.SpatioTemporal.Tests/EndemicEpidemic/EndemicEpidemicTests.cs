using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.EndemicEpidemic;

public class EndemicEpidemicTests
{
    private const int Side = 8;

    /// <summary>Worlds drawn from the model: means of the estimates are the truth within four of their standard errors.</summary>
    /// <summary>Two cells and ten periods in which the lags say all there is: the endemic part has no maximum above zero.</summary>
    [Fact]
    public void A_history_without_need_of_an_endemic_part_is_fitted()
    {
        SeededRandom random = new(2113);
        double[] values = new double[20];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() < 0.4041820100382194 ? 0 : random.NextInt32(4);
        }

        GridForecast forecast = new EndemicEpidemicForecaster().Fit(EveryBaselineTests.Counts(TestGrid.Squares(2, 1), 10, values)).Forecast();
        Assert.All(forecast.ExpectedCounts, e => Assert.InRange(e, 1e-12, 10));
    }

    [Fact]
    public void Its_own_parameters_are_recovered()
    {
        const int Worlds = 16;
        List<double[]> found = [];
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            IReadOnlyList<FittedParameter> p = new EndemicEpidemicForecaster(new() { CellEffects = false }).Fit(Draw(seed, 120, 0.3, 0.2)).Parameters;
            found.Add([Value("ownWeight"), Value("neighbourWeight"), Value("logEndemicRatePerDay"), Value("cosine1"), Value("sine1"), Value("dispersion")]);

            double Value(string name) => p.Single(q => q.Name == name).Value;
        }

        double[] truth = [0.3, 0.2, Math.Log(0.8 / 28), 0.3, 0, 0.25];
        for (int k = 0; k < truth.Length; k++)
        {
            double mean = found.Average(f => f[k]), error = Math.Sqrt(found.Sum(f => Math.Pow(f[k] - mean, 2)) / (Worlds - 1) / Worlds);
            Assert.InRange(mean, truth[k] - (4 * error), truth[k] + (4 * error));
        }
    }

    [Fact]
    public void Where_nothing_follows_from_last_counts_it_says_so()
    {
        int said = 0, bound = 0;
        for (ulong seed = 101; seed <= 120; seed++)
        {
            GridForecast forecast = new EndemicEpidemicForecaster(new() { CellEffects = false }).Fit(Draw(seed, 60, 0, 0)).Forecast();
            said += forecast.Notes.Any(n => n.StartsWith("There is no evidence that last counts matter beside place and season: twice the gain in log likelihood is ", StringComparison.Ordinal)) ? 1 : 0;
            bound += forecast.Notes.Any(n => n.Contains("at its bound, 0", StringComparison.Ordinal)) ? 1 : 0;
        }

        // 19 of 20 nominally; each of two weights ends at its bound in about half of all worlds.
        Assert.InRange(said, 16, 20);
        Assert.InRange(bound, 8, 20);
    }

    [Fact]
    public void A_fit_that_does_not_settle_says_what_to_do()
    {
        AnalysisException refused = Assert.Throws<AnalysisException>(() => new EndemicEpidemicForecaster(new() { MostSteps = 2 }).Fit(Draw(1, 60, 0.3, 0.2)));
        Assert.Equal(AnalysisFailure.NotConverged, refused.Reason);
        Assert.Equal("The weights of endemic-epidemic did not settle in 2 steps. Use fewer harmonics, or leave a lag out.", refused.Message);
    }

    [Fact]
    public void The_maximum_is_one()
    {
        SpaceTimeCounts counts = Draw(9, 40, 0.25, 0.1);
        IReadOnlyList<FittedParameter> p = new EndemicEpidemicForecaster(new() { CellEffects = false, Harmonics = 0 }).Fit(counts).Parameters;
        double[] at = [.. p.Select(q => q.Value)];
        double top = LogLikelihood(at);
        for (int k = 0; k < at.Length; k++)
        {
            foreach (double by in new[] { -0.02, 0.02 })
            {
                double[] beside = [.. at];
                beside[k] += by * Math.Abs(at[k]);
                Assert.True(LogLikelihood(beside) <= top + 1e-6, p[k].Name);
            }
        }

        // The likelihood written out with the distribution itself.
        double LogLikelihood(double[] theta)
        {
            Adjacency near = counts.Grid.Neighbours();
            double sum = 0;
            for (int t = 1; t < counts.PeriodCount; t++)
            {
                for (int i = 0; i < counts.CellCount; i++)
                {
                    double around = 0;
                    foreach (int j in near.Of(i))
                    {
                        around += counts[t - 1, j] / near.Of(i).Length;
                    }

                    double mean = (theta[0] * counts[t - 1, i]) + (theta[1] * around) + (28 * Math.Exp(theta[2]));
                    sum += new NegativeBinomialDistribution(mean, 1 / theta[3]).LogProbability((long)counts[t, i]);
                }
            }

            return sum;
        }
    }

    [Fact]
    public void A_cell_is_explained_in_events()
    {
        SpaceTimeCounts counts = Draw(4, 60, 0.3, 0.2);
        IFittedGridForecaster fitted = new EndemicEpidemicForecaster(new() { Level = null }).Fit(counts);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        double own = fitted.Parameters.Single(p => p.Name == "ownWeight").Value;
        foreach (int horizon in new[] { 1, 3 })
        {
            GridForecast forecast = fitted.Forecast(horizon);
            for (int i = 0; i < counts.CellCount; i++)
            {
                CellExplanation why = explainer.Explain(i, horizon);
                Assert.Equal(ExplanationScale.Count, why.Scale);
                Assert.Equal(forecast.ExpectedCounts[i], why.Sum, 1e-9);
                Assert.Equal(horizon == 1 ? own * counts[59, i] : why.Contributions[0].Value, why.Contributions[0].Value, 1e-9);
            }
        }
    }

    [Fact]
    public void A_level_scales_the_total()
    {
        SpaceTimeCounts counts = Draw(5, 60, 0.3, 0.2);
        double expected = new EmpiricalBayesForecaster(new() { Predictive = new() { Level = LevelOptions.LocalLevel } }).Fit(counts).Forecast().ExpectedTotal;
        Assert.Equal(expected, new EndemicEpidemicForecaster(new() { Level = LevelOptions.LocalLevel }).Fit(counts).Forecast().ExpectedTotal, 1e-6 * expected);
    }

    [Fact]
    public void What_it_cannot_answer_is_refused()
    {
        AnalysisException few = Assert.Throws<AnalysisException>(() => new EndemicEpidemicForecaster().Fit(Worlds.Counts(TestGrid.Squares(2, 2), [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0])));
        Assert.Equal(AnalysisFailure.TooFewEvents, few.Reason);
        Assert.Equal("There are 2 events for the 4 parameters of endemic-epidemic. Use empirical-bayes, widen the offence filter, or bring a longer history.", few.Message);
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => new EndemicEpidemicForecaster().Fit(Worlds.Counts(TestGrid.Squares(2, 2), [9, 9, 9, 9]))).Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndemicEpidemicForecaster(new() { Harmonics = 4 }));
        EndemicEpidemicOptions options = new();
        Assert.Equal<(bool, bool, NeighbourRule, int, bool, LevelOptions?)>((true, true, NeighbourRule.Queen, 1, true, LevelOptions.LocalLevel), (options.Autoregression, options.NeighbourLag, options.Neighbours, options.Harmonics, options.CellEffects, options.Level));
    }

    private static SpaceTimeCounts Draw(ulong seed, int periods, double own, double around)
    {
        const int n = Side * Side;
        SeededRandom random = new(seed);
        TestGrid grid = TestGrid.Squares(Side, Side);
        Adjacency near = grid.Neighbours();
        PeriodSequence sequence = PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), periods);
        double[] values = new double[n * periods];
        for (int t = 0; t < periods; t++)
        {
            double season = 0.8 * Math.Exp(0.3 * Math.Cos(2 * Math.PI * (sequence[t].Start.DayNumber + 14) / 365.2425));
            for (int i = 0; i < n; i++)
            {
                double mean = season;
                if (t > 0)
                {
                    mean += own * values[((t - 1) * n) + i];
                    foreach (int j in near.Of(i))
                    {
                        mean += around * values[((t - 1) * n) + j] / near.Of(i).Length;
                    }
                }

                values[(t * n) + i] = random.NextNegativeBinomial(mean, 4);
            }
        }

        return EveryBaselineTests.Counts(grid, periods, values);
    }
}
