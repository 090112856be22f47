using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class CountForecastTests
{
    [Fact]
    public void Mean_and_variance_are_kept_where_counts_can_have_them() =>
        Gen.Select(Gen.Double[0.5, 5000], Gen.Double[1.05, 30]).Sample((mean, dispersion) =>
        {
            double sd = Math.Min(Math.Sqrt(mean * dispersion), mean * 3);
            Assert.True(sd * sd > mean * 0.9 || sd < mean);
            CountMonth month = (CountMonth)new SeasonalForecast("test", new Month(2024, 1), [new NormalMonth(mean, sd)]).OnCounts().Months[0];
            Assert.Equal(mean, month.Mean, 1e-9 * mean);
            Assert.Equal(Math.Max(mean, sd * sd), month.Counts.Variance, 1e-6 * sd * sd);
        });

    [Theory]
    [InlineData(3.0, 2.5)]
    [InlineData(45.0, 9.0)]
    [InlineData(800.0, 60.0)]
    [InlineData(12000.0, 1500.0)]
    public void Futures_are_spread_as_the_month_is(double mean, double sd)
    {
        SeededRandom random = new(1);
        double[] paths = [.. Enumerable.Range(0, 20000).Select(_ => mean + (sd * random.NextGaussian()))];
        SeasonalForecast counts = new SeasonalForecast("test", new Month(2024, 1), [new NormalMonth(mean, sd)], paths).OnCounts();
        SampledMonth draws = counts.Sum();
        Assert.Equal(mean, draws.Mean, 0.003 * mean);
        foreach (double p in (double[])[0.025, 0.1, 0.5, 0.9, 0.975])
        {
            // The cube-root rule is good to a few thousandths of the spread; small counts come from exact probabilities.
            Assert.Equal(counts.Months[0].Quantile(p), draws.Quantile(p), mean < 60 ? 0 : 1 + (0.02 * sd));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    public void A_mean_at_or_below_zero_still_leaves_room_for_an_event(double mean)
    {
        MonthlyDistribution month = new SeasonalForecast("test", new Month(2024, 1), [new NormalMonth(mean, 3)]).OnCounts().Months[0];
        Assert.InRange(month.Mean, 0.05, 1.2);
        Assert.InRange(month.Cumulative(0), 0.5, 0.999);
    }

    [Fact]
    public void Sampled_months_become_counts_in_the_order_of_their_futures()
    {
        SeasonalForecast forecast = new SeasonalForecast("test", new Month(2024, 1), [new SampledMonth([-1.5, 0.2, 2.7, 9.1])], [9.1, -1.5, 2.7, 0.2]).OnCounts();
        double[] path = [forecast.Path(0)[0], forecast.Path(1)[0], forecast.Path(2)[0], forecast.Path(3)[0]];
        Assert.True(path[0] >= path[2] && path[2] >= path[3] && path[3] >= path[1] && path[1] >= 0);
    }
}
