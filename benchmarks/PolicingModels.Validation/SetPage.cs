using System.Globalization;
using System.Text;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>The part of the page about one data set.</summary>
internal static class SetPage
{
    private static readonly int[] Percents = [1, 2, 5, 10, 20];

    public static void Write(StringBuilder page, GridReference reference)
    {
        BacktestOptions options = new() { Origins = reference.Origins };
        BacktestReport ours = new Backtest(reference.Counts, options).Run(Forecasters.Baselines);
        page.AppendLine(CultureInfo.InvariantCulture, $"## {reference.Name}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{reference.Grid.Cells.Count} cells, {ours.Origins.Count} origins from {ours.Origins[0].AsOf:yyyy-MM-dd}, {ours.Origins.Average(o => o.Events):F1} events per period.").AppendLine();
        Models(page, ours);
        References(page, reference);
        Evaluator(page, reference);
        Verdicts(page, ours);
        Notes(page, ours);
    }

    private static void Models(StringBuilder page, BacktestReport report)
    {
        page.AppendLine("Our models:").AppendLine();
        page.AppendLine("| model | HR@1 | HR@2 | HR@5 (interval) | HR@10 | HR@20 | PEI\\*@5 | LS (interval) | Poisson LS | CRPS | slope | predicted / observed | seconds |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (ModelScore score in report.Models.OrderBy(m => m.Metrics.TryGetValue(MetricDefinition.LogScore, out Estimate s) ? s.Value : double.MaxValue))
        {
            string five = score.Metrics.TryGetValue("hitRate@5", out Estimate hit) ? string.Create(CultureInfo.InvariantCulture, $"{100 * hit.Value:F2} ({100 * hit.Low:F1} to {100 * hit.High:F1})") : "–";
            string log = score.Metrics.TryGetValue(MetricDefinition.LogScore, out Estimate ls) ? string.Create(CultureInfo.InvariantCulture, $"{ls.Value:F4} ({ls.Low:F3} to {ls.High:F3})") : "–";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {Share(score, "hitRate@1")} | {Share(score, "hitRate@2")} | {five} | {Share(score, "hitRate@10")} | {Share(score, "hitRate@20")} | {Share(score, "peiStar@5")} | {log} | {Number(score, MetricDefinition.PoissonLogScore)} | {Number(score, MetricDefinition.Crps)} | {Number(score, MetricDefinition.CalibrationSlope)} | {Number(score, MetricDefinition.TotalRatio)} | {score.FitSeconds + score.ForecastSeconds:F2} |");
        }

        page.AppendLine();
    }

    private static void References(StringBuilder page, GridReference reference)
    {
        page.AppendLine("The reference's own figures (`baselines.csv`):").AppendLine();
        page.AppendLine("| model | HR@1 | HR@2 | HR@5 | HR@10 | HR@20 | PEI\\*@5 | Poisson LS | NB LS | CRPS | predicted / observed |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((string name, Dictionary<string, double> f) in reference.Figures("baselines.csv").Where(r => !r.Key.StartsWith("SIM", StringComparison.Ordinal)))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {100 * f["HR1"]:F2} | {100 * f["HR2"]:F2} | {100 * f["HR5"]:F2} | {100 * f["HR10"]:F2} | {100 * f["HR20"]:F2} | {100 * f["PEI5"]:F2} | {f["poisLS"]:F4} | {f["nbLS"]:F4} | {f["crps"]:F4} | {f["totalratio"]:F4} |");
        }

        page.AppendLine();
    }

