using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

public class BacktestTests
{
    // Two origins of four cells, small enough to score by hand.
    private static readonly SpaceTimeCounts Hand = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
    private static readonly BacktestOptions HandOptions = new() { Origins = 2, AreaPercents = [25, 50] };

    private static double[] HandMeans(SpaceTimeCounts history, int step) => history.PeriodCount == 1 ? [0.5, 3, 2, 0.1] : [0.25, 1, 1, 0.25];

    [Fact]
    public void Metrics_of_four_cells_are_those_worked_by_hand()
    {
        ModelScore score = Worlds.Run(Hand, HandOptions, [ScriptedForecaster.Means("hand", HandMeans)])["hand"];

        // Origin 1 flags cell 1 (5 of 10 events) and cells 1, 2 (5); origin 2 ties cells 1 and 2 and flags cell 1 (2 of 3), then both (3).
        Assert.Equal(7.0 / 13, score["hitRate@25"].Value, 12);
        Assert.Equal(8.0 / 13, score["hitRate@50"].Value, 12);
        Assert.Equal(7.0 / 13 / 0.25, score["pai@25"].Value, 12);
        Assert.Equal(8.0 / 13 / 0.5, score["pai@50"].Value, 12);
        Assert.Equal(7.0 / 7, score["peiStar@25"].Value, 12);
        Assert.Equal(8.0 / 12, score["peiStar@50"].Value, 12);

        // −log P(y): λ − y log λ + log y!.
        double[] scores =
        [
            0.5 - (4 * Math.Log(0.5)) + Math.Log(24), 3 - (5 * Math.Log(3)) + Math.Log(120), 2, 0.1 - Math.Log(0.1),
            0.25, 1 - (2 * Math.Log(1)) + Math.Log(2), 1, 0.25,
        ];
        Assert.Equal(scores.Sum() / 8, score["logScore"].Value, 10);
        Assert.Equal(scores.Sum() / 8, score["poissonLogScore"].Value, 10);

        double[] any = [0.5, 3, 2, 0.1, 0.25, 1, 1, 0.25];
        double[] happened = [1, 1, 0, 1, 0, 1, 1, 0];
        Assert.Equal(any.Zip(happened, (m, y) => Math.Pow(1 - Math.Exp(-m) - y, 2)).Average(), score["brierAny"].Value, 10);
        Assert.Equal(8.1 / 13, score["totalRatio"].Value, 12);
        Assert.Equal(2, score.PerOrigin.Count);
        Assert.Equal(0.5, score.PerOrigin[0].Metrics["hitRate@25"], 12);
        Assert.Equal(2.0 / 3, score.PerOrigin[1].Metrics["hitRate@25"], 12);
        Assert.Equal([0.25, 1, 1, 0.25], score.Predictions[1].ToArray());
    }

