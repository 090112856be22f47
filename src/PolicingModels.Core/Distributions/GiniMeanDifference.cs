namespace PolicingModels;

/// <summary>The mean absolute difference of two independent draws: twice the part of the ranked probability score that does not depend on what is observed.</summary>
internal static class GiniMeanDifference
{
    private const double Step = 0.125;

    /// <summary>E|N − N′| of a negative binomial count; a size of +∞ means Poisson.</summary>
    /// <remarks>
    /// For whole numbers E|N − N′| = (1/π) ∫₀^π (1 − |φ(t)|²)/(1 − cos t) dt (the Fejér kernel), and |φ|² of a negative binomial is
    /// (1 + 2m(1 + m)(1 − cos t))^(−size) with m = mean/size. With tan(t/2) = e^x the integrand is analytic in a strip of half-width at
    /// least π/4 and falls off exponentially, so that the trapezoidal rule with step h errs by less than exp(−π²/(2h)), here 1e-17
    /// (Trefethen and Weideman 2014, theorem 5.1, doi:10.1137/130932132). Free of the cancellation in the hypergeometric form.
    /// </remarks>
    public static double OfNegativeBinomial(double mean, double size)
    {
        if (mean == 0)
        {
            return 0;
        }

        bool poisson = double.IsPositiveInfinity(size);
        double ratio = mean / size;
        double strength = poisson ? 4 * mean : 4 * ratio * (1 + ratio);
        double deviation = Math.Sqrt(mean * (1 + ratio));
        double sum = 0;
        for (double x = -42 - Math.Log(1 + (4 * deviation)); x < 42; x += Step)
        {
            double square = Math.Exp(2 * x);
            double share = x > 18 ? 1 / (1 + Math.Exp(-2 * x)) : square / (1 + square);
            double exponent = poisson ? strength * share : size * AccurateMath.Log1P(strength * share);
            sum -= AccurateMath.ExpM1(-exponent) * Math.Exp(-x);
        }

        return sum * Step / Math.PI;
    }
}
