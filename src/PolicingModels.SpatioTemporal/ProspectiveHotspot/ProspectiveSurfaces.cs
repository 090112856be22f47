using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>The grid form: whole cells away, whole weeks ago.</summary>
internal sealed class ProspectiveGridSurface : ISurface
{
    private const long MostPlaces = 20_000_000;

    private readonly CountHistory _history;
    private readonly EventPoints _points;
    private readonly ProspectiveHotspotOptions _options;
    private readonly int[] _column;
    private readonly int[] _row;
    private readonly int _columns;
    private readonly int _rows;
    private readonly double[] _kernel;
    private readonly int _reach;

    public ProspectiveGridSurface(CountHistory history, EventPoints points, ProspectiveHotspotOptions options, double side)
    {
        _history = history;
        _points = points;
        _options = options;
        IReadOnlyList<GridCell> cells = history.Grid.Cells;
        double west = cells.Min(c => c.Easting), south = cells.Min(c => c.Northing);
        double width = (cells.Max(c => c.Easting) - west) / side, height = (cells.Max(c => c.Northing) - south) / side;
        if ((width + 2) * (height + 2) > MostPlaces)
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(CultureInfo.InvariantCulture, $"Counted in cells of {side:0.#} m the grid is {width:0} × {height:0} cells wide; at most {MostPlaces} can be laid out. Take a larger CellSideMetres, or remove cells far from the study area."));
        }

        // Rounding puts the shifted centre of a clipped cell back into its row and column.
        _column = [.. cells.Select(c => (int)Math.Floor(((c.Easting - west) / side) + 0.5))];
        _row = [.. cells.Select(c => (int)Math.Floor(((c.Northing - south) / side) + 0.5))];
        _columns = _column.Max() + 1;
        _rows = _row.Max() + 1;
        _reach = (int)Math.Ceiling(Math.Min(options.MaximumCells, Math.Max(_columns, _rows))) - (options.Distance == CellDistance.Circle ? 0 : 1);
        int wide = (2 * _reach) + 1;
        _kernel = new double[wide * wide];
        for (int dy = -_reach; dy <= _reach; dy++)
        {
            for (int dx = -_reach; dx <= _reach; dx++)
            {
                double distance = options.Distance switch
                {
                    CellDistance.Rectilinear => Math.Abs(dx) + Math.Abs(dy),
                    CellDistance.Chebyshev => Math.Max(Math.Abs(dx), Math.Abs(dy)),
                    _ => Math.Floor(Math.Sqrt((dx * dx) + (dy * dy))),
                };
                _kernel[((dy + _reach) * wide) + dx + _reach] = distance < options.MaximumCells ? 1 / (1 + distance) : 0;
            }
        }
    }

    public bool CanBeZero => true;

    public bool IsRelative => true;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        double[] weight = new double[_columns * _rows];
        (int first, int end) = _points.Between(double.NegativeInfinity, _history.Periods[origin - 1].End.DayNumber);
        for (int k = end - 1; k >= first; k--)
        {
            double weeks = Math.Floor((start.DayNumber - _points.Time[k]) / 7);
            if (!(weeks < _options.MaximumWeeks))
            {
                break;
            }

            int cell = _points.Cell[k];
            weight[(_row[cell] * _columns) + _column[cell]] += _points.Weight[k] / (1 + weeks);
        }

        int wide = (2 * _reach) + 1;
        for (int c = 0; c < into.Length; c++)
        {
            int left = Math.Max(_column[c] - _reach, 0), right = Math.Min(_column[c] + _reach, _columns - 1);
            double sum = 0;
            for (int r = Math.Max(_row[c] - _reach, 0); r <= Math.Min(_row[c] + _reach, _rows - 1); r++)
            {
                ReadOnlySpan<double> weights = weight.AsSpan((r * _columns) + left, right - left + 1);
                ReadOnlySpan<double> kernel = _kernel.AsSpan(((r - _row[c] + _reach) * wide) + left - _column[c] + _reach, weights.Length);
                for (int i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * kernel[i];
                }
            }

            into[c] = sum * _history.Exposure[c];
        }
    }
}

/// <summary>The continuous form: exact distances and ages.</summary>
internal sealed class ProspectiveContinuousSurface(CountHistory history, EventPoints points, ProspectiveHotspotOptions options, double side) : ISurface
{
    public bool CanBeZero => true;

    public bool IsRelative => true;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        (int first, int end) = points.Between(start.DayNumber - (7 * options.MaximumWeeks), history.Periods[origin - 1].End.DayNumber);
        double[] x = points.Easting[first..end], y = points.Northing[first..end], weight = new double[end - first];
        for (int k = 0; k < weight.Length; k++)
        {
            double weeks = (start.DayNumber - points.Time[first + k]) / 7;
            weight[k] = weeks < options.MaximumWeeks ? points.Weight[first + k] / (1 + weeks) : 0;
        }

        double reach = side * options.MaximumCells;
        PointBuckets buckets = new(x, y, reach);
        IReadOnlyList<GridCell> cells = history.Grid.Cells;
        for (int c = 0; c < into.Length; c++)
        {
            if ((c & 63) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double sum = 0;
            (int left, int right, int bottom, int top) = buckets.Around(cells[c].Easting, cells[c].Northing, reach);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int k in buckets.Of(row, left, right))
                {
                    double dx = x[k] - cells[c].Easting, dy = y[k] - cells[c].Northing, squared = (dx * dx) + (dy * dy);
                    if (squared < reach * reach)
                    {
                        sum += weight[k] / (1 + (Math.Sqrt(squared) / side));
                    }
                }
            }

            into[c] = sum * history.Exposure[c];
        }
    }
}
