namespace PolicingModels.Reporting;

/// <summary>A point of a chart, with its interval where it has one.</summary>
/// <param name="X">Where it stands: a number, a fraction or a <see cref="DateOnly.DayNumber"/>, as its axis says.</param>
/// <param name="Y">Its value.</param>
/// <param name="Low">Lower end of its interval, or null.</param>
/// <param name="High">Upper end of its interval, or null.</param>
public readonly record struct ChartPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>How a series is drawn.</summary>
public enum SeriesKind
{
    /// <summary>A line from point to point; intervals as a band.</summary>
    Line,

    /// <summary>A line that keeps each value until the next point; intervals as a band.</summary>
    Step,

    /// <summary>Marks; intervals as bars.</summary>
    Points,

    /// <summary>Marks joined by a thin line; intervals as bars.</summary>
    LineAndPoints,
}

/// <summary>A named series of points.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="Points">In order of <see cref="ChartPoint.X"/> where they are joined.</param>
/// <param name="Kind">How it is drawn.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, SeriesKind Kind = SeriesKind.Line)
{
    /// <summary>Whether the series is there to compare with (chance, the best attainable): drawn thin, grey and dashed.</summary>
    public bool IsReference { get; init; }

    /// <summary>The name of an earlier series that this one belongs to: drawn in its colour and not listed in the legend. Null for a series of its own.</summary>
    public string? BelongsTo { get; init; }
}
