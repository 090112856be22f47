using System.Globalization;

namespace PolicingModels;

/// <summary>A span of whole days, half-open: <see cref="Start"/> is inside, <see cref="End"/> is the first day after it.</summary>
/// <remarks><c>default(Period)</c> is empty and is not a valid period; every constructor and factory refuses it.</remarks>
public readonly record struct Period : IComparable<Period>
{
    /// <summary>Makes a period of at least one day.</summary>
    /// <param name="start">First day inside the period.</param>
    /// <param name="end">First day after the period.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is not after <paramref name="start"/>.</exception>
    public Period(DateOnly start, DateOnly end)
    {
        if (end <= start)
        {
            throw new ArgumentOutOfRangeException(nameof(end), end, string.Create(CultureInfo.InvariantCulture, $"A period ends after it starts ({start:yyyy-MM-dd}); its end is the first day outside it."));
        }

        Start = start;
        End = end;
    }

    /// <summary>The first day inside the period.</summary>
    public DateOnly Start { get; }

    /// <summary>The first day after the period.</summary>
    public DateOnly End { get; }

    /// <summary>The last day inside the period.</summary>
    public DateOnly LastDay => End.AddDays(-1);

    /// <summary>The length in whole days.</summary>
    public int Days => End.DayNumber - Start.DayNumber;

    /// <summary>Whether a day lies inside.</summary>
    public bool Contains(DateOnly day) => day >= Start && day < End;

    /// <summary>Whether two periods share a day.</summary>
    public bool Overlaps(Period other) => Start < other.End && other.Start < End;

    /// <summary>Orders by start, then by end.</summary>
    public int CompareTo(Period other)
    {
        int byStart = Start.CompareTo(other.Start);
        return byStart != 0 ? byStart : End.CompareTo(other.End);
    }

    /// <summary>The period as an ISO 8601 interval whose end is outside, for instance <c>2026-10-05/2026-11-02</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy-MM-dd}/{End:yyyy-MM-dd}");

    /// <summary>Earlier, by <see cref="CompareTo"/>.</summary>
    public static bool operator <(Period left, Period right) => left.CompareTo(right) < 0;

    /// <summary>Later, by <see cref="CompareTo"/>.</summary>
    public static bool operator >(Period left, Period right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or the same, by <see cref="CompareTo"/>.</summary>
    public static bool operator <=(Period left, Period right) => left.CompareTo(right) <= 0;

    /// <summary>Later or the same, by <see cref="CompareTo"/>.</summary>
    public static bool operator >=(Period left, Period right) => left.CompareTo(right) >= 0;
}
