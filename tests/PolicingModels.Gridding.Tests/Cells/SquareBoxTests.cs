using System.Globalization;
using CsCheck;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

/// <summary>Square grids find cells, and count, through a lattice: held against walking to the drawn edge, one point after the other.</summary>
public class SquareBoxTests
{
    private static readonly PeriodSequence Periods = PeriodSequence.FourWeekly(new DateOnly(2024, 6, 30), 5);

    // Sides of 707.1067811865476, 866.0254037844386 and 1000 m, and one of no round number.
    private static readonly Gen<double> Area = Of(0.5, 0.75, 1, 0.123456789);

    private static readonly Gen<GridOptions> Options =
        from rotation in Of(0.0, 0, 30, -47.3, 90)
        from east in Gen.OneOf(Gen.Const(0.0), Gen.Double[-2000, 2000])
        from north in Gen.OneOf(Gen.Const(0.0), Gen.Double[-2000, 2000])
        from rule in Of(BoundaryRule.InsideOnly, BoundaryRule.WholeCell)
        from least in Of(0, 0.3)
        select new GridOptions { RotationDegrees = rotation, OriginEasting = east, OriginNorthing = north, PointsBeyondBoundary = rule, MinimumAreaShare = least };

    [Fact]
    public void Points_on_and_beside_edges_lie_where_walking_to_the_drawn_edge_finds_them() =>
        Gen.Select(Area, Options, Gen.Int[-900, 900], Gen.Int[-900, 900]).Sample(
            (area, options, column, row) =>
            {
                double side = Math.Sqrt(area * 1e6);
                StudyArea boundary = Around(options, side, column, row, 9);
                SquareGrid grid = Grid.Squares(area, boundary, options);
                (double[] e, double[] n) = EdgePoints(options, side, column - 1, row - 1, 11);
                WalkedGrid walked = new(grid, boundary);
                int[] found = new int[e.Length], expected = new int[e.Length];
                grid.Locate(e, n, found);
                walked.Locate(e, n, expected);
                Assert.Equal(expected, found);
            },
            iter: 40);

    [Fact]
    public void A_table_and_a_dictionary_of_cells_agree_on_every_edge() =>
        Gen.Select(Area, Options, Gen.Int[-900, 900]).Sample(
            (area, options, first) =>
            {
                double side = Math.Sqrt(area * 1e6);
                (double[] e, double[] n) = EdgePoints(options, side, first, first, 6);
                SquareGrid table = Grid.Squares(area, Plain(e, n), options);
                SquareGrid scattered = Grid.Squares(area, Plain([.. e, 3e8], [.. n, -4e8]), options);
                Assert.NotNull(table.Lattice);
                Assert.Null(scattered.Lattice);
                int[] a = new int[e.Length], b = new int[e.Length];
                table.Locate(e, n, a);
                scattered.Locate(e, n, b);
                Assert.Equal(a.Select(c => table.Cells[c].Id), b.Select(c => scattered.Cells[c].Id));
            },
            iter: 40);

    [Fact]
    public void Counts_through_the_lattice_equal_counts_point_by_point() =>
        Gen.Select(Area, Options, Gen.Bool, Gen.Int[-60, 60], Gen.Select(Gen.Double[-0.2, 1.2], Gen.Double[-0.2, 1.2], Gen.Int[-30, 170]).Array[1, 4000]).Sample(
            (area, options, isCut, first, points) =>
            {
                double side = Math.Sqrt(area * 1e6), span = 8 * side;
                double west = options.OriginEasting + (first * side), south = options.OriginNorthing - (first * side);
                CrimeEvents events = new(
                    [.. points.Select(p => west + (span * p.Item1))],
                    [.. points.Select(p => south + (span * p.Item2))],
                    [.. points.Select(p => Periods.Start.DayNumber + p.Item3)],
                    CoordinateSystem.PlanarMetres);
                StudyArea? boundary = isCut ? StudyArea.FromEnvelope(west, south, west + span, south + span) : null;
                SquareGrid grid = boundary is null ? Grid.Squares(area, events, options) : Grid.Squares(area, boundary, options);
                Assert.True(boundary is not null || grid.Lattice is not null);
                AssertSame(grid, new WalkedGrid(grid, boundary), events, Periods);
            },
            iter: 40);

