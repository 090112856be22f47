using CsCheck;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Baselines;

/// <summary>What holds for every baseline, whatever its method.</summary>
public class EveryBaselineTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    public static TheoryData<string> Names => [.. Forecasters.Names];

    [Fact]
    public void The_registry_makes_each_forecaster_by_its_own_name()
    {
        Assert.Equal(
            ["historical-mean", "last-year-mean", "last-period", "seasonal-period", "ewma", "empirical-bayes", "empirical-bayes-ewma", "kernel-density", "adaptive-kernel-density", "prospective-hotspot", "count-regression", "spatial-regression", "endemic-epidemic", "neighbourhood-mean", "local-trend", "hierarchical-rates", "stack", "boosted-counts", "self-exciting", "self-exciting-nonparametric"],
            Forecasters.Names);
        Assert.Equal(Forecasters.Names, Forecasters.Baselines.Concat(Forecasters.Models).Select(f => f.Name));
        Assert.All(Forecasters.Names, name => Assert.Equal(name, Forecasters.Create(name.ToUpperInvariant()).Name));
        Assert.StartsWith("There is no forecaster “magic”; there are historical-mean, ", Assert.Throws<ArgumentException>(() => Forecasters.Create("magic")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Awkward_histories_get_a_forecast_or_a_named_refusal(string name) =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 30], Gen.Int[0, 3], Gen.Double[0, 1], Gen.Bool).Sample((columns, rows, periods, most, empty, fractional) =>
        {
            SeededRandom random = new((ulong)((columns * 1000) + (rows * 100) + periods + most));
            double[] values = new double[columns * rows * periods];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.NextDouble() < empty ? 0 : random.NextInt32(most + 1) * (fractional ? 0.37 : 1);
            }

            SpaceTimeCounts history = Counts(TestGrid.Squares(columns, rows), periods, values);
            try
            {
                IFittedGridForecaster fitted = Forecasters.Create(name).Fit(history);
                foreach (int horizon in new[] { 1, 3, 14 })
                {
                    AssertSound(fitted.Forecast(horizon), history, horizon);
                }
            }
            catch (AnalysisException refused)
            {
                Assert.True(
                    (refused.Reason == AnalysisFailure.NoEvents && values.Sum() == 0)
                    || (refused.Reason == AnalysisFailure.TooLittleHistory && name == "seasonal-period" && periods < 13)
                    || (refused.Reason == AnalysisFailure.TooLittleHistory && name == "endemic-epidemic" && periods < 3)
                    || (refused.Reason == AnalysisFailure.TooFewEvents && name is "spatial-regression" or "endemic-epidemic" && values.Sum() < 8),
                    refused.Message);
            }
        }, iter: 60);

    /// <summary>All but the one that leaves a cell's own past out.</summary>
    public static TheoryData<string> NamesThatReadOwnPast => [.. Forecasters.Names.Except(["neighbourhood-mean"])];

    [Theory]
    [MemberData(nameof(NamesThatReadOwnPast))]
    public void Everything_in_one_cell_leaves_the_others_possible(string name)
    {
        double[] values = new double[25 * 30];
        for (int t = 0; t < 30; t++)
        {
            values[(t * 25) + 7] = 4 + (t % 3);
        }

        GridForecast forecast = Forecasters.Create(name).Fit(Counts(TestGrid.Squares(5, 5), 30, values)).Forecast();
        Assert.Equal(7, forecast.RankedCells[0]);
        Assert.All(forecast.Cells, c => Assert.True(c.ExpectedCount > 0 && c.ProbabilityOfAny > 0));
        Assert.InRange(forecast.ExpectedTotal, 3, 8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Periods_without_an_event_at_the_end_do_not_make_events_impossible(string name)
    {
        double[] values = new double[9 * 60];
        values[3] = 5;
        values[11] = 2;
        SpaceTimeCounts history = Counts(TestGrid.Squares(3, 3), 60, values);
        AssertSound(Forecasters.Create(name).Fit(history).Forecast(), history, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_cells_does_not_matter(string name)
    {
        SpaceTimeCounts history = Simulated(7, 6, 5, 40, out _);
        int n = history.CellCount;
        int[] order = [.. Enumerable.Range(0, n).Select(i => (i * 7) % n)];
        Assert.Equal(n, order.Distinct().Count());
        double[] values = new double[n * 40];
        for (int t = 0; t < 40; t++)
        {
            for (int i = 0; i < n; i++)
            {
                values[(t * n) + i] = history[t, order[i]];
            }
        }

        SpaceTimeCounts shuffled = Counts(new TestGrid([.. order.Select(i => history.Grid.Cells[i])]), 40, values);
        IReadOnlyList<double> expected = Forecasters.Create(name).Fit(history).Forecast().ExpectedCounts;
        IReadOnlyList<double> actual = Forecasters.Create(name).Fit(shuffled).Forecast().ExpectedCounts;
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(expected[order[i]], actual[i], 1e-9 * expected[order[i]]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_happens_later_changes_nothing(string name)
    {
        SpaceTimeCounts all = Simulated(3, 6, 5, 40, out _);
        SpaceTimeCounts known = all.Before(30);
        double[] copied = new double[all.CellCount * 30];
        for (int t = 0; t < 30; t++)
        {
            all.Row(t).CopyTo(copied.AsSpan(t * all.CellCount));
        }

        SpaceTimeCounts alone = new(all.Grid, known.Periods, [copied]);
        Assert.Equal(Forecasters.Create(name).Fit(alone).Forecast().ExpectedCounts, Forecasters.Create(name).Fit(known).Forecast().ExpectedCounts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fit_is_repeatable_and_can_be_stopped(string name)
    {
        SpaceTimeCounts history = Simulated(11, 6, 5, 40, out _);
        IFittedGridForecaster fitted = Forecasters.Create(name).Fit(history);
        Assert.Equal(fitted.Forecast().ExpectedCounts, Forecasters.Create(name).Fit(history).Forecast().ExpectedCounts);
        Assert.All(fitted.Parameters, p => Assert.True(double.IsFinite(p.Value), p.Name));
        Assert.Throws<OperationCanceledException>(() => Forecasters.Create(name).Fit(history, new CancellationToken(true)));
    }

    [Fact]
    public void Known_rates_are_recovered_by_long_means()
    {
        SpaceTimeCounts history = Simulated(5, 8, 8, 400, out double[] rates);

        // χ² of 64 cells: mean 64, standard deviation 11.3; the bound is five deviations above. The background share is set to 0, having an error of its own.
        PredictiveOptions pure = new() { BackgroundShare = 0 };
        Assert.InRange(ChiSquared(new HistoricalMeanForecaster(new() { Predictive = pure }), 400), 20, 64 + (5 * 11.4));
        Assert.InRange(ChiSquared(new LastYearMeanForecaster(new() { Predictive = pure }), 13), 20, 64 + (5 * 11.4));

        // Shrinkage can only bring the estimates nearer to the truth as a whole; without the level forecast the total is the long-run mean.
        Assert.InRange(ChiSquared(new EmpiricalBayesForecaster(new() { Predictive = new() }), 400), 20, 64 + (5 * 11.4));
        double raw = Squares(new LastYearMeanForecaster(new() { WindowPeriods = 4, Predictive = pure }));
        Assert.InRange(Squares(new EmpiricalBayesForecaster(new() { WindowPeriods = 4, Predictive = new() })), 0, raw);

        double ChiSquared(IGridForecaster model, double periods) =>
            model.Fit(history).Forecast().ExpectedCounts.Zip(rates, (ours, rate) => (ours - rate) * (ours - rate) / (rate / periods)).Sum();

        double Squares(IGridForecaster model) =>
            model.Fit(history).Forecast().ExpectedCounts.Zip(rates, (ours, rate) => (ours - rate) * (ours - rate)).Sum();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Intervals_cover_what_follows(string name)
    {
        int inside = 0, all = 0;
        SpaceTimeCounts counts = Simulated(17, 8, 8, 80, out _);

        // The draws are what parts a right interval from a wrong one, not the fits: four periods are forecast from each origin, so that later horizons are held to it too.
        for (int origin = 60; origin < 80; origin += 4)
        {
            IFittedGridForecaster fitted = Forecasters.Create(name).Fit(counts.Before(origin));
            for (int horizon = 1; horizon <= 4; horizon++)
            {
                foreach (CellForecast cell in fitted.Forecast(horizon).Cells)
                {
                    all++;
                    inside += cell.Interval80.Contains(counts[origin + horizon - 1, cell.Index]) ? 1 : 0;
                }
            }
        }

        // Central intervals of counts hold at least their nominal share when the model is right; 1,280 draws have a standard error of 1.1%.
        Assert.InRange((double)inside / all, 0.8 - (4 * 0.0112), 1);
    }

    [Fact]
    public void Several_categories_are_refused()
    {
        SpaceTimeCounts two = new(TestGrid.Squares(1, 1), PeriodSequence.FourWeekly(LastDay, 1), [[1], [2]], ["a", "b"]);
        Assert.StartsWith("The history holds 2 categories; forecast one at a time, or their total.", Assert.Throws<ArgumentException>(() => new HistoricalMeanForecaster().Fit(two)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_event_at_all_is_refused_in_one_sentence()
    {
        AnalysisException refused = Assert.Throws<AnalysisException>(() => new HistoricalMeanForecaster().Fit(Counts(TestGrid.Squares(2, 1), 2, [0, 0, 0, 0])));
        Assert.Equal(AnalysisFailure.NoEvents, refused.Reason);
        Assert.Equal("The 2 periods from 2026-09-07 to before 2026-11-02 hold no event in 2 cells, so historical-mean has nothing to learn from. Widen the offence filter, or bring earlier data.", refused.Message);
    }

    internal static SpaceTimeCounts Counts(TestGrid grid, int periods, double[] values) =>
        new(grid, PeriodSequence.FourWeekly(LastDay, periods), [values]);

    /// <summary>Independent Poisson counts of known, very unequal rates.</summary>
    internal static SpaceTimeCounts Simulated(ulong seed, int columns, int rows, int periods, out double[] rates)
    {
        SeededRandom random = new(seed);
        int n = columns * rows;
        rates = [.. Enumerable.Range(0, n).Select(_ => Math.Exp(random.NextGaussian() * 1.2))];
        double[] values = new double[n * periods];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextPoisson(rates[i % n]);
        }

        return Counts(TestGrid.Squares(columns, rows), periods, values);
    }

    private static void AssertSound(GridForecast forecast, SpaceTimeCounts history, int horizon)
    {
        Assert.Equal(history.Periods.Next(horizon), forecast.Period);
        Assert.True(forecast.ExpectedTotal > 0 && double.IsFinite(forecast.ExpectedTotal));
        Assert.Equal(forecast.ExpectedTotal, forecast.Total.Mean, 1e-6 * forecast.ExpectedTotal);
        Assert.Equal(Enumerable.Range(1, history.CellCount), forecast.Ranked().Select(c => c.Rank));
        foreach (CellForecast cell in forecast.Cells)
        {
            Assert.True(cell.ExpectedCount > 0 && double.IsFinite(cell.ExpectedCount), $"cell {cell.Index} expects {cell.ExpectedCount}");
            Assert.InRange(cell.ProbabilityOfAny, double.Epsilon, 1);
            Assert.True(cell.Interval95.Low <= cell.Interval80.Low && cell.Interval80.High <= cell.Interval95.High);
            Assert.True(double.IsFinite(forecast.Distributions[cell.Index].LogScore(1)));
        }
    }
}
