namespace PolicingModels;

/// <summary>A count that is structurally zero with some probability, and otherwise follows another distribution.</summary>
public sealed class ZeroInflatedDistribution : CountDistribution
{
    private readonly double _share;

    /// <summary>Makes the distribution.</summary>
    /// <param name="inner">The distribution that is inflated.</param>
    /// <param name="extraZero">Probability of a structural zero, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="extraZero"/> is not a probability.</exception>
    public ZeroInflatedDistribution(CountDistribution inner, double extraZero)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(extraZero is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(extraZero), extraZero, "The probability of a structural zero lies between 0 and 1.");
        }

        Inner = inner;
        ExtraZero = extraZero;
        _share = 1 - extraZero;
    }

    /// <summary>The distribution that is inflated.</summary>
    public CountDistribution Inner { get; }

    /// <summary>Probability of a structural zero.</summary>
    public double ExtraZero { get; }

    /// <inheritdoc/>
    public override double Mean => _share * Inner.Mean;

    /// <inheritdoc/>
    public override double Variance => _share * (Inner.Variance + (ExtraZero * Inner.Mean * Inner.Mean));

    /// <inheritdoc/>
    public override double ProbabilityOfAny => _share * Inner.ProbabilityOfAny;

    /// <inheritdoc/>
    public override double LogProbability(long count) =>
        count < 0 ? double.NegativeInfinity
        : count > 0 ? AccurateMath.Log1P(-ExtraZero) + Inner.LogProbability(count)
        : ExtraZero == 0 ? Inner.LogProbability(0)
        // Whichever of the two is small keeps its digits.
        : ProbabilityOfAny is var any and < 0.5 ? AccurateMath.Log1P(-any)
        : Math.Log(ExtraZero + (_share * Inner.Probability(0)));

    /// <inheritdoc/>
    public override void Probabilities(long first, Span<double> probabilities)
    {
        Inner.Probabilities(first, probabilities);
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] *= _share;
        }

        if (first == 0 && !probabilities.IsEmpty)
        {
            probabilities[0] += ExtraZero;
        }
    }

    /// <inheritdoc/>
    public override double Cumulative(long count) =>
        count < 0 ? 0
        // Rounding may keep the two shares from adding up to 1.
        : Inner.Cumulative(count) is var inner and < 1 ? Math.Min(1, ExtraZero + (_share * inner)) : 1;

    /// <inheritdoc/>
    public override double Survival(long count) => count < 0 ? 1 : _share * Inner.Survival(count);

    /// <inheritdoc/>
    public override long Quantile(double probability)
    {
        RequireLevel(probability);
        return probability <= Cumulative(0)
            ? 0
            : SearchQuantile(probability, Inner.Quantile(Math.Clamp((probability - ExtraZero) / _share, 0, 1 - 1e-16)));
    }

    /// <inheritdoc/>
    public override double Crps(long observed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        // (π + (1 − π)F)² expands, and only F² and F need summing: the score and the shortfall of the inner distribution.
        return (_share * _share * Inner.Crps(observed)) + (ExtraZero * ((ExtraZero * observed) + (2 * _share * ShortfallOf(Inner, observed))));
    }

    /// <inheritdoc/>
    public override long Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextDouble() < ExtraZero ? 0 : Inner.Sample(random);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ZeroInflated({ExtraZero:G6}, {Inner})");

    private protected override long LastOfWeight => LastOf(Inner);
}
