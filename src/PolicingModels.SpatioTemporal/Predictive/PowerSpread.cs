namespace PolicingModels.SpatioTemporal;

/// <summary>How counts spread around expectations of very different size: variance = mean + α·mean^p, negative binomial.</summary>
/// <remarks>
/// p = 2 is the usual negative binomial, whose rate varies in proportion to itself; p = 1 spreads every count by the same factor. Both are fitted to past forecasts by
/// maximum likelihood, p among 1, 1.25, 1.5, 1.75 and 2 (Cameron and Trivedi 1986, doi:10.1002/jae.3950010104, name the ends NB1 and NB2).
/// </remarks>
internal readonly record struct PowerSpread(double Alpha, double Power)
{
    private static readonly double[] Powers = [2, 1.75, 1.5, 1.25, 1];

    /// <summary>A fixed spread of the usual kind.</summary>
    public static PowerSpread Usual(double alpha) => new(alpha, 2);

    /// <summary>The distribution of a count with an expectation.</summary>
    public CountDistribution Counts(double mean)
    {
        double alpha = mean > 0 ? Alpha * Math.Pow(mean, Power - 2) : 0;
        return alpha > CountDispersion.Least ? new NegativeBinomialDistribution(mean, 1 / alpha) : new PolicingModels.PoissonDistribution(mean);
    }

    /// <summary>Fits both numbers.</summary>
    /// <param name="expected">Expected counts, above 0.</param>
    /// <param name="observed">What was counted, as many; fractions are split between the whole numbers around them.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static PowerSpread Fit(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, CancellationToken cancellationToken)
    {
        PowerSpread best = default;
        double bestLikelihood = double.NegativeInfinity;
        double[] relative = new double[expected.Length];
        foreach (double power in Powers)
        {
            for (int i = 0; i < relative.Length; i++)
            {
                relative[i] = Math.Pow(expected[i], power - 2);
            }

            double alpha = Solve(expected, observed, relative, cancellationToken);
            double likelihood = Evaluate(expected, observed, relative, alpha).Likelihood;
            if (likelihood > bestLikelihood)
            {
                (best, bestLikelihood) = (new PowerSpread(alpha, power), likelihood);
            }
        }

        return best;
    }

    /// <summary>The root of the slope of the likelihood in log α, by bisection and the Illinois rule.</summary>
    private static double Solve(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, double[] relative, CancellationToken cancellationToken)
    {
        const double Most = 50;
        double low = Math.Log(CountDispersion.Least), high = Math.Log(Most);
        double lowSlope = Evaluate(expected, observed, relative, Math.Exp(low)).Slope;
        if (!(lowSlope > 0))
        {
            return CountDispersion.Least;
        }

        double highSlope = Evaluate(expected, observed, relative, Most).Slope;
        if (highSlope > 0)
        {
            return Most;
        }

        // Halving brings the bracket to where the slope is nearly straight, which false position needs.
        int side = 0;
        for (int step = 0; step < 60 && high - low > 1e-5; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double middle = high - low > 1 ? 0.5 * (low + high) : ((low * highSlope) - (high * lowSlope)) / (highSlope - lowSlope);
            middle = middle > low && middle < high ? middle : 0.5 * (low + high);
            double slope = Evaluate(expected, observed, relative, Math.Exp(middle)).Slope;
            if (slope > 0)
            {
                bool near = middle - low < 1e-5;
                highSlope *= side == 1 ? 0.5 : 1;
                (low, lowSlope, side) = (middle, slope, 1);
                if (near)
                {
                    break;
                }
            }
            else
            {
                bool near = high - middle < 1e-5;
                lowSlope *= side == -1 ? 0.5 : 1;
                (high, highSlope, side) = (middle, slope, -1);
                if (near)
                {
                    break;
                }
            }
        }

        return Math.Exp(side < 0 ? high : low);
    }

    /// <summary>The log likelihood, but for terms without α, and its slope in log α.</summary>
    private static (double Likelihood, double Slope) Evaluate(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, double[] relative, double alpha)
    {
        double likelihood = 0, slope = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double mean = expected[i], a = alpha * relative[i], x = a * mean, y = observed[i];

            // log(1 + x)/a loses its digits for small x: its series begins mean·(1 − x/2 + x²/3).
            double log = Math.Log(1 + x);
            double perSize = x < 1e-4 ? mean * (1 - (x * (0.5 - (x / 3)))) : log / a;
            likelihood -= perSize + (y * log);

            // d/dlog a of −log(1 + x)/a is log(1 + x)/a − mean/(1 + x), beginning mean·(x/2 − 2x²/3).
            slope += (x < 1e-4 ? mean * x * (0.5 - (2.0 / 3 * x)) : perSize - (mean / (1 + x))) - (y * x / (1 + x));
            for (int j = 1; j < y; j++)
            {
                double part = Math.Min(1, y - j);
                likelihood += part * Math.Log(1 + (a * j));
                slope += part * a * j / (1 + (a * j));
            }
        }

        return (likelihood, slope);
    }
}
