using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class MonthTests
{
    private static readonly Gen<Month> Months = Gen.Select(Gen.Int[1600, 2400], Gen.Int[1, 12], (y, m) => new Month(y, m));

    [Fact]
    public void Adding_months_and_counting_them_are_inverse() =>
        Gen.Select(Months, Gen.Int[-3000, 3000]).Sample((month, n) =>
        {
            Assert.Equal(n, month.AddMonths(n).Since(month));
            Assert.Equal(month.FirstDay.AddMonths(n), month.AddMonths(n).FirstDay);
        });

    [Fact]
    public void Text_reads_back() => Months.Sample(month =>
    {
        Assert.True(Month.TryParse(month.ToString(), out Month read));
        Assert.Equal(month, read);
    });

    [Theory]
    [InlineData("202402", 2024, 2, 29)]
    [InlineData("2023-02", 2023, 2, 28)]
    [InlineData(" 2023-12 ", 2023, 12, 31)]
    public void Months_are_read_with_their_length(string text, int year, int month, int days)
    {
        Assert.True(Month.TryParse(text, out Month read));
        Assert.Equal((year, month, days), (read.Year, read.MonthOfYear, read.Days));
    }

    [Theory]
    [InlineData("2023-13")]
    [InlineData("2023-00")]
    [InlineData("0000-01")]
    [InlineData("2023-1")]
    [InlineData("2023/01")]
    [InlineData("Jan 2023")]
    [InlineData("2023-01-01")]
    [InlineData("")]
    public void What_is_no_month_is_refused(string text) => Assert.False(Month.TryParse(text, out _));

    [Fact]
    public void The_calendar_has_ends() => Assert.Throws<ArgumentOutOfRangeException>(() => new Month(9999, 12).AddMonths(1));
}
