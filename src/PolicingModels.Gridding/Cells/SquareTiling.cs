using System.Globalization;
using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>The plane in squares: column c holds c·side ≤ u &lt; (c+1)·side, rows likewise.</summary>
internal sealed class SquareTiling(double side, GridOptions options) : Lattice(side * side, options)
{
    private static readonly (int, int)[] RookSteps = [(0, -1), (-1, 0), (1, 0), (0, 1)];
    private static readonly (int, int)[] QueenSteps = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];

    public double Side => side;

    /// <summary>A block of this tiling, which finds its boxes by the same rule.</summary>
    public SquareLattice Block(int column, int row, int columns, int rows) =>
        new(Frame.OriginEasting, Frame.OriginNorthing, side, columns, rows, Frame.RotationDegrees, column, row);

    public override string Shape => "squares";

    protected override void LocateInFrame(double u, double v, out double column, out double row)
    {
        column = Index(u);
        row = Index(v);
    }

    public override (double U, double V) Centre(int column, int row) => ((column + 0.5) * side, (row + 0.5) * side);

    public override double[] Corners(int column, int row)
    {
        double west = column * side, east = (column + 1) * side, south = row * side, north = (row + 1) * side;
        return [west, south, east, south, east, north, west, north];
    }

    public override Envelope Bounds(int columnFrom, int columnTo, int rowFrom, int rowTo) => new(columnFrom * side, columnTo * side, rowFrom * side, rowTo * side);

    public override (double ColumnFrom, double ColumnTo, double RowFrom, double RowTo) Covering(Envelope frame) =>
        (Index(frame.MinX), Index(frame.MaxX) + 1, Index(frame.MinY), Index(frame.MaxY) + 1);

    public override ReadOnlySpan<(int Columns, int Rows)> Steps(NeighbourRule rule, int row) => rule == NeighbourRule.Rook ? RookSteps : QueenSteps;

    public override string IdOf(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"E{column}N{row}");

    private double Index(double x) => SquareLattice.IndexOf(x, side);
}
