using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>A cell of a lattice that has an area inside a boundary. <paramref name="IsWhole"/>: all of it.</summary>
internal readonly record struct ClippedCell(int Column, int Row, double Area, bool IsWhole);

/// <summary>Finds the cells of a lattice that a boundary covers, and how much of each, by halving blocks of cells together with the boundary.</summary>
/// <remarks>Each halving hands a block only the boundary that runs through it, so the cost is about vertices × log(cells) plus cells.</remarks>
internal sealed class LatticeClip
{
    private readonly Lattice _lattice;
    private readonly double _margin;
    private readonly int _maximumCells;
    private readonly CancellationToken _stop;
    private readonly List<ClippedCell> _cells = [];

    private LatticeClip(Lattice lattice, int maximumCells, CancellationToken stop)
    {
        _lattice = lattice;
        _margin = 0.01 * Math.Sqrt(lattice.CellArea);
        _maximumCells = maximumCells;
        _stop = stop;
    }

    /// <summary>The cells in order of row, then column; null where there would be more than allowed.</summary>
    public static List<ClippedCell>? Cover(Lattice lattice, Geometry boundary, int maximumCells, CancellationToken stop)
    {
        if (boundary.Area / lattice.CellArea > maximumCells)
        {
            return null;
        }

        List<double[]> rings = Rings(lattice, boundary);
        Envelope extent = new();
        foreach (double[] ring in rings)
        {
            for (int i = 0; i < ring.Length; i += 2)
            {
                extent.ExpandToInclude(ring[i], ring[i + 1]);
            }
        }

        (double columnFrom, double columnTo, double rowFrom, double rowTo) = lattice.Covering(extent);
        if (Math.Min(columnFrom, rowFrom) < -Lattice.Limit || Math.Max(columnTo, rowTo) > Lattice.Limit)
        {
            return null;
        }

        LatticeClip clip = new(lattice, maximumCells, stop);
        if (!clip.Visit(rings, (int)columnFrom, (int)columnTo, (int)rowFrom, (int)rowTo))
        {
            return null;
        }

        clip._cells.Sort((a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        return clip._cells;
    }

    private bool Visit(List<double[]> rings, int columnFrom, int columnTo, int rowFrom, int rowTo)
    {
        _stop.ThrowIfCancellationRequested();

        // The margin keeps this cut away from the cells' own edges, where the final cut is made.
        Envelope block = _lattice.Bounds(columnFrom, columnTo, rowFrom, rowTo);
        double west = block.MinX - _margin, east = block.MaxX + _margin, south = block.MinY - _margin, north = block.MaxY + _margin;
        List<double[]> inside = new(rings.Count);
        double area = 0;
        foreach (double[] ring in rings)
        {
            if (RingClip.KeepRectangle(ring, west, south, east, north) is { } kept)
            {
                inside.Add(kept);
                area += RingClip.SignedArea(kept);
            }
        }

        double whole = (east - west) * (north - south);
        if (inside.Count == 0 || area < 1e-12 * _lattice.CellArea)
        {
            return true;
        }

        long columns = (long)columnTo - columnFrom, rows = (long)rowTo - rowFrom;
        if (area >= whole * (1 - 1e-12))
        {
            if (_cells.Count + (columns * rows) > _maximumCells)
            {
                return false;
            }

            for (int row = rowFrom; row < rowTo; row++)
            {
                for (int column = columnFrom; column < columnTo; column++)
                {
                    _cells.Add(new ClippedCell(column, row, _lattice.CellArea, true));
                }
            }

            return true;
        }

        if (columns == 1 && rows == 1)
        {
            return AddCell(inside, columnFrom, rowFrom);
        }

        if (columns >= rows)
        {
            int middle = columnFrom + (int)(columns / 2);
            return Visit(inside, columnFrom, middle, rowFrom, rowTo) && Visit(inside, middle, columnTo, rowFrom, rowTo);
        }

        int half = rowFrom + (int)(rows / 2);
        return Visit(inside, columnFrom, columnTo, rowFrom, half) && Visit(inside, columnFrom, columnTo, half, rowTo);
    }

    private bool AddCell(List<double[]> rings, int column, int row)
    {
        double[] corners = _lattice.Corners(column, row);
        double area = 0;
        foreach (double[] ring in rings)
        {
            area += RingClip.KeepConvex(ring, corners) is { } kept ? RingClip.SignedArea(kept) : 0;
        }

        // Below this, a cell only touches the boundary; the rest is rounding.
        if (area <= 1e-12 * _lattice.CellArea)
        {
            return true;
        }

        if (_cells.Count == _maximumCells)
        {
            return false;
        }

        bool full = area >= _lattice.CellArea * (1 - 1e-12);
        _cells.Add(new ClippedCell(column, row, full ? _lattice.CellArea : area, full));
        return true;
    }

    // Shells counterclockwise and holes clockwise, so that signed areas add up.
    private static List<double[]> Rings(Lattice lattice, Geometry boundary)
    {
        List<double[]> rings = [];
        for (int i = 0; i < boundary.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)boundary.GetGeometryN(i);
            Add(polygon.ExteriorRing, 1);
            foreach (LineString hole in polygon.InteriorRings)
            {
                Add(hole, -1);
            }
        }

        return rings;

        void Add(LineString line, int sign)
        {
            CoordinateSequence points = line.CoordinateSequence;
            double[] ring = new double[2 * (points.Count - 1)];
            for (int i = 0; i < points.Count - 1; i++)
            {
                lattice.ToFrame(points.GetX(i), points.GetY(i), out ring[2 * i], out ring[(2 * i) + 1]);
            }

            if (RingClip.SignedArea(ring) * sign < 0)
            {
                for (int i = 0, j = ring.Length - 2; i < j; i += 2, j -= 2)
                {
                    (ring[i], ring[j]) = (ring[j], ring[i]);
                    (ring[i + 1], ring[j + 1]) = (ring[j + 1], ring[i + 1]);
                }
            }

            rings.Add(ring);
        }
    }
}
