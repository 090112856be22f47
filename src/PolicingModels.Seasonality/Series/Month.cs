using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>A calendar month of a year. Ordered in time; <c>default</c> is January of year 1.</summary>
public readonly record struct Month : IComparable<Month>
{
    private readonly int _index;

    private Month(int index) => _index = index;

    /// <summary>Makes a month.</summary>
    /// <param name="year">1 to 9999.</param>
    /// <param name="monthOfYear">1 (January) to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year or the month is outside its range.</exception>
    public Month(int year, int monthOfYear)
    {
        if (year is < 1 or > 9999)
        {
            throw new ArgumentOutOfRangeException(nameof(year), year, "A year is 1 to 9999.");
        }

        if (monthOfYear is < 1 or > 12)
        {
            throw new ArgumentOutOfRangeException(nameof(monthOfYear), monthOfYear, "A month of the year is 1 to 12.");
        }

        _index = (12 * (year - 1)) + monthOfYear - 1;
    }

    /// <summary>The year, 1 to 9999.</summary>
    public int Year => (_index / 12) + 1;

    /// <summary>The month of the year, 1 (January) to 12.</summary>
    public int MonthOfYear => (_index % 12) + 1;

    /// <summary>How many days the month has, 28 to 31.</summary>
    public int Days => DateTime.DaysInMonth(Year, MonthOfYear);

    /// <summary>The first day of the month.</summary>
    public DateOnly FirstDay => new(Year, MonthOfYear, 1);

    /// <summary>The month that a day lies in.</summary>
    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>The month some months later, or earlier where negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside the years 1 to 9999.</exception>
    public Month AddMonths(int months)
    {
        long index = (long)_index + months;
        return index is >= 0 and < 12 * 9999L
            ? new Month((int)index)
            : throw new ArgumentOutOfRangeException(nameof(months), months, $"{this} and {months} months lie outside the years 1 to 9999.");
    }

    /// <summary>How many months this one lies after another; negative where it lies before.</summary>
    public int Since(Month other) => _index - other._index;

    /// <summary>Reads <c>YYYY-MM</c> or <c>YYYYMM</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="month">The month read, <c>default</c> where the text is none.</param>
    /// <returns>Whether the text is a month.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Month month)
    {
        text = text.Trim();
        month = default;
        bool dashed = text.Length == 7 && text[4] == '-';
        if (!dashed && text.Length != 6)
        {
            return false;
        }

        if (!int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out int y)
            || !int.TryParse(text[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out int m)
            || y < 1 || m is < 1 or > 12)
        {
            return false;
        }

        month = new Month(y, m);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Month other) => _index.CompareTo(other._index);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{MonthOfYear:D2}");

    /// <summary>Whether a month lies before another.</summary>
    public static bool operator <(Month left, Month right) => left._index < right._index;

    /// <summary>Whether a month lies after another.</summary>
    public static bool operator >(Month left, Month right) => left._index > right._index;

    /// <summary>Whether a month lies before another or is the same.</summary>
    public static bool operator <=(Month left, Month right) => left._index <= right._index;

    /// <summary>Whether a month lies after another or is the same.</summary>
    public static bool operator >=(Month left, Month right) => left._index >= right._index;
}
