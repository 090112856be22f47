using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>What keeps an evaluation from looking better than the forecasts were.</summary>
public class CannotFlatterTests
{
    [Fact]
    public void Only_what_was_recorded_by_each_origin_is_shown_and_all_of_it_is_scored()
    {
        // A city whose events are recorded a month late on average: at each origin about half of the last four weeks is not yet known.
        SimulatedCity city = new CitySimulator(new() { Seed = 5, Days = 364 * 2, CrimeTypes = [new SimulatedCrimeType("late", 3_000) { DelayMeanDays = 30, WindowShare = 0, BranchingRatio = 0 }] }).Simulate(cancellationToken: Stop);
        SquareGrid grid = Grid.Squares(new SquareKilometres(1), StudyArea.FromGeometry(city.Boundary, city.Events.Coordinates));
        PeriodSequence periods = PeriodSequence.FourWeekly(city.Span.End.AddDays(-1), 26);
        SpaceTimeCounts counts = grid.Count(city.Events, periods, cancellationToken: Stop);
        ScriptedForecaster watcher = ScriptedForecaster.Means("watcher", (h, _) => [.. h.Row(h.PeriodCount - 1).ToArray().Select(c => c + 0.01)]);
        BacktestReport report = Worlds.Run(counts, new BacktestOptions { Origins = 6, BootstrapSamples = 100, MaximumThreads = 1 }, [watcher]);
        for (int o = 0; o < report.Origins.Count; o++)
        {
            Period origin = counts.Periods[report.Origins[o].TargetIndex], last = counts.Periods[report.Origins[o].TargetIndex - 1];
            int known = 0, all = 0;
            for (int i = 0; i < city.Events.Count; i++)
            {
                bool inside = last.Contains(DateOnly.FromDayNumber(city.Events.Day[i]));
                all += inside ? 1 : 0;
                known += inside && city.Events.RecordedDay[i] < origin.Start.DayNumber ? 1 : 0;
            }

            SpaceTimeCounts shown = watcher.Shown.Single(s => s.PeriodCount == report.Origins[o].TargetIndex);
            Assert.Equal(known, shown.PeriodTotals()[^1]);
            Assert.InRange((double)known / all, 0.2, 0.6);
            Assert.Equal(counts.PeriodTotals()[report.Origins[o].TargetIndex], report.Origins[o].Events);
        }

        // “The same again” from what was known falls short by as much as was still to come.
        Assert.InRange(report["watcher"]["totalRatio"].Value, 0.25, 0.6);
    }

    [Fact]
    public void A_penalised_pai_lies_between_the_hit_rate_and_the_pai()
    {
        SpaceTimeCounts counts = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        ScriptedForecaster model = ScriptedForecaster.Means("m", (_, _) => [1, 2, 0.5, 0.1]);
        ModelScore At(double? exponent) => Worlds.Run(counts, new BacktestOptions { Origins = 2, AreaPercents = [25], PenalisedPaiExponent = exponent }, [model])["m"];
        Assert.False(At(null).Metrics.ContainsKey("penalisedPai@25"));
        ModelScore half = At(0.5);

        // 7 of 13 events in a quarter of the area: 7/13 over the root of 1/4.
        Assert.Equal(7.0 / 13 / 0.5, half["penalisedPai@25"].Value, 1e-12);
        Assert.Equal(half["hitRate@25"].Value, At(0)["penalisedPai@25"].Value, 1e-12);
        Assert.Equal(half["pai@25"].Value, At(1)["penalisedPai@25"].Value, 1e-12);
        Assert.StartsWith("PenalisedPaiExponent takes a power from 0 to 1, or null.", Assert.Throws<ArgumentOutOfRangeException>(() => At(1.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Moving_the_grid_alone_moves_the_hit_rate_and_the_sentence_says_how_far()
    {
        SpaceTimeCounts one = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        SpaceTimeCounts two = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [2, 2, 5, 1], [1, 1, 1, 0]);
        ScriptedForecaster model = ScriptedForecaster.Means("m", (_, _) => [1, 2, 0.5, 0.1]);
        PlacementSensitivity spread = Assert.Single(PlacementSensitivity.Of([one, two], [model], new BacktestOptions { Origins = 2, AreaPercents = [25], BootstrapSamples = 100 }, MetricDefinition.HitRate(25), Stop));
        Assert.Equal([7.0 / 13, 3.0 / 13], spread.Values);
        Assert.Contains("over 2 placements of the grid 0.2308 to 0.5385.", spread.Sentence, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PlacementSensitivity.Of([one], [model], cancellationToken: Stop));
    }

    [Fact]
    public void Fractional_counts_are_moved_with_a_truth_of_each_placement()
    {
        SpaceTimeCounts one = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4.5, 4.5, 0, 1], [0.5, 1.5, 1, 0]), oneTruth = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        SpaceTimeCounts two = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [2.5, 1.5, 5, 1], [1, 1, 1, 0]), twoTruth = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [2, 2, 5, 1], [1, 1, 1, 0]);
        ScriptedForecaster model = ScriptedForecaster.Means("m", (_, _) => [1, 2, 0.5, 0.1]);
        BacktestOptions options = new() { Origins = 2, AreaPercents = [25], BootstrapSamples = 100 };

        PlacementSensitivity spread = Assert.Single(PlacementSensitivity.Of([new PlacedHistory(one, oneTruth), new PlacedHistory(two, twoTruth)], [model], options, MetricDefinition.HitRate(25), Stop));
        Assert.Equal([7.0 / 13, 3.0 / 13], spread.Values);
        Assert.Contains(one.Row(1).ToArray(), model.Shown.Where(s => s.PeriodCount == 2).Select(s => s.Row(1).ToArray()));

        // A truth of one placement has the cells of another by number only.
        Assert.StartsWith("The options hold a truth", Assert.Throws<ArgumentException>(() => PlacementSensitivity.Of([one, two], [model], options with { Truth = oneTruth }, cancellationToken: Stop)).Message, StringComparison.Ordinal);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => PlacementSensitivity.Of([one, two], [model], options, cancellationToken: Stop)).Reason);
    }

    [Fact]
    public void The_top_area_is_exactly_its_share_on_every_placement()
    {
        // 30 % of four cells is one cell and a fifth of the next; of five, one and a half.
        SpaceTimeCounts four = Worlds.Counts(RowGrid.Of(4), [1, 1, 1, 1], [4, 5, 0, 1], [0, 2, 1, 0]);
        SpaceTimeCounts five = Worlds.Counts(RowGrid.Of(5), [1, 1, 1, 1, 0], [4, 5, 0, 1, 0], [0, 2, 1, 0, 0]);
        ScriptedForecaster model = ScriptedForecaster.Means("m", (counts, _) => [1, 2, 0.5, 0.1, .. counts.CellCount == 5 ? [0.05] : Array.Empty<double>()]);
        PlacementSensitivity spread = Assert.Single(PlacementSensitivity.OfTopArea([new(four), new(five)], [model], new BacktestOptions { Origins = 2 }, 30, Stop));
        Assert.Equal(MetricDefinition.HitRate(30), spread.Metric);
        Assert.Equal((7 + (0.2 * 4)) / 13, spread.Values[0], 1e-12);
        Assert.Equal((7 + (0.5 * 4)) / 13, spread.Values[1], 1e-12);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
