using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Levels;

public class LocalLevelTests
{
    private static readonly EmpiricalBayesForecaster Local = new(new() { Predictive = new() { Level = LevelOptions.LocalLevel, CalibrationPeriods = 1 } });

    [Fact]
    public void A_steady_total_is_expected_to_stay_and_its_interval_covers()
    {
        SeededRandom random = new(1);
        double[] totals = [.. Enumerable.Range(0, 160).Select(_ => (double)random.NextPoisson(200))];
        int inside = 0;
        double sum = 0;
        for (int t = 60; t < 160; t++)
        {
            GridForecast forecast = Forecast(totals[..t]);
            Interval central = forecast.Total.Interval(0.8);
            inside += central.Contains(totals[t]) ? 1 : 0;
            sum += forecast.ExpectedTotal;
        }

        // A hundred draws: four standard errors below the nominal 80%. Above it the interval may lie, being of whole counts and unsure of the level.
        Assert.InRange(inside, 80 - (4 * 4), 100);
        Assert.InRange(sum / 100, 196, 204);
    }

    [Fact]
    public void A_drop_is_followed_within_half_a_year_and_a_mean_of_a_year_lags()
    {
        SeededRandom random = new(2);
        double[] totals = [.. Enumerable.Range(0, 66).Select(t => (double)random.NextPoisson(t < 60 ? 400 : 200))];
        Assert.InRange(Forecast(totals).ExpectedTotal, 180, 230);
        Assert.True(new EmpiricalBayesForecaster().Fit(Counts(totals)).Forecast().ExpectedTotal > 280);
    }

    [Fact]
    public void One_unusual_period_is_not_taken_for_a_new_level()
    {
        SeededRandom random = new(3);
        double[] totals = [.. Enumerable.Range(0, 60).Select(t => (double)random.NextPoisson(t == 59 ? 450 : 300))];
        Assert.InRange(Forecast(totals).ExpectedTotal, 285, 330);
    }

    [Fact]
    public void A_season_is_learnt_over_years()
    {
        SeededRandom random = new(4);
        double Truth(int t) => 300 * Math.Exp(0.3 * Math.Cos(2 * Math.PI * t / 13.04));
        double[] totals = [.. Enumerable.Range(0, 104).Select(t => (double)random.NextPoisson(Truth(t)))];
        double error = 0, flat = 0;
        for (int t = 91; t < 104; t++)
        {
            error += Math.Pow(Math.Log(Forecast(totals[..t]).ExpectedTotal / Truth(t)), 2);
            flat += Math.Pow(Math.Log(300 / Truth(t)), 2);
        }

        Assert.InRange(Math.Sqrt(error / 13), 0, 0.08);
        Assert.True(error < 0.15 * flat);
    }

    [Fact]
    public void A_trend_is_not_continued_and_further_ahead_is_less_sure()
    {
        double[] totals = [.. Enumerable.Range(0, 60).Select(t => 100.0 + (4 * t))];
        IFittedGridForecaster fitted = Local.Fit(Counts(totals));
        Assert.InRange(fitted.Forecast(13).ExpectedTotal, 290, 380);
        Assert.True(fitted.Forecast(13).Total.Variance > fitted.Forecast(1).Total.Variance);
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 1 })]
    [InlineData(new double[] { 3 })]
    [InlineData(new double[] { 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new double[] { 1, 100_000, 1, 100_000 })]
    [InlineData(new double[] { 0.3, 0.7, 0.2 })]
    public void Awkward_totals_give_a_proper_distribution(double[] totals)
    {
        GridForecast forecast = Forecast(totals);
        Assert.True(forecast.ExpectedTotal > 0 && double.IsFinite(forecast.ExpectedTotal) && double.IsFinite(forecast.Total.Variance));
        Assert.Equal(forecast.ExpectedTotal, forecast.Total.Mean, 1e-6 * forecast.ExpectedTotal);
        Assert.False(forecast.TotalIsIndependentSum);
    }

    [Fact]
    public void An_unknown_method_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmpiricalBayesForecaster(new() { Predictive = new() { Level = new() { Method = (LevelMethod)7 } } }));

    private static GridForecast Forecast(double[] totals) => Local.Fit(Counts(totals)).Forecast();

    private static SpaceTimeCounts Counts(double[] totals) =>
        new(TestGrid.Squares(2, 1), Worlds.FourWeeks(totals.Length), [[.. totals.SelectMany(n => new[] { 0.25 * n, 0.75 * n })]]);
}
