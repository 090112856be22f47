namespace PolicingModels;

public abstract partial class CountDistribution
{
    private const int Chunk = 64;

    /// <summary>The negative log predictive probability of what was observed, in nats; lower is better; +∞ where it was called impossible.</summary>
    public double LogScore(long observed) => -LogProbability(observed);

    /// <summary>The continuous ranked probability score, Σₖ (F(k) − 1{k ≥ observed})², in events; lower is better.</summary>
    /// <param name="observed">What was observed, 0 or more.</param>
    /// <remarks>
    /// For counts this is the ranked probability score. By default summed over the counts that carry probability, in time that grows
    /// with the standard deviation. Source: Gneiting and Raftery 2007, section 4.2 (doi:10.1198/016214506000001437).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="observed"/> is negative.</exception>
    public virtual double Crps(long observed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        return SumCrps(observed);
    }

    /// <summary>Shannon's entropy, −Σₖ p(k) log p(k), in nats. Time grows with the standard deviation.</summary>
    public virtual double Entropy()
    {
        long last = LastOfWeight;
        double sum = 0;
        for (long k = FirstOfWeight(); ; k++)
        {
            double log = LogProbability(k);
            double p = Math.Exp(log);
            double term = p > 0 ? -p * log : 0;
            sum += term;
            if (k > last && term <= sum * 1e-18)
            {
                return sum;
            }
        }
    }

    /// <summary>The probability integral transform made continuous by one uniform number: F(observed − 1) + uniform × p(observed).</summary>
    /// <param name="observed">What was observed, 0 or more.</param>
    /// <param name="uniform">0 to 1, drawn by the caller.</param>
    /// <returns>Uniform on [0, 1] when observations follow the distribution (Czado, Gneiting and Held 2009, doi:10.1111/j.1541-0420.2009.01191.x).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The observation is negative, or <paramref name="uniform"/> lies outside 0 to 1.</exception>
    public double RandomizedPit(long observed, double uniform)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        if (!(uniform is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(uniform), uniform, "The uniform number lies between 0 and 1.");
        }

        return Math.Min(1, Cumulative(observed - 1) + (uniform * Probability(observed)));
    }

    /// <summary>A count beyond which probabilities only fall.</summary>
    private protected virtual long LastOfWeight => Quantile(1 - 1e-15) + 1;

    /// <summary>E max(count − N, 0) = Σ F(k) over k below a count: how far the distribution lies below it on average.</summary>
    /// <param name="count">0 or more.</param>
    private protected virtual double ExpectedShortfall(long count)
    {
        long first = FirstOfWeight();
        double cumulative = first == 0 ? 0 : Cumulative(first - 1), sum = 0;
        Span<double> p = stackalloc double[Chunk];
        for (long k = first; k < count; k += Chunk)
        {
            Probabilities(k, p);
            for (int i = 0; i < Chunk && k + i < count; i++)
            {
                cumulative += p[i];
                sum += Math.Min(1, cumulative);
                if (1 - cumulative <= 1e-15 && k + i > Mean)
                {
                    return sum + (count - 1 - k - i);
                }
            }
        }

        return sum;
    }

    /// <summary>The shortfall of another distribution, which a class made of others needs.</summary>
    private protected static double ShortfallOf(CountDistribution other, long count) => other.ExpectedShortfall(count);

    /// <summary>The falling tail of another distribution, which a class made of others needs.</summary>
    private protected static long LastOf(CountDistribution other) => other.LastOfWeight;

    /// <summary>The ranked probability score by summation over the counts that carry probability.</summary>
    private protected double SumCrps(long observed)
    {
        // Below the first count of weight F is nothing and 1 − F is one.
        long first = FirstOfWeight();
        double below = first == 0 ? 0 : Cumulative(first - 1);
        double above = first == 0 ? 1 : Survival(first - 1);
        double sum = Math.Max(0, first - observed);
        double spread = 1 + Math.Sqrt(Variance) + (Mean > 0 ? Variance / Mean : 0);
        Span<double> p = stackalloc double[Chunk];
        for (long k = first; ; k += Chunk)
        {
            Probabilities(k, p);
            for (int i = 0; i < Chunk; i++)
            {
                long count = k + i;
                below = Math.Min(1, below + p[i]);
                // 1 − F(0) by subtraction would lose a rare event's digits.
                above = count == 0 ? ProbabilityOfAny : Math.Max(0, above - p[i]);
                sum += count < observed ? below * below : above * above;
                if (count <= Mean)
                {
                    continue;
                }

                if (count >= observed)
                {
                    if (above * above * spread <= sum * 1e-14 || above <= 1e-16)
                    {
                        return sum;
                    }
                }
                else if (above <= 1e-15)
                {
                    return sum + (observed - 1 - count);
                }
            }
        }
    }

    /// <summary>A count below which there is no probability worth summing (less than 1e-18 in all).</summary>
    private long FirstOfWeight()
    {
        double mean = Mean, deviation = Math.Sqrt(Variance);
        return mean < 100 || deviation > mean / 8 ? 0 : Quantile(1e-18);
    }
}
