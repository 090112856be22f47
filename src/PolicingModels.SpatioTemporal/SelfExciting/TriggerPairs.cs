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
            (TriggerPairs? pairs, long total) = new Finder(pattern, days, metres).Find(pattern.X, pattern.Y, pattern.T, Whose.Own, MostPairs, shortened, cancellationToken);
            if (pairs is not null)
            {
                return pairs;
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

    /// <summary>For each of any places and moments the events close before.</summary>
    /// <param name="pattern">The events.</param>
    /// <param name="x">Metres east.</param>
    /// <param name="y">Metres north.</param>
    /// <param name="moment">The moments.</param>
    /// <param name="longestDays">How long before.</param>
    /// <param name="ofEvents">Whether each place is that of the event of the same number, which is then left out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public TriggerPairs At(PointPattern pattern, double[] x, double[] y, double[] moment, double longestDays, bool ofEvents, CancellationToken cancellationToken)
    {
        Finder finder = new(pattern, longestDays, FarthestMetres);
        return finder.Find(x, y, moment, ofEvents ? Whose.Left : Whose.None, long.MaxValue, Shortened, cancellationToken).Pairs!;
    }

    /// <summary>Whether places are those of events, each in its turn (and only those before it count), at other moments (and all others count), or of none.</summary>
    private enum Whose
    {
        None,
        Left,
        Own,
    }

    /// <summary>Events in square buckets of the farthest reach, in time order within each.</summary>
    private sealed class Finder
    {
        private readonly double _west;
        private readonly double _south;
        private readonly double _size;
        private readonly double _metres;
        private readonly double _days;
        private readonly double _squared;
        private readonly int _columns;
        private readonly int _rows;
        private readonly int[] _first;
        private readonly int[] _place;
        private readonly int[] _event;
        private readonly double[] _x;
        private readonly double[] _y;
        private readonly double[] _t;

        public Finder(PointPattern pattern, double days, double metres)
        {
            _metres = metres;
            _days = days;
            _squared = metres * metres;
            int n = pattern.Count;
            double west = n > 0 ? pattern.X.Min() : 0, south = n > 0 ? pattern.Y.Min() : 0, east = n > 0 ? pattern.X.Max() : 0, north = n > 0 ? pattern.Y.Max() : 0;
            double size = Math.Max(metres, Math.Max(east - west, north - south) / 1000);
            (_west, _south, _size) = (west, south, size);
            _columns = (int)((east - west) / size) + 1;
            _rows = (int)((north - south) / size) + 1;
            int[] bucket = new int[n];
            _first = new int[(_columns * _rows) + 1];
            for (int i = 0; i < n; i++)
            {
                bucket[i] = ((int)((pattern.Y[i] - south) / size) * _columns) + (int)((pattern.X[i] - west) / size);
                _first[bucket[i] + 1]++;
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
                int at = next[bucket[i]]++;
                _place[i] = at;
                _event[at] = i;
                (_x[at], _y[at], _t[at]) = (pattern.X[i], pattern.Y[i], pattern.T[i]);
            }
        }

        /// <summary>Counts the pairs, and keeps them where they are no more than allowed.</summary>
        public (TriggerPairs? Pairs, long Total) Find(double[] x, double[] y, double[] t, Whose whose, long most, bool shortened, CancellationToken cancellationToken)
        {
            int n = x.Length;
            int[] start = new int[n + 1];
            Blocks(n, i => start[i + 1] = Visit(x[i], y[i], t[i], i, whose, [], [], [], 0), cancellationToken);
            long total = 0;
            for (int i = 0; i < n; i++)
            {
                total += start[i + 1];
                start[i + 1] = (int)Math.Min(total, int.MaxValue);
            }

            if (total > most)
            {
                return (null, total);
            }

            float[] days = new float[total], squared = new float[total];
            int[] earlier = new int[total];
            Blocks(n, i => Visit(x[i], y[i], t[i], i, whose, days, squared, earlier, start[i]), cancellationToken);
            return (new TriggerPairs(_days, _metres, start, days, squared, earlier, shortened), total);
        }

        private static void Blocks(int n, Action<int> visit, CancellationToken cancellationToken) =>
            Parallel.For(0, (n + BlockEvents - 1) / BlockEvents, FitThreads.Options(cancellationToken), block =>
            {
                for (int i = block * BlockEvents; i < Math.Min(n, (block + 1) * BlockEvents); i++)
                {
                    visit(i);
                }
            });

        private int Visit(double x, double y, double t, int i, Whose whose, float[] days, float[] squared, int[] earlier, int at)
        {
            int column = (int)Math.Floor((x - _west) / _size), row = (int)Math.Floor((y - _south) / _size), found = 0;
            for (int r = Math.Max(0, row - 1); r <= Math.Min(_rows - 1, row + 1); r++)
            {
                for (int c = Math.Max(0, column - 1); c <= Math.Min(_columns - 1, column + 1); c++)
                {
                    int first = _first[(r * _columns) + c], k = whose == Whose.Own && c == column && r == row ? _place[i] : Before(first, _first[(r * _columns) + c + 1], t);
                    for (k--; k >= first && t - _t[k] <= _days; k--)
                    {
                        double dx = x - _x[k], dy = y - _y[k], d = (dx * dx) + (dy * dy);
                        if (d <= _squared && t > _t[k] && (whose == Whose.None || _event[k] != i))
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
