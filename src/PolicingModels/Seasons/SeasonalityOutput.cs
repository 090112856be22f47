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
        Table months = MonthTable(r);
        TableWriter.Write(months, pathOf("plan.csv"));
        TableWriter.Write(months, pathOf("plan.parquet"));
        TableWriter.Write(YearTable(r), pathOf("year.csv"));
        TableWriter.Write(IndexTable(r), pathOf("index.csv"));
        if (r.Plan.Findings.Count > 0)
        {
            IReadOnlyList<HierarchyFinding> f = r.Plan.Findings;
            TableWriter.Write(new Table(Column("type", f.Select(x => x.Key.Type)), Column("area", f.Select(x => x.Key.Area)), Column("kind", f.Select(x => x.Kind.ToString())), Column("first", f.Select(x => x.First?.ToString() ?? "")), Column("months", f.Select(x => x.Months)), Column("message", f.Select(x => x.Message))), pathOf("findings.csv"));
        }

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
        Series = r.Plan.Series.Select(s => new
        {
            s.Node.Key.Area,
            s.Node.Key.Type,
            s.Node.Level,
            Seasonal = new
            {
                Index = s.Index.Calendar.Select(e => e.Value),
                Low = s.Index.Calendar.Select(e => e.Low),
                High = s.Index.Calendar.Select(e => e.High),
                s.Index.Verdict,
            },
            Forecast = s.Coming.Select((m, h) => new
            {
                Month = m.Month.ToString(),
                Mean = m.Expected,
                Low80 = m.Interval80.Low,
                High80 = m.Interval80.High,
                Low95 = m.Interval95.Low,
                High95 = m.Interval95.High,
                RelativeIndex = h < s.Occurrence.Count ? s.Occurrence[h].Index.Value : (double?)null,
                ProbabilityHigher = h < s.Occurrence.Count ? s.Occurrence[h].ProbabilityAbove : (double?)null,
            }),
            Year = new
            {
                s.Annual.Expected,
                Low80 = s.Annual.Interval80.Low,
                High80 = s.Annual.Interval80.High,
                Low95 = s.Annual.Interval95.Low,
                High95 = s.Annual.Interval95.High,
                s.Annual.LastTwelve,
                Change = s.Annual.Change is { } change ? new { change.Value, change.Low, change.High } : null,
                Direction = s.Annual.Verdict,
                s.Annual.ProbabilityWorse,
                s.Annual.ProbabilityBetter,
                s.Annual.Reason,
            },
            s.Notes,
        }),
        HeldOut = r.HeldOut is { } h ? new { h.PlanMase, h.LastYearMase, h.Series, h.Score.Coverage80, h.Score.Coverage95, h.Score.DirectionHits } : null,
        r.HeldOutMissing,
        TrackRecord = r.TrackRecord.Select(t => new { t.Plan.First, t.Score.MonthsCounted, t.Score.MeanMase, t.Score.Coverage80, t.Score.Coverage95, t.Score.DirectionHits, Left = t.Score.Series.Count(s => s.State is TrackingState.AbovePlan or TrackingState.BelowPlan) }),
    };

    private static Table MonthTable(SeasonalityResult r)
    {
        (SeriesPlan S, MonthOutlook M, RelativeOccurrence? O)[] rows = [.. r.Plan.Series.SelectMany(s => s.Coming.Select((m, h) => (s, m, h < s.Occurrence.Count ? s.Occurrence[h] : null)))];
        return new Table(
            Column("area", rows.Select(x => x.S.Node.Key.Area)),
            Column("type", rows.Select(x => x.S.Node.Key.Type)),
            Column("month", rows.Select(x => x.M.Month.ToString())),
            Column("expected", rows.Select(x => x.M.Expected)),
            Column("low80", rows.Select(x => x.M.Interval80.Low)),
            Column("high80", rows.Select(x => x.M.Interval80.High)),
            Column("low95", rows.Select(x => x.M.Interval95.Low)),
            Column("high95", rows.Select(x => x.M.Interval95.High)),
            TableColumn.Of("same_month_last_year", [.. rows.Select(x => x.M.SameMonthLastYear)]),
            TableColumn.Of("relative_occurrence", [.. rows.Select(x => x.O?.Index.Value)]),
            TableColumn.Of("relative_low95", [.. rows.Select(x => x.O?.Index.Low)]),
            TableColumn.Of("relative_high95", [.. rows.Select(x => x.O?.Index.High)]),
            Column("month_verdict", rows.Select(x => MonthVerdict(x.O))),
            Column("year_verdict", rows.Select(x => x.S.Annual.Verdict.Words())));
    }

    /// <summary>How a month compares with the average of its year, said only where the interval leaves 100 out.</summary>
    public static string MonthVerdict(RelativeOccurrence? o) => o is null ? "" : o.Index.Low > 100 ? "worse than the average month" : o.Index.High < 100 ? "better than the average month" : "no clear difference";

    private static Table YearTable(SeasonalityResult r)
    {
        IReadOnlyList<SeriesPlan> s = r.Plan.Series;
        return new Table(
            Column("area", s.Select(x => x.Node.Key.Area)),
            Column("type", s.Select(x => x.Node.Key.Type)),
            TableColumn.Of("last_12_months", [.. s.Select(x => x.Annual.LastTwelve)]),
            Column("expected", s.Select(x => x.Annual.Expected)),
            Column("low80", s.Select(x => x.Annual.Interval80.Low)),
            Column("high80", s.Select(x => x.Annual.Interval80.High)),
            Column("low95", s.Select(x => x.Annual.Interval95.Low)),
            Column("high95", s.Select(x => x.Annual.Interval95.High)),
            TableColumn.Of("change", [.. s.Select(x => x.Annual.Change?.Value)]),
            Column("probability_worse", s.Select(x => x.Annual.ProbabilityWorse)),
            Column("probability_better", s.Select(x => x.Annual.ProbabilityBetter)),
            Column("verdict", s.Select(x => x.Annual.Verdict.Words())),
            Column("reason", s.Select(x => x.Annual.Reason)),
            Column("seasonality", s.Select(x => x.Index.Verdict.Words())),
            Column("notes", s.Select(x => string.Join(" ", x.Notes))));
    }

    private static Table IndexTable(SeasonalityResult r)
    {
        (SeriesPlan S, int Month)[] rows = [.. r.Plan.Series.SelectMany(s => Enumerable.Range(0, 12).Select(m => (s, m)))];
        return new Table(
            Column("area", rows.Select(x => x.S.Node.Key.Area)),
            Column("type", rows.Select(x => x.S.Node.Key.Type)),
            Column("month_of_year", rows.Select(x => x.Month + 1)),
            Column("index", rows.Select(x => x.S.Index.Calendar[x.Month].Value)),
            Column("low", rows.Select(x => x.S.Index.Calendar[x.Month].Low)),
            Column("high", rows.Select(x => x.S.Index.Calendar[x.Month].High)),
            Column("index_per_day", rows.Select(x => x.S.Index.PerDay[x.Month].Value)),
            Column("low_per_day", rows.Select(x => x.S.Index.PerDay[x.Month].Low)),
            Column("high_per_day", rows.Select(x => x.S.Index.PerDay[x.Month].High)));
    }

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
