using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicingModels.Gridding;

/// <summary>A block of equal squares side by side: columns eastward and rows northward of an origin, turned about it where asked.</summary>
/// <remarks>
/// With the offset <c>x = easting − origin</c> (turned back where the lattice is turned), a point lies in the column c for which
/// <c>c × side ≤ x &lt; (c + 1) × side</c>, each product as IEEE double precision gives it: an edge belongs to the square east of it, exactly
/// where it is drawn. That is floor(x ÷ side), but for quotients that round across an edge. Rows likewise. The vectorised code gives the
/// same answer for every point: it multiplies by the reciprocal of the side, and applies the rule itself where the product is too near
/// an edge to decide. Boxes are numbered row by row: <c>(row − FirstRow) × Columns + (column − FirstColumn)</c>.
/// </remarks>
public sealed record SquareLattice
{
    private readonly double _inverseSide;
    private readonly double _decided;
    private readonly double _middleColumn;
    private readonly double _middleRow;
    private readonly LatticeFrame _frame;

    /// <summary>Makes a lattice.</summary>
    /// <param name="originEasting">South-western corner of column 0, metres east; finite.</param>
    /// <param name="originNorthing">South-western corner of row 0, metres north; finite.</param>
    /// <param name="sideMetres">Side of a square, metres; above 0 and finite.</param>
    /// <param name="columns">Number of columns, 1 to 1,073,741,824.</param>
    /// <param name="rows">Number of rows, 1 to 1,073,741,824; columns × rows at most 2,147,483,647.</param>
    /// <param name="rotationDegrees">By how much the lattice is turned about its origin, degrees anticlockwise; finite.</param>
    /// <param name="firstColumn">The westernmost column of the block, within ± 1,073,741,824.</param>
    /// <param name="firstRow">The southernmost row of the block, within ± 1,073,741,824.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SquareLattice(double originEasting, double originNorthing, double sideMetres, int columns, int rows, double rotationDegrees = 0, int firstColumn = 0, int firstRow = 0)
    {
        RequireFinite(originEasting, nameof(originEasting));
        RequireFinite(originNorthing, nameof(originNorthing));
        RequireFinite(rotationDegrees, nameof(rotationDegrees));
        if (!(sideMetres > 0) || !double.IsNormal(sideMetres) || !double.IsNormal(1 / sideMetres))
        {
            throw new ArgumentOutOfRangeException(nameof(sideMetres), sideMetres, "The side of a square is above 0 and finite, in metres.");
        }

        RequireCount(columns, nameof(columns));
        RequireCount(rows, nameof(rows));
        RequireFirst(firstColumn, nameof(firstColumn));
        RequireFirst(firstRow, nameof(firstRow));
        if ((long)columns * rows > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, string.Create(CultureInfo.InvariantCulture, $"{columns} columns × {rows} rows are more than {int.MaxValue} boxes; use a larger side."));
        }

