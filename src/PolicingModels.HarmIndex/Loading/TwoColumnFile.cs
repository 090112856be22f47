using System.Text;

namespace PolicingModels.HarmIndex;

/// <summary>Reads a small CSV file of two columns strictly: one bad row refuses it, and every bad row is listed.</summary>
internal static class TwoColumnFile
{
    /// <summary>The heading of the second column, and the rows.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="first">The heading that the first column must have.</param>
    /// <param name="second">The heading that the second column must have; null for any.</param>
    /// <param name="problem">What is wrong with a row; null where nothing is.</param>
    /// <exception cref="InputRefusedException">There is no such file, its headings are others, it has no row, a key stands twice, or a row is wrong.</exception>
    public static (string Second, IReadOnlyList<(string Key, string Value)> Rows) Read(string path, string first, string? second, Func<string, string?> problem)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new InputRefusedException(path, $"There is no file {path}; check the path.");
        }

        List<(long Line, string[] Cells)> lines;
        try
        {
            lines = CsvText.Read(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (FormatException e)
        {
            throw new InputRefusedException(path, $"{path} is not CSV: {e.Message}", inner: e);
        }

        string[] headings = lines.Count == 0 ? [] : Array.ConvertAll(lines[0].Cells, c => c.Trim());
        if (headings.Length != 2 || !headings[0].Equals(first, StringComparison.OrdinalIgnoreCase) || headings[1].Length == 0 || (second is not null && !headings[1].Equals(second, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InputRefusedException(path, $"{path} has the columns {string.Join(", ", headings.Select(h => $"“{h}”"))}; it needs two: “{first}” and {(second is null ? "one whose heading says what is counted" : $"“{second}”")}.");
        }

        List<(string, string)> rows = [];
        List<RefusedRow> refused = [];
        HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
        foreach ((long line, string[] cells) in lines.Skip(1))
        {
            string key = cells[0].Trim(), value = cells.Length > 1 ? cells[1].Trim() : "";
            (string Column, string Value, string Reason)? wrong =
                cells.Length != 2 ? ("", string.Join(',', cells), $"the row has {cells.Length} fields where the header has 2")
                : key.Length == 0 ? (headings[0], key, "it is empty")
                : !keys.Add(key) ? (headings[0], key, "it stands in an earlier row (without regard to letter case)")
                : problem(value) is { } said ? (headings[1], value, said) : null;
            if (wrong is { } w)
            {
                refused.Add(new RefusedRow(path, line, w.Column, w.Value, w.Reason));
            }
            else
            {
                rows.Add((key, value));
            }
        }

        return refused.Count == 0 && rows.Count > 0
            ? (headings[1], rows)
            : throw new InputRefusedException(
                path,
                rows.Count + refused.Count == 0 ? $"{path} has a header and no rows; leave it out, or bring at least one row." : $"{refused.Count} of {rows.Count + refused.Count} rows of {path} are wrong, first at line {refused[0].Line}, column “{refused[0].Column}”, value “{refused[0].Value}”: {refused[0].Reason}.",
                new DataQualityReport(path, rows.Count + refused.Count, refused));
    }
}
