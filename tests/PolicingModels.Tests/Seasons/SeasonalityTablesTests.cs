using PolicingModels.Seasonality;

namespace PolicingModels.SystemsTests;

public class SeasonalityTablesTests
{
    private static readonly SeasonalityPlan Plan = Make();

    [Fact]
    public void Every_series_and_month_has_its_row()
    {
        Assert.Equal(Plan.Series.Count * 18, SeasonalityTables.Months(Plan).RowCount);
        Assert.Equal(Plan.Series.Count, SeasonalityTables.Years(Plan).RowCount);
        Assert.Equal(Plan.Series.Count * 12, SeasonalityTables.Index(Plan).RowCount);
    }

    [Fact]
    public void Tests_are_a_column_where_they_are_given()
    {
        Assert.DoesNotContain(SeasonalityTables.Index(Plan).Columns, c => c.Name == "test_p_value");
        Assert.Contains(SeasonalityTables.Index(Plan, new CombinedSeasonalityTest?[Plan.Series.Count]).Columns, c => c.Name == "test_p_value");
        Assert.Throws<ArgumentException>(() => SeasonalityTables.Index(Plan, []));
    }

    [Fact]
    public void A_month_without_a_season_or_beyond_the_year_is_not_judged()
    {
        SeriesPlan series = Plan["seasonal", "here"];
        Assert.Equal("above average", SeasonalityTables.MonthVerdict(series, series.Occurrence[6]));
        Assert.Equal("below average", SeasonalityTables.MonthVerdict(series, series.Occurrence[0]));
        Assert.Null(SeasonalityTables.MonthVerdict(series, null));
        Assert.Equal("no clear difference", SeasonalityTables.MonthVerdict(series with { Index = series.Index with { Verdict = SeasonalityVerdict.NotDetected } }, series.Occurrence[6]));
    }

    [Fact]
    public void A_row_of_the_result_is_the_plan_of_the_series()
    {
        SeriesPlan series = Plan["seasonal", "here"];
        SeriesFigures row = SeriesFigures.Of(series);
        Assert.Equal(("here", "seasonal", series.Annual.Expected), (row.Area, row.Type, row.Year.Expected));
        Assert.Equal(series.Index.Calendar.Select(i => i.Value), row.Seasonal.Index);
        Assert.Null(row.Seasonal.Test);
        Assert.Equal(18, row.Forecast.Count);
        Assert.NotNull(row.Forecast[11].Direction);
        Assert.Null(row.Forecast[12].Direction);
    }

    private static SeasonalityPlan Make()
    {
        SeededRandom random = new(3);
        CountRow[] rows = [.. Enumerable.Range(0, 60).Select(m => new CountRow(new Month(2020, 1).AddMonths(m), "seasonal", "here", random.NextPoisson(400 - (200 * Math.Cos(m * Math.PI / 6)))))];
        return new SeasonalityPlanner(new() { HorizonMonths = 18, Model = new() { Draws = 200 } }).Plan(SeriesHierarchy.FromRows(rows));
    }
}
