namespace PolicingModels.HarmIndex;

/// <summary>Entities by whether their count and their harm are high: what a list by count misses, and what a list by harm does.</summary>
/// <param name="HighCount">Fewest offences that are high.</param>
/// <param name="HighDays">Least days that are high.</param>
/// <param name="HighBoth">High in both, by name.</param>
/// <param name="HighCountOnly">Many offences of little harm, by name.</param>
/// <param name="HighHarmOnly">Few offences of great harm, by name.</param>
/// <param name="HighNeither">How many are high in neither.</param>
public sealed record CountHarmTable(int HighCount, double HighDays, IReadOnlyList<string> HighBoth, IReadOnlyList<string> HighCountOnly, IReadOnlyList<string> HighHarmOnly, int HighNeither)
{
    /// <summary>Makes the table over entities with at least one offence that counts.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="topShare">Share of the entities that is high, above 0 and below 1; ties with the last of them are high too. Default 0.1.</param>
    /// <exception cref="AnalysisException">No entity has an offence that counts.</exception>
    public static CountHarmTable Of(HarmScores scores, double topShare = 0.1)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!(topShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(topShare), topShare, "The share of entities that is high lies above 0 and below 1.");
        }

        List<int> entities = [];
        for (int e = 0; e < scores.EntityCount; e++)
        {
            if (scores.OffenceCounts[e] > 0)
            {
                entities.Add(e);
            }
        }

        if (entities.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "No entity has an offence that counts; widen the window or the roles.");
        }

        int place = Math.Max(0, (int)Math.Ceiling(topShare * entities.Count) - 1);
        int count = entities.Select(e => scores.OffenceCounts[e]).OrderDescending().ElementAt(place);
        double days = entities.Select(e => scores.Days[e]).OrderDescending().ElementAt(place);
        List<string>[] cells = [[], [], [], []];
        foreach (int e in entities)
        {
            // Nobody without harm is high in harm, however wide the tie at zero.
            bool harmful = scores.Days[e] >= days && scores.Days[e] > 0;
            cells[(scores.OffenceCounts[e] >= count ? 0 : 2) + (harmful ? 0 : 1)].Add(scores.Name(e));
        }

        foreach (List<string> cell in cells)
        {
            cell.Sort(StringComparer.Ordinal);
        }

        return new CountHarmTable(count, days, cells[0], cells[1], cells[2], cells[3].Count);
    }
}
