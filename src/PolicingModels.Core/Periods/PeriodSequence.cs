using System.Collections;
using System.Globalization;

namespace PolicingModels;

/// <summary>Periods in time order: the time axis of every count and forecast.</summary>
/// <remarks>
/// Periods may leave gaps (months that were never recorded), and may overlap only in a rolling sequence, which says so
/// in <see cref="Overlaps"/>. Immutable and thread-safe.
/// </remarks>
public sealed class PeriodSequence : IReadOnlyList<Period>, IEquatable<PeriodSequence>
{
    private readonly Period[] _periods;

    private PeriodSequence(PeriodCalendar calendar, int stepDays, Period[] periods)
    {
        Calendar = calendar;
        StepDays = stepDays;
        _periods = periods;
        for (int i = 1; i < periods.Length; i++)
        {
            Overlaps |= periods[i].Start < periods[i - 1].End;
            HasGaps |= periods[i].Start > periods[i - 1].End;
        }
    }

    /// <summary>The rule the periods follow.</summary>
    public PeriodCalendar Calendar { get; }

    /// <summary>Whether consecutive periods share days, as in a four-week window refreshed weekly. Counts of such periods are not independent.</summary>
    public bool Overlaps { get; }

    /// <summary>Whether days between the first and the last period belong to none of them.</summary>
    public bool HasGaps { get; }

    /// <summary>Days from one start to the next: 28 or 7 for the fixed calendars, 0 where it varies.</summary>
    public int StepDays { get; }

    /// <inheritdoc/>
    public int Count => _periods.Length;

    /// <inheritdoc/>
    public Period this[int index] => _periods[index];

    /// <summary>The first day of the first period.</summary>
    public DateOnly Start => _periods[0].Start;

    /// <summary>The first day after the last period.</summary>
    public DateOnly End => _periods[^1].End;

    /// <summary>How many periods make a year of this calendar: 13, 52 or 12; 0 for listed periods.</summary>
    public int PeriodsPerYear => Calendar switch
    {
        PeriodCalendar.FourWeekly => 13,
        PeriodCalendar.Weekly => 52,
        PeriodCalendar.Monthly => 12,
        _ => 0,
    };

    /// <summary>Four-week periods of which the last one has a given last day.</summary>
    /// <param name="endingOn">Last day <em>inside</em> the last period.</param>
    /// <param name="count">How many periods, at least 1.</param>
    /// <returns>Contiguous periods of 28 days in time order.</returns>
    public static PeriodSequence FourWeekly(DateOnly endingOn, int count) => Fixed(PeriodCalendar.FourWeekly, 28, 28, endingOn, count);

    /// <summary>Weeks of which the last one has a given last day.</summary>
    /// <param name="endingOn">Last day <em>inside</em> the last week.</param>
    /// <param name="count">How many weeks, at least 1.</param>
    /// <returns>Contiguous periods of 7 days in time order.</returns>
    public static PeriodSequence Weekly(DateOnly endingOn, int count) => Fixed(PeriodCalendar.Weekly, 7, 7, endingOn, count);

    /// <summary>Four-week windows that start a week apart, as in a forecast refreshed weekly. They overlap, and <see cref="Overlaps"/> says so.</summary>
    /// <param name="endingOn">Last day <em>inside</em> the last window.</param>
    /// <param name="count">How many windows, at least 1.</param>
    /// <returns>Windows of 28 days, each starting 7 days after the one before.</returns>
    public static PeriodSequence RollingFourWeekly(DateOnly endingOn, int count) => Fixed(PeriodCalendar.FourWeekly, 28, 7, endingOn, count);

    /// <summary>Calendar months of which the last one holds a given day.</summary>
    /// <param name="lastMonth">Any day of the last month.</param>
    /// <param name="count">How many months, at least 1.</param>
    /// <returns>Contiguous calendar months in time order.</returns>
    public static PeriodSequence Monthly(DateOnly lastMonth, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        DateOnly first = new(lastMonth.Year, lastMonth.Month, 1);
        Period[] periods = new Period[count];
        for (int i = 0; i < count; i++)
        {
            DateOnly start = first.AddMonths(i + 1 - count);
            periods[i] = new Period(start, start.AddMonths(1));
        }

        return new PeriodSequence(PeriodCalendar.Monthly, 0, periods);
    }

