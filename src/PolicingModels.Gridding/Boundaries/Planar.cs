using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace PolicingModels.Gridding;

/// <summary>The package's own geometry settings: double precision, no spatial reference number, nothing global.</summary>
internal static class Planar
{
    // NetTopologySuite refuses to overlay geometries of differing settings, and callers' own geometries have its default; our overlays name OverlayNG themselves.
    private static readonly NtsGeometryServices Services = new(CoordinateArraySequenceFactory.Instance, new PrecisionModel(), 0, GeometryOverlay.Legacy, new CoordinateEqualityComparer());

    public static GeometryFactory Factory { get; } = Services.CreateGeometryFactory();

    public static Polygon Rectangle(double west, double south, double east, double north) =>
        Factory.CreatePolygon([new(west, south), new(east, south), new(east, north), new(west, north), new(west, south)]);

    public static bool IsAreal(Geometry geometry) => geometry is Polygon or MultiPolygon;

    /// <summary>The polygons of a geometry, dropping points and lines that an overlay may leave.</summary>
    public static Geometry PolygonsOf(Geometry geometry)
    {
        if (IsAreal(geometry))
        {
            return geometry;
        }

        List<Polygon> polygons = [];
        Collect(geometry, polygons);
        return polygons.Count == 1 ? polygons[0] : Factory.CreateMultiPolygon([.. polygons]);
    }

    private static void Collect(Geometry geometry, List<Polygon> polygons)
    {
        if (geometry is Polygon polygon)
        {
            if (!polygon.IsEmpty)
            {
                polygons.Add(polygon);
            }

            return;
        }

        for (int i = 0; geometry is GeometryCollection && i < geometry.NumGeometries; i++)
        {
            Collect(geometry.GetGeometryN(i), polygons);
        }
    }
}
