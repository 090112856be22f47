using CsCheck;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class SquareGridTests
{
    [Fact]
    public void Cells_of_a_kilometre_are_named_by_their_corner_and_ordered_by_row()
    {
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(513_000, 168_000, 515_000, 170_000, CoordinateSystem.BritishNationalGrid));
        Assert.Equal(["E513N168", "E514N168", "E513N169", "E514N169"], grid.Cells.Select(c => c.Id));
        Assert.Equal(new GridCell("E513N168", 513_500, 168_500, 1), grid.Cells[0]);
        Assert.Equal(1000, grid.SideMetres);
        Assert.Equal("1 km² squares, 4 cells", grid.Description);
        Assert.Equal((513, 168), grid.ColumnRow(0));
    }

    [Fact]
    public void An_area_with_its_unit_lays_the_same_grid_and_nothing_is_no_cell()
    {
        StudyArea boundary = StudyArea.FromEnvelope(513_000, 168_000, 515_000, 170_000, CoordinateSystem.BritishNationalGrid);
        CrimeEvents events = new([513_100], [168_100], [1], CoordinateSystem.BritishNationalGrid);
        SquareKilometres area = SquareKilometres.FromHectares(75);
        Assert.Equal(Grid.Squares(0.75, boundary).Cells, Grid.Squares(area, boundary).Cells);
        Assert.Equal(Grid.Squares(0.75, events).Cells, Grid.Squares(area, events).Cells);
        Assert.Equal(Grid.Hexagons(0.75, boundary).Cells, Grid.Hexagons(area, boundary).Cells);
        Assert.Equal(Grid.Hexagons(0.75, events).Cells, Grid.Hexagons(area, events).Cells);
        Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Squares(default(SquareKilometres), boundary));
    }

    [Fact]
    public void Edges_are_half_open()
    {
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 2000, 2000));
        int[] cells = new int[6];
        grid.Locate([0, 1000, 999.999999, 0, 2000, 0], [0, 0, 0, 1000, 0, 2000], cells);
        Assert.Equal([0, 1, 0, 2, -1, -1], cells);
    }

    // Peers crash on sides that no float holds exactly.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(1)]
    [InlineData(0.123456789)]
    public void Every_drawn_corner_belongs_to_the_cell_it_is_the_corner_of(double area)
    {
        SquareGrid grid = Grid.Squares(area, StudyArea.FromEnvelope(350_000, 200_000, 420_000, 270_000));
        Assert.Equal(area, grid.CellAreaSquareKilometres, 1e-15);
        int[] found = new int[1];
        for (int i = 0; i < grid.Cells.Count; i++)
        {
            if (grid.Cells[i].AreaSquareKilometres < area)
            {
                continue;
            }

            Envelope box = grid.Outline(i).EnvelopeInternal;
            grid.Locate([box.MinX], [box.MinY], found);
            Assert.Equal(i, found[0]);
            grid.Locate([Math.BitDecrement(box.MaxX)], [Math.BitDecrement(box.MaxY)], found);
            Assert.Equal(i, found[0]);
        }
    }

    [Fact]
    public void The_same_place_has_the_same_id_whatever_the_boundary()
    {
        SquareGrid small = Grid.Squares(0.75, StudyArea.FromEnvelope(513_000, 168_000, 520_000, 175_000));
        SquareGrid large = Grid.Squares(0.75, StudyArea.FromEnvelope(480_000, 120_000, 540_000, 190_000));
        Gen.Select(Gen.Double[513_000, 519_999], Gen.Double[168_000, 174_999]).Sample((e, n) =>
        {
            int[] a = new int[1], b = new int[1];
            small.Locate([e], [n], a);
            large.Locate([e], [n], b);
            Assert.Equal(small.Cells[a[0]].Id, large.Cells[b[0]].Id);
        });
    }

    [Fact]
    public void Events_without_a_boundary_make_the_cells_that_hold_them_only()
    {
        double[] e = [100, 200, 5_000, 40_000_000], n = [100, 200, 100, 9_000_000];
        CrimeEvents events = new(e, n, [1, 1, 1, 1], CoordinateSystem.PlanarMetres);
        SquareGrid grid = Grid.Squares(1, events);
        Assert.Equal(["E0N0", "E5N0", "E40000N9000"], grid.Cells.Select(c => c.Id));
        int[] cells = new int[4];
        grid.Locate(e, n, cells);
        Assert.Equal([0, 0, 1, 2], cells);
    }

    [Fact]
    public void A_grid_beyond_the_limit_is_refused_with_the_numbers()
    {
        AnalysisException refused = Assert.Throws<AnalysisException>(() => Grid.Squares(1e-5, StudyArea.FromEnvelope(0, 0, 10_000, 10_000)));
        Assert.Equal(AnalysisFailure.GridTooLarge, refused.Reason);
        Assert.Equal("Cells of 1E-05 km² over rectangle (100 km²) make about 10000000 cells, more than the limit of 1000000. Use larger cells, check that the boundary is in metres, or raise MaximumCells.", refused.Message);

        CrimeEvents events = new([0, 1500, 2500], [0, 0, 0], [1, 1, 1], CoordinateSystem.PlanarMetres);
        refused = Assert.Throws<AnalysisException>(() => Grid.Squares(1, events, new() { MaximumCells = 2 }));
        Assert.Equal("More than 2 cells of 1 km² hold an event: the limit was passed at event 2 of 3, at (2500, 0) m. Use larger cells, give a boundary, or raise MaximumCells.", refused.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_area_is_refused(double area)
    {
        StudyArea boundary = StudyArea.FromEnvelope(0, 0, 1000, 1000);
        Assert.Equal("areaSquareKilometres", Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Squares(area, boundary)).ParamName);
        Assert.Equal("areaSquareKilometres", Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Hexagons(area, boundary)).ParamName);
    }
}
