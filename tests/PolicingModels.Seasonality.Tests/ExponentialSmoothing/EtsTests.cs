using System.Text.Json;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class EtsTests
{
    private static readonly SeasonalPredictiveOptions Plain = new() { CountsStayCounts = false };

    [Fact]
    public void There_are_thirty_forms_of_which_fifteen_are_stable()
    {
        Assert.Equal(30, EtsForm.All.Distinct().Count());
        Assert.Equal(15, EtsForm.Stable.Count);
        Assert.All(EtsForm.All, f => Assert.Equal(f, EtsForm.Parse(f.ToString())));
        Assert.Equal("ETS(M,Ad,M)", EtsForm.Parse("MAdM").ToString());
        Assert.Throws<ArgumentException>(() => EtsForm.Parse("XYZ"));
    }

    [Fact]
    public void R_s_parameters_give_R_s_likelihood_and_forecasts()
    {
        int compared = 0, forecasts = 0;
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            foreach (JsonProperty peer in entry.EnumerateObject().Where(p => p.Name.StartsWith("ets_", StringComparison.Ordinal) && p.Value.ValueKind == JsonValueKind.Object))
            {
                EtsForm form = EtsForm.Parse(peer.Value.GetProperty("method").GetString()!);
                EtsFit fit = EtsFit.At(SeasonalityReference.Series(name), form, FromR(form, peer.Value), Plain);
                // The reference holds about eleven digits of every parameter.
                Assert.Equal(peer.Value.GetProperty("loglik").GetDouble(), fit.LogLikelihood, 1e-6);
                Assert.Equal(peer.Value.GetProperty("aicc").GetDouble(), fit.Aicc, 1e-6);
                Assert.Equal(1, fit.InnovationVariance / peer.Value.GetProperty("sigma2").GetDouble(), 1e-7);
                compared++;
                if (!peer.Value.TryGetProperty("fc", out JsonElement fc))
                {
                    continue;
                }

                SeasonalForecast forecast = fit.Forecast(12);
                double[] mean = SeasonalityReference.Numbers(fc.GetProperty("mean")), high = SeasonalityReference.Numbers(fc.GetProperty("hi95"));
                for (int h = 0; h < 12; h++)
                {
                    // R's closed form for a damped trend with a multiplicative season takes the first step undamped, (1 − φ^h) b too far; the textbook does not.
                    Assert.Equal(1, forecast.Months[h].Mean / mean[h], form == EtsForm.Parse("MAdM") ? 5e-3 : 1e-7);
                    double half = high[h] - mean[h], ours = forecast.Months[h].Interval(0.95).High - forecast.Months[h].Mean;
                    if (form.Season != EtsSeason.Multiplicative)
                    {
                        // An error moves the season of its own month a year on: month 13, not month 12, where R adds γ already.
                        Assert.True(h == 11 ? ours <= half * (1 + 1e-6) : Math.Abs((ours / half) - 1) < 1e-6, $"{name} {form} {h}: {ours} {half}");
                    }
                    else
                    {
                        // Simulated: 2,000 draws know the 97.5 % point to about 6 % of a half width, and it is a little skewed where R's is not.
                        Assert.InRange(ours / half, 0.75, 1.35);
                    }
                }

                forecasts++;
            }
        }

        Assert.True(compared > 180 && forecasts > 90, $"{compared} {forecasts}");
    }

    [Fact]
    public void No_peer_finds_a_likelier_fit_of_any_form_on_any_series()
    {
        int compared = 0;
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            MonthlySeries series = SeasonalityReference.Series(name);
            foreach (EtsForm form in EtsForm.Stable)
            {
                string key = form.ToString()[4..^1].Replace(",", "", StringComparison.Ordinal);
                double peers = double.NegativeInfinity;
                if (entry.TryGetProperty("ets_" + key, out JsonElement r) && r.ValueKind == JsonValueKind.Object)
                {
                    peers = r.GetProperty("loglik").GetDouble();
                    compared++;
                }

                if (SeasonalityReference.FromStatsModels.TryGetValue(name, out JsonElement s) && s.GetProperty("ETS_all").TryGetProperty(key, out JsonElement p))
                {
                    // statsmodels keeps the constant that R drops.
                    peers = Math.Max(peers, p.GetProperty("llf").GetDouble() + (series.Length / 2.0 * (Math.Log(2 * Math.PI / series.Length) + 1)));
                    compared++;
                }

                if (double.IsFinite(peers))
                {
                    EtsFit fit = (EtsFit)new EtsForecaster(new() { Forms = [form] }).Fit(series);
                    // 1e-5 of log likelihood is where a search may stop without any consequence.
                    Assert.True(fit.LogLikelihood >= peers - 1e-5, $"{name} {form}: {fit.LogLikelihood} below {peers}");
                }
            }
        }

        Assert.True(compared > 280, $"{compared}");
    }

    [Fact]
    public void The_automatic_choice_is_never_worse_than_R_s_nor_than_any_form_fitted_alone()
    {
        foreach ((string name, JsonElement entry) in SeasonalityReference.FromR)
        {
            MonthlySeries series = SeasonalityReference.Series(name);
            EtsFit chosen = (EtsFit)new EtsForecaster().Fit(series);
            Assert.True(chosen.Aicc <= entry.GetProperty("ets_auto").GetProperty("aicc").GetDouble() + 1e-5, name);
            EtsForm other = EtsForm.Stable[(name.Length * 7) % 6];
            Assert.True(chosen.Aicc <= ((EtsFit)new EtsForecaster(new() { Forms = [other] }).Fit(series)).Aicc + 1e-3, $"{name} {other}");
        }
    }

    [Fact]
    public void Airline_passengers_reach_the_optimum_that_R_misses()
    {
        EtsFit fit = (EtsFit)new EtsForecaster(new() { Forms = [EtsForm.Parse("MAM")] }).Fit(SeasonalityReference.Series("AirPassengers"));
        Assert.True(fit.LogLikelihood >= -676.0, $"{fit.LogLikelihood}");
    }

    [Fact]
    public void Nothing_near_a_fit_is_likelier_for_any_of_the_thirty_forms()
    {
        MonthlySeries series = SeasonalityReference.Series("AirPassengers");
        SeededRandom random = new(4);
        foreach (EtsForm form in EtsForm.All)
        {
            EtsFit fit = (EtsFit)new EtsForecaster(new() { Forms = [form] }).Fit(series);
            EtsParameters best = fit.Smoothing;
            double scale = 1e-4;
            for (int i = 0; i < 60; i++)
            {
                double Near(double value) => value * (1 + (scale * ((2 * random.NextDouble()) - 1)));
                double alpha = Math.Clamp(Near(best.Alpha), 1e-4, 0.9999);
                double[] season = [.. best.Season.Select(s => s + (scale * (form.Season == EtsSeason.Multiplicative ? 1 : 100) * random.NextGaussian()))];
                double mean = season.Length == 0 ? 0 : season.Average() - (form.Season == EtsSeason.Multiplicative ? 1 : 0);
                EtsParameters near = best with
                {
                    Alpha = alpha,
                    Beta = Math.Min(alpha, Near(best.Beta)),
                    Gamma = Math.Min(1 - alpha, Near(best.Gamma)),
                    Phi = form.IsDamped ? Math.Clamp(Near(best.Phi), 0.8, 0.98) : 1,
                    Level = Near(best.Level),
                    Trend = Near(best.Trend),
                    Season = [.. season.Select(s => s - mean)],
                };
                Assert.True(EtsFit.At(series, form, near).LogLikelihood <= fit.LogLikelihood + 1e-5, $"{form}");
            }
        }
    }

    [Theory]
    [InlineData("MAA")]
    [InlineData("MNA")]
    [InlineData("AAdA")]
    [InlineData("MAM")]
    [InlineData("MMdM")]
    public void Spreads_are_those_of_the_model_s_own_equations(string text)
    {
        EtsForm form = EtsForm.Parse(text);
        EtsParameters p = new()
        {
            Alpha = 0.4,
            Beta = form.HasTrend ? 0.1 : 0,
            Gamma = 0.2,
            Phi = form.IsDamped ? 0.9 : 1,
            Level = 100,
            Trend = form.Trend == EtsTrend.None ? 0 : form.Trend == EtsTrend.MultiplicativeDamped ? 1.01 : 1,
            Season = form.Season == EtsSeason.Additive ? [.. Enumerable.Range(0, 12).Select(i => i - 5.5)] : [.. Enumerable.Range(0, 12).Select(i => 1 + ((i - 5.5) / 50))],
        };
        SeededRandom random = new(11);
        double[] y = [.. Enumerable.Range(0, 60).Select(t => (100 + t + (t % 12)) * (1 + (0.05 * random.NextGaussian())))];
        EtsFit fit = EtsFit.At(new MonthlySeries(new Month(2020, 1), y), form, p, Plain with { Paths = 4000 });
        SeasonalForecast forecast = fit.Forecast(14);
        (double level, double trend, double[] season) = Run(form, p, y);
        double[] sum = new double[14], squares = new double[14];
        const int Draws = 40_000;
        double sigma = Math.Sqrt(fit.InnovationVariance);
        for (int i = 0; i < Draws; i++)
        {
            (double l, double b, double[] s) = (level, trend, [.. season]);
            for (int h = 0; h < 14; h++)
            {
                double mu = Mean(form, p, l, b, s[(60 + h) % 12]);
                double e = form.Error == EtsError.Additive ? sigma * random.NextGaussian() : mu * sigma * random.NextGaussian();
                sum[h] += mu + e;
                squares[h] += (mu + e) * (mu + e);
                Update(form, p, ref l, ref b, ref s[(60 + h) % 12], e);
            }
        }

        for (int h = 0; h < 14; h++)
        {
            double mean = sum[h] / Draws, sd = Math.Sqrt((squares[h] / Draws) - (mean * mean));
            Interval interval = forecast.Months[h].Interval(0.6827);
            // Monte-Carlo error of a standard deviation: 0.35 % here, about 3 % of ours where simulated.
            Assert.Equal(1, (interval.High - interval.Low) / 2 / sd, form.Season == EtsSeason.Additive ? 0.02 : 0.08);
            Assert.Equal(mean, forecast.Months[h].Mean, 0.03 * sd);
        }
    }

    [Fact]
    public void Smoothing_parameters_of_a_simulated_series_come_back()
    {
        SeededRandom random = new(21);
        double[] y = new double[2000];
        double level = 200;
        for (int t = 0; t < y.Length; t++)
        {
            double e = 5 * random.NextGaussian();
            y[t] = level + (10 * Math.Sin(t * Math.PI / 6)) + e;
            level += 0.3 * e;
        }

        EtsFit fit = (EtsFit)new EtsForecaster(new() { Forms = [EtsForm.Parse("ANA")] }).Fit(new MonthlySeries(new Month(1800, 1), y));
        // The standard error of α is about sqrt(α(2−α)/n) = 0.016.
        Assert.Equal(0.3, fit.Smoothing.Alpha, 0.05);
        Assert.Equal(25.0, fit.InnovationVariance, 2.0);
        Assert.InRange(fit.Smoothing.Gamma, 0, 0.02);
        Assert.Equal(10, fit.Smoothing.Season[3], 1.0);
    }

    [Fact]
    public void Missing_months_leave_the_likelihood_alone()
    {
        MonthlySeries whole = SeasonalityReference.Series("London|Shoplifting");
        bool[] missing = new bool[whole.Length];
        missing[40] = missing[41] = missing[100] = missing[194] = true;
        double[] holes = whole.Values.ToArray();
        holes[40] = holes[100] = -999;
        EtsFit fit = (EtsFit)new EtsForecaster().Fit(new MonthlySeries(whole.Start, holes, missing));
        SeasonalForecast forecast = fit.Forecast(12), full = new EtsForecaster().Fit(whole).Forecast(12);
        Assert.Contains(forecast.Notes, n => n.StartsWith("4 of 195", StringComparison.Ordinal));
        for (int h = 0; h < 12; h++)
        {
            Assert.Equal(1, forecast.Months[h].Mean / full.Months[h].Mean, 0.05);
        }
    }

    [Fact]
    public void A_short_history_is_forecast_without_a_season_and_says_so()
    {
        MonthlySeries series = new(new Month(2024, 1), [12, 15, 11, 18, 16, 13, 14, 19, 15, 13, 12, 17, 16, 14, 15]);
        EtsFit fit = (EtsFit)new EtsForecaster().Fit(series);
        Assert.False(fit.Form.HasSeason);
        Assert.Contains(fit.Forecast(12).Notes, n => n.Contains("fewer than two years", StringComparison.Ordinal));
    }

    [Fact]
    public void A_form_that_the_numbers_forbid_is_refused_with_the_mend()
    {
        MonthlySeries zeros = new(new Month(2020, 1), [.. Enumerable.Range(0, 48).Select(i => (double)(i % 3))]);
        AnalysisException refusal = Assert.Throws<AnalysisException>(() => new EtsForecaster(new() { Forms = [EtsForm.Parse("MNM")] }).Fit(zeros));
        Assert.Contains("above zero", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EtsFit.At(zeros, EtsForm.Parse("ANA"), new EtsParameters { Alpha = 0.1, Level = 1 }));
        Assert.Throws<ArgumentException>(() => new EtsForecaster(new() { Forms = [] }));
    }

    [Fact]
    public void A_fit_can_be_stopped_and_repeats_itself()
    {
        MonthlySeries series = SeasonalityReference.Series("London|Arson");
        Assert.Throws<OperationCanceledException>(() => new EtsForecaster().Fit(series, new CancellationToken(true)));
        SeasonalForecast one = new EtsForecaster().Fit(series).Forecast(12), two = new EtsForecaster().Fit(series).Forecast(12);
        Assert.Equal(one.Means(), two.Means());
        Assert.True(one.Path(7).SequenceEqual(two.Path(7)));
    }

    private static EtsParameters FromR(EtsForm form, JsonElement peer)
    {
        JsonElement par = peer.GetProperty("par");
        double Take(string name, double otherwise) => par.TryGetProperty(name, out JsonElement e) ? SeasonalityReference.Number(e) : otherwise;
        JsonElement init = peer.GetProperty("init");
        double[] states = init.ValueKind == JsonValueKind.Array ? SeasonalityReference.Numbers(init) : [init.GetDouble()];
        int first = form.HasTrend ? 2 : 1;
        return new EtsParameters
        {
            Alpha = Take("alpha", 0),
            Beta = Take("beta", 0),
            Gamma = Take("gamma", 0),
            Phi = Take("phi", 1),
            Level = states[0],
            Trend = form.HasTrend ? states[1] : 0,
            // R lists the latest month first.
            Season = form.HasSeason ? [.. states[first..].Reverse()] : [],
        };
    }

    private static double Mean(EtsForm form, EtsParameters p, double l, double b, double s)
    {
        double q = form.Trend switch
        {
            EtsTrend.None => l,
            EtsTrend.Additive or EtsTrend.AdditiveDamped => l + (p.Phi * b),
            _ => l * Math.Pow(b, p.Phi),
        };
        return form.Season switch { EtsSeason.Additive => q + s, EtsSeason.Multiplicative => q * s, _ => q };
    }

    /// <summary>The textbook's error-correction equations, error e in the series' own unit (Hyndman et al. 2008, table 2.1).</summary>
    private static void Update(EtsForm form, EtsParameters p, ref double l, ref double b, ref double s, double e)
    {
        double q = form.Trend switch
        {
            EtsTrend.None => l,
            EtsTrend.Additive or EtsTrend.AdditiveDamped => l + (p.Phi * b),
            _ => l * Math.Pow(b, p.Phi),
        };
        double part = form.Season == EtsSeason.Multiplicative ? e / s : e;
        b = form.Trend switch
        {
            EtsTrend.None => 0,
            EtsTrend.Additive or EtsTrend.AdditiveDamped => (p.Phi * b) + (p.Beta * part),
            _ => Math.Pow(b, p.Phi) + (p.Beta * part / l),
        };
        l = q + (p.Alpha * part);
        s += form.Season == EtsSeason.Multiplicative ? p.Gamma * e / q : p.Gamma * e;
    }

    private static (double Level, double Trend, double[] Season) Run(EtsForm form, EtsParameters p, double[] y)
    {
        (double l, double b, double[] s) = (p.Level, p.Trend, [.. p.Season]);
        for (int t = 0; t < y.Length; t++)
        {
            Update(form, p, ref l, ref b, ref s[t % 12], y[t] - Mean(form, p, l, b, s[t % 12]));
        }

        return (l, b, s);
    }
}
