using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>Near repeats: whether events close in place are closer in time than chance would have them.</summary>
/// <remarks>
/// Knox 1964 (doi:10.2307/2985220) with Monte-Carlo permutation of times over places (Besag and Diggle 1977, doi:10.2307/2346974; Johnson et al. 2007, doi:10.1007/s10940-007-9025-3). Bands are half-open: two burglaries 100 m and
/// 3 days apart stand in [100, 200) m and [0, 7) days. Pairs close in place are found once by buckets; each permutation then only reads their times. Cost: pairs within the
/// farthest band × (1 + permutations). Depends on the seed only, not on threads. Places with many events, a level that changes from district to district at different times, and records dated by a window all raise ratios
/// without any event leading to another.
/// </remarks>
public sealed class Knox
{
    private const int LeastEvents = 10;
    // Nine bytes a pair: about half a gigabyte.
    private const long MostPairs = 60_000_000;

    private readonly KnoxOptions _options;

    /// <summary>Makes the test.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public Knox(KnoxOptions? options = null)
    {
        _options = options ?? new KnoxOptions();
        _options.Validate();
    }

    /// <summary>Counts pairs and compares them with random orders of the times.</summary>
    /// <param name="events">Events; whole days are compared, a window standing at the day of its start.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="AnalysisException">Fewer than 10 events, all on one day, or more close pairs than memory should hold.</exception>
    public KnoxTable Test(CrimeEvents events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count < LeastEvents)
        {
            throw new AnalysisException(AnalysisFailure.TooFewEvents, $"There are {events.Count} events; a Knox table needs at least {LeastEvents}. Widen the offence filter or the window.");
        }

