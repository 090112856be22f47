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
            bool counts = !score.Name.StartsWith("pred_", StringComparison.Ordinal) || score.Name == "pred_hhh4";
            string C(string metric, string format = "F4") => counts && score.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString(format, CultureInfo.InvariantCulture) : "–";
            string I(string metric) => counts && score.Metrics.TryGetValue(metric, out Estimate e) ? string.Create(CultureInfo.InvariantCulture, $"{e.Value:F3} ({e.Low:F3} to {e.High:F3})") : "–";
            string H(string metric) => score.Metrics.TryGetValue(metric, out Estimate e) ? (100 * e.Value).ToString("F2", CultureInfo.InvariantCulture) : "–";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {C("logScore")} | {C("poissonLogScore")} | {C("crps")} | {I("totalRatio")} | {I("calibrationSlope")} | {C("coverage80", "F3")} | {C("coverage95", "F3")} | {(counts && score.Pit is { } pit ? pit.UniformityPValue.ToString("F2", CultureInfo.InvariantCulture) : "–")} | {H("hitRate@1")} | {H("hitRate@2")} | {H("hitRate@5")} | {H("hitRate@10")} | {H("peiStar@5")} | {score.FitSeconds + score.ForecastSeconds:F1} |");
        }

        page.AppendLine().AppendLine("Stack minus each other, paired (hit rates in points; better, worse or no evidence by the 95 % interval):").AppendLine();
        page.AppendLine("| against | log score | HR@1 | HR@2 | HR@5 | HR@10 |").AppendLine("|---|---|---|---|---|---|");
        foreach (ModelScore score in report.Models.Where(m => m.Name != "stack" && m.Metrics.Count > 0))
        {
            bool counts = !score.Name.StartsWith("pred_", StringComparison.Ordinal) || score.Name == "pred_hhh4";
            string hits = string.Join(" | ", Percents.Select(p => Difference(report, score.Name, MetricDefinition.HitRate(p), 100, "F2")));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {(counts ? Difference(report, score.Name, MetricDefinition.LogScore, 1, "F4") : "–")} | {hits} |");
        }

        page.AppendLine();
    }

    private static string Difference(BacktestReport report, string other, string metric, double unit, string format)
    {
        if (!report["stack"].Metrics.ContainsKey(metric) || !report[other].Metrics.ContainsKey(metric))
        {
            return "–";
        }

        ModelComparison c = report.Compare("stack", other, metric);
        string Text(double value) => (unit * value).ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(c.Difference.Value)} ({Text(c.Difference.Low)} to {Text(c.Difference.High)}) {c.Verdict switch { Verdict.Better => "**better**", Verdict.Worse => "**worse**", _ => "no evidence" }}";
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
