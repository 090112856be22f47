using PolicingModels.Data;

namespace PolicingModels;

/// <summary>What a list by harm is made from: set <see cref="Path"/> or <see cref="Table"/>.</summary>
public sealed class HarmListInput
{
    /// <summary>A file, folder or pattern of offences; see <see cref="OffenceFiles.Read"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Offences already read, instead of <see cref="Path"/>.</summary>
    public OffenceTable? Table { get; set; }

    /// <summary>How a file is read.</summary>
    public OffenceReadOptions Reading { get; set; } = new();

    /// <summary>The files that the system's indices were read from, for the run record; none by default.</summary>
    public IReadOnlyList<string> IndexFiles { get; set; } = [];

    /// <summary>The first day that is not known; null for the day after the last offence or record in the input.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>Told what reading found, before anything is computed from it: what is to be known even where the run is then refused. Null for nobody.</summary>
    public IProgress<DataQualityReport>? Quality { get; set; }

    internal void Validate()
    {
        if (Path is null == Table is null)
        {
            throw new ArgumentException(Path is null ? "No offences are named; set Path to a file or Table to offences already read." : "Path and Table are both set; offences come from one of them.", nameof(Path));
        }
    }
}
