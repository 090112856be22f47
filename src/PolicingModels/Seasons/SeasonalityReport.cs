using System.Globalization;
using PolicingModels.Reporting;
using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>The page and the records about a plan of the year.</summary>
internal static class SeasonalityReport
{
    private const int Rows = 60;

    public static ReportPage Page(SeasonalityResult r, IReadOnlyList<ReportFact> runFacts)
    {
        SeasonalityPlan plan = r.Plan;
        return new ReportPage
        {
            Title = $"{r.System.About.Key}: {plan.First} to {plan.First.AddMonths(r.System.Planner.HorizonMonths - 1)}",
            Subtitle = r.System.About.Question,
            Facts =
            [
                new("Rule", r.System.About.Provenance.Kind.ToString()),
                new("Learnt from", $"{plan.History.Start} to {plan.Origin}"),
                new("Series", string.Create(CultureInfo.InvariantCulture, $"{plan.History.Types.Leaves.Count} types in {plan.History.Areas.Leaves.Count} areas")),
                new("Model", plan.Forecast.Model),
            ],
            Sections =
            [
                First(r),
                Year(r),
                .. plan.History.Areas.Leaves.Count > 1 ? [ByArea(r)] : Array.Empty<ReportSection>(),
                Months(r),
                Total(r),
                Trust(r),
                Data(r),
                new ReportSection("How it was made", new ReportDefinitions([.. r.System.Settings.Select(s => new ReportFact(s.Key, s.Value)), .. r.System.About.NotPublished.Select(n => new ReportFact("Not published", n)), .. runFacts])),
            ],
            Footer = "Made with PolicingModels. Advisory only. This page loads nothing from any network.",
        };
    }

    public static TransparencyRecord Record(SeasonalityResult r)
    {
        SeasonalityPlan plan = r.Plan;
        return new TransparencyRecord
        {
            Card = SystemFiles.Card(
                r,
                "Showing planners how the months of the coming year compare and whether more or less recorded crime is to be expected, beside what else they know.",
                $"The pooled model “{plan.Forecast.Model}” of PolicingModels.Seasonality for all types and areas together; its documentation says formula, assumptions and sources.",
                [
                    new("Source", Path.GetFileName(r.Quality.Source)),
                    new("Rows", string.Create(CultureInfo.InvariantCulture, $"{r.Quality.Read} read, {r.Quality.Used} used, {r.Quality.Refused.Count} refused")),
                    new("Months", $"{plan.History.Start} to {plan.Origin}"),
                ],
                r.HeldOut is { } h ? string.Create(CultureInfo.InvariantCulture, $"Held-out check of the {r.System.HeldOutMonths} months to {plan.Origin}: mean MASE {h.PlanMase:F3} over {h.Series} series, last year repeated {h.LastYearMase:F3}; {h.Score.Coverage80:P0} of months in their 80% intervals, {h.Score.Coverage95:P0} in their 95% intervals.") : ""),
            Description = r.System.About.Question,
            SystemInput = $"Monthly counts of recorded crime by type and area, {plan.History.Start} to {plan.Origin}.",
            SystemOutput = "Per type and area: how the coming months compare, expected counts with intervals, and an arrow where the data carry one.",
        };
    }

    private static ReportSection First(SeasonalityResult r)
    {
        SeriesPlan all = r.Plan.Series[0];
        List<ReportBlock> blocks = r.Simulated ? [new ReportNote(ReportNoteKind.Caution, "Simulated data: no place like it exists, and none of it happened.")] : [];
        blocks.Add(new ReportProse($"{r.System.About.Provenance.Kind}: {r.System.About.Provenance.Source}"));
        blocks.Add(new ReportKeyFigures(
            new KeyFigure("Recorded crime in the coming twelve months", NumberText.Count(all.Annual.Expected), $"80% interval {NumberText.Count(all.Annual.Interval80.Low)} to {NumberText.Count(all.Annual.Interval80.High)}; last twelve {(all.Annual.LastTwelve is { } last ? NumberText.Count(last) : "unknown")}"),
            new KeyFigure("Against last year", $"{all.Annual.Verdict.Symbol()} {all.Annual.Verdict.Words()}", all.Annual.Reason),
            new KeyFigure("Types with an arrow", NumberText.Count(SeasonalityOutput.Whole(r.Plan).Skip(1).Count(s => s.Annual.Verdict != DirectionVerdict.NoClearChange)), $"of {NumberText.Count(r.Plan.History.Types.Leaves.Count)}; the others show no clear change"),
            r.HeldOut is { } h ? new KeyFigure("Error of a plan of a year ago", NumberText.Fixed(h.PlanMase, 2), $"MASE; repeating last year {NumberText.Fixed(h.LastYearMase, 2)}") : new KeyFigure("Held-out check", "none", r.HeldOutMissing)));
        blocks.Add(new ReportNote(ReportNoteKind.Information, "Counts are of recorded crime: a change of recording looks like a change of crime. ▼ better means fewer, ▲ worse means more; – means that the data carry no arrow."));
        return new ReportSection("What to expect", blocks);
    }

