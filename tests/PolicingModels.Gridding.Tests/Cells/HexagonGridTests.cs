using CsCheck;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class HexagonGridTests
{
    private static readonly HexagonGrid Wide = Grid.Hexagons(0.75, StudyArea.FromEnvelope(-20_000, -20_000, 20_000, 20_000));

    [Theory]
    [InlineData(1)]
    [InlineData(0.75)]
    [InlineData(0.5)]
    public void Whole_hexagons_have_the_area_asked_for_and_equal_sides(double area)
    {
        HexagonGrid grid = Grid.Hexagons(area, StudyArea.FromEnvelope(0, 0, 20_000, 20_000));
        int[] whole = [.. Enumerable.Range(0, grid.Cells.Count).Where(i => grid.Cells[i].AreaSquareKilometres == grid.CellAreaSquareKilometres)];
        Assert.True(whole.Length > 200);
        foreach (int i in whole)
        {
            Coordinate[] ring = grid.Outline(i).Coordinates;
            Assert.Equal(7, ring.Length);
            Assert.Equal(area * 1e6, grid.Outline(i).Area, 1e-5);
            for (int k = 0; k < 6; k++)
            {
                Assert.Equal(grid.SideMetres, ring[k].Distance(ring[k + 1]), 1e-9);
                Assert.Equal(grid.SideMetres, ring[k].Distance(new Coordinate(grid.Cells[i].Easting, grid.Cells[i].Northing)), 1e-9);
            }
        }
    }

    [Fact]
    public void A_point_belongs_to_the_nearest_centre() =>
        Gen.Select(Gen.Double[-18_000, 18_000], Gen.Double[-18_000, 18_000]).Sample((e, n) =>
        {
            int[] cell = new int[1];
            Wide.Locate([e], [n], cell);
            double[] distances = [.. Wide.Cells.Select(c => Math.Sqrt(((c.Easting - e) * (c.Easting - e)) + ((c.Northing - n) * (c.Northing - n))))];
            Assert.Equal(distances.Min(), distances[cell[0]], 1e-6);
        });

    [Fact]
    public void Cells_inside_have_six_neighbours_all_equally_far()
    {
        Adjacency queen = Wide.Neighbours(), rook = Wide.Neighbours(NeighbourRule.Rook);
        int six = 0;
        double apart = Math.Sqrt(3) * Wide.SideMetres;
        for (int i = 0; i < Wide.Cells.Count; i++)
        {
            Assert.Equal(queen.Of(i).ToArray(), rook.Of(i).ToArray());
            foreach (int j in queen.Of(i))
            {
                Assert.Equal(apart, Math.Sqrt(Math.Pow(Wide.Cells[i].Easting - Wide.Cells[j].Easting, 2) + Math.Pow(Wide.Cells[i].Northing - Wide.Cells[j].Northing, 2)), 1e-6);
            }

            bool inside = Math.Abs(Wide.Cells[i].Easting) < 18_000 && Math.Abs(Wide.Cells[i].Northing) < 18_000;
            if (inside)
            {
                Assert.Equal(6, queen.Of(i).Length);
                six++;
            }
        }

        Assert.True(six > 1000);
    }
}
