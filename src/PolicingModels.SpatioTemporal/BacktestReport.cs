using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>How far a backtest has come.</summary>
/// <param name="Done">Forecasts made or failed.</param>
/// <param name="Total">Forecasts to make: models × origins.</param>
/// <param name="Model">The model that was just forecast.</param>
/// <param name="Target">The period that was just forecast.</param>
public readonly record struct BacktestProgress(int Done, int Total, string Model, Period Target);

/// <summary>A moment at which the future was forecast.</summary>
/// <param name="Index">Index in the counts of the period that starts at the origin.</param>
/// <param name="Known">How many periods had ended at the origin: the history that models see.</param>
/// <param name="AsOf">First day of which nothing was known.</param>
/// <param name="Target">The period forecast.</param>
/// <param name="TargetIndex">Its index in the counts.</param>
/// <param name="Steps">How many calendar steps lie between the last known period and the target: the horizon, or more where periods are missing.</param>
/// <param name="Events">Events observed in the target period inside the cells.</param>
/// <param name="EventsOutside">Events observed in the target period outside every cell, where the conventions count them; else 0.</param>
public sealed record BacktestOrigin(int Index, int Known, DateOnly AsOf, Period Target, int TargetIndex, int Steps, double Events, double EventsOutside);

/// <summary>What a backtest found. Immutable and thread-safe.</summary>
public sealed class BacktestReport
{
    private readonly Dictionary<string, ModelScore> _byName;
    private readonly BacktestComparer _comparer;

    internal BacktestReport(BacktestOptions options, IReadOnlyList<BacktestOrigin> origins, IReadOnlyList<ModelScore> models, string? bestBaseline, IReadOnlyList<ModelComparison> comparisons, IReadOnlyList<MetricDefinition> metrics, IReadOnlyList<string> notes, BacktestComparer comparer)
    {
        Options = options;
        Origins = origins;
        Models = models;
        BestBaseline = bestBaseline;
        Comparisons = comparisons;
        Metrics = metrics;
        Notes = notes;
        _comparer = comparer;
        _byName = models.ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    /// <summary>The settings used.</summary>
    public BacktestOptions Options { get; }

    /// <summary>The choices on which published evaluations differ, as used.</summary>
    public EvaluationConventions Conventions => Options.Conventions;

    /// <summary>The origins in time order.</summary>
    public IReadOnlyList<BacktestOrigin> Origins { get; }

    /// <summary>One score per model, in the order the models were given.</summary>
    public IReadOnlyList<ModelScore> Models { get; }

    /// <summary>The score of a model.</summary>
    /// <exception cref="KeyNotFoundException">No model of that name took part.</exception>
    public ModelScore this[string name] => _byName.TryGetValue(name, out ModelScore? score)
        ? score
        : throw new KeyNotFoundException($"No model “{name}” took part; there are {string.Join(", ", _byName.Keys)}.");

    /// <summary>The metrics computed, with what they mean.</summary>
    public IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>The baseline with the lowest log score among those that forecast every origin (where none has one: the highest hit rate at the largest share up to 5 %); null where no baseline took part.</summary>
    /// <remarks>It is chosen on the same origins it is then compared on, which flatters it slightly: differences against it are slightly too cautious.</remarks>
    public string? BestBaseline { get; }

    /// <summary>Paired differences of each model against the best baseline, or against every baseline where the options ask for it.</summary>
    public IReadOnlyList<ModelComparison> Comparisons { get; }

    /// <summary>What a reader should know: gaps, few origins, failures. One sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the comparisons of a model show, in words: the one with the best baseline, and how many baselines it is better and worse than where it was compared with several.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metric">Key of the metric.</param>
    /// <returns>One or two sentences. “Better” is said of nothing that is not <see cref="Verdict.Better"/>.</returns>
    /// <exception cref="KeyNotFoundException">No model of that name took part.</exception>
    public string Finding(string model, string metric = MetricDefinition.LogScore)
    {
        string name = this[model].Name;
        ModelComparison[] made = [.. Comparisons.Where(c => c.Model == name && c.Metric == metric)];
        string others = made.Length > 1
            ? $" After Holm’s correction {name} is better than {Told(Verdict.Better)} of the {made.Length} baselines and worse than {Told(Verdict.Worse)}."
            : "";
        return Array.Find(made, c => c.Baseline == BestBaseline) is { } comparison ? comparison.Sentence + others
            : BestBaseline == name ? $"{name} is itself the best baseline at {Origins.Count} origins."
            : $"{name} was not compared with the best baseline at {Origins.Count} origins.{others}";

        string Told(Verdict verdict) => made.Count(c => c.Verdict == verdict) is var count and > 0 ? count.ToString(CultureInfo.InvariantCulture) : "none";
    }

    /// <summary>The paired difference between two models on the origins both forecast.</summary>
    /// <param name="model">The model in question.</param>
    /// <param name="with">The model it is compared with.</param>
    /// <param name="metric">Key of the metric, for instance <see cref="MetricDefinition.LogScore"/>.</param>
    /// <exception cref="KeyNotFoundException">A model or metric did not take part.</exception>
    /// <exception cref="AnalysisException">The metric has no value for one of the two.</exception>
    public ModelComparison Compare(string model, string with, string metric = MetricDefinition.LogScore)
    {
        MetricDefinition definition = Metrics.FirstOrDefault(m => m.Key == metric)
            ?? throw new KeyNotFoundException($"No metric “{metric}” was computed; there are {string.Join(", ", Metrics.Select(m => m.Key))}.");
        return _comparer.Compare(this[model].Name, this[with].Name, definition)
            ?? throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"{metric} cannot be compared between {model} and {with}: it has no value for one of them, or they share fewer than 2 origins; see Unavailable and Failures of both.");
    }
}
