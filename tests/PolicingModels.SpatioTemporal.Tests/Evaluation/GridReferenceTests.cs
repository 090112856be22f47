using PolicingModels.SpatioTemporal;
using PolicingModels.Validation;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>The evaluator, fed with the peers' own predictions, gives the peers' own figures.</summary>
public class GridReferenceTests
{
    // Every figure is a ratio of sums of whole numbers below 10⁶, so only the last digits of the division may differ.
    private const double Exact = 1e-9;

    // Predictions were written with six significant digits: half a unit in the sixth is at most this share of the value.
    private const double RelativeRounding = 5e-6;

    private static readonly int[] Percents = [1, 2, 5, 10, 20];

    public static TheoryData<string> Sets => [.. GridReference.Names];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Hit_rates_and_their_paired_differences_are_those_of_the_reference(string set)
    {
        GridReference reference = new(SharedData.Reference($"grid/{set}"));
        Dictionary<string, Dictionary<string, double>> paired = reference.Figures("paired.csv");
        string[] files = [.. reference.PredictionNames.Where(n => n != "pred_hhh4")];

        // Peers' scores have any scale; a power of two keeps their order and ties bit for bit, and small means keep the unused scores cheap.
        BacktestReport report = Run(reference, [.. files.Select(f => new TabledForecaster(f, reference.Predictions(f), score => CountDistribution.Poisson(Math.ScaleB(score, -20))))]);
        Assert.True(files.Length >= 7);
        foreach (string file in files)
        {
            Dictionary<string, double> expected = paired[file.StartsWith("base_", StringComparison.Ordinal) ? "B:" + file[5..] : file[5..]];
            Assert.Equal(expected["n"], report[file].PerOrigin.Count);
            foreach (int percent in Percents[..4])
            {
                Assert.Equal(expected[$"HR{percent}"], report[file][MetricDefinition.HitRate(percent)].Value, Exact);
                Assert.Equal(expected[$"d{percent}"], report.Compare("base_EB_ewma_hl13", file, MetricDefinition.HitRate(percent)).Difference.Value, Exact);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Scores_of_the_simple_references_are_theirs_within_the_rounding_of_their_predictions(string set)
    {
        GridReference reference = new(SharedData.Reference($"grid/{set}"));
        Dictionary<string, Dictionary<string, double>> figures = reference.Figures("baselines.csv");
        string[] files = [.. reference.PredictionNames.Where(n => n.StartsWith("base_", StringComparison.Ordinal))];
        BacktestReport report = Run(reference, [.. files.Select(f => new TabledForecaster(f, reference.Predictions(f), CountDistribution.Poisson))]);
        Assert.Equal(3, files.Length);
        foreach (string file in files)
        {
            Dictionary<string, double> expected = figures[file[5..]];
            ModelScore score = report[file];
            AssertRanking(expected, score);

            // −log P changes by at most |p − y|·δ to first order when p changes by the share δ, and by y·δ² to second.
            double scoreBound = 0, crpsBound = 0;
            for (int o = 0; o < report.Origins.Count; o++)
            {
                ReadOnlySpan<double> p = score.Predictions[o], y = reference.Counts.Row(report.Origins[o].TargetIndex);
                for (int i = 0; i < p.Length; i++)
                {
                    scoreBound += (Math.Abs(p[i] - y[i]) * RelativeRounding) + (y[i] * RelativeRounding * RelativeRounding);

                    // |∂CRPS/∂p| = 2 Σ P(k) |F(k) − 1{k ≥ y}| ≤ 2.
                    crpsBound += 2 * p[i] * RelativeRounding;
                }
            }

            int cellPeriods = report.Origins.Count * reference.Counts.CellCount;
            Assert.Equal(expected["poisLS"], score.LogScore.Value, scoreBound / cellPeriods);
            Assert.Equal(expected["poisLS"], score["poissonLogScore"].Value, scoreBound / cellPeriods);
            Assert.Equal(expected["crps"], score["crps"].Value, crpsBound / cellPeriods);
            Assert.Equal(expected["totalratio"], score["totalRatio"].Value, RelativeRounding * expected["totalratio"]);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Scores_of_the_long_run_mean_are_the_references_to_the_last_digits(string set)
    {
        GridReference reference = new(SharedData.Reference($"grid/{set}"));
        Dictionary<string, Dictionary<string, double>> figures = reference.Figures("baselines.csv");
        ScriptedForecaster all = ScriptedForecaster.Means("mean_all", (history, _) => ScaledMean(history, history.PeriodCount));
        ScriptedForecaster year = ScriptedForecaster.Means("mean_13", (history, _) => ScaledMean(history, 13));
        ScriptedForecaster last = ScriptedForecaster.Means("last", (history, _) => ScaledMean(history, 1));
        BacktestReport report = Run(reference, [all, year, last]);
        foreach (ModelScore score in report.Models)
        {
            Dictionary<string, double> expected = figures[score.Name];
            AssertRanking(expected, score);
            Assert.Equal(expected["poisLS"], score.LogScore.Value, 1e-9);
            Assert.Equal(expected["crps"], score["crps"].Value, 1e-6);
            Assert.Equal(expected["totalratio"], score["totalRatio"].Value, 1e-9);
        }
    }

    private static BacktestReport Run(GridReference reference, IReadOnlyList<IGridForecaster> models) =>
        Worlds.Run(reference.Counts, new BacktestOptions { Origins = reference.Origins, BootstrapSamples = 100, Baselines = [models[0].Name] }, models);

    private static void AssertRanking(Dictionary<string, double> expected, ModelScore score)
    {
        foreach (int percent in Percents)
        {
            Assert.Equal(expected[$"HR{percent}"], score[MetricDefinition.HitRate(percent)].Value, Exact);
            Assert.Equal(expected[$"PAI{percent}"], score[MetricDefinition.Pai(percent)].Value, 100 * Exact);
            Assert.Equal(expected[$"PEI{percent}"], score[MetricDefinition.PeiStar(percent)].Value, Exact);
        }
    }

    // The reference's rule: cell means plus a thousandth of the overall mean, scaled to a level with half of last year's seasonal ratio.
    private static double[] ScaledMean(Gridding.SpaceTimeCounts history, int window)
    {
        int t = history.PeriodCount, n = history.CellCount;
        double overall = Enumerable.Range(0, t).Average(s => history.Row(s).ToArray().Average());
        double[] means = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(Math.Max(0, t - window), Math.Min(window, t)).Average(s => history[s, i]) + (1e-3 * overall))];
        double Total(int s) => history.Row(s).ToArray().Sum();
        double level = Enumerable.Range(t - Math.Min(13, t), Math.Min(13, t)).Average(Total);
        double season = t >= 26 ? 1 + (0.5 * ((Total(t - 13) / Enumerable.Range(t - 26, 13).Average(Total)) - 1)) : 1;
        double scale = level * season / means.Sum();
        return Array.ConvertAll(means, m => m * scale);
    }
}
