using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>Writes <c>refused-rows.csv</c>, only when rows were refused.</summary>
internal static class RefusedRowsFile
{
    public const string Name = "refused-rows.csv";

    public static void Write(OutputFolder folder, DataQualityReport? quality)
    {
        if (quality is not { Refused: { Count: > 0 } refused })
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
            folder.File(Name));
    }
}
