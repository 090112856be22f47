using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class BinningKernelTests
{
    private static readonly PeriodSequence Months = PeriodSequence.Monthly(new DateOnly(2024, 12, 1), 14);

    private static readonly Gen<PeriodSequence> AnyPeriods = Gen.Int[0, 3].Select(k => k switch
    {
        0 => Sample.PeriodsWithGap,
        1 => Months,
        2 => PeriodSequence.Weekly(Sample.FirstDay.AddDays(200), 27),
        _ => PeriodSequence.FourWeekly(Sample.FirstDay.AddDays(250), 130),
    });

    [Theory]
    [InlineData(9000, 6, 5)]
    [InlineData(300, 40, 30)]
    public void Bins_hold_what_one_event_after_the_other_gives_on_any_number_of_threads(int events, int columns, int rows) =>
        Gen.Select(AnyPeriods, Gen.Int[-5, 5], Gen.Int[-5, 5], Gen.Double[-200, 200], Gen.ULong).Sample(
            (periods, firstColumn, firstRow, rotation, seed) =>
            {
                SquareLattice lattice = new(1000.5, -2000.25, 866.0254037844386, columns, rows, rotation, firstColumn, firstRow);
                (double[] e, double[] n, int[] day) = Scatter(events, lattice, periods, seed);
                int[] expected = new int[periods.Count * lattice.BoxCount];
                long noBox = 0, noPeriod = 0;
                for (int i = 0; i < events; i++)
                {
                    int box = lattice.Locate(e[i], n[i]), period = periods.IndexOf(DateOnly.FromDayNumber(day[i]));
                    if (box < 0)
                    {
                        noBox++;
                    }
                    else if (period < 0)
                    {
                        noPeriod++;
                    }
                    else
                    {
                        expected[(period * lattice.BoxCount) + box]++;
                    }
                }

                foreach (int threads in new[] { 1, 2, 7 })
                {
                    int[] counts = new int[expected.Length];
                    BinningOutcome outcome = BinningKernel.Count(e, n, day, lattice, new PeriodIndex(periods), counts, threads, TestContext.Current.CancellationToken);
                    Assert.Equal(expected, counts);
                    Assert.Equal(new BinningOutcome(events - noBox - noPeriod, noBox, noPeriod), outcome);
                }
            },
            iter: 25);

    [Fact]
    public void A_bin_may_hold_far_more_than_a_byte_and_counts_are_added_to()
    {
        SquareLattice lattice = new(0, 0, 10, 2, 1);
        PeriodSequence week = PeriodSequence.Weekly(Sample.FirstDay, 1);
        double[] e = [.. Enumerable.Range(0, 100_003).Select(i => i % 10 == 0 ? 10.0 : 9.999)];
        int[] counts = [5, 7];
        BinningKernel.Count(e, new double[e.Length], [.. e.Select(_ => Sample.FirstDay.DayNumber)], lattice, new PeriodIndex(week), counts, 2, TestContext.Current.CancellationToken);
        Assert.Equal([90_002 + 5, 10_001 + 7], counts);
    }

    [Fact]
    public void A_grid_of_whole_squares_counts_as_any_other_grid_does() =>
        Gen.Select(Sample.Rows, Gen.Int[1, 3]).Sample((rows, threads) =>
        {
            CrimeEvents events = Sample.Events(rows, windows: false);
            CountingOptions options = new() { LargestShareOutsideArea = 1, Threads = threads };
            SpaceTimeCounts plain = Sample.Grid.Counted(events, Sample.PeriodsWithGap, options), fast = new SquaresGrid().Counted(events, Sample.PeriodsWithGap, options);
            Assert.Equal(plain.Outcome, fast.Outcome);
            for (int p = 0; p < plain.PeriodCount; p++)
            {
                Assert.Equal(plain.Row(p), fast.Row(p));
            }
        });

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        SquareLattice lattice = new(0, 0, 10, 2, 1);
        PeriodIndex week = new(PeriodSequence.Weekly(Sample.FirstDay, 1));
        Assert.Throws<ArgumentException>("counts", () => BinningKernel.Count([1], [1], [1], lattice, week, new int[1], 1, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>("northing", () => BinningKernel.Count([1], [1, 2], [1], lattice, week, new int[2], 1, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => BinningKernel.Count([1], [1], [1], lattice, week, new int[2], 0, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>("periods", () => BinningKernel.Count([1], [1], [1], lattice, new PeriodIndex(PeriodSequence.RollingFourWeekly(Sample.FirstDay, 3)), new int[6], 1, TestContext.Current.CancellationToken));
    }

    private static (double[] Easting, double[] Northing, int[] Day) Scatter(int events, SquareLattice lattice, PeriodSequence periods, ulong seed)
    {
        double[] e = new double[events], n = new double[events];
        int[] day = new int[events];
        for (int i = 0; i < events; i++)
        {
            (e[i], n[i]) = lattice.PointAt(lattice.FirstColumn - 1 + (Next() * (lattice.Columns + 2)), lattice.FirstRow - 1 + (Next() * (lattice.Rows + 2)));
            day[i] = periods.Start.DayNumber - 20 + (int)(Next() * (periods.End.DayNumber - periods.Start.DayNumber + 40));
        }

        return (e, n, day);

        double Next() => ((seed = (seed * 6364136223846793005) + 1442695040888963407) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>The sample's grid, offered as boxes of a larger lattice of which the rim is no cell.</summary>
    private sealed class SquaresGrid : ISquareLatticeGrid
    {
        private readonly int[] _cellOfBox = [.. Enumerable.Range(0, 30).Select(b => b % 6 is 0 or 5 || b / 6 is 0 or 4 ? -1 : (((b / 6) - 1) * 4) + (b % 6) - 1)];

        public SquareLattice Lattice { get; } = new(400_000, 200_000, 1000, 6, 5, 0, -1, -1);

        public ReadOnlySpan<int> CellOfBox => _cellOfBox;

        public IReadOnlyList<GridCell> Cells => Sample.Grid.Cells;

        public CoordinateSystem Coordinates => Sample.Grid.Coordinates;

        public string Description => Sample.Grid.Description;

        public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells) => throw new NotSupportedException("Plain events on whole squares are binned, not located.");

        public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => Sample.Grid.Neighbours(rule);

        public NetTopologySuite.Geometries.Geometry Outline(int cell) => Sample.Grid.Outline(cell);
    }
}
