using System.Globalization;
using PolicingModels.Data;
using PolicingModels.HarmIndex;
using static PolicingModels.SystemFiles;

namespace PolicingModels;

/// <summary>The tables, figures and summary of a list by harm.</summary>
internal static class HarmListOutput
{
    public static string UnitWord(HarmUnit unit) => unit switch
    {
        HarmUnit.Area => "area",
        HarmUnit.Victim => "victim",
        HarmUnit.Dyad => "pair",
        _ => "person",
    };

    public static IEnumerable<string> Summary(HarmListResult r)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        string unit = UnitWord(r.System.ListedBy);
        yield return string.Create(c, $"{r.System.About.Key}: {r.Places.Count} of {r.Ranking.Eligible} {unit}s by harm in the {r.System.WindowDays} days before {r.AsOf:yyyy-MM-dd}; {r.System.About.Provenance.Kind}. The list expires on {r.ValidUntil:yyyy-MM-dd}.");
        yield return string.Create(c, $"from {r.Quality.Used:N0} of {r.Quality.Read:N0} rows ({r.Quality.Refused.Count:N0} refused); {r.Selection.Rows.Count:N0} are of its kind");
        yield return string.Create(c, $"  rank  {unit,-16}  {"days",10}  possibly               offences  one-offence share");
        foreach (HarmListPlace place in r.Places.Take(10))
        {
            HarmScore score = place.Place.Score;
            yield return string.Create(c, $"  {place.Place.Rank,4}  {score.Entity,-16}  {score.Days,10:F1}  {score.LowDays,9:F1} to {score.HighDays,-9:F1}  {score.Offences,8}  {place.Place.OneOffenceShare,17:P0}");
        }

        if (r.TiedOut > 0)
        {
            yield return $"{r.TiedOut} more are tied with the last place; only the tie rule (later last offence, more offences, name) leaves them out.";
        }

