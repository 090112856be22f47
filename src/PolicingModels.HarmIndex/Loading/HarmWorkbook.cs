using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Reads a harm table from the publisher's own workbook (XLSX) or a CSV export of it.</summary>
/// <remarks>
/// Columns are found by heading, for sheet names and column order change between editions. Nothing is repaired: a cell that is not what its
/// column asks is listed and its code not used, and a row without a readable score or code is refused and listed.
/// </remarks>
public static class HarmWorkbook
{
    /// <summary>Reads a workbook.</summary>
    /// <param name="path">An .xlsx, .xlsm or .csv file.</param>
    /// <param name="options">What the table is and how its columns are called; see <see cref="HarmWorkbookOptions.Cambridge"/> and <see cref="HarmWorkbookOptions.OnsSeverity"/>.</param>
    /// <exception cref="InputRefusedException">There is no such file or sheet, no sheet has a score and a code column, or no row can be used.</exception>
    public static LoadedHarmSchedule Load(string path, HarmWorkbookOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<TableSheet> sheets = TableSheet.ReadAll(path);
        if (options.Sheet is { } wanted)
        {
            sheets = [.. sheets.Where(s => string.Equals(s.Name.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase))];
            if (sheets.Count == 0)
            {
                throw new InputRefusedException(path, $"{path} has no sheet “{wanted}”.");
            }
        }

        List<(TableSheet Sheet, HarmColumns Columns)> tables = [];
        foreach (TableSheet sheet in sheets)
        {
            if (HarmColumns.Find(sheet, options) is { } columns)
            {
                tables.Add((sheet, columns));
            }
        }

        if (tables.Count == 0)
        {
            string found = string.Join("; ", sheets.Where(s => s.Rows.Count > 0).Select(s => $"sheet “{s.Name}”: {string.Join(", ", HarmColumns.LikelyHeadings(s))}"));
            throw new InputRefusedException(path, $"No sheet of {path} has a score column ({string.Join(" or ", options.ScoreHeadings)}) together with a code column. Found were {(found.Length == 0 ? "no headings" : found)}. Name the headings in the options.");
        }

        (TableSheet Sheet, HarmColumns Columns) main = tables.Where(t => !IsExpiredSheet(t.Sheet)).DefaultIfEmpty(tables[0]).MaxBy(t => t.Sheet.Rows.Count);
        List<DataQualityNote> notes = [];
        HarmRowReader reader = new(path, options.Info.Label);
        foreach ((TableSheet sheet, HarmColumns columns) in tables)
        {
            if (sheet == main.Sheet || IsExpiredSheet(sheet))
            {
                reader.Read(sheet, columns, IsExpiredSheet(sheet));
            }
            else
            {
                notes.Add(new DataQualityNote("sheet-not-read", $"Sheet “{sheet.Name}” has scores too ({sheet.Rows.Count} rows) and was not read; name it in the options to read it instead."));
            }
        }

        return reader.Finish(options.Info, notes);
    }

    /// <summary>Whether a sheet of the file has a score and a code column under the headings of the options.</summary>
    internal static bool Fits(string path, HarmWorkbookOptions options) => TableSheet.ReadAll(path).Any(s => HarmColumns.Find(s, options) is not null);

