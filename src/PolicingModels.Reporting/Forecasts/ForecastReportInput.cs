using NetTopologySuite.Geometries;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>What a page about a forecast is made from. Only what is given is shown; nothing is made up.</summary>
public sealed record ForecastReportInput
{
    /// <summary>The forecast.</summary>
    public required GridForecast Forecast { get; init; }

    /// <summary>What is forecast, in the plural and in lower case: <c>vehicle thefts</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The first day that was not known when the forecast was made.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The area in words, for the title; empty for none.</summary>
    public string Place { get; init; } = "";

    /// <summary>The periods whose counts the model learnt from; null where not told.</summary>
    public PeriodSequence? History { get; init; }

    /// <summary>A predictive interval of the total of the whole area from a model of the total; null to state the one that holds if cells vary independently.</summary>
    public Interval? TotalInterval { get; init; }

    /// <summary>The outline of the study area in the grid's plane; null to outline the cells.</summary>
    public Geometry? Boundary { get; init; }

    /// <summary>What came in and what was refused, one report per source.</summary>
    public IReadOnlyList<DataQualityReport> Quality { get; init; } = [];

    /// <summary>What counting did with the events that were read; null where not told.</summary>
    public CountingFacts? Counting { get; init; }

    /// <summary>Facts of the run record: fingerprint, versions, seed, parameters.</summary>
    public IReadOnlyList<ReportFact> RunFacts { get; init; } = [];

    /// <summary>What the model, its settings and its categories rest on; null where not told.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Sections set between the ranked cells and the quality of the data, for instance how well the model did before.</summary>
    public IReadOnlyList<ReportSection> MoreSections { get; init; } = [];

    /// <summary>How many cells the ranked table shows; 25 unless told.</summary>
    public int TopCells { get; init; } = 25;

    /// <summary>The file with every cell, named under the cut table.</summary>
    public string CellsFile { get; init; } = "cells.csv";
}
