namespace PolicingModels.HarmIndex;

/// <summary>Percentile intervals of draws.</summary>
internal static class Percentiles
{
    /// <summary>The middle share of the draws, linear between order statistics (type 7 of Hyndman and Fan 1996).</summary>
    public static Interval Between(double[] values, double coverage)
    {
        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }

        double[] sorted = [.. values];
        Array.Sort(sorted);
        return new Interval(At((1 - coverage) / 2), At((1 + coverage) / 2), coverage);

        double At(double level)
        {
            double place = level * (sorted.Length - 1);
            int below = (int)place;
            return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
        }
    }
}
