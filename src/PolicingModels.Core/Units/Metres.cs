using System.Globalization;

namespace PolicingModels;

/// <summary>A length or distance in metres: 0 or more, finite.</summary>
/// <remarks>The default value is 0 m. Coordinates and shifts, which may be negative, are plain numbers of metres.</remarks>
public readonly record struct Metres
{
    /// <summary>Makes a length.</summary>
    /// <param name="value">Metres, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public Metres(double value) => Value = Quantity.Within(value, double.MaxValue, "A length is a finite number of metres, 0 or more");

    /// <summary>The length in metres.</summary>
    public double Value { get; }

    /// <summary>The length in kilometres.</summary>
    public double Kilometres => Value / 1_000;

    /// <summary>Makes a length from kilometres.</summary>
    /// <param name="kilometres">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Metres FromKilometres(double kilometres) => new(kilometres * 1_000);

    /// <summary>The length with its unit, in the invariant culture: <c>866.5 m</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} m");
}
