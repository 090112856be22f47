namespace PolicingModels.SpatioTemporal;

/// <summary>Points sorted into square buckets, row by row, so that those near a place are found without looking at all.</summary>
internal sealed class PointBuckets
{
    private const int MostBuckets = 1 << 20;

    private readonly double _west;
    private readonly double _south;
    private readonly double _size;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int[] _start;
    private readonly int[] _points;

    public PointBuckets(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double size)
    {
        double east = double.NegativeInfinity, north = double.NegativeInfinity;
        _west = _south = double.PositiveInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            _west = Math.Min(_west, x[i]);
            east = Math.Max(east, x[i]);
            _south = Math.Min(_south, y[i]);
            north = Math.Max(north, y[i]);
        }

        if (x.IsEmpty)
        {
            _west = _south = east = north = 0;
        }

        _size = Math.Max(size, Math.Max(east - _west, north - _south) / Math.Sqrt(MostBuckets));
        _size = _size > 0 ? _size : 1;
        _columns = (int)((east - _west) / _size) + 1;
        _rows = (int)((north - _south) / _size) + 1;
        _start = new int[(_columns * _rows) + 1];
        int[] bucket = new int[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            bucket[i] = ((int)((y[i] - _south) / _size) * _columns) + (int)((x[i] - _west) / _size);
            _start[bucket[i] + 1]++;
        }

        for (int b = 0; b < _columns * _rows; b++)
        {
            _start[b + 1] += _start[b];
        }

        int[] next = _start[..^1];
        _points = new int[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            _points[next[bucket[i]]++] = i;
        }
    }

    /// <summary>The side of a bucket.</summary>
    public double Size => _size;

    /// <summary>The buckets that a square around a place touches; an empty range where it touches none.</summary>
    public (int Left, int Right, int Bottom, int Top) Around(double x, double y, double radius) => (
        Clamp(Math.Floor((x - radius - _west) / _size), 0, _columns),
        Clamp(Math.Floor((x + radius - _west) / _size), -1, _columns - 1),
        Clamp(Math.Floor((y - radius - _south) / _size), 0, _rows),
        Clamp(Math.Floor((y + radius - _south) / _size), -1, _rows - 1));

    /// <summary>The points in buckets of one row from one column to another, both inside.</summary>
    public ReadOnlySpan<int> Of(int row, int left, int right) =>
        left > right ? [] : _points.AsSpan(_start[(row * _columns) + left].._start[(row * _columns) + right + 1]);

    private static int Clamp(double value, int low, int high) => (int)Math.Clamp(value, low, high);
}
