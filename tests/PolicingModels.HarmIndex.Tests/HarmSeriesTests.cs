using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmSeriesTests
{
    private static HarmSeries Series(IHarmSchedule schedule, params int[] years) => HarmSeries.Of(ConsensusReport.Of(
        new HarmOffences(CategoryColumn.FromText("code", ["39", "39", "39"]), [.. new[] { 2022, 2023, 2023 }.Select(y => new DateOnly(y, 6, 1).DayNumber)]),
        new HarmLookup(schedule),
        [.. years.Select(Year)]));

    private static Period Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));

    [Fact]
    public void A_base_period_is_a_hundred_and_every_point_carries_its_table()
    {
        HarmSeries series = Series(CambridgeCrimeHarmIndex.Principal, 2022, 2023);
        Assert.Equal([100, 200], series.Rebased(Year(2022)));
        Assert.Equal([2, 4], series.Points.Select(p => p.Days));
        Assert.All(series.Points, p => Assert.Equal((CambridgeCrimeHarmIndex.Principal.Info.Label, CambridgeCrimeHarmIndex.Principal.Fingerprint), (p.Schedule, p.Fingerprint)));
        Assert.Throws<ArgumentException>("basePeriod", () => series.Rebased(Year(2024)));
    }

    [Fact]
    public void Two_tables_are_joined_only_when_asked_in_so_many_words()
    {
        HarmSeries first = Series(CambridgeCrimeHarmIndex.Principal, 2022), second = Series(OnsCrimeSeverityScore.December2020, 2023);
        ArgumentException refused = Assert.Throws<ArgumentException>("later", () => first.Then(second));
        Assert.Contains("different fingerprints", refused.Message, StringComparison.Ordinal);
        Assert.True(first.Then(second, mixEditions: true).IsMixed);
        HarmSeries same = first.Then(Series(CambridgeCrimeHarmIndex.Principal, 2023));
        Assert.False(same.IsMixed);
        Assert.Equal(2, same.Points.Count);
        Assert.Throws<ArgumentException>("later", () => same.Then(first));
    }
}
