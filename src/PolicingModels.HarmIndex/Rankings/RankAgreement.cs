namespace PolicingModels.HarmIndex;

/// <summary>How far two ranked lists agree.</summary>
public static class RankAgreement
{
    /// <summary>Share of the first <paramref name="k"/> of one list that are among the first <paramref name="k"/> of the other, 0 to 1.</summary>
    /// <param name="first">Distinct names, best first.</param>
    /// <param name="second">Distinct names, best first.</param>
    /// <param name="k">At least 1. Where a list is shorter, its whole length is compared.</param>
    /// <returns>Common names divided by <paramref name="k"/> or by the longer list where both are shorter; 1 for two empty lists.</returns>
    public static double TopOverlap(IReadOnlyList<string> first, IReadOnlyList<string> second, int k)
    {
        (int common, int longer, _) = Common(first, second, k);
        return longer == 0 ? 1 : (double)common / longer;
    }

    /// <summary>Names in both of the first <paramref name="k"/>, divided by names in either, 0 to 1 (Jaccard 1912).</summary>
    /// <param name="first">Distinct names, best first.</param>
    /// <param name="second">Distinct names, best first.</param>
    /// <param name="k">At least 1.</param>
    public static double Jaccard(IReadOnlyList<string> first, IReadOnlyList<string> second, int k)
    {
        (int common, _, int either) = Common(first, second, k);
        return either == 0 ? 1 : (double)common / either;
    }

    /// <summary>Rank-biased overlap, extrapolated beyond the compared depth, 0 to 1.</summary>
    /// <param name="first">Distinct names, best first.</param>
    /// <param name="second">Distinct names, best first.</param>
    /// <param name="persistence">Chance of reading on from each rank, above 0 and below 1. At 0.98, the first 100 ranks carry 87% of the weight.</param>
    /// <remarks>Webber, Moffat &amp; Zobel 2010, ACM TOIS 28(4), doi:10.1145/1852102.1852106, equation 32, over the depth of the longer list. Linear in the lists.</remarks>
    public static double RankBiasedOverlap(IReadOnlyList<string> first, IReadOnlyList<string> second, double persistence = 0.98)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!(persistence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(persistence), persistence, "The persistence lies above 0 and below 1.");
        }

        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == second.Count ? 1 : 0;
        }

        (IReadOnlyList<string> shorter, IReadOnlyList<string> longer) = first.Count <= second.Count ? (first, second) : (second, first);
        int s = shorter.Count, l = longer.Count;
        HashSet<string> seenShort = new(StringComparer.Ordinal), seenLong = new(StringComparer.Ordinal);
        double sum = 0, weight = 1, overlapAtS = 0;
        int overlap = 0;
        for (int depth = 1; depth <= l; depth++)
        {
            string fromLong = longer[depth - 1];
            if (depth <= s)
            {
                string fromShort = shorter[depth - 1];
                seenShort.Add(fromShort);
                overlap += seenLong.Contains(fromShort) ? 1 : 0;
            }

            seenLong.Add(fromLong);
            overlap += seenShort.Contains(fromLong) ? 1 : 0;
            weight *= persistence;
            sum += (double)overlap / depth * weight;
            if (depth == s)
            {
                overlapAtS = overlap;
            }
            else if (depth > s)
            {
                // Beyond the shorter list its agreement at its own depth is assumed to go on.
                sum += overlapAtS * (depth - s) / ((double)s * depth) * weight;
            }
        }

        double tail = (((overlap - overlapAtS) / l) + (overlapAtS / s)) * weight;
        return ((1 - persistence) / persistence * sum) + tail;
    }

    /// <summary>Kendall's rank correlation τ-b of two sets of scores, −1 to 1, ties allowed for.</summary>
    /// <param name="first">Scores of the same entities, finite.</param>
    /// <param name="second">Scores of the same entities, finite.</param>
    /// <returns>0 where either set is all ties.</returns>
    /// <remarks>Kendall 1945, doi:10.1093/biomet/33.3.239; counted by merge sort (Knight 1966, doi:10.1080/01621459.1966.10480879) in n log n.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double KendallTau(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} scores against {second.Length}; both rank the same entities.", nameof(second));
        }

        int n = first.Length;
        double[] x = first.ToArray(), y = second.ToArray();
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => x[i]).ThenBy(i => y[i])];
        long tiedX = 0, tiedBoth = 0, runX = 0, runBoth = 0;
        for (int i = 1; i < n; i++)
        {
            bool sameX = x[order[i]] == x[order[i - 1]];
            runX = sameX ? runX + 1 : 0;
            tiedX += runX;
            runBoth = sameX && y[order[i]] == y[order[i - 1]] ? runBoth + 1 : 0;
            tiedBoth += runBoth;
        }

        double[] sorted = Array.ConvertAll(order, i => y[i]);
        long swaps = MergeCountingSwaps(sorted, new double[n], 0, n);
        long tiedY = 0, runY = 0;
        for (int i = 1; i < n; i++)
        {
            runY = sorted[i] == sorted[i - 1] ? runY + 1 : 0;
            tiedY += runY;
        }

        long pairs = (long)n * (n - 1) / 2;
        double scale = Math.Sqrt((double)(pairs - tiedX) * (pairs - tiedY));
        return scale == 0 ? 0 : (pairs - tiedX - tiedY + tiedBoth - (2.0 * swaps)) / scale;
    }

    /// <summary>Spearman's rank correlation of two sets of scores, −1 to 1: the correlation of their ranks, ties at their mean rank.</summary>
    /// <param name="first">Scores of the same entities, finite.</param>
    /// <param name="second">Scores of the same entities, finite.</param>
    /// <returns>0 where either set is all ties.</returns>
    /// <remarks>Spearman 1904, doi:10.2307/1412159.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} scores against {second.Length}; both rank the same entities.", nameof(second));
        }

        double[] x = MeanRanks(first), y = MeanRanks(second);
        double middle = (first.Length + 1) / 2.0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - middle) * (x[i] - middle);
            yy += (y[i] - middle) * (y[i] - middle);
            xy += (x[i] - middle) * (y[i] - middle);
        }

        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Ranks from 1 for the highest, ties at their mean.</summary>
    internal static double[] MeanRanks(ReadOnlySpan<double> values)
    {
        double[] copy = values.ToArray(), ranks = new double[copy.Length];
        int[] order = [.. Enumerable.Range(0, copy.Length).OrderByDescending(i => copy[i])];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && copy[order[to]] == copy[order[from]]; to++)
            {
            }

            for (int k = from; k < to; k++)
            {
                ranks[order[k]] = (from + 1 + to) / 2.0;
            }
        }

        return ranks;
    }

    private static long MergeCountingSwaps(double[] values, double[] room, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        int middle = (from + to) / 2;
        long swaps = MergeCountingSwaps(values, room, from, middle) + MergeCountingSwaps(values, room, middle, to);
        int left = from, right = middle;
        for (int k = from; k < to; k++)
        {
            if (right >= to || (left < middle && values[left] <= values[right]))
            {
                room[k] = values[left++];
            }
            else
            {
                swaps += middle - left;
                room[k] = values[right++];
            }
        }

        Array.Copy(room, from, values, from, to - from);
        return swaps;
    }

    private static (int Common, int Longer, int Either) Common(IReadOnlyList<string> first, IReadOnlyList<string> second, int k)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        HashSet<string> a = new(first.Take(k), StringComparer.Ordinal), b = new(second.Take(k), StringComparer.Ordinal);
        int common = a.Count(b.Contains);
        return (common, Math.Max(a.Count, b.Count), a.Count + b.Count - common);
    }
}