    private static bool IsExpiredSheet(TableSheet sheet) => sheet.Name.Contains("expired", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Turns sheet rows into harm rows and keeps what is odd about them.</summary>
internal sealed class HarmRowReader(string path, string label)
{
    private readonly List<HarmRow> _rows = [];
    private readonly List<RefusedRow> _refused = [];
    private readonly List<HarmCellIssue> _issues = [];
    private long _read;
    private bool _codeLost;

    public void Read(TableSheet sheet, HarmColumns columns, bool expired)
    {
        foreach ((long line, object?[] cells) in sheet.Rows.Where(r => r.Line > columns.HeaderLine))
        {
            _read++;
            string source = $"{path}, sheet {sheet.Name}";
            if (Score(At(cells, columns.Score)) is not { } score)
            {
                _refused.Add(new RefusedRow(source, line, columns.Heading(columns.Score), TableSheet.Text(At(cells, columns.Score)), "The score is not a finite number of days of at least 0."));
                continue;
            }

            List<OffenceCode> codes = Codes(sheet, line, cells, columns);
            string title = columns.Titles.Select(c => TableSheet.Text(At(cells, c))).FirstOrDefault(t => t.Length > 0) ?? "";
            if (codes.Count == 0)
            {
                _refused.Add(new RefusedRow(source, line, "", title, "The row has no readable offence code to be found by."));
                continue;
            }

            string group = columns.Group < 0 ? "" : TableSheet.Text(At(cells, columns.Group));
            if (group.Contains("://", StringComparison.Ordinal) || group.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            {
                _issues.Add(new HarmCellIssue(sheet.Name, line, columns.Heading(columns.Group), group, "The category is an address; it is kept as it stands."));
            }

            _rows.Add(new HarmRow(_rows.Count + 1, title, score, codes)
            {
                Group = group,
                Source = string.Create(CultureInfo.InvariantCulture, $"{label}, sheet {sheet.Name}, row {line}"),
                Expired = expired || Array.Exists(cells, c => c is string text && SaysExpired(text)),
            });
        }
    }

    public LoadedHarmSchedule Finish(HarmScheduleInfo info, List<DataQualityNote> notes)
    {
        HarmCodeConflict[] conflicts =
        [
            .. _rows.Where(r => !r.Expired)
                .SelectMany(r => r.Codes.Select(c => (Code: c, Row: r)))
                .GroupBy(p => p.Code)
                .Where(g => g.Any(p => p.Row.ScoreDays != g.First().Row.ScoreDays))
                .Select(g => new HarmCodeConflict(g.Key, g.Min(p => p.Row.ScoreDays), g.Max(p => p.Row.ScoreDays), [.. g.Select(p => p.Row.SourceRow)]))
                .OrderByDescending(c => c.HighDays - c.LowDays)
                .ThenBy(c => c.Code.Text, StringComparer.Ordinal),
        ];
        if (conflicts.Length > 0)
        {
            notes.Add(new DataQualityNote("ambiguous-codes", $"{conflicts.Length} codes carry more than one score; a look-up by them follows its ambiguity policy."));
        }

        if (_issues.Count > 0)
        {
            notes.Add(new DataQualityNote("odd-cells", $"{_issues.Count} cells are not as their column asks; they are listed and were not repaired."));
        }

        bool complete = info.IsComplete && _refused.Count == 0 && !_codeLost;
        if (info.IsComplete && !complete)
        {
            notes.Add(new DataQualityNote("incomplete-table", "Rows or codes could not be read, so a code that looks unique may not be; the schedule is marked as not complete."));
        }

        DataQualityReport quality = new(path, _read, _refused, notes);
        return _rows.Count == 0
            ? throw new InputRefusedException(path, $"No row of {path} can be used: {_refused.Count} of {_read} are refused.", quality)
            : new LoadedHarmSchedule(new HarmSchedule(info with { IsComplete = complete }, _rows), quality, _issues, conflicts);
    }

    private static bool SaysExpired(string text) =>
        text.Equals("EXPIRED", StringComparison.OrdinalIgnoreCase) || text.StartsWith("EXPIRED ", StringComparison.Ordinal) || text.StartsWith("EXPIRED-", StringComparison.Ordinal)
        || text.Contains("(EXPIRED", StringComparison.OrdinalIgnoreCase) || text.EndsWith(" EXPIRED", StringComparison.Ordinal);

    private static object? At(object?[] cells, int column) => column >= 0 && column < cells.Length ? cells[column] : null;

    private static double? Score(object? cell)
    {
        double? days = cell switch
        {
            double number => number,
            int number => number,
            string text when double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double number) => number,
            _ => null,
        };
        return days is >= 0 && double.IsFinite(days.Value) ? days : null;
    }

    private List<OffenceCode> Codes(TableSheet sheet, long line, object?[] cells, HarmColumns columns)
    {
        List<OffenceCode> codes = [];
        void Take(int column, OffenceCodeScheme scheme)
        {
            object? cell = At(cells, column);
            if (cell is null)
            {
                return;
            }

            string text = TableSheet.Text(cell);
            if (cell is DateTime)
            {
                Lose(column, text, "The cell is a date: a spreadsheet has turned a code such as 8/6 into one. Its code is not used.");
                return;
            }

            if (scheme == OffenceCodeScheme.CrimeTree && cell is double number && number != Math.Floor(number))
            {
                Lose(column, text, "The cell is a number with a decimal point, in which 4.1 and 4.10 are the same; format the column as text. Its code is not used.");
                return;
            }

            string[] parts = scheme == OffenceCodeScheme.CriminalJusticeSystem ? text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries) : [text];
            foreach (string part in parts)
            {
                if (scheme == OffenceCodeScheme.CrimeTree && part.AsSpan().ContainsAny(',', '/'))
                {
                    TakeCompound(column, part);
                }
                else if (!OffenceCode.TryParse(part, out OffenceCode code, out string? problem))
                {
                    Lose(column, part, problem + " It is not used.");
                }
                else if (code.Scheme != scheme)
                {
                    Lose(column, part, $"The column holds codes of the kind {scheme}; this one reads as {code.Scheme}. It is not used.");
                }
                else
                {
                    if (scheme == OffenceCodeScheme.HomeOfficeClass && !part.Contains('/', StringComparison.Ordinal))
                    {
                        _issues.Add(new HarmCellIssue(sheet.Name, line, columns.Heading(column), part, $"The class is in the five-digit spelling, read as {code}."));
                    }

                    codes.Add(code);
                }
            }
        }

        void TakeCompound(int column, string text)
        {
            try
            {
                codes.AddRange(CompoundCode.Expand(text));
            }
            catch (FormatException e)
            {
                Lose(column, text, e.Message + " It is not used.");
            }
        }

        void Lose(int column, string value, string problem)
        {
            _codeLost = true;
            _issues.Add(new HarmCellIssue(sheet.Name, line, columns.Heading(column), value, problem));
        }

        Take(columns.Athena, OffenceCodeScheme.Athena);
        Take(columns.HomeOffice, OffenceCodeScheme.HomeOfficeClass);
        Take(columns.Tree, OffenceCodeScheme.CrimeTree);
        foreach (int column in columns.Cjs)
        {
            Take(column, OffenceCodeScheme.CriminalJusticeSystem);
        }

        return [.. codes.Distinct()];
    }
}
