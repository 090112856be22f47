namespace PolicingModels.SpatioTemporal;

/// <summary>How large a simulated city is.</summary>
public enum CitySize
{
    /// <summary>About 90 km², four years, about 18,000 recorded events.</summary>
    Small,

    /// <summary>About 370 km², five years, about 130,000 recorded events.</summary>
    Medium,

    /// <summary>About 1,200 km², eight years, about 1.4 million recorded events.</summary>
    Large,
}

/// <summary>What <see cref="CitySimulator"/> makes.</summary>
public sealed record CityOptions
{
    /// <summary>Seed of every random number; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Size of the city; small by default.</summary>
    public CitySize Size { get; init; } = CitySize.Small;

    /// <summary>First day on which events occur; 4 January 2021 by default.</summary>
    public DateOnly Start { get; init; } = new(2021, 1, 4);

    /// <summary>Days over which events occur; null for the size's own span (4, 5 or 8 years of 364 days). At least 28.</summary>
    public int? Days { get; init; }

    /// <summary>The crime types; null for the four of <see cref="SimulatedCrimeType.Defaults"/>, scaled to the size.</summary>
    public IReadOnlyList<SimulatedCrimeType>? CrimeTypes { get; init; }

    /// <summary>Days simulated: <see cref="Days"/>, or the size's own.</summary>
    public int SpanDays => Days ?? (364 * (Size switch { CitySize.Small => 4, CitySize.Medium => 5, _ => 8 }));

    internal (double HalfWidthMetres, double HalfHeightMetres, int Hotspots, double EventFactor) Shape => Size switch
    {
        CitySize.Small => (6_000, 5_000, 12, 1),
        CitySize.Medium => (12_000, 10_000, 30, 6),
        _ => (22_000, 18_000, 70, 40),
    };

    internal void Validate()
    {
        if (!Enum.IsDefined(Size))
        {
            throw new ArgumentOutOfRangeException(nameof(Size), Size, "A city is small, medium or large.");
        }

        if (SpanDays is < 28 or > 36_500)
        {
            throw new ArgumentOutOfRangeException(nameof(Days), SpanDays, "A city is simulated over 28 to 36,500 days.");
        }

        if (CrimeTypes is { Count: 0 })
        {
            throw new ArgumentException("A city has at least one crime type.", nameof(CrimeTypes));
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SimulatedCrimeType type in CrimeTypes ?? [])
        {
            type.Validate();
            if (!names.Add(type.Name))
            {
                throw new ArgumentException($"The crime type “{type.Name}” is listed twice.", nameof(CrimeTypes));
            }
        }
    }
}