        OriginEasting = originEasting;
        OriginNorthing = originNorthing;
        SideMetres = sideMetres;
        Columns = columns;
        Rows = rows;
        RotationDegrees = rotationDegrees;
        FirstColumn = firstColumn;
        FirstRow = firstRow;
        _inverseSide = 1 / sideMetres;
        _middleColumn = (columns - 1) / 2.0;
        _middleRow = (rows - 1) / 2.0;
        // Product, quotient and drawn edge are within 2⁻⁵⁰ of each other, relatively; beyond the block it does not matter.
        double farthest = new[] { -(double)firstColumn, -(double)firstRow, (double)firstColumn + columns, (double)firstRow + rows }.Max() + 2;
        _decided = 0.5 - Math.ScaleB(farthest, -50);
        _frame = new LatticeFrame(originEasting, originNorthing, rotationDegrees);
    }

    /// <summary>South-western corner of column 0, metres east.</summary>
    public double OriginEasting { get; }

    /// <summary>South-western corner of row 0, metres north.</summary>
    public double OriginNorthing { get; }

    /// <summary>Side of a square, metres.</summary>
    public double SideMetres { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>By how much the lattice is turned about its origin, degrees anticlockwise.</summary>
    public double RotationDegrees { get; }

    /// <summary>The westernmost column of the block.</summary>
    public int FirstColumn { get; }

    /// <summary>The southernmost row of the block.</summary>
    public int FirstRow { get; }

    /// <summary>Number of boxes: columns × rows.</summary>
    public int BoxCount => Columns * Rows;

    /// <summary>A point given in sides from the origin along the lattice's own axes: (0, 0) the origin, (1, 0) the next corner along row 0.</summary>
    /// <returns>Metres east and north.</returns>
    public (double Easting, double Northing) PointAt(double column, double row) => _frame.ToPlane(column * SideMetres, row * SideMetres);

    /// <summary>The centre of a box.</summary>
    /// <param name="box">0 to <see cref="BoxCount"/> − 1.</param>
    public (double Easting, double Northing) Centre(int box)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)box, (uint)BoxCount, nameof(box));
        return PointAt(FirstColumn + (box % Columns) + 0.5, FirstRow + (box / Columns) + 0.5);
    }

    /// <summary>The box of one point: the rule itself.</summary>
    /// <returns>0 to <see cref="BoxCount"/> − 1; −1 where the point lies in none.</returns>
    public int Locate(double easting, double northing)
    {
        _frame.ToFrame(easting, northing, out double east, out double north);
        double column = IndexOf(east, SideMetres) - FirstColumn, row = IndexOf(north, SideMetres) - FirstRow;
        return column >= 0 && column < Columns && row >= 0 && row < Rows ? ((int)row * Columns) + (int)column : -1;
    }

    /// <summary>The box of each point.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north, as many as eastings.</param>
    /// <param name="boxes">Receives one box number per point; −1 where a point lies in none. At least as long.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> boxes)
    {
        if (northing.Length != easting.Length || boxes.Length < easting.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings, {northing.Length} northings and room for {boxes.Length} boxes; the first two are equal and the last is not less.", nameof(boxes));
        }

        LocateBlock(ref MemoryMarshal.GetReference(easting), ref MemoryMarshal.GetReference(northing), ref MemoryMarshal.GetReference(boxes), easting.Length, -1);
    }

    /// <summary>The box of each point; a number of the caller's choice where a point lies in none.</summary>
    internal void LocateBlock(ref double easting, ref double northing, ref int boxes, int count, int outside)
    {
        int done = 0;
        if (Avx2.IsSupported && Fma.IsSupported)
        {
            for (; done <= count - Vector256<int>.Count; done += Vector256<int>.Count)
            {
                bool decided = LocateEight(ref Unsafe.Add(ref easting, done), ref Unsafe.Add(ref northing, done), ref Unsafe.Add(ref boxes, done), outside);
                if (!decided)
                {
                    LocateOneByOne(ref Unsafe.Add(ref easting, done), ref Unsafe.Add(ref northing, done), ref Unsafe.Add(ref boxes, done), Vector256<int>.Count, outside);
                }
            }
        }

        LocateOneByOne(ref Unsafe.Add(ref easting, done), ref Unsafe.Add(ref northing, done), ref Unsafe.Add(ref boxes, done), count - done, outside);
    }

    private void LocateOneByOne(ref double easting, ref double northing, ref int boxes, int count, int outside)
    {
        for (int i = 0; i < count; i++)
        {
            int box = Locate(Unsafe.Add(ref easting, i), Unsafe.Add(ref northing, i));
            Unsafe.Add(ref boxes, i) = box < 0 ? outside : box;
        }
    }

    /// <summary>The boxes of eight points; false where one of them is too near an edge for the reciprocal to decide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool LocateEight(ref double easting, ref double northing, ref int boxes, int outside)
    {
        (Vector128<int> low, Vector256<double> lowInside, Vector256<double> lowFromMiddle) = LocateFour(ref easting, ref northing);
        (Vector128<int> high, Vector256<double> highInside, Vector256<double> highFromMiddle) = LocateFour(ref Unsafe.Add(ref easting, 4), ref Unsafe.Add(ref northing, 4));
        Vector256<int> inside = Vector256.Narrow(lowInside.AsInt64(), highInside.AsInt64());
        Vector256.ConditionalSelect(inside, Vector256.Create(low, high), Vector256.Create(outside)).StoreUnsafe(ref boxes);
        return Vector256.LessThanAll(Avx.Max(lowFromMiddle, highFromMiddle), Vector256.Create(_decided));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector128<int> Box, Vector256<double> Inside, Vector256<double> FromMiddle) LocateFour(ref double easting, ref double northing)
    {
        Vector256<double> east = Vector256.LoadUnsafe(ref easting) - Vector256.Create(OriginEasting);
        Vector256<double> north = Vector256.LoadUnsafe(ref northing) - Vector256.Create(OriginNorthing);
        if (_frame.IsTurned)
        {
            Vector256<double> sine = Vector256.Create(_frame.Sine), cosine = Vector256.Create(_frame.Cosine);
            (east, north) = ((east * cosine) + (north * sine), (north * cosine) - (east * sine));
        }

        // Half a side less, so that the nearest whole number is the box; adding and taking away 1.5 × 2⁵² rounds to it.
        Vector256<double> inverse = Vector256.Create(_inverseSide), rounding = Vector256.Create(6755399441055744.0);
        east = Fma.MultiplyAdd(east, inverse, Vector256.Create(-0.5 - FirstColumn));
        north = Fma.MultiplyAdd(north, inverse, Vector256.Create(-0.5 - FirstRow));
        Vector256<double> column = (east + rounding) - rounding, row = (north + rounding) - rounding;
        Vector256<double> inside = Vector256.LessThan(Vector256.Abs(column - Vector256.Create(_middleColumn)), Vector256.Create(_middleColumn + 0.75))
            & Vector256.LessThan(Vector256.Abs(row - Vector256.Create(_middleRow)), Vector256.Create(_middleRow + 0.75));
        return (
            Avx.ConvertToVector128Int32WithTruncation(Fma.MultiplyAdd(row, Vector256.Create((double)Columns), column)),
            inside,
            Avx.Max(Vector256.Abs(east - column), Vector256.Abs(north - row)));
    }

    /// <summary>The column whose drawn edges hold an offset; a division may round across an edge, which the products then settle.</summary>
    internal static double IndexOf(double offset, double side)
    {
        double index = Math.Floor(offset / side);
        if (index * side > offset)
        {
            return index - 1;
        }

        return (index + 1) * side <= offset ? index + 1 : index;
    }

    private static void RequireFirst(int value, string name)
    {
        if (value is < -(1 << 30) or > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(name, value, "The first column and row lie within ± 1,073,741,824.");
        }
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "The origin and the rotation of a lattice are finite numbers.");
        }
    }

    private static void RequireCount(int value, string name)
    {
        if (value is < 1 or > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(name, value, "A lattice has 1 to 1,073,741,824 columns and rows.");
        }
    }
}
