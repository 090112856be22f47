namespace PolicingModels.Seasonality;

/// <summary>How a break changes a series.</summary>
public enum BreakKind
{
    /// <summary>AO: one month is out, the next is as before.</summary>
    AdditiveOutlier,

    /// <summary>LS: from a month on the level is another.</summary>
    LevelShift,

    /// <summary>TC: a month is out and the series comes back over the following months, by 30% of what is left each month.</summary>
    TemporaryChange,

    /// <summary>SO: from a year on one month of the year stands higher or lower against the others. Declared only, never searched for.</summary>
    SeasonalShift,
}

/// <summary>A break that is known beforehand: a riot, a change of recording, a lockdown.</summary>
/// <param name="Kind">How it changes the series.</param>
/// <param name="Month">The first month it changes.</param>
/// <param name="Name">What happened, for reports.</param>
public sealed record DeclaredBreak(BreakKind Kind, Month Month, string Name);

/// <summary>A break of a series.</summary>
/// <param name="Kind">How it changes the series.</param>
/// <param name="Month">The first month it changes.</param>
/// <param name="Name">What happened, where it was declared; null where it was found.</param>
/// <param name="Effect">The relative change in its first month: 0.4 for 40% more than without it; with its 95% interval.</param>
/// <param name="TValue">The estimate over its standard error.</param>
public sealed record SeriesBreak(BreakKind Kind, Month Month, string? Name, Estimate Effect, double TValue)
{
    /// <summary>Whether it was declared rather than found.</summary>
    public bool IsDeclared => Name is not null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Code} {Month} {Effect.Value:+0%;-0%;0%}{(Name is null ? "" : $" ({Name})")}");

    private string Code => Kind switch
    {
        BreakKind.AdditiveOutlier => "AO",
        BreakKind.LevelShift => "LS",
        BreakKind.TemporaryChange => "TC",
        _ => "SO",
    };
}
