namespace PolicingModels.HarmIndex;

/// <summary>Which entities may be ranked.</summary>
public sealed record HarmRankingOptions
{
    /// <summary>How many to list, at least 1. Default: all.</summary>
    public int Top { get; init; } = int.MaxValue;

    /// <summary>Fewest offences an entity must have, at least 1. Default 1.</summary>
    public int MinimumOffences { get; init; } = 1;
}

/// <summary>One place of a ranking.</summary>
/// <param name="Rank">1 for the most harm.</param>
/// <param name="Number">The entity's number in the scores.</param>
/// <param name="Score">Its harm.</param>
/// <param name="OneOffenceShare">Share of the harm that its gravest offence carries, 0 to 1: at 1, a single record makes the place.</param>
/// <param name="TiedWithNext">Whether the next place has the same days, so that only the tie rule parts them.</param>
public sealed record HarmRankingEntry(int Rank, int Number, HarmScore Score, double OneOffenceShare, bool TiedWithNext)
{
    /// <summary>The first as-of day on which its gravest offence has left the window, whatever is recorded by then.</summary>
    public DateOnly GravestExpires { get; init; }

    /// <summary>The first as-of day on which all its present offences have left the window: unless new ones are recorded, it is on no list from then on.</summary>
    public DateOnly Expires { get; init; }
}

/// <summary>Entities in order of harm. Immutable and thread-safe.</summary>
/// <remarks>
/// Ties are broken by the later last offence, then by more offences, then by name in ordinal order, so that the same data always give the same
/// list. A ranking advises; it orders no action, and a suspect is not a convict.
/// </remarks>
public sealed class HarmRanking
{
    private HarmRanking(HarmScores scores, HarmRankingOptions options, IReadOnlyList<HarmRankingEntry> entries, int eligible)
    {
        Scores = scores;
        Options = options;
        Entries = entries;
        Eligible = eligible;
    }

    /// <summary>The scores ranked.</summary>
    public HarmScores Scores { get; }

    /// <summary>Which entities may be ranked.</summary>
    public HarmRankingOptions Options { get; }

    /// <summary>The places, most harm first.</summary>
    public IReadOnlyList<HarmRankingEntry> Entries { get; }

    /// <summary>How many entities could have been listed.</summary>
    public int Eligible { get; }

    /// <summary>Whether the last place listed and the first one left out have the same days: the cut is then made by the tie rule alone.</summary>
    public bool TieAtCut => Entries.Count > 0 && Entries.Count < Eligible && Entries[^1].TiedWithNext;

    /// <summary>Ranks scores.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="options">Which entities may be ranked; null for all.</param>
    public static HarmRanking Of(HarmScores scores, HarmRankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        options ??= new HarmRankingOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Top, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinimumOffences, 1);

        int[] order = Eligibles(scores, options.MinimumOffences);
        int eligible = order.Length;
        string?[] names = new string?[scores.EntityCount];
        Array.Sort(order, Compare);

        int listed = Math.Min(options.Top, eligible);
        Dictionary<int, (double Days, int Date)> gravest = scores.GravestOffences(order.AsSpan(0, listed));
        HarmRankingEntry[] entries = new HarmRankingEntry[listed];
        for (int place = 0; place < listed; place++)
        {
            int entity = order[place];
            double days = scores.Days[entity];
            entries[place] = new HarmRankingEntry(
                place + 1,
                entity,
                scores[entity],
                days > 0 ? gravest[entity].Days / days : 0,
                place + 1 < eligible && scores.Days[order[place + 1]] == days)
            {
                GravestExpires = Expiry(gravest[entity].Date),
                Expires = Expiry(scores.LastDays[entity]),
            };
        }

        return new HarmRanking(scores, options, entries, eligible);

        // An offence of day d counts for as-of days from d + 1 to d + the window's length.
        DateOnly Expiry(int day) => DateOnly.FromDayNumber(day + scores.Options.WindowDays + 1);

        int Compare(int a, int b)
        {
            int by = scores.Days[b].CompareTo(scores.Days[a]);
            by = by != 0 ? by : scores.LastDays[b].CompareTo(scores.LastDays[a]);
            by = by != 0 ? by : scores.OffenceCounts[b].CompareTo(scores.OffenceCounts[a]);
            return by != 0 ? by : string.CompareOrdinal(names[a] ??= scores.Name(a), names[b] ??= scores.Name(b));
        }
    }

    /// <summary>How this list differs from an earlier one, and why.</summary>
    /// <param name="earlier">The list of a former as-of day, of the same unit and schedule.</param>
    /// <exception cref="ArgumentException">The lists rank different units, or by tables with different fingerprints.</exception>
    public RankingTurnover Turnover(HarmRanking earlier) => RankingTurnover.Between(earlier, this);

    private static int[] Eligibles(HarmScores scores, int minimumOffences)
    {
        List<int> eligible = [];
        for (int entity = 0; entity < scores.EntityCount; entity++)
        {
            if (scores.OffenceCounts[entity] >= minimumOffences)
            {
                eligible.Add(entity);
            }
        }

        return [.. eligible];
    }
}
