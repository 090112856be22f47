namespace PolicingModels.Seasonality;

/// <summary>The predictive distribution of one month's number. Immutable and thread-safe.</summary>
public abstract class MonthlyDistribution
{
    /// <summary>The expected number.</summary>
    public abstract double Mean { get; }

    /// <summary>The value below which the number falls with a probability.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public abstract double Quantile(double probability);

    /// <summary>The probability of a number not above a value.</summary>
    public abstract double Cumulative(double value);

    /// <summary>The central interval.</summary>
    /// <param name="coverage">Above 0 and below 1, for instance 0.95.</param>
    public Interval Interval(double coverage) => new(Quantile((1 - coverage) / 2), Quantile((1 + coverage) / 2), coverage);
}

/// <summary>A normal predictive distribution, as exponential smoothing and ARIMA models with additive errors give.</summary>
public sealed class NormalMonth : MonthlyDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="mean">The expected number, finite.</param>
    /// <param name="standardDeviation">0 or more, finite; 0 puts everything on the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or the standard deviation is negative.</exception>
    public NormalMonth(double mean, double standardDeviation)
    {
        if (!double.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A mean is finite.");
        }

        if (!(standardDeviation >= 0) || !double.IsFinite(standardDeviation))
        {
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "A standard deviation is finite and not negative.");
        }

        Mean = mean;
        StandardDeviation = standardDeviation;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <summary>The standard deviation.</summary>
    public double StandardDeviation { get; }

    /// <inheritdoc/>
    public override double Quantile(double probability) => Mean + (StandardDeviation * StandardNormal.Quantile(probability));

    /// <inheritdoc/>
    public override double Cumulative(double value) =>
        StandardDeviation > 0 ? StandardNormal.Cumulative((value - Mean) / StandardDeviation) : value < Mean ? 0 : 1;
}

/// <summary>A predictive distribution of counts.</summary>
public sealed class CountMonth : MonthlyDistribution
{
    /// <summary>Makes the distribution.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="counts"/> is null.</exception>
    public CountMonth(CountDistribution counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Counts = counts;
    }

    /// <summary>The distribution of the count.</summary>
    public CountDistribution Counts { get; }

    /// <inheritdoc/>
    public override double Mean => Counts.Mean;

    /// <inheritdoc/>
    public override double Quantile(double probability) => Counts.Quantile(probability);

    /// <inheritdoc/>
    public override double Cumulative(double value) => value < 0 ? 0 : Counts.Cumulative((long)Math.Floor(value));
}

/// <summary>A predictive distribution given by equally likely draws.</summary>
public sealed class SampledMonth : MonthlyDistribution
{
    private readonly double[] _sorted;

    /// <summary>Makes the distribution.</summary>
    /// <param name="draws">At least one, finite, in any order.</param>
    /// <param name="mean">The expected number; null for the mean of the draws.</param>
    /// <exception cref="ArgumentException">There is no draw, or one is not finite.</exception>
    public SampledMonth(ReadOnlySpan<double> draws, double? mean = null)
    {
        if (draws.IsEmpty)
        {
            throw new ArgumentException("A sampled distribution has at least one draw.", nameof(draws));
        }

        _sorted = draws.ToArray();
        Array.Sort(_sorted);
        if (!double.IsFinite(_sorted[0]) || !double.IsFinite(_sorted[^1]))
        {
            throw new ArgumentException("Draws are finite.", nameof(draws));
        }

        double sum = 0;
        foreach (double draw in _sorted)
        {
            sum += draw;
        }

        Mean = mean ?? sum / _sorted.Length;
    }

    /// <inheritdoc/>
    public override double Mean { get; }

    /// <inheritdoc/>
    /// <remarks>The smallest draw whose share of draws at or below it reaches the probability: a value that was drawn, so that quantiles of counts are counts.</remarks>
    public override double Quantile(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability of a quantile is above 0 and below 1.");
        }

        int place = (int)Math.Ceiling((probability * _sorted.Length) - 1e-9) - 1;
        return _sorted[Math.Clamp(place, 0, _sorted.Length - 1)];
    }

    /// <inheritdoc/>
    public override double Cumulative(double value)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return (double)low / _sorted.Length;
    }
}
