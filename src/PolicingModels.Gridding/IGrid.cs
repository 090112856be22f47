using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>A place for which events are counted.</summary>
/// <param name="Id">A stable identifier: the same place has the same id whatever the boundary or the data.</param>
/// <param name="Easting">Centre, metres east.</param>
/// <param name="Northing">Centre, metres north.</param>
/// <param name="AreaSquareKilometres">True area inside the study area: the exposure.</param>
public readonly record struct GridCell(string Id, double Easting, double Northing, double AreaSquareKilometres);

/// <summary>Which cells count as neighbours.</summary>
public enum NeighbourRule
{
    /// <summary>Cells that share an edge or a corner (8 for squares, 6 for hexagons).</summary>
    Queen,

    /// <summary>Cells that share an edge (4 for squares, 6 for hexagons).</summary>
    Rook,
}

/// <summary>Places: square cells, hexagons, polygon zones or any list of cells. Immutable and thread-safe.</summary>
public interface IGrid
{
    /// <summary>The cells in their fixed order; a cell's index here is its number everywhere.</summary>
    IReadOnlyList<GridCell> Cells { get; }

    /// <summary>The plane in which the cells lie.</summary>
    CoordinateSystem Coordinates { get; }

    /// <summary>One phrase for reports, for instance <c>1 km² squares, 720 cells</c>.</summary>
    string Description { get; }

    /// <summary>Finds the cell of each point. Cells are half-open: a point on a western or southern edge belongs to the cell.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north, as many as eastings.</param>
    /// <param name="cells">Receives one cell number per point; −1 where no cell holds it.</param>
    void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells);

    /// <summary>Which cells touch which.</summary>
    Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen);

    /// <summary>The outline of a cell inside the study area, in metres.</summary>
    Geometry Outline(int cell);
}
