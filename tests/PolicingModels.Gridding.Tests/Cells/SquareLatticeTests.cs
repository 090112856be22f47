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
        Gen.Select(Side, Gen.Double[-1e6, 1e6], Gen.Double[-1e6, 1e6], Gen.Int[1, 400], Gen.Int[1, 400]).Sample(
            (side, east, north, columns, rows) =>
            {
                SquareLattice lattice = new(east, north, side, columns, rows);
                List<(double E, double N)> points = [];
                for (int k = -2; k <= Math.Max(columns, rows) + 2; k++)
                {
                    foreach (double e in Near(east + (k * side)).Concat(Near(Math.FusedMultiplyAdd(k, side, east))))
                    {
                        points.Add((e, north + (side * (k + 0.3))));
                        points.Add((east + (side * (k % columns)), e - east + north));
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

            double column = Math.Floor(east / lattice.SideMetres), row = Math.Floor(north / lattice.SideMetres);
            int expected = column >= 0 && column < lattice.Columns && row >= 0 && row < lattice.Rows ? (int)((row * lattice.Columns) + column) : -1;
            Assert.Equal(expected, boxes[i]);
            Assert.Equal(expected, lattice.Locate(e[i], n[i]));
        }
    }
}
