using System.Globalization;

namespace PolicingModels;

/// <summary>A probability: 0 to 1, both ends included.</summary>
/// <remarks>The default value is 0, the impossible event. Two probabilities are equal where their values are.</remarks>
public readonly record struct Probability
{
    /// <summary>Makes a probability.</summary>
    /// <param name="value">0 to 1; not a percentage.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0, above 1 or not a number.</exception>
    public Probability(double value) => Value = Quantity.Within(value, 1, "A probability is a number from 0 to 1");

    /// <summary>The value, 0 to 1.</summary>
    public double Value { get; }

    /// <summary>The value in per cent, 0 to 100.</summary>
    public double Percent => 100 * Value;

    /// <summary>The probability that the event does not happen.</summary>
    public Probability Complement => new(1 - Value);

    /// <summary>Makes a probability from per cent.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0, above 100 or not a number.</exception>
    public static Probability FromPercent(double percent) => new(Quantity.Within(percent, 100, "A probability in per cent is a number from 0 to 100") / 100);

    /// <summary>The value as a number, in the invariant culture: <c>0.25</c>.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
