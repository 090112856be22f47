using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>A plan of the coming year and what is known about it: the input of <see cref="SeasonalityReportPage"/>.</summary>
public sealed record SeasonalityReportInput
{
    /// <summary>The plan.</summary>
    public required SeasonalityPlan Plan { get; init; }

    /// <summary>Which places it is about, for the title; empty for none.</summary>
    public string Place { get; init; } = "";

    /// <summary>Breaks found or declared, by series; series without an entry were not searched.</summary>
    public IReadOnlyDictionary<SeriesKey, BreakReport> Breaks { get; init; } = new Dictionary<SeriesKey, BreakReport>();

    /// <summary>How models would have done at past origins; null where it was not asked.</summary>
    public SeasonalBacktestReport? Backtest { get; init; }

    /// <summary>How last year's plan went; null where there is none.</summary>
    public PlanScore? LastPlan { get; init; }

    /// <summary>What model and settings rest on; null where they are the library's or the user's own.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>How rows were read.</summary>
    public IReadOnlyList<DataQualityReport> Quality { get; init; } = [];

    /// <summary>Facts of the run record.</summary>
    public IReadOnlyList<ReportFact> RunFacts { get; init; } = [];

    /// <summary>How many areas get a heat map of their own on the page, at least 0; 12 by default. All are in the tables.</summary>
    public int MostAreaMaps { get; init; } = 12;
}
