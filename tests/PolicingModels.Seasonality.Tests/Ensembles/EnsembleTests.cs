using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class EnsembleTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };
    private static readonly MonthlySeries Series = new(new Month(2015, 1), [.. Enumerable.Range(0, 72).Select(i => 50.5 + (i % 12) + (i * 5 % 7))]);

    [Fact]
    public void Means_are_averaged_and_spreads_hold_the_disagreement()
    {
        EnsembleForecaster ensemble = new(new() { Members = [new Fixed("a", 10, 3), new Fixed("b", 20, 4)], Predictive = Plain });
        NormalMonth month = (NormalMonth)ensemble.Fit(Series).Forecast(2).Months[1];
        Assert.Equal(15, month.Mean, 1e-12);
        // ½(9 + 25) + ½(16 + 25).
        Assert.Equal(Math.Sqrt(37.5), month.StandardDeviation, 1e-12);
    }

    [Fact]
    public void Futures_come_from_the_members_as_they_tie_their_months()
    {
        EnsembleForecaster ensemble = new(new() { Members = [new Fixed("a", 100, 10), new Fixed("b", 100, 10)], Predictive = Plain with { Paths = 4000 } });
        SeasonalForecast forecast = ensemble.Fit(Series).Forecast(4);
        Assert.Equal(4000, forecast.PathCount);
        // Members whose four months move together: the sum spreads four times as far, not twice.
        Interval interval = forecast.Sum().Interval(0.6827);
        Assert.Equal(40.0, (interval.High - interval.Low) / 2, 2.0);
    }

    [Fact]
    public void The_better_past_weighs_more()
    {
        IFittedSeasonalForecaster fit = new EnsembleForecaster(new() { Members = [new Fixed("near", 59, 4), new Fixed("far", 90, 4)], Weighting = EnsembleWeighting.PastScore }).Fit(Series);
        Assert.True(fit.Parameters[0].Value > 0.8, $"{fit.Parameters[0]}");
        Assert.Equal(1, fit.Parameters.Sum(p => p.Value), 1e-12);
    }

    [Fact]
    public void A_weight_never_reads_beyond_an_origin()
    {
        Spy spy = new();
        new EnsembleForecaster(new() { Members = [spy, new Fixed("b", 1, 1)], Weighting = EnsembleWeighting.PastScore, PastOrigins = 2 }).Fit(Series);
        Assert.Equal([72, 60, 54], spy.Lengths);
    }

    [Fact]
    public void A_member_that_refuses_is_left_out_and_named()
    {
        EnsembleForecaster ensemble = new(new() { Members = [new EtsForecaster(new() { Forms = [EtsForm.Parse("MNM")] }), new ThetaForecaster()] });
        MonthlySeries zeros = new(new Month(2020, 1), [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4))]);
        Assert.Contains(ensemble.Fit(zeros).Forecast(3).Notes, n => n.StartsWith("ets is left out", StringComparison.Ordinal));
        Assert.Throws<AnalysisException>(() => new EnsembleForecaster(new() { Members = [new EtsForecaster(new() { Forms = [EtsForm.Parse("MNM")] })] }).Fit(zeros));
        Assert.Throws<ArgumentException>(() => new EnsembleForecaster(new() { Members = [] }));
        Assert.Throws<ArgumentException>(() => new EnsembleForecaster(new() { Members = [new ThetaForecaster(), new ThetaForecaster()] }));
    }

    private sealed class Fixed(string name, double mean, double spread) : ISeasonalForecaster, IFittedSeasonalForecaster
    {
        public string Name => name;

        public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default) => this;

        public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
        {
            SeededRandom random = new(1);
            double[] paths = new double[4000 * horizonMonths];
            for (int i = 0; i < 2000; i++)
            {
                double z = spread * random.NextGaussian();
                paths.AsSpan(i * horizonMonths, horizonMonths).Fill(mean + z);
                paths.AsSpan((2000 + i) * horizonMonths, horizonMonths).Fill(mean - z);
            }

            return new SeasonalForecast(name, Series.Next, [.. Enumerable.Repeat(new NormalMonth(mean, spread), horizonMonths)], paths);
        }
    }

    private sealed class Spy : ISeasonalForecaster
    {
        public List<int> Lengths { get; } = [];

        public string Name => "spy";

        public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
        {
            Lengths.Add(history.Length);
            return new Fixed("spy", 60, 5);
        }
    }
}
