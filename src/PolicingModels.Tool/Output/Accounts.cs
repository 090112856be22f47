using System.Globalization;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>Hands results to the records that make them repeatable and accountable: run record, model card, transparency record.</summary>
internal static class Accounts
{
    private const string Use = "Showing analysts and planners where recorded events of one kind are relatively more likely in a coming period, beside what else they know.";

    /// <summary>Writes the accounts of a run.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="history">What was read.</param>
    /// <param name="model">The model's name, or the names of several.</param>
    /// <param name="backtest">How the model did before; null where it was not evaluated.</param>
    /// <param name="parameters">The run's settings by name.</param>
    /// <param name="seed">The seed of random draws; null where none are made.</param>
    /// <param name="context">The run.</param>
    /// <returns>Facts of the run record, for the page.</returns>
    public static IReadOnlyList<ReportFact> Write(OutputFolder folder, History history, string model, BacktestRun? backtest, IReadOnlyList<ReportFact> parameters, ulong? seed, CommandContext context)
    {
        ModelScore? score = backtest?.Report.Models.FirstOrDefault(m => m.Name == model);
        ModelCard card = new()
        {
            Name = model,
            Version = FaultReport.Version,
            IntendedUse = Use,
            Method = $"The forecaster “{model}” of PolicingModels.SpatioTemporal with its default settings unless stated; its documentation says formula, assumptions and sources.",
            Parameters = [.. score?.Parameters.Select(p => new ReportFact(p.Key, p.Value)) ?? [], .. parameters],
            Data = Data(history),
            Provenance = new Provenance(ProvenanceKind.Inferred, "Settings are the library's defaults, chosen on public data; no force has stated that it uses them."),
            EvaluationDesign = backtest is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Rolling origin: {backtest.Report.Origins.Count} periods, each forecast from what was known before it. {backtest.Report.Conventions}."),
            Evaluation = score is null ? [] : [.. Evaluation(backtest!.Report, score)],
        };
        folder.Write("model-card.md", card.ToMarkdown());
        folder.Write("atrs.json", new TransparencyRecord
        {
            Card = card,
            Description = "Expects counts of recorded events per place in a coming period from the counts of the past, with their uncertainty.",
            SystemInput = $"Recorded {history.Subject} with a place and a time: {history.Counts.Periods}.",
            SystemOutput = "Per place: an expected count, intervals, the probability of at least one event, and a category of relative likelihood.",
        }.ToJson());
        return RunRecordFile.Write(folder, history, parameters, seed, context);
    }

    private static List<ReportFact> Data(History history)
    {
        List<ReportFact> facts = [new("Source", Path.GetFileName(history.Source)), new("Places", history.Counts.Grid.Description), new("Periods", history.Counts.Periods.ToString())];
        if (history.Quality is { } quality)
        {
            facts.Add(new("Rows", string.Create(CultureInfo.InvariantCulture, $"{quality.Read} read, {quality.Used} used, {quality.Refused.Count} refused")));
        }

        return facts;
    }

    private static IEnumerable<ModelCardMetric> Evaluation(BacktestReport report, ModelScore score)
    {
        foreach (MetricDefinition metric in report.Metrics.Where(m => score.Metrics.ContainsKey(m.Key)))
        {
            ModelScore? baseline = report.BestBaseline is { } best && best != score.Name ? report[best] : null;
            ModelComparison? comparison = report.Comparisons.FirstOrDefault(c => c.Model == score.Name && c.Metric == metric.Key);
            yield return new ModelCardMetric($"{metric.Key}: {metric.Description}", score.Metrics[metric.Key], baseline is not null && baseline.Metrics.TryGetValue(metric.Key, out Estimate other) ? other : null, comparison?.Sentence ?? "");
        }
    }
}
