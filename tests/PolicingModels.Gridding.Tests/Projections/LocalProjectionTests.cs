using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class LocalProjectionTests
{
    [Fact]
    public void There_and_back_is_exact_to_a_micrometre() =>
        Gen.Select(Gen.Double[-70, 75], Gen.Double[-179, 179], Gen.Double[-300_000, 300_000], Gen.Double[-300_000, 300_000]).Sample((lat, lon, e, n) =>
        {
            LocalProjection plane = LocalProjection.Around(lat, lon);
            (double lat1, double lon1) = plane.ToWgs84(e, n);
            (double e2, double n2) = plane.FromWgs84(lat1, lon1 > 180 ? lon1 - 360 : lon1 < -180 ? lon1 + 360 : lon1);
            Assert.Equal(e, e2, 1e-6);
            Assert.Equal(n, n2, 1e-6);
        });

    // On the central meridian distances are those along the ellipsoid; the meridian arc by numerical integration of the radius of curvature.
    [Theory]
    [InlineData(41.9)]
    [InlineData(-33.9)]
    [InlineData(64.1)]
    public void Northings_on_the_central_meridian_are_the_meridian_arc(double latitude)
    {
        LocalProjection plane = LocalProjection.Around(latitude, 10);
        (double e, double n) = plane.FromWgs84(plane.OriginLatitude + 1, 10);
        const double A = 6378137, E2 = 0.00669437999014;
        double arc = 0;
        const int Steps = 2000;
        for (int i = 0; i < Steps; i++)
        {
            double phi = (plane.OriginLatitude + ((i + 0.5) / Steps)) * Math.PI / 180;
            arc += A * (1 - E2) / Math.Pow(1 - (E2 * Math.Sin(phi) * Math.Sin(phi)), 1.5) * (Math.PI / 180 / Steps);
        }

        Assert.Equal(0, e, 1e-9);
        Assert.Equal(arc, n, 1e-4); // The midpoint rule's own error at this step.
    }

    // The stated bound: lengths grow by d²/2R² at d east or west of the central meridian, R the radius of curvature (6,335 to 6,400 km).
    [Theory]
    [InlineData(50_000)]
    [InlineData(150_000)]
    [InlineData(300_000)]
    public void The_stated_distortion_holds(double away)
    {
        LocalProjection plane = LocalProjection.Around(52, 10);
        (double lat, double lon) = plane.ToWgs84(away, 0);
        const double Step = 1e-4;
        (double e1, double n1) = plane.FromWgs84(lat - Step, lon);
        (double e2, double n2) = plane.FromWgs84(lat + Step, lon);
        double onMap = Math.Sqrt(((e2 - e1) * (e2 - e1)) + ((n2 - n1) * (n2 - n1)));
        double s = Math.Sin(lat * Math.PI / 180);
        double onEarth = 6378137 * (1 - 0.00669437999014) / Math.Pow(1 - (0.00669437999014 * s * s), 1.5) * 2 * Step * Math.PI / 180;
        double expected = away * away / (2 * 6.38e6 * 6.38e6);
        Assert.Equal(expected, (onMap / onEarth) - 1, 0.02 * expected);
    }

    [Fact]
    public void The_origin_is_rounded_to_a_tenth_of_a_degree_and_the_code_leads_back_to_it()
    {
        LocalProjection plane = LocalProjection.Around(41.8812, -87.6287);
        Assert.Equal((41.9, -87.6), (plane.OriginLatitude, plane.OriginLongitude));
        Assert.Equal(plane.Coordinates, LocalProjection.Around(41.93, -87.61).Coordinates);
        Projection same = Projection.For(plane.Coordinates)!;
        Assert.Equal(plane.FromWgs84(41.7, -87.8), same.FromWgs84(41.7, -87.8));
        Assert.Null(Projection.For(CoordinateSystem.PlanarMetres));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalProjection.Around(91, 0));
    }

    // Independent check of scale and bearing far from the centre: Chicago's two airports, about 25 km apart, by the haversine formula on the sphere (0.3 %).
    [Fact]
    public void Distances_are_those_on_the_Earth()
    {
        LocalProjection plane = LocalProjection.Around(41.9, -87.7);
        (double e1, double n1) = plane.FromWgs84(41.9786, -87.9048);
        (double e2, double n2) = plane.FromWgs84(41.7868, -87.7522);
        double flat = Math.Sqrt(((e1 - e2) * (e1 - e2)) + ((n1 - n2) * (n1 - n2)));
        double r = Math.PI / 180, a = Math.Pow(Math.Sin((41.9786 - 41.7868) * r / 2), 2) + (Math.Cos(41.9786 * r) * Math.Cos(41.7868 * r) * Math.Pow(Math.Sin((87.9048 - 87.7522) * r / 2), 2));
        Assert.Equal(2 * 6371_000 * Math.Asin(Math.Sqrt(a)), flat, 0.003 * flat);
    }
}
