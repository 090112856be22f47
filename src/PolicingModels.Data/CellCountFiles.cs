using System.Globalization;
using System.Text;
using PolicingModels.Gridding;

namespace PolicingModels.Data;

/// <summary>Reads counts that were already made, so that two systems can be compared on identical cells and periods.</summary>
/// <remarks>
/// The counts file has the period's start date in its first column and one column per cell, one row per period in time order. The
/// cells file has <c>cell,easting,northing</c> and optionally <c>area_km2</c>, one row per cell in the same order; other columns are
/// ignored. Both may be packed with gzip.
/// </remarks>
public static class CellCountFiles
{
    /// <summary>The area taken for cells that do not state one, in square kilometres.</summary>
    public const double DefaultAreaSquareKilometres = 1;

    /// <summary>Reads counts and their cells.</summary>
    /// <param name="countsPath">The counts file.</param>
    /// <param name="cellsPath">The cells file.</param>
    /// <param name="coordinates">The plane of the cells; null for a projected plane in metres.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// Counts on listed cells. The calendar is told from the start dates: every one a first of the month, monthly (months may be
    /// missing); steps of 28 or 7 days, four-weekly or weekly (periods may be missing); otherwise periods as listed, each ending
    /// where the next begins, the last as long as the one before.
    /// </returns>
    /// <exception cref="InputRefusedException">A file is missing or malformed: a ragged row, a count that is negative or no number, another number of cells, dates out of order. The message names file, line and column.</exception>
    public static SpaceTimeCounts Read(string countsPath, string cellsPath, CoordinateSystem? coordinates = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(countsPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(cellsPath);
        List<GridCell> cells = ReadCells(cellsPath);
        (List<DateOnly> starts, List<double[]> rows) = ReadCounts(countsPath, cellsPath, cells, cancellationToken);
        double[] values = new double[rows.Count * cells.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].CopyTo(values, i * cells.Count);
        }

        return new SpaceTimeCounts(Grid.Listed(cells, coordinates ?? CoordinateSystem.PlanarMetres), CalendarOf(countsPath, starts), [values]);
    }

    private static List<GridCell> ReadCells(string path)
    {
        using DelimitedScanner scanner = DelimitedFile.Open(path, TextInput.Open(path), null);
        string[] headers = DelimitedFile.Header(path, scanner);
        scanner.ExpectedFields = headers.Length;
        int id = Column("cell"), easting = Column("easting"), northing = Column("northing");
        int area = Array.FindIndex(headers, h => h.Equals("area_km2", StringComparison.OrdinalIgnoreCase));
        List<GridCell> cells = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        while (Next(path, scanner))
        {
            string name = Encoding.UTF8.GetString(Texts.Trim(scanner.Field(id)));
            if (name.Length == 0 || !ids.Add(name))
            {
                throw Refuse(path, scanner.Line, headers[id], name, "every cell has an id of its own");
            }

            double size = area < 0 ? DefaultAreaSquareKilometres : Number(path, scanner, headers, area);
            if (!(size > 0))
            {
                throw Refuse(path, scanner.Line, headers[area], scanner.Field(area), "an area is above 0 square kilometres");
            }

            cells.Add(new GridCell(name, Number(path, scanner, headers, easting), Number(path, scanner, headers, northing), size));
        }

        return cells.Count > 0 ? cells : throw new InputRefusedException(path, $"{path} has a header and no cells; list at least one.");

        int Column(string wanted)
        {
            int at = Array.FindIndex(headers, h => h.Equals(wanted, StringComparison.OrdinalIgnoreCase));
            return at >= 0 ? at : throw new InputRefusedException(path, $"{path} has no column “{wanted}”; its headers are {string.Join(", ", headers.Select(h => $"“{h}”"))}, and cell, easting and northing are needed.");
        }
    }

