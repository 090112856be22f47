using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.HierarchicalRates;

public class HierarchicalRatesTests
{
    // The steps that are tried, as the page lists them.
    private static readonly double[][] s_steps =
    [
        [0, 0.2, 0.4, 0.6, 0.8, 1],
        [0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8],
        [365, 731, 1461, 2922, double.PositiveInfinity],
        [2, 4, 8, 16, 32, 64, double.PositiveInfinity],
        [28, 56, 112, 224, 448],
    ];

    private static readonly int[] s_assumed = [2, 4, 3, 3, 2];

    private static readonly string[] s_names = ["kinship", "priorEvents", "longHalfLifeDays", "longRunEvents", "recentHalfLifeDays"];

    [Fact]
    public void Settings_are_as_documented()
    {
        HierarchicalRatesOptions options = new();
        Assert.Null(options.BandwidthMetres);
        Assert.Equal(26, options.FitPeriods);
        Assert.Equal(LevelOptions.LocalLevel, options.Predictive.Level);
        Assert.Equal(DispersionRule.ByMean, options.Predictive.Dispersion);
        Assert.StartsWith("BandwidthMetres is 0;", Assert.Throws<ArgumentOutOfRangeException>(() => new HierarchicalRatesForecaster(new() { BandwidthMetres = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("FitPeriods is 0;", Assert.Throws<ArgumentOutOfRangeException>(() => new HierarchicalRatesForecaster(new() { FitPeriods = 0 })).Message, StringComparison.Ordinal);
    }

    /// <summary>The forecast's shares against the definition, summed over the raw counts of every period and the distances of every pair of cells; cells of different areas.</summary>
    [Theory]
    [InlineData(1UL, 30)]
    [InlineData(2UL, 9)]
    [InlineData(3UL, 3)]
    public void Shares_are_those_of_the_definition(ulong seed, int periods)
    {
        SpaceTimeCounts history = Clipped(seed, 7, 6, periods, _ => 1);
        IFittedGridForecaster fitted = new HierarchicalRatesForecaster().Fit(history);
        double[] settings = Settings(fitted), expected = Shares(history, periods, settings);
        GridForecast forecast = fitted.Forecast();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], forecast.ExpectedCounts[i] / forecast.ExpectedTotal, 1e-12);
        }
    }

    /// <summary>No single step from the chosen settings would have forecast the past better.</summary>
    [Theory]
    [InlineData(4UL)]
    [InlineData(5UL)]
    public void The_settings_chosen_are_those_that_forecast_the_past_best(ulong seed)
    {
        const int Periods = 24, Fitted = 12;
        SpaceTimeCounts history = Clipped(seed, 6, 5, Periods, t => seed == 4 ? 1 : 1 + (t / 8.0));
        double[] settings = Settings(new HierarchicalRatesForecaster(new() { FitPeriods = Fitted }).Fit(history));
        double best = Likelihood(settings);
        int tried = 0;
        for (int k = 0; k < settings.Length; k++)
        {
            int at = Array.IndexOf(s_steps[k], settings[k]);
            Assert.True(at >= 0, $"{s_names[k]} is {settings[k]}, which is no step");
            foreach (int next in new[] { at - 1, at + 1 }.Where(n => n >= 0 && n < s_steps[k].Length))
            {
                double value = Likelihood([.. settings.Select((s, j) => j == k ? s_steps[k][next] : s)]);
                Assert.True(value <= best + 1e-9, $"{s_names[k]} of {s_steps[k][next]} in place of {settings[k]} does better by {value - best}");
                tried++;
            }
        }

        Assert.True(tried >= 5);

        // The likelihood of where events fell, with the documented prior of a step and a half around the assumed settings.
        double Likelihood(double[] at) => -at.Select((s, k) => Math.Pow((Array.IndexOf(s_steps[k], s) - s_assumed[k]) / 1.5, 2) / 2).Sum() + Enumerable.Range(Periods - Fitted, Fitted).Sum(t => Shares(history, t, at).Select((p, i) => history[t, i] * Math.Log(p)).Sum());
    }

    /// <summary>Worlds made for others: still rates (the long-run mean's), drifting rates (the decayed mean's), a smooth city of rare events (the neighbours'). Its rates are nearly as near to the truth as the best one's in each, and nearest over all.</summary>
    [Fact]
    public void It_is_near_the_best_in_worlds_made_for_others()
    {
        Dictionary<string, double> worst = [];
        foreach ((ulong seed, double mean, double drift, bool smooth) in new[] { (1UL, 2.0, 0.0, false), (2UL, 2.0, 0.12, false), (3UL, 0.15, 0.0, true), (4UL, 0.15, 0.0, false), (5UL, 6.0, 0.12, true) })
        {
            (SpaceTimeCounts history, double[] truth) = World(seed, mean, drift, smooth);
            Dictionary<string, double> errors = new IGridForecaster[] { new HierarchicalRatesForecaster(), new EmpiricalBayesForecaster(), new EmpiricalBayesEwmaForecaster(), new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 6 }), new NeighbourhoodMeanForecaster() }
                .Select((m, k) => (Name: m.Name + k, Error: Divergence(truth, m.Fit(history).Forecast().ExpectedCounts))).ToDictionary(e => e.Name, e => e.Error);
            double best = errors.Values.Min();
            foreach ((string name, double error) in errors)
            {
                worst[name] = Math.Max(worst.GetValueOrDefault(name), error / best);
            }
        }

