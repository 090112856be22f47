using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

/// <summary>A grid of squares that locates one point at a time with plain arithmetic: the oracle for every faster one.</summary>
internal sealed class PlainGrid(double west, double south, double side, int columns, int rows) : IGrid
{
    public IReadOnlyList<GridCell> Cells { get; } =
    [
        .. Enumerable.Range(0, columns * rows).Select(i => new GridCell($"{i}", west + (side * ((i % columns) + 0.5)), south + (side * ((i / columns) + 0.5)), side * side / 1e6)),
    ];

    public CoordinateSystem Coordinates => CoordinateSystem.BritishNationalGrid;

    public string Description => $"{columns} × {rows} squares of {side} m";

    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        for (int i = 0; i < easting.Length; i++)
        {
            cells[i] = -1;
            for (int c = 0; c < Cells.Count; c++)
            {
                double e = west + (side * (c % columns)), n = south + (side * (c / columns));
                if (easting[i] >= e && easting[i] < e + side && northing[i] >= n && northing[i] < n + side)
                {
                    cells[i] = c;
                }
            }
        }
    }

    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => throw new NotSupportedException("Counting does not ask for neighbours.");

    public Geometry Outline(int cell) => throw new NotSupportedException("Counting does not ask for outlines.");
}
