using System.Globalization;

namespace PolicingModels;

/// <summary>A closed range of values with its nominal coverage.</summary>
/// <remarks>Intervals of estimates are closed at both ends; only spans of space and time are half-open.</remarks>
public readonly record struct Interval
{
    /// <summary>Makes an interval.</summary>
    /// <param name="low">Lower end, not NaN.</param>
    /// <param name="high">Upper end, not below <paramref name="low"/>.</param>
    /// <param name="coverage">Nominal coverage, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are out of order or not numbers, or the coverage is not a proper fraction.</exception>
    public Interval(double low, double high, double coverage)
    {
        if (!(low <= high))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, string.Create(CultureInfo.InvariantCulture, $"An interval's upper end is not below its lower end ({low})."));
        }

        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }

        Low = low;
        High = high;
        Coverage = coverage;
    }

    /// <summary>Lower end.</summary>
    public double Low { get; }

    /// <summary>Upper end.</summary>
    public double High { get; }

    /// <summary>Nominal coverage, for instance 0.95.</summary>
    public double Coverage { get; }

    /// <summary>Whether a value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low:G4} to {High:G4}");
}

/// <summary>A number with its uncertainty: every headline figure is one.</summary>
/// <param name="Value">The point estimate.</param>
/// <param name="Interval">Its interval.</param>
public readonly record struct Estimate(double Value, Interval Interval)
{
    /// <summary>Makes an estimate from its three numbers.</summary>
    public Estimate(double value, double low, double high, double coverage = 0.95)
        : this(value, new Interval(low, high, coverage))
    {
    }

    /// <summary>Lower end of the interval.</summary>
    public double Low => Interval.Low;

    /// <summary>Upper end of the interval.</summary>
    public double High => Interval.High;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G4} ({Low:G4} to {High:G4})");
}
