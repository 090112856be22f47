using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>An endless tiling of the plane by equal cells, each with a column and a row; shifted to an origin and turned about it.</summary>
/// <remarks>Cells are described in the lattice's own frame (u, v): the plane shifted by the origin and turned back. Immutable and thread-safe.</remarks>
internal abstract class Lattice
{
    /// <summary>Columns and rows stay within ± this number, far beyond any place on the Earth at any sensible size.</summary>
    public const int Limit = 1 << 30;


    protected Lattice(double cellArea, GridOptions options)
    {
        CellArea = cellArea;
        Frame = new LatticeFrame(options.OriginEasting, options.OriginNorthing, options.RotationDegrees);
    }

    public double CellArea { get; }

    public LatticeFrame Frame { get; }

    public void ToFrame(double easting, double northing, out double u, out double v) => Frame.ToFrame(easting, northing, out u, out v);

    public Coordinate ToPlane(double u, double v)
    {
        (double easting, double northing) = Frame.ToPlane(u, v);
        return new Coordinate(easting, northing);
    }

    /// <summary>The cell that holds a point of the plane; false where it lies beyond <see cref="Limit"/>.</summary>
    public bool TryLocate(double easting, double northing, out int column, out int row)
    {
        ToFrame(easting, northing, out double u, out double v);
        LocateInFrame(u, v, out double c, out double r);
        if (Math.Abs(c) < Limit && Math.Abs(r) < Limit)
        {
            column = (int)c;
            row = (int)r;
            return true;
        }

        column = row = 0;
        return false;
    }

    protected abstract void LocateInFrame(double u, double v, out double column, out double row);

    /// <summary>The centre of a cell in the frame.</summary>
    public abstract (double U, double V) Centre(int column, int row);

    /// <summary>The corners of a cell in the frame, counterclockwise, not closed: u, v, u, v, ….</summary>
    public abstract double[] Corners(int column, int row);

    /// <summary>A rectangle of the frame that covers the cells of a block; the ends of the ranges are exclusive.</summary>
    public abstract Envelope Bounds(int columnFrom, int columnTo, int rowFrom, int rowTo);

    /// <summary>The block of columns and rows (exclusive ends) that covers a rectangle of the frame; as doubles, since it may be absurdly large.</summary>
    public abstract (double ColumnFrom, double ColumnTo, double RowFrom, double RowTo) Covering(Envelope frame);

    /// <summary>Steps in columns and rows to the neighbours of a cell in a given row.</summary>
    public abstract ReadOnlySpan<(int Columns, int Rows)> Steps(NeighbourRule rule, int row);

    /// <summary>The stable identifier of a cell.</summary>
    public abstract string IdOf(int column, int row);

    /// <summary>The word for a report.</summary>
    public abstract string Shape { get; }

    public Polygon Outline(int column, int row) => Planar.Factory.CreatePolygon(RingOf(Corners(column, row)));

    public Coordinate[] RingOf(double[] frame)
    {
        Coordinate[] ring = new Coordinate[(frame.Length / 2) + 1];
        for (int i = 0; i < ring.Length - 1; i++)
        {
            ring[i] = ToPlane(frame[2 * i], frame[(2 * i) + 1]);
        }

        ring[^1] = ring[0].Copy();
        return ring;
    }
}