        int[] day = events.Day.ToArray();
        if (day.All(d => d == day[0]))
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"All {events.Count} events are on one day, so that no order of times differs from another. Bring events of several days.");
        }

        (int[] a, int[] b, byte[] band) = ClosePairs(events, cancellationToken);
        int bands = Bands, times = _options.TimeBoundsDays.Count;
        long[] actual = Count(a, b, band, day);
        long[][] drawn = new long[_options.Permutations][];
        SeededRandom root = new(_options.Seed);
        Parallel.For(0, drawn.Length, new ParallelOptions { CancellationToken = cancellationToken }, k =>
        {
            int[] dealt = [.. day];
            root.Fork((ulong)k).Shuffle<int>(dealt);
            drawn[k] = Count(a, b, band, dealt);
        });
        return Table(actual, drawn, bands, times, events);
    }

    private int Bands => _options.DistanceBoundsMetres.Count + (_options.SamePlaceApart ? 1 : 0);

    private KnoxTable Table(long[] actual, long[][] drawn, int bands, int times, CrimeEvents events)
    {
        double[] p = new double[bands * times], mean = new double[p.Length];
        for (int c = 0; c < p.Length; c++)
        {
            long asMany = 0, sum = 0;
            foreach (long[] counts in drawn)
            {
                asMany += counts[c] >= actual[c] ? 1 : 0;
                sum += counts[c];
            }

            p[c] = (1.0 + asMany) / (1 + drawn.Length);
            mean[c] = (double)sum / drawn.Length;
        }

        double[] adjusted = Holm.Adjust(p);
        KnoxCell[] cells = new KnoxCell[p.Length];
        for (int c = 0; c < cells.Length; c++)
        {
            (double from, double to, string label) = Band(c / times);
            double daysFrom = c % times == 0 ? 0 : _options.TimeBoundsDays[(c % times) - 1], daysTo = _options.TimeBoundsDays[c % times];
            double ratio = mean[c] > 0 ? actual[c] / mean[c] : actual[c] == 0 ? 1 : double.PositiveInfinity;
            cells[c] = new KnoxCell(from, to, daysFrom, daysTo, actual[c], mean[c], ratio, p[c], adjusted[c])
            {
                DistanceLabel = label,
                TimeLabel = string.Create(CultureInfo.InvariantCulture, $"[{daysFrom}, {daysTo}) days"),
            };
        }

        List<string> notes = [];
        if (events.HasWindows)
        {
            notes.Add("Some events are known only to lie in a window; the day of its start was used, which blurs times and brings together those of one window.");
        }

        if (events.Count > 1 && events.Day.ToArray().All(d => DateOnly.FromDayNumber(d).Day == 1))
        {
            notes.Add("All days are the first of a month: bands of time shorter than a month mean nothing here.");
        }

        return new KnoxTable(cells, events.Count, drawn.Length, _options.Seed, notes);
    }

    private (double From, double To, string Label) Band(int band)
    {
        if (_options.SamePlaceApart && band == 0)
        {
            return (0, 0, "same place");
        }

        int k = band - (_options.SamePlaceApart ? 1 : 0);
        double from = k == 0 ? 0 : _options.DistanceBoundsMetres[k - 1], to = _options.DistanceBoundsMetres[k];
        return (from, to, string.Create(CultureInfo.InvariantCulture, $"{(k == 0 && _options.SamePlaceApart ? "(" : "[")}{from}, {to}) m"));
    }

    private long[] Count(int[] a, int[] b, byte[] band, int[] day)
    {
        IReadOnlyList<double> bounds = _options.TimeBoundsDays;
        int times = bounds.Count, longest = (int)Math.Ceiling(bounds[^1]);

        // The band of each whole number of days.
        int[] of = new int[longest + 1];
        for (int d = 0; d <= longest; d++)
        {
            while (of[d] < times && d >= bounds[of[d]])
            {
                of[d]++;
            }
        }

        long[] counts = new long[Bands * times];
        for (int k = 0; k < a.Length; k++)
        {
            int apart = Math.Abs(day[a[k]] - day[b[k]]);
            if (apart <= longest && of[apart] < times)
            {
                counts[(band[k] * times) + of[apart]]++;
            }
        }

        return counts;
    }

    /// <summary>All pairs within the farthest band of distance, whatever their times.</summary>
    private (int[] A, int[] B, byte[] Band) ClosePairs(CrimeEvents events, CancellationToken cancellationToken)
    {
        double farthest = _options.DistanceBoundsMetres[^1];
        double[] x = events.Easting.ToArray(), y = events.Northing.ToArray();
        PointBuckets buckets = new(x, y, farthest);
        List<int> a = [], b = [];
        List<byte> band = [];
        for (int i = 0; i < x.Length; i++)
        {
            if ((i & 255) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            (int left, int right, int bottom, int top) = buckets.Around(x[i], y[i], farthest);
            for (int row = bottom; row <= top; row++)
            {
                foreach (int j in buckets.Of(row, left, right))
                {
                    if (j > i && BandOf(x[i] - x[j], y[i] - y[j]) is var found && found >= 0)
                    {
                        a.Add(i);
                        b.Add(j);
                        band.Add((byte)found);
                    }
                }
            }

            if (a.Count > MostPairs)
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(CultureInfo.InvariantCulture, $"More than {MostPairs} pairs lie within {farthest} m. Take a shorter farthest band, or fewer events."));
            }
        }

        return ([.. a], [.. b], [.. band]);
    }

    private int BandOf(double dx, double dy)
    {
        double distance = _options.Distance == PlaneDistance.Manhattan ? Math.Abs(dx) + Math.Abs(dy) : Math.Sqrt((dx * dx) + (dy * dy));
        IReadOnlyList<double> bounds = _options.DistanceBoundsMetres;
        if (_options.SamePlaceApart && distance == 0)
        {
            return 0;
        }

        for (int k = 0; k < bounds.Count; k++)
        {
            if (distance < bounds[k])
            {
                return k + (_options.SamePlaceApart ? 1 : 0);
            }
        }

        return -1;
    }
}