    private static (List<DateOnly> Starts, List<double[]> Rows) ReadCounts(string path, string cellsPath, List<GridCell> cells, CancellationToken cancellationToken)
    {
        using DelimitedScanner scanner = DelimitedFile.Open(path, TextInput.Open(path), null);
        string[] headers = DelimitedFile.Header(path, scanner);
        if (headers.Length - 1 != cells.Count)
        {
            throw new InputRefusedException(path, FormattableString.Invariant($"{path} has columns for {headers.Length - 1} cells where {cellsPath} lists {cells.Count}; both list the same cells in the same order."));
        }

        for (int i = 0; i < cells.Count; i++)
        {
            if (headers[i + 1] != cells[i].Id)
            {
                throw new InputRefusedException(path, FormattableString.Invariant($"{path} has the cell “{headers[i + 1]}” in column {i + 2} where {cellsPath} lists “{cells[i].Id}”; both list the same cells in the same order."));
            }
        }

        scanner.ExpectedFields = headers.Length;
        List<DateOnly> starts = [];
        List<double[]> rows = [];
        while (Next(path, scanner))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!MomentParser.TryParse(Texts.Trim(scanner.Field(0)), DateFormat.Iso, out Moment start, out string reason))
            {
                throw Refuse(path, scanner.Line, headers[0], scanner.Field(0), reason);
            }

            DateOnly day = DateOnly.FromDayNumber(start.Day);
            if (starts.Count > 0 && day <= starts[^1])
            {
                throw Refuse(path, scanner.Line, headers[0], scanner.Field(0), FormattableString.Invariant($"periods are in time order, each once, and the one before starts on {starts[^1]:yyyy-MM-dd}"));
            }

            double[] row = new double[cells.Count];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = Number(path, scanner, headers, i + 1);
                if (row[i] < 0)
                {
                    throw Refuse(path, scanner.Line, headers[i + 1], scanner.Field(i + 1), "a count is not negative");
                }
            }

            starts.Add(day);
            rows.Add(row);
        }

        return rows.Count > 0 ? (starts, rows) : throw new InputRefusedException(path, $"{path} has a header and no periods; list at least one.");
    }

    private static PeriodSequence CalendarOf(string path, List<DateOnly> starts)
    {
        if (starts.TrueForAll(s => s.Day == 1))
        {
            return PeriodSequence.Of(starts.Select(s => new Period(s, s.AddMonths(1))), PeriodCalendar.Monthly);
        }

        if (starts.Count == 1)
        {
            throw new InputRefusedException(path, FormattableString.Invariant($"{path} has a single period, which starts on {starts[0]:yyyy-MM-dd}, so its length cannot be told; list at least two periods."));
        }

        int[] steps = [.. starts.Skip(1).Zip(starts, (next, before) => next.DayNumber - before.DayNumber)];
        int shortest = steps.Min();
        if (shortest is 28 or 7 && Array.TrueForAll(steps, s => s % shortest == 0))
        {
            return PeriodSequence.Of(starts.Select(s => new Period(s, s.AddDays(shortest))), shortest == 28 ? PeriodCalendar.FourWeekly : PeriodCalendar.Weekly);
        }

        return PeriodSequence.Of(starts.Select((s, i) => new Period(s, s.AddDays(i < steps.Length ? steps[i] : steps[^1]))));
    }

    private static bool Next(string path, DelimitedScanner scanner) =>
        scanner.Next() && (scanner.Fault is not { } fault ? true : throw new InputRefusedException(path, FormattableString.Invariant($"{path}, line {scanner.Line}: {fault}.")));

    private static double Number(string path, DelimitedScanner scanner, string[] headers, int column) =>
        NumberParser.TryParse(Texts.Trim(scanner.Field(column)), out double value) && double.IsFinite(value)
            ? value
            : throw Refuse(path, scanner.Line, headers[column], scanner.Field(column), "a finite number is needed");

    private static InputRefusedException Refuse(string path, long line, string column, ReadOnlySpan<byte> value, string reason) =>
        Refuse(path, line, column, Encoding.UTF8.GetString(value), reason);

    private static InputRefusedException Refuse(string path, long line, string column, string value, string reason) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}, column “{column}”, value “{value}”: {reason}."));
}