    private static ReportSection Year(SeasonalityResult r) => new("Better or worse than last year", new ReportTable
    {
        Caption = "The coming twelve months against the last twelve, all areas together.",
        Columns = [new("Type"), new("Last twelve", ColumnKind.Number), new("Coming twelve", ColumnKind.Number), new("Change", ColumnKind.Number), new("Verdict"), new("Seasonality"), new("Peak"), new("Trough")],
        Rows = [.. SeasonalityOutput.Whole(r.Plan).Select(s => (IReadOnlyList<TableCell>)[s.Node.Key.Type, s.Annual.LastTwelve is { } last ? NumberText.Count(last) : "—", $"{NumberText.Count(s.Annual.Expected)} ({NumberText.Count(s.Annual.Interval80.Low)} to {NumberText.Count(s.Annual.Interval80.High)})", s.Annual.Change is { } c ? $"{NumberText.Signed(100 * c.Value)}% ({NumberText.Signed(100 * c.Low)}% to {NumberText.Signed(100 * c.High)}%)" : "—", $"{s.Annual.Verdict.Symbol()} {s.Annual.Verdict.Words()}", s.Index.Verdict.Words(), Name(s.Peak), Name(s.Trough)])],
        MaximumRows = Rows,
        FullFile = "year.csv",
    });

    private static ReportSection ByArea(SeasonalityResult r)
    {
        SeasonalityPlan plan = r.Plan;
        string[] areas = [.. plan.History.Areas.Names];
        return new ReportSection("By area", new ReportTable
        {
            Caption = "The verdict of each type in each area: ▼ better, ▲ worse, doubled for much, – no clear change.",
            Columns = [new("Type"), .. areas.Select(a => new TableColumn(a))],
            Rows = [.. plan.History.Types.Names.Select(t => (IReadOnlyList<TableCell>)[t, .. areas.Select(a => (TableCell)plan[t, a].Annual.Verdict.Symbol())])],
            MaximumRows = Rows,
            FullFile = "year.csv",
        });
    }

    private static ReportSection Months(SeasonalityResult r)
    {
        SeasonalityPlan plan = r.Plan;
        IReadOnlyList<RelativeOccurrence> first = plan.Series[0].Occurrence;
        return new ReportSection("How the months compare",
            new ReportProse("100 is the average month of the coming year. A star marks a month whose 95% interval leaves 100 out; without it, no difference is shown. Much of February’s trough is its length: index.csv has the index per day."),
            new ReportTable
            {
                Caption = "Relative occurrence by month, all areas together.",
                Columns = [new("Type"), .. first.Select(o => new TableColumn(o.Month.FirstDay.ToString("MMM yy", CultureInfo.InvariantCulture), ColumnKind.Number))],
                Rows = [.. SeasonalityOutput.Whole(plan).Select(s => (IReadOnlyList<TableCell>)[s.Node.Key.Type, .. s.Occurrence.Select(o => (TableCell)$"{NumberText.Fixed(o.Index.Value, 0)}{(o.Index.Contains100() ? "" : " *")}")])],
                MaximumRows = Rows,
                FullFile = "plan.csv",
            });
    }

    private static bool Contains100(this Estimate e) => e.Low <= 100 && e.High >= 100;

    private static ReportSection Total(SeasonalityResult r)
    {
        SeasonalityPlan plan = r.Plan;
        SeriesPlan all = plan.Series[0];
        int shown = Math.Min(48, plan.History.Length), from = plan.History.Length - shown;
        List<ChartPoint> past = [];
        for (int i = from; i < plan.History.Length; i++)
        {
            if (!plan.History.Missing(0)[i])
            {
                past.Add(new ChartPoint(At(plan.History.Start.AddMonths(i)), plan.History.Values(0)[i]));
            }
        }

        return new ReportSection("All types and areas together", new ReportFigure(
            new LineChart
            {
                Title = "Recorded crime per month and what is expected",
                Description = $"Counts of the last {shown} months and the expected counts of the coming {all.Coming.Count} with their 80% and 95% intervals.",
                X = new ChartAxis("Year"),
                Y = new ChartAxis("Recorded crimes per month"),
                Series =
                [
                    new ChartSeries("counted", past),
                    new ChartSeries("expected, 95% interval", [.. all.Coming.Select(m => new ChartPoint(At(m.Month), m.Expected, m.Interval95.Low, m.Interval95.High))]),
                ],
            }.Draw(),
            "The intervals hold the variation of counts and the drift of level and season; they do not hold a change of recording."));

        static double At(Month month) => month.Year + ((month.MonthOfYear - 0.5) / 12);
    }

