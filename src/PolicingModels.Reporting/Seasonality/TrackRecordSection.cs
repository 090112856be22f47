using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>The section on how well such plans did: the last plan scored, and models at past origins.</summary>
internal static class TrackRecordSection
{
    public static ReportSection Compose(SeasonalityReportInput input)
    {
        List<ReportBlock> blocks = [];
        if (input.LastPlan is { } last)
        {
            blocks.AddRange(LastPlan(last));
        }

        if (blocks.Count == 0)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, "How such plans did in the past was not asked for (--backtest N). Do not use a plan before it has been scored on the force's own past, beside the simple rules."));
        }

        return new ReportSection("Track record", blocks);
    }

    private static IEnumerable<ReportBlock> LastPlan(PlanScore last)
    {
        yield return new ReportKeyFigures(
            new KeyFigure("Last plan, months counted", NumberText.Count(last.MonthsCounted), $"from {SeasonalityReportPage.Name(last.First)}"),
            new KeyFigure("Error against last year's change (MASE)", last.MeanMase is { } mase ? NumberText.Fixed(mase, 2) : "—", "below 1 is better than “as a year ago”"),
            new KeyFigure("Months inside their 80% and 95% intervals", $"{NumberText.Percent(last.Coverage80, 0)} · {NumberText.Percent(last.Coverage95, 0)}"),
            new KeyFigure("Arrows that came true", last.DirectionHits is { } hits ? NumberText.Percent(hits, 0) : "not yet"));
        SeriesScore[] left = [.. last.Series.Where(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan)];
        yield return left.Length == 0
            ? new ReportProse("No series has left the 95% interval of its plan.")
            : new ReportTable
            {
                Caption = "Series that have left the 95% interval of last year's plan.",
                Columns = [new("Type"), new("Area"), new("Counted", ColumnKind.Number), new("Planned", ColumnKind.Number), new("State")],
                Rows = [.. left.Select(s => (IReadOnlyList<TableCell>)[s.Key.Type, s.Key.Area, NumberText.Count(s.Counted), NumberText.Count(Math.Round(s.Expected)), s.State == TrackingState.AbovePlan ? "▲ above plan" : "▼ below plan"])],
                MaximumRows = 30,
            };
    }
}
