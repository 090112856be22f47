using System.Text.Json;
using CsCheck;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class BaselineTests
{
    private static readonly Month Start = new(2020, 1);
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    [Fact]
    public void The_seasonal_naive_forecast_is_R_s_on_every_reference_series()
    {
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            SeasonalForecast forecast = new SeasonalNaiveForecaster(new() { Predictive = Plain }).Fit(SeasonalityReference.Series(name)).Forecast(12);
            double[] mean = SeasonalityReference.Numbers(entry.GetProperty("snaive").GetProperty("mean"));
            double[] low = SeasonalityReference.Numbers(entry.GetProperty("snaive").GetProperty("lo95"));
            double[] high = SeasonalityReference.Numbers(entry.GetProperty("snaive").GetProperty("hi80"));
            for (int h = 0; h < 12; h++)
            {
                // The reference is written to ten decimals.
                Assert.Equal(mean[h], forecast.Months[h].Mean, 1e-8);
                Assert.Equal(low[h], forecast.Months[h].Interval(0.95).Low, 1e-6);
                Assert.Equal(high[h], forecast.Months[h].Interval(0.80).High, 1e-6);
            }
        }
    }

    [Fact]
    public void Means_are_of_the_months_they_name()
    {
        double[] values = [.. Enumerable.Range(0, 36).Select(i => (double)((i / 12 * 100) + (i % 12)))];
        MonthlySeries series = new(Start, values);
        SeasonalForecast same = new SameMonthMeanForecaster(new() { Years = 2, Predictive = Plain }).Fit(series).Forecast(14);
        Assert.Equal(150, same.Months[0].Mean);
        Assert.Equal(161, same.Months[11].Mean);
        Assert.Equal(150, same.Months[12].Mean);
        Assert.Equal(205.5, new LastYearFlatForecaster().Fit(series).Forecast(3).Months[2].Mean);
        Assert.Equal(207.5, new LastYearFlatForecaster(new() { WindowMonths = 8 }).Fit(series).Forecast(1).Months[0].Mean);
    }

    [Fact]
    public void A_missing_month_gives_way_to_the_year_before()
    {
        double[] values = [.. Enumerable.Range(0, 36).Select(i => (double)i)];
        bool[] missing = new bool[36];
        missing[25] = true;
        SeasonalForecast forecast = new SeasonalNaiveForecaster().Fit(new MonthlySeries(Start, values, missing)).Forecast(12);
        Assert.Equal(24, forecast.Months[0].Mean);
        Assert.Equal(13, forecast.Months[1].Mean);
        Assert.Contains(forecast.Notes, n => n.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public void The_spread_of_a_year_keeps_what_the_errors_share()
    {
        // A level that jumps every year: errors of one origin all have one sign, so that the year's total is far less sure than independent months say.
        SeededRandom random = new(3);
        double[] values = new double[240];
        double level = 0;
        for (int t = 0; t < values.Length; t++)
        {
            level = t % 12 == 0 ? 1000 + (100 * random.NextGaussian()) : level;
            values[t] = level;
        }

        SeasonalForecast forecast = new LastYearFlatForecaster(new() { Predictive = Plain }).Fit(new MonthlySeries(Start, values)).Forecast(12);
        double independent = Math.Sqrt(forecast.Months.Sum(m => Math.Pow(((NormalMonth)m).StandardDeviation, 2)));
        double half = (forecast.Sum().Interval(0.6827).High - forecast.Sum().Interval(0.6827).Low) / 2;
        Assert.InRange(half / independent, 1.8, 3.5);
    }

    [Fact]
    public void Past_errors_set_the_spread()
    {
        // Independent months of one mean: a flat mean of twelve errs with variance 1 + 1/12.
        SeededRandom random = new(8);
        double[] values = [.. Enumerable.Range(0, 1200).Select(_ => 50 + (4 * random.NextGaussian()))];
        SeasonalForecast forecast = new LastYearFlatForecaster().Fit(new MonthlySeries(Start, values)).Forecast(6);
        Assert.All(forecast.Months, m => Assert.Equal(4 * Math.Sqrt(13.0 / 12), ((NormalMonth)m).StandardDeviation, 0.35));
    }

    [Fact]
    public void Every_forecaster_answers_or_refuses_awkward_histories_without_nonsense()
    {
        Gen<double[]> values = Gen.OneOf(
            Gen.Double[0, 0.999].Select(u => u).Array[3, 60].Select(a => a.Select(u => Math.Floor(u * 3)).ToArray()),
            Gen.Int[0, 5000].Select(i => (double)i).Array[3, 60],
            Gen.Int[3, 60].Select(n => new double[n]),
            Gen.Int[3, 60].Select(n => Enumerable.Repeat(7.0, n).ToArray()),
            Gen.Int[3, 60].Select(n => Enumerable.Range(0, n).Select(i => i == n / 2 ? 1e6 : 3.0).ToArray()));
        Gen.Select(values, Gen.Int[0, 1000], Gen.Int[1, 15]).Sample(
            (v, seed, horizon) =>
            {
                bool[] missing = new bool[v.Length];
                SeededRandom random = new((ulong)seed);
                for (int t = 0; t < v.Length; t++)
                {
                    missing[t] = seed % 2 == 0 && random.NextDouble() < 0.2;
                }

                if (missing.All(m => m))
                {
                    return;
                }

                MonthlySeries series = new(Start, v, missing);
                foreach (string name in SeasonalForecasters.Names)
                {
                    SeasonalForecast forecast;
                    try
                    {
                        forecast = SeasonalForecasters.Create(name).Fit(series).Forecast(horizon);
                    }
                    catch (AnalysisException e)
                    {
                        Assert.True(v.Length - series.MissingCount < 6, $"{name} refused {series}: {e.Message}");
                        continue;
                    }

                    Assert.Equal(horizon, forecast.Horizon);
                    for (int h = 0; h < horizon; h++)
                    {
                        Interval interval = forecast.Months[h].Interval(0.95);
                        Assert.True(interval.Low >= 0 && interval.Low == Math.Floor(interval.Low) && interval.High == Math.Floor(interval.High), $"{name}: {interval}");
                        Assert.True(forecast.Months[h].Mean >= 0 && double.IsFinite(interval.High), name);
                    }

                    for (int i = 0; i < forecast.PathCount; i++)
                    {
                        foreach (double x in forecast.Path(i))
                        {
                            Assert.True(x >= 0 && x == Math.Floor(x), $"{name}: {x}");
                        }
                    }
                }
            },
            iter: 60);
    }

    [Fact]
    public void A_series_of_zeros_says_how_rare_an_event_must_be()
    {
        SeasonalForecast forecast = new SeasonalNaiveForecaster().Fit(new MonthlySeries(Start, new double[36])).Forecast(2);
        // Jeffreys' prior for a rate, 36 months without an event: mean 0.5/36.
        Assert.Equal(0.5 / 36, forecast.Months[0].Mean, 1e-12);
        Assert.Contains(forecast.Notes, n => n.Contains("zero", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_short_a_history_is_refused() =>
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => new SeasonalNaiveForecaster().Fit(new MonthlySeries(Start, [1, 2]))).Reason);

    [Fact]
    public void The_same_seed_gives_the_same_futures_and_another_does_not()
    {
        MonthlySeries series = new(Start, [.. Enumerable.Range(0, 48).Select(i => 20.0 + (i * 7 % 13))]);
        SeasonalForecast Run(ulong seed) => new SameMonthMeanForecaster(new() { Predictive = new() { Seed = seed } }).Fit(series).Forecast(12);
        Assert.True(Run(5).Path(17).SequenceEqual(Run(5).Path(17)));
        Assert.False(Run(5).Path(17).SequenceEqual(Run(6).Path(17)));
    }

    [Fact]
    public void Names_are_known_and_unknown_names_are_told()
    {
        Assert.All(SeasonalForecasters.Names, n => Assert.Equal(n, SeasonalForecasters.Create(n.ToUpperInvariant()).Name));
        Assert.Contains("seasonal-naive", Assert.Throws<ArgumentException>(() => SeasonalForecasters.Create("no-such")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    public void Settings_are_checked_at_once(int paths) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalNaiveForecaster(new() { Predictive = new() { Paths = paths } }));
}
