namespace PolicingModels.HarmIndex;

/// <summary>Why an entity joined or left a list.</summary>
public enum RankingChange
{
    /// <summary>It had no offence that counted before.</summary>
    FirstOffence,

    /// <summary>New offences raised its score.</summary>
    ScoreRose,

    /// <summary>All its offences have left the window.</summary>
    Expired,

    /// <summary>Some of its offences have left the window or were reclassified, and its score fell.</summary>
    ScoreFell,

    /// <summary>Its score stayed; others passed it.</summary>
    OthersPassed,

    /// <summary>Its score stayed or fell; others fell further.</summary>
    OthersFell,
}

/// <summary>An entity that joined or left a list.</summary>
/// <param name="Entity">Its name.</param>
/// <param name="Rank">Its rank in the list that holds it.</param>
/// <param name="DaysBefore">Its score before.</param>
/// <param name="DaysAfter">Its score after.</param>
/// <param name="Change">Why.</param>
public sealed record RankingMove(string Entity, int Rank, double DaysBefore, double DaysAfter, RankingChange Change);

/// <summary>How two lists of the same unit and schedule differ.</summary>
/// <param name="Entered">Those who joined, in rank order.</param>
/// <param name="Left">Those who left, in their former rank order.</param>
/// <param name="Stayed">How many are on both.</param>
/// <param name="Overlap">Share of the list that is on both.</param>
/// <param name="Jaccard">Names on both divided by names on either.</param>
/// <param name="RankBiasedOverlap">Agreement weighted to the top.</param>
/// <param name="KendallTau">Rank correlation of the scores of all who are on either list.</param>
public sealed record RankingTurnover(
    IReadOnlyList<RankingMove> Entered,
    IReadOnlyList<RankingMove> Left,
    int Stayed,
    double Overlap,
    double Jaccard,
    double RankBiasedOverlap,
    double KendallTau)
{
    internal static RankingTurnover Between(HarmRanking earlier, HarmRanking later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.Scores.Unit != later.Scores.Unit)
        {
            throw new ArgumentException($"The earlier list ranks by {earlier.Scores.Unit}, the later by {later.Scores.Unit}; turnover compares lists of one unit.", nameof(earlier));
        }

        if (earlier.Scores.Schedule.Fingerprint != later.Scores.Schedule.Fingerprint)
        {
            throw new ArgumentException($"The earlier list is scored by {earlier.Scores.Schedule.Info.Label}, the later by {later.Scores.Schedule.Info.Label}, tables with different fingerprints; rescore one of them, or compare indices with a sensitivity report.", nameof(earlier));
        }

        string[] before = [.. earlier.Entries.Select(e => e.Score.Entity)], after = [.. later.Entries.Select(e => e.Score.Entity)];
        HashSet<string> wasOn = new(before, StringComparer.Ordinal), isOn = new(after, StringComparer.Ordinal);
        Dictionary<string, double> daysBefore = AllDays(earlier.Scores), daysAfter = AllDays(later.Scores);
        RankingMove[] entered =
        [
            .. later.Entries.Where(e => !wasOn.Contains(e.Score.Entity)).Select(e => Move(e, daysBefore, daysAfter, (was, now) =>
                was is null ? RankingChange.FirstOffence : now > was ? RankingChange.ScoreRose : RankingChange.OthersFell)),
        ];
        RankingMove[] left =
        [
            .. earlier.Entries.Where(e => !isOn.Contains(e.Score.Entity)).Select(e => Move(e, daysBefore, daysAfter, (was, now) =>
                now is null ? RankingChange.Expired : now < was ? RankingChange.ScoreFell : RankingChange.OthersPassed)),
        ];
        string[] either = [.. wasOn.Union(isOn).Order(StringComparer.Ordinal)];
        int depth = Math.Max(1, Math.Max(before.Length, after.Length));
        return new RankingTurnover(
            entered,
            left,
            wasOn.Count(isOn.Contains),
            RankAgreement.TopOverlap(before, after, depth),
            RankAgreement.Jaccard(before, after, depth),
            RankAgreement.RankBiasedOverlap(before, after),
            RankAgreement.KendallTau([.. either.Select(e => daysBefore.GetValueOrDefault(e))], [.. either.Select(e => daysAfter.GetValueOrDefault(e))]));
    }

    private static RankingMove Move(HarmRankingEntry entry, Dictionary<string, double> before, Dictionary<string, double> after, Func<double?, double?, RankingChange> why)
    {
        double? was = before.TryGetValue(entry.Score.Entity, out double b) ? b : null;
        double? now = after.TryGetValue(entry.Score.Entity, out double a) ? a : null;
        return new RankingMove(entry.Score.Entity, entry.Rank, was ?? 0, now ?? 0, why(was, now));
    }

    private static Dictionary<string, double> AllDays(HarmScores scores)
    {
        Dictionary<string, double> days = new(StringComparer.Ordinal);
        for (int entity = 0; entity < scores.EntityCount; entity++)
        {
            if (scores.OffenceCounts[entity] > 0)
            {
                days.Add(scores.Name(entity), scores.Days[entity]);
            }
        }

        return days;
    }
}
