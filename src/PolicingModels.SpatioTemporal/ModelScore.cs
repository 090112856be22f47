namespace PolicingModels.SpatioTemporal;

/// <summary>Why a model gave no forecast at an origin.</summary>
/// <param name="Target">The period that was to be forecast.</param>
/// <param name="Reason">The assumption that failed.</param>
/// <param name="Message">What failed and the mend.</param>
public sealed record ModelFailure(Period Target, AnalysisFailure Reason, string Message);

/// <summary>How a model did at one origin.</summary>
/// <param name="Target">The period forecast.</param>
/// <param name="Events">Events observed, as the conventions count them.</param>
/// <param name="Predicted">Events expected in all cells.</param>
/// <param name="Metrics">Values by metric key; a metric without a value at this origin (a hit rate where nothing happened) is absent.</param>
/// <param name="FitSeconds">Seconds the fit took.</param>
/// <param name="ForecastSeconds">Seconds the forecast took.</param>
public sealed record OriginScore(Period Target, double Events, double Predicted, IReadOnlyDictionary<string, double> Metrics, double FitSeconds, double ForecastSeconds);

/// <summary>How a model did over a backtest. Immutable and thread-safe.</summary>
public sealed class ModelScore
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the fit at the last origin forecast estimated or was set to (<see cref="IFittedGridForecaster.Parameters"/>), by name with its unit; numbers in the invariant culture.</summary>
    /// <remarks>A model is fitted anew at every origin, so an estimated figure was another at earlier ones. Empty where the model tells nothing or never forecast.</remarks>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Whether the model counted as a baseline.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Pooled metrics over all origins forecast, by key (<see cref="MetricDefinition"/>), with their intervals.</summary>
    public required IReadOnlyDictionary<string, Estimate> Metrics { get; init; }

    /// <summary>Metrics that have no value, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Unavailable { get; init; }

    /// <summary>One record per origin forecast, in time order.</summary>
    public required IReadOnlyList<OriginScore> PerOrigin { get; init; }

    /// <summary>Origins at which the model gave no forecast; empty for a model that ran through.</summary>
    public required IReadOnlyList<ModelFailure> Failures { get; init; }

    /// <summary>Whether the model failed at one origin or more. Its metrics, where there are any, are of the origins it forecast.</summary>
    public bool Failed => Failures.Count > 0;

    /// <summary>Seconds spent fitting, all origins together.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Seconds spent forecasting, all origins together.</summary>
    public required double ForecastSeconds { get; init; }

    /// <summary>Share of events captured against share of area.</summary>
    public required HitRateCurve HitRateCurve { get; init; }

    /// <summary>Forecast probability of at least one event against how often there was one.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Expected count against the mean count observed.</summary>
    public required IReadOnlyList<ReliabilityBin> CountReliability { get; init; }

    /// <summary>Histogram of the probability integral transform; null where too few origins were forecast.</summary>
    public required PitHistogram? Pit { get; init; }

    /// <summary>What each category of relative likelihood meant, from low to high; empty where the rule changed between origins or too few were forecast.</summary>
    public required IReadOnlyList<CategoryMeaning> WhatCategoriesMeant { get; init; }

    /// <summary>How much the map changes from origin to origin; null where no two origins follow each other.</summary>
    public required ForecastStability? Stability { get; init; }

    /// <summary>Expected counts, one row per origin forecast.</summary>
    public required BacktestPredictions Predictions { get; init; }

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Its key.</param>
    /// <exception cref="AnalysisException">The metric has no value; the message says why.</exception>
    /// <exception cref="KeyNotFoundException">No metric has that key.</exception>
    public Estimate this[string metric] => Metrics.TryGetValue(metric, out Estimate value)
        ? value
        : Unavailable.TryGetValue(metric, out string? why)
            ? throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"{Name} has no {metric}: {why}.")
            : throw new KeyNotFoundException($"No metric “{metric}” was computed; there are {string.Join(", ", Metrics.Keys)}.");

    /// <summary>Mean negative log predictive probability per cell and period, nats; lower is better.</summary>
    /// <exception cref="AnalysisException">The score is infinite or the model forecast too few origins.</exception>
    public Estimate LogScore => this[MetricDefinition.LogScore];

    /// <inheritdoc/>
    public override string ToString() => Metrics.TryGetValue(MetricDefinition.LogScore, out Estimate score) ? $"{Name}: log score {score}" : Name;
}

/// <summary>Expected counts of a backtest: origins × cells. Immutable and thread-safe.</summary>
public sealed class BacktestPredictions
{
    private readonly double[][] _expected;

    internal BacktestPredictions(IReadOnlyList<Period> targets, double[][] expected)
    {
        Targets = targets;
        _expected = expected;
    }

    /// <summary>The periods forecast, in time order.</summary>
    public IReadOnlyList<Period> Targets { get; }

    /// <summary>Expected counts of one origin, one per cell in the grid's order.</summary>
    /// <param name="origin">Index into <see cref="Targets"/>.</param>
    public ReadOnlySpan<double> this[int origin] => _expected[origin];
}
