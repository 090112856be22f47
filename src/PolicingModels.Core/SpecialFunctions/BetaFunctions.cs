namespace PolicingModels;

/// <summary>The beta function's family.</summary>
public static class BetaFunctions
{
    /// <summary>log B(a, b).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double LogBeta(double a, double b)
    {
        double low = Math.Min(a, b), high = Math.Max(a, b);
        if (!(low > 0) || double.IsInfinity(high))
        {
            throw new ArgumentOutOfRangeException(nameof(a), $"Both arguments of the beta function are finite and above 0; they are {a} and {b}.");
        }

        if (high < 10)
        {
            return GammaFunctions.LogGamma(low) + GammaFunctions.LogGamma(high) - GammaFunctions.LogGamma(low + high);
        }

        // Stirling's forms of Γ(high) and Γ(low + high), with the large parts cancelled by hand.
        double tail = GammaFunctions.StirlingError(high) - GammaFunctions.StirlingError(low + high)
            - ((high - 0.5) * AccurateMath.Log1P(low / high)) - (low * Math.Log(low + high)) + low;
        return GammaFunctions.LogGamma(low) + tail;
    }

    /// <summary>The regularised incomplete beta function I_x(a, b): the probability that a beta variable is at most x. Accurate to about 1e-14 of 1, and of itself where x is below (a + 1)/(a + b + 2).</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="x">0 to 1.</param>
    public static double RegularizedI(double a, double b, double x)
    {
        if (!(a > 0) || !(b > 0) || double.IsInfinity(a) || double.IsInfinity(b))
        {
            throw new ArgumentOutOfRangeException(nameof(a), $"Both shapes are finite and above 0; they are {a} and {b}.");
        }

        if (!(x is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "The argument lies between 0 and 1.");
        }

        if (x is 0 or 1)
        {
            return x;
        }

        double front = Front(a, b, x);
        return x < (a + 1) / (a + b + 2)
            ? Math.Min(1, front / a * ContinuedFraction(a, b, x))
            : Math.Max(0, 1 - (front / b * ContinuedFraction(b, a, 1 - x)));
    }

    /// <summary>x^a (1−x)^b / B(a, b).</summary>
    private static double Front(double a, double b, double x)
    {
        if (Math.Min(a, b) < 10)
        {
            return Math.Exp((a * Math.Log(x)) + (b * AccurateMath.Log1P(-x)) - LogBeta(a, b));
        }

        // Large logarithms that nearly cancel lose digits; deviances from the mean (Loader 2000) never are large where the result is not small.
        double sum = a + b, apart = Math.FusedMultiplyAdd(-sum, x, a);
        double log = GammaFunctions.StirlingError(sum) - GammaFunctions.StirlingError(a) - GammaFunctions.StirlingError(b)
            - GammaFunctions.PoissonDeviance(a, sum * x, apart) - GammaFunctions.PoissonDeviance(b, sum * (1 - x), -apart);
        return Math.Sqrt(a / sum * b / (2 * Math.PI)) * Math.Exp(log);
    }

    /// <summary>The continued fraction of I_x(a, b) without its front factor x^a (1−x)^b / (a B(a, b)). Converges fast for x below (a + 1)/(a + b + 2).</summary>
    /// <remarks>DLMF 8.17.22, evaluated by the modified Lentz method.</remarks>
    internal static double ContinuedFraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), h = d;
        for (int m = 1; m < 1_000_000; m++)
        {
            double twice = 2.0 * m;
            double even = m * (b - m) * x / ((a + twice - 1) * (a + twice));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + twice) * (a + twice + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            double delta = d * c;
            h *= delta;
            if (Math.Abs(delta - 1) < 1e-16)
            {
                break;
            }
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
