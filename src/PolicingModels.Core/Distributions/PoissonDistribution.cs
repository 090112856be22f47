namespace PolicingModels;

/// <summary>The Poisson distribution: independent events at a known rate. A mean of 0 is the certainty of no event.</summary>
/// <remarks>
/// Accurate for means from below 1e-6 to above 1e5: probabilities by the saddle-point form of Loader 2000, cumulative probabilities by
/// sums of positive terms only.
/// </remarks>
public sealed class PoissonDistribution : CountDistribution, IEquatable<PoissonDistribution>
{
    // Up to here cumulative probabilities are summed upward from 0; above, outward from the count asked for.
    private const double ForwardLimit = 40;

    /// <summary>Makes the distribution.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, infinite or not a number.</exception>
    public PoissonDistribution(double mean) => Mean = RequireMean(mean);

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance => Mean;

    /// <inheritdoc/>
    public override double ProbabilityOfAny => -AccurateMath.ExpM1(-Mean);

    /// <inheritdoc/>
    public override double LogProbability(long count) =>
        count < 0 ? double.NegativeInfinity
        : Mean == 0 ? (count == 0 ? 0 : double.NegativeInfinity)
        : GammaFunctions.LogPoisson(count, Mean);

    /// <inheritdoc/>
    public override void Probabilities(long first, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (probabilities.IsEmpty)
        {
            return;
        }

        long mode = (long)Math.Min(Mean, long.MaxValue / 2);
        int anchor = (int)Math.Clamp(mode - first, 0, probabilities.Length - 1);
        double peak = Probability(first + anchor);
        probabilities[anchor] = peak;
        double p = peak;
        for (int i = anchor + 1; i < probabilities.Length; i++)
        {
            p *= Mean / (first + i);
            probabilities[i] = p;
        }

        p = peak;
        for (int i = anchor - 1; i >= 0; i--)
        {
            p *= (first + i + 1) / Mean;
            probabilities[i] = p;
        }
    }

    /// <inheritdoc/>
    public override double Cumulative(long count)
    {
        if (count < 0)
        {
            return 0;
        }

        if (Mean <= ForwardLimit)
        {
            double term = Math.Exp(-Mean), sum = term;
            for (long k = 1; k <= count; k++)
            {
                term *= Mean / k;
                sum += term;
                if (k > Mean && term < 1e-18)
                {
                    return 1;
                }
            }

            return Math.Min(1, sum);
        }

        return count < Mean ? LowerTail(count) : 1 - UpperTail(count);
    }

    /// <inheritdoc/>
    public override double Survival(long count) =>
        count < 0 ? 1
        : count == 0 ? ProbabilityOfAny
        : count < Mean ? 1 - LowerTail(count)
        : UpperTail(count);

    /// <inheritdoc/>
    public override long Quantile(double probability)
    {
        RequireLevel(probability);
        if (Mean > ForwardLimit)
        {
            return SearchQuantile(probability, CornishFisher(probability, Mean, Mean, 1 / Math.Sqrt(Mean)));
        }

        // The very sums of Cumulative, so that the two are exact inverses.
        double term = Math.Exp(-Mean), sum = term;
        long k = 0;
        while (sum < probability)
        {
            k++;
            term *= Mean / k;
            sum += term;
            if (k > Mean && term < 1e-18)
            {
                break;
            }
        }

        return k;
    }

    /// <inheritdoc/>
    /// <remarks>Closed form for larger means: Wei and Held 2014, <i>Calibration tests for count data</i> (doi:10.1007/s11749-014-0380-8), with the Bessel functions as half the mean absolute difference of two draws.</remarks>
    public override double Crps(long observed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        return Mean <= ForwardLimit
            ? SumCrps(observed)
            : observed - Mean + (2 * ExpectedExcess(observed)) - (GiniMeanDifference.OfNegativeBinomial(Mean, double.PositiveInfinity) / 2);
    }

    /// <inheritdoc/>
    public override long Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextPoisson(Mean);
    }

    /// <summary>Same mean.</summary>
    public bool Equals(PoissonDistribution? other) => other is not null && Mean.Equals(other.Mean);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PoissonDistribution);

    /// <inheritdoc/>
    public override int GetHashCode() => Mean.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Poisson({Mean:G6})");

    private protected override double ExpectedShortfall(long count) =>
        count <= 0 ? 0 : Mean <= ForwardLimit ? base.ExpectedShortfall(count) : count - Mean + ExpectedExcess(count);

    private protected override long LastOfWeight => (long)Math.Ceiling(Mean);

    /// <summary>E max(N − count, 0).</summary>
    private double ExpectedExcess(long count) => ((Mean - count) * Survival(count)) + (Mean * Probability(count));

    private double LowerTail(long count)
    {
        double term = 1, sum = 1;
        for (long k = count; k > 0; k--)
        {
            term *= k / Mean;
            sum += term;
            if (term < sum * 1e-17)
            {
                break;
            }
        }

        return Probability(count) * sum;
    }

    private double UpperTail(long count)
    {
        double term = 1, sum = 1;
        for (long k = count + 2; term > sum * 1e-17; k++)
        {
            term *= Mean / k;
            sum += term;
        }

        return Math.Min(1, Probability(count + 1) * sum);
    }
}
