using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>What becomes of cells of which only a sliver lies inside the boundary (<see cref="GridOptions.MinimumAreaShare"/>).</summary>
public enum SliverRule
{
    /// <summary>The sliver is no cell: points in it are located nowhere (−1) and so counted as outside the area; the area lost is stated.</summary>
    Drop,

    /// <summary>The sliver joins the largest kept cell that shares an edge with it, with its points, area and outline; without such a cell it is dropped.</summary>
    MergeIntoNeighbour,
}

/// <summary>What becomes of points outside the boundary that lie in a cell through which the boundary runs.</summary>
public enum BoundaryRule
{
    /// <summary>They belong to no cell, as the cell's area ends at the boundary.</summary>
    InsideOnly,

    /// <summary>They belong to the cell; for points that may be metres off, at the price of an area that does not hold them all.</summary>
    WholeCell,
}

/// <summary>Where cells lie, and how they are cut at a boundary.</summary>
public sealed record GridOptions
{
    /// <summary>Easting of the grid's origin in metres: a cell corner (squares) or centre (hexagons). Default 0.</summary>
    public double OriginEasting { get; init; }

    /// <summary>Northing of the grid's origin in metres. Default 0.</summary>
    public double OriginNorthing { get; init; }

    /// <summary>Counterclockwise turn of the grid about its origin, in degrees. Default 0.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>The least share of a whole cell's area that must lie inside the boundary, 0 to below 1. Default 0: every cell with an area is kept.</summary>
    public double MinimumAreaShare { get; init; }

    /// <summary>What becomes of cells below <see cref="MinimumAreaShare"/>. Default <see cref="SliverRule.Drop"/>.</summary>
    public SliverRule Slivers { get; init; }

    /// <summary>What becomes of points just outside the boundary. Default <see cref="BoundaryRule.InsideOnly"/>.</summary>
    public BoundaryRule PointsBeyondBoundary { get; init; }

    /// <summary>The most cells a grid may have; more is refused. Default 1,000,000.</summary>
    public int MaximumCells { get; init; } = 1_000_000;

    internal void Validate()
    {
        RequireFinite(OriginEasting, nameof(OriginEasting), "metres");
        RequireFinite(OriginNorthing, nameof(OriginNorthing), "metres");
        RequireFinite(RotationDegrees, nameof(RotationDegrees), "degrees");
        if (!(MinimumAreaShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MinimumAreaShare), MinimumAreaShare, "MinimumAreaShare is a share of a whole cell, 0 to below 1.");
        }

        if (!Enum.IsDefined(Slivers))
        {
            throw new ArgumentOutOfRangeException(nameof(Slivers), Slivers, "Slivers is Drop or MergeIntoNeighbour.");
        }

        if (!Enum.IsDefined(PointsBeyondBoundary))
        {
            throw new ArgumentOutOfRangeException(nameof(PointsBeyondBoundary), PointsBeyondBoundary, "PointsBeyondBoundary is InsideOnly or WholeCell.");
        }

        if (MaximumCells < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaximumCells), MaximumCells, "MaximumCells is at least 1.");
        }
    }

    private static void RequireFinite(double value, string name, string unit)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is a finite number of {unit}."));
        }
    }
}
