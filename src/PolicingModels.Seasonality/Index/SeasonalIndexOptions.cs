namespace PolicingModels.Seasonality;

/// <summary>How the seasonal index of one series is estimated.</summary>
public sealed record SeasonalIndexOptions
{
    /// <summary>How many last months are used, 24 or more; 96 by default.</summary>
    public int WindowMonths { get; init; } = 96;

    /// <summary>How many months each side the level sees that the index is measured against, 6 to 60; 9 by default.</summary>
    public int LevelHalfWidthMonths { get; init; } = 9;

    /// <summary>Months that say nothing about the season; by default <see cref="Disruption.Covid"/>.</summary>
    public IReadOnlyList<Disruption> Disruptions { get; init; } = [Disruption.Covid];

    /// <summary>Breaks of the series, found or declared: disrupted months are left out, and level shifts are taken out of the level. Null by default.</summary>
    public BreakReport? Breaks { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Disruptions);
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowMonths, 24);
        if (LevelHalfWidthMonths is < 6 or > 60)
        {
            throw new ArgumentOutOfRangeException(nameof(LevelHalfWidthMonths), LevelHalfWidthMonths, "LevelHalfWidthMonths is 6 to 60 (months).");
        }
    }
}
