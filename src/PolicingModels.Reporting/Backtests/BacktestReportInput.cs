using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>What a page about a backtest is made from. Only what is given is shown; nothing is made up.</summary>
public sealed record BacktestReportInput
{
    /// <summary>What the backtest found.</summary>
    public required BacktestReport Report { get; init; }

    /// <summary>What is forecast, in the plural and in lower case: <c>vehicle thefts</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The area in words, for the title; empty for none.</summary>
    public string Place { get; init; } = "";

    /// <summary>The counts that were forecast; with them the page can tell what each category of relative likelihood meant. Null where not at hand.</summary>
    public SpaceTimeCounts? Counts { get; init; }

    /// <summary>The rule behind the categories.</summary>
    public LikelihoodRule LikelihoodRule { get; init; } = LikelihoodRule.Default;

    /// <summary>The model that the charts follow; null for the one with the lowest log score that ran through.</summary>
    public string? FocusModel { get; init; }

    /// <summary>What moving the grid alone does to a metric of each model; empty where it was not looked at.</summary>
    public IReadOnlyList<PlacementSensitivity> Placements { get; init; } = [];

    /// <summary>Why the grid was not moved, in a sentence; empty where it was, or where nothing is to be said.</summary>
    public string PlacementsMissing { get; init; } = "";

    /// <summary>Forecasts per bin of the probability integral transform of the model in focus; null for no histogram.</summary>
    public IReadOnlyList<double>? PitCounts { get; init; }

    /// <summary>The greatest share of the area that the hit-rate curve shows, above 0 to 1; 0.3 unless told, since nobody patrols most of an area.</summary>
    public double MaximumAreaShare { get; init; } = 0.3;

    /// <summary>What came in and what was refused, one report per source.</summary>
    public IReadOnlyList<DataQualityReport> Quality { get; init; } = [];

    /// <summary>What counting did with the events that were read; null to take what <see cref="Counts"/> tell.</summary>
    public CountingFacts? Counting { get; init; }

    /// <summary>Facts of the run record: fingerprint, versions, seed, parameters.</summary>
    public IReadOnlyList<ReportFact> RunFacts { get; init; } = [];
}
