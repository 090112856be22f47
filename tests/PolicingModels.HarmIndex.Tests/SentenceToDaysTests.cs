using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class SentenceToDaysTests
{
    [Theory]
    [InlineData(18, 547.5)]
    [InlineData(30, 912.5)]
    [InlineData(42, 1277.5)]
    [InlineData(9, 270)]
    [InlineData(4, 120)]
    [InlineData(6, 182.5)]
    [InlineData(180, 5475)]
    public void Months_give_the_values_of_the_2020_workbook(int months, double days) => Assert.Equal(days, SentenceToDays.Months(months));

    [Fact]
    public void Years_and_weeks_give_the_published_scores()
    {
        Assert.Equal([5475, 1277.5, 547.5], new[] { 15, 3.5, 1.5 }.Select(SentenceToDays.Years));
        Assert.Equal([84, 126, 252, 357], new[] { 12d, 18, 36, 51 }.Select(SentenceToDays.Weeks));
        Assert.Throws<ArgumentOutOfRangeException>(() => SentenceToDays.Years(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SentenceToDays.Weeks(double.NaN));
    }

    [Fact]
    public void Orders_and_fines_go_by_edition()
    {
        CommunityOrderLevel[] levels = Enum.GetValues<CommunityOrderLevel>();
        Assert.Equal([5, 10, 19], levels.Select(SentenceToDays.Cambridge2020.CommunityOrder));
        Assert.Equal([8, 15, 30], levels.Select(SentenceToDays.OnsCrimeSeverity.CommunityOrder));
        Assert.Equal([1, 2, 3, 4, 7], Enum.GetValues<FineBand>().Select(SentenceToDays.Cambridge2020.Fine));
        Assert.Equal(0.96, SentenceToDays.OnsCrimeSeverity.AverageFineDays);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => SentenceToDays.OnsCrimeSeverity.Fine(FineBand.A)).Reason);
    }

    [Fact]
    public void Fines_of_2020_are_income_over_a_minimum_wage_day_and_those_of_2023_are_not()
    {
        double[] percent = [50, 100, 150, 250, 400];
        double[] At(double wage) => [.. percent.Select(p => Math.Round(120 * p / 100 / (8 * wage)))];
        double[] table = [.. Enum.GetValues<FineBand>().Select(SentenceToDays.Cambridge2020.Fine)];
        Assert.Equal(At(8.72), table);
        Assert.NotEqual(At(10.42), table);
    }
}
