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
        yield return string.Create(c, $"Turnover {Of(r)}since {r.EarlierAsOf:yyyy-MM-dd}: {r.Turnover.Entered.Count} joined, {r.Turnover.Left.Count} left, {r.Turnover.Stayed} stayed (overlap {r.Turnover.Overlap:P0})");
        if (r.Stability is { } stability)
        {
            yield return string.Create(c, $"Under ±{r.System.WeightNoise:P0} weights: {stability.Overlap.Value:P0} {(r.Focus < r.Places.Count ? $"of the first {r.Focus}" : "of the list")} stays ({stability.Overlap.Low:P0} to {stability.Overlap.High:P0})");
        }

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
        TableWriter.Write(TurnoverTable(r), pathOf("turnover.csv"));
        if (r.Coverage.Unscored.Count > 0)
        {
            IReadOnlyList<UnscoredCode> unscored = r.Coverage.Unscored;
            TableWriter.Write(
                new Table(Column("offence_code", unscored.Select(u => u.Code)), TableColumn.Of("rows", [.. unscored.Select(u => u.Rows)]), Column("quality", unscored.Select(u => u.Quality.ToString())), Column("explanation", unscored.Select(u => u.Explanation))),
                pathOf("unscored-codes.csv"));
        }

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
        List = r.Places.Select(p => new
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
            Rank95 = p.Stability is { } s ? new { s.RankInterval.Low, s.RankInterval.High } : null,
            p.Stability?.ListedShare,
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
        Turnover = new { Since = r.EarlierAsOf, r.Turnover.Stayed, r.Turnover.Overlap, r.Turnover.Jaccard, r.Turnover.RankBiasedOverlap, r.Turnover.KendallTau, r.Turnover.Entered, r.Turnover.Left },
        Stability = r.Stability is { } st ? new { st.Draws, Noise = r.System.WeightNoise, Overlap = Of(st.Overlap) } : null,
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
        IEnumerable<T> With<T>(Func<HarmListPlace, T> of, T otherwise) => r.Places.Select(of).Concat(Enumerable.Repeat(otherwise, extra));
        return new Table(
            Column("rank", With(p => p.Place.Rank, last)),
            Column(UnitWord(r.System.ListedBy), r.Places.Select(p => p.Place.Score.Entity).Concat(rest)),
            Column("days", With(p => p.Place.Score.Days, 0)),
            Column("low_days", With(p => p.Place.Score.LowDays, 0)),
            Column("high_days", With(p => p.Place.Score.HighDays, 0)),
            Column("offences", With(p => p.Place.Score.Offences, 0)),
            Column("unscored", With(p => p.Place.Score.Unscored, 0)),
            TableColumn.Of("last_offence", [.. With<DateOnly?>(p => p.Place.Score.LastDay, null)]),
            TableColumn.Of("expires_on", [.. With<DateOnly?>(p => p.ExpiresOn, null)]),
            Column("one_offence_share", With(p => p.Place.OneOffenceShare, 0)),
            Column("tied_with_next", With(p => p.Place.TiedWithNext, n > 1)),
            TableColumn.Of("rank_low95", [.. With<double?>(p => p.Stability?.RankInterval.Low, null)]),
            TableColumn.Of("rank_high95", [.. With<double?>(p => p.Stability?.RankInterval.High, null)]),
            TableColumn.Of("listed_share", [.. With<double?>(p => p.Stability?.ListedShare, null)]),
            Column("suspected_days", With(p => p.SuspectedDays, 0)),
            Column("charged_days", With(p => p.ChargedDays, 0)),
            Column("convicted_days", With(p => p.ConvictedDays, 0)),
            Column("system", With(_ => r.System.About.Key, r.System.About.Key)),
            Column("as_of", With(_ => r.AsOf, r.AsOf)),
            Column("valid_until", With(_ => r.ValidUntil, r.ValidUntil)));
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

    private static Table TurnoverTable(HarmListResult r)
    {
        (string Move, RankingMove M)[] moves = [.. r.Turnover.Entered.Select(m => ("joined", m)), .. r.Turnover.Left.Select(m => ("left", m))];
        return new Table(
            Column("move", moves.Select(m => m.Move)),
            Column(UnitWord(r.System.ListedBy), moves.Select(m => m.M.Entity)),
            Column("rank", moves.Select(m => m.M.Rank)),
            Column("days_before", moves.Select(m => m.M.DaysBefore)),
            Column("days_after", moves.Select(m => m.M.DaysAfter)),
            Column("why", moves.Select(m => m.M.Change.ToString())));
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
