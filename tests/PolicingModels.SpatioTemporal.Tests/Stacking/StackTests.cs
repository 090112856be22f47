using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.Stacking;

/// <summary>The stack: weights, level, spread, and what it does with members that fail.</summary>
public class StackTests
{
    [Fact]
    public void Defaults_are_as_documented()
    {
        StackOptions options = new();
        Assert.Null(options.Members);
        Assert.Equal(LevelOptions.LocalLevel, options.Level);
        Assert.Equal(26, options.CalibrationPeriods);
        Assert.Equal(0.125, options.WeightDeviation);
        Assert.Equal(DispersionRule.ByMean, options.Dispersion);
        Assert.Equal(["empirical-bayes", "empirical-bayes-ewma", "neighbourhood-mean", "local-trend", "hierarchical-rates", "count-regression"], new StackForecaster().MemberNames);
        Assert.Equal("stack", new StackForecaster().Name);
        Assert.Equal("stack", Forecasters.Create("stack").Name);
    }

    [Fact]
    public void Bad_settings_are_refused_by_name()
    {
        Assert.StartsWith("CalibrationPeriods is 0; it is at least 1 (periods).", Refusal(new() { CalibrationPeriods = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("WeightDeviation is 0; it is above 0 and finite (a weight).", Refusal(new() { WeightDeviation = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("A stack has at least one member, and none is null.", Refusal(new() { Members = [] }), StringComparison.Ordinal);
        Assert.StartsWith("2 members are named “ewma”; names are distinct.", Refusal(new() { Members = [new EwmaForecaster(), new EwmaForecaster()] }), StringComparison.Ordinal);
        Assert.StartsWith("WindowPeriods is 0;", Refusal(new() { Level = new() { WindowPeriods = 0 } }), StringComparison.Ordinal);

        static string Refusal(StackOptions options) => Assert.ThrowsAny<ArgumentException>(() => new StackForecaster(options)).Message;
    }

    [Fact]
    public void Weights_maximise_the_penalised_likelihood_of_past_forecasts_made_by_refitting()
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(23, 5, 4, 30, out _);
        IGridForecaster[] members = [new EmpiricalBayesForecaster(new() { WindowPeriods = 6 }), new NeighbourhoodMeanForecaster()];
        const int Calibration = 8;
        const double Deviation = 0.5;
        IFittedGridForecaster fitted = new StackForecaster(new() { Members = members, CalibrationPeriods = Calibration, WeightDeviation = Deviation }).Fit(history, Stop);
        double[] weights = [Weight(fitted, members[0].Name), Weight(fitted, members[1].Name)];

        // The oracle refits each member at each origin through the public interface and asks whether any step around the weights does better.
        double[][][] logShares = [.. members.Select(m => Enumerable.Range(30 - Calibration, Calibration).Select(t => LogShares(m.Fit(history.Before(t), Stop).Forecast(1, Stop).ExpectedCounts)).ToArray())];
        double overdispersion = 0;
        for (int k = 0; k < Calibration; k++)
        {
            double[] share = Pool(logShares, [0.5, 0.5], k);
            double total = history.PeriodTotals()[30 - Calibration + k];
            overdispersion += share.Select((p, i) => Math.Pow(history[30 - Calibration + k, i] - (total * p), 2) / (total * p)).Sum();
        }

        overdispersion = Math.Clamp(overdispersion / (Calibration * history.CellCount), 1, 10);
        double precision = overdispersion / (Deviation * Deviation);
        double[] alone = [.. logShares.Select(m => m.Select((row, k) => row.Select((l, i) => history[30 - Calibration + k, i] * l).Sum()).Sum())];
        double odds = Math.Exp((alone[0] - alone[1]) / overdispersion), first = (1.0 / 8) + (3.0 / 4 * odds / (1 + odds));
        double best = Posterior(weights);
        foreach (double step in new[] { 1e-3, 0.02, 0.3 })
        {
            for (int direction = 0; direction < 16; direction++)
            {
                (double sine, double cosine) = Math.SinCos(Math.PI * direction / 8);
                Assert.True(Posterior([weights[0] + (step * cosine), weights[1] + (step * sine)]) < best, $"a step of {step} in direction {direction} does better");
            }
        }

        Assert.True(Math.Abs(weights[0] - first) > 0.01, "the past moved nothing");

        double Posterior(double[] w)
        {
            double value = -0.5 * precision * (((w[0] - first) * (w[0] - first)) + ((w[1] - (1 - first)) * (w[1] - (1 - first))));
            for (int k = 0; k < Calibration; k++)
            {
                double[] share = Pool(logShares, w, k);
                value += share.Select((p, i) => history[30 - Calibration + k, i] * Math.Log(p)).Sum();
            }

            return value;
        }

        static double[] Pool(double[][][] logs, double[] w, int k)
        {
            double[] raw = [.. logs[0][k].Zip(logs[1][k], (a, b) => Math.Exp((w[0] * a) + (w[1] * b)))];
            return [.. raw.Select(r => r / raw.Sum())];
        }

        static double[] LogShares(IReadOnlyList<double> expected) => [.. expected.Select(e => Math.Log(e / expected.Sum()))];
    }

    [Fact]
    public void A_member_that_knows_the_truth_is_found_among_others()
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(29, 12, 12, 60, out double[] rates);
        ScriptedForecaster truth = ScriptedForecaster.Means("truth", (_, _) => rates);
        ScriptedForecaster flat = ScriptedForecaster.Means("flat", (_, _) => [.. rates.Select(_ => 1.0)]);
        ScriptedForecaster wrong = ScriptedForecaster.Means("wrong", (_, _) => [.. rates.Reverse()]);
        IFittedGridForecaster fitted = new StackForecaster(new() { Members = [truth, flat, wrong] }).Fit(history, Stop);

        // A flat member has the same share everywhere: its weight changes nothing and stays at the prior, a quarter of equal weights.
        Assert.Equal(1.0 / 12, Weight(fitted, "flat"), 1e-6);
        Assert.InRange(Weight(fitted, "truth"), 0.95, 1.05);
        Assert.InRange(Weight(fitted, "wrong"), -0.05, 0.05);
        GridForecast forecast = fitted.Forecast(1, Stop);
        double total = rates.Sum();

        // A weight wrong by 0.01 moves the share of a cell that is e⁵ times rarer than the mean by 5 %.
        for (int i = 0; i < rates.Length; i++)
        {
            Assert.Equal(rates[i] / total, forecast.ExpectedCounts[i] / forecast.ExpectedTotal, 0.1 * rates[i] / total);
        }

        // The level is a mean of at least some four periods' totals, which are Poisson.
        Assert.Equal(total, forecast.ExpectedTotal, 5 * Math.Sqrt(total / 4));
    }

    [Fact]
    public void It_is_never_worse_than_its_best_member_by_more_than_noise()
    {
        // Worlds that favour different members: short histories, rare events, drifting places, clustering.
        Dictionary<string, List<double>> relative = StackForecaster.DefaultMembers.ToDictionary(m => m.Name, _ => new List<double>());
        foreach ((ulong seed, double rate, double drift, int periods) in new[] { (1UL, 0.05, 0.0, 20), (2UL, 0.3, 0.0, 40), (3UL, 1.0, 0.0, 60), (4UL, 0.3, 0.15, 60), (5UL, 1.5, 0.3, 40), (6UL, 0.02, 0.1, 60) })
        {
            SpaceTimeCounts world = Drifting(seed, rate, drift, periods);
            IReadOnlyList<IGridForecaster> members = StackForecaster.DefaultMembers;
            BacktestReport report = Worlds.Run(world, new BacktestOptions { Origins = 12, BootstrapSamples = 200 }, [.. members, new StackForecaster()]);
            ModelScore best = report.Models.Where(m => m.Name != "stack").MinBy(m => m.LogScore.Value)!;
            ModelScore stack = report["stack"];
            double[] paired = [.. stack.PerOrigin.Zip(best.PerOrigin, (s, b) => s.Metrics["logScore"] - b.Metrics["logScore"])];
            double mean = paired.Average(), error = Math.Sqrt(paired.Sum(d => (d - mean) * (d - mean)) / (paired.Length * (paired.Length - 1.0)));
            foreach (string member in relative.Keys)
            {
                relative[member].AddRange(stack.PerOrigin.Zip(report[member].PerOrigin, (s, m) => (s.Metrics["logScore"] - m.Metrics["logScore"]) / report[member].LogScore.Value));
            }

            // The best member was chosen with hindsight; three standard errors of the paired difference stand for noise.
            Assert.True(mean <= 3 * error, $"world {seed}: stack {stack.LogScore.Value:F4}, {best.Name} {best.LogScore.Value:F4}, difference {mean:F5} ± {error:F5}");
        }

        // Without hindsight there is no choosing: over all worlds no member does better by more than noise, and the stack does better than most.
        foreach ((string member, List<double> differences) in relative)
        {
            double mean = differences.Average(), error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Count * (differences.Count - 1.0)));
            Assert.True(mean <= 3 * error, $"over all worlds the stack is worse than {member} by {mean:P2} ± {error:P2}");
        }

        Assert.True(relative.Count(r => r.Value.Average() < 0) >= 3);
    }

    [Fact]
    public void Origins_side_by_side_change_nothing()
    {
        SpaceTimeCounts world = Drifting(7, 0.4, 0.1, 30);
        double[] One(int threads) => [.. Worlds.Run(world, new BacktestOptions { Origins = 8, BootstrapSamples = 100, MaximumThreads = threads }, [new StackForecaster()])["stack"].PerOrigin.SelectMany(o => o.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value))];
        Assert.Equal(One(1), One(4));
    }

    [Fact]
    public void A_member_that_cannot_answer_is_left_out_and_named()
    {
        SpaceTimeCounts brief = EveryBaselineTests.Simulated(31, 4, 4, 9, out _);
        GridForecast forecast = new StackForecaster(new() { Members = [new EmpiricalBayesForecaster(), new SeasonalPeriodForecaster()] }).Fit(brief, Stop).Forecast(1, Stop);
        Assert.Contains(forecast.Notes, n => n.StartsWith("The member seasonal-period was left out: The history begins on", StringComparison.Ordinal));
        AnalysisException refused = Assert.Throws<AnalysisException>(() => new StackForecaster(new() { Members = [new SeasonalPeriodForecaster()] }).Fit(brief, Stop));
        Assert.Equal(AnalysisFailure.TooLittleHistory, refused.Reason);
        Assert.StartsWith("The history can carry none of the 1 members of the stack; the last said: The history begins on", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_calls_events_impossible_does_not_silence_the_pool()
    {
        SpaceTimeCounts history = EveryBaselineTests.Simulated(33, 4, 4, 30, out _);
        ScriptedForecaster certain = ScriptedForecaster.Means("certain", (_, _) => [1, .. new double[15]]);
        GridForecast forecast = new StackForecaster(new() { Members = [certain, new EmpiricalBayesForecaster()] }).Fit(history, Stop).Forecast(1, Stop);
        Assert.All(forecast.Distributions, d => Assert.True(double.IsFinite(d.LogScore(1))));
    }

    [Fact]
    public void A_short_history_gets_equal_weights_and_says_so()
    {
        IFittedGridForecaster fitted = new StackForecaster().Fit(EveryBaselineTests.Simulated(37, 4, 4, 3, out _), Stop);
        Assert.All(fitted.Parameters.Where(p => p.Name.StartsWith("weight", StringComparison.Ordinal)), p => Assert.Equal(1.0 / 6, p.Value, 1e-12));
        Assert.Contains("The history of 3 periods is too short to judge members by: weights are equal and the spread of counts is assumed.", fitted.Forecast(1, Stop).Notes);
    }

    [Fact]
    public void The_spread_of_a_given_kind_is_recovered()
    {
        // Variance = 1.8 × mean: a size in proportion to the mean gives it.
        SeededRandom random = new(41);
        const int Cells = 400, Periods = 40;
        double[] rates = [.. Enumerable.Range(0, Cells).Select(_ => Math.Exp((1.3 * random.NextGaussian()) - 1))];
        double[] values = new double[Cells * Periods];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextPoisson(random.NextGamma(rates[i % Cells] / 0.8, 0.8));
        }

        ScriptedForecaster truth = ScriptedForecaster.Means("truth", (_, _) => rates);
        SpaceTimeCounts history = EveryBaselineTests.Counts(TestGrid.Squares(20, 20), Periods, values);
        IReadOnlyList<FittedParameter> fitted = new StackForecaster(new() { Members = [truth] }).Fit(history, Stop).Parameters;
        Assert.InRange(fitted.Single(p => p.Name == "linearDispersion").Value, 0.65, 0.95);
        Assert.InRange(fitted.Single(p => p.Name == "dispersion").Value, 0, 0.05);
    }

    [Fact]
    public void The_parts_of_a_cell_add_up_to_its_expected_count()
    {
        IFittedGridForecaster fitted = new StackForecaster().Fit(EveryBaselineTests.Simulated(47, 6, 5, 40, out _), Stop);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        foreach (int horizon in new[] { 1, 5 })
        {
            IReadOnlyList<double> expected = fitted.Forecast(horizon, Stop).ExpectedCounts;
            for (int cell = 0; cell < expected.Count; cell++)
            {
                CellExplanation explained = explainer.Explain(cell, horizon);
                Assert.Equal(Math.Log(expected[cell]), explained.Sum, 1e-9);
                Assert.Equal(["level of the mean cell", "area", "empirical-bayes", "empirical-bayes-ewma", "neighbourhood-mean", "local-trend", "hierarchical-rates", "count-regression"], explained.Contributions.Select(c => c.Name));
            }
        }

        // All cells share the level; a cell's own part is what its members say.
        Assert.Equal(explainer.Explain(0).Contributions[0].Value, explainer.Explain(7).Contributions[0].Value, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => explainer.Explain(30));
    }

    [Fact]
    public void A_yearly_wave_and_a_moved_level_are_followed()
    {
        // Ten years of a wave of ±30 %, without noise in the cells; the level doubles half a year before the end.
        const int Periods = 130;
        PeriodSequence periods = Worlds.FourWeeks(Periods);
        double Truth(Period p, int t) => (t < Periods - 7 ? 400 : 800) * Math.Exp(0.3 * Math.Cos(2 * Math.PI * (p.Start.DayNumber + 14) / 365.25));
        double[] values = [.. Enumerable.Range(0, Periods).SelectMany(t => Enumerable.Range(0, 16).Select(_ => Math.Round(Truth(periods[t], t) / 16)))];
        IFittedGridForecaster fitted = new StackForecaster().Fit(new SpaceTimeCounts(TestGrid.Squares(4, 4), periods, [values]), Stop);
        foreach (int horizon in new[] { 1, 4, 7 })
        {
            double truth = Truth(periods.Next(horizon), Periods);
            Assert.InRange(fitted.Forecast(horizon, Stop).ExpectedTotal / truth, 0.85, 1.15);
        }
    }

    [Fact]
    public void Forecasts_further_ahead_are_no_narrower()
    {
        SpaceTimeCounts world = Drifting(43, 1.0, 0.4, 60);
        IFittedGridForecaster fitted = new StackForecaster().Fit(world, Stop);
        double near = Relative(fitted.Forecast(1, Stop)), far = Relative(fitted.Forecast(8, Stop));
        Assert.True(far > near, $"{far} against {near}");

        // The relative spread beyond Poisson of the busiest cell, where what is added in proportion to the mean matters least.
        static double Relative(GridForecast f)
        {
            CountDistribution d = f.Distributions[f.RankedCells[0]];
            return (d.Variance - d.Mean) / (d.Mean * d.Mean);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static double Weight(IFittedGridForecaster fitted, string member) => fitted.Parameters.Single(p => p.Name == "weight " + member).Value;

    /// <summary>Cells whose log rates take independent random steps.</summary>
    private static SpaceTimeCounts Drifting(ulong seed, double rate, double drift, int periods)
    {
        SeededRandom random = new(seed);
        const int Columns = 10, Rows = 10;
        double[] log = [.. Enumerable.Range(0, Columns * Rows).Select(_ => random.NextGaussian() - 0.5)];
        double[] values = new double[periods * log.Length];
        for (int t = 0; t < periods; t++)
        {
            for (int i = 0; i < log.Length; i++)
            {
                log[i] += drift * random.NextGaussian();
                values[(t * log.Length) + i] = random.NextPoisson(rate * Math.Exp(Math.Min(log[i], 4)));
            }
        }

        return EveryBaselineTests.Counts(TestGrid.Squares(Columns, Rows), periods, values);
    }
}