    private static ReportSection Trust(SeasonalityResult r)
    {
        List<ReportBlock> blocks = [];
        if (r.HeldOut is { } h)
        {
            string better = h.PlanMase < h.LastYearMase ? "smaller" : "not smaller";
            blocks.Add(new ReportProse($"A plan made from the counts up to {r.Plan.Origin.AddMonths(-r.System.HeldOutMonths)} was compared with the {r.System.HeldOutMonths} months since. Over {NumberText.Count(h.Series)} series its error is {NumberText.Fixed(h.PlanMase, 3)} of the usual change from one year to the next, {better} than that of repeating last year ({NumberText.Fixed(h.LastYearMase, 3)}). {NumberText.Percent(h.Score.Coverage80)} of the months lie in their 80% intervals and {NumberText.Percent(h.Score.Coverage95)} in their 95% intervals. {(h.Score.DirectionHits is { } hits ? $"{NumberText.Percent(hits)} of the arrows came true." : "No arrow could be judged.")} One year is one draw: it shows no more than that."));
        }
        else
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"No earlier plan was checked. {r.HeldOutMissing}"));
        }

        if (r.TrackRecord.Count == 0)
        {
            blocks.Add(new ReportProse("The archive holds no past plan of which a month has been counted. This plan is kept in it, so that it is scored as its months are counted."));
        }

        foreach (ScoredPlan past in r.TrackRecord)
        {
            SeriesScore[] left = [.. past.Score.Series.Where(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan)];
            blocks.Add(new ReportTable
            {
                Caption = $"Plan from {past.Plan.First}: {past.Score.MonthsCounted} months counted, {NumberText.Percent(past.Score.Coverage80)} in their 80% intervals. Series that have left their 95% interval: {NumberText.Count(left.Length)} of {NumberText.Count(past.Score.Series.Count)}, where one in twenty is to be expected.",
                Columns = [new("Type"), new("Area"), new("Counted", ColumnKind.Number), new("Expected", ColumnKind.Number), new("State"), new("Tracking signal", ColumnKind.Number)],
                Rows = [.. left.Select(s => (IReadOnlyList<TableCell>)[s.Key.Type, s.Key.Area, NumberText.Count(s.Counted), NumberText.Count(s.Expected), s.State == TrackingState.AbovePlan ? "above the plan" : "below the plan", NumberText.Fixed(s.TrackingSignal, 1)])],
                MaximumRows = 25,
                FullFile = "track-record.csv",
            });
        }

        return new ReportSection("How past plans did", blocks);
    }

    private static ReportSection Data(SeasonalityResult r)
    {
        List<ReportBlock> blocks =
        [
            new ReportProse($"{Path.GetFileName(r.Quality.Source)}: {NumberText.Count(r.Quality.Read)} rows read, {NumberText.Count(r.Quality.Used)} used, {NumberText.Count(r.Quality.Refused.Count)} refused. Totals differ from the sums of their parts by rounding only (at most {r.Plan.Incoherence.ToString("0.0e+0", CultureInfo.InvariantCulture)})."),
        ];
        if (r.Quality.Notes.Count > 0)
        {
            blocks.Add(new ReportList([.. r.Quality.Notes.Take(25).Select(n => n.Message)]));
        }

        string[] cautions = [.. r.Plan.Series.SelectMany(s => s.Notes.Select(n => $"{s.Node.Key.Type}, {s.Node.Key.Area}: {n}"))];
        if (cautions.Length > 0)
        {
            blocks.Add(new ReportTable { Caption = "What to know about single series.", Columns = [new("Series and caution")], Rows = [.. cautions.Select(c => (IReadOnlyList<TableCell>)[c])], MaximumRows = 25, FullFile = "year.csv" });
        }

        return new ReportSection("Quality of the data", blocks);
    }

    private static string Name(Month month) => month.FirstDay.ToString("MMMM", CultureInfo.InvariantCulture);
}
