namespace PolicingModels;

/// <summary>A distribution by its probabilities of 0, 1, 2, …, as from a simulation or a table.</summary>
public sealed class EmpiricalDistribution : CountDistribution
{
    private readonly double[] _probabilities;
    private readonly double[] _cumulative;
    private readonly double[] _survival;

    /// <summary>Makes the distribution.</summary>
    /// <param name="probabilities">Probabilities of 0, 1, 2, …: finite, not negative, summing to 1 within 1e-9 (the rest is scaled away). Copied.</param>
    /// <exception cref="ArgumentException">There is no probability, one is negative or not finite, or they do not sum to 1.</exception>
    public EmpiricalDistribution(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        int last = -1;
        for (int k = 0; k < probabilities.Length; k++)
        {
            if (!(probabilities[k] >= 0) || double.IsInfinity(probabilities[k]))
            {
                throw new ArgumentException(FormattableString.Invariant($"The probability of {k} is {probabilities[k]}; probabilities are finite and not negative."), nameof(probabilities));
            }

            sum += probabilities[k];
            last = probabilities[k] > 0 ? k : last;
        }

        if (!(Math.Abs(sum - 1) <= 1e-9))
        {
            throw new ArgumentException(FormattableString.Invariant($"The probabilities sum to {sum}; they sum to 1."), nameof(probabilities));
        }

        _probabilities = new double[last + 1];
        _cumulative = new double[last + 1];
        _survival = new double[last + 1];
        double below = 0, mean = 0;
        for (int k = 0; k <= last; k++)
        {
            _probabilities[k] = probabilities[k] / sum;
            below += _probabilities[k];
            _cumulative[k] = Math.Min(1, below);
            mean += k * _probabilities[k];
        }

        _cumulative[last] = 1;
        double variance = 0, above = 0;
        for (int k = last; k >= 0; k--)
        {
            _survival[k] = above;
            above += _probabilities[k];
            variance += (k - mean) * (k - mean) * _probabilities[k];
        }

        Mean = mean;
        Variance = variance;
    }

    /// <summary>The relative frequencies of a sample.</summary>
    /// <param name="counts">At least one count, each from 0 to 10,000,000.</param>
    /// <exception cref="ArgumentException">The sample is empty or holds a count outside the range.</exception>
    public static EmpiricalDistribution FromSample(ReadOnlySpan<long> counts)
    {
        const long Largest = 10_000_000;
        long highest = -1;
        foreach (long count in counts)
        {
            if (count is < 0 or > Largest)
            {
                throw new ArgumentException($"The sample holds {count}; counts run from 0 to {Largest}.", nameof(counts));
            }

            highest = Math.Max(highest, count);
        }

        if (highest < 0)
        {
            throw new ArgumentException("The sample is empty; frequencies need at least one count.", nameof(counts));
        }

        double[] frequencies = new double[highest + 1];
        foreach (long count in counts)
        {
            frequencies[count]++;
        }

        for (int k = 0; k < frequencies.Length; k++)
        {
            frequencies[k] /= counts.Length;
        }

        return new EmpiricalDistribution(frequencies);
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    public override double Variance { get; }

    /// <summary>The largest count of positive probability.</summary>
    public long Largest => _probabilities.Length - 1;

    /// <inheritdoc/>
    public override double ProbabilityOfAny => _survival[0];

    /// <inheritdoc/>
    public override double LogProbability(long count) => count < 0 || count > Largest ? double.NegativeInfinity : Math.Log(_probabilities[count]);

    /// <inheritdoc/>
    public override void Probabilities(long first, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        probabilities.Clear();
        if (first <= Largest)
        {
            ReadOnlySpan<double> from = _probabilities.AsSpan((int)first);
            from[..Math.Min(from.Length, probabilities.Length)].CopyTo(probabilities);
        }
    }

    /// <inheritdoc/>
    public override double Cumulative(long count) => count < 0 ? 0 : count >= Largest ? 1 : _cumulative[count];

    /// <inheritdoc/>
    public override double Survival(long count) => count < 0 ? 1 : count >= Largest ? 0 : _survival[count];

    /// <inheritdoc/>
    public override long Quantile(double probability)
    {
        RequireLevel(probability);
        int low = -1, high = _cumulative.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (_cumulative[middle] >= probability)
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

    /// <inheritdoc/>
    public override double Crps(long observed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        double sum = Math.Max(0, observed - Largest - 1);
        for (int k = 0; k <= Largest; k++)
        {
            sum += k < observed ? _cumulative[k] * _cumulative[k] : _survival[k] * _survival[k];
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double Entropy()
    {
        double sum = 0;
        foreach (double p in _probabilities)
        {
            sum -= p > 0 ? p * Math.Log(p) : 0;
        }

        return Math.Max(0, sum);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Empirical(0 to {Largest}, mean {Mean:G6})");
}
