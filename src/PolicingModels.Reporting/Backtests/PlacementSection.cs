namespace PolicingModels.Reporting;

/// <summary>What the placement of the grid alone does to the models' hit rates.</summary>
internal static class PlacementSection
{
    private const string Title = "What moving the grid alone does";

    public static IEnumerable<ReportSection> Compose(BacktestReportInput input)
    {
        if (input.Placements.Count == 0)
        {
            return input.PlacementsMissing.Length == 0 ? [] : [new ReportSection(Title, new ReportNote(ReportNoteKind.Information, $"It was not looked at. {input.PlacementsMissing}"))];
        }

        string[] still = [.. input.Report.Models.Select(m => m.Name).Except(input.Placements.Select(p => p.Model))];
        List<ReportBlock> blocks =
        [
            new ReportProse($"The same events were counted on {NumberText.Count(input.Placements[0].Values.Count)} placements of the cells, shifted by parts of a cell, and the backtest was run on each. Differences between models that are smaller than the range say nothing about the models."),
            new ReportTable
            {
                Caption = "Share of the events in exactly 5% of the area put first, the last cell in part; the hit rates of the backtest count whole cells.",
                Columns = [new("Model"), new("On this grid", ColumnKind.Number), new("Lowest placement", ColumnKind.Number), new("Highest placement", ColumnKind.Number)],
                Rows = [.. input.Placements.Select(p => (IReadOnlyList<TableCell>)[p.Model, MetricText.Write(p.Metric, p.Given), MetricText.Write(p.Metric, p.Minimum), MetricText.Write(p.Metric, p.Maximum)])],
            },
        ];
        if (still.Length > 0)
        {
            blocks.Add(new ReportProse($"Not run on the other placements: {string.Join(", ", still)}."));
        }

        return [new ReportSection(Title, blocks)];
    }
}