    [Theory]
    [InlineData(BoundaryRule.InsideOnly, 0)]
    [InlineData(BoundaryRule.WholeCell, 0)]
    [InlineData(BoundaryRule.WholeCell, 17.5)]
    public void Surrey_s_crimes_are_counted_alike_with_and_without_the_lattice(BoundaryRule rule, double rotation)
    {
        List<string[]> rows = [.. RealDataTests.Rows("events/surrey_street_slim.csv.gz").Where(r => r[1].Length > 0).Where((_, i) => i % 20 == 0)];
        CrimeEvents events = new(
            [.. rows.Select(r => RealDataTests.Number(r[1]))],
            [.. rows.Select(r => RealDataTests.Number(r[2]))],
            [.. rows.Select(r => DateOnly.ParseExact(r[0] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber)],
            CoordinateSystem.BritishNationalGrid);
        Coordinate[] places = [.. Enumerable.Range(0, events.Count).Select(i => new Coordinate(events.Easting[i], events.Northing[i])).Where(c => c.X is > 490_000 and < 540_000 && c.Y is > 125_000 and < 172_000)];
        StudyArea surrey = StudyArea.FromGeometry(new MultiPoint([.. places.Select(c => new Point(c))]).ConvexHull(), CoordinateSystem.BritishNationalGrid);
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2022, 1, 1), 36);
        SquareGrid cut = Grid.Squares(1, surrey, new() { PointsBeyondBoundary = rule, RotationDegrees = rotation });
        Assert.Equal(rule == BoundaryRule.WholeCell, cut.Lattice is not null);
        AssertSame(cut, new WalkedGrid(cut, surrey), events, months);
        SquareGrid whole = Grid.Squares(0.5, events, new() { RotationDegrees = rotation });
        Assert.NotNull(whole.Lattice);
        AssertSame(whole, new WalkedGrid(whole, null), events, months);
    }

    [Fact]
    public void A_grid_has_a_lattice_only_where_no_point_needs_the_boundary()
    {
        StudyArea onEdges = StudyArea.FromEnvelope(-2000, 1000, 3000, 4000), across = StudyArea.FromEnvelope(-2000, 1000, 3500, 4000);
        Assert.Equal(new SquareLattice(0, 0, 1000, 5, 3, 0, -2, 1), Grid.Squares(1, onEdges).Lattice);
        Assert.Equal(Enumerable.Range(0, 15), Grid.Squares(1, onEdges).CellOfBox.ToArray());
        Assert.Null(Grid.Squares(1, across).Lattice);
        Assert.True(Grid.Squares(1, across).CellOfBox.IsEmpty);
        Assert.NotNull(Grid.Squares(1, across, new() { PointsBeyondBoundary = BoundaryRule.WholeCell }).Lattice);
        Assert.NotNull(Grid.Squares(1, across, new() { MinimumAreaShare = 0.6 }).Lattice);
        Assert.Null(Grid.Squares(1, across, new() { MinimumAreaShare = 0.6, Slivers = SliverRule.MergeIntoNeighbour }).Lattice);
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static CrimeEvents Plain(double[] e, double[] n) => new(e, n, new int[e.Length], CoordinateSystem.PlanarMetres);

    /// <summary>Points on, one bit below and one bit above every edge of a block of cells, in both directions.</summary>
    private static (double[] E, double[] N) EdgePoints(GridOptions options, double side, int column, int row, int count)
    {
        List<double> e = [], n = [];
        (double sine, double cosine) = Math.SinCos(options.RotationDegrees * (Math.PI / 180));
        for (int i = 0; i <= count; i++)
        {
            for (int j = 0; j <= count; j++)
            {
                double u = (column + i) * side, v = (row + j) * side;
                double easting = options.OriginEasting + (u * cosine) - (v * sine), northing = options.OriginNorthing + (u * sine) + (v * cosine);
                foreach (double x in (double[])[Math.BitDecrement(easting), easting, Math.BitIncrement(easting), easting + (side / 3)])
                {
                    foreach (double y in (double[])[Math.BitDecrement(northing), northing, Math.BitIncrement(northing)])
                    {
                        e.Add(x);
                        n.Add(y);
                    }
                }
            }
        }

        return ([.. e], [.. n]);
    }

    private static StudyArea Around(GridOptions options, double side, int column, int row, int count)
    {
        (double sine, double cosine) = Math.SinCos(options.RotationDegrees * (Math.PI / 180));
        double u = (column + (count / 2.0)) * side, v = (row + (count / 2.0)) * side;
        double e = options.OriginEasting + (u * cosine) - (v * sine), n = options.OriginNorthing + (u * sine) + (v * cosine), half = count / 2.0 * side;
        return StudyArea.FromEnvelope(e - half, n - half, e + half, n + half);
    }

    private static void AssertSame(SquareGrid grid, WalkedGrid walked, CrimeEvents events, PeriodSequence periods)
    {
        CountingOptions options = new() { LargestShareOutsideArea = 1, Storage = CountStorage.Dense, Threads = 2 };
        SpaceTimeCounts fast = grid.Counted(events, periods, options), slow = walked.Counted(events, periods, options);
        Assert.Equal(slow.Outcome, fast.Outcome);
        for (int p = 0; p < periods.Count; p++)
        {
            Assert.True(slow.Row(p).SequenceEqual(fast.Row(p)), $"Period {p} differs.");
        }
    }

    /// <summary>The cells of a square grid, found by their ids: turn the point back, walk to the column and row whose drawn edges hold it, ask the boundary.</summary>
    private sealed class WalkedGrid(SquareGrid grid, StudyArea? boundary) : IGrid
    {
        private readonly Dictionary<string, int> _cellOfId = grid.Cells.Select((c, i) => (c.Id, i)).ToDictionary(c => c.Id, c => c.i);

        public IReadOnlyList<GridCell> Cells => grid.Cells;

        public CoordinateSystem Coordinates => grid.Coordinates;

        public string Description => grid.Description;

        public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
        {
            (double sine, double cosine) = Math.SinCos(grid.Options.RotationDegrees * (Math.PI / 180));
            for (int i = 0; i < easting.Length; i++)
            {
                double u = easting[i] - grid.Options.OriginEasting, v = northing[i] - grid.Options.OriginNorthing;
                if (grid.Options.RotationDegrees != 0)
                {
                    (u, v) = ((u * cosine) + (v * sine), (v * cosine) - (u * sine));
                }

                cells[i] = CellOf(Walk(u), Walk(v));
                bool needsBoundary = boundary is not null && grid.Options.PointsBeyondBoundary == BoundaryRule.InsideOnly;
                if (cells[i] >= 0 && needsBoundary && grid.Cells[cells[i]].AreaSquareKilometres != grid.CellAreaSquareKilometres && !boundary!.Contains(easting[i], northing[i]))
                {
                    cells[i] = -1;
                }
            }
        }

        public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => grid.Neighbours(rule);

        public Geometry Outline(int cell) => grid.Outline(cell);

        private int CellOf(int column, int row) =>
            _cellOfId.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"E{column}N{row}"), out int cell) ? cell : -1;

        private int Walk(double offset)
        {
            int column = (int)(offset / grid.SideMetres) - 2;
            while ((column + 1) * grid.SideMetres <= offset)
            {
                column++;
            }

            return column;
        }
    }
}
