namespace PolicingModels.Seasonality;

/// <summary>The bank holidays of England and Wales by rule, with the exceptions of single years.</summary>
internal static class EnglishBankHolidays
{
    private const int FirstYear = 1978;

    private static readonly BankHoliday[] Once =
    [
        new(new(1981, 7, 29), "Royal wedding"),
        new(new(1999, 12, 31), "Millennium eve"),
        new(new(2002, 6, 3), "Golden Jubilee"),
        new(new(2011, 4, 29), "Royal wedding"),
        new(new(2012, 6, 5), "Diamond Jubilee"),
        new(new(2022, 6, 3), "Platinum Jubilee"),
        new(new(2022, 9, 19), "State funeral of Queen Elizabeth II"),
        new(new(2023, 5, 8), "Coronation of King Charles III"),
    ];

    public static IEnumerable<BankHoliday> Of(int year)
    {
        if (year is < FirstYear or > 9998)
        {
            throw new ArgumentOutOfRangeException(nameof(year), year, $"Bank holidays of England and Wales are known by rule from {FirstYear} to 9998.");
        }

        DateOnly newYear = new(year, 1, 1), christmas = new(year, 12, 25), easter = Easter.Sunday(year);
        yield return IsWeekend(newYear) ? new(NextMonday(newYear), "New Year's Day (substitute)") : new(newYear, "New Year's Day");
        yield return new(easter.AddDays(-2), "Good Friday");
        yield return new(easter.AddDays(1), "Easter Monday");
        yield return new(year is 1995 or 2020 ? new(year, 5, 8) : NextMonday(new DateOnly(year, 4, 30)), "Early May");
        yield return new(Spring(year), "Spring");
        yield return new(LastMonday(year, 8), "Summer");
        foreach (BankHoliday holiday in Once.Where(h => h.Day.Year == year))
        {
            yield return holiday;
        }

        // Saturday and Sunday move to Monday and Tuesday; a Christmas Day on Sunday passes over Boxing Day to the Tuesday.
        foreach (BankHoliday holiday in christmas.DayOfWeek switch
        {
            DayOfWeek.Friday => (BankHoliday[])[new(christmas, "Christmas Day"), new(christmas.AddDays(3), "Boxing Day (substitute)")],
            DayOfWeek.Saturday => [new(christmas.AddDays(2), "Christmas Day (substitute)"), new(christmas.AddDays(3), "Boxing Day (substitute)")],
            DayOfWeek.Sunday => [new(christmas.AddDays(1), "Boxing Day"), new(christmas.AddDays(2), "Christmas Day (substitute)")],
            _ => [new(christmas, "Christmas Day"), new(christmas.AddDays(1), "Boxing Day")],
        })
        {
            yield return holiday;
        }
    }

    private static DateOnly Spring(int year) => year switch
    {
        2002 or 2012 => new(year, 6, 4),
        2022 => new(year, 6, 2),
        _ => LastMonday(year, 5),
    };

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static DateOnly NextMonday(DateOnly after)
    {
        DateOnly day = after.AddDays(1);
        while (day.DayOfWeek != DayOfWeek.Monday)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static DateOnly LastMonday(int year, int month)
    {
        DateOnly day = new(year, month, 31);
        while (day.DayOfWeek != DayOfWeek.Monday)
        {
            day = day.AddDays(-1);
        }

        return day;
    }
}
