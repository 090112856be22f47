using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>A system that plans the coming year month by month, for every type of crime and area and for the whole.</summary>
public sealed record SeasonalitySystem : ISystem
{
    /// <inheritdoc/>
    public required SystemDescription About { get; init; }

    /// <summary>The types that are planned, as the counts name them; empty (the default) for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The areas that are planned, as the counts name them; empty (the default) for all.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Horizon, thresholds and model.</summary>
    public PlannerOptions Planner { get; init; } = new();

    /// <summary>Months of the held-out check: a plan made so many months ago against the counts since, 0 for none, otherwise 1 to 24. Default 12.</summary>
    public int HeldOutMonths { get; init; } = 12;

    /// <inheritdoc/>
    public SystemInput Input => SystemInput.MonthlyCounts;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings
    {
        get
        {
            CultureInfo c = CultureInfo.InvariantCulture;
            return
            [
                new("types", Types.Count == 0 ? "all" : string.Join(", ", Types)),
                new("areas", Areas.Count == 0 ? "all" : string.Join(", ", Areas)),
                new("horizonMonths", Planner.HorizonMonths.ToString(c)),
                new("changeThreshold", Planner.ChangeThreshold.ToString(c)),
                new("largeChange", Planner.LargeChange.ToString(c)),
                new("arrowProbability", Planner.ArrowProbability.ToString(c)),
                new("heldOutMonths", HeldOutMonths.ToString(c)),
            ];
        }
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(About);
        About.Validate();
        ArgumentNullException.ThrowIfNull(Types);
        ArgumentNullException.ThrowIfNull(Areas);
        ArgumentNullException.ThrowIfNull(Planner);
        Planner.Validate();
        if (HeldOutMonths is < 0 or > 24)
        {
            throw new ArgumentOutOfRangeException(nameof(HeldOutMonths), HeldOutMonths, "HeldOutMonths is 0 to 24 (months).");
        }
    }
}

/// <summary>What a plan of the year is made from: set <see cref="Path"/> or <see cref="Table"/>.</summary>
public sealed class SeasonalityInput
{
    /// <summary>A file, folder or pattern of monthly counts; see <see cref="MonthlyCountFiles.Read"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Counts already read, instead of <see cref="Path"/>.</summary>
    public MonthlyCountTable? Table { get; set; }

    /// <summary>How a file is read.</summary>
    public MonthlyCountReadOptions Reading { get; set; } = new();

    /// <summary>The first day that is not known: the last month used ended by then. Null for all months of the input.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>A folder of past plans (<c>plan-….json</c>): those of whose months some have been counted are scored. Null for none.</summary>
    public string? ArchiveFolder { get; set; }

    /// <summary>Told what reading found, before anything is computed from it: what is to be known even where the run is then refused. Null for nobody.</summary>
    public IProgress<DataQualityReport>? Quality { get; set; }

    internal void Validate()
    {
        if (Path is null == Table is null)
        {
            throw new ArgumentException(Path is null ? "No counts are named; set Path to a file or Table to counts already read." : "Path and Table are both set; counts come from one of them.", nameof(Path));
        }
    }
}
