using CsCheck;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class ZoneGridTests
{
    // Two squares side by side, one above both, one apart that touches only at a corner.
    private const string Four = """
        {"type":"FeatureCollection","features":[
         {"type":"Feature","properties":{"code":"W"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1000,0],[1000,1000],[0,1000],[0,0]]]}},
         {"type":"Feature","properties":{"code":"E"},"geometry":{"type":"Polygon","coordinates":[[[1000,0],[2000,0],[2000,1000],[1000,1000],[1000,0]]]}},
         {"type":"Feature","properties":{"code":"N"},"geometry":{"type":"Polygon","coordinates":[[[0,1000],[2000,1000],[2000,2000],[0,2000],[0,1000]]]}},
         {"type":"Feature","properties":{"code":"C"},"geometry":{"type":"Polygon","coordinates":[[[2000,2000],[3000,2000],[3000,3000],[2000,3000],[2000,2000]]]}}]}
        """;

    [Fact]
    public void A_point_on_a_shared_edge_belongs_to_the_zone_east_or_north_of_it()
    {
        ZoneGrid zones = Grid.ParseZones(Four, "code");
        Assert.Equal(["W", "E", "N", "C"], zones.Cells.Select(c => c.Id));
        Assert.Equal(new GridCell("E", 1500, 500, 1), zones.Cells[1]);
        int[] cells = new int[9];
        zones.Locate([0, 1000, 500, 1000, 2000, 2000, 0, 3000, 999.999], [0, 500, 1000, 1000, 500, 2000, 2000, 2500, 500], cells);
        Assert.Equal([0, 1, 2, 2, -1, 3, -1, -1, 0], cells);
    }

    [Fact]
    public void Zones_touch_by_edge_or_corner()
    {
        ZoneGrid zones = Grid.ParseZones(Four, "code");
        Assert.Equal([[1, 2], [0, 2], [0, 1, 3], [2]], Rows(zones.Neighbours()));
        Assert.Equal([[1, 2], [0, 2], [0, 1], []], Rows(zones.Neighbours(NeighbourRule.Rook)));
    }

    [Fact]
    public void Zones_drawn_apart_are_neighbours_within_a_tolerance()
    {
        string apart = Four.Replace("[[[1000,0],[2000,0],[2000,1000],[1000,1000],[1000,0]]]", "[[[1003,0],[2000,0],[2000,996],[1003,996],[1003,0]]]", StringComparison.Ordinal);
        ZoneGrid zones = Grid.ParseZones(apart, "code");
        Assert.Equal([[2], [], [0, 3], [2]], Rows(zones.Neighbours()));
        Assert.Equal([[1, 2], [0, 2], [0, 1, 3], [2]], Rows(zones.Neighbours(NeighbourRule.Queen, 5)));
        Assert.Equal([[1, 2], [0, 2], [0, 1], []], Rows(zones.Neighbours(NeighbourRule.Rook, 5)));
    }

    [Fact]
    public void Overlaps_are_reported_and_their_points_belong_to_the_first()
    {
        ZoneGrid zones = Grid.ParseZones(Four.Replace("[[[1000,0],[2000,0],[2000,1000],[1000,1000],[1000,0]]]", "[[[900,0],[2000,0],[2000,1000],[900,1000],[900,0]]]", StringComparison.Ordinal), "code");
        ZoneOverlap overlap = Assert.Single(zones.Overlaps);
        Assert.Equal(("W", "E"), (overlap.First, overlap.Second));
        Assert.Equal(0.1, overlap.AreaSquareKilometres, 1e-9);
        int[] cells = new int[2];
        zones.Locate([950, 1000], [500, 500], cells);
        Assert.Equal([0, 1], cells);
        Assert.Empty(Grid.ParseZones(Four, "code").Overlaps);
    }

    [Fact]
    public void The_id_column_is_named_found_or_missed_by_name()
    {
        Assert.Equal(["W", "E", "N", "C"], Grid.ParseZones(Four).Cells.Select(c => c.Id));
        InputRefusedException missed = Assert.Throws<InputRefusedException>(() => Grid.ParseZones(Four, "ward", name: "beats.geojson"));
        Assert.Equal("beats.geojson has no property “ward”; it has code.", missed.Message);

        ZoneGrid united = Grid.ParseZones(Four.Replace("\"code\":\"N\"", "\"code\":\"W\"", StringComparison.Ordinal), "code");
        Assert.Equal(["W", "E", "C"], united.Cells.Select(c => c.Id));
        Assert.Equal(3, united.Cells[0].AreaSquareKilometres, 1e-12);
        Assert.Equal("united-zone", Assert.Single(united.Notes, n => n.Code != "assumed-plane").Code);
    }

    [Fact]
    public void A_boundary_cuts_zones()
    {
        StudyArea boundary = StudyArea.FromEnvelope(500, 0, 1500, 800, CoordinateSystem.BritishNationalGrid);
        ZoneGrid zones = Grid.ParseZones(Four, "code", boundary);
        Assert.Equal(["W", "E"], zones.Cells.Select(c => c.Id));
        Assert.Equal(0.4, zones.Cells[0].AreaSquareKilometres, 1e-12);
        Assert.Contains(zones.Notes, n => n.Code == "zones-outside");
        Assert.Throws<ArgumentException>(() => Grid.ParseZones(Four, "code", StudyArea.FromEnvelope(0, 0, 1, 1)));
        Assert.Equal(AnalysisFailure.OutsideStudyArea, Assert.Throws<AnalysisException>(() => Grid.ParseZones(Four, "code", StudyArea.FromEnvelope(9000, 9000, 9999, 9999, CoordinateSystem.BritishNationalGrid))).Reason);
    }

    [Theory]
    [InlineData("boundaries/birmingham_lsoa.geojson", null, 659)]
    [InlineData("boundaries/leeds_wards.geojson", "WARD_NAME", 33)]
    public void Real_zones_answer_what_their_polygons_answer(string file, string? idColumn, int count)
    {
        ZoneGrid zones = Grid.Zones(SharedData.Data(file), idColumn);
        Assert.Equal(count, zones.Cells.Count);
        Assert.Equal("EPSG:27700", zones.Coordinates.Code);
        Assert.Equal(count, zones.Cells.Select(c => c.Id).Distinct().Count());

        Envelope box = new();
        Geometry[] outlines = [.. Enumerable.Range(0, count).Select(zones.Outline)];
        foreach (Geometry outline in outlines)
        {
            box.ExpandToInclude(outline.EnvelopeInternal);
        }

        GeometryFactory factory = new();
        int[] cell = new int[1];
        Gen.Select(Gen.Double[box.MinX - 500, box.MaxX + 500], Gen.Double[box.MinY - 500, box.MaxY + 500]).Sample((e, n) =>
        {
            zones.Locate([e], [n], cell);
            Point point = factory.CreatePoint(new Coordinate(e, n));
            int[] holding = [.. Enumerable.Range(0, count).Where(i => outlines[i].EnvelopeInternal.Contains(point.Coordinate) && outlines[i].Contains(point))];
            Assert.Equal(holding.Length == 0 ? -1 : holding[0], cell[0]);
        }, iter: 200, threads: 1);

        // Every corner lies on shared edges: it belongs to one zone at most, and that zone is one of those that touch it.
        foreach (Coordinate corner in outlines.SelectMany(o => o.Coordinates).Where((_, i) => i % 37 == 0))
        {
            zones.Locate([corner.X], [corner.Y], cell);
            if (cell[0] >= 0)
            {
                Assert.True(outlines[cell[0]].Intersects(factory.CreatePoint(corner)));
            }
        }
    }

    [Fact]
    public void Contiguity_of_real_wards_is_what_their_distances_say()
    {
        ZoneGrid wards = Grid.Zones(SharedData.Data("boundaries/leeds_wards.geojson"), "WARD_NAME");
        Geometry[] outlines = [.. Enumerable.Range(0, wards.Cells.Count).Select(wards.Outline)];
        Adjacency queen = wards.Neighbours();
        int pairs = 0;
        for (int i = 0; i < outlines.Length; i++)
        {
            int[] touching = [.. Enumerable.Range(0, outlines.Length).Where(j => j != i && outlines[i].EnvelopeInternal.Intersects(outlines[j].EnvelopeInternal) && outlines[i].Distance(outlines[j]) == 0)];
            Assert.Equal(touching, queen.Of(i).ToArray());
            pairs += touching.Length;
        }

        Assert.True(pairs > 100, $"{pairs}");
    }

    private static int[][] Rows(Adjacency adjacency) => [.. Enumerable.Range(0, adjacency.CellCount).Select(i => adjacency.Of(i).ToArray())];
}
