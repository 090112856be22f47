namespace PolicingModels;

/// <summary>Intervals between quantiles of drawn values: of posterior draws, random splits or permutations.</summary>
/// <remarks>Not for the resamples of a short series, of which the plain quantiles lie too close together: <see cref="CircularBlockBootstrap.ExpandedPercentile"/>.</remarks>
public static class PercentileInterval
{
    /// <summary>The central interval of the values that are numbers.</summary>
    /// <param name="values">Drawn values, in any order; those that are not finite count as none.</param>
    /// <param name="coverage">The share of values inside, above 0 and below 1.</param>
    /// <param name="minimumShare">The share of draws, 0 to below 1, of which more must have a value; half by default.</param>
    /// <returns>The interval between quantiles of type 7 (Hyndman and Fan 1996); null where too few draws have a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The coverage or the share is outside its range.</exception>
    public static Interval? Of(ReadOnlySpan<double> values, double coverage = 0.95, double minimumShare = 0.5)
    {
        RequireCoverage(coverage);
        return Between(values, (1 - coverage) / 2, coverage, minimumShare);
    }

    /// <summary>The interval between the quantiles at a level and at its complement.</summary>
    internal static Interval? Between(ReadOnlySpan<double> values, double level, double coverage, double minimumShare)
    {
        if (!(minimumShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumShare), minimumShare, "A share of draws is 0 to below 1.");
        }

        double[] sorted = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        if (count <= minimumShare * values.Length)
        {
            return null;
        }

        Array.Sort(sorted, 0, count);
        ReadOnlySpan<double> valued = sorted.AsSpan(0, count);
        return new Interval(Quantile(valued, level), Quantile(valued, 1 - level), coverage);
    }

    internal static void RequireCoverage(double coverage)
    {
        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int low = (int)at;
        int high = Math.Min(low + 1, sorted.Length - 1);
        // Written so that equal neighbours give exactly their value.
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
