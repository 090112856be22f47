using System.Globalization;

namespace PolicingModels;

/// <summary>A length of time in days of 24 hours: 0 or more, finite; need not be whole.</summary>
/// <remarks>The default value is 0 days. Calendar days, which clocks may make 23 or 25 hours long, are counted by <see cref="DateOnly"/> and <see cref="Period"/>.</remarks>
public readonly record struct Days
{
    /// <summary>Makes a length of time.</summary>
    /// <param name="value">Days, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public Days(double value) => Value = Quantity.Within(value, double.MaxValue, "A length of time is a finite number of days, 0 or more");

    /// <summary>The length in days.</summary>
    public double Value { get; }

    /// <summary>The length in weeks of seven days.</summary>
    public double Weeks => Value / 7;

    /// <summary>Makes a length of time from weeks of seven days.</summary>
    /// <param name="weeks">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Days FromWeeks(double weeks) => new(weeks * 7);

    /// <summary>The length of a period.</summary>
    /// <param name="period">Half-open: its end is not part of it.</param>
    public static Days Of(Period period) => new(period.Days);

    /// <summary>The same length of time; to the nearest tick of 100 ns.</summary>
    /// <exception cref="OverflowException">The length is beyond 10,675,199 days, the longest a <see cref="TimeSpan"/> holds.</exception>
    public TimeSpan ToTimeSpan() => TimeSpan.FromDays(Value);

    /// <summary>The length with its unit, in the invariant culture: <c>28 days</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {(Value == 1 ? "day" : "days")}");
}
