namespace PolicingModels;

/// <summary>The complementary error function, accurate to a few units in the last place of its value, in the far tail too.</summary>
/// <remarks>Rational Chebyshev approximations of Cody 1969, <i>Rational Chebyshev Approximations for the Error Function</i>, Mathematics of Computation 23:631–637, doi:10.1090/S0025-5718-1969-0247736-4.</remarks>
internal static class ErrorFunction
{
    private const double OneOverRootPi = 0.56418958354775628695;

    // Numerators and denominators, lowest power first, but for the leading coefficient of the denominators, which is 1.
    private static readonly double[] s_nearTop = [3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.16112374387056560, 1.85777706184603153e-1];
    private static readonly double[] s_nearBottom = [2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1];
    private static readonly double[] s_middleTop = [1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.81952221241769090e2, 2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594, 5.64188496988670089e-1, 2.15311535474403846e-8];
    private static readonly double[] s_middleBottom = [1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3, 1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1];
    private static readonly double[] s_farTop = [6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1, 3.05326634961232344e-1, 1.63153871373020978e-2];
    private static readonly double[] s_farBottom = [2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346047, 2.56852019228982242, 1];

    /// <summary>erfc(x) = 2/√π ∫ from x to ∞ of e^(−t²), for x of 0 and above.</summary>
    public static double Complement(double x)
    {
        if (x <= 0.46875)
        {
            return 1 - (x * Ratio(s_nearTop, s_nearBottom, x * x));
        }

        if (x > 27)
        {
            // Below the least positive double.
            return 0;
        }

        double scaled;
        if (x <= 4)
        {
            scaled = Ratio(s_middleTop, s_middleBottom, x);
        }
        else
        {
            double inverse = 1 / (x * x);
            scaled = (OneOverRootPi - (inverse * Ratio(s_farTop, s_farBottom, inverse))) / x;
        }

        // The square is split at a sixteenth, so that its exponential keeps all digits.
        double whole = Math.Truncate(x * 16) / 16;
        return Math.Exp(-whole * whole) * Math.Exp(-(x - whole) * (x + whole)) * scaled;
    }

    private static double Ratio(double[] top, double[] bottom, double x)
    {
        double above = top[^1], below = bottom[^1];
        for (int i = top.Length - 2; i >= 0; i--)
        {
            above = (above * x) + top[i];
            below = (below * x) + bottom[i];
        }

        return above / below;
    }
}
