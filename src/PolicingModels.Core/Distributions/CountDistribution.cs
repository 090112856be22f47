namespace PolicingModels;

/// <summary>The distribution of a count of events: a number 0, 1, 2, …</summary>
/// <remarks>
/// Instances are immutable and thread-safe. A derived class gives at least the mean, the variance, the log-probability, the
/// cumulative probability and the quantile; everything else follows by summation, and is overridden where a closed form is
/// faster. Logarithms are natural.
/// </remarks>
public abstract partial class CountDistribution
{
    /// <summary>The expected count.</summary>
    public abstract double Mean { get; }

    /// <summary>The variance of the count.</summary>
    public abstract double Variance { get; }

    /// <summary>The probability of at least one event, accurate for small means.</summary>
    public virtual double ProbabilityOfAny => -AccurateMath.ExpM1(LogProbability(0));

    /// <summary>The natural logarithm of the probability of a count; −∞ where it is impossible.</summary>
    /// <param name="count">0 or more; a negative count has probability 0.</param>
    public abstract double LogProbability(long count);

    /// <summary>The probability of a count, 0 for a negative one.</summary>
    public double Probability(long count) => Math.Exp(LogProbability(count));

    /// <summary>The probabilities of consecutive counts.</summary>
    /// <param name="first">The first count, 0 or more.</param>
    /// <param name="probabilities">Receives the probability of <paramref name="first"/>, <paramref name="first"/> + 1, …</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is negative.</exception>
    public virtual void Probabilities(long first, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Probability(first + i);
        }
    }

    /// <summary>The probability of a count not above a value: P(N ≤ count).</summary>
    public abstract double Cumulative(long count);

    /// <summary>The probability of a count above a value, P(N &gt; count). By default one minus <see cref="Cumulative"/>; the distributions here keep its digits where it is small.</summary>
    public virtual double Survival(long count) => count == 0 ? ProbabilityOfAny : 1 - Cumulative(count);

    /// <summary>The smallest count whose cumulative probability reaches a level: with <see cref="Cumulative"/> an exact Galois pair.</summary>
    /// <param name="probability">0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is below 0, 1 or above, or not a number.</exception>
    public abstract long Quantile(double probability);

    /// <summary>The central interval of counts: the quantiles at (1 − coverage)/2 and (1 + coverage)/2.</summary>
    /// <param name="coverage">Above 0 and below 1, for instance 0.95.</param>
    /// <returns>Whole counts, both ends inside. Counts are discrete, so it holds at least <paramref name="coverage"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is not a proper fraction.</exception>
    public Interval Interval(double coverage)
    {
        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }

        return new Interval(Quantile((1 - coverage) / 2), Quantile((1 + coverage) / 2), coverage);
    }

    /// <summary>Draws a count. By default the inverse of one uniform number; derived classes may draw otherwise.</summary>
    /// <param name="random">The source of randomness.</param>
    public virtual long Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Quantile(random.NextDouble());
    }

    /// <summary>A Poisson distribution.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    public static PoissonDistribution Poisson(double mean) => new(mean);

    /// <summary>A negative binomial distribution by mean and size.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    /// <param name="size">Above 0; +∞ gives the Poisson distribution.</param>
    public static CountDistribution NegativeBinomial(double mean, double size) =>
        double.IsPositiveInfinity(size) ? new PoissonDistribution(mean) : new NegativeBinomialDistribution(mean, size);

    /// <summary>The Poisson or negative binomial distribution with a given mean and variance.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    /// <param name="variance">Not below the mean; a variance within rounding of it gives the Poisson distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is below the mean: neither distribution is underdispersed.</exception>
    public static CountDistribution FromMeanAndVariance(double mean, double variance)
    {
        if (!(variance >= mean * (1 - 1e-12)) || double.IsInfinity(variance))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, $"The variance of a Poisson or negative binomial count is finite and not below its mean ({mean}).");
        }

        double excess = variance - mean;
        return excess <= mean * 1e-12 ? new PoissonDistribution(mean) : new NegativeBinomialDistribution(mean, mean * mean / excess);
    }

    /// <summary>A distribution with additional zeros.</summary>
    /// <param name="inner">The distribution that is inflated.</param>
    /// <param name="extraZero">Probability of a structural zero, 0 to 1.</param>
    public static ZeroInflatedDistribution ZeroInflated(CountDistribution inner, double extraZero) => new(inner, extraZero);

    /// <summary>A distribution by its probabilities.</summary>
    /// <param name="probabilities">Probabilities of 0, 1, 2, …; they sum to 1.</param>
    public static EmpiricalDistribution Empirical(ReadOnlySpan<double> probabilities) => new(probabilities);

    /// <summary>A mixture.</summary>
    /// <param name="weights">Not negative, summing to 1.</param>
    /// <param name="components">One distribution per weight.</param>
    public static MixtureDistribution Mixture(ReadOnlySpan<double> weights, IReadOnlyList<CountDistribution> components) => new(weights, components);

    /// <summary>Refuses a level that is not a quantile's argument.</summary>
    private protected static void RequireLevel(double probability)
    {
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's level is 0 or more and below 1.");
        }
    }

    /// <summary>Refuses a mean that is not a mean of counts.</summary>
    private protected static double RequireMean(double mean) =>
        mean >= 0 && double.IsFinite(mean)
            ? mean
            : throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a count is finite and not negative (events).");

    /// <summary>The smallest count whose cumulative probability reaches a level, searched from a guess: doubling steps, then bisection.</summary>
    private protected long SearchQuantile(double probability, long guess)
    {
        long low, high;
        guess = Math.Max(0, guess);
        if (Cumulative(guess) >= probability)
        {
            high = guess;
            long step = 1;
            low = guess - 1;
            while (low >= 0 && Cumulative(low) >= probability)
            {
                high = low;
                step *= 2;
                low = Math.Max(-1, low - step);
            }
        }
        else
        {
            low = guess;
            long step = 1;
            high = guess + 1;
            while (Cumulative(high) < probability)
            {
                low = high;
                step *= 2;
                high += step;
            }
        }

        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (Cumulative(middle) >= probability)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    /// <summary>A first guess of a quantile from three moments.</summary>
    /// <remarks>Cornish and Fisher 1938, first correction; the search after it makes the answer exact.</remarks>
    private protected static long CornishFisher(double probability, double mean, double variance, double skewness)
    {
        if (probability <= 0)
        {
            return 0;
        }

        double z = StandardNormal.Approximate(probability);
        double guess = mean + (Math.Sqrt(variance) * (z + (skewness * ((z * z) - 1) / 6))) - 0.5;
        return guess > 0 ? (long)Math.Min(Math.Ceiling(guess), long.MaxValue / 4) : 0;
    }
}