    // The peers' own predictions through our evaluator: what differs is the evaluator's.
    private static void Evaluator(StringBuilder page, GridReference reference)
    {
        Dictionary<string, Dictionary<string, double>> paired = reference.Figures("paired.csv"), scores = reference.Figures("baselines.csv");
        IReadOnlyList<string> files = reference.PredictionNames;

        // A power of two keeps the order and ties of relative scores, and their unused count scores cheap.
        BacktestReport report = new Backtest(reference.Counts, new BacktestOptions { Origins = reference.Origins, BootstrapSamples = 100 })
            .Run([.. files.Select(f => new TabledForecaster(f, reference.Predictions(f), Law(f)))]);
        page.AppendLine("The peers' prediction files through our evaluator, and the largest distance from the reference's figures of the same file:").AppendLine();
        page.AppendLine("| file | origins | HR@1 | HR@5 | HR@10 | largest HR distance (`paired.csv`) | Poisson LS | LS distance | CRPS distance |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (string file in files)
        {
            ModelScore score = report[file];
            string hits = paired.TryGetValue(file.StartsWith("base_", StringComparison.Ordinal) ? "B:" + file[5..] : file[5..], out Dictionary<string, double>? f)
                ? Percents[..4].Max(p => Math.Abs(f[$"HR{p}"] - score[MetricDefinition.HitRate(p)].Value)).ToString("E1", CultureInfo.InvariantCulture)
                : "not in the reference";
            bool scored = file.StartsWith("base_", StringComparison.Ordinal);
            string log = scored ? Math.Abs(scores[file[5..]]["poisLS"] - score.LogScore.Value).ToString("E1", CultureInfo.InvariantCulture) : "–";
            string crps = scored ? Math.Abs(scores[file[5..]]["crps"] - score["crps"].Value).ToString("E1", CultureInfo.InvariantCulture) : "–";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {file} | {score.PerOrigin.Count} | {Share(score, "hitRate@1")} | {Share(score, "hitRate@5")} | {Share(score, "hitRate@10")} | {hits} | {(scored || file == "pred_hhh4" ? Number(score, MetricDefinition.PoissonLogScore) : "relative")} | {log} | {crps} |");
        }

        page.AppendLine();
    }

    private static Func<double, CountDistribution> Law(string file) =>
        file.StartsWith("base_", StringComparison.Ordinal) || file == "pred_hhh4" ? CountDistribution.Poisson : score => CountDistribution.Poisson(Math.ScaleB(score, -20));

    private static void Verdicts(StringBuilder page, BacktestReport report)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"Paired differences from the best baseline by log score, {report.BestBaseline} (chosen on the same origins, which makes them slightly cautious):").AppendLine();
        page.AppendLine("| model | log score difference (interval) | verdict | HR@5 difference in points (interval) | verdict |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (ModelScore score in report.Models.Where(m => m.Name != report.BestBaseline && m.Metrics.Count > 0))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {score.Name} | {Difference(report, score.Name, MetricDefinition.LogScore, 1, "F4")} | {Difference(report, score.Name, "hitRate@5", 100, "F2")} |");
        }

        page.AppendLine();
    }

    private static string Difference(BacktestReport report, string model, string metric, double unit, string format)
    {
        ModelComparison? comparison = report.Comparisons.FirstOrDefault(c => c.Model == model && c.Metric == metric);
        string Text(double value) => (unit * value).ToString(format, CultureInfo.InvariantCulture);
        return comparison is null
            ? "– | –"
            : $"{Text(comparison.Difference.Value)} ({Text(comparison.Difference.Low)} to {Text(comparison.Difference.High)}) | {comparison.Verdict switch { Verdict.Better => "better", Verdict.Worse => "worse", _ => "no evidence" }}";
    }

    private static void Notes(StringBuilder page, BacktestReport report)
    {
        foreach (string note in report.Notes)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        }

        foreach (ModelScore score in report.Models)
        {
            foreach ((string metric, string why) in score.Unavailable.Where(u => u.Key == MetricDefinition.LogScore))
            {
                page.AppendLine(CultureInfo.InvariantCulture, $"- {score.Name} has no {metric}: {why}.");
            }
        }

        page.AppendLine();
    }

    private static string Share(ModelScore score, string metric) => score.Metrics.TryGetValue(metric, out Estimate e) ? (100 * e.Value).ToString("F2", CultureInfo.InvariantCulture) : "–";

    private static string Number(ModelScore score, string metric) => score.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString("F4", CultureInfo.InvariantCulture) : "–";
}
