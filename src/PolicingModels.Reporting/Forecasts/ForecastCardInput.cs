using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>What the card of a forecaster of counts per place is made from. Only what is given is said; nothing is made up.</summary>
public sealed record ForecastCardInput
{
    /// <summary>The forecaster's name, as in <see cref="Backtest"/>.</summary>
    public required string Model { get; init; }

    /// <summary>What is counted, in the plural and in lower case: <c>vehicle thefts</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The counts it learns from.</summary>
    public required SpaceTimeCounts Counts { get; init; }

    /// <summary>What came in and what was refused.</summary>
    public required DataQualityReport Quality { get; init; }

    /// <summary>How it did before; null where it was not evaluated.</summary>
    public BacktestReport? Backtest { get; init; }

    /// <summary>Which of several series the backtest is about; empty for the only one.</summary>
    public string BacktestOf { get; init; } = "";

    /// <summary>What method and settings rest on; null where they are the library's or the user's own.</summary>
    public Provenance? Provenance { get; init; }
}
