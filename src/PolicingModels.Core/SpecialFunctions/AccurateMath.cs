namespace PolicingModels;

/// <summary>Elementary functions that keep their accuracy where the platform's lose it.</summary>
/// <remarks>
/// <c>double.ExpM1</c> and <c>double.LogP1</c> of the runtime are <c>Exp(x) − 1</c> and <c>Log(1 + x)</c>: at x = 1e-10 they keep
/// six digits of sixteen. Probabilities of rare events need all of them.
/// </remarks>
public static class AccurateMath
{
    /// <summary>e^x − 1, accurate to a few units in the last place for every x.</summary>
    /// <remarks>Kahan's quotient: the rounding of e^x cancels between numerator and denominator. Source: Higham 2002, <i>Accuracy and Stability of Numerical Algorithms</i>, section 1.14.1.</remarks>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1)
        {
            return Math.Exp(x) - 1;
        }

        double u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * x / Math.Log(u);
    }

    /// <summary>log(1 + x), accurate to a few units in the last place for every x above −1; −∞ at −1 and NaN below.</summary>
    /// <remarks>Source: Higham 2002, problem 1.5 (after Kahan).</remarks>
    public static double Log1P(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Log(1 + x);
        }

        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>log(1 + x) − x, accurate for small x, where the two nearly cancel. For x above −1.</summary>
    public static double Log1PMinusX(double x)
    {
        if (Math.Abs(x) > 0.25)
        {
            return Log1P(x) - x;
        }

        // log(1 + x) = 2 artanh(s) with s = x / (2 + x); 2s − x = −x s exactly, so only a positive series in s² remains.
        double s = x / (2 + x), square = s * s, term = s, sum = 0;
        for (int k = 3; k < 60; k += 2)
        {
            term *= square;
            double add = term / k;
            sum += add;
            if (Math.Abs(add) <= Math.Abs(sum) * 1e-17)
            {
                break;
            }
        }

        return (2 * sum) - (x * s);
    }

    /// <summary>log(e^a + e^b) without overflow; −∞ where both are.</summary>
    public static double LogSumExp(double a, double b)
    {
        double high = Math.Max(a, b), low = Math.Min(a, b);
        return double.IsInfinity(high) ? high : high + Log1P(Math.Exp(low - high));
    }
}
