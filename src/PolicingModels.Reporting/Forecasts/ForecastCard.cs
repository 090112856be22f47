using System.Globalization;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>The model card and the transparency record of a forecaster of counts per place.</summary>
public static class ForecastCard
{
    /// <summary>Composes the card.</summary>
    /// <param name="input">The forecaster and what is known about it.</param>
    /// <param name="name">The card's name: the forecaster's, or that of a system that uses it.</param>
    /// <param name="version">The version of what made it.</param>
    /// <param name="parameters">The run's settings by name; the forecaster's own, where the backtest tells them, stand before them.</param>
    public static ModelCard Compose(ForecastCardInput input, string name, string version, IReadOnlyList<ReportFact> parameters)
    {
        ArgumentNullException.ThrowIfNull(input);
        ModelScore? score = input.Backtest?.Models.FirstOrDefault(m => m.Name == input.Model);
        return new ModelCard
        {
            Name = name,
            Version = version,
            IntendedUse = "Showing analysts and planners where recorded events of one kind are relatively more likely in a coming period, beside what else they know.",
            Method = $"The forecaster “{input.Model}” of PolicingModels.SpatioTemporal with its default settings unless stated; its documentation says formula, assumptions and sources.",
            Parameters = [.. score?.Parameters.Select(p => new ReportFact(p.Key, NumberText.Parameter(p.Value))) ?? [], .. parameters],
            Data =
            [
                .. CardFacts.Of(input.Quality),
                new("Places", input.Counts.Grid.Description),
                new("Periods", input.Counts.Periods.ToString()),
            ],
            Provenance = input.Provenance ?? CardFacts.Defaults,
            EvaluationDesign = input.Backtest is { } b
                ? string.Create(CultureInfo.InvariantCulture, $"Rolling origin: {b.Origins.Count} periods, each forecast from what was known before it{(input.BacktestOf.Length > 0 ? $" ({input.BacktestOf})" : "")}. {b.Conventions}.")
                : "",
            Evaluation = score is null ? [] : [.. Evaluation(input.Backtest!, score)],
        };
    }

    /// <summary>Composes the transparency record around a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="input">The forecaster and what is known about it.</param>
    public static TransparencyRecord Record(ModelCard card, ForecastCardInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TransparencyRecord
        {
            Card = card,
            Description = "Expects counts of recorded events per place in a coming period from the counts of the past, with their uncertainty.",
            SystemInput = $"Recorded {input.Subject} with a place and a time: {input.Counts.Periods}.",
            SystemOutput = "Per place: an expected count, intervals, the probability of at least one event, and a category of relative likelihood.",
        };
    }

    private static IEnumerable<ModelCardMetric> Evaluation(BacktestReport report, ModelScore score)
    {
        ModelScore? baseline = report.BestBaseline is { } best && best != score.Name ? report[best] : null;
        foreach (MetricDefinition metric in report.Metrics.Where(m => score.Metrics.ContainsKey(m.Key)))
        {
            ModelComparison? comparison = report.Comparisons.FirstOrDefault(c => c.Model == score.Name && c.Metric == metric.Key && c.Baseline == report.BestBaseline);
            yield return new ModelCardMetric($"{metric.Key}: {metric.Description}", score.Metrics[metric.Key], baseline is not null && baseline.Metrics.TryGetValue(metric.Key, out Estimate other) ? other : null, comparison?.Sentence ?? "");
        }
    }
}
