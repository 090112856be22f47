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

    /// <summary>Half-open squares of equal size, aligned to multiples of their side.</summary>
    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        double side = Math.Sqrt(_cells[0].AreaSquareKilometres) * 1000;
        Dictionary<(double, double), int> index = [];
        for (int c = 0; c < _cells.Length; c++)
        {
            index.Add((Math.Floor(_cells[c].Easting / side), Math.Floor(_cells[c].Northing / side)), c);
        }

        for (int i = 0; i < easting.Length; i++)
        {
            cells[i] = index.GetValueOrDefault((Math.Floor(easting[i] / side), Math.Floor(northing[i] / side)), -1);
        }
    }

    /// <summary>Cells whose centres are at most a side apart each way, and one way only by the rook's rule.</summary>
    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen)
    {
        double side = Math.Sqrt(_cells[0].AreaSquareKilometres) * 1000;
        Dictionary<(long, long), int> index = [];
        for (int c = 0; c < _cells.Length; c++)
        {
            index.Add(((long)Math.Floor(_cells[c].Easting / side), (long)Math.Floor(_cells[c].Northing / side)), c);
        }

        return new Adjacency([.. index.OrderBy(e => e.Value).Select(e => (IReadOnlyList<int>)[..
            from dx in Enumerable.Range(-1, 3)
            from dy in Enumerable.Range(-1, 3)
            where (dx, dy) != (0, 0) && (rule == NeighbourRule.Queen || dx == 0 || dy == 0)
            let found = index.GetValueOrDefault((e.Key.Item1 + dx, e.Key.Item2 + dy), -1)
            where found >= 0
            select found])]);
    }

    public Geometry Outline(int cell) => throw new NotSupportedException("The test grid has no outlines.");
}
