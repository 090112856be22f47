using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class HarmonicTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    private static MonthlySeries Waves(double second, int months = 240)
    {
        SeededRandom random = new(17);
        double[] y = new double[months];
        double error = 0;
        for (int t = 0; t < y.Length; t++)
        {
            error = (0.5 * error) + random.NextGaussian();
            y[t] = 200 + (12 * Math.Cos(2 * Math.PI * t / 12)) + (second * Math.Sin(4 * Math.PI * t / 12)) + error;
        }

        return new MonthlySeries(new Month(2000, 1), y);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(8.0, 2)]
    public void As_many_waves_are_found_as_there_are(double second, int waves)
    {
        ArimaFit fit = (ArimaFit)new HarmonicForecaster(new() { Predictive = Plain }).Fit(Waves(second));
        double[] regressors = [.. fit.Parameters.Where(p => p.Name.StartsWith("regressor", StringComparison.Ordinal)).Select(p => p.Value)];
        // AICc takes a wave too many now and then; its coefficients are then small.
        Assert.InRange(regressors.Length, 2 * waves, (2 * waves) + 2);
        Assert.Equal(12.0, regressors[0], 0.6);
        Assert.Equal(second, regressors.Length > 3 ? regressors[3] : 0, 0.6);
    }

    [Fact]
    public void The_season_goes_on()
    {
        SeasonalForecast forecast = new HarmonicForecaster(new() { Waves = 2, Predictive = Plain }).Fit(Waves(8)).Forecast(24);
        for (int h = 6; h < 24; h++)
        {
            int t = 240 + h;
            Assert.Equal(200 + (12 * Math.Cos(2 * Math.PI * t / 12)) + (8 * Math.Sin(4 * Math.PI * t / 12)), forecast.Months[h].Mean, 1.5);
        }
    }

    [Fact]
    public void Six_waves_are_any_season_and_settings_are_checked()
    {
        MonthlySeries series = SeasonalityReference.Series("London|Bicycle theft");
        ArimaFit six = (ArimaFit)new HarmonicForecaster(new() { Waves = 6 }).Fit(series);
        Assert.Equal(11, six.Parameters.Count(p => p.Name.StartsWith("regressor", StringComparison.Ordinal)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HarmonicForecaster(new() { Waves = 7 }));
    }
}
