using System.Runtime.InteropServices;

namespace PolicingModels.SpatioTemporal;

/// <summary>How far counts spread around their means: variance = mean + <paramref name="Linear"/>·mean + <paramref name="Quadratic"/>·mean², a negative binomial at every mean.</summary>
/// <param name="Linear">What uncertain places add: the error of a rate learnt from few events has a variance in proportion to the rate. 0 or more.</param>
/// <param name="Quadratic">What shared shocks and misfit add, relative to the squared mean. 0 or more.</param>
/// <remarks>
/// A gamma posterior worth w periods has variance mean/w, which is the linear part (Smith and Miller 1986, doi:10.1111/j.2517-6161.1986.tb01392.x); with Linear = 0 this is the usual
/// negative binomial of one size for all cells.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CountSpread(double Linear, double Quadratic)
{
    private const double Most = 1e3;

    /// <summary>No spread beyond Poisson.</summary>
    public static CountSpread Poisson { get; }

    /// <summary>The distribution of a count.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    public CountDistribution Around(double mean)
    {
        double dispersion = mean > 0 ? (Linear / mean) + Quadratic : 0;
        return dispersion > CountDispersion.Least ? new NegativeBinomialDistribution(mean, 1 / dispersion) : new PolicingModels.PoissonDistribution(mean);
    }

    /// <summary>Maximises the likelihood of counts given their expectations.</summary>
    /// <param name="expected">Expected counts, above 0 and finite.</param>
    /// <param name="observed">What was counted, 0 or more; as many. Fractional counts are split between the whole numbers around them.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Both parts, each 0 where the counts ask for none and at most 1000.</returns>
    /// <exception cref="ArgumentException">The lengths differ or nothing is given.</exception>
    /// <remarks>
    /// Scored steps with the outer product of slopes (Berndt, Hall, Hall and Hausman 1974), kept at or above 0 and halved until the likelihood rises; a weak pull to 0 worth one hundredth of
    /// an observation keeps flat likelihoods from wandering. One pass over the counts per step, ten or so as a rule.
    /// </remarks>
    public static CountSpread MaximumLikelihood(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, CancellationToken cancellationToken = default)
    {
        double quadratic = CountDispersion.Moments(expected, observed);
        double linear = 0.01;
        Slopes now = Evaluate(expected, observed, linear, quadratic);
        for (int step = 0; step < 100; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double towardsLinear, double towardsQuadratic) = now.Step(linear, quadratic);
            bool rose = false;
            for (double part = 1; part > 1e-6; part *= 0.5)
            {
                double nextLinear = Math.Clamp(linear + (part * towardsLinear), 0, Most), nextQuadratic = Math.Clamp(quadratic + (part * towardsQuadratic), 0, Most);
                Slopes next = Evaluate(expected, observed, nextLinear, nextQuadratic);
                if (next.Likelihood > now.Likelihood)
                {
                    double moved = Math.Abs(nextLinear - linear) / (1e-4 + linear) + (Math.Abs(nextQuadratic - quadratic) / (1e-4 + quadratic));
                    double gained = next.Likelihood - now.Likelihood;
                    (linear, quadratic, now) = (nextLinear, nextQuadratic, next);
                    rose = moved > 1e-6 && gained > 1e-9;
                    break;
                }
            }

            if (!rose)
            {
                break;
            }
        }

        return new CountSpread(linear, quadratic);
    }

    private static Slopes Evaluate(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, double linear, double quadratic)
    {
        const double Pull = 0.01;
        Slopes sum = new() { Likelihood = -Pull * (linear + quadratic), Linear = -Pull, Quadratic = -Pull, LinearSquare = Pull, QuadraticSquare = Pull };
        for (int i = 0; i < expected.Length; i++)
        {
            double mean = expected[i], count = observed[i], alpha = (linear / mean) + quadratic, product = linear + (quadratic * mean);
            double likelihood = 0, slope;
            if (product < 1e-4)
            {
                // log(1 + x)/α and its slope lose their digits for small x: their series.
                double series = mean * (1 - (product * (0.5 - (product / 3))));
                likelihood -= series + (count * Math.Log(1 + product));
                slope = (mean * mean * (0.5 - (2.0 / 3 * product))) - (count * mean / (1 + product));
            }
            else
            {
                double log = Math.Log(1 + product);
                likelihood -= (count + (1 / alpha)) * log;
                slope = (((log / alpha) - (mean / (1 + product))) / alpha) - (count * mean / (1 + product));
            }

            for (int j = 1; j < count; j++)
            {
                double whole = Math.Min(1, count - j);
                likelihood += whole * Math.Log(1 + (alpha * j));
                slope += whole * j / (1 + (alpha * j));
            }

            double by = slope / mean;
            sum.Likelihood += likelihood;
            sum.Linear += by;
            sum.Quadratic += slope;
            sum.LinearSquare += by * by;
            sum.Cross += by * slope;
            sum.QuadraticSquare += slope * slope;
        }

        return sum;
    }

    private struct Slopes
    {
        public double Likelihood;
        public double Linear;
        public double Quadratic;
        public double LinearSquare;
        public double Cross;
        public double QuadraticSquare;

        /// <summary>The scored step; a part at 0 that would fall further stays there.</summary>
        public readonly (double Linear, double Quadratic) Step(double linear, double quadratic)
        {
            double determinant = (LinearSquare * QuadraticSquare) - (Cross * Cross);
            double one = ((QuadraticSquare * Linear) - (Cross * Quadratic)) / determinant, two = ((LinearSquare * Quadratic) - (Cross * Linear)) / determinant;
            bool usable = determinant > 1e-12 * LinearSquare * QuadraticSquare;
            if (!usable || (linear <= 0 && one < 0))
            {
                return (linear <= 0 ? Math.Max(0, usable ? 0 : Linear / LinearSquare) : Linear / LinearSquare, Quadratic / QuadraticSquare);
            }

            return quadratic <= 0 && two < 0 ? (Linear / LinearSquare, 0) : (one, two);
        }
    }
}
