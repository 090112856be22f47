namespace PolicingModels.Seasonality;

/// <summary>The date of Easter.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of the Western churches.</summary>
    /// <param name="year">1583 (the first whole year of the Gregorian calendar) to 9999.</param>
    /// <remarks>The anonymous algorithm in Nature 13:487 (20 April 1876), as in Meeus 1991, <i>Astronomical Algorithms</i>, chapter 8.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside its range.</exception>
    public static DateOnly Sunday(int year)
    {
        if (year is < 1583 or > 9999)
        {
            throw new ArgumentOutOfRangeException(nameof(year), year, "Easter is reckoned for the years 1583 to 9999.");
        }

        int golden = year % 19, century = year / 100, inCentury = year % 100;
        int moonShift = (century - ((century + 8) / 25) + 1) / 3;
        int epact = ((19 * golden) + century - (century / 4) - moonShift + 15) % 30;
        int weekday = (32 + (2 * (century % 4)) + (2 * (inCentury / 4)) - epact - (inCentury % 4)) % 7;
        int late = (golden + (11 * epact) + (22 * weekday)) / 451;
        int sum = epact + weekday - (7 * late) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }

    /// <summary>The share of the days just before Easter that lie in a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="windowDays">How many days before Easter Sunday count, 1 to 25, for instance 1, 8 or 15.</param>
    /// <returns>0 to 1; over March and April of a year (and February where Easter is earliest) the shares sum to 1.</returns>
    /// <remarks>The Easter regressor of X-13ARIMA-SEATS before its long-run mean is taken off.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The window is outside its range.</exception>
    public static double ShareOfWindow(Month month, int windowDays)
    {
        if (windowDays is < 1 or > 25)
        {
            throw new ArgumentOutOfRangeException(nameof(windowDays), windowDays, "A window before Easter is 1 to 25 days.");
        }

        DateOnly sunday = Sunday(month.Year);
        int inside = 0;
        for (int back = 1; back <= windowDays; back++)
        {
            inside += Month.Of(sunday.AddDays(-back)) == month ? 1 : 0;
        }

        return (double)inside / windowDays;
    }
}
