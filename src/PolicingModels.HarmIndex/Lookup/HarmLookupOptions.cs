namespace PolicingModels.HarmIndex;

/// <summary>Settings of a look-up.</summary>
public sealed record HarmLookupOptions
{
    /// <summary>What to do where one code carries several scores. Default: refuse.</summary>
    public AmbiguityPolicy Ambiguity { get; init; } = AmbiguityPolicy.Fail;

    /// <summary>The force's own spellings and codes, each with the code it stands for. Default: none. Keys are matched without regard to case and surrounding blanks.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>How often each row of the schedule occurs, by <see cref="HarmRow.SourceRow"/>; needed by <see cref="AmbiguityPolicy.VolumeWeighted"/>. Counts are finite and not negative.</summary>
    public IReadOnlyDictionary<int, double> VolumeBySourceRow { get; init; } = new Dictionary<int, double>();
}
