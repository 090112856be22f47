using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>For each event the earlier events close enough in time and space to have triggered it. Immutable.</summary>
internal sealed class TriggerPairs
{
    /// <summary>The most pairs kept in memory: 12 bytes each.</summary>
    public const long MostPairs = 30_000_000;

    private const int BlockEvents = 256;

    private TriggerPairs(double longestDays, double farthestMetres, int[] start, float[] days, float[] squared, int[] earlier, bool shortened)
    {
        Earlier = earlier;
        LongestDays = longestDays;
        FarthestMetres = farthestMetres;
        Start = start;
        Days = days;
        Squared = squared;
        Shortened = shortened;
    }

    public double LongestDays { get; }

    public double FarthestMetres { get; }

    /// <summary>The pairs of event i are those from Start[i] to before Start[i + 1].</summary>
    public int[] Start { get; }

    /// <summary>Days from the earlier event to the later.</summary>
    public float[] Days { get; }

    /// <summary>Squared metres between them.</summary>
    public float[] Squared { get; }

    /// <summary>The earlier event of each pair.</summary>
    public int[] Earlier { get; }

    public int Count => Days.Length;

    /// <summary>Whether the default reach was shortened to keep memory in bounds.</summary>
    public bool Shortened { get; }

    public static TriggerPairs Find(PointPattern pattern, double? longestDays, double? farthestMetres, CancellationToken cancellationToken)
    {
        double days = longestDays ?? SelfExcitingOptions.DefaultLongestDays, metres = farthestMetres ?? SelfExcitingOptions.DefaultFarthestMetres;
        bool shortened = false;
        while (true)
        {
            Finder finder = new(pattern, days, metres);
            int[] start = new int[pattern.Count + 1];
            long total = finder.Count(start, cancellationToken);
            if (total <= MostPairs)
            {
                float[] dt = new float[total], squared = new float[total];
                int[] earlier = new int[total];
                finder.Fill(start, dt, squared, earlier, cancellationToken);
                return new TriggerPairs(days, metres, start, dt, squared, earlier, shortened);
            }

            if (longestDays is not null && farthestMetres is not null)
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(CultureInfo.InvariantCulture, $"{pattern.Count} events make {total} pairs within {days:0.#} days and {metres:0.#} m, more than the {MostPairs} that are kept. Take a shorter LongestTriggerDays or FarthestTriggerMetres, or fewer days of history."));
            }

            shortened = true;
            metres = farthestMetres ?? metres * 0.75;
            days = longestDays ?? (farthestMetres is null ? days : days * 0.75);
        }
    }

    /// <summary>For each event the events close before another moment at the same place.</summary>
    /// <param name="pattern">The events.</param>
    /// <param name="moment">That moment for each event.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public TriggerPairs At(PointPattern pattern, double[] moment, CancellationToken cancellationToken)
    {
        Finder finder = new(pattern, LongestDays, FarthestMetres);
        int[] start = new int[pattern.Count + 1];
        long total = finder.Count(start, cancellationToken, moment);
        float[] days = new float[total], squared = new float[total];
        int[] earlier = new int[total];
        finder.Fill(start, days, squared, earlier, cancellationToken, moment);
        return new TriggerPairs(LongestDays, FarthestMetres, start, days, squared, earlier, Shortened);
    }

    /// <summary>Events in square buckets of the farthest reach, in time order within each.</summary>
    private sealed class Finder
    {
        private readonly PointPattern _pattern;
        private readonly double _days;
        private readonly double _squared;
        private readonly int _columns;
        private readonly int _rows;
        private readonly int[] _bucket;
        private readonly int[] _first;
        private readonly int[] _place;
        private readonly int[] _event;
        private readonly double[] _x;
        private readonly double[] _y;
        private readonly double[] _t;

        public Finder(PointPattern pattern, double days, double metres)
        {
            _pattern = pattern;
            _days = days;
            _squared = metres * metres;
            int n = pattern.Count;
            double west = n > 0 ? pattern.X.Min() : 0, south = n > 0 ? pattern.Y.Min() : 0, east = n > 0 ? pattern.X.Max() : 0, north = n > 0 ? pattern.Y.Max() : 0;
            double size = Math.Max(metres, Math.Max(east - west, north - south) / 1000);
            _columns = (int)((east - west) / size) + 1;
            _rows = (int)((north - south) / size) + 1;
            _bucket = new int[n];
            _first = new int[(_columns * _rows) + 1];
            for (int i = 0; i < n; i++)
            {
                _bucket[i] = ((int)((pattern.Y[i] - south) / size) * _columns) + (int)((pattern.X[i] - west) / size);
                _first[_bucket[i] + 1]++;
            }

            for (int b = 1; b < _first.Length; b++)
            {
                _first[b] += _first[b - 1];
            }

            int[] next = _first[..^1];
            _place = new int[n];
            _event = new int[n];
            _x = new double[n];
            _y = new double[n];
            _t = new double[n];
            for (int i = 0; i < n; i++)
            {
                int at = next[_bucket[i]]++;
                _place[i] = at;
                _event[at] = i;
                (_x[at], _y[at], _t[at]) = (pattern.X[i], pattern.Y[i], pattern.T[i]);
            }
        }

        public long Count(int[] start, CancellationToken cancellationToken, double[]? moment = null)
        {
            int n = _pattern.Count;
            Blocks(n, i => start[i + 1] = Visit(i, moment is null ? _pattern.T[i] : moment[i], moment is null, [], [], [], 0), cancellationToken);
            long total = 0;
            for (int i = 0; i < n; i++)
            {
                total += start[i + 1];
                start[i + 1] = (int)Math.Min(total, int.MaxValue);
            }

            return total;
        }

        public void Fill(int[] start, float[] days, float[] squared, int[] earlier, CancellationToken cancellationToken, double[]? moment = null) =>
            Blocks(_pattern.Count, i => Visit(i, moment is null ? _pattern.T[i] : moment[i], moment is null, days, squared, earlier, start[i]), cancellationToken);

        private static void Blocks(int n, Action<int> visit, CancellationToken cancellationToken) =>
            Parallel.For(0, (n + BlockEvents - 1) / BlockEvents, new ParallelOptions { CancellationToken = cancellationToken }, block =>
            {
                for (int i = block * BlockEvents; i < Math.Min(n, (block + 1) * BlockEvents); i++)
                {
                    visit(i);
                }
            });

        private int Visit(int i, double t, bool own, float[] days, float[] squared, int[] earlier, int at)
        {
            double x = _pattern.X[i], y = _pattern.Y[i];
            int column = _bucket[i] % _columns, row = _bucket[i] / _columns, found = 0;
            for (int r = Math.Max(0, row - 1); r <= Math.Min(_rows - 1, row + 1); r++)
            {
                for (int c = Math.Max(0, column - 1); c <= Math.Min(_columns - 1, column + 1); c++)
                {
                    int first = _first[(r * _columns) + c], k = own && c == column && r == row ? _place[i] : Before(first, _first[(r * _columns) + c + 1], t);
                    for (k--; k >= first && t - _t[k] <= _days; k--)
                    {
                        double dx = x - _x[k], dy = y - _y[k], d = (dx * dx) + (dy * dy);
                        if (d <= _squared && t > _t[k] && _event[k] != i)
                        {
                            if (days.Length > 0)
                            {
                                days[at + found] = (float)(t - _t[k]);
                                squared[at + found] = (float)d;
                                earlier[at + found] = _event[k];
                            }

                            found++;
                        }
                    }
                }
            }

            return found;
        }

        private int Before(int low, int high, double time)
        {
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                (low, high) = _t[middle] < time ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
