using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class TimeParsingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2026-01-05 22:05", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05T22:05", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05T22:05:59", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05T22:05:59.999Z", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05 22:05:00+01:00", "2026-01-05 22:05", 0)]
    [InlineData("2026/01/05 22:05", "2026-01-05 22:05", 0)]
    [InlineData("20260105T22:05", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05 10:05 PM", "2026-01-05 22:05", 0)]
    [InlineData("2026-01-05 12:05 AM", "2026-01-05 00:05", 0)]
    [InlineData("2026-01-05 24:00", "2026-01-06 00:00", 0)]
    [InlineData("2026-01-05", "2026-01-05 00:00", 1440)]
    [InlineData("20260105", "2026-01-05 00:00", 1440)]
    [InlineData("2024-02", "2024-02-01 00:00", 29 * 1440)]
    [InlineData("2026/12", "2026-12-01 00:00", 31 * 1440)]
    public void A_time_is_a_moment_or_the_window_it_may_mean(string text, string from, int minutes)
    {
        CrimeEvents events = Read("date", text, DateFormat.Iso);
        Assert.Equal(DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture).Ticks / TimeSpan.TicksPerMinute, events.FromMinute[1]);
        Assert.Equal(minutes, events.ToMinute[1] - events.FromMinute[1]);
        Assert.Equal(events.FromMinute[1] / 1440, events.Day[1]);
    }

    [Theory]
    [InlineData(DateFormat.DayMonthYear, "05/01/2026", "2026-01-05")]
    [InlineData(DateFormat.MonthDayYear, "05/01/2026", "2026-05-01")]
    [InlineData(DateFormat.DayMonthYear, "31.12.2026 10:00", "2026-12-31")]
    [InlineData(DateFormat.MonthDayYear, "1/5/2026 1:05:00 PM", "2026-01-05")]
    [InlineData(DateFormat.DayMonthYear, "2026-01-05", "2026-01-05")]
    public void A_declared_order_is_followed(DateFormat format, string text, string day) =>
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).DayNumber, Read("date", text, format).Day[1]);

    [Fact]
    public void Windows_are_whole_minutes_that_hold_the_time_given()
    {
        CrimeEvents events = EventFiles.Read(_folder.Write("a.csv", "x,y,from,to\n530000,180000,2026-01-05 10:00:30,2026-01-05 10:01:10\n530000,180000,2026-01-05,2026-01-06\n530000,180000,2026-01-05 10:00,2026-01-05\n")).Events;
        Assert.Equal([2, 2 * 1440, 14 * 60], Enumerable.Range(0, 3).Select(i => events.ToMinute[i] - events.FromMinute[i]));
    }

    [Fact]
    public void A_record_that_carries_only_its_month_is_known_at_its_end()
    {
        CrimeEvents events = EventFiles.Read(_folder.Write("a.csv", "x,y,date,recorded\n530000,180000,2026-01-05,2026-02\n530000,180000,2026-01-05,2026-01-09 23:59\n")).Events;
        Assert.Equal([new DateOnly(2026, 2, 28).DayNumber, new DateOnly(2026, 1, 9).DayNumber], events.RecordedDay.ToArray());
    }

    [Fact]
    public void Missing_months_are_named()
    {
        EventTable table = EventFiles.Read(_folder.Write("a.csv", "x,y,month\n530000,180000,2025-11\n530000,180000,2026-02\n"));
        Assert.Equal("No row is stamped 2025-12, 2026-01; these months are missing, not quiet.", table.Quality.Notes.Single(n => n.Code == "missing-months").Message);
    }

    // The first row is exact to the minute, so that the second one keeps its window.
    private CrimeEvents Read(string column, string text, DateFormat format) =>
        EventFiles.Read(_folder.Write("a.csv", $"x,y,{column}\n530000,180000,2026-01-01 00:01\n530000,180000,{text}\n"), new EventReadOptions { DateFormat = format }).Events;
}
