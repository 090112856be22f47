namespace PolicingModels.Seasonality;

/// <summary>What a series counts: a type of crime (or a total over types) in an area (or the whole force).</summary>
/// <param name="Type">A name of the tree of types.</param>
/// <param name="Area">A name of the tree of areas.</param>
public readonly record struct SeriesKey(string Type, string Area)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type}, {Area}";
}

/// <summary>One row of a long table of counts.</summary>
/// <param name="Month">The month counted.</param>
/// <param name="Type">The type of crime.</param>
/// <param name="Area">The area.</param>
/// <param name="Count">The count, finite.</param>
public readonly record struct CountRow(Month Month, string Type, string Area, double Count);

/// <summary>A node of a hierarchy. Its place is its row in every table about the hierarchy.</summary>
/// <param name="Index">Its place, 0 for the total of everything.</param>
/// <param name="Key">What it counts.</param>
/// <param name="TypeDepth">How far its type lies below the total over types, 0 for that total.</param>
/// <param name="AreaDepth">How far its area lies below the whole, 0 for the whole.</param>
/// <param name="IsBottom">Whether it is counted itself and not added up.</param>
public sealed record SeriesNode(int Index, SeriesKey Key, int TypeDepth, int AreaDepth, bool IsBottom)
{
    /// <summary>Which kind of node it is, for tables by level.</summary>
    public SeriesLevel Level => (TypeDepth, AreaDepth) switch
    {
        (0, 0) => SeriesLevel.Total,
        (_, 0) => SeriesLevel.Type,
        (0, _) => SeriesLevel.Area,
        _ => SeriesLevel.AreaType,
    };
}

/// <summary>The kinds of node of a hierarchy of types and areas.</summary>
public enum SeriesLevel
{
    /// <summary>All types, the whole force.</summary>
    Total,

    /// <summary>A type (or group of types), the whole force.</summary>
    Type,

    /// <summary>All types, one area (or group of areas).</summary>
    Area,

    /// <summary>A type in an area.</summary>
    AreaType,
}
