namespace PolicingModels.HarmIndex;

/// <summary>Where the columns of a harm table are in a sheet; −1 for a column it lacks.</summary>
internal sealed record HarmColumns(long HeaderLine, string[] Headings, int Score, int[] Titles, int Athena, int HomeOffice, int Tree, int[] Cjs, int Group)
{
    private const int RowsSearched = 40;

    public string Heading(int column) => column >= 0 && column < Headings.Length ? Headings[column] : "";

    /// <summary>Finds the heading row: the first with a score column and a code column. Null where there is none.</summary>
    public static HarmColumns? Find(TableSheet sheet, HarmWorkbookOptions options)
    {
        foreach ((long line, object?[] cells) in sheet.Rows.Take(RowsSearched))
        {
            string[] headings = Array.ConvertAll(cells, TableSheet.Text), plain = Array.ConvertAll(headings, Plain);
            int First(IReadOnlyList<string> names) => names.Select(n => Array.IndexOf(plain, Plain(n))).FirstOrDefault(c => c >= 0, -1);
            HarmColumns columns = new(
                line,
                headings,
                First(options.ScoreHeadings),
                [.. options.TitleHeadings.Select(n => Array.IndexOf(plain, Plain(n))).Where(c => c >= 0)],
                First(options.AthenaHeadings),
                First(options.HomeOfficeHeadings),
                First(options.TreeHeadings),
                Spread(plain, options.CjsHeadings),
                First(options.GroupHeadings));
            if (columns.Score >= 0 && (columns.Athena >= 0 || columns.HomeOffice >= 0 || columns.Tree >= 0 || columns.Cjs.Length > 0))
            {
                return columns;
            }
        }

        return null;
    }

    /// <summary>The texts of the row with most texts among the first: what a reader would call the headings.</summary>
    public static IReadOnlyList<string> LikelyHeadings(TableSheet sheet) =>
        [.. sheet.Rows.Take(RowsSearched).MaxBy(r => r.Cells.Count(c => c is string)).Cells.Select(TableSheet.Text).Where(t => t.Length > 0)];

    private static int[] Spread(string[] plain, IReadOnlyList<string> beginnings)
    {
        List<int> columns = [];
        bool open = false;
        for (int c = 0; c < plain.Length; c++)
        {
            open = plain[c].Length == 0 ? open : beginnings.Any(b => plain[c].StartsWith(Plain(b), StringComparison.Ordinal));
            if (open)
            {
                columns.Add(c);
            }
        }

        return [.. columns];
    }

    private static string Plain(string heading) => string.Concat(heading.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
