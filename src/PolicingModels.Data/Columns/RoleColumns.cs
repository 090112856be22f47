namespace PolicingModels.Data;

/// <summary>How the two coordinates of a source are to be read.</summary>
internal enum CoordinateKind
{
    /// <summary>Planar, and the values will tell whether they are the British National Grid, or degrees under another name.</summary>
    Undeclared,

    /// <summary>Longitude and latitude.</summary>
    Degrees,

    /// <summary>A plane, declared.</summary>
    Plane,
}

/// <summary>A category to keep: its name in the events and its column.</summary>
internal readonly record struct CategorySource(string Name, int Column);

/// <summary>A filter on one column: the values of which one must be met.</summary>
internal sealed record FilterSource(int Column, string Header, byte[][] Values);

/// <summary>Which column of one source plays which role; −1 where none does.</summary>
internal sealed record RoleColumns
{
    public required string[] Headers { get; init; }

    public int Id { get; init; } = -1;

    public int X { get; init; } = -1;

    public int Y { get; init; } = -1;

    public int From { get; init; } = -1;

    public int To { get; init; } = -1;

    public int Date { get; init; } = -1;

    public int Recorded { get; init; } = -1;

    public CoordinateKind Kind { get; init; }

    public IReadOnlyList<CategorySource> Categories { get; init; } = [];

    public IReadOnlyList<FilterSource> Filters { get; init; } = [];
}
