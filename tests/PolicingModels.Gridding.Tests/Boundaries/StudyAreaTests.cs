using CsCheck;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class StudyAreaTests
{
    private const string BritishSquare = """{"type":"Polygon","coordinates":[[[-0.2,51.4],[0.0,51.4],[0.0,51.6],[-0.2,51.6],[-0.2,51.4]]]}""";

    [Fact]
    public void Degrees_in_Great_Britain_become_the_national_grid()
    {
        StudyArea area = StudyArea.ParseGeoJson(BritishSquare);
        Assert.Equal("EPSG:27700", area.Coordinates.Code);
        Assert.Equal(5, area.Coordinates.AccuracyMetres);
        (double e, double n) = BritishNationalGrid.FromWgs84(51.5, -0.1);
        Assert.True(area.Contains(e, n));

        // A fifth of a degree of latitude and longitude on the sphere of the mean radius, 0.5 % from the ellipsoid.
        Assert.Equal(6371.0 * 6371.0 * 0.2 * Math.PI / 180 * (Math.Sin(51.6 * Math.PI / 180) - Math.Sin(51.4 * Math.PI / 180)), area.AreaSquareKilometres, 0.005 * 308);
    }

    [Fact]
    public void Degrees_elsewhere_become_a_local_plane_unless_a_projection_is_given()
    {
        const string Chicago = """{"type":"Polygon","coordinates":[[[-87.8,41.8],[-87.6,41.8],[-87.6,42.0],[-87.8,42.0],[-87.8,41.8]]]}""";
        Assert.StartsWith("+proj=tmerc +lat_0=41.9 +lon_0=-87.7 ", StudyArea.ParseGeoJson(Chicago).Coordinates.Code, StringComparison.Ordinal);
        Projection events = LocalProjection.Around(41.8, -87.7);
        Assert.Equal(events.Coordinates, StudyArea.ParseGeoJson(Chicago, new() { Projection = Projection.For(events.Coordinates) }).Coordinates);
    }

    [Fact]
    public void Metres_are_taken_as_they_are_and_the_guess_is_stated()
    {
        StudyArea british = StudyArea.ParseGeoJson("""{"type":"Polygon","coordinates":[[[500000,150000],[501000,150000],[501000,151000],[500000,151000],[500000,150000]]]}""");
        Assert.Equal(CoordinateSystem.BritishNationalGrid, british.Coordinates);
        Assert.Equal("assumed-plane", Assert.Single(british.Notes).Code);
        Assert.Equal(1, british.AreaSquareKilometres);

        StudyArea other = StudyArea.ParseGeoJson("""{"type":"Polygon","coordinates":[[[2300000,190000],[2301000,190000],[2301000,191000],[2300000,191000],[2300000,190000]]]}""");
        Assert.Equal(CoordinateSystem.PlanarMetres, other.Coordinates);
        Assert.True(other.Contains(2_300_000, 190_000));
        Assert.False(other.Contains(2_301_000, 190_500));

        StudyArea named = StudyArea.ParseGeoJson("""{"type":"Polygon","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"coordinates":[[[50,50],[60,50],[60,60],[50,60],[50,50]]]}""");
        Assert.Equal(CoordinateSystem.BritishNationalGrid, named.Coordinates);
        Assert.Empty(named.Notes);
    }

    [Fact]
    public void Features_are_united_and_points_left_out_with_a_note()
    {
        StudyArea area = StudyArea.ParseGeoJson("""
            {"type":"FeatureCollection","features":[
             {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2000,0],[2000,1000],[0,1000],[0,0]]]}},
             {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[5,5]}},
             {"type":"Feature","properties":null,"geometry":null},
             {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[1000,0],[3000,0],[3000,1000],[1000,1000],[1000,0]]]}}]}
            """);
        Assert.Equal(3, area.AreaSquareKilometres, 1e-12);
        Assert.IsType<Polygon>(area.Outline);
        Assert.Contains(area.Notes, n => n.Code == "not-a-polygon" && n.Message.Contains("2 features", StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_self_intersection_is_repaired_and_reported_a_large_one_refused()
    {
        // A square of 10 km with a bow-tie spike of about 0.005 km² at its eastern edge.
        string spiked = """{"type":"Polygon","coordinates":[[[0,0],[10000,0],[10000,5000],[10100,5100],[10100,5000],[10000,5100],[10000,10000],[0,10000],[0,0]]]}""";
        StudyArea area = StudyArea.ParseGeoJson(spiked);
        Assert.True(area.Outline.IsValid);
        Assert.Equal(100, area.AreaSquareKilometres, 0.02);
        Assert.Contains("self-intersection near (10050, 5050)", Assert.Single(area.Notes, n => n.Code == "repaired-polygon").Message, StringComparison.Ordinal);

        string bowTie = """{"type":"Polygon","coordinates":[[[0,0],[10000,10000],[10000,0],[0,10000],[0,0]]]}""";
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => StudyArea.ParseGeoJson(bowTie, name: "force.geojson"));
        Assert.Contains("force.geojson has an unsound polygon (self-intersection near (5000, 5000))", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaximumRepairShare", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not GeoJSON")]
    [InlineData("{", "is not GeoJSON")]
    [InlineData("[]", "“type” is missing")]
    [InlineData("""{"type":"Topology"}""", "“Topology”")]
    [InlineData("""{"type":"FeatureCollection"}""", "without an array")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "holds no polygon")]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", "holds no polygon")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}""", "cannot be read")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],["x",0],[1,1],[0,0]]]}""", "cannot be read")]
    [InlineData("""{"type":"Polygon","coordinates":[[[51.4,-0.2],[51.4,0.0],[51.6,0.0],[51.6,-0.2],[51.4,-0.2]]]}""", "latitude and longitude swapped")]
    [InlineData("""{"type":"Polygon","crs":{"type":"name","properties":{"name":"EPSG:2913"}},"coordinates":[[[7600000,600000],[7700000,600000],[7700000,700000],[7600000,600000]]]}""", "EPSG:2913")]
    public void Text_that_is_no_boundary_is_refused_with_the_reason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputRefusedException>(() => StudyArea.ParseGeoJson(json, name: "force.geojson")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_refused_by_name() =>
        Assert.Contains("nowhere.geojson could not be opened", Assert.Throws<InputRefusedException>(() => StudyArea.FromGeoJson("nowhere.geojson")).Message, StringComparison.Ordinal);

    [Fact]
    public void Events_that_miss_the_boundary_are_refused_with_the_likely_cause()
    {
        StudyArea area = StudyArea.FromEnvelope(500_000, 100_000, 550_000, 150_000, CoordinateSystem.BritishNationalGrid);
        Assert.Equal(0.5, area.RequireEvents(Events(CoordinateSystem.BritishNationalGrid, (510_000, 110_000), (1, 1))));
        Assert.Equal(1, area.RequireEvents(Events(CoordinateSystem.BritishNationalGrid)));
        Refused("exchange the columns", Events(CoordinateSystem.BritishNationalGrid, (110_000, 510_000)));
        Refused("0.3048", Events(CoordinateSystem.BritishNationalGrid, (510_000 / 0.3048, 110_000 / 0.3048)));
        Refused("EPSG:4326", Events(CoordinateSystem.BritishNationalGrid, (-0.1, 51.5)));
        Refused("with the projection of the events", Events(CoordinateSystem.PlanarMetres, (0, 0)));
        Refused("same place", Events(CoordinateSystem.BritishNationalGrid, (300_000, 700_000)));

        void Refused(string cause, CrimeEvents events)
        {
            AnalysisException e = Assert.Throws<AnalysisException>(() => area.RequireEvents(events));
            Assert.Equal(AnalysisFailure.OutsideStudyArea, e.Reason);
            Assert.Contains(cause, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Points_are_inside_where_ray_crossing_over_all_edges_says_so()
    {
        StudyArea area = StudyArea.FromGeoJson(SharedData.Data("boundaries/leeds_wards.geojson"));
        Envelope box = area.Outline.EnvelopeInternal;
        IndexedPointInAreaLocator byRays = new(area.Outline);
        Gen.Select(Gen.Double[box.MinX - 1000, box.MaxX + 1000], Gen.Double[box.MinY - 1000, box.MaxY + 1000]).Sample((e, n) =>
            Assert.Equal(byRays.Locate(new Coordinate(e, n)) == Location.Interior, area.Contains(e, n)), iter: 2000);
    }

    private static CrimeEvents Events(CoordinateSystem plane, params (double E, double N)[] points) =>
        new([.. points.Select(p => p.E)], [.. points.Select(p => p.N)], new int[points.Length], plane);
}
