using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>Worlds whose rates are known: what the figures must say of the truth, and of known departures from it.</summary>
public class KnownTruthTests
{
    private const int CellCount = 150;
    private const int Origins = 26;
    private static readonly double[] Rates = MakeRates();

    private static double[] MakeRates()
    {
        SeededRandom random = new(11);
        double[] rates = new double[CellCount];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = random.NextGamma(0.6, 2);
        }

        return rates;
    }

    private static SpaceTimeCounts World(ulong seed)
    {
        SeededRandom random = new(seed);
        double[] values = new double[(Origins + 1) * CellCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextPoisson(Rates[i % CellCount]);
        }

        return new SpaceTimeCounts(RowGrid.Of(CellCount), Worlds.FourWeeks(Origins + 1), [values]);
    }

    private static ModelScore Score(SpaceTimeCounts counts, Func<double, CountDistribution> law, int samples = 100) =>
        Worlds.Run(counts, new BacktestOptions { Origins = Origins, BootstrapSamples = samples }, [new ScriptedForecaster("m", (h, _) => [.. Rates.Select(law)])])["m"];

    [Fact]
    public void The_truth_is_calibrated()
    {
        const int Replicates = 20;
        List<double> slopes = [], pValues = [], coverage80 = [], coverage95 = [], ratios = [];
        for (ulong r = 0; r < Replicates; r++)
        {
            ModelScore score = Score(World(100 + r), CountDistribution.Poisson);
            slopes.Add(score["calibrationSlope"].Value);
            ratios.Add(score["totalRatio"].Value);
            coverage80.Add(score["coverage80"].Value);
            coverage95.Add(score["coverage95"].Value);
            pValues.Add(score.Pit!.UniformityPValue);
        }

        // Four standard errors of the mean over replicates, from the replicates themselves.
        AssertMean(1, slopes);
        AssertMean(1, ratios);
        AssertMean(0.8, coverage80);
        AssertMean(0.95, coverage95);

        // p-values of a true hypothesis are uniform: more than 8 of 20 below 0.1 happens in 7 of 100,000 runs (binomial tail).
        Assert.True(pValues.Count(p => p < 0.1) <= 8, $"p-values below 0.1: {pValues.Count(p => p < 0.1)} of {Replicates}");
    }

    [Fact]
    public void A_forecast_that_is_too_extreme_has_a_slope_below_one_and_the_known_value()
    {
        // log expected = 2 · log rate + const, so counts rise with half its slope.
        ModelScore score = Score(World(7), rate => CountDistribution.Poisson(rate * rate));
        Assert.Equal(0.5, score["calibrationSlope"].Value, 0.05);
        Assert.True(score["calibrationSlope"].High < 1);
    }

    [Fact]
    public void Distributions_too_narrow_show_in_transforms_and_coverage()
    {
        // Counts with variance mean + mean² / 0.8, forecast as Poisson.
        SeededRandom random = new(3);
        double[] values = new double[(Origins + 1) * CellCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNegativeBinomial(Rates[i % CellCount] + 1e-9, 0.8);
        }

        SpaceTimeCounts counts = new(RowGrid.Of(CellCount), Worlds.FourWeeks(Origins + 1), [values]);
        ModelScore narrow = Score(counts, CountDistribution.Poisson);
        Assert.True(narrow.Pit!.UniformityPValue < 1e-6);
        Assert.True(narrow.Pit.Heights[9] > 1.2);
        Assert.True(narrow["coverage80"].High < 0.8);
        Assert.True(narrow["logScore"].Value > Score(counts, rate => CountDistribution.NegativeBinomial(rate + 1e-9, 0.8))["logScore"].Value);
    }

    [Fact]
    public void The_mean_log_score_of_the_truth_is_its_mean_entropy()
    {
        List<double> scores = [];
        for (ulong r = 0; r < 20; r++)
        {
            scores.Add(Score(World(200 + r), CountDistribution.Poisson)["logScore"].Value);
        }

        AssertMean(Rates.Average(rate => CountDistribution.Poisson(rate).Entropy()), scores);
    }

    [Fact]
    public void A_constant_forecast_captures_its_share_of_the_area_when_ties_are_averaged()
    {
        SpaceTimeCounts counts = World(7);
        BacktestOptions options = new() { Origins = Origins, BootstrapSamples = 100, Conventions = new() { Ties = TieOrder.Expected } };
        ModelScore score = Worlds.Run(counts, options, [ScriptedForecaster.Means("flat", (h, _) => [.. Rates.Select(_ => 0.7)])])["flat"];
        foreach ((double percent, int cells) in new[] { (1.0, 1), (2.0, 3), (5.0, 7), (10.0, 15), (20.0, 30) })
        {
            Assert.Equal(cells / (double)CellCount, score[MetricDefinition.HitRate(percent)].Value, 12);
            Assert.Equal(1, score[MetricDefinition.Pai(percent)].Value, 12);
        }

        Assert.Equal(0.5, score.HitRateCurve.AreaUnderCurve!.Value, 12);
    }

    [Fact]
    public void A_perfect_forecast_attains_the_best_everywhere()
    {
        SpaceTimeCounts counts = World(7);
        ModelScore score = Worlds.Run(counts, new BacktestOptions { Origins = Origins, BootstrapSamples = 100 }, [ScriptedForecaster.Means("oracle", (h, _) => counts.Row(h.PeriodCount).ToArray())])["oracle"];
        foreach (double percent in new double[] { 1, 2, 5, 10, 20 })
        {
            Estimate star = score[MetricDefinition.PeiStar(percent)];
            Assert.Equal((1.0, 1.0, 1.0), (star.Value, star.Low, star.High));
        }
    }

    [Fact]
    public void Intervals_of_a_pooled_hit_rate_cover_the_true_rate_about_as_often_as_they_say()
    {
        // Cells are independent over time, so the pooled hit rate of the top fifth converges on its share of the rates.
        double[] sorted = [.. Rates.OrderDescending()];
        double truth = sorted.Take(30).Sum() / sorted.Sum();
        const int Replicates = 100;
        int covered = 0;
        for (ulong r = 0; r < Replicates; r++)
        {
            covered += Score(World(1000 + r), CountDistribution.Poisson, 200)["hitRate@20"].Interval.Contains(truth) ? 1 : 0;
        }

        // 0.95 nominal, and expected of 26 origins (docs/core/bootstrap.md); 0.88 is three binomial standard errors (0.022) below that.
        Assert.InRange(covered / (double)Replicates, 0.88, 1);
    }

    private static void AssertMean(double truth, List<double> values)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
        Assert.InRange(mean, truth - (4 * error), truth + (4 * error));
    }
}
