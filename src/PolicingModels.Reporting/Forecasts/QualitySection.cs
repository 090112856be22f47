namespace PolicingModels.Reporting;

/// <summary>The section on what came in, what was used and what was refused, and why.</summary>
public static class QualitySection
{
    private const int ReasonsShown = 20;

    /// <summary>Composes the section.</summary>
    /// <param name="reports">One report per source.</param>
    /// <param name="counting">What became of the events when they were counted; null where not told.</param>
    public static ReportSection Compose(IReadOnlyList<DataQualityReport> reports, CountingFacts? counting = null)
    {
        ArgumentNullException.ThrowIfNull(reports);
        List<ReportBlock> blocks = [];
        if (reports.Count > 0)
        {
            blocks.Add(new ReportProse("Nothing vanishes: rows used and rows refused add up to rows read."));
            blocks.Add(new ReportTable
            {
                Caption = "Rows read, used and refused.",
                Columns = [new("Source"), new("Read", ColumnKind.Number), new("Used", ColumnKind.Number), new("Refused", ColumnKind.Number), new("Refused, share", ColumnKind.Number)],
                Rows = [.. reports.Select(r => (IReadOnlyList<TableCell>)[r.Source, NumberText.Count(r.Read), NumberText.Count(r.Used), NumberText.Count(r.Refused.Count), r.Read > 0 ? NumberText.Percent((double)r.Refused.Count / r.Read, 2) : "—"])],
            });
        }

        List<IReadOnlyList<TableCell>> reasons = [.. reports.SelectMany(r => r.RefusedByReason.Select(x => (IReadOnlyList<TableCell>)[x.Reason, NumberText.Count(x.Rows), r.Source]))];
        if (reasons.Count > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Why rows were refused.",
                Columns = [new("Reason"), new("Rows", ColumnKind.Number), new("Source")],
                Rows = reasons,
                MaximumRows = ReasonsShown,
                FullFile = "refused-rows.csv",
            });
        }

        if (counting is not null)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Where the events that were used went.",
                Columns = [new("Outcome"), new("Events", ColumnKind.Number), new("Share", ColumnKind.Number)],
                Rows = Outcomes(counting),
            });
        }

        string[] notes = [.. reports.SelectMany(r => r.Notes).Select(n => n.Message)];
        if (notes.Length > 0)
        {
            blocks.Add(new ReportList(notes));
        }

        return new ReportSection("Quality of the data", blocks);
    }

    private static IReadOnlyList<TableCell>[] Outcomes(CountingFacts counting)
    {
        (string Name, double Events)[] all =
        [
            ("Counted in a cell and period", counting.Counted),
            ("Counted, but without a category", counting.MissingCategory),
            ("Outside the study area", counting.OutsideArea),
            ("Outside the periods", counting.OutsidePeriods),
            ("Of a category not asked for", counting.UnlistedCategory),
            ("Not yet known at the as-of date", counting.NotYetKnown),
        ];
        // The first and the two that every run should look at are shown even where they are none.
        return
        [
            .. all.Where((o, i) => o.Events > 0 || i is 0 or 2 or 3).Select(o => Row(o.Name, o.Events)),
            Row("All events given", counting.Events),
        ];

        IReadOnlyList<TableCell> Row(string name, double events) =>
            [name, NumberText.Plain(Math.Round(events, 2)), counting.Events > 0 ? NumberText.Percent(events / counting.Events, 2) : "—"];
    }
}
