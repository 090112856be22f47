using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>What a page about a list by harm is made from. Only what is given is shown; nothing is made up.</summary>
public sealed record HarmReportInput
{
    /// <summary>The list with everything that must stand beside it.</summary>
    public required HarmAnalysis Analysis { get; init; }

    /// <summary>What is listed, in the plural and in lower case, for instance <c>suspects of violence against women and girls</c>; null for the unit's own word.</summary>
    public string? Subject { get; init; }

    /// <summary>The area in words, for the title; empty for none.</summary>
    public string Place { get; init; } = "";

    /// <summary>The offence ids by row of the offences; null where there are none.</summary>
    public CategoryColumn? OffenceIds { get; init; }

    /// <summary>What the rule behind the list rests on; null where it is the user's own choice of settings.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>What came in and what was refused, one report per source.</summary>
    public IReadOnlyList<DataQualityReport> Quality { get; init; } = [];

    /// <summary>Harm per 1,000 of a named denominator; null where none was given.</summary>
    public AreaRates? Rates { get; init; }

    /// <summary>Further sections, shown after the list.</summary>
    public IReadOnlyList<ReportSection> MoreSections { get; init; } = [];

    /// <summary>Facts of the run record: fingerprint, versions, seed, parameters.</summary>
    public IReadOnlyList<ReportFact> RunFacts { get; init; } = [];

    /// <summary>Whether the input is simulated: then the page says that it tells nothing about any real person or place.</summary>
    public bool Simulated { get; init; }

    /// <summary>Whether the offences are of one kind and not all that were recorded: then the seven series, which are sums over all crime, are not shown.</summary>
    public bool IsSelection { get; init; }

    /// <summary>The file that holds the whole list; <c>entities.csv</c> unless told.</summary>
    public string ListFile { get; init; } = "entities.csv";

    /// <summary>How many places the list on the page shows; 100 unless told.</summary>
    public int PlacesShown { get; init; } = 100;

    /// <summary>How many offences behind the places the page shows; 150 unless told.</summary>
    public int OffencesShown { get; init; } = 150;
}
