using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class NeighbourTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Squares_are_neighbours_where_their_outlines_touch(double rotation)
    {
        // Sides of 1,024 m keep corners exact where the grid is not turned; a turned one is compared within a millimetre.
        SquareGrid grid = Grid.Squares(1.048576, StudyArea.FromEnvelope(0, 0, 9000, 7000), new() { RotationDegrees = rotation });
        Geometry[] outlines = [.. Enumerable.Range(0, grid.Cells.Count).Select(i => WholeCell(grid, i))];
        Adjacency queen = grid.Neighbours(), rook = grid.Neighbours(NeighbourRule.Rook);
        for (int i = 0; i < outlines.Length; i++)
        {
            Geometry reach = outlines[i].Buffer(0.001);
            int[] touching = [.. Enumerable.Range(0, outlines.Length).Where(j => j != i && reach.Intersects(outlines[j]))];
            int[] alongEdge = [.. touching.Where(j => reach.Intersection(outlines[j]).Area > 0.5)];
            Assert.Equal(touching, queen.Of(i).ToArray());
            Assert.Equal(alongEdge, rook.Of(i).ToArray());
        }
    }

    [Fact]
    public void Rings_of_k_steps_are_squares_and_hexagons_of_cells()
    {
        SquareGrid squares = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 21_000, 21_000));
        int middle = (10 * 21) + 10;
        HexagonGrid hexagons = Grid.Hexagons(1, StudyArea.FromEnvelope(-15_000, -15_000, 15_000, 15_000));
        int centre = Enumerable.Range(0, hexagons.Cells.Count).Single(i => hexagons.Cells[i].Id == "Q0R0");
        for (int k = 1; k <= 4; k++)
        {
            Assert.Equal(((2 * k) + 1) * ((2 * k) + 1) - 1, squares.Neighbours().KRing(k).Of(middle).Length);
            Assert.Equal(2 * k * (k + 1), squares.Neighbours(NeighbourRule.Rook).KRing(k).Of(middle).Length);
            Assert.Equal(3 * k * (k + 1), hexagons.Neighbours().KRing(k).Of(centre).Length);
        }
    }

    [Fact]
    public void Neighbours_are_known_across_a_sparse_set_of_cells()
    {
        CrimeEvents events = new([500, 1500, 3500, 1e9], [500, 1500, 500, 1e9], [1, 1, 1, 1], CoordinateSystem.PlanarMetres);
        SquareGrid grid = Grid.Squares(1, events);
        Assert.Equal(["E0N0", "E3N0", "E1N1", "E1000000N1000000"], grid.Cells.Select(c => c.Id));
        Assert.Equal([2], grid.Neighbours().Of(0).ToArray());
        Assert.Equal(0, grid.Neighbours(NeighbourRule.Rook).Of(0).Length);
        Assert.Equal(0, grid.Neighbours().Of(1).Length);
    }

    private static Polygon WholeCell(SquareGrid grid, int cell)
    {
        double half = grid.SideMetres / Math.Sqrt(2);
        double turn = (grid.Options.RotationDegrees + 45) * Math.PI / 180;
        Coordinate[] ring = new Coordinate[5];
        for (int k = 0; k < 5; k++)
        {
            double angle = turn + (k % 4 * Math.PI / 2);
            ring[k] = new Coordinate(grid.Cells[cell].Easting + (half * Math.Cos(angle)), grid.Cells[cell].Northing + (half * Math.Sin(angle)));
        }

        return new GeometryFactory().CreatePolygon(ring);
    }
}
