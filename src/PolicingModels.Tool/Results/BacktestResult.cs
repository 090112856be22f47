using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>The <c>result.json</c> of <c>backtest</c>.</summary>
internal sealed record BacktestResult : VerbResult
{
    public required DateOnly? AsOf { get; init; }

    public required HistoryResult History { get; init; }

    public required GridResult Grid { get; init; }

    public required QualityResult Quality { get; init; }

    public required CountedResult? Counted { get; init; }

    public required string Conventions { get; init; }

    public required ulong Seed { get; init; }

    public required string? BestBaseline { get; init; }

    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    public required IReadOnlyList<OriginResult> Origins { get; init; }

    public required IReadOnlyList<ModelResult> Models { get; init; }

    public required IReadOnlyList<ComparisonResult> Comparisons { get; init; }

    public required IReadOnlyList<PlacementResult> Placements { get; init; }

    /// <summary>Why the grid was not moved; null where it was.</summary>
    public required string? PlacementsMissing { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What a metric means and which way is good.</summary>
internal sealed record MetricResult(string Key, string Description, MetricOrientation Orientation);

/// <summary>A moment at which the future was forecast.</summary>
internal sealed record OriginResult(DateOnly AsOf, SpanResult Target, int KnownPeriods, int Steps, double Events, double EventsOutside)
{
    public static OriginResult Of(BacktestOrigin o) => new(o.AsOf, SpanResult.Of(o.Target), o.Known, o.Steps, o.Events, o.EventsOutside);
}

/// <summary>How one model did.</summary>
internal sealed record ModelResult(
    string Name,
    bool IsBaseline,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, EstimateResult> Metrics,
    IReadOnlyDictionary<string, string> Unavailable,
    IReadOnlyList<ModelOriginResult> PerOrigin,
    IReadOnlyList<ModelFailureResult> Failures,
    IReadOnlyList<CategoryResult> WhatCategoriesMeant,
    double FitSeconds,
    double ForecastSeconds)
{
    public static ModelResult Of(ModelScore m) => new(
        m.Name,
        m.IsBaseline,
        m.Parameters,
        m.Metrics.ToDictionary(k => k.Key, v => EstimateResult.Of(v.Value), StringComparer.Ordinal),
        m.Unavailable,
        [.. m.PerOrigin.Select(o => new ModelOriginResult(SpanResult.Of(o.Target), o.Events, o.Predicted, o.Metrics, o.FitSeconds, o.ForecastSeconds))],
        [.. m.Failures.Select(f => new ModelFailureResult(SpanResult.Of(f.Target), f.Reason, f.Message))],
        [.. m.WhatCategoriesMeant.Select(CategoryResult.Of)],
        m.FitSeconds,
        m.ForecastSeconds);
}

internal sealed record ModelOriginResult(SpanResult Target, double Events, double Predicted, IReadOnlyDictionary<string, double> Metrics, double FitSeconds, double ForecastSeconds);

internal sealed record ModelFailureResult(SpanResult Target, AnalysisFailure Reason, string Message);

/// <summary>A paired difference on the origins both models forecast.</summary>
internal sealed record ComparisonResult(string Model, string Baseline, string Metric, EstimateResult Difference, int Origins, double PValue, double AdjustedPValue, Verdict Verdict)
{
    public static ComparisonResult Of(ModelComparison c) => new(c.Model, c.Baseline, c.Metric, EstimateResult.Of(c.Difference), c.Origins, c.PValue, c.AdjustedPValue, c.Verdict);
}

/// <summary>What a category of relative likelihood meant over all origins; null where no cell was ever in it.</summary>
internal sealed record CategoryResult(string Category, int Level, long CellPeriods, double AreaShare, double? EventShare, double? MeanExpected, double? MeanCount, EstimateResult? AnyRate)
{
    public static CategoryResult Of(CategoryMeaning m) => new(m.Category.Name, m.Category.Level, m.CellPeriods, m.AreaShare, m.EventShare, m.MeanExpected, m.MeanCount, m.AnyRate is { } any ? EstimateResult.Of(any) : null);
}

/// <summary>What moving the grid alone does to a model's hit rate.</summary>
internal sealed record PlacementResult(string Model, string Metric, EstimateResult Given, double Minimum, double Maximum, IReadOnlyList<double> Values)
{
    public static PlacementResult Of(PlacementSensitivity p) => new(p.Model, p.Metric, EstimateResult.Of(p.Given), p.Minimum, p.Maximum, p.Values);
}
