using System.Collections.Concurrent;

namespace PolicingModels.Seasonality;

/// <summary>A day on which offices are closed.</summary>
/// <param name="Day">The day.</param>
/// <param name="Name">Its name, saying so where it stands in for a day at the weekend.</param>
public readonly record struct BankHoliday(DateOnly Day, string Name);

/// <summary>Bank holidays by year, and the working days that they leave. Immutable and thread-safe.</summary>
public sealed class HolidayCalendar
{
    private readonly Func<int, IEnumerable<BankHoliday>> _ofYear;
    private readonly ConcurrentDictionary<int, IReadOnlyList<BankHoliday>> _years = new();

    /// <summary>Makes a calendar.</summary>
    /// <param name="name">Whose holidays.</param>
    /// <param name="ofYear">The holidays of a year, in any order; called at most a few times per year, and must always give the same.</param>
    public HolidayCalendar(string name, Func<int, IEnumerable<BankHoliday>> ofYear)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(ofYear);
        Name = name;
        _ofYear = ofYear;
    }

    /// <summary>England and Wales, from 1978: the rules of the Banking and Financial Dealings Act 1971 with substitute days, moved days, and the days proclaimed once.</summary>
    /// <remarks>
    /// Moved: the early May holiday of 1995 and 2020 (VE Day), the spring holiday of 2002, 2012 and 2022 (jubilees). Once: 29 July 1981, 31
    /// December 1999, 3 June 2002, 29 April 2011, 5 June 2012, 3 June and 19 September 2022, 8 May 2023. Days that will be proclaimed
    /// for years to come are not known: add them with <see cref="With"/>. Source: gov.uk/bank-holidays and the London Gazette.
    /// </remarks>
    public static HolidayCalendar EnglandAndWales { get; } = new("England and Wales", EnglishBankHolidays.Of);

    /// <summary>Whose holidays.</summary>
    public string Name { get; }

    /// <summary>The calendar with further days.</summary>
    /// <param name="further">Days to add; a day that is a holiday already stays as it is.</param>
    public HolidayCalendar With(params BankHoliday[] further)
    {
        ArgumentNullException.ThrowIfNull(further);
        BankHoliday[] days = [.. further];
        return new HolidayCalendar(Name, year => _ofYear(year).Concat(days.Where(d => d.Day.Year == year)));
    }

    /// <summary>The holidays of a year, in time order, each day once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The calendar does not know the year.</exception>
    public IReadOnlyList<BankHoliday> OfYear(int year) => _years.GetOrAdd(year, y => [.. _ofYear(y).DistinctBy(h => h.Day).OrderBy(h => h.Day)]);

    /// <summary>Whether a day is a holiday.</summary>
    public bool IsHoliday(DateOnly day) => OfYear(day.Year).Any(h => h.Day == day);

    /// <summary>How many holidays a month has.</summary>
    public int HolidaysIn(Month month) => OfYear(month.Year).Count(h => h.Day.Month == month.MonthOfYear);

    /// <summary>How many days of a month are Monday to Friday and no holiday.</summary>
    public int WorkingDaysIn(Month month) => WeekdaysIn(month) - OfYear(month.Year).Count(h => h.Day.Month == month.MonthOfYear && IsWeekday(h.Day));

    /// <summary>How many days of a month are Monday to Friday.</summary>
    public static int WeekdaysIn(Month month)
    {
        int weekdays = 20;
        for (int day = 28; day < month.Days; day++)
        {
            weekdays += IsWeekday(month.FirstDay.AddDays(day)) ? 1 : 0;
        }

        return weekdays;
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
