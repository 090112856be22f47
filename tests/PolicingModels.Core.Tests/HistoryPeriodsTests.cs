namespace PolicingModels.CoreTests;

public class HistoryPeriodsTests
{
    private static readonly DateOnly January = new(2024, 1, 1);

    [Fact]
    public void A_month_without_a_record_is_left_out_of_monthly_periods()
    {
        HistoryPeriods laid = HistoryPeriods.Lay(Months(0, 0, 1, 4, 5), PeriodCalendar.Monthly);

        Assert.True(laid.IsMonthStamped);
        Assert.Equal([January, January.AddMonths(1), January.AddMonths(4), January.AddMonths(5)], laid.Periods.Select(p => p.Start));
        Assert.Equal([January.AddMonths(2), January.AddMonths(3)], laid.MissingMonths.Select(p => p.Start));
        Assert.Equal(laid.MissingMonths, laid.LeftOut);
        Assert.Equal(0, laid.TrailingLeftOut);
        Assert.Equal(new DateOnly(2024, 6, 30), laid.LastRecordedDay);
    }

    [Fact]
    public void Months_missing_before_the_as_of_date_are_counted_as_trailing()
    {
        HistoryPeriods laid = HistoryPeriods.Lay(Months(0, 1, 2), PeriodCalendar.Monthly, new DateOnly(2024, 6, 1));

        Assert.Equal(3, laid.Periods.Count);
        Assert.Equal(2, laid.TrailingLeftOut);
        Assert.Equal(new DateOnly(2024, 3, 31), laid.LastRecordedDay);
    }

    [Fact]
    public void A_four_week_period_that_touches_a_missing_month_is_left_out()
    {
        HistoryPeriods laid = HistoryPeriods.Lay(Months(0, 1, 2, 4, 5, 6), PeriodCalendar.FourWeekly, new DateOnly(2024, 8, 1));

        Period april = new(new DateOnly(2024, 4, 1), new DateOnly(2024, 5, 1));
        Assert.Equal([april], laid.MissingMonths);
        Assert.All(laid.Periods, p => Assert.False(p.Overlaps(april)));
        Assert.All(laid.LeftOut, p => Assert.True(p.Overlaps(april)));
        Assert.Equal(PeriodSequence.Between(PeriodCalendar.FourWeekly, January, new DateOnly(2024, 8, 1)).Count, laid.Periods.Count + laid.LeftOut.Count);
    }

    [Fact]
    public void What_was_not_recorded_is_said()
    {
        DateOnly july = new(2024, 7, 1);
        Assert.Equal(
            [new("periods-left-out", "2 of 6 periods are left out because months without any record fall into them: 2024-03, 2024-04.")],
            HistoryPeriods.Lay(Months(0, 1, 4, 5), PeriodCalendar.Monthly).Notes(july));
        Assert.Equal(["periods-left-out", "months-shared-out"], HistoryPeriods.Lay(Months(0, 1, 4, 5), PeriodCalendar.FourWeekly, july).Notes(july).Select(n => n.Code));

        HistoryPeriods silent = HistoryPeriods.Lay(Days(January, January.AddDays(100)), PeriodCalendar.Weekly, January.AddDays(130));
        Assert.Equal(
            [new("silent-days", "Nothing is recorded after 2024-04-10, 29 days before the as-of date: they count as days without events. If they were not recorded yet, use the as-of date 2024-04-11.")],
            silent.Notes(January.AddDays(130)));
        Assert.Empty(HistoryPeriods.Lay(Days(January, January.AddDays(100)), PeriodCalendar.Weekly, January.AddDays(107)).Notes(January.AddDays(107)));
        Assert.Empty(HistoryPeriods.Lay(Months(0, 1, 2), PeriodCalendar.Monthly).Notes(January.AddMonths(3)));
    }

    [Fact]
    public void Empty_periods_of_dated_records_stay_as_true_zeros()
    {
        CrimeEvents events = Days(January, January.AddDays(200));

        HistoryPeriods laid = HistoryPeriods.Lay(events, PeriodCalendar.Weekly);

        Assert.False(laid.IsMonthStamped);
        Assert.Empty(laid.LeftOut);
        Assert.Equal(28, laid.Periods.Count);
        Assert.Equal(January.AddDays(201), laid.Periods.End);
    }

    [Fact]
    public void One_window_that_is_not_a_month_means_records_are_not_month_stamped()
    {
        long start = (long)January.DayNumber * CrimeEvents.MinutesPerDay;
        CrimeEvents events = new(
            [0, 0], [0, 0], [January.DayNumber, January.AddMonths(5).DayNumber], CoordinateSystem.PlanarMetres,
            [start, (long)January.AddMonths(5).DayNumber * CrimeEvents.MinutesPerDay],
            [(long)January.AddMonths(1).DayNumber * CrimeEvents.MinutesPerDay, (long)January.AddMonths(5).AddDays(3).DayNumber * CrimeEvents.MinutesPerDay]);

        HistoryPeriods laid = HistoryPeriods.Lay(events, PeriodCalendar.Monthly, January.AddMonths(6));

        Assert.False(laid.IsMonthStamped);
        Assert.Equal(6, laid.Periods.Count);
    }

    [Theory]
    [InlineData("2023-12-31")]
    [InlineData("2024-01-01")]
    public void An_as_of_date_before_the_data_is_refused_with_the_mend(string asOf)
    {
        AnalysisException e = Assert.Throws<AnalysisException>(() => HistoryPeriods.Lay(Days(January, January.AddDays(200)), PeriodCalendar.Weekly, DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(AnalysisFailure.NoEvents, e.Reason);
        Assert.Contains("2024-01-01", e.Message, StringComparison.Ordinal);
        Assert.Contains("at most 2024-07-20", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stray_early_event_does_not_stretch_a_history_whose_first_day_is_told()
    {
        HistoryPeriods laid = HistoryPeriods.Lay(Days(January.AddYears(-4), January, January.AddDays(69)), PeriodCalendar.Weekly, from: January);

        Assert.Equal(January, laid.Periods.Start);
        Assert.Equal(10, laid.Periods.Count);
    }

    [Fact]
    public void No_events_are_refused() =>
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => HistoryPeriods.Lay(Days(), PeriodCalendar.Weekly)).Reason);

    private static CrimeEvents Days(params DateOnly[] days) =>
        new(new double[days.Length], new double[days.Length], [.. days.Select(d => d.DayNumber)], CoordinateSystem.PlanarMetres);

    private static CrimeEvents Months(params int[] months)
    {
        DateOnly[] starts = [.. months.Select(January.AddMonths)];
        return new CrimeEvents(
            new double[months.Length], new double[months.Length], [.. starts.Select(d => d.DayNumber)], CoordinateSystem.PlanarMetres,
            [.. starts.Select(d => (long)d.DayNumber * CrimeEvents.MinutesPerDay)],
            [.. starts.Select(d => (long)d.AddMonths(1).DayNumber * CrimeEvents.MinutesPerDay)]);
    }
}
