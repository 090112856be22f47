namespace PolicingModels.HarmIndex;

/// <summary>One code under two schedules.</summary>
/// <param name="Code">The code.</param>
/// <param name="FirstDays">Its score in the first, in days.</param>
/// <param name="SecondDays">Its score in the second, in days.</param>
/// <param name="FirstRank">Its rank in the first among the common codes, 1 for the gravest, ties at their mean.</param>
/// <param name="SecondRank">Its rank in the second.</param>
public sealed record CodeDisagreement(OffenceCode Code, double FirstDays, double SecondDays, double FirstRank, double SecondRank);

/// <summary>How far two schedules, indices or editions of one, agree on the offences both hold.</summary>
/// <param name="First">Name and edition of the first.</param>
/// <param name="Second">Name and edition of the second.</param>
/// <param name="CommonCodes">Crime-tree codes that both score.</param>
/// <param name="Undecided">Crime-tree codes that both hold but at least one cannot score under its policy, by code.</param>
/// <param name="Spearman">Spearman's rank correlation over the common codes.</param>
/// <param name="KendallTau">Kendall's τ-b over the common codes.</param>
/// <param name="Codes">The common codes, widest apart in rank first.</param>
public sealed record SensitivityReport(string First, string Second, int CommonCodes, IReadOnlyList<OffenceCode> Undecided, double Spearman, double KendallTau, IReadOnlyList<CodeDisagreement> Codes)
{
    /// <summary>Compares two schedules over their common crime-tree codes.</summary>
    /// <param name="first">A schedule with its ambiguity policy; the median is usual.</param>
    /// <param name="second">Another, with its own.</param>
    /// <exception cref="AnalysisException">Fewer than three codes are scored by both.</exception>
    public static SensitivityReport Of(HarmLookup first, HarmLookup second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        OffenceCode[] common = [.. Trees(first).Intersect(Trees(second)).OrderBy(c => c.Text, StringComparer.Ordinal)];
        List<(OffenceCode Code, double First, double Second)> scored = [];
        List<OffenceCode> undecided = [];
        foreach (OffenceCode code in common)
        {
            if (first.Find(code.Text).ScoreDays is { } a && second.Find(code.Text).ScoreDays is { } b)
            {
                scored.Add((code, a, b));
            }
            else
            {
                undecided.Add(code);
            }
        }

        if (scored.Count < 3)
        {
            throw new AnalysisException(AnalysisFailure.TooFewEvents, $"{first.Schedule.Info.Label} and {second.Schedule.Info.Label} both score {scored.Count} crime-tree codes; a comparison needs 3. Name an ambiguity policy, or load the full tables.");
        }

        double[] x = [.. scored.Select(s => s.First)], y = [.. scored.Select(s => s.Second)];
        double[] xRank = RankAgreement.MeanRanks(x), yRank = RankAgreement.MeanRanks(y);
        return new SensitivityReport(
            first.Schedule.Info.Label,
            second.Schedule.Info.Label,
            scored.Count,
            undecided,
            RankAgreement.Spearman(x, y),
            RankAgreement.KendallTau(x, y),
            [
                .. scored.Select((s, i) => new CodeDisagreement(s.Code, s.First, s.Second, xRank[i], yRank[i]))
                    .OrderByDescending(c => Math.Abs(c.FirstRank - c.SecondRank))
                    .ThenBy(c => c.Code.Text, StringComparer.Ordinal),
            ]);
    }

    private static IEnumerable<OffenceCode> Trees(HarmLookup lookup) =>
        lookup.Schedule.Rows.Where(r => !r.Expired).SelectMany(r => r.Codes).Where(c => c.Scheme == OffenceCodeScheme.CrimeTree).Distinct();
}
