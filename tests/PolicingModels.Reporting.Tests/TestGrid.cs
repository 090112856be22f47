using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.ReportingTests;

/// <summary>Square cells of 1 km laid row by row from the south-west, or any outlines at all.</summary>
internal sealed class TestGrid : IGrid
{
    private static readonly GeometryFactory Factory = new();
    private readonly Geometry[] _outlines;

    public TestGrid(int columns, int rows, double sideMetres = 1000, string idPrefix = "E")
    {
        GridCell[] cells = new GridCell[columns * rows];
        _outlines = new Geometry[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            double west = 500_000 + (i % columns * sideMetres), south = 150_000 + (i / columns * sideMetres);
            cells[i] = new GridCell(FormattableString.Invariant($"{idPrefix}{i % columns}N{i / columns}"), west + (sideMetres / 2), south + (sideMetres / 2), sideMetres * sideMetres / 1e6);
            _outlines[i] = Factory.ToGeometry(new Envelope(west, west + sideMetres, south, south + sideMetres));
        }

        Cells = cells;
    }

    public TestGrid(params Geometry[] outlines)
    {
        _outlines = outlines;
        Cells = [.. outlines.Select((o, i) => new GridCell($"Z{i}", o.Centroid.X, o.Centroid.Y, o.Area / 1e6))];
    }

    public IReadOnlyList<GridCell> Cells { get; }

    public CoordinateSystem Coordinates { get; init; } = new("EPSG:27700", "British National Grid", 5);

    public string Description { get; init; } = "1 km² squares";

    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells) => throw new NotSupportedException();

    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => throw new NotSupportedException();

    public Geometry Outline(int cell) => _outlines[cell];
}
