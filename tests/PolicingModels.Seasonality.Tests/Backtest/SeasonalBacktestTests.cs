using System.IO.Compression;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class SeasonalBacktestTests
{
    private static readonly Month Start = new(2015, 1);

    [Fact]
    public void Seasonal_naive_errors_are_those_of_the_reference()
    {
        using GZipStream zip = new(File.OpenRead(SharedData.Reference("seasonality_backtest_mase.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(zip);
        Dictionary<int, double> expected = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells[0] == "202412" && cells[2] == "snaive")
            {
                expected.Add(int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture), double.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        SeasonalBacktestReport report = new SeasonalBacktest(London.Areas, new() { Origins = [new(2024, 12)] }).Run([new LastYear()]);
        Assert.Equal(351, report.Scores("last-year").Count);

        // The reference is written to four decimals.
        Assert.All(report.Scores("last-year"), s => Assert.Equal(expected[s.Node], s.Mase!.Value, 5.001e-5));
    }

    [Fact]
    public void The_pooled_model_beats_its_peers_where_nothing_was_tuned()
    {
        SeasonalBacktestReport report = new SeasonalBacktest(London.Areas, new() { Origins = [new(2018, 12), new(2021, 12), new(2024, 12)] }).Run([new PooledForecaster(new() { Draws = 300 }), new LastYear()]);

        // The best single peer has .873, .768 and .917 at these origins (shared reference), .853 in the mean.
        Assert.True(report.Summary("pooled", SeriesLevel.AreaType).Mase < 0.853);
        Assert.InRange(report.Summary("pooled", SeriesLevel.AreaType).Coverage80!.Value, 0.75, 0.9);
        PairedComparison comparison = report.Compare("pooled", "last-year", SeriesLevel.AreaType);
        Assert.True(comparison.IsBetter);
        Assert.Equal((936, 3, 26), (comparison.Count, comparison.Origins, comparison.Types));
        Assert.All(report.Reliability("pooled"), b => Assert.InRange(b.Forecast, 0, 1));
        Assert.Equal(3 * 351, report.Reliability("pooled").Sum(b => b.Count));
    }

    [Fact]
    public void Scores_agree_with_their_definitions_written_out()
    {
        double[] draws = [0, 1, 1, 2, 5, 9];
        double pairs = 0, distance = 0;
        foreach (double a in draws)
        {
            distance += Math.Abs(a - 2) / 6;
            foreach (double b in draws)
            {
                pairs += Math.Abs(a - b) / 72;
            }
        }

        SeriesHierarchy counts = Flat(48, m => m < 36 ? m % 12 : 2);
        NodeScore score = new SeasonalBacktest(counts, new() { Origins = [counts.Start.AddMonths(35)], Disruptions = [] }).Run([new Fixed(draws)]).Scores("fixed")[^1];
        Assert.Equal(distance - pairs, score.Crps, 1e-12);
        Assert.Null(score.Mase);
        Assert.Equal(200 * (3 - 2) / 5.0, score.Smape, 1e-12);
        Assert.Equal(12, score.Months);
        Assert.Equal(0.5, score.AnnualError!.Value, 1e-12);
        Assert.Equal((24.0 / 66) - 1, score.Change!.Value, 1e-12);

        // The draw 2 spans the ranks 3/6 to 4/6, inside both intervals.
        Assert.Equal(1, score.Coverage80, 1e-12);
    }

    [Fact]
    public void Coverage_is_randomised_at_the_edges_of_counts()
    {
        // Ten draws: 0 holds the ranks 0 to .3, of which .1 to .3 are inside the central 80 %.
        double[] draws = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3];
        SeriesHierarchy zeros = Flat(48, m => m < 36 ? 1 + (m % 2) : 0);
        NodeScore score = new SeasonalBacktest(zeros, new() { Origins = [zeros.Start.AddMonths(35)], Disruptions = [] }).Run([new Fixed(draws)]).Scores("fixed")[^1];
        Assert.Equal(2.0 / 3, score.Coverage80, 1e-12);
        Assert.Equal(0.275 / 0.3, score.Coverage95, 1e-12);
    }

    [Fact]
    public void Origins_that_touch_a_disruption_are_held_apart()
    {
        SeasonalBacktestReport report = new SeasonalBacktest(London.Areas, new() { Origins = [new(2019, 12), new(2018, 12)] }).Run([new LastYear()]);
        Assert.Equal(351, report.Summary("last-year").Count);
        Assert.Equal(351, report.Summary("last-year", null, heldApart: true).Count);
        Assert.True(report.Summary("last-year", null, heldApart: true).Mase > report.Summary("last-year").Mase);
        Assert.Throws<AnalysisException>(() => report.Compare("last-year", (_, _) => 1));
    }

    [Fact]
    public void A_model_that_cannot_is_reported_and_the_others_go_on()
    {
        SeriesHierarchy counts = Flat(60, m => 5 + (m % 3));
        SeasonalBacktestReport report = new SeasonalBacktest(counts, new() { OriginCount = 2 }).Run([new Failing(), new LastYear()]);
        Assert.Equal(2, report.Failures.Count);
        Assert.Empty(report.Scores("failing"));
        Assert.Equal(8, report.Scores("last-year").Count);
        Assert.Null(report.Summary("failing").Mase);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<AnalysisException>(() => new SeasonalBacktest(Flat(40, _ => 3)));
        Assert.Throws<ArgumentException>(() => new SeasonalBacktest(Flat(60, _ => 3), new() { Origins = [Start] }));
        Assert.Throws<ArgumentException>(() => new SeasonalBacktest(London.Areas, new() { Origins = [new(2020, 1), new(2020, 1)] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalBacktest(London.Areas, new() { HorizonMonths = 0 }));
        SeasonalBacktest backtest = new(Flat(60, _ => 3));
        Assert.Throws<ArgumentException>(() => backtest.Run([]));
        Assert.Throws<ArgumentException>(() => backtest.Run([new LastYear(), new LastYear()]));
        Assert.Throws<ArgumentException>(() => backtest.Run([new LastYear()]).Scores("other"));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => backtest.Run([new LastYear()], stop.Token));
    }

    [Fact]
    public void Forecasts_made_node_by_node_add_up_after_reconciliation()
    {
        SeriesHierarchy history = London.Areas.Take(120);
        foreach (ReconciliationMethod method in new[] { ReconciliationMethod.BottomUp, ReconciliationMethod.VarianceWeights })
        {
            HierarchyForecast forecast = new NodeByNodeForecaster(new SeasonalNaiveForecaster(), new() { Method = method, NonNegativity = NonNegativity.SetNegativeToZero }).Forecast(history, 2);
            for (int h = 0; h < 2; h++)
            {
                Assert.True(history.Structure.Incoherence([.. history.Nodes.Select(n => forecast.Means(n.Index)[h])]) < 1e-12);
                for (int d = 0; d < forecast.DrawCount; d += 97)
                {
                    double[] future = [.. history.Nodes.Select(n => forecast.Draws(n.Index, h)[d])];
                    Assert.True(history.Structure.Incoherence(future) < 1e-12);
                    Assert.All(future, v => Assert.True(v >= 0));
                }
            }
        }

        Assert.Throws<ArgumentException>(() => new NodeByNodeForecaster(new SeasonalNaiveForecaster(), new() { Method = ReconciliationMethod.MinTraceShrink }));
    }

    private static SeriesHierarchy Flat(int months, Func<int, double> value) =>
        SeriesHierarchy.OfOne(new MonthlySeries(Start, [.. Enumerable.Range(0, months).Select(value)]));

    /// <summary>Each month as the same month of the year before.</summary>
    private sealed class LastYear : IHierarchyForecaster
    {
        public string Name => "last-year";

        public HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default)
        {
            double[] means = [.. history.Nodes.SelectMany(n => Enumerable.Range(0, horizonMonths).Select(h => history.Values(n.Index)[history.Length - 12 + h]))];
            return new HierarchyForecast(Name, history, horizonMonths, means, means);
        }
    }

    private sealed class Fixed(double[] draws) : IHierarchyForecaster
    {
        public string Name => "fixed";

        public HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default)
        {
            double[] means = [.. Enumerable.Repeat(draws.Average(), history.Nodes.Count * horizonMonths)];
            return new HierarchyForecast(Name, history, horizonMonths, means, [.. means.SelectMany(_ => draws)]);
        }
    }

    private sealed class Failing : IHierarchyForecaster
    {
        public string Name => "failing";

        public HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default) =>
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, "Not today.");
    }
}