        Assert.True(worst["hierarchical-rates0"] < 1.15, $"{worst["hierarchical-rates0"]}");
        Assert.All(worst.Where(w => w.Key != "hierarchical-rates0"), w => Assert.True(w.Value > 1.5, $"{w.Key} {w.Value}"));

        // Kullback and Leibler's distance of the shares from the true ones.
        static double Divergence(double[] truth, IReadOnlyList<double> forecast)
        {
            double all = truth.Sum(), sum = forecast.Sum();
            return truth.Select((r, i) => r / all * Math.Log(r / all / (forecast[i] / sum))).Sum();
        }
    }

    /// <summary>That the parts add up is held for every forecaster together; here the cells have different areas.</summary>
    [Fact]
    public void The_parts_of_a_cell_are_surroundings_long_run_and_recent_counts()
    {
        IFittedGridForecaster fitted = new HierarchicalRatesForecaster().Fit(Clipped(9, 6, 5, 40, _ => 1));
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(fitted, exactMatch: false);
        foreach (int horizon in new[] { 1, 5 })
        {
            IReadOnlyList<double> expected = fitted.Forecast(horizon).ExpectedCounts;
            Assert.All(Enumerable.Range(0, expected.Count), i => Assert.Equal(Math.Log(expected[i]), explainer.Explain(i, horizon).Sum, 1e-9));
            Assert.Equal(ExplanationScale.Logarithm, explainer.Explain(3, horizon).Scale);
            Assert.Equal(["level of the mean cell", "season", "area", "surroundings", "own long run beyond the surroundings", "recent counts beyond the long run"], explainer.Explain(3, horizon).Contributions.Select(c => c.Name));
        }
    }

    [Fact]
    public void A_cell_far_from_all_others_is_drawn_to_the_mean_of_all()
    {
        GridCell[] cells = [.. TestGrid.Squares(5, 5).Cells, new GridCell("far", 100_500, 100_500, 1)];
        SeededRandom random = new(6);
        SpaceTimeCounts history = EveryBaselineTests.Counts(new TestGrid(cells), 20, [.. Enumerable.Range(0, 26 * 20).Select(_ => (double)random.NextPoisson(2))]);
        ICellExplainer explainer = Assert.IsType<ICellExplainer>(new HierarchicalRatesForecaster().Fit(history), exactMatch: false);
        Assert.Equal(0, explainer.Explain(25).Contributions.Single(c => c.Name == "surroundings").Value);
        Assert.NotEqual(0, explainer.Explain(12).Contributions.Single(c => c.Name == "surroundings").Value);
    }

    [Fact]
    public void Events_in_proportion_to_area_are_expected_in_proportion_to_area()
    {
        GridCell[] cells = [.. TestGrid.Squares(4, 4).Cells.Select((c, i) => new GridCell(c.Id, c.Easting, c.Northing, 0.25 * (1 + (i % 4))))];
        SpaceTimeCounts history = EveryBaselineTests.Counts(new TestGrid(cells), 16, [.. Enumerable.Range(0, 16 * 16).Select(i => 1.0 + (i % 4))]);
        GridForecast forecast = new HierarchicalRatesForecaster().Fit(history).Forecast();
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal((1 + (i % 4)) / 40.0, forecast.ExpectedCounts[i] / forecast.ExpectedTotal, 1e-12));
    }

    [Fact]
    public void A_history_too_short_to_choose_by_says_so()
    {
        GridForecast Forecast(int periods) => new HierarchicalRatesForecaster().Fit(EveryBaselineTests.Simulated(3, 5, 4, periods, out _)).Forecast();
        Assert.Contains(Forecast(5).Notes, n => n.StartsWith("The history of 5 periods is too short to choose how far back", StringComparison.Ordinal));
        Assert.DoesNotContain(Forecast(6).Notes, n => n.Contains("too short to choose", StringComparison.Ordinal));
    }

    /// <summary>In a town where nothing ever changes, no bound on the long run does worse; what is without bound is told in words and left out of the numbers.</summary>
    [Fact]
    public void A_still_town_is_told_in_words_and_in_finite_numbers()
    {
        SeededRandom random = new(12);
        double[] rates = [.. Enumerable.Range(0, 100).Select(_ => 20 * Math.Exp(random.NextGaussian()))];
        SpaceTimeCounts still = EveryBaselineTests.Counts(TestGrid.Squares(10, 10), 160, [.. Enumerable.Range(0, 16_000).Select(i => (double)random.NextPoisson(rates[i % 100]))]);
        IFittedGridForecaster fitted = new HierarchicalRatesForecaster().Fit(still);
        Assert.Equal(["bandwidthMetres", "kinship", "priorEvents", "dispersion", "linearDispersion"], fitted.Parameters.Select(p => p.Name));
        Assert.All(fitted.Parameters, p => Assert.True(double.IsFinite(p.Value), p.Name));
        IReadOnlyList<string> notes = fitted.Forecast().Notes;
        Assert.Contains(notes, n => n.StartsWith("A cell’s long run is the mean of all periods", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.StartsWith("Recent counts have no part in this forecast", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(0, ((ICellExplainer)fitted).Explain(i).Contributions.Single(c => c.Name == "recent counts beyond the long run").Value));
        Assert.DoesNotContain("Infinity", System.Text.Json.JsonSerializer.Serialize(fitted.Parameters), StringComparison.Ordinal);
    }

    private static double[] Settings(IFittedGridForecaster fitted) => [.. s_names.Select((n, k) => fitted.Parameters.Where(p => p.Name == n).Select(p => p.Value).DefaultIfEmpty(k is 2 or 3 ? double.PositiveInfinity : 112).Single())];

    /// <summary>Shares of the period after the first <paramref name="known"/>, by the definition in docs/spatiotemporal/hierarchical-rates.md.</summary>
    private static double[] Shares(SpaceTimeCounts history, int known, double[] settings)
    {
        IReadOnlyList<GridCell> cells = history.Grid.Cells;
        int n = cells.Count;
        double meanArea = cells.Average(c => c.AreaSquareKilometres), side = 1000 * Math.Sqrt(cells.Select(c => c.AreaSquareKilometres).Order().ElementAt(n / 2));
        double[] area = [.. cells.Select(c => c.AreaSquareKilometres / meanArea)];
        (double[] slow, double slowMean) = Decayed(settings[2]);
        (double[] fast, double fastMean) = Decayed(settings[4]);
        double[] rates = new double[n];
        for (int i = 0; i < n; i++)
        {
            double around = 0.5, ordinary = 0.5;
            for (int j = 0; j < n; j++)
            {
                double squared = Math.Pow(cells[i].Easting - cells[j].Easting, 2) + Math.Pow(cells[i].Northing - cells[j].Northing, 2);
                if (j != i && squared <= 9 * Side * Side)
                {
                    around += Math.Exp(-squared / (2 * Side * Side)) * slow[j];
                    ordinary += Math.Exp(-squared / (2 * Side * Side)) * slowMean * area[j];
                }
            }

            double prior = Math.Pow(around / ordinary, settings[0]);
            double longRun = (settings[1] + slow[i]) / ((settings[1] / prior) + (slowMean * area[i]));
            rates[i] = area[i] * (double.IsInfinity(settings[3]) ? longRun : (settings[3] + fast[i]) / ((settings[3] / longRun) + (fastMean * area[i])));
        }

        return [.. rates.Select(r => r / rates.Sum())];

        (double[] Counts, double Mean) Decayed(double halfLifeDays)
        {
            double[] sums = new double[n];
            for (int t = 0; t < known; t++)
            {
                // Four-week periods: the last known one is worth 1.
                double weight = Math.Pow(2, -28.0 * (known - 1 - t) / halfLifeDays);
                for (int i = 0; i < n; i++)
                {
                    sums[i] += weight * history[t, i];
                }
            }

            return (sums, sums.Sum() / n);
        }
    }

    private const double Side = 1000;

    /// <summary>Cells of a kilometre, a fifth of them cut smaller by a boundary, with unequal rates; the last column's rates follow <paramref name="trend"/>.</summary>
    private static SpaceTimeCounts Clipped(ulong seed, int columns, int rows, int periods, Func<int, double> trend)
    {
        SeededRandom random = new(seed);
        GridCell[] cells = [.. TestGrid.Squares(columns, rows).Cells.Select((c, i) => i % 5 == 4 ? new GridCell(c.Id, c.Easting, c.Northing, 0.1 + (0.8 * random.NextDouble())) : c)];
        double[] rates = [.. cells.Select(c => c.AreaSquareKilometres * Math.Exp(1.2 * random.NextGaussian()))];
        double[] values = new double[cells.Length * periods];
        for (int i = 0; i < values.Length; i++)
        {
            int cell = i % cells.Length;
            values[i] = random.NextPoisson(rates[cell] * (cell % columns == columns - 1 ? trend(i / cells.Length) : 1));
        }

        return EveryBaselineTests.Counts(new TestGrid(cells), periods, values);
    }

    /// <summary>Fifty periods in 400 cells; the truth is the rate of the period that comes.</summary>
    private static (SpaceTimeCounts History, double[] Truth) World(ulong seed, double mean, double drift, bool smooth)
    {
        SeededRandom random = new(seed);
        const int Columns = 20, Periods = 50;
        double[] log = [.. Enumerable.Range(0, Columns * Columns).Select(i => smooth ? (1.5 * Math.Sin(i % Columns / 3.0)) + Math.Cos(i / Columns / 4.0) : 1.2 * random.NextGaussian())];
        double scale = Math.Log(mean) - Math.Log(log.Average(Math.Exp));
        List<double> values = [];
        for (int t = 0; t < Periods; t++)
        {
            values.AddRange(log.Select(l => (double)random.NextPoisson(Math.Exp(l + scale))));
            for (int i = 0; i < log.Length; i++)
            {
                log[i] += drift * random.NextGaussian();
            }
        }

        return (EveryBaselineTests.Counts(TestGrid.Squares(Columns, Columns), Periods, [.. values]), [.. log.Select(l => Math.Exp(l + scale))]);
    }
}
