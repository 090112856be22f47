using System.Globalization;
using PolicingModels.Reporting;
using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>The page and the records about a plan of the year.</summary>
internal static class SeasonalityReport
{
    public static ReportPage Page(SeasonalityResult r, IReadOnlyList<ReportFact> runFacts)
    {
        ReportPage page = SeasonalityReportPage.Compose(Input(r) with
        {
            RunFacts = [.. r.System.Settings.Select(s => new ReportFact(s.Key, s.Value)), .. r.System.About.NotPublished.Select(n => new ReportFact("Not published", n)), .. runFacts],
        });
        return page with
        {
            Title = $"{r.System.About.Key}: {page.Title}",
            Subtitle = r.System.About.Question,
            Facts = [new ReportFact("Rule", r.System.About.Provenance.Kind.ToString()), .. page.Facts],
            Sections = [First(r), .. page.Sections],
        };
    }

    public static TransparencyRecord Record(SeasonalityResult r)
    {
        SeasonalityReportInput input = Input(r);
        ModelCard card = SeasonalityCard.Compose(input, r.System.About.Key, SystemFiles.Version, SystemFiles.CardParameters(r)) with
        {
            OutOfScopeUses = r.System.About.OutOfScopeUses,
            EvaluationDesign = r.HeldOut is { } h ? string.Create(CultureInfo.InvariantCulture, $"Held-out check of the {r.System.HeldOutMonths} months to {r.Plan.Origin}: mean MASE {h.PlanMase:F3} over {h.Series} series, last year repeated {h.LastYearMase:F3}; {h.Score.Coverage80:P0} of months in their 80% intervals, {h.Score.Coverage95:P0} in their 95% intervals.") : "",
        };
        return SeasonalityCard.Record(card, input) with { Description = r.System.About.Question };
    }

    private static SeasonalityReportInput Input(SeasonalityResult r) => new()
    {
        Plan = r.Plan,
        LastPlan = r.TrackRecord.Count > 0 ? r.TrackRecord[^1].Score : null,
        Quality = [r.Quality],
        Provenance = r.System.About.Provenance,
    };

    private static ReportSection First(SeasonalityResult r)
    {
        List<ReportBlock> blocks = r.Simulated ? [new ReportNote(ReportNoteKind.Caution, "Simulated data: no place like it exists, and none of it happened.")] : [];
        blocks.Add(new ReportProse($"{r.System.About.Provenance.Kind}: {r.System.About.Provenance.Source}"));
        if (r.HeldOut is { } h)
        {
            string better = h.PlanMase < h.LastYearMase ? "smaller than" : "not smaller than";
            blocks.Add(new ReportProse($"Held-out check: a plan made from the counts up to {r.Plan.Origin.AddMonths(-r.System.HeldOutMonths)} was compared with the {r.System.HeldOutMonths} months since. Over {NumberText.Count(h.Series)} series its error is {NumberText.Fixed(h.PlanMase, 3)} of the usual change from one year to the next (MASE), {better} that of repeating last year ({NumberText.Fixed(h.LastYearMase, 3)}). {NumberText.Percent(h.Score.Coverage80)} of the months lie in their 80% intervals and {NumberText.Percent(h.Score.Coverage95)} in their 95% intervals. {(h.Score.DirectionHits is { } hits ? $"{NumberText.Percent(hits)} of the arrows came true." : "No arrow could be judged.")} One year is one draw: it shows no more than that."));
        }
        else
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, $"No earlier plan was checked. {r.HeldOutMissing}"));
        }

        if (r.TrackRecord.Count == 0)
        {
            blocks.Add(new ReportProse("The archive holds no past plan of which a month has been counted. This plan is kept in it, so that it is scored as its months are counted."));
        }
        else
        {
            blocks.Add(new ReportTable
            {
                Caption = "Past plans of the archive beside what was counted since.",
                Columns = [new("Plan from"), new("Months counted", ColumnKind.Number), new("Mean MASE", ColumnKind.Number), new("In their 80% intervals", ColumnKind.Number), new("Arrows that came true", ColumnKind.Number), new("Series that left their plan", ColumnKind.Number)],
                Rows =
                [
                    .. r.TrackRecord.Select(t => (IReadOnlyList<TableCell>)
                    [
                        t.Plan.First, NumberText.Count(t.Score.MonthsCounted), t.Score.MeanMase is { } mase ? NumberText.Fixed(mase, 3) : "—", NumberText.Percent(t.Score.Coverage80), t.Score.DirectionHits is { } came ? NumberText.Percent(came) : "—",
                        $"{NumberText.Count(t.Score.Series.Count(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan))} of {NumberText.Count(t.Score.Series.Count)}",
                    ]),
                ],
                FullFile = "track-record.csv",
            });
        }

        return new ReportSection("How far to trust it", blocks);
    }
}
