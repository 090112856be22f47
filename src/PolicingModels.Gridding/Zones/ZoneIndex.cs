using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace PolicingModels.Gridding;

/// <summary>Finds the zone of a point: a raster of small squares, each either wholly in one zone or with the short list of zones that pass through it.</summary>
/// <remarks>The raster is filled through an STR-tree of the zones; what it answers is what the polygons answer. Immutable and thread-safe.</remarks>
internal sealed class ZoneIndex
{
    private const int Nowhere = -1;

    private readonly PolygonLocator[] _locators;
    private readonly Envelope _extent = new();
    private readonly double _columnsPerMetre, _rowsPerMetre;

    // Squares a few to a zone.
    private readonly int _side;

    // A zone where it holds the whole square; −1 for none; −2 − k for the k-th list.
    private readonly int[] _raster;
    private readonly int[][] _lists;

    public ZoneIndex(Geometry[] zones)
    {
        _side = Math.Clamp((int)(4 * Math.Sqrt(zones.Length)), 16, 128);
        _raster = new int[_side * _side];
        _locators = Array.ConvertAll(zones, z => new PolygonLocator(z));
        foreach (Geometry zone in zones)
        {
            _extent.ExpandToInclude(zone.EnvelopeInternal);
        }

        _columnsPerMetre = _side / _extent.Width;
        _rowsPerMetre = _side / _extent.Height;
        STRtree<int> tree = ZoneContiguity.Tree(zones);
        IPreparedGeometry?[] prepared = new IPreparedGeometry?[zones.Length];
        List<int[]> lists = [];

        // Slightly larger than the square, so that rounding in the point's column never asks a wrong square.
        double width = _extent.Width / _side, height = _extent.Height / _side;
        for (int row = 0; row < _side; row++)
        {
            for (int column = 0; column < _side; column++)
            {
                double west = _extent.MinX + (column * width), south = _extent.MinY + (row * height);
                Polygon square = Planar.Rectangle(west - (0.01 * width), south - (0.01 * height), west + (1.01 * width), south + (1.01 * height));
                List<int> passing = [];
                int whole = Nowhere;
                foreach (int zone in tree.Query(square.EnvelopeInternal).Order())
                {
                    IPreparedGeometry shape = prepared[zone] ??= PreparedGeometryFactory.Prepare(zones[zone]);
                    if (!shape.Intersects(square))
                    {
                        continue;
                    }

                    // Later zones never win where an earlier one holds the whole square.
                    passing.Add(zone);
                    if (shape.ContainsProperly(square))
                    {
                        whole = zone;
                        break;
                    }
                }

                _raster[(row * _side) + column] = passing.Count == 0 ? Nowhere : passing.Count == 1 && whole >= 0 ? whole : -2 - lists.Count;
                if (_raster[(row * _side) + column] < Nowhere)
                {
                    lists.Add([.. passing]);
                }
            }
        }

        _lists = [.. lists];
    }

    public int Find(double easting, double northing)
    {
        if (!(easting >= _extent.MinX && easting <= _extent.MaxX && northing >= _extent.MinY && northing <= _extent.MaxY))
        {
            return Nowhere;
        }

        int column = Math.Min((int)((easting - _extent.MinX) * _columnsPerMetre), _side - 1);
        int row = Math.Min((int)((northing - _extent.MinY) * _rowsPerMetre), _side - 1);
        int at = _raster[(row * _side) + column];
        if (at >= Nowhere)
        {
            return at;
        }

        foreach (int zone in _lists[-2 - at])
        {
            if (_locators[zone].Contains(easting, northing))
            {
                return zone;
            }
        }

        return Nowhere;
    }
}
