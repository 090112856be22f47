namespace PolicingModels;

/// <summary>The negative binomial distribution by mean and size: a Poisson count whose rate varies as a gamma with shape <c>size</c>.</summary>
/// <remarks>
/// Variance = mean + mean²/size, so that a large size nears the Poisson distribution. Accurate for means from below 1e-6 to above 1e5
/// and sizes from 1e-3 upward.
/// </remarks>
public sealed class NegativeBinomialDistribution : CountDistribution, IEquatable<NegativeBinomialDistribution>
{
    private readonly double _ratio;
    private readonly double _logZero;
    private readonly double _sizeError;
    private readonly bool _forward;

    /// <summary>Makes the distribution.</summary>
    /// <param name="mean">Expected count, 0 or more and finite.</param>
    /// <param name="size">Dispersion parameter, above 0 and finite; for the limit +∞ take <see cref="PoissonDistribution"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, infinite or not a number, or the size is not above 0 and finite.</exception>
    public NegativeBinomialDistribution(double mean, double size)
    {
        Mean = RequireMean(mean);
        if (!(size > 0) || double.IsInfinity(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size of a negative binomial is finite and above 0.");
        }

        Size = size;
        _ratio = mean / size;
        _logZero = -size * AccurateMath.Log1P(_ratio);
        _sizeError = GammaFunctions.StirlingError(size);
        // Summing upward from 0 is fastest and exact where few counts carry the probability.
        double counts = mean + (10 * Math.Sqrt(Variance)) + (40 * (1 + _ratio));
        _forward = counts <= 600 && _logZero > -600;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <summary>The dispersion parameter: the shape of the gamma that the rate follows.</summary>
    public double Size { get; }

    /// <inheritdoc/>
    public override double Variance => Mean + (Mean * _ratio);

    /// <inheritdoc/>
    public override double ProbabilityOfAny => -AccurateMath.ExpM1(_logZero);

    /// <summary>q, the ratio by which far probabilities fall.</summary>
    private double Fall => _ratio / (1 + _ratio);

    /// <inheritdoc/>
    public override double LogProbability(long count)
    {
        if (count <= 0)
        {
            return count == 0 ? _logZero : double.NegativeInfinity;
        }

        if (Mean == 0)
        {
            return double.NegativeInfinity;
        }

        // Loader 2000, section 4: size/(size + count) times a binomial probability of size + count trials at size successes. The
        // differences from the two expectations are written out, because subtraction would lose them for large sizes.
        double trials = Size + count;
        double apart = Size * (Mean - count) / (Size + Mean);
        double deviance = GammaFunctions.PoissonDeviance(Size, trials / (1 + _ratio), apart)
            + GammaFunctions.PoissonDeviance(count, trials * Fall, -apart);
        double errors = GammaFunctions.StirlingError(trials) - GammaFunctions.StirlingError(count) - _sizeError;
        // size/trials · sqrt(trials / (2π size count)) = sqrt(size / (2π trials count)).
        return errors - deviance - GammaFunctions.HalfLogTwoPi - (0.5 * (Math.Log(count) + AccurateMath.Log1P(count / Size)));
    }

    /// <inheritdoc/>
    public override void Probabilities(long first, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (probabilities.IsEmpty)
        {
            return;
        }

        double q = Fall;
        long mode = Size > 1 ? (long)Math.Min((Size - 1) * _ratio, long.MaxValue / 2) : 0;
        int anchor = (int)Math.Clamp(mode - first, 0, probabilities.Length - 1);
        double peak = Probability(first + anchor);
        probabilities[anchor] = peak;
        double p = peak;
        for (int i = anchor + 1; i < probabilities.Length; i++)
        {
            double k = first + i;
            p *= (k - 1 + Size) / k * q;
            probabilities[i] = p;
        }

        p = peak;
        for (int i = anchor - 1; i >= 0; i--)
        {
            double k = first + i + 1;
            p *= k / ((k - 1 + Size) * q);
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

        if (_forward)
        {
            double term = Math.Exp(_logZero), sum = term, q = Fall;
            for (long k = 1; k <= count; k++)
            {
                term *= (k - 1 + Size) / k * q;
                sum += term;
                if (k > Mean && term * (1 + _ratio) < 1e-18)
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
        if (!_forward)
        {
            return SearchQuantile(probability, CornishFisher(probability, Mean, Variance, (1 + (2 * _ratio)) / Math.Sqrt(Variance)));
        }

        // The very sums of Cumulative, so that the two are exact inverses.
        double term = Math.Exp(_logZero), sum = term, q = Fall;
        long k = 0;
        while (sum < probability)
        {
            k++;
            term *= (k - 1 + Size) / k * q;
            sum += term;
            if (k > Mean && term * (1 + _ratio) < 1e-18)
            {
                break;
            }
        }

        return k;
    }

    /// <inheritdoc/>
    /// <remarks>For larger means E|N − y| − ½ E|N − N′| (Wei and Held 2014, doi:10.1007/s11749-014-0380-8), the second term by an integral that does not cancel.</remarks>
    public override double Crps(long observed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        return _forward
            ? SumCrps(observed)
            : observed - Mean + (2 * ExpectedExcess(observed)) - (GiniMeanDifference.OfNegativeBinomial(Mean, Size) / 2);
    }

    /// <inheritdoc/>
    public override long Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextNegativeBinomial(Mean, Size);
    }

    /// <summary>Same mean and size.</summary>
    public bool Equals(NegativeBinomialDistribution? other) => other is not null && Mean.Equals(other.Mean) && Size.Equals(other.Size);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NegativeBinomialDistribution);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean, Size);

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"NegativeBinomial({Mean:G6}, size {Size:G6})");

    private protected override long LastOfWeight => (long)Math.Ceiling(Mean);

    private protected override double ExpectedShortfall(long count) =>
        count <= 0 ? 0 : _forward ? base.ExpectedShortfall(count) : count - Mean + ExpectedExcess(count);

    /// <summary>E max(N − count, 0).</summary>
    private double ExpectedExcess(long count) =>
        ((Mean - count) * Survival(count)) + ((Mean + (_ratio * count)) * Probability(count));

    private double LowerTail(long count)
    {
        if (_ratio > 1)
        {
            // I_p(size, count + 1), its front factor from the probability itself.
            double front = Fall * (1 + (count / Size)) * Probability(count);
            double p = 1 / (1 + _ratio);
            return p < (Size + 1) / (Size + count + 3)
                ? Math.Min(1, front * BetaFunctions.ContinuedFraction(Size, count + 1, p))
                : 1 - (Probability(count + 1) * BetaFunctions.ContinuedFraction(count + 1, Size, Fall));
        }

        double term = 1, sum = 1, q = Fall;
        for (long k = count; k > 0; k--)
        {
            term *= k / ((k - 1 + Size) * q);
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
        if (_ratio > 1)
        {
            return Fall < (count + 2.0) / (Size + count + 3)
                ? Math.Min(1, Probability(count + 1) * BetaFunctions.ContinuedFraction(count + 1, Size, Fall))
                : 1 - (Fall * (1 + (count / Size)) * Probability(count) * BetaFunctions.ContinuedFraction(Size, count + 1, 1 / (1 + _ratio)));
        }

        double term = 1, sum = 1, q = Fall;
        for (long k = count + 2; term > sum * 1e-17; k++)
        {
            term *= (k - 1 + Size) / k * q;
            sum += term;
        }

        return Math.Min(1, Probability(count + 1) * sum);
    }
}
