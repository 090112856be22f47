using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>Takes polygons from degrees to a plane.</summary>
internal static class Reprojection
{
    // A straight line in degrees bends in the plane; two kilometres bend by a decimetre.
    private const double LongestEdgeDegrees = 0.02;

    public static Geometry FromDegrees(Geometry polygons, Projection projection)
    {
        Polygon[] parts = new Polygon[polygons.NumGeometries];
        for (int i = 0; i < parts.Length; i++)
        {
            Polygon polygon = (Polygon)polygons.GetGeometryN(i);
            parts[i] = Planar.Factory.CreatePolygon(
                Ring(polygon.Shell, projection),
                Array.ConvertAll(polygon.Holes, h => Ring(h, projection)));
        }

        return parts.Length == 1 ? parts[0] : Planar.Factory.CreateMultiPolygon(parts);
    }

    private static LinearRing Ring(LinearRing ring, Projection projection)
    {
        CoordinateSequence points = ring.CoordinateSequence;
        List<Coordinate> plane = new(points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            double lon = points.GetX(i), lat = points.GetY(i);
            if (i > 0)
            {
                double beforeLon = points.GetX(i - 1), beforeLat = points.GetY(i - 1);
                int pieces = (int)Math.Ceiling(Math.Max(Math.Abs(lon - beforeLon), Math.Abs(lat - beforeLat)) / LongestEdgeDegrees);

                // Computed from the same end whichever way the ring runs, so that neighbours get the same points.
                bool forward = beforeLon < lon || (beforeLon == lon && beforeLat < lat);
                for (int k = 1; k < pieces; k++)
                {
                    double t = forward ? (double)k / pieces : (double)(pieces - k) / pieces;
                    plane.Add(forward ? Between(beforeLon, beforeLat, lon, lat, t) : Between(lon, lat, beforeLon, beforeLat, t));
                }
            }

            plane.Add(Project(lon, lat));
        }

        plane[^1] = plane[0].Copy();
        return Planar.Factory.CreateLinearRing([.. plane]);

        Coordinate Between(double lon1, double lat1, double lon2, double lat2, double t) => Project(lon1 + ((lon2 - lon1) * t), lat1 + ((lat2 - lat1) * t));

        Coordinate Project(double lon, double lat)
        {
            (double easting, double northing) = projection.FromWgs84(lat, lon);
            return new Coordinate(easting, northing);
        }
    }
}
