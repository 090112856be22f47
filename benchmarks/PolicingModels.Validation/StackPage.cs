using System.Globalization;
using System.Text;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>The stack and its members against every peer's predictions, paired on identical origins.</summary>
internal static class StackPage
{
    private static readonly int[] Percents = [1, 2, 5, 10];

    public static void Write(StringBuilder page, GridReference reference)
    {
        IReadOnlyList<string> files = reference.PredictionNames;
        List<IGridForecaster> models = [new StackForecaster(), .. StackForecaster.DefaultMembers.Where(m => m.Name != "empirical-bayes-ewma"), new HistoricalMeanForecaster(), new LastPeriodForecaster(), new EmpiricalBayesEwmaForecaster(), new BoostedCountsForecaster()];
        models.AddRange(files.Select(f => Tabled(reference, f)));
        BacktestReport report = new Backtest(reference.Counts, new BacktestOptions { Origins = reference.Origins, AreaPercents = [1, 2, 5, 10], Baselines = ["historical-mean"] }).Run(models);
        page.AppendLine(CultureInfo.InvariantCulture, $"## {reference.Name}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{reference.Grid.Cells.Count} cells, {report.Origins.Count} origins.").AppendLine();
        page.AppendLine("| model | LS | Poisson LS | CRPS | predicted / observed (interval) | slope (interval) | 80 % cover | 95 % cover | PIT p | HR@1 | HR@2 | HR@5 | HR@10 | PEI\\*@5 | seconds |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (ModelScore score in report.Models)
        {
            bool counts = Counts(score);
            string C(string metric, string format = "F4") => counts && score.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString(format, CultureInfo.InvariantCulture) : "–";
            string I(string metric) => counts && score.Metrics.TryGetValue(metric, out Estimate e) ? string.Create(CultureInfo.InvariantCulture, $"{e.Value:F3} ({e.Low:F3} to {e.High:F3})") : "–";
            string H(string metric) => score.Metrics.TryGetValue(metric, out Estimate e) ? (100 * e.Value).ToString("F2", CultureInfo.InvariantCulture) : "–";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {C("logScore")} | {C("poissonLogScore")} | {C("crps")} | {I("totalRatio")} | {I("calibrationSlope")} | {C("coverage80", "F3")} | {C("coverage95", "F3")} | {(counts && score.Pit is { } pit ? pit.UniformityPValue.ToString("F2", CultureInfo.InvariantCulture) : "–")} | {H("hitRate@1")} | {H("hitRate@2")} | {H("hitRate@5")} | {H("hitRate@10")} | {H("peiStar@5")} | {score.FitSeconds + score.ForecastSeconds:F1} |");
        }

        page.AppendLine().AppendLine("Stack minus each other, paired (hit rates in points). In bold what stands after Holm's correction over all rows of a column; *alone* what only its own 95 % interval shows:").AppendLine();
        page.AppendLine("| against | log score | HR@1 | HR@2 | HR@5 | HR@10 |").AppendLine("|---|---|---|---|---|---|");
        ModelScore[] others = [.. report.Models.Where(m => m.Name != "stack" && m.Metrics.Count > 0)];
        Dictionary<string, string> logs = Differences(report, [.. others.Where(Counts)], MetricDefinition.LogScore, 1, "F4");
        Dictionary<string, string>[] hits = [.. Percents.Select(p => Differences(report, others, MetricDefinition.HitRate(p), 100, "F2"))];
        foreach (ModelScore score in others)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {logs.GetValueOrDefault(score.Name, "–")} | {string.Join(" | ", hits.Select(h => h.GetValueOrDefault(score.Name, "–")))} |");
        }

        page.AppendLine();
    }

    /// <summary>Whether a model gives expected counts, or only ranks.</summary>
    private static bool Counts(ModelScore score) => !score.Name.StartsWith("pred_", StringComparison.Ordinal) || score.Name == "pred_hhh4";

    /// <summary>The stack against each other on one metric: one family for Holm's correction. Peers with fewer than half of the origins stand outside it.</summary>
    private static Dictionary<string, string> Differences(BacktestReport report, IReadOnlyList<ModelScore> others, string metric, double unit, string format)
    {
        ModelComparison[] family = [.. others.Where(o => o.Metrics.ContainsKey(metric) && 2 * o.PerOrigin.Count > report.Origins.Count).Select(o => report.Compare("stack", o.Name, metric))];
        double[] adjusted = Holm.Adjust([.. family.Select(c => c.PValue)]);
        string Text(double value) => (unit * value).ToString(format, CultureInfo.InvariantCulture);
        return family.Select((c, i) => (c.Baseline, Line: $"{Text(c.Difference.Value)} ({Text(c.Difference.Low)} to {Text(c.Difference.High)}) {Verdict(c, adjusted[i])}")).ToDictionary(d => d.Baseline, d => d.Line);

        static string Verdict(ModelComparison c, double adjusted)
        {
            string word = c.Verdict == SpatioTemporal.Verdict.Better ? "better" : "worse";
            return c.Verdict == SpatioTemporal.Verdict.NoEvidence ? "no evidence" : adjusted < 0.05 ? $"**{word}**" : $"{word} *alone*";
        }
    }

    /// <summary>A peer's counts get the negative binomial spread that suits them best on the very origins they are scored on, which flatters them; relative scores only rank.</summary>
    private static TabledForecaster Tabled(GridReference reference, string file)
    {
        Dictionary<DateOnly, double[]> table = reference.Predictions(file);
        if (!file.StartsWith("base_", StringComparison.Ordinal) && file != "pred_hhh4")
        {
            return new TabledForecaster(file, table, score => CountDistribution.Poisson(Math.ScaleB(score, -20)));
        }

        List<double> expected = [], observed = [];
        for (int t = reference.Counts.PeriodCount - reference.Origins; t < reference.Counts.PeriodCount; t++)
        {
            if (table.TryGetValue(reference.Counts.Periods[t].Start, out double[]? row))
            {
                expected.AddRange(row);
                observed.AddRange(reference.Counts.Row(t).ToArray());
            }
        }

        double size = 1 / CountDispersion.MaximumLikelihood([.. expected], [.. observed]);
        return new TabledForecaster(file, table, mean => CountDistribution.NegativeBinomial(mean, size));
    }
}
