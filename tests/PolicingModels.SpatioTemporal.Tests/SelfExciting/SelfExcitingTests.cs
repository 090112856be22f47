using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.SelfExciting;

public class SelfExcitingTests
{
    private static readonly Period Window = new(new DateOnly(2020, 1, 1), new DateOnly(2022, 1, 1));
    private static readonly SquareGrid City = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 15_000, 15_000));
    private static readonly double[] Uneven = Weights();

    // About 1,500 events in two years.
    private static readonly SelfExcitingParameters Truth = new(1.5, 0.25, 7, 200);

    [Theory]
    [InlineData(TriggerSpread.Gaussian, BackgroundKind.Grid)]
    [InlineData(TriggerSpread.PowerLaw, BackgroundKind.Grid)]
    public void The_log_likelihood_is_that_of_sums_over_every_pair(TriggerSpread spread, BackgroundKind background)
    {
        SelfExcitingOptions options = new() { Spread = spread, Background = background, TrendBandwidthDays = null, EdgeCorrection = false, LongestTriggerDays = 30, FarthestTriggerMetres = 800 };
        SelfExcitingParameters p = new(1.2, 0.3, 5, 150, 2.5);
        SelfExcitingFit fit = new SelfExcitingModel(options).Evaluate(Draw(1).ToEvents(), City, Window, p);
        (IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> t) = fit.Events;
        double end = Window.End.DayNumber, days = Window.Days, apart = 30, log = 0, exposure = 0, far = 800;
        int[] cell = new int[x.Count];
        City.Locate([.. x], [.. y], cell);
        double timeMass = 1 - Math.Exp(-apart / p.TriggerDays);
        double spaceMass = spread == TriggerSpread.Gaussian ? 1 - Math.Exp(-far * far / (2 * 150.0 * 150)) : 1 - Math.Pow(1 + (far * far / (150.0 * 150)), 1 - 2.5);
        for (int i = 0; i < x.Count; i++)
        {
            double triggered = 0, own = 0, all = 0;
            for (int j = 0; j < x.Count; j++)
            {
                double dt = t[i] - t[j], squared = ((x[i] - x[j]) * (x[i] - x[j])) + ((y[i] - y[j]) * (y[i] - y[j]));
                if (dt > 0 && dt <= apart && squared <= far * far)
                {
                    double g = Math.Exp(-dt / p.TriggerDays) / p.TriggerDays / timeMass;
                    double h = spread == TriggerSpread.Gaussian ? Math.Exp(-squared / (2 * 150.0 * 150)) / (2 * Math.PI * 150 * 150) : 1.5 / (Math.PI * 150 * 150) * Math.Pow(1 + (squared / (150.0 * 150)), -2.5);
                    triggered += p.BranchingRatio * g * h / spaceMass;
                }

                // The background looks at events of other times.
                all += Math.Abs(dt) > apart ? fit.BackgroundProbability[j] : 0;
                own += cell[i] == cell[j] && i != j && !(Math.Abs(dt) <= apart && squared <= far * far) ? fit.BackgroundProbability[j] : 0;
            }

            double density = (0.99 * (own + 0.5) / (all + (0.5 * City.Cells.Count)) / 1e6) + (0.01 / 225e6);
            log += Math.Log((p.BackgroundPerDay * density) + triggered);
            exposure += (1 - Math.Exp(-Math.Min(apart, end - t[i]) / p.TriggerDays)) / timeMass;
        }

        // Kernel values are single precision: 6e-8 of each rate, far below the bound.
        Assert.Equal(log - (p.BackgroundPerDay * days) - (p.BranchingRatio * exposure), fit.LogLikelihood, 1e-6 * Math.Abs(log));
    }

    [Fact]
    public void Known_parameters_are_recovered_and_intervals_cover_them()
    {
        const int Worlds = 20;
        double sum = 0, squares = 0, error = 0;
        int ratio = 0, days = 0, metres = 0;
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            SelfExcitingFit fit = new SelfExcitingModel().Fit(Draw(seed).ToEvents(), City, Window);
            Assert.True(fit.TriggeringShown && fit.Converged);
            sum += fit.BranchingRatio.Value;
            squares += fit.BranchingRatio.Value * fit.BranchingRatio.Value;
            error += (fit.BranchingRatio.High - fit.BranchingRatio.Low) / (2 * 1.96);
            ratio += fit.BranchingRatio.Interval.Contains(Truth.BranchingRatio) ? 1 : 0;
            days += fit.TriggerDays.Interval.Contains(Truth.TriggerDays) ? 1 : 0;
            metres += fit.TriggerMetres.Interval.Contains(Truth.TriggerMetres) ? 1 : 0;
        }

        // Of 20 intervals of 95%, fewer than 16 cover with probability 0.003.
        Assert.InRange(ratio, 16, Worlds);
        Assert.InRange(days, 16, Worlds);
        Assert.InRange(metres, 16, Worlds);
        double mean = sum / Worlds, deviation = Math.Sqrt((squares / Worlds) - (mean * mean));
        Assert.InRange(Math.Abs(mean - Truth.BranchingRatio), 0, 4 * deviation / Math.Sqrt(Worlds));

        // Stated errors are of the size of the actual ones; a deviation of 20 has an error of a sixth.
        Assert.InRange(error / Worlds / deviation, 0.5, 1.8);
    }

    [Fact]
    public void Where_there_is_no_triggering_the_interval_reaches_down_to_nothing()
    {
        int zero = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SimulatedProcess world = SelfExcitingSimulator.Simulate(City, Window, new(2, 0, 7, 200), seed, Uneven);
            SelfExcitingFit fit = new SelfExcitingModel().Fit(world.ToEvents(), City, Window);
            zero += fit.BranchingRatio.Low == 0 ? 1 : 0;
            Assert.InRange(fit.BranchingRatio.Value, 0, 0.08);
            Assert.Equal(!fit.TriggeringShown, fit.Notes.Any(n => n.StartsWith("No evidence of triggering", StringComparison.Ordinal)));
        }

        Assert.InRange(zero, 17, 20);
    }

    [Theory]
    [InlineData(TriggerSpread.Gaussian)]
    [InlineData(TriggerSpread.PowerLaw)]
    public void Expectation_maximisation_and_quasi_Newton_reach_the_same_maximum(TriggerSpread spread)
    {
        CrimeEvents events = Draw(3).ToEvents();
        SelfExcitingOptions options = new() { Spread = spread, BackgroundNeighbours = 15 };
        SelfExcitingFit newton = new SelfExcitingModel(options).Fit(events, City, Window);
        SelfExcitingFit steps = new SelfExcitingModel(options with { Estimation = SelfExcitingEstimation.ExpectationMaximisation }).Fit(events, City, Window);

        // A hundredth of what chance alone moves the estimates.
        double error = (newton.BranchingRatio.High - newton.BranchingRatio.Low) / (2 * 1.96);
        Assert.Equal(newton.BranchingRatio.Value, steps.BranchingRatio.Value, 0.05 * error);
        Assert.Equal(newton.TriggerDays.Value, steps.TriggerDays.Value, 0.01 * newton.TriggerDays.Value);
        Assert.Equal(newton.LogLikelihood, steps.LogLikelihood, 0.05);
    }

    [Fact]
    public void A_power_law_is_recovered()
    {
        SelfExcitingOptions options = new() { Spread = TriggerSpread.PowerLaw, FarthestTriggerMetres = 2000 };
        SelfExcitingParameters truth = new(2, 0.35, 5, 120, 2.2);
        SimulatedProcess world = SelfExcitingSimulator.Simulate(City, Window, truth, 8, Uneven, options);
        SelfExcitingFit fit = new SelfExcitingModel(options).Fit(world.ToEvents(), City, Window);
        Assert.InRange(fit.BranchingRatio.Value, 0.35 - 0.07, 0.35 + 0.07);

        // Scale and exponent pull each other; what both say of the median distance is firm. It is d·√(2^(1/(q−1)) − 1) before the cut.
        double found = fit.TriggerMetres.Value * Math.Sqrt(Math.Pow(2, 1 / (fit.Exponent!.Value - 1)) - 1), true_ = 120 * Math.Sqrt(Math.Pow(2, 1 / 1.2) - 1);
        Assert.InRange(found / true_, 0.8, 1.25);
    }

    [Fact]
    public void Histograms_find_the_curves_behind_them()
    {
        SimulatedProcess world = SelfExcitingSimulator.Simulate(City, Window, new(3, 0.3, 7, 200), 4);
        NonparametricSelfExcitingFit fit = new SelfExcitingModel().FitNonparametric(world.ToEvents(), City, Window);
        Assert.True(fit.TriggeringShown && fit.Converged);
        Assert.True(fit.BranchingRatio.Interval.Contains(0.3), fit.BranchingRatio.ToString());
        double triggered = 0.3 * world.Count, timeWhole = 1 - Math.Exp(-60 / 7.0);
        foreach (TriggerBin bin in fit.InTime)
        {
            // Of a share found from N triggered events, twice over because half of a bin's pairs may be chance, four deviations.
            double share = (Math.Exp(-bin.From / 7) - Math.Exp(-bin.To / 7)) / timeWhole;
            Assert.InRange(Math.Abs(bin.Share - share), 0, 4 * Math.Sqrt(2 * (share + 0.005) / triggered));
        }

        double within = fit.InSpace.Where(b => b.To <= 400).Sum(b => b.Share), reach = fit.InSpace.Where(b => b.To <= 400).Max(b => b.To);
        Assert.Equal(1 - Math.Exp(-reach * reach / (2 * 200.0 * 200)), within, 0.06);
    }

    [Fact]
    public void On_its_own_clock_a_true_model_runs_evenly_and_a_wrong_one_does_not()
    {
        SelfExcitingParameters burst = new(0.25, 0.6, 1, 150);
        SelfExcitingModel model = new(new() { TrendBandwidthDays = null });
        int low = 0, rejected = 0, thinned = 0;
        double p = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            CrimeEvents events = SelfExcitingSimulator.Simulate(City, Window, burst, seed).ToEvents();
            TimeRescaling truth = model.Evaluate(events, City, Window, burst).RescaleTime();
            low += truth.PValue < 0.05 ? 1 : 0;
            p += truth.PValue / 20;
            SelfExcitingFit wrong = model.Evaluate(events, City, Window, new(events.Count / (double)Window.Days, 0, 1, 150));
            rejected += wrong.RescaleTime().PValue < 0.01 ? 1 : 0;
            thinned += model.Fit(events, City, Window).SuperThin(seed).TimePValue < 0.01 ? 1 : 0;
        }

        // Of 20 even p-values more than 4 are below 0.05 with probability 0.003; their mean is ½ with an error of 0.065.
        Assert.InRange(low, 0, 4);
        Assert.InRange(p, 0.5 - (4 * 0.065), 0.5 + (4 * 0.065));
        Assert.Equal(20, rejected);
        Assert.InRange(thinned, 0, 2);
    }

    [Fact]
    public void Waits_on_the_process_clock_add_up_to_its_expected_events()
    {
        SelfExcitingFit fit = new SelfExcitingModel(new() { TrendBandwidthDays = null }).Fit(Draw(5).ToEvents(), City, Window);

        // At the maximum the expected number over all time is the number seen; the last wait ends at the last event.
        Assert.Equal(fit.EventCount, fit.RescaleTime().Waits.Sum(), 0.01 * fit.EventCount);
        VoronoiResiduals residuals = fit.VoronoiResiduals();
        Assert.Equal(fit.EventCount, residuals.Residuals.Count);
        Assert.Equal(0, residuals.Mean, 0.05);
        Assert.InRange(residuals.Deviation, 0.3, 1.2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Months_and_snap_points_are_fitted_and_said(bool withTriggering)
    {
        SimulatedProcess world = SelfExcitingSimulator.Simulate(City, Window, new(2, withTriggering ? 0.4 : 0, 20, 100), 6, Uneven);
        double[] x = [.. world.Easting.Select(e => Math.Round(e / 150) * 150)], y = [.. world.Northing.Select(n => Math.Round(n / 150) * 150)];
        int[] day = [.. world.Day.Select(d => DateOnly.FromDayNumber((int)d)).Select(d => new DateOnly(d.Year, d.Month, 1).DayNumber)];
        SelfExcitingFit fit = new SelfExcitingModel().Fit(new CrimeEvents(x, y, day, City.Coordinates), City, Window);
        Assert.Equal(withTriggering, fit.TriggeringShown);
        Assert.Equal(!withTriggering, fit.BranchingRatio.Low == 0);
        Assert.True(double.IsFinite(fit.TriggerDays.High) && double.IsFinite(fit.TriggerMetres.High) && double.IsFinite(fit.LogLikelihood));
        Assert.Contains(fit.Notes, n => n.StartsWith("All days are the first of a month", StringComparison.Ordinal));
        Assert.Contains(fit.Notes, n => n.StartsWith("Moments are known to 31 days", StringComparison.Ordinal));
        Assert.Contains(fit.Notes, n => n.Contains("share their place", StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_of_rows_and_the_number_of_runs_change_nothing()
    {
        CrimeEvents events = Draw(7).ToEvents(daysOnly: true);
        int[] order = [.. Enumerable.Range(0, events.Count)];
        new SeededRandom(1).Shuffle<int>(order);
        SelfExcitingFit a = new SelfExcitingModel().Fit(events, City, Window), b = new SelfExcitingModel().Fit(events.Select(order), City, Window), c = new SelfExcitingModel().Fit(events, City, Window);
        Assert.Equal(a.Parameters, b.Parameters);
        Assert.Equal(a.Parameters, c.Parameters);
        Assert.Equal(a.BackgroundProbability, b.BackgroundProbability);
        SimulatedProcess first = a.Simulate(Window, 9), again = b.Simulate(Window, 9);
        Assert.Equal(first.Day, again.Day);
        Assert.Equal(first.Easting, again.Easting);
        Assert.NotEqual(first.Day, a.Simulate(Window, 10).Day);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_by_name()
    {
        AnalysisException few = Assert.Throws<AnalysisException>(() => new SelfExcitingModel().Fit(new CrimeEvents([1, 2], [1, 2], [737_500, 737_600], City.Coordinates), City, Window));
        Assert.Equal(AnalysisFailure.TooFewEvents, few.Reason);
        Assert.Equal("There are 2 events inside the study area and the days observed; a self-exciting process is not told from chance with fewer than 30. Widen the offence filter, the area or the window.", few.Message);
        Assert.Throws<OperationCanceledException>(() => new SelfExcitingModel().Fit(Draw(1).ToEvents(), City, Window, new CancellationToken(true)));
        Assert.StartsWith("LongestTriggerDays is 0; it is 1 to 3650 (days).", Assert.Throws<ArgumentOutOfRangeException>(() => new SelfExcitingModel(new() { LongestTriggerDays = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("BranchingRatio is 1; it is 0 to 0.999 (events per event).", Assert.Throws<ArgumentOutOfRangeException>(() => SelfExcitingSimulator.Simulate(City, Window, new(1, 1, 1, 1), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_on_one_spot_is_fitted()
    {
        SeededRandom random = new(2);
        int[] day = [.. Enumerable.Range(0, 200).Select(_ => Window.Start.DayNumber + random.NextInt32(Window.Days))];
        double[] spot = [.. Enumerable.Repeat(5_250.0, 200)];
        SelfExcitingFit fit = new SelfExcitingModel().Fit(new CrimeEvents(spot, [.. spot], day, City.Coordinates), City, Window);
        Assert.True(double.IsFinite(fit.BranchingRatio.Value) && double.IsFinite(fit.LogLikelihood));
        Assert.Equal(0, fit.BranchingRatio.Low);
    }

    [Fact]
    public void Intensity_is_background_and_what_earlier_events_add()
    {
        SelfExcitingFit fit = new SelfExcitingModel().Fit(Draw(2).ToEvents(), City, Window);
        (IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> t) = fit.Events;
        double at = t[700] + 0.5, expected = 0, s = fit.TriggerMetres.Value, d = fit.TriggerDays.Value;
        for (int j = 0; t[j] < at; j++)
        {
            double dt = at - t[j], squared = ((x[j] - x[700]) * (x[j] - x[700])) + ((y[j] - y[700]) * (y[j] - y[700]));
            expected += dt <= 60 && squared <= 1e6 ? fit.BranchingRatio.Value * Math.Exp((-dt / d) - (squared / (2 * s * s))) / (2 * Math.PI * s * s * d) : 0;
        }

        (double background, double triggered) = fit.Intensity(x[700], y[700], at);
        Assert.True(background > 0);
        Assert.Equal(1e6 * expected / (1 - Math.Exp(-60 / d)) / (1 - Math.Exp(-1e6 / (2 * s * s))), triggered, 1e-9 * triggered);
        Assert.Equal((0, 0), fit.Intensity(-5_000, 0, at));
    }

    private static SimulatedProcess Draw(ulong seed) => SelfExcitingSimulator.Simulate(City, Window, Truth, seed, Uneven);

    private static double[] Weights()
    {
        SeededRandom random = new(7);
        return [.. City.Cells.Select(_ => Math.Exp(random.NextGaussian()))];
    }
}
