namespace PolicingModels;

/// <summary>What a preset or table rests on.</summary>
public enum ProvenanceKind
{
    /// <summary>Stated in a published source, which is named.</summary>
    Published,

    /// <summary>Our inference from published facts; nobody has said that it is done so.</summary>
    Inferred,

    /// <summary>An example to be replaced by the user's own values.</summary>
    Illustrative,
}

/// <summary>What a preset or table rests on, with its source.</summary>
/// <param name="Kind">Published, inferred or illustrative.</param>
/// <param name="Source">The source, or the reasoning where there is none.</param>
public sealed record Provenance(ProvenanceKind Kind, string Source);
