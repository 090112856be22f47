namespace PolicingModels.SpatioTemporal;

/// <summary>Shrinks cell rates towards their common mean: a gamma prior on the rate per unit of exposure, fitted by moments, and Poisson counts.</summary>
/// <remarks>
/// With weighted sums S of counts over a total weight w and exposures A of mean 1, the raw rates are r = S/(wA), their exposure-weighted mean m and variance s²
/// (with n/(n−1), so that equal areas give the sample variance). The prior's variance is s² − m/w, what Poisson noise leaves (Marshall 1991, doi:10.2307/2347593);
/// at least <see cref="LeastVariance"/>, where all cells share the mean. The shrunk mean is (a + S)·A/(b + wA) with b = m/variance and a = m·b.
/// </remarks>
internal static class GammaPoisson
{
    /// <summary>The least variance of rates between cells, in squared events per period.</summary>
    public const double LeastVariance = 1e-9;

    /// <summary>Writes the shrunk means, one per cell, and returns the prior.</summary>
    /// <param name="sums">Weighted sums of counts, one per cell; not all zero.</param>
    /// <param name="weight">The sum of the weights of the periods, above 0.</param>
    /// <param name="exposure">Area of each cell relative to the mean cell.</param>
    /// <param name="into">Receives the expected count per period of each cell, above 0.</param>
    public static GammaPrior Shrink(ReadOnlySpan<double> sums, double weight, ReadOnlySpan<double> exposure, Span<double> into)
    {
        double total = 0, area = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            total += sums[i];
            area += exposure[i];
        }

        // A window without an event still says at most that rates are small.
        double mean = (total > 0 ? total : 0.5) / (weight * area);
        double squares = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            double away = (sums[i] / (weight * exposure[i])) - mean;
            squares += exposure[i] * away * away;
        }

        double spread = sums.Length > 1 && total > 0 ? squares / area * sums.Length / (sums.Length - 1) : 0;
        double variance = Math.Max(spread - (mean / weight), LeastVariance);
        double rate = mean / variance;
        double shape = mean * rate;
        for (int i = 0; i < sums.Length; i++)
        {
            into[i] = (shape + sums[i]) * exposure[i] / (rate + (weight * exposure[i]));
        }

        return new GammaPrior(shape, rate);
    }
}

/// <summary>The gamma prior of a cell's rate: shape, and rate in periods.</summary>
internal readonly record struct GammaPrior(double Shape, double Rate);
