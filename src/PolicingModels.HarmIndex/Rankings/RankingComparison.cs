namespace PolicingModels.HarmIndex;

/// <summary>One entity under two indices.</summary>
/// <param name="Entity">Its name.</param>
/// <param name="FirstRank">Its rank in the whole first list; null where it is not on it.</param>
/// <param name="SecondRank">Its rank in the whole second list; null where it is not on it.</param>
/// <param name="FirstDays">Its harm by the first index, in days.</param>
/// <param name="SecondDays">Its harm by the second, in days.</param>
public sealed record RankPair(string Entity, int? FirstRank, int? SecondRank, double FirstDays, double SecondDays);

/// <summary>A code of the compared offences that the two indices score differently relative to their sums.</summary>
/// <param name="Code">The code as recorded; empty where the rows have none.</param>
/// <param name="Rows">Counted rows that carry it.</param>
/// <param name="FirstScore">Its score in the first index, in days; null where it carries none.</param>
/// <param name="SecondScore">Its score in the second; null where it carries none.</param>
/// <param name="FirstShare">Its share of all harm by the first index, 0 to 1.</param>
/// <param name="SecondShare">Its share of all harm by the second, 0 to 1.</param>
public sealed record ReclassifiedCode(string Code, long Rows, double? FirstScore, double? SecondScore, double FirstShare, double SecondShare);

/// <summary>The same offences ranked by two indices, or by two editions of one: who is listed by which, and which codes make the difference.</summary>
/// <remarks>Days of two indices differ in scale, so days are compared within an index only; what is compared across are ranks and shares.</remarks>
/// <param name="First">Name and edition of the first index.</param>
/// <param name="Second">Name and edition of the second.</param>
/// <param name="FirstFingerprint">Fingerprint of the first table.</param>
/// <param name="SecondFingerprint">Fingerprint of the second.</param>
/// <param name="Length">How many first places of each list are compared.</param>
/// <param name="Overlap">Share of the first places that are on both.</param>
/// <param name="Jaccard">Names among the first places of both divided by names among those of either.</param>
/// <param name="RankBiasedOverlap">Agreement of the first places weighted to the top.</param>
/// <param name="KendallTau">Rank correlation τ-b of the days of all entities with an offence that counts.</param>
/// <param name="Entities">All who are among the first places of either, by their rank in the first list, then in the second.</param>
/// <param name="Codes">The codes whose share of all harm differs between the indices, most first.</param>
public sealed record RankingComparison(
    string First,
    string Second,
    string FirstFingerprint,
    string SecondFingerprint,
    int Length,
    double Overlap,
    double Jaccard,
    double RankBiasedOverlap,
    double KendallTau,
    IReadOnlyList<RankPair> Entities,
    IReadOnlyList<ReclassifiedCode> Codes)
{
    /// <summary>Share of the counted rows that carry a score in the first index, 0 to 1.</summary>
    public double FirstScoredShare { get; init; }

    /// <summary>Share of the counted rows that carry a score in the second. Where it is much lower, the lists differ by what the second cannot score.</summary>
    public double SecondScoredShare { get; init; }

    /// <summary>Compares two lists of the same offences.</summary>
    /// <param name="first">A list.</param>
    /// <param name="second">The list of the same offences, unit and settings by another table.</param>
    /// <param name="length">How many first places are compared, at least 1; lists that are shorter are compared as they are.</param>
    /// <exception cref="ArgumentException">The lists rank other offences, another unit or by other settings, so that more than the index differs.</exception>
    public static RankingComparison Of(HarmRanking first, HarmRanking second, int length)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        HarmScores a = first.Scores, b = second.Scores;
        if (!ReferenceEquals(a.Offences, b.Offences) || a.Unit != b.Unit || a.Options != b.Options)
        {
            throw new ArgumentException("The two lists are not of the same offences, unit and settings; score one table of offences by two schedules and change nothing else.", nameof(second));
        }

        Dictionary<string, HarmRankingEntry> inFirst = ByName(first), inSecond = ByName(second);
        Dictionary<string, int> numbers = new(StringComparer.Ordinal), otherNumbers = new(StringComparer.Ordinal);
        List<double> daysA = [], daysB = [];
        for (int e = 0; e < a.EntityCount; e++)
        {
            // The unit of offence codes may number its entities otherwise under another schedule.
            numbers.TryAdd(a.Name(e), e);
        }

        for (int e = 0; e < b.EntityCount; e++)
        {
            otherNumbers.TryAdd(b.Name(e), e);
        }

        foreach ((string name, int e) in numbers)
        {
            if (a.OffenceCounts[e] > 0 && otherNumbers.TryGetValue(name, out int other))
            {
                daysA.Add(a.Days[e]);
                daysB.Add(b.Days[other]);
            }
        }

        string[] namesA = [.. first.Entries.Take(length).Select(e => e.Score.Entity)], namesB = [.. second.Entries.Take(length).Select(e => e.Score.Entity)];
        int depth = Math.Max(1, Math.Max(namesA.Length, namesB.Length));
        return new RankingComparison(
            a.Schedule.Info.Label,
            b.Schedule.Info.Label,
            a.Schedule.Fingerprint,
            b.Schedule.Fingerprint,
            depth,
            RankAgreement.TopOverlap(namesA, namesB, depth),
            RankAgreement.Jaccard(namesA, namesB, depth),
            RankAgreement.RankBiasedOverlap(namesA, namesB),
            RankAgreement.KendallTau([.. daysA], [.. daysB]),
            [
                .. namesA.Union(namesB).Select(name => new RankPair(
                        name,
                        inFirst.GetValueOrDefault(name)?.Rank,
                        inSecond.GetValueOrDefault(name)?.Rank,
                        numbers.TryGetValue(name, out int e) ? a.Days[e] : 0,
                        otherNumbers.TryGetValue(name, out int o) ? b.Days[o] : 0))
                    .OrderBy(p => p.FirstRank ?? int.MaxValue)
                    .ThenBy(p => p.SecondRank ?? int.MaxValue),
            ],
            CodesOf(a.Coverage, b.Coverage))
        {
            FirstScoredShare = a.Coverage.ScoredShare,
            SecondScoredShare = b.Coverage.ScoredShare,
        };
    }

    private static Dictionary<string, HarmRankingEntry> ByName(HarmRanking ranking) =>
        ranking.Entries.ToDictionary(e => e.Score.Entity, StringComparer.Ordinal);

    private static ReclassifiedCode[] CodesOf(CoverageReport first, CoverageReport second)
    {
        Dictionary<string, CodeCoverage> others = second.Codes.ToDictionary(c => c.Code, StringComparer.Ordinal);
        return
        [
            .. first.Codes.Select(c => (First: c, Second: others.GetValueOrDefault(c.Code)))
                .Select(p => new ReclassifiedCode(p.First.Code, p.First.Sum.Rows, p.First.ScoreDays, p.Second?.ScoreDays, Share(p.First.Sum.Days, first), Share(p.Second?.Sum.Days ?? 0, second)))
                .Where(c => c.FirstScore != c.SecondScore)
                .OrderByDescending(c => Math.Abs(c.FirstShare - c.SecondShare))
                .ThenBy(c => c.Code, StringComparer.Ordinal),
        ];

        static double Share(double days, CoverageReport coverage) => coverage.ScoredDays > 0 ? days / coverage.ScoredDays : 0;
    }
}
