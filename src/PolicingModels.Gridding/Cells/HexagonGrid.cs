namespace PolicingModels.Gridding;

/// <summary>Regular hexagons of equal area with a corner to the north; a point belongs to the nearest centre. The id of column c and row r is <c>Q{c}R{r}</c>.</summary>
/// <remarks>
/// The cell Q0R0 is centred on the origin; odd rows are shifted half a width east. All six neighbours share an edge and are equally far.
/// A point equally near to two centres belongs to exactly one of them, the same at every call. Immutable and thread-safe.
/// </remarks>
public sealed class HexagonGrid : LatticeGrid
{
    private HexagonGrid(HexagonTiling tiling, CoordinateSystem coordinates, StudyArea? boundary, GridOptions options, List<ClippedCell> pieces)
        : base(tiling, coordinates, boundary, options, pieces) => SideMetres = tiling.Side;

    /// <summary>The side of a whole cell in metres: also the distance from its centre to a corner.</summary>
    public double SideMetres { get; }

    internal static HexagonGrid Over(double areaSquareKilometres, StudyArea boundary, GridOptions options, CancellationToken stop)
    {
        RequireArea(areaSquareKilometres);
        HexagonTiling tiling = new(areaSquareKilometres * 1e6, options);
        return new HexagonGrid(tiling, boundary.Coordinates, boundary, options, Cover(tiling, boundary, options, stop));
    }

    internal static HexagonGrid Holding(double areaSquareKilometres, CrimeEvents events, GridOptions options, CancellationToken stop)
    {
        RequireArea(areaSquareKilometres);
        HexagonTiling tiling = new(areaSquareKilometres * 1e6, options);
        return new HexagonGrid(tiling, events.Coordinates, null, options, Occupied(tiling, events, options, stop));
    }
}
