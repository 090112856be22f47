using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class MonthlySeriesTests
{
    private static readonly Month January = new(2024, 1);

    [Fact]
    public void A_missing_month_has_a_place_and_no_value()
    {
        MonthlySeries series = new(January, [3, double.NaN, 5], [false, true, false]);
        Assert.Equal(1, series.MissingCount);
        Assert.Equal(5, series[2]);
        Assert.Equal(new Month(2024, 4), series.Next);
        Assert.Contains("2024-02", Assert.Throws<InvalidOperationException>(() => series[1]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_refused_with_its_month(double value) =>
        Assert.Contains("2024-02", Assert.Throws<ArgumentException>(() => new MonthlySeries(January, [1, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void Empty_and_wholly_missing_series_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MonthlySeries(January, []));
        Assert.Throws<ArgumentException>(() => new MonthlySeries(January, [0], [true]));
        Assert.Throws<ArgumentException>(() => new MonthlySeries(January, [0, 1], [true]));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2.5, false)]
    [InlineData(-1, false)]
    public void Counts_are_whole_and_not_negative(double value, bool count) => Assert.Equal(count, new MonthlySeries(January, [0, value]).IsCount);

    [Fact]
    public void The_past_ends_at_the_origin()
    {
        MonthlySeries series = new(January, [1, 2, 3, 4], [false, true, false, false]);
        MonthlySeries past = series.Take(2);
        Assert.Equal(new Month(2024, 2), past.Last);
        Assert.True(past.IsMissing(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => series.Take(5));
    }
}
