namespace PolicingModels.Data;

/// <summary>The rows that were refused, as the file that every output folder keeps of them.</summary>
public static class RefusedRowsFile
{
    /// <summary>The name of the file: <c>refused-rows.csv</c>.</summary>
    public const string Name = "refused-rows.csv";

    /// <summary>Writes a row per refused row (<c>file</c>, <c>line</c>, <c>column</c>, <c>value</c>, <c>reason</c>); nothing where none was refused.</summary>
    /// <param name="quality">What was refused.</param>
    /// <param name="pathOf">Tells the path of a file from its name; asked only where there is something to write.</param>
    public static void Write(DataQualityReport quality, Func<string, string> pathOf)
    {
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(pathOf);
        if (quality.Refused is not { Count: > 0 } refused)
        {
            return;
        }

        TableWriter.WriteCsv(
            new Table(
                TableColumn.Of("file", [.. refused.Select(r => r.Source)]),
                TableColumn.Of("line", [.. refused.Select(r => r.Line)]),
                TableColumn.Of("column", [.. refused.Select(r => r.Column)]),
                TableColumn.Of("value", [.. refused.Select(r => r.Value)]),
                TableColumn.Of("reason", [.. refused.Select(r => r.Reason)])),
            pathOf(Name));
    }
}
