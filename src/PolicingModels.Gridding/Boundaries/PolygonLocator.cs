using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>Answers whether points lie in a polygon, by ray crossing over edges sorted into horizontal strips. Immutable and thread-safe.</summary>
/// <remarks>
/// Half-open: a point on a western or southern edge is inside, on an eastern or northern edge outside, so polygons that share
/// an edge share no point. Each edge is evaluated from its lower end, so two polygons decide alike along an edge that both have.
/// </remarks>
internal sealed class PolygonLocator
{
    private readonly double _south, _stripsPerMetre;
    private readonly int _strips;
    private readonly int[] _start;
    private readonly Edge[] _edges;
    private readonly Envelope _extent;

    public PolygonLocator(Geometry polygons)
    {
        _extent = polygons.EnvelopeInternal.Copy();
        List<Edge> edges = [];
        double rise = 0;
        for (int i = 0; i < polygons.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)polygons.GetGeometryN(i);
            rise += Add(edges, polygon.ExteriorRing);
            foreach (LineString hole in polygon.InteriorRings)
            {
                rise += Add(edges, hole);
            }
        }

        double height = Math.Max(_extent.Height, double.Epsilon);

        // As many strips as keep the copies of tall edges within a few per edge.
        double affordable = edges.Count * 8 / Math.Max(rise / height, 1);
        _strips = (int)Math.Clamp(Math.Min(affordable, edges.Count / 2.0), 1, 1 << 16);
        _south = _extent.MinY;
        _stripsPerMetre = _strips / height;
        _start = new int[_strips + 1];
        foreach (Edge edge in edges)
        {
            for (int s = Strip(edge.LowY), last = Strip(edge.HighY); s <= last; s++)
            {
                _start[s + 1]++;
            }
        }

        for (int s = 0; s < _strips; s++)
        {
            _start[s + 1] += _start[s];
        }

        _edges = new Edge[_start[_strips]];
        int[] next = _start[..^1];
        foreach (Edge edge in edges)
        {
            for (int s = Strip(edge.LowY), last = Strip(edge.HighY); s <= last; s++)
            {
                _edges[next[s]++] = edge;
            }
        }
    }

    public bool Contains(double easting, double northing)
    {
        if (!(easting >= _extent.MinX && easting <= _extent.MaxX && northing >= _extent.MinY && northing <= _extent.MaxY))
        {
            return false;
        }

        bool inside = false;
        int strip = Strip(northing);
        foreach (ref readonly Edge edge in _edges.AsSpan(_start[strip], _start[strip + 1] - _start[strip]))
        {
            if (northing >= edge.LowY && northing < edge.HighY && ((edge.HighX - edge.LowX) * (northing - edge.LowY)) > ((easting - edge.LowX) * (edge.HighY - edge.LowY)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static double Add(List<Edge> edges, LineString ring)
    {
        CoordinateSequence points = ring.CoordinateSequence;
        double rise = 0;
        for (int i = 1; i < points.Count; i++)
        {
            double x1 = points.GetX(i - 1), y1 = points.GetY(i - 1), x2 = points.GetX(i), y2 = points.GetY(i);
            if (y1 != y2)
            {
                edges.Add(y1 < y2 ? new Edge(x1, y1, x2, y2) : new Edge(x2, y2, x1, y1));
                rise += Math.Abs(y2 - y1);
            }
        }

        return rise;
    }

    private int Strip(double northing) => Math.Clamp((int)((northing - _south) * _stripsPerMetre), 0, _strips - 1);

    private readonly record struct Edge(double LowX, double LowY, double HighX, double HighY);
}
