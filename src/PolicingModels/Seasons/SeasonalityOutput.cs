using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Seasonality;
using static PolicingModels.SystemFiles;

namespace PolicingModels;

/// <summary>The tables, figures and summary of a plan of the year.</summary>
internal static class SeasonalityOutput
{
    public static IEnumerable<string> Summary(SeasonalityResult r)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        SeasonalityPlan plan = r.Plan;
        yield return string.Create(c, $"{r.System.About.Key}: {plan.Series.Count} series, {plan.First} to {plan.First.AddMonths(r.System.Planner.HorizonMonths - 1)}; {r.System.About.Provenance.Kind}");
        yield return string.Create(c, $"from {r.Quality.Used:N0} of {r.Quality.Read:N0} rows ({r.Quality.Refused.Count:N0} refused), {plan.History.Start} to {plan.Origin}, {plan.History.Types.Leaves.Count} types in {plan.History.Areas.Leaves.Count} areas");
        yield return "  type                              last 12 months   coming 12 (80 % interval)         verdict            peak       trough";
        foreach (SeriesPlan s in Whole(plan))
        {
            string range = string.Create(c, $"{s.Annual.Expected:F0} ({s.Annual.Interval80.Low:F0} to {s.Annual.Interval80.High:F0})");
            yield return string.Create(c, $"  {s.Node.Key.Type,-32}  {s.Annual.LastTwelve,14:F0}   {range,-32}  {s.Annual.Verdict.Symbol(),-2} {s.Annual.Verdict.Words(),-16}  {s.Peak}    {s.Trough}");
        }

        yield return r.HeldOut is { } h
            ? string.Create(c, $"Held-out check: a plan of {r.System.HeldOutMonths} months ago has mean MASE {h.PlanMase:F3} over {h.Series} series, last year repeated {h.LastYearMase:F3}; {h.Score.Coverage80:P0} of the months lie in their 80 % intervals, {h.Score.Coverage95:P0} in their 95 % intervals; arrows right {(h.Score.DirectionHits is { } hits ? hits.ToString("P0", c) : "none to judge")}")
            : $"Held-out check: none. {r.HeldOutMissing}";
        foreach (ScoredPlan past in r.TrackRecord)
        {
            yield return string.Create(c, $"Plan from {past.Plan.First}: {past.Score.MonthsCounted} months counted, {past.Score.Coverage80:P0} in their 80 % intervals, mean MASE {(past.Score.MeanMase is { } mase ? mase.ToString("F3", c) : "none")}, {past.Score.Series.Count(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan)} series have left their plan");
        }
    }

    /// <summary>The total over areas of each type, the total of all first.</summary>
    public static IEnumerable<SeriesPlan> Whole(SeasonalityPlan plan) => plan.Series.Where(s => s.Node.AreaDepth == 0);

    public static void WriteTables(SeasonalityResult r, Func<string, string> pathOf)
    {
        SeasonalityTables.Write(r.Plan, pathOf);
        (string Plan, SeriesScore S)[] scores = [.. r.TrackRecord.SelectMany(t => t.Score.Series.Select(s => (t.Plan.First, s))), .. (r.HeldOut?.Score.Series ?? []).Select(s => ("held-out", s))];
        if (scores.Length > 0)
        {
            TableWriter.Write(ScoreTable(scores), pathOf("track-record.csv"));
        }

        PlanArchive now = r.Plan.ToArchive();
        SeasonalityRun.WritePlan(pathOf(SeasonalityRun.FileNameOf(r.System.About.Key, now)), now);
    }

    public static object Figures(SeasonalityResult r) => new
    {
        First = r.Plan.First.ToString(),
        Origin = r.Plan.Origin.ToString(),
        r.Plan.Forecast.Model,
        r.Plan.Incoherence,
        Series = r.Plan.Series.Select(s => SeriesFigures.Of(s)),
        HeldOut = r.HeldOut is { } h ? new { h.PlanMase, h.LastYearMase, h.Series, h.Score.Coverage80, h.Score.Coverage95, h.Score.DirectionHits } : null,
        r.HeldOutMissing,
        TrackRecord = r.TrackRecord.Select(t => new { t.Plan.First, t.Score.MonthsCounted, t.Score.MeanMase, t.Score.Coverage80, t.Score.Coverage95, t.Score.DirectionHits, Left = t.Score.Series.Count(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan) }),
    };

    private static Table ScoreTable((string Plan, SeriesScore S)[] scores) => new(
        Column("plan", scores.Select(x => x.Plan)),
        Column("area", scores.Select(x => x.S.Key.Area)),
        Column("type", scores.Select(x => x.S.Key.Type)),
        Column("months", scores.Select(x => x.S.Months)),
        Column("counted", scores.Select(x => x.S.Counted)),
        Column("expected", scores.Select(x => x.S.Expected)),
        TableColumn.Of("mase", [.. scores.Select(x => x.S.Mase)]),
        Column("inside80", scores.Select(x => x.S.Inside80)),
        Column("inside95", scores.Select(x => x.S.Inside95)),
        Column("tracking_signal", scores.Select(x => x.S.TrackingSignal)),
        Column("state", scores.Select(x => x.S.State.ToString())),
        Column("verdict", scores.Select(x => x.S.Verdict.Words())));
}
