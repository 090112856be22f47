using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>What the cards of all models say in the same way.</summary>
internal static class CardFacts
{
    /// <summary>What stands behind settings for which nothing else is said.</summary>
    public static readonly Provenance Defaults = new(ProvenanceKind.Inferred, "Settings are the library's defaults, chosen on public data; no force has stated that it uses them.");

    /// <summary>Source and rows of what came in.</summary>
    public static IEnumerable<ReportFact> Of(DataQualityReport quality) =>
    [
        new("Source", Path.GetFileName(quality.Source)),
        new("Rows", string.Create(CultureInfo.InvariantCulture, $"{quality.Read} read, {quality.Used} used, {quality.Refused.Count} refused")),
    ];
}
