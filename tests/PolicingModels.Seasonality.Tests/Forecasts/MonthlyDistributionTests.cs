using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class MonthlyDistributionTests
{
    private static readonly MonthlyDistribution[] Kinds =
    [
        new NormalMonth(100, 15),
        new CountMonth(new NegativeBinomialDistribution(7.5, 3)),
        new SampledMonth([4, 9, 2, 2, 7, 11, 0]),
    ];

    [Fact]
    public void The_quantile_is_the_smallest_value_that_reaches_a_probability() =>
        Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Double[0.001, 0.999]).Sample((kind, p) =>
        {
            MonthlyDistribution month = Kinds[kind];
            double quantile = month.Quantile(p);
            Assert.True(month.Cumulative(quantile) >= p - 1e-9);
            Assert.True(month.Cumulative(quantile - 1e-6) <= p + 1e-6);
        });

    [Fact]
    public void A_sum_over_months_keeps_what_ties_them()
    {
        // Two months that are always opposite: the sum never varies, whatever each month does alone.
        SeasonalForecast forecast = new("test", new Month(2024, 1), [new SampledMonth([0, 10]), new SampledMonth([0, 10])], [0, 10, 10, 0]);
        Assert.Equal(new Interval(10, 10, 0.95), forecast.Sum().Interval(0.95));
        Assert.Equal(10, forecast.Sum().Mean);
    }

    [Fact]
    public void A_sum_is_refused_where_nothing_ties_the_months() =>
        Assert.Throws<InvalidOperationException>(() => new SeasonalForecast("test", new Month(2024, 1), [new NormalMonth(1, 1)]).Sum());
}
