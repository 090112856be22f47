namespace PolicingModels;

/// <summary>The standard normal distribution.</summary>
public static class StandardNormal
{
    /// <summary>The probability of a value not above z, accurate in both tails to about 1e-14 of itself.</summary>
    public static double Cumulative(double z)
    {
        if (double.IsNaN(z))
        {
            throw new ArgumentOutOfRangeException(nameof(z), z, "A normal deviate is a number.");
        }

        double tail = ErrorFunction.Complement(Math.Abs(z) / Math.Sqrt(2)) / 2;
        return z < 0 ? tail : 1 - tail;
    }

    /// <summary>The value that a share of the distribution does not exceed.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <remarks>The rational approximation of Acklam (relative error 1.2e-9), then one step of Halley's method on <see cref="Cumulative"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not a proper fraction.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability lies above 0 and below 1.");
        }

        double z = Approximate(probability);
        // In the upper half the error is taken in the smaller tail, where it keeps its digits.
        double error = z <= 0 ? Cumulative(z) - probability : (1 - probability) - Cumulative(-z);
        double step = error * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
        return z - (step / (1 + (z * step / 2)));
    }

    /// <summary>The quantile to about nine digits, without the refining step.</summary>
    internal static double Approximate(double p)
    {
        if (p < 0.02425)
        {
            return Tail(Math.Sqrt(-2 * Math.Log(p)));
        }

        if (p > 1 - 0.02425)
        {
            return -Tail(Math.Sqrt(-2 * AccurateMath.Log1P(-p)));
        }

        double q = p - 0.5, r = q * q;
        return ((((((((((-39.69683028665376 * r) + 220.9460984245205) * r) - 275.9285104469687) * r) + 138.3577518672690) * r) - 30.66479806614716) * r) + 2.506628277459239) * q
            / ((((((((((-54.47609879822406 * r) + 161.5858368580409) * r) - 155.6989798598866) * r) + 66.80131188771972) * r) - 13.28068155288572) * r) + 1);
    }

    private static double Tail(double q) =>
        ((((((((((-0.007784894002430293 * q) - 0.3223964580411365) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q) + 2.938163982698783)
        / ((((((((0.007784695709041462 * q) + 0.3224671290700398) * q) + 2.445134137142996) * q) + 3.754408661907416) * q) + 1);
}
