using System.Collections.ObjectModel;

namespace PolicingModels;

/// <summary>A weighted mixture of count distributions, as a stack of models makes: each draw comes from one component.</summary>
/// <remarks>Also called a linear opinion pool; it is wider than its components where they disagree.</remarks>
public sealed class MixtureDistribution : CountDistribution
{
    private readonly double[] _weights;
    private readonly CountDistribution[] _components;

    /// <summary>Makes the mixture.</summary>
    /// <param name="weights">Finite, not negative, summing to 1 within 1e-9 (the rest is scaled away). Copied.</param>
    /// <param name="components">One distribution per weight.</param>
    /// <exception cref="ArgumentException">The numbers of weights and components differ or are 0, a weight is negative or not finite, or they do not sum to 1.</exception>
    public MixtureDistribution(ReadOnlySpan<double> weights, IReadOnlyList<CountDistribution> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (weights.Length == 0 || weights.Length != components.Count)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {components.Count} components; a mixture has one weight per component, and at least one.", nameof(weights));
        }

        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight >= 0 ? weight : double.NaN;
        }

        if (!(Math.Abs(sum - 1) <= 1e-9))
        {
            throw new ArgumentException(FormattableString.Invariant($"The weights ({string.Join(", ", weights.ToArray().Select(w => FormattableString.Invariant($"{w}")))}) are to be not negative and to sum to 1."), nameof(weights));
        }

        // A component of weight 0 can never be drawn, and would only spoil bounds.
        List<CountDistribution> kept = [];
        List<double> keptWeights = [];
        for (int i = 0; i < weights.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(components[i], nameof(components));
            if (weights[i] > 0)
            {
                kept.Add(components[i]);
                keptWeights.Add(weights[i] / sum);
            }
        }

        _components = [.. kept];
        _weights = [.. keptWeights];
        Components = new ReadOnlyCollection<CountDistribution>(_components);
        Weights = new ReadOnlyCollection<double>(_weights);
        for (int i = 0; i < _weights.Length; i++)
        {
            Mean += _weights[i] * _components[i].Mean;
        }

        for (int i = 0; i < _weights.Length; i++)
        {
            double apart = _components[i].Mean - Mean;
            Variance += _weights[i] * (_components[i].Variance + (apart * apart));
        }
    }

    /// <summary>The components of positive weight.</summary>
    public IReadOnlyList<CountDistribution> Components { get; }

    /// <summary>Their weights, summing to 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <inheritdoc/>
    public override double ProbabilityOfAny => Survival(0);

    /// <inheritdoc/>
    public override double LogProbability(long count)
    {
        if (count == 0 && ProbabilityOfAny is var any and < 0.5)
        {
            return AccurateMath.Log1P(-any);
        }

        double log = double.NegativeInfinity;
        for (int i = 0; i < _weights.Length; i++)
        {
            log = AccurateMath.LogSumExp(log, Math.Log(_weights[i]) + _components[i].LogProbability(count));
        }

        return log;
    }

    /// <inheritdoc/>
    public override void Probabilities(long first, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        Span<double> part = stackalloc double[128];
        for (int at = 0; at < probabilities.Length; at += part.Length)
        {
            Span<double> into = probabilities.Slice(at, Math.Min(part.Length, probabilities.Length - at));
            into.Clear();
            for (int i = 0; i < _weights.Length; i++)
            {
                Span<double> one = part[..into.Length];
                _components[i].Probabilities(first + at, one);
                for (int k = 0; k < into.Length; k++)
                {
                    into[k] += _weights[i] * one[k];
                }
            }
        }
    }

    /// <inheritdoc/>
    public override double Cumulative(long count)
    {
        double sum = 0;
        bool all = true;
        for (int i = 0; i < _weights.Length; i++)
        {
            double one = _components[i].Cumulative(count);
            all &= one >= 1;
            sum += _weights[i] * one;
        }

        // Rounding may keep the weights from adding up to 1.
        return all ? 1 : Math.Min(1, sum);
    }

    /// <inheritdoc/>
    public override double Survival(long count)
    {
        double sum = 0;
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * _components[i].Survival(count);
        }

        return Math.Min(1, sum);
    }

    /// <inheritdoc/>
    public override long Quantile(double probability)
    {
        RequireLevel(probability);
        // The mixture's quantile lies between its components', up to rounding of the sum.
        long low = long.MaxValue, high = 0;
        foreach (CountDistribution component in _components)
        {
            long quantile = component.Quantile(probability);
            low = Math.Min(low, quantile);
            high = Math.Max(high, quantile);
        }

        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (Cumulative(middle) >= probability)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return SearchQuantile(probability, low);
    }

    /// <inheritdoc/>
    public override long Sample(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double left = random.NextDouble();
        int last = _weights.Length - 1;
        for (int i = 0; i < last; i++)
        {
            left -= _weights[i];
            if (left < 0)
            {
                return _components[i].Sample(random);
            }
        }

        return _components[last].Sample(random);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Mixture({string.Join(" + ", _components.Select((c, i) => FormattableString.Invariant($"{_weights[i]:G4} {c}")))})";

    private protected override long LastOfWeight => _components.Max(LastOf);
}
