namespace PolicingModels.Reporting;

/// <summary>How the values of an axis are written.</summary>
public enum AxisFormat
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Fractions, written as percentages.</summary>
    Percent,

    /// <summary>Days, given as <see cref="DateOnly.DayNumber"/>.</summary>
    Date,
}

/// <summary>How values become places on an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal steps of value are equal steps of length.</summary>
    Linear,

    /// <summary>Length goes with the square root: small counts stay legible beside large ones, and 0 has a place. Not for negative values.</summary>
    SquareRoot,
}

/// <summary>An axis of a chart.</summary>
/// <param name="Title">What it measures, with the unit.</param>
/// <param name="Format">How values are written.</param>
public sealed record ChartAxis(string Title, AxisFormat Format = AxisFormat.Number)
{
    /// <summary>How values become places.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>The lowest value shown; null to fit the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value shown; null to fit the data.</summary>
    public double? Maximum { get; init; }
}
