using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>A small lattice of square cells, row by row from the south-west.</summary>
internal sealed class TestGrid : IGrid
{
    private readonly GridCell[] _cells;

    public TestGrid(IReadOnlyList<GridCell> cells) => _cells = [.. cells];

    public static TestGrid Squares(int columns, int rows, double side = 1000) =>
        new([.. Enumerable.Range(0, columns * rows).Select(i => new GridCell($"c{i}", ((i % columns) + 0.5) * side, ((i / columns) + 0.5) * side, side * side / 1e6))]);

    public IReadOnlyList<GridCell> Cells => _cells;

    public CoordinateSystem Coordinates => CoordinateSystem.PlanarMetres;

    public string Description => $"{_cells.Length} test cells";

    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        for (int i = 0; i < easting.Length; i++)
        {
            cells[i] = -1;
            for (int c = 0; c < _cells.Length; c++)
            {
                double half = Math.Sqrt(_cells[c].AreaSquareKilometres) * 500;
                if (easting[i] >= _cells[c].Easting - half && easting[i] < _cells[c].Easting + half && northing[i] >= _cells[c].Northing - half && northing[i] < _cells[c].Northing + half)
                {
                    cells[i] = c;
                    break;
                }
            }
        }
    }

    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => throw new NotSupportedException("The test grid has no neighbours.");

    public Geometry Outline(int cell) => throw new NotSupportedException("The test grid has no outlines.");
}
