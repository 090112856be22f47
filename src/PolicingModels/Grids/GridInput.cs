using PolicingModels.Data;
using PolicingModels.Gridding;

namespace PolicingModels;

/// <summary>What a forecast per cell is made from: set <see cref="Path"/> or <see cref="Source"/>.</summary>
public sealed class GridInput
{
    /// <summary>A file, folder or pattern of events; see <see cref="EventFiles.Open"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Events from anywhere, instead of <see cref="Path"/>.</summary>
    public IEventSource? Source { get; set; }

    /// <summary>How a file is read.</summary>
    public EventReadOptions Reading { get; set; } = new();

    /// <summary>A GeoJSON file of the study area, which clips the cells; null for <see cref="Boundary"/>, or for the cells that held an event before the first origin of the backtest.</summary>
    public string? BoundaryPath { get; set; }

    /// <summary>The study area, instead of <see cref="BoundaryPath"/>.</summary>
    public StudyArea? Boundary { get; set; }

    /// <summary>The first day that is not known; null for the day after the last event of the input.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>The first day of the recording, where events before it are strays; null for the first event.</summary>
    public DateOnly? From { get; set; }

    /// <summary>A folder of past forecasts (<c>archive-….json</c>): those whose period has passed are scored, and the last one is compared with. Null for none.</summary>
    public string? ArchiveFolder { get; set; }

    /// <summary>Told what reading found, before anything is computed from it: what is to be known even where the run is then refused. Null for nobody.</summary>
    public IProgress<DataQualityReport>? Quality { get; set; }

    internal void Validate()
    {
        if (Path is null == Source is null)
        {
            throw new ArgumentException(Path is null ? "No events are named; set Path to a file or Source to events from elsewhere." : "Path and Source are both set; events come from one of them.", nameof(Path));
        }

        if (BoundaryPath is not null && Boundary is not null)
        {
            throw new ArgumentException("BoundaryPath and Boundary are both set; leave one out.", nameof(BoundaryPath));
        }
    }
}