    /// <summary>All whole periods of a calendar that lie inside a span and end at its end (months: the last whole month).</summary>
    /// <param name="calendar">Four-weekly, weekly or monthly.</param>
    /// <param name="from">First day that may be used.</param>
    /// <param name="asOf">First day that may <em>not</em> be used: the day on which the question is asked.</param>
    /// <returns>The periods; the fixed calendars end exactly at <paramref name="asOf"/>, months at the last first-of-month not after it.</returns>
    /// <exception cref="AnalysisException">No whole period fits between the two days.</exception>
    public static PeriodSequence Between(PeriodCalendar calendar, DateOnly from, DateOnly asOf)
    {
        if (calendar == PeriodCalendar.Monthly)
        {
            DateOnly first = from.Day == 1 ? from : new DateOnly(from.Year, from.Month, 1).AddMonths(1);
            DateOnly end = new(asOf.Year, asOf.Month, 1);
            int months = ((end.Year - first.Year) * 12) + end.Month - first.Month;
            return months >= 1 ? Monthly(end.AddDays(-1), months) : throw TooShort(calendar, from, asOf);
        }

        int length = calendar switch
        {
            PeriodCalendar.FourWeekly => 28,
            PeriodCalendar.Weekly => 7,
            _ => throw new ArgumentOutOfRangeException(nameof(calendar), calendar, "Listed periods have no rule to lay them by; use four-weekly, weekly or monthly."),
        };
        int count = (asOf.DayNumber - from.DayNumber) / length;
        return count >= 1 && asOf > from ? Fixed(calendar, length, length, asOf.AddDays(-1), count) : throw TooShort(calendar, from, asOf);
    }

    /// <summary>Periods as the caller lists them.</summary>
    /// <param name="periods">In strictly increasing order of start, without overlap; gaps are allowed.</param>
    /// <param name="calendar">The rule they follow, when they do (for instance months of which some are missing).</param>
    /// <exception cref="ArgumentException">The list is empty, out of order or overlapping, or breaks the calendar it claims.</exception>
    public static PeriodSequence Of(IEnumerable<Period> periods, PeriodCalendar calendar = PeriodCalendar.Listed)
    {
        ArgumentNullException.ThrowIfNull(periods);
        Period[] listed = [.. periods];
        if (listed.Length == 0)
        {
            throw new ArgumentException("A sequence has at least one period.", nameof(periods));
        }

        for (int i = 0; i < listed.Length; i++)
        {
            if (listed[i].Days < 1)
            {
                throw new ArgumentException($"Period {i} is empty (default); every period has at least one day.", nameof(periods));
            }

            if (i > 0 && listed[i].Start < listed[i - 1].End)
            {
                throw new ArgumentException($"Period {listed[i]} starts before {listed[i - 1]} ends; list periods in time order without overlap.", nameof(periods));
            }

            bool keeps = calendar switch
            {
                PeriodCalendar.FourWeekly => listed[i].Days == 28,
                PeriodCalendar.Weekly => listed[i].Days == 7,
                PeriodCalendar.Monthly => listed[i].Start.Day == 1 && listed[i].End == listed[i].Start.AddMonths(1),
                _ => true,
            };
            if (!keeps)
            {
                throw new ArgumentException($"Period {listed[i]} is not {calendar}.", nameof(periods));
            }
        }

        int step = calendar switch { PeriodCalendar.FourWeekly => 28, PeriodCalendar.Weekly => 7, _ => 0 };
        return new PeriodSequence(calendar, step, listed);
    }

