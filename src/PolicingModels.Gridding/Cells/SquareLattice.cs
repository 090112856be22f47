using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicingModels.Gridding;

/// <summary>Equal squares side by side: columns eastward and rows northward from an origin, turned about it where asked.</summary>
/// <remarks>
/// A point lies in column <c>floor((easting − origin) ÷ side)</c>, row likewise, each step in IEEE double precision: subtract, divide,
/// floor. So squares are half-open, <c>[west, east)</c> and <c>[south, north)</c>. The vectorised code gives that same answer for every
/// point: it multiplies by the reciprocal of the side, and divides where the product is too near an edge to decide. With a rotation
/// the offsets from the origin are turned back first. Boxes are numbered row by row from the origin: <c>row × Columns + column</c>.
/// </remarks>
public sealed record SquareLattice
{
    private readonly double _inverseSide;
    private readonly double _sine;
    private readonly double _cosine;
    private readonly double _decided;

    /// <summary>Makes a lattice.</summary>
    /// <param name="originEasting">South-western corner of the first box, metres east; finite.</param>
    /// <param name="originNorthing">South-western corner of the first box, metres north; finite.</param>
    /// <param name="sideMetres">Side of a square, metres; above 0 and finite.</param>
    /// <param name="columns">Number of columns, 1 to 1,073,741,824.</param>
    /// <param name="rows">Number of rows, 1 to 1,073,741,824; columns × rows at most 2,147,483,647.</param>
    /// <param name="rotationDegrees">By how much the lattice is turned about its origin, degrees anticlockwise; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SquareLattice(double originEasting, double originNorthing, double sideMetres, int columns, int rows, double rotationDegrees = 0)
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
        _inverseSide = 1 / sideMetres;
        // The product with the rounded reciprocal is within 2⁻⁵¹ of the rounded quotient, relatively; beyond the last box it does not matter.
        _decided = 0.5 - Math.ScaleB(Math.Max(columns, rows) + 2.0, -50);
        (_sine, _cosine) = Math.SinCos(rotationDegrees * (Math.PI / 180));
    }

    /// <summary>South-western corner of the first box, metres east.</summary>
    public double OriginEasting { get; }

    /// <summary>South-western corner of the first box, metres north.</summary>
    public double OriginNorthing { get; }

    /// <summary>Side of a square, metres.</summary>
    public double SideMetres { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>By how much the lattice is turned about its origin, degrees anticlockwise.</summary>
    public double RotationDegrees { get; }

    /// <summary>Number of boxes: columns × rows.</summary>
    public int BoxCount => Columns * Rows;

    /// <summary>A point given in sides from the origin along the lattice's own axes: (0, 0) the origin, (1, 0) the next corner along the first row.</summary>
    /// <returns>Metres east and north.</returns>
    public (double Easting, double Northing) PointAt(double column, double row)
    {
        double along = column * SideMetres, up = row * SideMetres;
        return RotationDegrees == 0
            ? (OriginEasting + along, OriginNorthing + up)
            : (OriginEasting + (along * _cosine) - (up * _sine), OriginNorthing + (along * _sine) + (up * _cosine));
    }

    /// <summary>The centre of a box.</summary>
    /// <param name="box">0 to <see cref="BoxCount"/> − 1.</param>
    public (double Easting, double Northing) Centre(int box)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)box, (uint)BoxCount, nameof(box));
        return PointAt((box % Columns) + 0.5, (box / Columns) + 0.5);
    }

    /// <summary>The box of one point: the rule, one division at a time.</summary>
    /// <returns>0 to <see cref="BoxCount"/> − 1; −1 where the point lies in none.</returns>
    public int Locate(double easting, double northing)
    {
        double east = easting - OriginEasting, north = northing - OriginNorthing;
        if (RotationDegrees != 0)
        {
            (east, north) = ((east * _cosine) + (north * _sine), (north * _cosine) - (east * _sine));
        }

        double column = Math.Floor(east / SideMetres), row = Math.Floor(north / SideMetres);
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

        int done = 0;
        if (Avx2.IsSupported)
        {
            ref double e = ref MemoryMarshal.GetReference(easting);
            ref double n = ref MemoryMarshal.GetReference(northing);
            ref int b = ref MemoryMarshal.GetReference(boxes);
            for (; done <= easting.Length - Vector256<int>.Count; done += Vector256<int>.Count)
            {
                Vector256<int> found = LocateEight(ref Unsafe.Add(ref e, done), ref Unsafe.Add(ref n, done), out bool decided);
                if (decided)
                {
                    found.StoreUnsafe(ref b, (nuint)done);
                }
                else
                {
                    for (int i = done; i < done + Vector256<int>.Count; i++)
                    {
                        boxes[i] = Locate(easting[i], northing[i]);
                    }
                }
            }
        }

        for (; done < easting.Length; done++)
        {
            boxes[done] = Locate(easting[done], northing[done]);
        }
    }

    /// <summary>The boxes of eight points; where one of them is too near an edge for the reciprocal, says so instead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> LocateEight(ref double easting, ref double northing, out bool decided)
    {
        (Vector128<int> columnLow, Vector128<int> rowLow, Vector256<double> low) = LocateFour(ref easting, ref northing);
        (Vector128<int> columnHigh, Vector128<int> rowHigh, Vector256<double> high) = LocateFour(ref Unsafe.Add(ref easting, 4), ref Unsafe.Add(ref northing, 4));
        decided = Vector256.LessThanAll(Avx.Max(low, high), Vector256.Create(_decided));
        Vector256<int> column = Vector256.Create(columnLow, columnHigh), row = Vector256.Create(rowLow, rowHigh);
        Vector256<int> lastColumn = Vector256.Create(Columns - 1), lastRow = Vector256.Create(Rows - 1);
        // Unsigned, a negative number or the conversion's overflow is above every last one.
        Vector256<int> inside = Vector256.Equals(Avx2.Min(column.AsUInt32(), lastColumn.AsUInt32()).AsInt32(), column)
            & Vector256.Equals(Avx2.Min(row.AsUInt32(), lastRow.AsUInt32()).AsInt32(), row);
        return ((row * Columns) + column) | ~inside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector128<int> Column, Vector128<int> Row, Vector256<double> FromMiddle) LocateFour(ref double easting, ref double northing)
    {
        Vector256<double> east = Vector256.LoadUnsafe(ref easting) - Vector256.Create(OriginEasting);
        Vector256<double> north = Vector256.LoadUnsafe(ref northing) - Vector256.Create(OriginNorthing);
        if (RotationDegrees != 0)
        {
            Vector256<double> sine = Vector256.Create(_sine), cosine = Vector256.Create(_cosine);
            (east, north) = ((east * cosine) + (north * sine), (north * cosine) - (east * sine));
        }

        east *= Vector256.Create(_inverseSide);
        north *= Vector256.Create(_inverseSide);
        Vector256<double> column = Vector256.Floor(east), row = Vector256.Floor(north), half = Vector256.Create(0.5);
        return (
            Avx.ConvertToVector128Int32WithTruncation(column),
            Avx.ConvertToVector128Int32WithTruncation(row),
            Avx.Max(Vector256.Abs(east - column - half), Vector256.Abs(north - row - half)));
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

/// <summary>A grid whose cells are boxes of a lattice: counting then takes the fast path.</summary>
internal interface ISquareLatticeGrid
{
    /// <summary>The lattice.</summary>
    SquareLattice Lattice { get; }

    /// <summary>Per box the number of its cell, −1 where the box is no cell; empty where boxes are the cells, in their order.</summary>
    ReadOnlySpan<int> CellOfBox { get; }
}
