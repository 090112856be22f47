namespace PolicingModels.Gridding;

/// <summary>A grid whose cells are whole boxes of a square lattice: counting then bins events without asking for each point.</summary>
public interface ISquareLatticeGrid : IGrid
{
    /// <summary>The lattice; null where some points must be asked for one by one, as where a boundary cuts cells.</summary>
    SquareLattice? Lattice { get; }

    /// <summary>Per box the number of its cell, −1 where the box is no cell; as long as the lattice has boxes; empty without a lattice.</summary>
    ReadOnlySpan<int> CellOfBox { get; }
}
