using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.SelfExciting;

public class TimeContrastTests
{
    private static readonly Period Window = new(new DateOnly(2020, 1, 1), new DateOnly(2022, 1, 1));
    private static readonly SquareGrid City = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 15_000, 15_000));
    private static readonly double[] Uneven = Weights();

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(-0.4)]
    public void Rates_that_jump_in_place_or_time_are_not_taken_for_triggering(double jump)
    {
        const int Towns = 14;
        int shown = 0, likelihoodAlone = 0;
        double sum = 0, squares = 0;
        for (ulong seed = 1; seed <= Towns; seed++)
        {
            CrimeEvents events = Jumping(seed, jump);
            SelfExcitingFit fit = new SelfExcitingModel().Fit(events, City, Window);
            shown += fit.TriggeringShown ? 1 : 0;
            Assert.True(fit.TriggeringShown || fit.BranchingRatio.Low == 0);
            likelihoodAlone += jump == 0 && new SelfExcitingModel(new() { CompareTimes = false }).Fit(events, City, Window).TriggeringShown ? 1 : 0;
            sum += fit.TimeContrast!.Value;
            squares += fit.TimeContrast.Value * fit.TimeContrast.Value;
        }

        // More than 3 of 14 with probability 0.004 where each is shown with probability 0.05.
        Assert.InRange(shown, 0, 3);

        // The likelihood with its estimated background is misled, so that the comparison has something to put right here.
        Assert.InRange(likelihoodAlone, jump == 0 ? 4 : 0, Towns);

        // About standard normal; the shape was chosen by the same events, which lifts the mean. A mean of 14 has an error of 0.27, a deviation one of a fifth.
        Assert.InRange(sum / Towns, -1.1, 1.5);
        Assert.InRange(Math.Sqrt((squares / Towns) - (sum / Towns * sum / Towns)), 0.4, 1.8);
    }

    [Fact]
    public void Hot_spots_sharper_than_kernels_leave_the_ratio_and_its_interval_right()
    {
        const int Towns = 5;
        int covered = 0, likelihoodAlone = 0;
        double sum = 0, error = 0;
        for (ulong seed = 1; seed <= Towns; seed++)
        {
            (CrimeEvents events, SelfExcitingParameters truth) = Sharp(seed);
            SelfExcitingFit fit = new SelfExcitingModel().Fit(events, City, Window), most = new SelfExcitingModel(new() { CompareTimes = false }).Fit(events, City, Window);
            sum += fit.BranchingRatio.Value;
            error += (fit.BranchingRatio.High - fit.BranchingRatio.Value) / 1.96;
            covered += fit.BranchingRatio.Interval.Contains(truth.BranchingRatio) ? 1 : 0;
            likelihoodAlone += most.BranchingRatio.Interval.Contains(truth.BranchingRatio) ? 1 : 0;
        }

        // Of 5 intervals of 95%, fewer than 4 cover with probability 0.02; the mean stays within four of its errors.
        Assert.InRange(covered, 4, Towns);
        Assert.InRange(likelihoodAlone, 0, 2);
        Assert.InRange(Math.Abs((sum / Towns) - 0.2), 0, 4 * error / Towns / Math.Sqrt(Towns));
    }

    [Fact]
    public void One_thread_and_many_give_the_same_bytes()
    {
        CrimeEvents events = SelfExcitingSimulator.Simulate(City, Window, new(1.5, 0.25, 7, 200), 3, Uneven).ToEvents(daysOnly: true);
        SelfExcitingOptions many = new(), one = many with { MaximumThreads = 1 };
        SelfExcitingFit a = new SelfExcitingModel(many).Fit(events, City, Window), b = new SelfExcitingModel(one).Fit(events, City, Window);
        Assert.Equal(a.Parameters, b.Parameters);
        Assert.Equal(a.BranchingRatio, b.BranchingRatio);
        Assert.Equal(a.TimeContrast, b.TimeContrast);
        Assert.Equal(a.LogLikelihood, b.LogLikelihood);
        Assert.Equal(a.BackgroundProbability, b.BackgroundProbability);
        SimulatedProcess first = a.Simulate(Window, 5), second = b.Simulate(Window, 5);
        Assert.Equal(first.Easting, second.Easting);
        Assert.Equal(first.Day, second.Day);
        Assert.Equal(a.RescaleTime().Waits, b.RescaleTime().Waits);

        int[] order = [.. Enumerable.Range(0, events.Count)];
        new SeededRandom(1).Shuffle<int>(order);
        NonparametricSelfExcitingFit c = new SelfExcitingModel(many).FitNonparametric(events, City, Window), d = new SelfExcitingModel(one).FitNonparametric(events.Select(order), City, Window);
        Assert.Equal(c.BranchingRatio, d.BranchingRatio);
        Assert.Equal(c.InTime, d.InTime);
        Assert.Equal(c.InSpace, d.InSpace);
        Assert.Equal(c.BackgroundProbability, d.BackgroundProbability);

        PeriodSequence periods = PeriodSequence.FourWeekly(Window.LastDay, 26);
        SpaceTimeCounts rows = City.Count(events, periods), shuffled = City.Count(events.Select(order), periods);
        foreach ((IGridForecaster wide, IGridForecaster narrow) in ((IGridForecaster, IGridForecaster)[])
        [
            (new SelfExcitingForecaster(new() { Process = many }), new SelfExcitingForecaster(new() { Process = one })),
            (new NonparametricSelfExcitingForecaster(new() { Process = many }), new NonparametricSelfExcitingForecaster(new() { Process = one })),
        ])
        {
            Assert.Equal(wide.Fit(rows).Forecast().ExpectedCounts, narrow.Fit(shuffled).Forecast().ExpectedCounts);
        }
    }

    [Fact]
    public void Histograms_are_compared_with_other_times_too()
    {
        (CrimeEvents events, SelfExcitingParameters truth) = Sharp(2);
        NonparametricSelfExcitingFit fit = new SelfExcitingModel().FitNonparametric(events, City, Window), alone = new SelfExcitingModel(new() { CompareTimes = false }).FitNonparametric(events, City, Window);
        Assert.True(fit.TriggeringShown && fit.TimeContrast > 5);
        Assert.Null(alone.TimeContrast);
        Assert.InRange(Math.Abs(fit.BranchingRatio.Value - truth.BranchingRatio), 0, Math.Abs(alone.BranchingRatio.Value - truth.BranchingRatio));
        Assert.Equal(0, new SelfExcitingModel().FitNonparametric(Jumping(1, 0), City, Window).BranchingRatio.Low);
    }

    [Fact]
    public void Drawn_events_fill_the_kernel_evenly_and_as_many_are_seen_as_edges_leave()
    {
        PointPattern pattern = PointPattern.Of(Jumping(4, 0), City, ObservedTime.Of([Window]), null);
        TriggerPairs pairs = TriggerPairs.Find(pattern, null, null, default);
        TimeShift[] shifts = TimeShift.Of(pattern, pairs, default);
        ParametricKernel kernel = new(TriggerSpread.Gaussian, 1 / 7.0, 200, 2, 60, 1000);
        TriggeredSample sample = TriggeredSample.Draw(pattern, kernel, pairs, shifts, 60, default);
        double exposure = new TriggerExposure(pattern, EdgeShares.Of(pattern, 1000, true, default), 60).Total(kernel);
        Assert.Equal(exposure, sample.Weight * sample.X.Length, 0.01 * exposure);
        Assert.Equal(kernel.SpaceMass(150), sample.Squared.Count(s => s < 150 * 150) / (double)sample.Squared.Length, 0.01);
        Assert.Equal(kernel.TimeMass(5), sample.Days.Count(d => d < 5) / (double)sample.Days.Length, 0.01);

        // Pairs at a shifted moment are those that looking at every event finds.
        foreach (TimeShift shift in shifts)
        {
            for (int i = 0; i < pattern.Count; i += 97)
            {
                double at = pattern.T[shift.MomentOf(i)];
                int[] close = [.. Enumerable.Range(0, pattern.Count).Where(j => j != i && pattern.T[j] < at && at - pattern.T[j] <= 60 && Math.Pow(pattern.X[j] - pattern.X[i], 2) + Math.Pow(pattern.Y[j] - pattern.Y[i], 2) <= 1e6)];
                Assert.Equal(close, shift.Pairs.Earlier[shift.Pairs.Start[i]..shift.Pairs.Start[i + 1]].Order());
                Assert.Equal(i, shift.EventAt(shift.MomentOf(i)));
            }
        }
    }

    [Fact]
    public void Newtons_steps_stop_at_a_bound_that_the_slope_presses_against()
    {
        // Moments that are 0 at a ratio of 0.3 and a shape of (1, 5); the second may be no more than 2.
        static TimeContrast.Moments Linear(double ratio, ReadOnlySpan<double> shape)
        {
            double[] sum = [0.3 - ratio, 1 - shape[0], 5 - shape[1]];
            return new TimeContrast.Moments(sum, new double[,] { { ratio, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, new double[,] { { 0.04, 0, 0 }, { 0, 0.25, 0 }, { 0, 0, 1 } });
        }

        ContrastSolver.Solution solved = ContrastSolver.Solve(Linear, 0.1, [0, 0], [-3, -3], [3, 2], true)!;
        Assert.Equal(0.3, solved.Ratio, 1e-4);
        Assert.Equal(1, solved.Shape[0], 1e-4);
        Assert.Equal(2, solved.Shape[1]);
        Assert.Equal(0.2, solved.RatioError, 1e-6);
        Assert.Equal(0.5, solved.ShapeError[0], 1e-6);
        Assert.Equal(double.NaN, solved.ShapeError[1]);
        Assert.Equal([0.0, 0.0], ContrastSolver.Solve(Linear, 0.1, [0, 0], [-3, -3], [3, 2], false)!.Shape);
        Assert.Null(ContrastSolver.Solve((_, _) => new TimeContrast.Moments([1], new double[1, 1], new double[1, 1]), 0.1, [], [], [], false));
    }

    /// <summary>A town whose rate jumps from one km² to the next, and by a part after 45 % of its history.</summary>
    private static CrimeEvents Jumping(ulong seed, double jump)
    {
        SelfExcitingParameters none = new(2 / (1 + (0.55 * jump)), 0, 7, 200);
        Period early = new(Window.Start, Window.Start.AddDays((int)(0.45 * Window.Days))), late = new(early.End, Window.End);
        SimulatedProcess before = SelfExcitingSimulator.Simulate(City, early, none, 1000 + seed, Uneven), after = SelfExcitingSimulator.Simulate(City, late, none with { BackgroundPerDay = none.BackgroundPerDay * (1 + jump) }, 2000 + seed, Uneven);
        return new SimulatedProcess([.. before.Easting, .. after.Easting], [.. before.Northing, .. after.Northing], [.. before.Day, .. after.Day], [.. before.Generation, .. after.Generation], City.Coordinates).ToEvents();
    }

    /// <summary>About 6,000 events, seven in ten of the background in forty hot spots of 100 m.</summary>
    private static (CrimeEvents Events, SelfExcitingParameters Truth) Sharp(ulong seed)
    {
        SelfExcitingParameters truth = new(6000 * 0.8 / Window.Days, 0.2, 7, 200);
        SeededRandom spots = new(seed);
        (double X, double Y)[] centre = [.. Enumerable.Range(0, 40).Select(_ => (1_500 + (12_000 * spots.NextDouble()), 1_500 + (12_000 * spots.NextDouble())))];
        SimulatedProcess world = BranchingSimulation.Run(City, Window, truth.BackgroundPerDay, _ => 1, Place, truth.BranchingRatio, truth.Kernel(TriggerSpread.Gaussian, 60, 1000), new SeededRandom(seed), default);
        return (world.ToEvents(), truth);

        (double X, double Y) Place(SeededRandom random)
        {
            if (random.NextDouble() < 0.3)
            {
                return (15_000 * random.NextDouble(), 15_000 * random.NextDouble());
            }

            (double x, double y) = centre[random.NextInt32(centre.Length)];
            return (x + (100 * random.NextGaussian()), y + (100 * random.NextGaussian()));
        }
    }

    private static double[] Weights()
    {
        SeededRandom random = new(7);
        return [.. City.Cells.Select(_ => Math.Exp(random.NextGaussian()))];
    }
}
