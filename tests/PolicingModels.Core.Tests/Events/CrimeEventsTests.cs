namespace PolicingModels.CoreTests.Events;

public class CrimeEventsTests
{
    private static readonly int Day = new DateOnly(2024, 5, 6).DayNumber;

    private static CrimeEvents Three() => new(
        [1, 2, 3], [4, 5, 6], [Day, Day + 1, Day + 2], CoordinateSystem.BritishNationalGrid,
        recordedDay: [Day + 9, Day + 1, Day + 3], ids: ["a", "b", "c"], categories: [CategoryColumn.FromText("type", ["x", null, "y"])]);

    [Fact]
    public void What_was_known_before_a_day_started_and_was_recorded_before_it()
    {
        CrimeEvents known = Three().KnownBefore(new DateOnly(2024, 5, 8));
        // The first is recorded too late, the third occurs on the day itself.
        Assert.Equal(["b"], known.Ids!);
        Assert.Null(known.Categories["type"][0]);
        Assert.Equal(3, Three().KnownBefore(new DateOnly(2024, 6, 1)).Count);
        Assert.Equal(0, Three().KnownBefore(new DateOnly(2024, 5, 6)).Count);
    }

    [Theory]
    [InlineData("2024-05-06 10:00", "2024-05-06 10:00", null, "2024-05-07")]
    [InlineData("2024-05-06 22:00", "2024-05-07 06:00", null, "2024-05-08")]
    [InlineData("2024-05-06 00:00", "2024-05-07 00:00", null, "2024-05-07")]
    [InlineData("2024-05-01 00:00", "2024-06-01 00:00", null, "2024-06-01")]
    [InlineData("2024-05-06 10:00", "2024-05-06 10:00", "2024-05-09", "2024-05-10")]
    [InlineData("2024-05-01 00:00", "2024-06-01 00:00", "2024-05-20", "2024-06-01")]
    public void An_event_is_known_once_it_happened_its_window_ended_and_it_was_recorded(string from, string to, string? recorded, string known)
    {
        static long Minute(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture).Ticks / TimeSpan.TicksPerMinute;
        static DateOnly Date(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        CrimeEvents one = new(
            [1], [1], [(int)(Minute(from) / CrimeEvents.MinutesPerDay)], CoordinateSystem.PlanarMetres, [Minute(from)], [Minute(to)],
            recorded is null ? null : [Date(recorded).DayNumber]);
        Assert.Equal(Date(known).DayNumber - 1, one.LastUnknownDay(0));
        Assert.Equal(0, one.KnownBefore(Date(known).AddDays(-1)).Count);
        Assert.Equal(1, one.KnownBefore(Date(known)).Count);
    }

    [Fact]
    public void Rows_are_selected_in_the_order_given()
    {
        CrimeEvents chosen = Three().Select([2, 0]);
        Assert.Equal(["c", "a"], chosen.Ids!);
        Assert.Equal([3.0, 1.0], chosen.Easting.ToArray());
        Assert.Equal("y", chosen.Categories["TYPE"][0]);
        Assert.Equal((new DateOnly(2024, 5, 6), new DateOnly(2024, 5, 8)), chosen.DayRange!.Value);
    }

    [Fact]
    public void Impossible_columns_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CrimeEvents([1], [1, 2], [Day], CoordinateSystem.PlanarMetres));
        Assert.Throws<ArgumentException>(() => new CrimeEvents([double.NaN], [1], [Day], CoordinateSystem.PlanarMetres));
        Assert.Throws<ArgumentException>(() => new CrimeEvents([1], [1], [Day], CoordinateSystem.PlanarMetres, fromMinute: [10], toMinute: [9]));
        Assert.Throws<ArgumentException>(() => new CrimeEvents([1], [1], [Day], CoordinateSystem.PlanarMetres, fromMinute: [10]));
        Assert.Throws<ArgumentException>(() => new CategoryColumn("c", [2], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new CategoryColumn("c", [0], ["a", "a"]));
    }

    [Fact]
    public void Used_and_refused_make_read()
    {
        RefusedRow row = new("f.csv", 3, "x", "?", "not a number");
        DataQualityReport report = new DataQualityReport("f.csv", 10, [row]).With([row with { Line = 5 }]);
        Assert.Equal(8, report.Used);
        Assert.Equal(report.Read, report.Used + report.Refused.Count);
        Assert.Equal([("not a number", 2L)], report.RefusedByReason);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataQualityReport("f.csv", 0, [row]));
    }
}
