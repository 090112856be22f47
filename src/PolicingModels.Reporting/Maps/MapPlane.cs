using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;

namespace PolicingModels.Reporting;

/// <summary>From metres on the ground to pixels on the map, north up, the same scale both ways.</summary>
internal readonly struct MapPlane
{
    private readonly double _west;
    private readonly double _north;
    private readonly double _margin;

    private MapPlane(double west, double north, double scale, double height, double margin)
    {
        _west = west;
        _north = north;
        Scale = scale;
        Height = height;
        _margin = margin;
    }

    /// <summary>Pixels per metre.</summary>
    public double Scale { get; }

    /// <summary>Height of the mapped area, pixels.</summary>
    public double Height { get; }

    public static MapPlane Fit(Envelope extent, double width, double height, double margin)
    {
        double scale = Math.Min(width / Math.Max(extent.Width, 1), height / Math.Max(extent.Height, 1));
        double left = (width - (extent.Width * scale)) / 2;
        return new MapPlane(extent.MinX - (left / scale), extent.MaxY, scale, extent.Height * scale, margin);
    }

    public (double X, double Y) At(Coordinate place) => (_margin + ((place.X - _west) * Scale), _margin + ((_north - place.Y) * Scale));

    /// <summary>Writes every ring of a geometry, in steps of a tenth of a pixel from the point before.</summary>
    public void Append(StringBuilder path, Geometry geometry)
    {
        switch (geometry)
        {
            case Polygon polygon when !polygon.IsEmpty:
                AppendRing(path, polygon.ExteriorRing.CoordinateSequence);
                for (int i = 0; i < polygon.NumInteriorRings; i++)
                {
                    AppendRing(path, polygon.GetInteriorRingN(i).CoordinateSequence);
                }

                break;
            case GeometryCollection collection:
                foreach (Geometry part in collection.Geometries)
                {
                    Append(path, part);
                }

                break;
        }
    }

    private void AppendRing(StringBuilder path, CoordinateSequence ring)
    {
        // Rounding places, not steps, keeps neighbours that share a corner together.
        (long lastX, long lastY) = Tenths(ring, 0);
        path.Append('M');
        Write(path, lastX);
        path.Append(lastY < 0 ? "" : " ");
        Write(path, lastY);
        for (int i = 1; i < ring.Count - 1; i++)
        {
            (long x, long y) = Tenths(ring, i);
            long dx = x - lastX, dy = y - lastY;
            if (dx == 0 && dy == 0)
            {
                continue;
            }

            if (dx == 0)
            {
                path.Append('v');
                Write(path, dy);
            }
            else if (dy == 0)
            {
                path.Append('h');
                Write(path, dx);
            }
            else
            {
                path.Append('l');
                Write(path, dx);
                path.Append(dy < 0 ? "" : " ");
                Write(path, dy);
            }

            (lastX, lastY) = (x, y);
        }

        path.Append('z');
    }

    private (long X, long Y) Tenths(CoordinateSequence ring, int at) =>
        ((long)Math.Round(10 * (_margin + ((ring.GetX(at) - _west) * Scale))), (long)Math.Round(10 * (_margin + ((_north - ring.GetY(at)) * Scale))));

    private static void Write(StringBuilder path, long tenths)
    {
        if (tenths < 0)
        {
            path.Append('-');
            tenths = -tenths;
        }

        path.Append(CultureInfo.InvariantCulture, $"{tenths / 10}");
        if (tenths % 10 != 0)
        {
            path.Append('.').Append((char)('0' + (tenths % 10)));
        }
    }
}
