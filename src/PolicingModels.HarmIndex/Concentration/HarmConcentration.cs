namespace PolicingModels.HarmIndex;

/// <summary>What the top share of the entities holds.</summary>
/// <param name="EntityShare">Share of the entities, 0 to 1.</param>
/// <param name="HarmShare">Share of the harm that those with most harm hold.</param>
/// <param name="CountShare">Share of the offences that those with most offences hold.</param>
public sealed record TopShare(double EntityShare, double HarmShare, double CountShare);

/// <summary>How unequally harm and offences fall on the entities of a scoring.</summary>
/// <param name="Entities">How many entities: all areas of the data, or all others with at least one offence that counts.</param>
/// <param name="IncludesQuiet">Whether entities without an offence that counts are among them, as areas are: persons of whom nothing is recorded are not known.</param>
/// <param name="HarmGini">Gini coefficient of the days.</param>
/// <param name="CountGini">Gini coefficient of the offence counts.</param>
/// <param name="GeneralisedCountGini">The generalised coefficient of the counts (Bernasco &amp; Steenbeek 2017).</param>
/// <param name="Baseline">Gini coefficient of the days were the same offences dealt to the entities by chance, with its interval; null where it was not asked for.</param>
/// <param name="Shares">What the top 1, 2, 5, 10 and 20% hold.</param>
/// <param name="FewestForHalf">Fewest entities that hold half of the harm.</param>
/// <param name="FewestForFourFifths">Fewest entities that hold 80% of the harm.</param>
/// <param name="HarmSpots">Names of the entities at least two standard deviations above the mean, most harm first.</param>
/// <param name="Curve">The Lorenz curves, most first, thinned to at most a few hundred points.</param>
public sealed record HarmConcentration(
    int Entities,
    bool IncludesQuiet,
    double HarmGini,
    double CountGini,
    double GeneralisedCountGini,
    Estimate? Baseline,
    IReadOnlyList<TopShare> Shares,
    int FewestForHalf,
    int FewestForFourFifths,
    IReadOnlyList<string> HarmSpots,
    IReadOnlyList<TopShare> Curve)
{
    private const int CurvePoints = 200;
    private static readonly double[] Tops = [0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Measures the concentration of a scoring.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="seed">Seed of the baseline's draws.</param>
    /// <param name="baselineDraws">Draws of the baseline, at least 20, or 0 for none. Default 199.</param>
    /// <param name="coverage">Nominal coverage of the baseline's interval. Default 0.95.</param>
    /// <exception cref="AnalysisException">No offence counts.</exception>
    public static HarmConcentration Of(HarmScores scores, ulong seed, int baselineDraws = 199, double coverage = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scores);
        bool quiet = scores.Unit == HarmUnit.Area;
        int[] entities = [.. Enumerable.Range(0, scores.EntityCount).Where(e => quiet || scores.OffenceCounts[e] > 0)];
        double[] days = [.. entities.Select(e => scores.Days[e])], counts = [.. entities.Select(e => (double)scores.OffenceCounts[e])];
        if (counts.Sum() == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "No offence counts, so nothing can be said of concentration; widen the window or the roles.");
        }

        IReadOnlyList<(double PlaceShare, double ValueShare)> harm = Concentration.LorenzCurve(days), count = Concentration.LorenzCurve(counts);
        return new HarmConcentration(
            entities.Length,
            quiet,
            Concentration.Gini(days),
            Concentration.Gini(counts),
            Concentration.GeneralisedGini(counts),
            baselineDraws > 0 ? PermutationBaseline.Gini(scores.CreditedRows().Days, entities.Length, seed, baselineDraws, coverage) : null,
            [.. Tops.Select(t => new TopShare(t, Concentration.ShareOfTop(days, t), Concentration.ShareOfTop(counts, t)))],
            Concentration.FewestHolding(days, 0.5),
            Concentration.FewestHolding(days, 0.8),
            [.. Concentration.HarmSpots(days).OrderByDescending(i => days[i]).ThenBy(i => scores.Name(entities[i]), StringComparer.Ordinal).Select(i => scores.Name(entities[i]))],
            [.. Thinned(entities.Length).Select(i => new TopShare(harm[i].PlaceShare, harm[i].ValueShare, count[i].ValueShare))]);
    }

    // The curve bends at its beginning, where the few with most harm are: places are taken at squares of even steps.
    private static IEnumerable<int> Thinned(int entities) =>
        entities <= CurvePoints
            ? Enumerable.Range(0, entities + 1)
            : Enumerable.Range(0, CurvePoints + 1).Select(k => (int)Math.Round(entities * Math.Pow((double)k / CurvePoints, 2))).Distinct();
}