        yield return $"Coverage: {r.Coverage}";
        yield return r.Turnover is { } turnover
            ? string.Create(c, $"Turnover {Of(r)}since {r.EarlierAsOf:yyyy-MM-dd}: {turnover.Entered.Count} joined, {turnover.Left.Count} left, {turnover.Stayed} stayed (overlap {turnover.Overlap:P0})")
            : $"Turnover: none. {r.TurnoverMissing}";
        Estimate weights = r.Stability.Overlap, records = r.Analysis.UnderResampling.Overlap;
        string which = r.Focus < r.Places.Count ? string.Create(c, $"of the first {r.Focus}") : "of the list";
        yield return string.Create(c, $"Under ±{r.System.WeightNoise:P0} weights {weights.Value:P0} {which} stays ({weights.Low:P0} to {weights.High:P0}), with records drawn anew {records.Value:P0} ({records.Low:P0} to {records.High:P0})");
        yield return r.HeldOut is { } check
            ? string.Create(c, $"Held-out check from {check.AsOf:yyyy-MM-dd}: the list then held {check.Share.Value:P1} ({check.Share.Low:P1} to {check.Share.High:P1}) of the harm since; {string.Join("; ", check.Comparisons)}")
            : $"Held-out check: none. {r.HeldOutMissing}";
        foreach (PriorityResult priority in r.Priorities)
        {
            yield return string.Create(c, $"{priority.List.Name}: {priority.OverlapWithHarm:P0} of its {priority.Entries.Count} places are on the list by harm ({priority.List.Options.Provenance.Kind} tables)");
        }
    }

    public static void WriteTables(HarmListResult r, Func<string, string> pathOf)
    {
        Table list = ListTable(r);
        TableWriter.Write(list, pathOf("list.csv"));
        TableWriter.Write(list, pathOf("list.parquet"));
        TableWriter.Write(BreakdownTable(r), pathOf("breakdown.csv"));
        TableWriter.Write(HarmTables.Turnover(r.Analysis), pathOf("turnover.csv"));
        TableWriter.Write(HarmTables.Coverage(r.Coverage), pathOf("coverage.csv"));
        TableWriter.Write(HarmTables.Concentration(r.Concentration), pathOf("concentration.csv"));
        foreach (PriorityResult priority in r.Priorities)
        {
            TableWriter.Write(PriorityTable(r, priority), pathOf($"{priority.List.Name}.csv"));
        }
    }

    public static object Figures(HarmListResult r) => new
    {
        r.ValidUntil,
        Window = new { Start = r.AsOf.AddDays(-r.System.WindowDays), End = r.AsOf },
        Indices = r.System.Indices.Select(i => new { i.Schedule.Info.Name, i.Schedule.Info.Edition, i.Schedule.Fingerprint, i.Schedule.Info.IsComplete, i.Weight, i.Ambiguity }),
        r.Ranking.Eligible,
        r.TiedOut,
        r.Focus,
        Selected = new { Rows = r.Selection.Rows.Count, ByClause = r.Selection.ByClause.Select(k => new { Clause = k.Key, Rows = k.Value }), r.Selection.BelowEvidence },
        List = r.Places.Select((p, i) => new
        {
            p.Place.Rank,
            Name = p.Place.Score.Entity,
            p.Place.Score.Days,
            p.Place.Score.LowDays,
            p.Place.Score.HighDays,
            p.Place.Score.Offences,
            p.Place.Score.Unscored,
            LastOffence = p.Place.Score.LastDay,
            p.ExpiresOn,
            p.Place.OneOffenceShare,
            p.Place.TiedWithNext,
            p.SuspectedDays,
            p.ChargedDays,
            p.ConvictedDays,
            Days95 = r.Analysis.UnderResampling.Places[i].Days.Interval,
            Rank95 = r.Analysis.UnderResampling.Places[i].RankInterval,
            HeldUnderRecords = r.Analysis.UnderResampling.Places[i].ListedShare,
            HeldUnderWeights = p.Stability.ListedShare,
            Breakdown = p.Breakdown.Select(b => new { b.Contribution.Code, b.Contribution.Title, b.Contribution.Date, b.Contribution.Days, b.Contribution.Quality, b.OffenceId, b.Role, b.Victim, b.Area }),
        }),
        r.WithoutHarm,
        Coverage = new
        {
            r.Coverage.Rows,
            r.Coverage.Counted,
            r.Coverage.ScoredShare,
            r.Coverage.ScoredDays,
            r.Coverage.LowDays,
            r.Coverage.HighDays,
            Excluded = r.Coverage.Excluded.Where(e => e.Value > 0).Select(e => new { Reason = e.Key, Rows = e.Value }),
            ByQuality = r.Coverage.ByQuality.Select(q => new { Quality = q.Key, q.Value.Rows, q.Value.Days }),
            r.Coverage.Unscored,
        },
        Turnover = r.Turnover is { } t ? new { Since = r.EarlierAsOf, t.Stayed, t.Overlap, t.Jaccard, t.RankBiasedOverlap, t.KendallTau, t.Entered, t.Left } : null,
        r.TurnoverMissing,
        Stability = new { r.Stability.Draws, Noise = r.System.WeightNoise, Overlap = Of(r.Stability.Overlap), OverlapUnderRecords = Of(r.Analysis.UnderResampling.Overlap) },
        r.Analysis.Notes,
        HeldOut = r.HeldOut is { } h
            ? new
            {
                h.AsOf,
                h.Listed,
                h.Eligible,
                h.LaterDays,
                h.NewcomerShare,
                Share = Of(h.Share),
                Comparisons = h.Comparisons.Select(c => new { c.Against, c.Share, Difference = Of(c.Difference), c.Verdict }),
            }
            : null,
        r.HeldOutMissing,
        r.Concentration,
        Priorities = r.Priorities.Select(p => new
        {
            p.List.Name,
            p.List.Options.Rule,
            p.List.Options.Measure,
            Provenance = p.List.Options.Provenance.Kind,
            p.OverlapWithHarm,
            Entries = p.Entries.Select(e => new { e.Rank, Name = e.Score.Entity, e.DaysSinceLast, e.Score.Offences, e.GravityDays, e.RecencyPoints, e.FrequencyPoints, e.GravityPoints, e.Priority }),
        }),
    };

    private static string Of(HarmListResult r) => r.Focus < r.Places.Count ? string.Create(CultureInfo.InvariantCulture, $"of the first {r.Focus} ") : "";

    private static object Of(Estimate e) => new { e.Value, e.Low, e.High };

    private static Table ListTable(HarmListResult r)
    {
        // Areas without harm share the last place, so that the ranking runs over all of them.
        int n = r.WithoutHarm.Count, last = r.Ranking.Eligible + 1;
        bool all = r.Places.Count == r.Ranking.Eligible;
        IReadOnlyList<string> rest = all ? r.WithoutHarm : [];
        int extra = rest.Count;
        IReadOnlyList<PlaceStability> records = r.Analysis.UnderResampling.Places;
        IEnumerable<T> With<T>(Func<HarmListPlace, int, T> of, T otherwise) => r.Places.Select(of).Concat(Enumerable.Repeat(otherwise, extra));
        return new Table(
            Column("rank", With((p, _) => p.Place.Rank, last)),
            Column(UnitWord(r.System.ListedBy), r.Places.Select(p => p.Place.Score.Entity).Concat(rest)),
            Column("days", With((p, _) => p.Place.Score.Days, 0)),
            Column("low_days", With((p, _) => p.Place.Score.LowDays, 0)),
            Column("high_days", With((p, _) => p.Place.Score.HighDays, 0)),
            Column("offences", With((p, _) => p.Place.Score.Offences, 0)),
            Column("unscored", With((p, _) => p.Place.Score.Unscored, 0)),
            TableColumn.Of("last_offence", [.. With<DateOnly?>((p, _) => p.Place.Score.LastDay, null)]),
            TableColumn.Of("expires_on", [.. With<DateOnly?>((p, _) => p.ExpiresOn, null)]),
            Column("one_offence_share", With((p, _) => p.Place.OneOffenceShare, 0)),
            Column("tied_with_next", With((p, _) => p.Place.TiedWithNext, n > 1)),
            TableColumn.Of("days_low95", [.. With<double?>((_, i) => records[i].Days.Low, null)]),
            TableColumn.Of("days_high95", [.. With<double?>((_, i) => records[i].Days.High, null)]),
            TableColumn.Of("rank_low95", [.. With<double?>((_, i) => records[i].RankInterval.Low, null)]),
            TableColumn.Of("rank_high95", [.. With<double?>((_, i) => records[i].RankInterval.High, null)]),
            TableColumn.Of("held_under_records", [.. With<double?>((_, i) => records[i].ListedShare, null)]),
            TableColumn.Of("held_under_weights", [.. With<double?>((p, _) => p.Stability.ListedShare, null)]),
            Column("suspected_days", With((p, _) => p.SuspectedDays, 0)),
            Column("charged_days", With((p, _) => p.ChargedDays, 0)),
            Column("convicted_days", With((p, _) => p.ConvictedDays, 0)),
            Column("system", With((_, _) => r.System.About.Key, r.System.About.Key)),
            Column("as_of", With((_, _) => r.AsOf, r.AsOf)),
            Column("valid_until", With((_, _) => r.ValidUntil, r.ValidUntil)));
    }

    private static Table BreakdownTable(HarmListResult r)
    {
        (HarmListPlace Place, HarmListOffence Offence)[] rows = [.. r.Places.SelectMany(p => p.Breakdown.Select(b => (p, b)))];
        return new Table(
            Column("rank", rows.Select(x => x.Place.Place.Rank)),
            Column(UnitWord(r.System.ListedBy), rows.Select(x => x.Place.Place.Score.Entity)),
            Column("offence_id", rows.Select(x => x.Offence.OffenceId)),
            Column("offence_code", rows.Select(x => x.Offence.Contribution.Code)),
            Column("title", rows.Select(x => x.Offence.Contribution.Title)),
            Column("date", rows.Select(x => x.Offence.Contribution.Date)),
            Column("days", rows.Select(x => x.Offence.Contribution.Days)),
            Column("match", rows.Select(x => x.Offence.Contribution.Quality.ToString())),
            Column("role", rows.Select(x => x.Offence.Role.ToString())),
            Column("offence_victim", rows.Select(x => x.Offence.Victim)),
            Column("offence_area", rows.Select(x => x.Offence.Area)));
    }

    private static Table PriorityTable(HarmListResult r, PriorityResult priority) => new(
        Column("rank", priority.Entries.Select(e => e.Rank)),
        Column(UnitWord(r.System.ListedBy), priority.Entries.Select(e => e.Score.Entity)),
        TableColumn.Of("priority", [.. priority.Entries.Select(e => e.Priority)]),
        Column("days_since_last", priority.Entries.Select(e => e.DaysSinceLast)),
        Column("offences", priority.Entries.Select(e => e.Score.Offences)),
        Column("gravity_days", priority.Entries.Select(e => e.GravityDays)),
        Column("recency_points", priority.Entries.Select(e => e.RecencyPoints)),
        Column("frequency_points", priority.Entries.Select(e => e.FrequencyPoints)),
        Column("gravity_points", priority.Entries.Select(e => e.GravityPoints)));
}
