using PolicingModels.HarmIndex;

namespace PolicingModels.Data;

/// <summary>Offences as read, with the account of how they were read.</summary>
/// <param name="Offences">The usable rows, in order of file and line.</param>
/// <param name="Quality">Rows read, used and refused, and what else is to be known.</param>
public sealed record OffenceTable(HarmOffences Offences, DataQualityReport Quality)
{
    /// <summary>The offence ids as written, one per row; null where the source has none.</summary>
    public CategoryColumn? OffenceIds { get; init; }

    /// <summary>The outcomes as written, one per row; null where the source has none.</summary>
    public CategoryColumn? Outcomes { get; init; }

    /// <summary>The columns without a role, as categories, in the order of the headers.</summary>
    public IReadOnlyList<CategoryColumn> Extra { get; init; } = [];

    /// <summary>A column without a role, by its header without regard to letter case; null where there is none.</summary>
    public CategoryColumn? ExtraColumn(string header) => Extra.FirstOrDefault(c => c.Name.Equals(header, StringComparison.OrdinalIgnoreCase));
}
