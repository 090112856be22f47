using CsCheck;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

/// <summary>Cells cut at a boundary, against geometry computed cell by cell with NetTopologySuite and point by point.</summary>
public class ClippingTests
{
    private static readonly GeometryFactory Factory = new();

    public static TheoryData<string, double> Cases => new()
    {
        { "square", 0 }, { "hexagon", 0 }, { "square", 30 }, { "hexagon", -12.5 }, { "square", 45 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Areas_of_cells_sum_to_the_area_of_the_boundary(string shape, double rotation) =>
        Blob.Sample(blob =>
        {
            StudyArea boundary = StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres);
            LatticeGrid grid = Make(shape, 0.75, boundary, new() { RotationDegrees = rotation, OriginEasting = 123.4, OriginNorthing = -77 });
            Assert.Equal(1, grid.Cells.Sum(c => c.AreaSquareKilometres) / boundary.AreaSquareKilometres, 1e-9);
        }, iter: 15);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outlines_and_areas_are_what_an_overlay_of_each_cell_gives(string shape, double rotation) =>
        Blob.Sample(blob =>
        {
            StudyArea boundary = StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres);
            GridOptions options = new() { RotationDegrees = rotation };
            LatticeGrid grid = Make(shape, 1, boundary, options);

            // The whole cells of the same lattice, from a rectangle far beyond the blob.
            Envelope box = blob.EnvelopeInternal;
            LatticeGrid whole = Make(shape, 1, StudyArea.FromEnvelope(box.MinX - 5000, box.MinY - 5000, box.MaxX + 5000, box.MaxY + 5000), options);
            Dictionary<string, Geometry> expected = Enumerable.Range(0, whole.Cells.Count)
                .Select(i => (whole.Cells[i].Id, Part: whole.Outline(i).Intersection(blob)))
                .Where(p => p.Part.Area > 1e-3)
                .ToDictionary(p => p.Id, p => p.Part);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), grid.Cells.Where(c => c.AreaSquareKilometres > 1e-9).Select(c => c.Id).Order(StringComparer.Ordinal));
            for (int i = 0; i < grid.Cells.Count; i++)
            {
                if (expected.TryGetValue(grid.Cells[i].Id, out Geometry? part))
                {
                    Assert.Equal(part.Area, grid.Cells[i].AreaSquareKilometres * 1e6, 1e-3);
                    Assert.Equal(part.Area, grid.Outline(i).Area, 1e-3);
                    Assert.True(grid.Outline(i).SymmetricDifference(part).Area < 1e-3);
                }
            }
        }, iter: 4);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_point_inside_belongs_to_the_one_cell_whose_outline_holds_it_and_no_point_outside_to_any(string shape, double rotation) =>
        Gen.Select(Blob, Gen.Select(Gen.Double[-9000, 9000], Gen.Double[-9000, 9000]).Array[200]).Sample((blob, points) =>
        {
            StudyArea boundary = StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres);
            LatticeGrid grid = Make(shape, 0.5, boundary, new() { RotationDegrees = rotation });
            IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(blob);
            int[] cells = new int[points.Length];
            grid.Locate([.. points.Select(p => p.Item1)], [.. points.Select(p => p.Item2)], cells);
            Geometry[] outlines = [.. Enumerable.Range(0, grid.Cells.Count).Select(grid.Outline)];
            for (int i = 0; i < points.Length; i++)
            {
                Point point = Factory.CreatePoint(new Coordinate(points[i].Item1, points[i].Item2));
                Assert.Equal(prepared.Contains(point), cells[i] >= 0);
                // Generated points are often whole numbers and so on an edge, which two outlines share: there the cell's own outline must touch the point.
                int[] deepInside = [.. Enumerable.Range(0, outlines.Length).Where(c => outlines[c].EnvelopeInternal.Contains(point.Coordinate) && outlines[c].Contains(point) && outlines[c].Boundary.Distance(point) > 1e-6)];
                Assert.True(deepInside.Length == 0 || (deepInside.Length == 1 && deepInside[0] == cells[i]));
                Assert.True(cells[i] < 0 || outlines[cells[i]].Distance(point) < 1e-6);
            }
        }, iter: 4);

    [Fact]
    public void Moving_boundary_and_origin_together_moves_the_cells_only() =>
        Gen.Select(Blob, Gen.Int[-400, 400], Gen.Int[-400, 400]).Sample((blob, east, north) =>
        {
            // Whole multiples of 1,024 m keep every coordinate exact.
            double de = east * 1024.0, dn = north * 1024.0;
            Geometry moved = new NetTopologySuite.Geometries.Utilities.AffineTransformation().Translate(de, dn).Transform(blob);
            SquareGrid here = Grid.Squares(0.75, StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres));
            SquareGrid there = Grid.Squares(0.75, StudyArea.FromGeometry(moved, CoordinateSystem.PlanarMetres), new() { OriginEasting = de, OriginNorthing = dn });
            Assert.Equal(here.Cells.Select(c => c.Id), there.Cells.Select(c => c.Id));
            for (int i = 0; i < here.Cells.Count; i++)
            {
                Assert.Equal(here.Cells[i].AreaSquareKilometres, there.Cells[i].AreaSquareKilometres, 1e-9);
            }
        }, iter: 8);

    [Fact]
    public void Turning_boundary_and_grid_together_turns_the_cells_only() =>
        Gen.Select(Blob, Gen.Double[-180, 180]).Sample((blob, degrees) =>
        {
            Geometry turned = NetTopologySuite.Geometries.Utilities.AffineTransformation.RotationInstance(degrees * Math.PI / 180).Transform(blob);
            foreach (string shape in new[] { "square", "hexagon" })
            {
                LatticeGrid here = Make(shape, 0.75, StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres), new());
                LatticeGrid there = Make(shape, 0.75, StudyArea.FromGeometry(turned, CoordinateSystem.PlanarMetres), new() { RotationDegrees = degrees });
                Dictionary<string, double> areas = there.Cells.ToDictionary(c => c.Id, c => c.AreaSquareKilometres);
                foreach (GridCell cell in here.Cells)
                {
                    // A cell that is only touched may appear on one side of rounding alone.
                    Assert.Equal(cell.AreaSquareKilometres, areas.GetValueOrDefault(cell.Id), 1e-9);
                }
            }
        }, iter: 8);

    [Fact]
    public void Holes_and_islands_are_kept_apart()
    {
        StudyArea area = StudyArea.ParseGeoJson("""
            {"type":"MultiPolygon","coordinates":[
              [[[0,0],[4000,0],[4000,4000],[0,4000],[0,0]],[[1000,1000],[1000,3000],[3000,3000],[3000,1000],[1000,1000]]],
              [[[9000,500],[9500,500],[9500,1500],[9000,1500],[9000,500]]]]}
            """, new() { Coordinates = CoordinateSystem.PlanarMetres });
        SquareGrid grid = Grid.Squares(1, area);
        Assert.Equal(12.5, area.AreaSquareKilometres, 1e-12);
        Assert.Equal(["E0N0", "E1N0", "E2N0", "E3N0", "E9N0", "E0N1", "E3N1", "E9N1", "E0N2", "E3N2", "E0N3", "E1N3", "E2N3", "E3N3"], grid.Cells.Select(c => c.Id));
        Assert.Equal(0.25, grid.Cells[4].AreaSquareKilometres, 1e-12);
        int[] cells = new int[3];
        grid.Locate([1500, 9400, 9600], [1500, 600, 600], cells);
        Assert.Equal([-1, 4, -1], cells);
        Assert.DoesNotContain(4, grid.Neighbours().Of(3).ToArray());
    }

    [Fact]
    public void Points_just_beyond_the_boundary_follow_the_stated_rule()
    {
        StudyArea area = StudyArea.FromEnvelope(0, 0, 1500, 1000);
        int[] cells = new int[2];
        Grid.Squares(1, area).Locate([1499, 1600], [500, 500], cells);
        Assert.Equal([1, -1], cells);
        Grid.Squares(1, area, new() { PointsBeyondBoundary = BoundaryRule.WholeCell }).Locate([1499, 1600], [500, 500], cells);
        Assert.Equal([1, 1], cells);
    }

    [Fact]
    public void Slivers_are_dropped_with_their_area_stated_or_joined_to_a_neighbour()
    {
        StudyArea area = StudyArea.FromEnvelope(0, 0, 2100, 1000);
        SquareGrid all = Grid.Squares(1, area);
        Assert.Equal(3, all.Cells.Count);
        Assert.Equal(0, all.DroppedCells);

        SquareGrid dropped = Grid.Squares(1, area, new() { MinimumAreaShare = 0.2 });
        Assert.Equal((2, 1), (dropped.Cells.Count, dropped.DroppedCells));
        Assert.Equal(0.1, dropped.DroppedAreaSquareKilometres, 1e-12);
        int[] cell = new int[1];
        dropped.Locate([2050], [500], cell);
        Assert.Equal(-1, cell[0]);

        SquareGrid merged = Grid.Squares(1, area, new() { MinimumAreaShare = 0.2, Slivers = SliverRule.MergeIntoNeighbour });
        Assert.Equal((2, 0, 1), (merged.Cells.Count, merged.DroppedCells, merged.MergedCells));
        Assert.Equal(1.1, merged.Cells[1].AreaSquareKilometres, 1e-12);
        Assert.Equal(1.1e6, merged.Outline(1).Area, 1e-3);
        merged.Locate([2050], [500], cell);
        Assert.Equal(1, cell[0]);
    }

    [Fact]
    public void Merging_slivers_keeps_all_area_and_all_points() =>
        Gen.Select(Blob, Gen.Select(Gen.Double[-9000, 9000], Gen.Double[-9000, 9000]).Array[200]).Sample((blob, points) =>
        {
            StudyArea boundary = StudyArea.FromGeometry(blob, CoordinateSystem.PlanarMetres);
            GridOptions options = new() { MinimumAreaShare = 0.3, Slivers = SliverRule.MergeIntoNeighbour };
            foreach (LatticeGrid grid in new LatticeGrid[] { Grid.Squares(1, boundary, options), Grid.Hexagons(1, boundary, options) })
            {
                Assert.Equal(boundary.AreaSquareKilometres, grid.Cells.Sum(c => c.AreaSquareKilometres) + grid.DroppedAreaSquareKilometres, 1e-6);
                int[] cells = new int[points.Length];
                grid.Locate([.. points.Select(p => p.Item1)], [.. points.Select(p => p.Item2)], cells);
                int lost = points.Where((p, i) => cells[i] < 0 && boundary.Contains(p.Item1, p.Item2)).Count();
                Assert.True(lost == 0 || grid.DroppedCells > 0);
                Assert.All(Enumerable.Range(0, grid.Cells.Count), i => Assert.Equal(grid.Cells[i].AreaSquareKilometres, grid.Outline(i).Area / 1e6, 1e-9));
            }
        }, iter: 4);

    [Fact]
    public void A_boundary_of_fifty_thousand_points_gives_the_right_cells()
    {
        StudyArea county = StudyArea.FromGeometry(Wiggly(50_000, 57_000), CoordinateSystem.PlanarMetres);
        SquareGrid grid = Grid.Squares(1, county);
        Assert.True(grid.Cells.Count > 10_000);
        Assert.Equal(1, grid.Cells.Sum(c => c.AreaSquareKilometres) / county.AreaSquareKilometres, 1e-9);
    }

    // A star-shaped outline with 3 to 60 corners, and sometimes a hole.
    private static readonly Gen<Geometry> Blob = Gen.Select(Gen.Double[0.2, 1].Array[3, 60], Gen.Bool).Select((radii, hole) =>
    {
        Polygon outer = Factory.CreatePolygon(Ring(radii, 8000));
        return hole ? outer.Difference(Factory.CreatePolygon(Ring(radii, 2500))) : (Geometry)outer;
    });

    private static Coordinate[] Ring(double[] radii, double scale)
    {
        Coordinate[] ring = new Coordinate[radii.Length + 1];
        for (int i = 0; i < radii.Length; i++)
        {
            double angle = 2 * Math.PI * i / radii.Length;
            ring[i] = new Coordinate(scale * radii[i] * Math.Cos(angle), scale * radii[i] * Math.Sin(angle));
        }

        ring[^1] = ring[0].Copy();
        return ring;
    }

    private static Polygon Wiggly(int points, double radius) =>
        Factory.CreatePolygon(Ring([.. Enumerable.Range(0, points).Select(i => 1 + (0.1 * Math.Sin(i * 0.0123)) + (0.01 * Math.Sin(i * 1.7)))], radius));

    private static LatticeGrid Make(string shape, double area, StudyArea boundary, GridOptions options) =>
        shape == "square" ? Grid.Squares(area, boundary, options) : Grid.Hexagons(area, boundary, options);
}
