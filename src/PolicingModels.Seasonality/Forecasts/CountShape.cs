namespace PolicingModels.Seasonality;

/// <summary>The distribution of counts with a model's mean and variance, and the count that stands at a standard normal number in it.</summary>
/// <remarks>
/// Negative binomial where the variance exceeds the mean, Poisson where it does not: counts vary at least as a Poisson count does. A mean
/// near or below zero is kept above it, by half of what a normal number cut at zero would have.
/// </remarks>
internal readonly struct CountShape
{
    private const double LargestTabledMean = 60, LargestTabledDispersion = 20;
    private const double Crossing = 0.28;

    private readonly double _mean;
    private readonly double _shape;
    private readonly double[]? _thresholds;

    public CountShape(double mean, double standardDeviation, bool withTable)
    {
        (double m, double v) = Above(mean, standardDeviation);
        Distribution = v > m * (1 + 1e-9) && m > 0 ? new NegativeBinomialDistribution(m, m * m / (v - m)) : new PoissonDistribution(m);
        _mean = m;
        double variance = Math.Max(m, v);
        _shape = m > 0 ? m * m / variance : 0;
        bool table = m < LargestTabledMean && variance < LargestTabledDispersion * m;
        _thresholds = withTable && table ? Thresholds(Distribution, m, variance) : null;
    }

    /// <summary>The predictive distribution of a series that has only ever been zero: Jeffreys' prior for the rate, updated by so many months.</summary>
    public static CountDistribution NeverSeen(int months) => new NegativeBinomialDistribution(0.5 / months, 0.5);

    public CountDistribution Distribution { get; }

    /// <summary>The count at a standard normal number: from a table of thresholds for small counts, by the cube-root rule of Wilson and Hilferty (1931) for large or very uneven ones.</summary>
    public double At(double z)
    {
        if (_thresholds is { } table)
        {
            int low = 0, high = table.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = table[middle] < z ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        if (_shape <= 0)
        {
            return 0;
        }

        double root = 1 - (1 / (9 * _shape)) + (z / (3 * Math.Sqrt(_shape)));
        return root > 0 ? Math.Round(_mean * root * root * root) : 0;
    }

    /// <summary>Mean and variance kept above zero: unchanged from a mean of 0.28 standard deviations, half of E max(X, 0) below.</summary>
    private static (double Mean, double Variance) Above(double mean, double sd)
    {
        if (sd <= 0)
        {
            return (Math.Max(mean, 0), 0);
        }

        double ratio = mean / sd;
        if (ratio >= Crossing)
        {
            return (mean, sd * sd);
        }

        double cut = sd * ((ratio * StandardNormal.Cumulative(ratio)) + (Math.Exp(-0.5 * ratio * ratio) / Math.Sqrt(2 * Math.PI)));
        double m = Math.Max(Math.Max(mean, 0), 0.5 * cut);
        return (m, m * sd / Crossing);
    }

    private static double[] Thresholds(CountDistribution counts, double mean, double variance)
    {
        int length = (int)(mean + (8 * Math.Sqrt(variance)) + (8 * Math.Max(1, variance / Math.Max(mean, 1e-300) * 2)) + 8);
        double[] thresholds = new double[length];
        counts.Probabilities(0, thresholds);
        double below = 0;
        int n = 0;
        for (; n < thresholds.Length; n++)
        {
            below += thresholds[n];
            if (below >= 1 - 1e-7)
            {
                break;
            }

            thresholds[n] = below <= 1e-12 ? double.NegativeInfinity : StandardNormal.Quantile(below);
        }

        return thresholds.AsSpan(0, n).ToArray();
    }
}
