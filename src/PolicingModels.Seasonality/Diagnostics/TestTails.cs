namespace PolicingModels.Seasonality;

/// <summary>Upper tails of the distributions that test statistics have where the null hypothesis holds.</summary>
internal static class TestTails
{
    public static double ChiSquared(double statistic, double degrees) => GammaFunctions.RegularizedQ(degrees / 2, Math.Max(0, statistic) / 2);

    public static double F(double statistic, double numerator, double denominator) =>
        statistic <= 0 ? 1 : BetaFunctions.RegularizedI(denominator / 2, numerator / 2, denominator / (denominator + (numerator * statistic)));

    /// <summary>The integral of the squared Brownian bridge in some dimensions (generalised von Mises): Σ χ²(dimensions) / (πj)².</summary>
    /// <remarks>
    /// Imhof 1961 (doi:10.1093/biomet/48.3-4.419), with the product over j in closed form: ∏ (1 − iu/(πj)²) = sin w / w at w² = iu.
    /// Simpson's rule in √u; absolute error below 1e-8.
    /// </remarks>
    public static double BrownianBridge(double statistic, int dimensions)
    {
        if (statistic <= 0)
        {
            return 1;
        }

        const double Step = 0.005;
        double sum = 0;
        for (int i = 1; ; i++)
        {
            double v = i * Step, a = v / Math.Sqrt(2);
            double real = Math.Sin(a) * Math.Cosh(a), imaginary = Math.Cos(a) * Math.Sinh(a);
            double angle = Math.Atan2(imaginary, real), expected = (Math.PI / 2) - a;
            angle += 2 * Math.PI * Math.Round((expected - angle) / (2 * Math.PI));
            double logModulus = (0.5 * Math.Log((real * real) + (imaginary * imaginary))) - Math.Log(v);
            double logRho = 0.5 * dimensions * logModulus;
            double theta = (-0.5 * dimensions * (angle - (Math.PI / 4))) - (0.5 * statistic * v * v);
            sum += (i % 2 == 1 ? 4 : 2) * 2 * Math.Sin(theta) / v * Math.Exp(-logRho);
            if (logRho > 21 && i % 2 == 0)
            {
                break;
            }
        }

        return Math.Clamp(0.5 + (sum * Step / 3 / Math.PI), 0, 1);
    }
}
