using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>The section on how well such plans did: the last plan scored, and models at past origins.</summary>
internal static class TrackRecordSection
{
    private static readonly (SeriesLevel Level, string Name)[] Levels =
    [
        (SeriesLevel.Total, "the whole"),
        (SeriesLevel.Type, "types, all areas"),
        (SeriesLevel.Area, "areas, all types"),
        (SeriesLevel.AreaType, "type × area"),
    ];

    public static ReportSection Compose(SeasonalityReportInput input)
    {
        List<ReportBlock> blocks = [];
        if (input.LastPlan is { } last)
        {
            blocks.AddRange(LastPlan(last));
        }

        if (input.Backtest is { } backtest)
        {
            blocks.AddRange(Backtest(input, backtest));
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

    private static IEnumerable<ReportBlock> Backtest(SeasonalityReportInput input, SeasonalBacktestReport backtest)
    {
        NodeScore[] of = [.. backtest.Scores(backtest.Models[0])];
        Month[] origins = [.. of.Where(s => !s.HeldApart).Select(s => s.Origin).Distinct().Order()], apart = [.. of.Where(s => s.HeldApart).Select(s => s.Origin).Distinct().Order()];
        yield return new ReportProse(
            $"Every plan was made anew from what was known at the end of {List(origins)}, and compared with what was then counted.{(apart.Length > 0 ? $" Held apart, as a disruption lies in the months planned: {List(apart)}." : "")}",
            "MASE is the error over the mean change on the same month a year before: below 1 is better than “as a year ago”. Intervals of 80 and 95% should hold 80 and 95 of a hundred months; direction is scored where the year changed by more than 5%.");
        yield return new ReportTable
        {
            Caption = "Models by level, mean over series and origins that are not held apart.",
            Columns = [new("Model"), new("Level"), new("MASE", ColumnKind.Number), new("RMSSE", ColumnKind.Number), new("sMAPE", ColumnKind.Number), new("80% holds", ColumnKind.Number), new("95% holds", ColumnKind.Number), new("Annual error", ColumnKind.Number), new("Direction right", ColumnKind.Number), new("Index error (flat)", ColumnKind.Number)],
            Rows = [.. backtest.Models.SelectMany(m => Levels.Select(l => (Model: m, Level: l, Summary: backtest.Summary(m, l.Level))).Where(x => x.Summary.Count > 0).Select(x => Row(x.Model, x.Level.Name, x.Summary)))],
            FullFile = "backtest.csv",
        };
        SeasonalityPlan plan = input.Plan;
        string own = plan.Forecast.Model;
        if (backtest.Models.Contains(own))
        {
            foreach (string other in backtest.Models.Where(m => m != own))
            {
                if (origins.Length > 1)
                {
                    PairedComparison comparison = backtest.Compare(own, other);
                    string verdict = comparison.IsBetter ? "better" : comparison.OverOrigins.Low > 0 && comparison.OverTypes.Low > 0 ? "worse" : "no evidence of a difference";
                    yield return new ReportProse($"{own} against {other}, MASE over all series: {NumberText.Signed(comparison.OverOrigins.Value)} (95% interval over origins {NumberText.Range(comparison.OverOrigins.Interval)}, over types {NumberText.Range(comparison.OverTypes.Interval)}): {verdict}.");
                }
            }

            yield return LostTo(plan, backtest, own);
        }

        if (backtest.Failures.Count > 0)
        {
            yield return new ReportList([.. backtest.Failures.Select(f => $"{f.Model} could not forecast from {f.Origin}: {f.Message}")]);
        }
    }

    private static IReadOnlyList<TableCell> Row(string model, string level, BacktestSummary s) =>
    [
        model, level, Number(s.Mase, 3), Number(s.Rmsse, 3), s.Smape is { } smape ? NumberText.Fixed(smape, 1) + "%" : "—", Share(s.Coverage80), Share(s.Coverage95), Share(s.AnnualError), Share(s.DirectionHits),
        s.IndexError is { } index ? $"{NumberText.Fixed(index, 1)} ({Number(s.FlatIndexError, 1)})" : "—",
    ];

    private static ReportProse LostTo(SeasonalityPlan plan, SeasonalBacktestReport backtest, string own)
    {
        (SeriesNode Node, double Mase)[] lost =
        [
            .. backtest.Scores(own).Where(s => !s.HeldApart && s.Mase is not null).GroupBy(s => s.Node)
                .Select(g => (Node: plan.History.Nodes[g.Key], Mase: g.Average(s => s.Mase!.Value)))
                .Where(g => g.Mase > 1).OrderByDescending(g => g.Mase),
        ];
        return lost.Length == 0
            ? new ReportProse("No series was forecast worse than by its mean change on a year before.")
            : new ReportProse($"{lost.Length} of {plan.Series.Count} series were forecast worse than their mean change on a year before (MASE above 1), furthest: {string.Join("; ", lost.Take(8).Select(l => $"{l.Node.Key} ({NumberText.Fixed(l.Mase, 2)})"))}. Look at these with care.");
    }

    private static string List(Month[] months) => months.Length == 0 ? "no month" : string.Join(", ", months.Select(SeasonalityReportPage.Name));

    private static string Number(double? value, int decimals) => value is { } known ? NumberText.Fixed(known, decimals) : "—";

    private static string Share(double? value) => value is { } known ? NumberText.Percent(known, 0) : "—";
}
