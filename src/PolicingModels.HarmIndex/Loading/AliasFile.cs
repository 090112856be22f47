namespace PolicingModels.HarmIndex;

/// <summary>A force's own spellings and codes with the codes they stand for, in a CSV file.</summary>
public static class AliasFile
{
    /// <summary>Reads an alias map.</summary>
    /// <param name="path">CSV in UTF-8 with the columns <c>alias</c> and <c>code</c>.</param>
    /// <returns>Codes by alias, for <see cref="HarmLookupOptions.Aliases"/>.</returns>
    /// <exception cref="InputRefusedException">There is no such file, it has other columns or no row, an alias stands twice, or a code is empty or a date that a spreadsheet has made of one.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path) =>
        TwoColumnFile.Read(path, "alias", "code", Problem).Rows.ToDictionary(r => r.Key, r => r.Value, StringComparer.OrdinalIgnoreCase);

    private static string? Problem(string code) =>
        code.Length == 0 ? "it is empty" : OffenceCode.IsSpreadsheetDate(code) ? "it is a date: a spreadsheet has turned a code such as 8/6 into one; export the column as text" : null;
}