    /// <summary>The index of the period that holds a day.</summary>
    /// <returns>0 to <see cref="Count"/> − 1; −1 where no period holds the day. In an overlapping sequence, the first that does.</returns>
    public int IndexOf(DateOnly day)
    {
        // Ends increase with starts in every sequence, so the first period that ends after the day is the only candidate.
        int low = 0, high = _periods.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_periods[middle].End <= day)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _periods.Length && _periods[low].Contains(day) ? low : -1;
    }

    /// <summary>The period that follows the last one by the calendar's rule.</summary>
    /// <param name="step">1 for the next, 2 for the one after it, and so on.</param>
    /// <exception cref="InvalidOperationException">The periods were listed without a calendar.</exception>
    public Period Next(int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Period last = _periods[^1];
        return Calendar switch
        {
            PeriodCalendar.Monthly => new Period(last.Start.AddMonths(step), last.Start.AddMonths(step + 1)),
            PeriodCalendar.FourWeekly or PeriodCalendar.Weekly when !Overlaps => new Period(last.Start.AddDays(last.Days * step), last.Start.AddDays(last.Days * (step + 1))),
            // A rolling window is refreshed by its step, but what is forecast next shares no day with what is known.
            PeriodCalendar.FourWeekly => new Period(last.End.AddDays(StepDays * (step - 1)), last.End.AddDays((StepDays * (step - 1)) + last.Days)),
            _ when Count >= 2 && IsEven() => new Period(last.Start.AddDays(last.Days * step), last.Start.AddDays(last.Days * (step + 1))),
            _ => throw new InvalidOperationException("Listed periods of uneven length have no next one; name their calendar, or list the period to forecast."),
        };
    }

    /// <summary>The first periods of the sequence.</summary>
    /// <param name="count">1 to <see cref="Count"/>.</param>
    public PeriodSequence Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return count == Count ? this : new PeriodSequence(Calendar, StepDays, _periods[..count]);
    }

    /// <summary>The periods that a predicate keeps, as after removing months that were never recorded.</summary>
    /// <exception cref="ArgumentException">Nothing is kept.</exception>
    public PeriodSequence Where(Func<Period, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        Period[] kept = [.. _periods.Where(keep)];
        return kept.Length > 0 ? new PeriodSequence(Calendar, StepDays, kept) : throw new ArgumentException("No period is kept.", nameof(keep));
    }

    /// <summary>The periods in time order, without copying.</summary>
    public ReadOnlySpan<Period> AsSpan() => _periods;

    /// <inheritdoc/>
    public IEnumerator<Period> GetEnumerator() => ((IEnumerable<Period>)_periods).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PeriodSequence? other) => other is not null && Calendar == other.Calendar && _periods.AsSpan().SequenceEqual(other._periods);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeriodSequence);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Calendar, Count, _periods[0], _periods[^1]);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {CalendarWord} periods from {Start:yyyy-MM-dd} to before {End:yyyy-MM-dd}{(HasGaps ? ", with gaps" : "")}{(Overlaps ? ", overlapping" : "")}");

    private string CalendarWord => Calendar switch
    {
        PeriodCalendar.FourWeekly => "four-weekly",
        PeriodCalendar.Weekly => "weekly",
        PeriodCalendar.Monthly => "monthly",
        PeriodCalendar.Listed => "listed",
        _ => Calendar.ToString(),
    };

    private bool IsEven() => Array.TrueForAll(_periods, p => p.Days == _periods[0].Days);

    private static PeriodSequence Fixed(PeriodCalendar calendar, int length, int step, DateOnly endingOn, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Period[] periods = new Period[count];
        DateOnly end = endingOn.AddDays(1);
        for (int i = 0; i < count; i++)
        {
            DateOnly last = end.AddDays(-step * (count - 1 - i));
            periods[i] = new Period(last.AddDays(-length), last);
        }

        return new PeriodSequence(calendar, step, periods);
    }

    private static AnalysisException TooShort(PeriodCalendar calendar, DateOnly from, DateOnly asOf) =>
        new(AnalysisFailure.TooLittleHistory, string.Create(CultureInfo.InvariantCulture, $"No whole {calendar} period fits between the first day of the data ({from:yyyy-MM-dd}) and the as-of date ({asOf:yyyy-MM-dd}). Move the as-of date later, or bring earlier data."));
}
