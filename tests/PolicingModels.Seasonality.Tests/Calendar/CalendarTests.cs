using System.Globalization;
using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class CalendarTests
{
    /// <summary>As listed at gov.uk/bank-holidays for England and Wales; 1995, 1999 and 2002 from the London Gazette's proclamations.</summary>
    [Theory]
    [InlineData(1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31")]
    [InlineData(2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26")]
    [InlineData(2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27")]
    [InlineData(2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26")]
    [InlineData(2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27")]
    [InlineData(2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData(2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData(2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26")]
    [InlineData(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26")]
    [InlineData(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28")]
    public void Bank_holidays_are_the_proclaimed_ones(int year, string days) =>
        Assert.Equal(days.Split(' '), HolidayCalendar.EnglandAndWales.OfYear(year).Select(h => h.Day.ToString("MM-dd", CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_holiday_is_a_weekday() =>
        Gen.Int[1978, 2100].Sample(year => Assert.All(HolidayCalendar.EnglandAndWales.OfYear(year), h => Assert.False(h.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)));

    /// <summary>Dates printed in the tables of the Book of Common Prayer, earliest and latest possible among them.</summary>
    [Theory]
    [InlineData(1818, 3, 22)]
    [InlineData(1943, 4, 25)]
    [InlineData(1961, 4, 2)]
    [InlineData(2000, 4, 23)]
    [InlineData(2008, 3, 23)]
    [InlineData(2011, 4, 24)]
    [InlineData(2016, 3, 27)]
    [InlineData(2026, 4, 5)]
    [InlineData(2038, 4, 25)]
    public void Easter_falls_where_the_tables_say(int year, int month, int day) => Assert.Equal(new DateOnly(year, month, day), Easter.Sunday(year));

    [Fact]
    public void Easter_is_a_sunday_between_its_ends_and_its_window_is_whole() =>
        Gen.Select(Gen.Int[1583, 4000], Gen.Int[1, 25]).Sample((year, window) =>
        {
            DateOnly sunday = Easter.Sunday(year);
            Assert.Equal(DayOfWeek.Sunday, sunday.DayOfWeek);
            Assert.InRange(sunday, new DateOnly(year, 3, 22), new DateOnly(year, 4, 25));
            Assert.Equal(1, Enumerable.Range(1, 12).Sum(m => Easter.ShareOfWindow(new Month(year, m), window)), 1e-12);
        });

    [Fact]
    public void Working_days_are_the_days_counted_one_by_one() =>
        Gen.Select(Gen.Int[1980, 2050], Gen.Int[1, 12]).Sample((year, monthOfYear) =>
        {
            Month month = new(year, monthOfYear);
            DateOnly[] days = [.. Enumerable.Range(0, month.Days).Select(month.FirstDay.AddDays)];
            HolidayCalendar calendar = HolidayCalendar.EnglandAndWales;
            DateOnly[] weekdays = [.. days.Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
            Assert.Equal(weekdays.Length, HolidayCalendar.WeekdaysIn(month));
            Assert.Equal(weekdays.Count(d => !calendar.IsHoliday(d)), calendar.WorkingDaysIn(month));
        });

    [Fact]
    public void A_further_holiday_takes_a_working_day()
    {
        HolidayCalendar further = HolidayCalendar.EnglandAndWales.With(new BankHoliday(new(2026, 6, 15), "Proclaimed"));
        Month june = new(2026, 6);
        Assert.Equal(HolidayCalendar.EnglandAndWales.WorkingDaysIn(june) - 1, further.WorkingDaysIn(june));
        Assert.Equal(1, further.HolidaysIn(june));
    }

    [Fact]
    public void Years_before_the_rules_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => HolidayCalendar.EnglandAndWales.OfYear(1977));

    [Fact]
    public void A_steady_rate_has_no_february_trough_by_the_day()
    {
        Month start = new(2021, 3);
        double[] counts = [.. Enumerable.Range(0, 48).Select(i => 10.0 * start.AddMonths(i).Days)];
        MonthlySeries series = new(start, counts, [.. Enumerable.Range(0, 48).Select(i => i == 5)]);
        CalendarAdjustment byDay = new();
        MonthlySeries adjusted = byDay.Apply(series);
        Assert.True(adjusted.IsMissing(5));
        Assert.All(Enumerable.Range(0, 48).Where(i => i != 5), i => Assert.Equal(304.36875, adjusted[i], 1e-9));
        Assert.Equal(counts[0], byDay.Undo(adjusted)[0], 1e-9);
        Assert.Equal(28 / 30.436875, byDay.Length(new Month(2023, 2)), 1e-12);
        Assert.Equal(1, new CalendarAdjustment(CalendarExposure.Calendar).Length(new Month(2023, 2)));
        Assert.InRange(new CalendarAdjustment(CalendarExposure.WorkingDay).StandardMonth, 21.0, 21.2);
    }
}
