using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>The Ordnance Survey's OSTN15 grid of shifts from ETRS89 to OSGB36 eastings and northings, at every kilometre.</summary>
/// <remarks>
/// Read from <c>OSTN15_OSGM15_DataFile.txt</c> of the Ordnance Survey's developer pack, which the caller supplies: it is not shipped.
/// Shifts are interpolated bilinearly inside each kilometre (<em>Transformations and OSGM15 user guide</em>, section 2). Immutable and
/// thread-safe; about 14 MB.
/// </remarks>
public sealed class Ostn15Grid
{
    private const int Columns = 701;
    private const int Rows = 1251;
    private const double Spacing = 1000;

    private readonly double[] _east;
    private readonly double[] _north;

    private Ostn15Grid(double[] east, double[] north)
    {
        _east = east;
        _north = north;
    }

    /// <summary>Reads the data file.</summary>
    /// <param name="path">The path of <c>OSTN15_OSGM15_DataFile.txt</c>: a header line, then 876,951 lines <c>id,easting,northing,eastShift,northShift,…</c>.</param>
    /// <exception cref="InputRefusedException">The file is missing, or a line is not of this form; the message names the line.</exception>
    public static Ostn15Grid Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using StreamReader reader = new(path);
            return Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputRefusedException(path, $"The OSTN15 grid file {path} could not be opened: {e.Message} Give the path of OSTN15_OSGM15_DataFile.txt from the Ordnance Survey's developer pack, or leave the option out to use the Helmert transformation (within 5 m).", inner: e);
        }
    }

    /// <summary>Reads the data file from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What to call the text in messages.</param>
    /// <exception cref="InputRefusedException">A line is not of the stated form.</exception>
    public static Ostn15Grid Read(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        double[] east = new double[Columns * Rows], north = new double[Columns * Rows];
        Array.Fill(east, double.NaN);
        long lineNumber = 0;
        int nodes = 0;
        Span<Range> fields = stackalloc Range[6];
        while (reader.ReadLine() is { } line)
        {
            lineNumber++;
            if (line.Length == 0 || (lineNumber == 1 && !char.IsAsciiDigit(line[0])))
            {
                continue;
            }

            ReadOnlySpan<char> text = line;
            if (text.Split(fields, ',') < 5
                || !TryNumber(text[fields[1]], out double e) || !TryNumber(text[fields[2]], out double n)
                || !TryNumber(text[fields[3]], out double shiftEast) || !TryNumber(text[fields[4]], out double shiftNorth)
                || e < 0 || n < 0 || e > (Columns - 1) * Spacing || n > (Rows - 1) * Spacing || e % Spacing != 0 || n % Spacing != 0)
            {
                throw new InputRefusedException(name, $"Line {lineNumber} of {name} is not a node of the OSTN15 grid: expected id,easting,northing,eastShift,northShift,… with the node on a whole kilometre, 0 to 700 km east and 0 to 1,250 km north.");
            }

            int at = ((int)(n / Spacing) * Columns) + (int)(e / Spacing);
            nodes += double.IsNaN(east[at]) ? 1 : 0;

            // The older grids mark nodes without a shift by two zeros; no true shift is zero (they are about 70 to 110 m).
            east[at] = shiftEast == 0 && shiftNorth == 0 ? double.NaN : shiftEast;
            north[at] = shiftNorth;
        }

        return nodes > 0
            ? new Ostn15Grid(east, north)
            : throw new InputRefusedException(name, $"{name} holds no node of the OSTN15 grid. Give OSTN15_OSGM15_DataFile.txt from the Ordnance Survey's developer pack.");
    }

    /// <summary>The shift at a place, interpolated.</summary>
    /// <param name="easting">ETRS89 easting in metres (national grid projection on GRS80).</param>
    /// <param name="northing">ETRS89 northing in metres.</param>
    /// <param name="eastShift">Metres to add to the easting; 0 where the grid does not cover the place.</param>
    /// <param name="northShift">Metres to add to the northing; 0 where the grid does not cover the place.</param>
    /// <returns>Whether the grid covers the place.</returns>
    public bool TryGetShift(double easting, double northing, out double eastShift, out double northShift)
    {
        eastShift = northShift = 0;
        double column = easting / Spacing, row = northing / Spacing;
        if (!(column >= 0 && row >= 0 && column < Columns - 1 && row < Rows - 1))
        {
            return false;
        }

        int at = ((int)row * Columns) + (int)column;
        double t = column - (int)column, u = row - (int)row;
        double south = (1 - u) * (1 - t), southEast = (1 - u) * t, northEast = u * t, northWest = u * (1 - t);
        double east = (south * _east[at]) + (southEast * _east[at + 1]) + (northEast * _east[at + Columns + 1]) + (northWest * _east[at + Columns]);
        if (double.IsNaN(east))
        {
            return false;
        }

        eastShift = east;
        northShift = (south * _north[at]) + (southEast * _north[at + 1]) + (northEast * _north[at + Columns + 1]) + (northWest * _north[at + Columns]);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
