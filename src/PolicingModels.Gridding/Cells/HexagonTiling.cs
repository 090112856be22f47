using System.Globalization;
using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>The plane in regular hexagons with a corner to the north; odd rows are shifted half a width east.</summary>
internal sealed class HexagonTiling : Lattice
{
    private static readonly (int, int)[] EvenSteps = [(-1, -1), (0, -1), (-1, 0), (1, 0), (-1, 1), (0, 1)];
    private static readonly (int, int)[] OddSteps = [(0, -1), (1, -1), (-1, 0), (1, 0), (0, 1), (1, 1)];

    private readonly double _side, _width;

    public HexagonTiling(double cellArea, GridOptions options)
        : base(cellArea, options)
    {
        // Area = (3√3/2) side².
        _side = Math.Sqrt(2 * cellArea / (3 * Math.Sqrt(3)));
        _width = Math.Sqrt(3) * _side;
    }

    public double Side => _side;

    public override string Shape => "hexagons";

    // The nearest centre: fractional axial coordinates rounded so that the three cube coordinates keep their sum of zero.
    protected override void LocateInFrame(double u, double v, out double column, out double row)
    {
        double r = v / (1.5 * _side);
        double q = (u / _width) - (r / 2);
        double s = -q - r;
        double rq = Math.Floor(q + 0.5), rr = Math.Floor(r + 0.5), rs = Math.Floor(s + 0.5);
        double dq = Math.Abs(rq - q), dr = Math.Abs(rr - r), ds = Math.Abs(rs - s);
        if (dq > dr && dq > ds)
        {
            rq = -rr - rs;
        }
        else if (dr > ds)
        {
            rr = -rq - rs;
        }

        row = rr;
        column = rq + Math.Floor(rr / 2);
    }

    public override (double U, double V) Centre(int column, int row) => (_width * (column + (0.5 * (row & 1))), 1.5 * _side * row);

    public override double[] Corners(int column, int row)
    {
        // Written in half widths and half sides from the lattice's own lines, so that neighbours get the same corners.
        double half = _width / 2;
        int middle = (2 * column) + (row & 1);
        double west = (middle - 1) * half, centre = middle * half, east = (middle + 1) * half;
        double step = _side / 2;
        double south = ((3 * (long)row) - 2) * step, low = ((3 * (long)row) - 1) * step, high = ((3 * (long)row) + 1) * step, north = ((3 * (long)row) + 2) * step;
        return [centre, south, east, low, east, high, centre, north, west, high, west, low];
    }

    public override Envelope Bounds(int columnFrom, int columnTo, int rowFrom, int rowTo) =>
        new(_width * (columnFrom - 0.5), _width * columnTo, _side * ((1.5 * rowFrom) - 1), _side * ((1.5 * (rowTo - 1)) + 1));

    public override (double ColumnFrom, double ColumnTo, double RowFrom, double RowTo) Covering(Envelope frame) =>
        (Math.Floor(frame.MinX / _width) - 1, Math.Floor(frame.MaxX / _width) + 2, Math.Floor((frame.MinY - _side) / (1.5 * _side)), Math.Ceiling((frame.MaxY + _side) / (1.5 * _side)) + 1);

    public override ReadOnlySpan<(int Columns, int Rows)> Steps(NeighbourRule rule, int row) => (row & 1) == 0 ? EvenSteps : OddSteps;

    public override string IdOf(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"Q{column}R{row}");
}
