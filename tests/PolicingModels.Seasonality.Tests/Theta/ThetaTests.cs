using System.Text.Json;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class ThetaTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    [Fact]
    public void The_standard_method_is_R_s_on_every_reference_series()
    {
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            SeasonalForecast forecast = new ThetaForecaster(new() { Predictive = Plain }).Fit(SeasonalityReference.Series(name)).Forecast(12);
            double[] mean = SeasonalityReference.Numbers(entry.GetProperty("thetaf").GetProperty("mean"));
            for (int h = 0; h < 12; h++)
            {
                // R's search for the smoothing parameter stops a few millionths short of the optimum.
                Assert.Equal(1, forecast.Months[h].Mean / mean[h], 1e-4);
            }
        }
    }

    [Fact]
    public void Spreads_are_R_s_times_the_month_s_factor()
    {
        JsonElement thetaf = SeasonalityReference.FromR["AirPassengers"].GetProperty("thetaf");
        SeasonalForecast forecast = new ThetaForecaster(new() { Predictive = Plain }).Fit(SeasonalityReference.Series("AirPassengers")).Forecast(12);
        double[] mean = SeasonalityReference.Numbers(thetaf.GetProperty("mean")), high = SeasonalityReference.Numbers(thetaf.GetProperty("hi95"));
        double[] factors = SeasonalityReference.Numbers(SeasonalityReference.FromR["AirPassengers"].GetProperty("classical_mult_figure"));
        for (int h = 0; h < 12; h++)
        {
            // R's smoothing parameter is short of the optimum by about 1e-4, and the spread grows with it.
            Assert.Equal(1, (forecast.Months[h].Interval(0.95).High - forecast.Months[h].Mean) / factors[h] / (high[h] - mean[h]), 3e-4);
        }
    }

    [Fact]
    public void Optimised_and_dynamic_models_are_least_squares_of_their_published_equations()
    {
        SeededRandom random = new(2);
        double[] y = new double[80];
        double level = 50;
        for (int t = 0; t < y.Length; t++)
        {
            level += 0.4 + random.NextGaussian();
            y[t] = level + (2 * random.NextGaussian());
        }

        MonthlySeries series = new(new Month(2010, 1), y);
        foreach (ThetaKind kind in (ThetaKind[])[ThetaKind.Optimised, ThetaKind.Dynamic])
        {
            IFittedSeasonalForecaster fit = new ThetaForecaster(new() { Kind = kind, Predictive = Plain }).Fit(series);
            double alpha = fit.Parameters[0].Value, theta = fit.Parameters[1].Value;
            SeasonalForecast forecast = fit.Forecast(6);
            // The first level is not reported: the best is found, then nothing around all three may do better.
            // The sum of squares is a parabola in it.
            double at0 = Published(y, kind, alpha, theta, -100, null), at1 = Published(y, kind, alpha, theta, 0, null), at2 = Published(y, kind, alpha, theta, 100, null);
            double first = 50 * (at0 - at2) / (at0 - (2 * at1) + at2);
            double best = Published(y, kind, alpha, theta, first, null);

            for (int i = 0; i < 400; i++)
            {
                double a = Math.Clamp(alpha * (1 + (0.1 * random.NextGaussian())), 1e-4, 0.9999), th = Math.Max(1, theta * (1 + (0.1 * random.NextGaussian())));
                Assert.True(Published(y, kind, a, th, first + (0.2 * random.NextGaussian()), null) >= best * (1 - 1e-7), $"{kind}");
            }

            double[] ahead = new double[6];
            Published(y, kind, alpha, theta, first, ahead);
            for (int h = 0; h < 6; h++)
            {
                Assert.Equal(ahead[h], forecast.Months[h].Mean, 1e-6);
            }
        }
    }

    [Fact]
    public void A_straight_line_is_followed_by_half_in_the_standard_method_and_wholly_in_the_optimised()
    {
        MonthlySeries series = new(new Month(2010, 1), [.. Enumerable.Range(0, 60).Select(t => 100 + (2.0 * t))]);
        SeasonalForecast Run(ThetaKind kind) => new ThetaForecaster(new() { Kind = kind, Predictive = Plain }).Fit(series).Forecast(12);
        Assert.Equal(11, Run(ThetaKind.Standard).Months[11].Mean - Run(ThetaKind.Standard).Months[0].Mean, 1e-6);
        Assert.Equal(22, Run(ThetaKind.Optimised).Months[11].Mean - Run(ThetaKind.Optimised).Months[0].Mean, 0.5);
    }

    [Fact]
    public void A_gap_moves_nothing()
    {
        MonthlySeries whole = SeasonalityReference.Series("London|Bicycle theft");
        bool[] missing = new bool[whole.Length];
        missing.AsSpan(90, 3).Fill(true);
        SeasonalForecast gap = new ThetaForecaster().Fit(new MonthlySeries(whole.Start, whole.Values, missing)).Forecast(12), full = new ThetaForecaster().Fit(whole).Forecast(12);
        for (int h = 0; h < 12; h++)
        {
            Assert.Equal(1, gap.Months[h].Mean / full.Months[h].Mean, 0.05);
        }
    }

    /// <summary>Fiorucci et al. 2016 as printed: sum of squared one-step errors, and means ahead.</summary>
    private static double Published(double[] y, ThetaKind kind, double alpha, double theta, double first, double[]? ahead)
    {
        int n = y.Length;
        double[] values = [.. y, .. ahead ?? []];
        double level = first, squares = 0;
        for (int t = 1; t <= values.Length; t++)
        {
            int upTo = kind == ThetaKind.Dynamic ? t - 1 : n;
            (double a, double b) = Regression(values.AsSpan(0, upTo));
            double mu = level + ((1 - (1 / theta)) * ((Math.Pow(1 - alpha, t - 1) * a) + ((1 - Math.Pow(1 - alpha, t)) / alpha * b)));
            if (t <= n)
            {
                squares += Math.Pow(values[t - 1] - mu, 2);
            }
            else
            {
                values[t - 1] = ahead![t - n - 1] = mu;
            }

            level = (alpha * values[t - 1]) + ((1 - alpha) * level);
        }

        return squares;
    }

    private static (double Intercept, double Slope) Regression(ReadOnlySpan<double> y)
    {
        if (y.Length == 0)
        {
            return (0, 0);
        }

        double mx = (y.Length + 1) / 2.0, my = 0, xy = 0, xx = 0;
        foreach (double v in y)
        {
            my += v / y.Length;
        }

        for (int t = 1; t <= y.Length; t++)
        {
            xy += (t - mx) * (y[t - 1] - my);
            xx += (t - mx) * (t - mx);
        }

        double slope = xx > 0 ? xy / xx : 0;
        return (my - (slope * mx), slope);
    }
}
