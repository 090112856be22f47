namespace PolicingModels;

/// <summary>The adjustment of p-values for many tests at once that keeps the expected share of false findings among the findings below the level.</summary>
public static class BenjaminiHochberg
{
    /// <summary>Adjusted p-values: the tests whose adjusted value is at most α are findings of which no more than a share α is expected to be false.</summary>
    /// <param name="pValues">One per test, 0 to 1.</param>
    /// <returns>Adjusted values in the same order, 0 to 1, never below the unadjusted ones.</returns>
    /// <remarks>Benjamini &amp; Hochberg 1995, Journal of the Royal Statistical Society B 57:289–300, doi:10.1111/j.2517-6161.1995.tb02031.x. Valid where tests are independent or positively dependent. To allow no false finding at all, use <see cref="Holm"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a probability.</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        (double[] sorted, int[] order) = OrderedPValues.Of(pValues);
        double[] adjusted = new double[sorted.Length];
        double ceiling = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            ceiling = Math.Min(ceiling, sorted[i] * sorted.Length / (i + 1));
            adjusted[order[i]] = ceiling;
        }

        return adjusted;
    }
}
