namespace PolicingModels.Gridding;

/// <summary>Square cells of equal area. Column c and row r hold <c>c·side ≤ easting − origin &lt; (c+1)·side</c>, and likewise north; their id is <c>E{c}N{r}</c>.</summary>
/// <remarks>
/// With 1 km cells and the default origin in the British National Grid, <c>E513N168</c> is the kilometre square whose south-western
/// corner is (513000, 168000), which the Ordnance Survey calls TQ1368. Immutable and thread-safe.
/// </remarks>
public sealed class SquareGrid : LatticeGrid, ISquareLatticeGrid
{
    private SquareGrid(SquareTiling tiling, CoordinateSystem coordinates, StudyArea? boundary, GridOptions options, List<ClippedCell> pieces)
        : base(tiling, coordinates, boundary, options, pieces) => SideMetres = tiling.Side;

    /// <summary>The side of a whole cell in metres.</summary>
    public double SideMetres { get; }

    /// <inheritdoc/>
    public SquareLattice? Lattice => WholeBox;

    /// <inheritdoc/>
    public ReadOnlySpan<int> CellOfBox => CellsOfWholeBox;

    internal static SquareGrid Over(double areaSquareKilometres, StudyArea boundary, GridOptions options, CancellationToken stop)
    {
        SquareTiling tiling = new(SideOf(areaSquareKilometres), options);
        return new SquareGrid(tiling, boundary.Coordinates, boundary, options, Cover(tiling, boundary, options, stop));
    }

    internal static SquareGrid Holding(double areaSquareKilometres, CrimeEvents events, GridOptions options, CancellationToken stop)
    {
        SquareTiling tiling = new(SideOf(areaSquareKilometres), options);
        return new SquareGrid(tiling, events.Coordinates, null, options, Occupied(tiling, events, options, stop));
    }
}
