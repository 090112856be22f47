namespace PolicingModels;

/// <summary>Student's t distribution, for any degrees of freedom above 0, whole or not.</summary>
public static class StudentT
{
    /// <summary>The probability of a value not above t, accurate to about 1e-13 of itself below 0 and of 1 above.</summary>
    /// <param name="t">Any number; beyond about 1e150 either way the probability is 0 or 1.</param>
    /// <param name="degreesOfFreedom">Above 0 and finite.</param>
    /// <remarks>Half the regularised incomplete beta function of shapes ν/2 and ½ at ν/(ν + t²) (DLMF 8.17), from t²/ν itself, so that neither end loses digits.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Cumulative(double t, double degreesOfFreedom)
    {
        Require(degreesOfFreedom);
        if (double.IsNaN(t))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A deviate is a number.");
        }

        double tail = Tail(Math.Abs(t), degreesOfFreedom);
        return t < 0 ? tail : 1 - tail;
    }

    /// <summary>The value that a share of the distribution does not exceed.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="degreesOfFreedom">Above 0 and finite.</param>
    /// <remarks>Bisection on <see cref="Cumulative"/> of the smaller tail: exact to its rounding for all degrees of freedom, and not meant for inner loops.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Quantile(double probability, double degreesOfFreedom)
    {
        Require(degreesOfFreedom);
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability lies above 0 and below 1.");
        }

        double share = Math.Min(probability, 1 - probability);
        if (share == 0.5)
        {
            return 0;
        }

        double low = 0, high = 1;
        while (Tail(high, degreesOfFreedom) > share)
        {
            (low, high) = (high, 2 * high);
        }

        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = Tail(middle, degreesOfFreedom) > share ? (middle, high) : (low, middle);
        }

        return probability < 0.5 ? -high : high;
    }

    /// <summary>The probability of a value above t, for t of 0 or more.</summary>
    private static double Tail(double t, double degreesOfFreedom)
    {
        double q = t * t / degreesOfFreedom;
        if (q == 0 || double.IsInfinity(q))
        {
            return q == 0 ? 0.5 : 0;
        }

        double a = degreesOfFreedom / 2, near = q / (1 + q), far = 1 / (1 + q);
        double front = Math.Sqrt(near) * Math.Exp((-a * AccurateMath.Log1P(q)) - BetaFunctions.LogBeta(a, 0.5));
        return far < (a + 1) / (a + 2.5)
            ? front / a * BetaFunctions.ContinuedFraction(a, 0.5, far) / 2
            : 0.5 - (front * BetaFunctions.ContinuedFraction(0.5, a, near));
    }

    private static void Require(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0) || double.IsInfinity(degreesOfFreedom))
        {
            throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "The degrees of freedom are finite and above 0.");
        }
    }
}
