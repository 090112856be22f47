using System.Diagnostics;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class PooledForecasterTests
{
    private static readonly Month Start = new(2012, 1);

    [Fact]
    public void Every_future_adds_up_and_holds_whole_counts()
    {
        SeriesHierarchy history = London.Areas.Take(100);
        HierarchyForecast forecast = new PooledForecaster(new() { Draws = 100 }).Forecast(history, 3);
        for (int h = 0; h < 3; h++)
        {
            for (int d = 0; d < 100; d += 7)
            {
                double[] future = [.. history.Nodes.Select(n => forecast.Draws(n.Index, h)[d])];
                Assert.All(future, v => Assert.True(v >= 0 && v == Math.Floor(v)));
                Assert.True(history.Structure.Incoherence(future) == 0);
            }
        }

        double[] sums = new double[100];
        for (int h = 0; h < 3; h++)
        {
            for (int d = 0; d < 100; d++)
            {
                sums[d] += forecast.Draws(5, h)[d];
            }
        }

        Array.Sort(sums);
        Assert.Equal(sums[49], forecast.Sum(5, 3).Quantile(0.5));
        SeasonalForecast one = forecast.Forecast(5);
        Assert.Equal(forecast.Draws(5, 2)[17], one.Path(17)[2]);
    }

    [Fact]
    public void Means_of_futures_are_the_means_told()
    {
        SeriesHierarchy history = London.Areas.Take(150);
        HierarchyForecast forecast = new PooledForecaster(new() { Draws = 4000 }).Forecast(history, 12);
        foreach (int node in new[] { 0, 1, 5, 20, 30, 100, 200, 300 })
        {
            for (int h = 0; h < 12; h += 5)
            {
                double mean = 0, square = 0;
                foreach (double draw in forecast.Draws(node, h))
                {
                    mean += draw / 4000;
                    square += draw * draw / 4000;
                }

                // Four standard errors, and one percent for what the log-normal factors of t shocks and the closing of shares leave.
                Assert.Equal(forecast.Means(node)[h], mean, (4 * Math.Sqrt((square - (mean * mean)) / 4000)) + (0.01 * mean));
            }
        }
    }

    [Fact]
    public void Intervals_cover_what_a_known_process_does_at_every_level()
    {
        // Levels of types walk together with correlation, shares walk apart, counts are Poisson: the truth of the model's own words, but with other sizes in each trial.
        double[] inside80 = new double[4], inside95 = new double[4];
        int[] seen = new int[4];
        for (int trial = 0; trial < 24; trial++)
        {
            SeriesHierarchy all = Simulate((ulong)trial, 132);
            SeasonalBacktestReport report = new SeasonalBacktest(all, new() { Origins = [all.Last.AddMonths(-12)], Disruptions = [] }).Run([new PooledForecaster(new() { Draws = 300, Disruptions = [] })]);
            foreach (NodeScore score in report.Scores("pooled"))
            {
                int level = (int)report.Nodes[score.Node].Level;
                inside80[level] += score.Coverage80;
                inside95[level] += score.Coverage95;
                seen[level]++;
            }
        }

        // 24 independent years: a level whose twelve months err as one has a standard error of √(.8 × .2 / 24) = .08 at 80 %; parts have more, and less.
        for (int level = 0; level < 4; level++)
        {
            Assert.InRange(inside80[level] / seen[level], 0.66, 0.94);
            Assert.InRange(inside95[level] / seen[level], 0.86, 1);
        }

        Assert.InRange(inside80[(int)SeriesLevel.AreaType] / seen[(int)SeriesLevel.AreaType], 0.76, 0.88);
        Assert.InRange(inside95[(int)SeriesLevel.AreaType] / seen[(int)SeriesLevel.AreaType], 0.92, 0.985);
    }

    [Fact]
    public void A_riot_moves_no_level_and_a_changed_rule_does()
    {
        SeededRandom random = new(9);
        double[] calm = [.. Enumerable.Range(0, 96).Select(_ => (double)random.NextPoisson(200))];
        double[] riot = [.. calm], rule = [.. calm];
        riot[95] = 900;
        for (int m = 90; m < 96; m++)
        {
            rule[m] = 2 * calm[m];
        }

        double Annual(double[] counts) => new PooledForecaster().Forecast(SeriesHierarchy.OfOne(new MonthlySeries(Start, counts)), 12).Means(3).ToArray().Sum();
        Assert.InRange(Annual(riot) / Annual(calm), 0.95, 1.35);
        Assert.InRange(Annual(rule) / Annual(calm), 1.7, 2.4);
    }

    [Fact]
    public void Small_counts_are_forecast_with_counts()
    {
        SeededRandom random = new(2);
        MonthlySeries series = new(Start, [.. Enumerable.Range(0, 120).Select(_ => (double)random.NextPoisson(1.5))]);
        SeasonalForecast forecast = new CountForecaster().Fit(series).Forecast(12);
        Assert.Equal(12, forecast.Horizon);
        Assert.All(forecast.Months, m => Assert.InRange(m.Mean, 0.8, 2.5));
        Assert.All(forecast.Months, m => Assert.Equal(0, m.Quantile(0.05)));
        Assert.Equal(1000, forecast.PathCount);
        Assert.Equal("counts", forecast.Model);
        Assert.Equal(3, new CountForecaster().Fit(series).Forecast(3).Horizon);
        Assert.Throws<AnalysisException>(() => new CountForecaster().Fit(series.Take(20)));
        Assert.Throws<ArgumentException>(() => new CountForecaster().Fit(new MonthlySeries(Start, [.. Enumerable.Repeat(-1.0, 30)])));
    }

    [Fact]
    public void A_plan_stops_soon_after_it_is_asked_to()
    {
        SeriesHierarchy history = London.Areas;
        new PooledForecaster().Fit(history);
        double longest = 0;
        foreach (int milliseconds in new[] { 20, 60, 120, 250 })
        {
            using CancellationTokenSource stop = new(milliseconds);
            long start = Stopwatch.GetTimestamp();
            try
            {
                new PooledForecaster(new() { Draws = 20_000 }).Fit(history, 12, stop.Token);
                Assert.Fail("It ended before it was stopped.");
            }
            catch (OperationCanceledException)
            {
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(start).TotalMilliseconds - milliseconds);
            }
        }

        // A hundred on a quiet machine; the bound here only catches a loop that never looks.
        Assert.True(longest < 3000, $"{longest} ms");
    }

    private static SeriesHierarchy Simulate(ulong seed, int months)
    {
        SeededRandom random = new(1000 + seed);
        const int types = 5, areas = 6;
        Dictionary<SeriesKey, MonthlySeries> given = [];
        double[] common = new double[months];
        for (int m = 1; m < months; m++)
        {
            common[m] = common[m - 1] + (0.01 * random.NextGaussian());
        }

        for (int t = 0; t < types; t++)
        {
            double[] level = new double[months];
            double size = 20 * Math.Pow(3, t), step = 0.02 + (0.01 * random.NextDouble());
            for (int m = 1; m < months; m++)
            {
                level[m] = level[m - 1] + (step * random.NextGaussian());
            }

            double phase = random.NextInt32(12);
            for (int a = 0; a < areas; a++)
            {
                double own = 0;
                double[] counts = new double[months];
                double part = (0.5 + random.NextDouble()) / areas;
                for (int m = 0; m < months; m++)
                {
                    own += 0.015 * random.NextGaussian();
                    double season = 1 + (0.2 * Math.Sin((m + phase) * Math.PI / 6));
                    counts[m] = random.NextPoisson(size * part * season * Math.Exp(common[m] + level[m] + own) * Start.AddMonths(m).Days / 30.4);
                }

                given.Add(new($"t{t}", $"a{a}"), new(Start, counts));
            }
        }

        return SeriesHierarchy.Create(SeriesTree.Flat("All", Enumerable.Range(0, types).Select(t => $"t{t}")), SeriesTree.Flat("Force", Enumerable.Range(0, areas).Select(a => $"a{a}")), given);
    }
}
