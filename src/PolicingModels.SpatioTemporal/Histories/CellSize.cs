using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>The side of a typical cell, in metres.</summary>
internal static class CellSize
{
    /// <summary>The side of a square of the typical cell's area: the largest area where at least a tenth of the cells have it (a lattice clipped to a boundary), else the mean.</summary>
    /// <returns>Above 0; 1,000 m where no cell has an area.</returns>
    public static double TypicalSideMetres(IReadOnlyList<GridCell> cells)
    {
        double largest = 0, sum = 0;
        foreach (GridCell cell in cells)
        {
            largest = Math.Max(largest, cell.AreaSquareKilometres);
            sum += cell.AreaSquareKilometres;
        }

        if (!(largest > 0))
        {
            return 1000;
        }

        int whole = 0;
        foreach (GridCell cell in cells)
        {
            whole += cell.AreaSquareKilometres >= largest * (1 - 1e-6) ? 1 : 0;
        }

        return 1000 * Math.Sqrt(10 * whole >= cells.Count ? largest : sum / cells.Count);
    }
}
