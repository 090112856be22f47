using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class ArimaTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    private static MonthlySeries LogPassengers()
    {
        MonthlySeries series = SeasonalityReference.Series("AirPassengers");
        return new MonthlySeries(series.Start, [.. series.Values.ToArray().Select(v => Math.Log(v))]);
    }

    [Fact]
    public void The_airline_model_is_R_s()
    {
        ArimaFit fit = (ArimaFit)new ArimaForecaster(new() { Order = ArimaOrder.Airline, Predictive = Plain }).Fit(LogPassengers());
        Assert.Equal(-0.401828, fit.Coefficients[0], 1e-3);
        Assert.Equal(-0.556945, fit.Coefficients[1], 1e-3);
        // statsmodels starts its filter from a diffuse variance, R from a large one: 0.003 apart. Brute force below sides with the former.
        Assert.Equal(SeasonalityReference.FromStatsModels["AirPassengers"].GetProperty("SARIMAX_airline_log").GetProperty("llf").GetDouble(), fit.LogLikelihood, 1e-4);
        Assert.Equal(244.69953, fit.LogLikelihood, 5e-3);
        Assert.Equal(-483.2101, fit.Aicc, 1e-2);
        JsonElement peer = SeasonalityReference.FromR["AirPassengers"].GetProperty("airline_log").GetProperty("fc_log");
        double[] mean = SeasonalityReference.Numbers(peer.GetProperty("mean")), high = SeasonalityReference.Numbers(peer.GetProperty("hi95"));
        SeasonalForecast forecast = fit.Forecast(12);
        for (int h = 0; h < 12; h++)
        {
            Assert.Equal(mean[h], forecast.Months[h].Mean, 1e-4);
            // R divides raw innovations by the degrees of freedom, we standardised ones: 0.1 % of the spread.
            Assert.Equal(1, (forecast.Months[h].Interval(0.95).High - forecast.Months[h].Mean) / (high[h] - mean[h]), 3e-3);
        }
    }

    [Fact]
    public void R_s_coefficients_give_R_s_likelihood_and_a_fit_is_at_least_as_likely()
    {
        int compared = 0;
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            MonthlySeries series = SeasonalityReference.Series(name);
            JsonElement peer = entry.GetProperty("auto_arima");
            int[] o = [.. peer.GetProperty("order").EnumerateArray().Select(e => e.GetInt32())];
            JsonElement coef = peer.GetProperty("coef");
            bool constant = coef.TryGetProperty("drift", out _) || coef.TryGetProperty("intercept", out _);
            ArimaOrder order = new(o[0], o[1], o[2], o.Length > 3 ? o[3] : 0, o.Length > 3 ? o[4] : 0, o.Length > 3 ? o[5] : 0, constant);
            double[] values = [.. coef.EnumerateObject().Where(p => p.Name is not ("drift" or "intercept")).Select(p => p.Value.GetDouble())];
            double loglik = peer.GetProperty("loglik").GetDouble();
            ArimaFit same = ArimaFit.At(series, order, values);
            // R's start from a large instead of an infinite variance costs it up to a few hundredths where months are thousands.
            Assert.True(Math.Abs(same.LogLikelihood - loglik) < 0.05, $"{name} {order}: {same.LogLikelihood} {loglik}");
            ArimaFit fit = (ArimaFit)new ArimaForecaster(new() { Order = order }).Fit(series);
            Assert.True(fit.LogLikelihood >= same.LogLikelihood - 1e-3, $"{name} {order}: {fit.LogLikelihood} below {same.LogLikelihood}");
            compared++;
        }

        Assert.Equal(33, compared);
    }

    [Fact]
    public void The_airline_model_is_as_likely_as_peers_on_every_series_they_fitted()
    {
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromStatsModels)
        {
            if (!SeasonalityReference.FromR[name].TryGetProperty("airline_log", out JsonElement r) || r.ValueKind != JsonValueKind.Object || SeasonalityReference.Series(name).Values.Contains(0))
            {
                continue;
            }

            MonthlySeries series = SeasonalityReference.Series(name);
            MonthlySeries logs = new(series.Start, [.. series.Values.ToArray().Select(v => Math.Log(v))]);
            ArimaFit fit = (ArimaFit)new ArimaForecaster(new() { Order = ArimaOrder.Airline }).Fit(logs);
            double peers = Math.Max(r.GetProperty("loglik").GetDouble(), entry.GetProperty("SARIMAX_airline_log").GetProperty("llf").GetDouble());
            // The peers' diffuse start is approximate.
            Assert.True(fit.LogLikelihood >= peers - 1e-2, $"{name}: {fit.LogLikelihood} {peers}");
        }
    }

    [Theory]
    [InlineData(2, 0, 1, 0, 0, 0)]
    [InlineData(1, 0, 0, 1, 0, 0)]
    [InlineData(0, 0, 2, 0, 0, 1)]
    [InlineData(1, 0, 1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0, 1, 1)]
    [InlineData(3, 2, 0, 0, 0, 0)]
    public void The_likelihood_is_that_of_the_whole_covariance_matrix(int p, int d, int q, int sp, int sd, int sq)
    {
        SeededRandom random = new(7);
        double[] y = new double[60];
        for (int t = 1; t < y.Length; t++)
        {
            y[t] = (0.5 * y[t - 1]) + random.NextGaussian();
        }

        ArimaOrder order = new(p, d, q, sp, sd, sq);
        double[] all = [0.45, -0.2, 0.1];
        double[] coefficients = [.. all.Take(p), .. new[] { 0.4, 0.25 }.Take(q), .. new[] { 0.5 }.Take(sp), .. new[] { -0.6 }.Take(sq)];
        double[] w = y;
        for (int i = 0; i < sd; i++)
        {
            w = [.. w.Skip(12).Zip(w, (a, b) => a - b)];
        }

        for (int i = 0; i < d; i++)
        {
            w = [.. w.Skip(1).Zip(w, (a, b) => a - b)];
        }

        Assert.Equal(BruteForce(w, Autocovariances(order, coefficients, w.Length), []), ArimaFit.At(new MonthlySeries(new Month(2000, 1), y), order, coefficients).LogLikelihood, 1e-6);
    }

    [Fact]
    public void A_missing_month_is_integrated_over()
    {
        SeededRandom random = new(9);
        double[] y = new double[50];
        for (int t = 1; t < y.Length; t++)
        {
            y[t] = (0.6 * y[t - 1]) + random.NextGaussian();
        }

        bool[] missing = new bool[50];
        missing[10] = missing[11] = missing[30] = missing[49] = true;
        ArimaOrder order = new(1, 0, 1);
        double[] coefficients = [0.5, 0.3];
        ArimaFit fit = ArimaFit.At(new MonthlySeries(new Month(2000, 1), y, missing), order, coefficients, Plain);
        Assert.Equal(BruteForce(y, Autocovariances(order, coefficients, 50), missing), fit.LogLikelihood, 1e-6);

        // What the missing months are worth must not matter, nor what stands in for them.
        y[10] = 1e6;
        Assert.Equal(fit.LogLikelihood, ArimaFit.At(new MonthlySeries(new Month(2000, 1), y, missing), order, coefficients).LogLikelihood, 1e-9);
        Assert.Equal(fit.Forecast(3).Months[2].Mean, ArimaFit.At(new MonthlySeries(new Month(2000, 1), y, missing), order, coefficients, Plain).Forecast(3).Months[2].Mean, 1e-9);
    }

    [Fact]
    public void A_random_walk_with_a_gap_is_bridged_as_a_diffuse_filter_would()
    {
        // Steps of variance 1, one double step of variance 2: the likelihood by hand.
        double[] y = [0, 1, 99, 2, 4, 3, 3.5, 5, 4, 6, 7, 6.5];
        bool[] missing = new bool[12];
        missing[2] = true;
        double[] steps = [1, 2, -1, 0.5, 1.5, -1, 2, 1, -0.5];
        double squares = steps.Sum(s => s * s) + (1.0 * 1.0 / 2);
        int n = 10;
        double expected = -0.5 * ((n * Math.Log(2 * Math.PI * squares / n)) + n + Math.Log(2));
        Assert.Equal(expected, ArimaFit.At(new MonthlySeries(new Month(2000, 1), y, missing), new ArimaOrder(0, 1, 0), []).LogLikelihood, 1e-9);
    }

    [Fact]
    public void Coefficients_of_a_simulated_series_come_back_and_the_search_finds_its_order()
    {
        SeededRandom random = new(31);
        double[] e = [.. Enumerable.Range(0, 1500).Select(_ => 10 * random.NextGaussian())], y = new double[1500];
        for (int t = 0; t < y.Length; t++)
        {
            y[t] = (t > 0 ? 0.6 * (y[t - 1] - 500) : 0) + (t > 11 ? 0.4 * (y[t - 12] - 500) : 0) - (t > 12 ? 0.24 * (y[t - 13] - 500) : 0) + 500 + e[t];
        }

        MonthlySeries series = new(new Month(1850, 1), y);
        ArimaFit fit = (ArimaFit)new ArimaForecaster(new() { Order = new(1, 0, 0, 1, 0, 0, true) }).Fit(series);
        // Standard errors are about sqrt((1 − φ²)/n) = 0.021 and 0.024.
        Assert.Equal(0.6, fit.Coefficients[0], 0.065);
        Assert.Equal(0.4, fit.Coefficients[1], 0.075);
        Assert.Equal(500.0, fit.Parameters.Single(p => p.Name == "mean").Value, 4.0);
        Assert.Equal(100.0, fit.InnovationVariance, 12.0);
        ArimaFit found = (ArimaFit)new ArimaForecaster().Fit(series.Take(400));
        Assert.True(found.Aicc <= ((ArimaFit)new ArimaForecaster(new() { Order = new(1, 0, 0, 1, 0, 0, true) }).Fit(series.Take(400))).Aicc + 2 || found.Order.Differences > 0, found.Order.ToString());
    }

    [Fact]
    public void A_drift_goes_on()
    {
        SeededRandom random = new(5);
        MonthlySeries series = new(new Month(2000, 1), [.. Enumerable.Range(0, 120).Select(t => 100 + (3.0 * t) + random.NextGaussian())]);
        SeasonalForecast forecast = new ArimaForecaster(new() { Order = new(0, 1, 1, Constant: true), Predictive = Plain }).Fit(series).Forecast(12);
        for (int h = 0; h < 12; h++)
        {
            Assert.Equal(100 + (3.0 * (120 + h)), forecast.Months[h].Mean, 2.0);
        }
    }

    [Fact]
    public void The_search_is_about_as_good_as_R_s_where_the_differences_are_the_same()
    {
        int better = 0, compared = 0;
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            if (compared == 14)
            {
                break;
            }

            int[] o = [.. entry.GetProperty("auto_arima").GetProperty("order").EnumerateArray().Select(e => e.GetInt32())];
            ArimaFit fit = (ArimaFit)new ArimaForecaster().Fit(SeasonalityReference.Series(name));
            if (fit.Order.Differences != o[1] || fit.Order.SeasonalDifferences != (o.Length > 3 ? o[4] : 0))
            {
                continue;
            }

            compared++;
            double gap = fit.Aicc - entry.GetProperty("auto_arima").GetProperty("aicc").GetDouble();
            better += gap < 0.5 ? 1 : 0;
            // Both walks are greedy and end in different places; eight points of AICc would be a bad place.
            Assert.True(gap < 8, $"{name}: {fit.Order} {fit.Aicc}, R {entry.GetProperty("auto_arima").GetProperty("aicc")}");
        }

        Assert.True(compared >= 10 && better >= compared * 0.6, $"{better} of {compared}");
    }

    [Fact]
    public void Orders_are_checked_and_histories_too_short_for_them_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArimaForecaster(new() { Order = new(6, 0, 0) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArimaForecaster(new() { Order = new(0, 1, 0, 0, 1, 0, true) }));
        Assert.Throws<AnalysisException>(() => new ArimaForecaster(new() { Order = ArimaOrder.Airline }).Fit(new MonthlySeries(new Month(2020, 1), [.. Enumerable.Range(0, 15).Select(i => (double)(i % 4))])));
        Assert.Equal("ARIMA(0,1,1)(0,1,1)12", ArimaOrder.Airline.ToString());
        Assert.Throws<OperationCanceledException>(() => new ArimaForecaster().Fit(LogPassengers(), new CancellationToken(true)));
    }

    /// <summary>γ(0) … γ(n−1) in units of the error's variance from 3,000 ψ weights.</summary>
    private static double[] Autocovariances(ArimaOrder o, double[] c, int n)
    {
        const int Long = 3000;
        double[] psi = new double[Long];
        double[] phi = c[..o.AutoRegressive], theta = c[o.AutoRegressive..(o.AutoRegressive + o.MovingAverage)];
        double sphi = o.SeasonalAutoRegressive > 0 ? c[o.AutoRegressive + o.MovingAverage] : 0, stheta = o.SeasonalMovingAverage > 0 ? c[^1] : 0;
        double[] x = new double[Long], e = new double[Long];
        e[0] = 1;
        // The response to one error: moving averages first, then one autoregression after the other.
        double Ma(int t) => t < 0 ? 0 : e[t] + theta.Select((v, i) => t - i - 1 >= 0 ? v * e[t - i - 1] : 0).Sum();
        for (int t = 0; t < Long; t++)
        {
            double u = Ma(t) + (stheta * Ma(t - 12));
            x[t] = u + phi.Select((v, i) => t - i - 1 >= 0 ? v * x[t - i - 1] : 0).Sum();
            psi[t] = x[t] + (t >= 12 ? sphi * psi[t - 12] : 0);
        }

        return [.. Enumerable.Range(0, n).Select(h => Enumerable.Range(0, Long - h).Sum(t => psi[t] * psi[t + h]))];
    }

    private static double BruteForce(double[] w, double[] gamma, bool[] missing)
    {
        int[] known = [.. Enumerable.Range(0, w.Length).Where(t => missing.Length == 0 || !missing[t])];
        Matrix<double> covariance = Matrix<double>.Build.Dense(known.Length, known.Length, (i, j) => gamma[Math.Abs(known[i] - known[j])]);
        Vector<double> x = Vector<double>.Build.DenseOfEnumerable(known.Select(t => w[t]));
        MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> cholesky = covariance.Cholesky();
        double squares = x.DotProduct(cholesky.Solve(x));
        int n = known.Length;
        return -0.5 * ((n * Math.Log(2 * Math.PI * squares / n)) + n + cholesky.DeterminantLn);
    }
}
