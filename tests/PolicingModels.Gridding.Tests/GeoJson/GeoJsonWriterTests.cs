using System.Text;
using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class GeoJsonWriterTests
{
    private static readonly JsonSerializerOptions Reader = new() { Converters = { new GeoJsonConverterFactory(new GeometryFactory()) } };

    [Fact]
    public void Cells_come_back_from_degrees_within_a_centimetre()
    {
        StudyArea boundary = StudyArea.ParseGeoJson("""{"type":"Polygon","coordinates":[[[-0.3,51.4],[-0.1,51.4],[-0.15,51.6],[-0.3,51.55],[-0.3,51.4]],[[-0.25,51.45],[-0.2,51.45],[-0.2,51.5],[-0.25,51.5],[-0.25,51.45]]]}""");
        SquareGrid grid = Grid.Squares(0.75, boundary);
        double[] expected = [.. grid.Cells.Select((_, i) => i / 7.0)];
        JsonElement root = Write(grid, [GridColumn.Numbers("expected", expected), GridColumn.Texts("likelihood", grid.Cells.Select(c => c.Id == "x" ? "high" : null))]);

        Assert.Equal("FeatureCollection", root.GetProperty("type").GetString());
        Assert.False(root.TryGetProperty("crs", out _));
        int i = 0;
        foreach (JsonElement feature in root.GetProperty("features").EnumerateArray())
        {
            JsonElement properties = feature.GetProperty("properties");
            Assert.Equal(grid.Cells[i].Id, feature.GetProperty("id").GetString());
            Assert.Equal(grid.Cells[i].Id, properties.GetProperty("cell").GetString());
            Assert.Equal(grid.Cells[i].AreaSquareKilometres, properties.GetProperty("area_km2").GetDouble());
            Assert.Equal(expected[i], properties.GetProperty("expected").GetDouble());
            Assert.Equal(JsonValueKind.Null, properties.GetProperty("likelihood").ValueKind);
            Geometry degrees = feature.GetProperty("geometry").Deserialize<Geometry>(Reader)!;
            for (int p = 0; p < degrees.NumGeometries; p++)
            {
                Polygon polygon = (Polygon)degrees.GetGeometryN(p);
                Assert.True(Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence));
                Assert.All(polygon.InteriorRings, h => Assert.False(Orientation.IsCCW(h.CoordinateSequence)));
            }

            // Seven decimals of a degree are 5.6 mm at most, half of the last place.
            Coordinate[] back = degrees.Coordinates;
            Coordinate[] plane = grid.Outline(i).Coordinates;
            Assert.Equal(plane.Length, back.Length);
            Assert.All(back, b =>
            {
                (double e, double n) = BritishNationalGrid.FromWgs84(b.Y, b.X);
                Assert.True(plane.Min(c => c.Distance(new Coordinate(e, n))) < 0.01);
                Assert.Equal(b.X, Math.Round(b.X, 7));
            });
            i++;
        }

        Assert.Equal(grid.Cells.Count, i);
    }

    [Fact]
    public void What_is_written_can_be_read_as_a_boundary_and_as_zones()
    {
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(513_000, 168_000, 516_500, 170_250, CoordinateSystem.BritishNationalGrid));
        using MemoryStream stream = new();
        GeoJsonWriter.Write(stream, grid);
        string json = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal(3.5 * 2.25, StudyArea.ParseGeoJson(json).AreaSquareKilometres, 1e-3);
        ZoneGrid zones = Grid.ParseZones(json, "cell");
        Assert.Equal(grid.Cells.Select(c => c.Id), zones.Cells.Select(c => c.Id));
    }

    [Fact]
    public void A_local_plane_comes_back_to_its_place_and_an_unnamed_one_says_that_it_is_metres()
    {
        LocalProjection plane = LocalProjection.Around(41.88, -87.63);
        SquareGrid chicago = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 1000, 1000, plane.Coordinates));
        JsonElement corner = Write(chicago, null).GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates")[0][0];
        Assert.Equal(-87.6, corner[0].GetDouble(), 1e-7);
        Assert.Equal(41.9, corner[1].GetDouble(), 1e-7);

        JsonElement metres = Write(Grid.Listed([new("a", 2_324_500, 198_500, 1)]), null);
        Assert.Contains("metres, not degrees", metres.GetProperty("coordinateSystem").GetString(), StringComparison.Ordinal);
        Assert.Equal(2_324_000, metres.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates")[0][0][0].GetDouble());
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_new_one()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "cells.geojson");
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 2000, 2000));
        GeoJsonWriter.Write(path, grid);
        string before = File.ReadAllText(path);
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => GeoJsonWriter.Write(path, grid, [GridColumn.Numbers("n", [1, 2, 3, 4])], cancellationToken: stopped.Token));
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused()
    {
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 2000, 2000));
        Assert.Contains("2 values for 4 cells", Assert.Throws<ArgumentException>(() => Write(grid, [GridColumn.Numbers("n", [1, 2])])).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => Write(grid, [GridColumn.Numbers("cell", [1, 2, 3, 4])])).Message, StringComparison.Ordinal);
    }

    private static JsonElement Write(IGrid grid, IReadOnlyList<GridColumn>? columns)
    {
        using MemoryStream stream = new();
        GeoJsonWriter.Write(stream, grid, columns);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
