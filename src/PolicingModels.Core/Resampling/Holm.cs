namespace PolicingModels;

/// <summary>The adjustment of p-values for several tests at once that keeps the chance of any false finding below the level.</summary>
public static class Holm
{
    /// <summary>Adjusted p-values: a test is a finding at level α when its adjusted value is at most α.</summary>
    /// <param name="pValues">One per test, 0 to 1.</param>
    /// <returns>Adjusted values in the same order, 0 to 1, never below the unadjusted ones.</returns>
    /// <remarks>Holm 1979, <i>A Simple Sequentially Rejective Multiple Test Procedure</i>, Scandinavian Journal of Statistics 6:65–70. Valid under any dependence.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a probability.</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        (double[] sorted, int[] order) = OrderedPValues.Of(pValues);
        double[] adjusted = new double[sorted.Length];
        double floor = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            floor = Math.Max(floor, Math.Min(1, sorted[i] * (sorted.Length - i)));
            adjusted[order[i]] = floor;
        }

        return adjusted;
    }
}
