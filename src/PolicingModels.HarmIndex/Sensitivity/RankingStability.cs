namespace PolicingModels.HarmIndex;

/// <summary>How firmly an entity holds its place.</summary>
/// <param name="Entity">Its name.</param>
/// <param name="Rank">Its rank in the list.</param>
/// <param name="Days">Its harm, with the interval over the draws.</param>
/// <param name="RankInterval">Its rank over the draws among all who may be listed; equal scores share the better rank.</param>
/// <param name="ListedShare">Share of the draws in which it is among the first places.</param>
public sealed record PlaceStability(string Entity, int Rank, Estimate Days, Interval RankInterval, double ListedShare);

/// <summary>How a ranking would have come out had the weights or the records been a little different.</summary>
/// <param name="Draws">Number of draws.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Overlap">Share of the first places that are among as many first places of a draw: mean over the draws with its interval.</param>
/// <param name="Places">The places of the list.</param>
public sealed record RankingStability(int Draws, ulong Seed, Estimate Overlap, IReadOnlyList<PlaceStability> Places)
{
    /// <summary>How many places count as first ones: the list's length unless told otherwise.</summary>
    public int Cut { get; init; }

    /// <summary>Changes every weight of the schedule by chance: by a factor that is uniform from 1 − noise to 1 + noise, the same for all records that match the same rows.</summary>
    /// <param name="ranking">The list.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="noise">Above 0 and below 1. Default 0.2.</param>
    /// <param name="draws">At least 20. Default 200.</param>
    /// <param name="coverage">Nominal coverage of the intervals. Default 0.95.</param>
    /// <param name="cut">How many places count as first ones, from 1 to the list's length; null for the whole list.</param>
    /// <param name="cancellationToken">Stops the draws.</param>
    /// <exception cref="AnalysisException">The list is empty.</exception>
    public static RankingStability UnderWeightNoise(HarmRanking ranking, ulong seed, double noise = 0.2, int draws = 200, double coverage = 0.95, int? cut = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        if (!(noise is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "The noise lies above 0 and below 1.");
        }

        // Two spellings of one offence share its weight, so the rows matched are the key.
        HarmCreditedRows rows = ranking.Scores.CreditedRows();
        int[] groups = Numbered(rows, i => string.Join(' ', ranking.Scores.MatchOf(rows.Row[i]).Rows.Select(r => r.SourceRow)));
        return Draw(ranking, rows, groups, seed, draws, coverage, cut, (random, factors) =>
        {
            for (int g = 0; g < factors.Length; g++)
            {
                factors[g] = 1 - noise + (2 * noise * random.NextDouble());
            }
        }, cancellationToken);
    }

    /// <summary>Draws the offences anew: each counts a Poisson(1) number of times (the Poisson bootstrap), co-suspects of one offence alike.</summary>
    /// <param name="ranking">The list.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="draws">At least 20. Default 500.</param>
    /// <param name="coverage">Nominal coverage of the intervals. Default 0.95.</param>
    /// <param name="cut">How many places count as first ones, from 1 to the list's length; null for the whole list.</param>
    /// <param name="cancellationToken">Stops the draws.</param>
    /// <remarks>An entity with a single offence has an interval from 0 up: that is what a single record says. With fewer than about ten offences intervals are rough.</remarks>
    /// <exception cref="AnalysisException">The list is empty.</exception>
    public static RankingStability UnderResampling(HarmRanking ranking, ulong seed, int draws = 500, double coverage = 0.95, int? cut = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        HarmCreditedRows rows = ranking.Scores.CreditedRows();
        HarmOffences offences = ranking.Scores.Offences;
        int[] groups = offences.Offence.IsEmpty ? [.. Enumerable.Range(0, rows.Count)] : Numbered(rows, i => offences.Offence[rows.Row[i]]);
        return Draw(ranking, rows, groups, seed, draws, coverage, cut, (random, factors) =>
        {
            for (int g = 0; g < factors.Length; g++)
            {
                factors[g] = random.NextPoisson(1);
            }
        }, cancellationToken);
    }

    private static RankingStability Draw(HarmRanking ranking, HarmCreditedRows rows, int[] groups, ulong seed, int draws, double coverage, int? first, Action<SeededRandom, double[]> draw, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 20);
        IReadOnlyList<HarmRankingEntry> entries = ranking.Entries;
        if (entries.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "The list is empty, so nothing can be said of its stability.");
        }

        int length = first ?? entries.Count;
        if (length < 1 || length > entries.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), length, $"The first places are from 1 to the {entries.Count} of the list.");
        }

        HarmScores scores = ranking.Scores;
        bool[] eligible = new bool[scores.EntityCount];
        for (int e = 0; e < eligible.Length; e++)
        {
            eligible[e] = scores.OffenceCounts[e] >= ranking.Options.MinimumOffences;
        }

        SeededRandom random = new(seed);
        double[] factors = new double[groups.Length == 0 ? 0 : groups.Max() + 1], days = new double[eligible.Length], sorted = new double[ranking.Eligible], overlaps = new double[draws];
        double[][] drawnDays = [.. entries.Select(_ => new double[draws])], drawnRanks = [.. entries.Select(_ => new double[draws])];
        int[] listed = new int[entries.Count];
        for (int d = 0; d < draws; d++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            draw(random, factors);
            Array.Clear(days);
            for (int i = 0; i < groups.Length; i++)
            {
                days[rows.Entity[i]] += factors[groups[i]] * rows.Days[i];
            }

            int n = 0;
            for (int e = 0; e < eligible.Length; e++)
            {
                if (eligible[e])
                {
                    sorted[n++] = days[e];
                }
            }

            Array.Sort(sorted);
            double cut = sorted[^length];
            int above = n - FirstAbove(sorted, cut), at = FirstAbove(sorted, cut) - FirstAbove(sorted, Math.BitDecrement(cut));
            double held = 0;
            for (int p = 0; p < entries.Count; p++)
            {
                double own = days[entries[p].Number];
                drawnDays[p][d] = own;
                drawnRanks[p][d] = n - FirstAbove(sorted, own) + 1;
                listed[p] += own >= cut ? 1 : 0;
                if (p < length)
                {
                    // Those tied at the cut share the places that are left.
                    held += own > cut ? 1 : own == cut ? (double)(length - above) / at : 0;
                }
            }

            overlaps[d] = held / length;
        }

        double mean = overlaps.Average();
        return new RankingStability(
            draws,
            seed,
            new Estimate(mean, PercentileInterval.Of(overlaps, coverage)!.Value),
            [.. entries.Select((e, p) => new PlaceStability(e.Score.Entity, e.Rank, new Estimate(e.Score.Days, PercentileInterval.Of(drawnDays[p], coverage)!.Value), PercentileInterval.Of(drawnRanks[p], coverage)!.Value, (double)listed[p] / draws))])
        {
            Cut = length,
        };
    }

    private static int FirstAbove(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] > value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static int[] Numbered<T>(HarmCreditedRows rows, Func<int, T> key)
        where T : notnull
    {
        Dictionary<T, int> numbers = [];
        int[] of = new int[rows.Count];
        for (int i = 0; i < of.Length; i++)
        {
            T name = key(i);
            if (!numbers.TryGetValue(name, out of[i]))
            {
                of[i] = numbers.Count;
                numbers.Add(name, of[i]);
            }
        }

        return of;
    }
}
