using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class StructuralTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    [Fact]
    public void The_likelihood_is_at_least_that_of_statsmodels_and_its_forecasts_agree()
    {
        int compared = 0;
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromStatsModels)
        {
            if (!entry.TryGetProperty("UCM_log", out JsonElement peer) || peer.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            MonthlySeries series = SeasonalityReference.Series(name);
            MonthlySeries logs = new(series.Start, [.. series.Values.ToArray().Select(v => Math.Log(v))]);
            IFittedSeasonalForecaster fit = new StructuralForecaster(new() { Predictive = Plain }).Fit(logs);
            double ours = fit.Parameters.Single(p => p.Name == "logLikelihood").Value, theirs = peer.GetProperty("llf").GetDouble();
            // The peer's diffuse start is a variance of a million, worth a few thousandths.
            Assert.True(ours >= theirs - 0.02, $"{name}: {ours} {theirs}");
            if (ours - theirs < 0.02)
            {
                compared++;
                double[] mean = SeasonalityReference.Numbers(peer.GetProperty("fc")), high = SeasonalityReference.Numbers(peer.GetProperty("hi95"));
                SeasonalForecast forecast = fit.Forecast(12);
                for (int h = 0; h < 12; h++)
                {
                    // Variances near zero are found to a few digits by either; forecasts of logarithms to a fifth of a percent.
                    Assert.Equal(mean[h], forecast.Months[h].Mean, 5e-3);
                    Assert.Equal(1, (forecast.Months[h].Interval(0.95).High - forecast.Months[h].Mean) / (high[h] - mean[h]), 0.05);
                }
            }
        }

        Assert.True(compared >= 2, $"{compared}");
    }

    [Fact]
    public void Forecasts_are_the_conditional_mean_and_spread_of_the_model_written_out_in_full()
    {
        SeededRandom random = new(3);
        double[] y = new double[48];
        double level = 100, slope = 0.5;
        double[] season = [.. Enumerable.Range(0, 12).Select(i => 10 * Math.Sin(i))];
        double mean = season.Average();
        for (int t = 0; t < y.Length; t++)
        {
            level += slope + random.NextGaussian();
            y[t] = level + season[t % 12] - mean + (2 * random.NextGaussian());
        }

        IFittedSeasonalForecaster fit = new StructuralForecaster(new() { Predictive = Plain }).Fit(new MonthlySeries(new Month(2000, 1), y));
        double[] v = [.. fit.Parameters.Take(4).Select(p => p.Value)];
        SeasonalForecast forecast = fit.Forecast(14);

        // Everything is linear in level, slope and eleven seasons before the first month (almost unknown: variance 1e7) and in all shocks.
        const int Total = 48 + 14, First = 13;
        Matrix<double> design = Matrix<double>.Build.Dense(Total, First + (4 * Total));
        double[] scale = [.. Enumerable.Repeat(Math.Sqrt(1e7), First), .. Enumerable.Range(0, 4 * Total).Select(i => Math.Sqrt(v[i / Total]))];
        for (int source = 0; source < First + (4 * Total); source++)
        {
            double l = source == 0 ? 1 : 0, b = source == 1 ? 1 : 0;
            double[] s = [.. Enumerable.Range(0, 11).Select(i => source == 2 + i ? 1.0 : 0)];
            for (int t = 0; t < Total; t++)
            {
                double Shock(int kind) => source == First + (kind * Total) + t ? 1 : 0;
                double next = -s.Sum() + Shock(2);
                s = [next, .. s[..10]];
                l += b + Shock(0);
                b += Shock(1);
                design[t, source] = l + next + Shock(3);
            }
        }

        Matrix<double> scaled = design * Matrix<double>.Build.DiagonalOfDiagonalArray(scale), all = scaled * scaled.Transpose();
        Matrix<double> past = all.SubMatrix(0, 48, 0, 48), cross = all.SubMatrix(48, 14, 0, 48);
        Matrix<double> solved = past.Solve(cross.Transpose());
        Vector<double> expected = solved.Transpose() * Vector<double>.Build.Dense(y);
        Matrix<double> left = all.SubMatrix(48, 14, 48, 14) - (cross * solved);
        for (int h = 0; h < 14; h++)
        {
            Assert.Equal(expected[h], forecast.Months[h].Mean, 0.02);
            Assert.Equal(1, ((NormalMonth)forecast.Months[h]).StandardDeviation / Math.Sqrt(left[h, h]), 5e-3);
        }

        // And the months are tied as the model ties them.
        double sum = Math.Sqrt(left.SubMatrix(0, 14, 0, 14).ToRowMajorArray().Sum());
        Interval interval = forecast.Sum().Interval(0.6827);
        Assert.Equal(1, (interval.High - interval.Low) / 2 / sum, 0.12);
    }

    [Fact]
    public void Variances_of_a_simulated_series_come_back()
    {
        SeededRandom random = new(12);
        double[] y = new double[1200];
        double level = 1000;
        for (int t = 0; t < y.Length; t++)
        {
            level += 3 * random.NextGaussian();
            y[t] = level + (20 * Math.Cos(t * Math.PI / 6)) + (6 * random.NextGaussian());
        }

        IFittedSeasonalForecaster fit = new StructuralForecaster().Fit(new MonthlySeries(new Month(1880, 1), y));
        Assert.Equal(9.0, fit.Parameters[0].Value, 3.0);
        Assert.InRange(fit.Parameters[1].Value, 0, 0.02);
        Assert.InRange(fit.Parameters[2].Value, 0, 0.05);
        Assert.Equal(36.0, fit.Parameters[3].Value, 5.0);
    }
}
