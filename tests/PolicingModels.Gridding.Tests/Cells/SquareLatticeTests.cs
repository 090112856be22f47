using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class SquareLatticeTests
{
    private static readonly Gen<double> Side = Gen.OneOf(
        Of(707.1067811865476, 866.0254037844386, 1000, 500, 250, 0.1, 1.0 / 3, 76.2),
        Gen.Double[0.01, 5000]);

    [Fact]
    public void Vectorised_boxes_equal_the_rule_on_and_beside_every_edge() =>
        Gen.Select(Side, Gen.Double[-1e6, 1e6], Gen.Double[-1e6, 1e6], Gen.Int[1, 400], Gen.Int[1, 400], Gen.Int[-900, 900]).Sample(
            (side, east, north, columns, rows, first) =>
            {
                SquareLattice lattice = new(east, north, side, columns, rows, 0, first, first);
                List<(double E, double N)> points = [];
                for (int k = first - 2; k <= first + Math.Max(columns, rows) + 2; k++)
                {
                    foreach (double e in Near(east + (k * side)).Concat(Near(Math.FusedMultiplyAdd(k, side, east))))
                    {
                        points.Add((e, north + (side * (k + 0.3))));
                        points.Add((east + (side * (first + Math.Abs(k % columns))), e - east + north));
                    }
                }

                points.AddRange([(double.MaxValue, north), (-double.MaxValue, north), (east, 1e300), (east, -1e300), (east, north), (east - double.Epsilon, north)]);
                AssertRule(lattice, points);
            },
            iter: 150);

    [Fact]
    public void Vectorised_boxes_equal_the_rule_anywhere() =>
        Gen.Select(Side, Of(0, 0, 45, -12.5, 90, 359.999), Gen.Select(Gen.Double[-3, 40], Gen.Double[-3, 30]).Array[0, 200]).Sample((side, rotation, points) =>
            AssertRule(new SquareLattice(-1234.5, 98765.4321, side, 31, 17, rotation), [.. points.Select(p => (-1234.5 + (p.Item1 * side), 98765.4321 + (p.Item2 * side)))]));

    [Fact]
    public void Whole_metre_points_on_edges_belong_to_the_box_east_and_north_of_them()
    {
        SquareLattice lattice = new(400_000, -3000, 1000, 4, 5);
        double[] e = [400_000, 400_999, 401_000, 403_999, 404_000, 399_999, 400_000, 400_000, 400_000, 402_000];
        double[] n = [-3000, -3000, -3000, 1999, 0, 0, -3001, 2000, -1, 0];
        int[] boxes = new int[e.Length];
        lattice.Locate(e, n, boxes);
        Assert.Equal([0, 0, 1, 19, -1, -1, -1, -1, 8, 14], boxes);
    }

    [Fact]
    public void A_turned_lattice_holds_the_centres_of_its_boxes() =>
        Gen.Select(Gen.Double[-360, 360], Side).Sample((rotation, side) =>
        {
            SquareLattice lattice = new(530_000, 180_000, side, 13, 7, rotation);
            for (int box = 0; box < lattice.BoxCount; box++)
            {
                (double e, double n) = lattice.Centre(box);
                Assert.Equal(box, lattice.Locate(e, n));
            }
        });

    [Fact]
    public void What_makes_no_lattice_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("sideMetres", () => new SquareLattice(0, 0, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("sideMetres", () => new SquareLattice(0, 0, double.NaN, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("originEasting", () => new SquareLattice(double.NaN, 0, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => new SquareLattice(0, 0, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new SquareLattice(0, 0, 1, 100_000, 100_000));
        Assert.Throws<ArgumentOutOfRangeException>("rotationDegrees", () => new SquareLattice(0, 0, 1, 1, 1, double.PositiveInfinity));
    }

    private static Gen<double> Of(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static IEnumerable<double> Near(double edge) => [Math.BitDecrement(Math.BitDecrement(edge)), Math.BitDecrement(edge), edge, Math.BitIncrement(edge)];

    [Fact]
    public void The_drawn_edge_decides_where_a_division_rounds_across_it()
    {
        // 3 × 0.1 is drawn at 0.30000000000000004, beyond 0.3, whose quotient by 0.1 rounds down to 2 and by other sides rounds up.
        SquareLattice tenths = new(0, 0, 0.1, 100, 1);
        Assert.Equal(2, tenths.Locate(0.3, 0));
        Assert.Equal(3, tenths.Locate(3 * 0.1, 0));
        int across = 0;
        for (int k = 1; k < 3000; k++)
        {
            SquareLattice lattice = new(0, 0, 1.1, 3001, 1);
            double below = Math.BitDecrement(k * 1.1);
            across += Math.Floor(below / 1.1) == k ? 1 : 0;
            Assert.Equal(k - 1, lattice.Locate(below, 0));
            Assert.Equal(k, lattice.Locate(k * 1.1, 0));
        }

        Assert.True(across > 0, "No quotient rounded across an edge, so this test shows nothing.");
    }

    [Fact]
    public void A_block_numbers_its_own_columns_and_rows()
    {
        SquareLattice block = new(0, 0, 1000, 3, 2, 0, 513, 168);
        Assert.Equal(0, block.Locate(513_000, 168_000));
        Assert.Equal(5, block.Locate(515_999, 169_999));
        Assert.Equal(-1, block.Locate(516_000, 169_999));
        Assert.Equal(-1, block.Locate(512_999, 168_000));
        Assert.Equal((514_500, 169_500), block.Centre(4));
    }

    /// <summary>Walks to the column whose drawn edges, multiples of the side, hold the offset.</summary>
    private static double Column(double offset, double side)
    {
        double column = Math.Floor(offset / side) - 2;
        if (Math.Abs(column) > 1e9)
        {
            return column;
        }

        while ((column + 1) * side <= offset)
        {
            column++;
        }

        return column;
    }

    private static void AssertRule(SquareLattice lattice, List<(double E, double N)> points)
    {
        double[] e = [.. points.Select(p => p.E)], n = [.. points.Select(p => p.N)];
        int[] boxes = new int[e.Length];
        lattice.Locate(e, n, boxes);
        double turn = lattice.RotationDegrees * (Math.PI / 180);
        for (int i = 0; i < e.Length; i++)
        {
            double east = e[i] - lattice.OriginEasting, north = n[i] - lattice.OriginNorthing;
            if (turn != 0)
            {
                (east, north) = ((east * Math.Cos(turn)) + (north * Math.Sin(turn)), (north * Math.Cos(turn)) - (east * Math.Sin(turn)));
            }

            double column = Column(east, lattice.SideMetres) - lattice.FirstColumn, row = Column(north, lattice.SideMetres) - lattice.FirstRow;
            int expected = column >= 0 && column < lattice.Columns && row >= 0 && row < lattice.Rows ? (int)((row * lattice.Columns) + column) : -1;
            Assert.Equal(expected, boxes[i]);
            Assert.Equal(expected, lattice.Locate(e[i], n[i]));
        }
    }
}