    [Fact]
    public void Parameters_are_those_of_the_fit_at_the_last_origin()
    {
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(3), [1, 4, 0], [2, 3, 1], [0, 6, 0], [3, 2, 1], [1, 9, 0]);
        EmpiricalBayesForecaster model = new();
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = 2 }, [model])[model.Name];
        IReadOnlyList<FittedParameter> last = model.Fit(counts.Before(4), TestContext.Current.CancellationToken).Parameters;
        Assert.NotEmpty(last);
        Assert.Equal(
            last.Select(p => (p.Name, p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal),
            score.Parameters.Select(p => (p.Key, double.Parse(p.Value, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.NotEqual(last, model.Fit(counts.Before(3), TestContext.Current.CancellationToken).Parameters);
    }

    [Fact]
    public void A_model_that_tells_nothing_has_no_parameters() =>
        Assert.Empty(Worlds.Run(Hand, HandOptions, [ScriptedForecaster.Means("hand", HandMeans)])["hand"].Parameters);

    [Fact]
    public void Crps_equals_half_the_double_sum_over_pairs()
    {
        // E|X − y| − ½ E|X − X′| (Gneiting and Raftery 2007, eq. 21), summed over all pairs.
        double[] means = [0.5, 3, 2, 0.1, 0.25, 1, 1, 0.25];
        double[] counts = [4, 5, 0, 1, 0, 2, 1, 0];
        double expected = 0;
        for (int i = 0; i < means.Length; i++)
        {
            double[] p = new double[60];
            p[0] = Math.Exp(-means[i]);
            for (int k = 1; k < p.Length; k++)
            {
                p[k] = p[k - 1] * means[i] / k;
            }

            for (int a = 0; a < p.Length; a++)
            {
                expected += p[a] * Math.Abs(a - counts[i]);
                for (int b = 0; b < p.Length; b++)
                {
                    expected -= 0.5 * p[a] * p[b] * Math.Abs(a - b);
                }
            }
        }

        ModelScore score = Worlds.Run(Hand, HandOptions, [ScriptedForecaster.Means("hand", HandMeans)])["hand"];
        Assert.Equal(expected / 8, score["crps"].Value, 8);
    }

    [Fact]
    public void A_model_sees_only_the_past()
    {
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(2), [1, 0], [2, 0], [3, 0], [4, 0], [5, 0]);
        ScriptedForecaster spy = ScriptedForecaster.Means("spy", (h, _) => [1, 0.5]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { Origins = 3, Horizon = 2, MaximumThreads = 1 }, [spy]);
        Assert.Equal([1, 2, 3], spy.Shown.Select(h => h.PeriodCount));
        Assert.Equal([2, 3, 4], report.Origins.Select(o => o.TargetIndex));
        Assert.All(report.Origins, o => Assert.Equal(2, o.Steps));
        Assert.Equal(counts.Periods[4], report[spy.Name].PerOrigin[^1].Target);
    }

    [Fact]
    public void Events_recorded_later_are_not_shown()
    {
        PeriodSequence periods = Worlds.FourWeeks(4);
        int day = periods[1].Start.DayNumber;

        // Two events of the second period; one is recorded only after the third has begun.
        CrimeEvents events = new([500, 600], [500, 500], [day, day], CoordinateSystem.PlanarMetres, recordedDay: [day + 1, periods[2].Start.DayNumber + 3]);
        SpaceTimeCounts counts = new(RowGrid.Of(2), periods, [[1, 0, 2, 0, 0, 1, 1, 0]], events: events);
        ScriptedForecaster spy = ScriptedForecaster.Means("spy", (h, _) => [1, 0.5]);
        Worlds.Run(counts, new BacktestOptions { Origins = 2, MaximumThreads = 1 }, [spy]);
        Assert.Equal([1, 2], spy.Shown.Select(h => h.Events!.Count));
    }

    [Fact]
    public void Windows_that_reach_past_the_origin_are_not_shown()
    {
        PeriodSequence rolling = PeriodSequence.RollingFourWeekly(new DateOnly(2026, 11, 1), 12);
        SpaceTimeCounts counts = new(RowGrid.Of(1), rolling, [[.. Enumerable.Range(1, 12).Select(i => (double)i)]]);
        ScriptedForecaster spy = ScriptedForecaster.Means("spy", (h, _) => [1]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { Origins = 3, MaximumThreads = 1 }, [spy]);
        Assert.All(spy.Shown.Zip(report.Origins), p => Assert.True(p.First.Periods.End <= p.Second.Target.Start));
        Assert.Equal([6, 7, 8], spy.Shown.Select(h => h.PeriodCount));
        Assert.All(report.Origins, o => Assert.Equal(1, o.Steps));
    }

    [Fact]
    public void Missing_months_are_forecast_as_far_ahead_as_they_are()
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2022, 6, 1), 10).Where(p => p.Start.Month is not (3 or 4));
        SpaceTimeCounts counts = new(RowGrid.Of(1), months, [[1, 1, 1, 1, 1, 1, 1, 1]]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { FirstOrigin = new DateOnly(2022, 2, 1) }, [ScriptedForecaster.Means("m", (h, _) => [1])]);
        Assert.Equal([1, 3, 1], report.Origins.Select(o => o.Steps));
        Assert.Contains(report.Notes, n => n.Contains("2022-05-01", StringComparison.Ordinal) && n.Contains("3 calendar steps", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_cannot_answer_is_reported_and_the_others_go_on()
    {
        ScriptedForecaster fails = ScriptedForecaster.Means("fails", (h, _) => h.PeriodCount < 3 ? throw new AnalysisException(AnalysisFailure.TooLittleHistory, "3 periods are needed; bring more.") : [1, 1]);
        ScriptedForecaster never = ScriptedForecaster.Means("never", (h, _) => throw new AnalysisException(AnalysisFailure.NoEvents, "no events."));
        ScriptedForecaster runs = ScriptedForecaster.Means("runs", (h, _) => [1, 0.5]);
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(2), [1, 0], [2, 0], [3, 0], [4, 1], [5, 0], [1, 2]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { Origins = 5, AreaPercents = [50] }, [fails, never, runs]);
        Assert.True(report["fails"].Failed);
        Assert.Equal(2, report["fails"].Failures.Count);
        Assert.Equal(AnalysisFailure.TooLittleHistory, report["fails"].Failures[0].Reason);
        Assert.Equal(3, report["fails"].PerOrigin.Count);
        Assert.Empty(report["never"].Metrics);
        Assert.Throws<AnalysisException>(() => report["never"].LogScore);
        Assert.Equal("runs", report.BestBaseline);
        Assert.Equal(3, report.Compare("fails", "runs").Origins);
        Assert.DoesNotContain(report.Comparisons, c => c.Model == "never");
        Assert.Contains(report.Notes, n => n.StartsWith("fails failed at 2 of 5 origins", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_faults_are_not_swallowed()
    {
        ScriptedForecaster faulty = ScriptedForecaster.Means("faulty", (h, _) => throw new InvalidOperationException("a fault"));
        Assert.Throws<InvalidOperationException>(() => Worlds.Run(Hand, HandOptions, [faulty]));
    }

    [Fact]
    public void A_stopped_run_stops()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new Backtest(Hand, HandOptions).Run([ScriptedForecaster.Means("m", HandMeans)], cancellationToken: stop.Token));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Origins", () => new Backtest(Hand, new BacktestOptions { Origins = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Horizon", () => new Backtest(Hand, HandOptions with { Horizon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Coverage", () => new Backtest(Hand, HandOptions with { Coverage = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("AreaPercents", () => new Backtest(Hand, HandOptions with { AreaPercents = [0] }));
        Assert.Throws<ArgumentOutOfRangeException>("AreaPercents", () => new Backtest(Hand, HandOptions with { AreaPercents = [5, 1] }));
        Assert.Throws<ArgumentException>(() => new Backtest(Hand, HandOptions with { Conventions = new() { StudyAreaSquareKilometres = -1 } }));
        AnalysisException tooShort = Assert.Throws<AnalysisException>(() => new Backtest(Hand, new BacktestOptions { Origins = 26 }));
        Assert.Equal(AnalysisFailure.TooLittleHistory, tooShort.Reason);
        Assert.Equal("3 periods leave 2 origins at horizon 1 with a period of history before each; 26 were asked for, and 2 are the least. Ask for at most 2 origins.", tooShort.Message);
        Assert.Throws<AnalysisException>(() => new Backtest(Hand, new BacktestOptions { FirstOrigin = new DateOnly(2030, 1, 1) }));
        Assert.Throws<ArgumentException>("models", () => Worlds.Run(Hand, HandOptions, []));
        Assert.Throws<ArgumentException>("models", () => Worlds.Run(Hand, HandOptions, [ScriptedForecaster.Means("m", HandMeans), ScriptedForecaster.Means("m", HandMeans)]));
        Assert.Throws<ArgumentException>("models", () => Worlds.Run(Hand, HandOptions with { Baselines = ["x"] }, [ScriptedForecaster.Means("m", HandMeans)]));
    }

    [Fact]
    public void Fractional_counts_need_a_whole_truth()
    {
        SpaceTimeCounts aoristic = Worlds.Counts(RowGrid.Of(2), [0.5, 1], [1.5, 0], [1, 1]);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => new Backtest(aoristic, new BacktestOptions { Origins = 2 })).Reason);
        SpaceTimeCounts whole = Worlds.Counts(RowGrid.Of(2), [1, 1], [1, 0], [1, 1]);
        BacktestReport report = Worlds.Run(aoristic, new BacktestOptions { Origins = 2, Truth = whole }, [ScriptedForecaster.Means("m", (h, _) => [1, 0.5])]);
        Assert.Equal([1, 2], report.Origins.Select(o => o.Events));
        Assert.Throws<ArgumentException>(() => new Backtest(aoristic, new BacktestOptions { Origins = 2, Truth = Hand }));
    }

    [Fact]
    public void Events_outside_the_cells_can_count_as_missed()
    {
        BacktestOptions options = HandOptions with { Conventions = new() { Outside = OutsideEvents.Included }, OutsideCounts = [9, 5, 2] };
        ModelScore score = Worlds.Run(Hand, options, [ScriptedForecaster.Means("hand", HandMeans)])["hand"];
        Assert.Equal(7.0 / 20, score["hitRate@25"].Value, 12);
        Assert.Equal(1, score["peiStar@25"].Value, 12);
        Assert.Throws<ArgumentException>(() => new Backtest(Hand, options with { OutsideCounts = null }));
        Assert.Throws<ArgumentException>(() => new Backtest(Hand, options with { OutsideCounts = [1] }));

        int day = Hand.Periods[2].Start.DayNumber;
        CrimeEvents events = new([500, 99_000, 99_000], [500, 500, 500], [day, day, day - 1], CoordinateSystem.PlanarMetres);
        SpaceTimeCounts withEvents = new(Hand.Grid, Hand.Periods, [[1, 1, 1, 1, 4, 5, 0, 1, 0, 2, 1, 0]], events: events);
        Assert.Equal([1, 1], new Backtest(withEvents, options with { OutsideCounts = null }).Origins.Select(o => o.EventsOutside));
    }

    [Fact]
    public void Impossible_counts_make_the_score_unavailable_not_infinite()
    {
        ModelScore score = Worlds.Run(Hand, HandOptions, [ScriptedForecaster.Means("zero", (h, _) => [0, 1, 1, 0])])["zero"];
        Assert.False(score.Metrics.ContainsKey("logScore"));
        Assert.Contains("probability 0", score.Unavailable["logScore"], StringComparison.Ordinal);
        Assert.True(score.Metrics.ContainsKey("hitRate@25"));
        Assert.All(score.Metrics.Values, e => Assert.True(double.IsFinite(e.Value) && double.IsFinite(e.Low) && double.IsFinite(e.High)));
    }

    [Fact]
    public void Periods_without_events_leave_hit_rates_to_the_others()
    {
        SpaceTimeCounts quiet = Worlds.Counts(RowGrid.Of(2), [1, 0], [0, 0], [2, 1]);
        ScriptedForecaster model = ScriptedForecaster.Means("m", (h, _) => [1, 0.5]);
        ModelScore score = Worlds.Run(quiet, new BacktestOptions { Origins = 2, AreaPercents = [50] }, [model])["m"];
        Assert.Equal(2.0 / 3, score["hitRate@50"].Value, 12);
        Assert.DoesNotContain("hitRate@50", score.PerOrigin[0].Metrics.Keys);
        SpaceTimeCounts silent = Worlds.Counts(RowGrid.Of(2), [1, 0], [0, 0], [0, 0]);
        ModelScore none = Worlds.Run(silent, new BacktestOptions { Origins = 2, AreaPercents = [50] }, [model])["m"];
        Assert.Equal("no event happened in any period forecast", none.Unavailable["hitRate@50"]);
        Assert.True(none.Metrics.ContainsKey("logScore"));
        Assert.Empty(none.HitRateCurve.Points);
    }
}
