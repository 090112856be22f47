using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class CountingTests
{
    /// <summary>Half a unit of rounding at each of at most two boundaries per event and period.</summary>
    private const double RoundingPerEvent = AoristicWeights.Resolution;

    private static readonly CountingOptions Lenient = new() { LargestShareOutsideArea = 1 };

    [Fact]
    public void Counts_equal_a_minute_by_minute_count() =>
        Sample.Rows.Sample(
            rows =>
            {
                PeriodSequence periods = Sample.PeriodsWithGap;
                CrimeEvents events = Sample.Events(rows);
                SpaceTimeCounts counts = Sample.Grid.Counted(events, periods, Lenient);
                double[,] expected = new double[periods.Count, Sample.Grid.Cells.Count];
                int[] cells = new int[rows.Length];
                Sample.Grid.Locate(events.Easting, events.Northing, cells);
                for (int i = 0; i < rows.Length; i++)
                {
                    long minutes = Math.Max(1, rows[i].Length);
                    for (long m = events.FromMinute[i]; cells[i] >= 0 && m < events.FromMinute[i] + minutes; m++)
                    {
                        for (int p = 0; p < periods.Count; p++)
                        {
                            if (periods[p].Contains(DateOnly.FromDayNumber((int)(m / 1440))))
                            {
                                expected[p, cells[i]] += 1.0 / minutes;
                            }
                        }
                    }
                }

                for (int p = 0; p < periods.Count; p++)
                {
                    for (int c = 0; c < Sample.Grid.Cells.Count; c++)
                    {
                        Assert.Equal(expected[p, c], counts[p, c], (RoundingPerEvent * rows.Length) + 1e-9);
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Every_event_is_accounted_for() =>
        Gen.Select(Sample.Rows, Gen.Enum<TimeAssignment>(), Gen.Bool, Gen.Bool, Gen.Int[-1, 250]).Sample((rows, assignment, split, listed, known) =>
        {
            CrimeEvents events = Sample.Events(rows, recorded: true);
            CountingOptions options = Lenient with
            {
                TimeAssignment = assignment,
                CategoryColumn = split ? "vehicle" : null,
                Categories = split && listed ? ["van", "lorry"] : null,
                KnownAt = known < 0 ? null : Sample.FirstDay.AddDays(known),
                ListOutside = true,
            };
            SpaceTimeCounts counts = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options);
            CountingOutcome o = counts.Outcome!;
            Assert.Equal(events.Count, o.Events);
            Assert.Equal(events.Count, o.Counted + o.MissingCategory + o.UnlistedCategory + o.OutsideArea + o.OutsidePeriods + o.NotYetKnown);
            Assert.Equal(o.Counted + o.MissingCategory, counts.Total().Sum());
            Assert.Equal(o.OutsideArea, o.RowsOutsideArea!.Count);
            Assert.True(o.RowsOutsidePeriods!.Count >= o.OutsidePeriods);
        });

    [Fact]
    public void The_order_of_events_does_not_matter() =>
        Gen.Select(Sample.Rows, Gen.Int).Sample((rows, seed) =>
        {
            CrimeEvents events = Sample.Events(rows);
            int[] order = [.. Enumerable.Range(0, rows.Length).OrderBy(i => (uint)((i + 1) * 2654435761L + seed))];
            SpaceTimeCounts one = Sample.Grid.Counted(events, Sample.PeriodsWithGap, Lenient), other = Sample.Grid.Counted(events.Select(order), Sample.PeriodsWithGap, Lenient);
            AssertSame(one, other);
        });

    [Fact]
    public void Moving_the_grid_and_the_events_together_changes_nothing() =>
        Gen.Select(Sample.Rows, Gen.Int[-1000, 1000], Gen.Int[-1000, 1000]).Sample((rows, east, north) =>
        {
            PlainGrid moved = new(400_000 + east, 200_000 + north, 1000, 4, 3);
            AssertSame(
                Sample.Grid.Counted(Sample.Events(rows), Sample.PeriodsWithGap, Lenient),
                moved.Counted(Sample.Events(rows, east: east, north: north), Sample.PeriodsWithGap, Lenient));
        });

    [Fact]
    public void Moving_the_periods_and_the_events_together_changes_nothing() =>
        Gen.Select(Sample.Rows, Gen.Int[-400, 400]).Sample((rows, days) =>
        {
            PeriodSequence moved = PeriodSequence.Of(Sample.PeriodsWithGap.Select(p => new Period(p.Start.AddDays(days), p.End.AddDays(days))), PeriodCalendar.FourWeekly);
            AssertSame(
                Sample.Grid.Counted(Sample.Events(rows), Sample.PeriodsWithGap, Lenient),
                Sample.Grid.Counted(Sample.Events(rows, days: days), moved, Lenient));
        });

    [Fact]
    public void Threads_do_not_matter()
    {
        Sample.Row[] rows = [.. Enumerable.Range(0, 300_000).Select(i => new Sample.Row(
            399_800 + (i * 7919L % 4400),
            199_800 + (i * 104_729L % 3400),
            (int)(i * 15_485_863L % (230 * 1440)) - 14_400,
            i % 3 == 0 ? (int)(i * 6151L % 40_000) : 0,
            i % 90,
            (i % 4) - 1))];
        CrimeEvents events = Sample.Events(rows, recorded: true);
        CountingOptions options = Lenient with { CategoryColumn = "vehicle", KnownAt = Sample.FirstDay.AddDays(180), Storage = CountStorage.Dense, ListOutside = true };
        SpaceTimeCounts one = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options with { Threads = 1 });
        CountingOutcome expected = one.Outcome!;
        Assert.True(expected.NotYetKnown > 0 && expected.OutsideArea > 0 && expected.OutsidePeriods > 0 && expected.MissingCategory > 0);
        Assert.False(one.IsWhole);
        foreach (int threads in (int[])[2, 3, 4])
        {
            SpaceTimeCounts several = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options with { Threads = threads });
            AssertSame(one, several);
            Assert.Equal(expected.RowsOutsideArea, several.Outcome!.RowsOutsideArea);
            Assert.Equal(expected.RowsOutsidePeriods, several.Outcome.RowsOutsidePeriods);
            Assert.Equal(expected with { RowsOutsideArea = null, RowsOutsidePeriods = null }, several.Outcome with { RowsOutsideArea = null, RowsOutsidePeriods = null });
            Assert.False(several.IsWhole);
        }
    }

    [Fact]
    public void Sparse_and_dense_counts_are_the_same() =>
        Sample.Rows.Sample(rows =>
        {
            CrimeEvents events = Sample.Events(rows, recorded: true);
            CountingOptions options = Lenient with { CategoryColumn = "vehicle" };
            SpaceTimeCounts dense = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options with { Storage = CountStorage.Dense });
            SpaceTimeCounts sparse = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options with { Storage = CountStorage.Sparse });
            Assert.False(dense.IsSparse);
            Assert.True(sparse.IsSparse);
            Assert.False(sparse.ToDense().IsSparse);
            AssertSame(dense, sparse);
            AssertSame(dense, sparse.ToDense());
            AssertSame(dense.Total(), sparse.Total());
            AssertSame(dense.Before(4), sparse.Before(4));
            AssertSame(dense.Before(4), sparse.ToDense().Before(4));
            AssertSame(dense.Before(4), sparse.Before(4).ToDense());
            AssertSame(dense.ForCategory("van").Before(3), sparse.ForCategory("van").ToDense().Before(3));
        });

    [Fact]
    public void Categories_add_up_to_the_unsplit_count_and_missing_ones_keep_their_own()
    {
        Sample.Row[] rows = [new(400_100, 200_100, 10, 0, 0, 0), new(400_100, 200_100, 10, 0, 0, -1), new(400_100, 200_100, 10, 0, 0, 2), new(400_200, 200_100, 10, 0, 0, 0)];
        CrimeEvents events = Sample.Events(rows);
        SpaceTimeCounts counts = Sample.Grid.Counted(events, Sample.PeriodsWithGap, new CountingOptions { CategoryColumn = "VEHICLE" });
        Assert.Equal(["car", "van", "motorcycle", "(missing)"], counts.Categories);
        Assert.Equal([2, 0, 1, 1], Enumerable.Range(0, 4).Select(c => counts[0, 0, c]));
        Assert.Equal(1, counts.Outcome!.MissingCategory);
        Assert.Equal(3, counts.Outcome.Counted);
        Assert.Equal(2, counts.ForCategory("car").Sum());
        Assert.Equal(2, counts.ForCategory("car").Events!.Count);
        Assert.Equal(1, counts.ForCategory("(missing)").Events!.Count);
        AssertSame(counts.Total(), Sample.Grid.Counted(events, Sample.PeriodsWithGap));

        SpaceTimeCounts listed = Sample.Grid.Counted(events, Sample.PeriodsWithGap, new CountingOptions { CategoryColumn = "vehicle", Categories = ["motorcycle", "lorry"] });
        Assert.Equal(["motorcycle", "lorry", "(missing)"], listed.Categories);
        Assert.Equal(2, listed.Outcome!.UnlistedCategory);
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(c => listed.Sum(c)));
    }

    [Fact]
    public void Before_is_what_counting_then_would_have_given() =>
        Gen.Select(Sample.Rows, Gen.Bool, Gen.Bool, Gen.Int[1, 6], Gen.Enum<TimeAssignment>()).Sample((rows, windows, recorded, origin, assignment) =>
        {
            CrimeEvents events = Sample.Events(rows, windows, recorded);
            CountingOptions options = Lenient with { CategoryColumn = "vehicle", TimeAssignment = assignment };
            SpaceTimeCounts counts = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options);
            DateOnly asOf = origin < 6 ? Sample.PeriodsWithGap[origin].Start : Sample.PeriodsWithGap.End;
            SpaceTimeCounts then = Sample.Grid.Counted(events, Sample.PeriodsWithGap.Take(origin), options with { KnownAt = asOf });
            SpaceTimeCounts view = counts.Before(origin);
            Assert.Equal(asOf, view.KnownAt);
            AssertSame(then, view);
            AssertSame(then, counts.Before(6).Before(origin));
            AssertSame(then.Total(), counts.Total().Before(origin));
            AssertSame(then.Total(), view.Total());
            AssertSame(then.ForCategory("van"), view.ForCategory("van"));
            AssertSame(then.ForCategory("motorcycle"), counts.ForCategory("motorcycle").Before(origin));
            CrimeEvents known = view.Events!;
            int last = asOf.DayNumber;
            for (int i = 0; i < known.Count; i++)
            {
                Assert.True(known.Day[i] < last && (known.ToMinute[i] - 1) / 1440 < last && (!recorded || known.RecordedDay[i] < last));
            }

            CrimeEvents same = events.KnownBefore(asOf);
            Assert.Equal(same.Easting.ToArray(), known.Easting.ToArray());
            Assert.Equal(same.FromMinute.ToArray(), known.FromMinute.ToArray());
            Assert.Equal(then.Outcome!.NotYetKnown, events.Count - known.Count);
        });

    [Fact]
    public void A_rolling_window_counts_an_event_in_every_window_and_its_past_ends_before_the_origin()
    {
        PeriodSequence rolling = PeriodSequence.RollingFourWeekly(Sample.FirstDay.AddDays(28 + (7 * 9) - 1), 10);
        Sample.Row[] rows = [new(400_100, 200_100, 30 * 1440, 0, 0, 0)];
        SpaceTimeCounts counts = Sample.Grid.Counted(Sample.Events(rows), rolling);
        Assert.Equal([0, 1, 1, 1, 1, 0, 0, 0, 0, 0], counts.PeriodTotals());
        Assert.Equal(1, counts.Outcome!.Counted);
        SpaceTimeCounts before = counts.Before(3);
        Assert.Equal(3, before.PeriodCount);
        Assert.Equal(rolling[2].End, before.KnownAt);
        Assert.Equal(before.Periods.Next(), rolling[6]);
    }

    [Fact]
    public void Month_stamped_events_count_whole_in_their_month_and_missing_months_are_not_periods()
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2022, 3, 1), 8).Where(p => p.Start.Month is not (10 or 11));
        int[] month = [8, 8, 9, 10, 12, 13, 15, 20];
        long[] from = [.. month.Select(m => (long)new DateOnly(2021, 1, 1).AddMonths(m - 1).DayNumber * 1440)];
        long[] to = [.. month.Select(m => (long)new DateOnly(2021, 1, 1).AddMonths(m).DayNumber * 1440)];
        CrimeEvents events = new([.. month.Select(_ => 400_500.0)], [.. month.Select(_ => 200_500.0)], [.. from.Select(m => (int)(m / 1440))], CoordinateSystem.BritishNationalGrid, from, to);
        SpaceTimeCounts counts = Sample.Grid.Counted(events, months);
        Assert.Equal([2, 1, 1, 1, 0, 1], counts.PeriodTotals());
        Assert.Equal(2, counts.Outcome!.OutsidePeriods);
        Assert.True(counts.IsWhole);
    }

    [Fact]
    public void Events_that_lie_elsewhere_are_refused_with_the_mend()
    {
        CrimeEvents events = new([51.2, 51.3], [-0.5, -0.6], [Sample.FirstDay.DayNumber, Sample.FirstDay.DayNumber], CoordinateSystem.BritishNationalGrid);
        AnalysisException refused = Assert.Throws<AnalysisException>(() => Sample.Grid.Counted(events, Sample.PeriodsWithGap));
        Assert.Equal(AnalysisFailure.OutsideStudyArea, refused.Reason);
        Assert.StartsWith("2 of 2 events lie outside the area", refused.Message, StringComparison.Ordinal);
        CrimeEvents chicago = new([400_100], [200_100], [Sample.FirstDay.DayNumber], new CoordinateSystem("tm:-87.6,41.8", "local"));
        Assert.Contains("project one of them", Assert.Throws<ArgumentException>(() => Sample.Grid.Counted(chicago, Sample.PeriodsWithGap)).Message, StringComparison.Ordinal);
        Assert.Equal(0, Sample.Grid.Counted(Sample.Events([]), Sample.PeriodsWithGap).Sum());
    }

    private static void AssertSame(SpaceTimeCounts expected, SpaceTimeCounts actual)
    {
        Assert.Equal(expected.PeriodCount, actual.PeriodCount);
        Assert.Equal(expected.Categories, actual.Categories);
        double[] row = new double[expected.CellCount];
        for (int k = 0; k < expected.CategoryCount; k++)
        {
            double[] cells = new double[expected.CellCount];
            for (int p = 0; p < expected.PeriodCount; p++)
            {
                actual.CopyPeriod(p, row, k);
                Assert.Equal(expected.Row(p, k), row);
                Assert.Equal(expected.Row(p, k), actual.Row(p, k));
                for (int c = 0; c < row.Length; c++)
                {
                    Assert.Equal(row[c], actual[p, c, k]);
                    cells[c] += row[c];
                }
            }

            Assert.Equal(cells, actual.CellTotals(k));
            Assert.Equal(expected.PeriodTotals(k), actual.PeriodTotals(k));
        }
    }
}
