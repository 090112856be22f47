namespace PolicingModels.SpatioTemporal;

/// <summary>What the trees see of every cell at an origin, all of it from periods before the origin; and the expectation they correct.</summary>
internal sealed class BoostedFeatures
{
    /// <summary>Features: name, and 1 where more of it may only raise the expectation.</summary>
    public static readonly (string Name, int Monotone)[] Columns =
    [
        ("log of the expectation to be corrected", 0),
        ("own last count against it", 1),
        ("own mean with half-life 3 against it", 1),
        ("own mean with half-life 13 against it", 1),
        ("own long-run mean against it", 0),
        ("neighbours' long-run mean against it", 1),
        ("ring of neighbours, recent against long run", 1),
        ("wider ring, recent against long run", 1),
        ("sine of the season", 0),
        ("cosine of the season", 0),
    ];

    private const double OffsetHalfLife = 26;
    private const double Floor = 0.02;

    private readonly float[][] _rows;
    private readonly double[][] _offset;

    public BoostedFeatures(CountHistory past, int first, LevelForecast level, CancellationToken cancellationToken)
    {
        First = first;
        int n = past.CellCount, wide = Columns.Length;
        double side = CellSize.TypicalSideMetres(past.Grid.Cells);
        CellKernel near = new(past.Grid.Cells, side, own: false), far = new(past.Grid.Cells, 2.5 * side, own: false);
        DecayedSums all = new(past, 1), slow = new(past, Half(OffsetHalfLife)), year = new(past, Half(13)), recent = new(past, Half(3));
        double[] shrunk = new double[n], around = new double[n], exposed = new double[n], top = new double[n], bottom = new double[n];
        near.Sum(past.Exposure, exposed);
        _rows = new float[past.PeriodCount - first + 1][];
        _offset = new double[past.PeriodCount - first + 1][];
        for (int t = first; t <= past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (DecayedSums sums in (ReadOnlySpan<DecayedSums>)[all, slow, year, recent])
            {
                sums.AdvanceTo(t);
            }

            Period target = t < past.PeriodCount ? past.Periods[t] : past.Source.Periods.Next();
            double[] offset = new double[n];
            GammaPoisson.Shrink(slow.Counts, slow.Weight, past.Exposure, offset);
            double scale = level.Expected(t, 1, target.Start) / Calibration.Sum(offset), mean = Calibration.Sum(all.Counts) / (all.Weight * n);
            double floor = Floor * Math.Max(mean, 0.5 / (all.Weight * n));
            for (int i = 0; i < n; i++)
            {
                offset[i] *= scale;
            }

            GammaPoisson.Shrink(all.Counts, all.Weight, past.Exposure, shrunk);
            near.Sum(shrunk, around);
            float[] row = new float[n * wide];
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (target.Start.DayNumber + (0.5 * target.Days)) / 365.25);
            ReadOnlySpan<double> last = past.Row(t - 1);
            for (int i = 0; i < n; i++)
            {
                double e = offset[i] / scale, neighbours = exposed[i] > 0 ? past.Exposure[i] * around[i] / exposed[i] : shrunk[i];
                Span<float> of = row.AsSpan(i * wide, wide);
                of[0] = (float)Math.Log(offset[i]);
                of[1] = (float)(last[i] / (e + 1));
                of[2] = (float)(((recent.Counts[i] / recent.Weight) - e) / Math.Sqrt(e + 0.1));
                of[3] = (float)(((year.Counts[i] / year.Weight) - e) / Math.Sqrt(e + 0.1));
                of[4] = (float)Math.Log(shrunk[i] / e);
                of[5] = (float)Math.Log((neighbours + floor) / (e + floor));
                of[8] = (float)sine;
                of[9] = (float)cosine;
            }

            Ratio(near, recent, all, floor, top, bottom, row, 6);
            Ratio(far, recent, all, floor, top, bottom, row, 7);
            _rows[t - first] = row;
            _offset[t - first] = offset;
        }
    }

    /// <summary>As many cell-periods per leaf as were asked for, and as hold fifty events, but at most a quarter of all.</summary>
    public static int LeastPerLeaf(float[] counts, int asked)
    {
        double events = 0;
        foreach (float count in counts)
        {
            events += count;
        }

        return Math.Clamp(Math.Max(asked, (int)Math.Ceiling(50 * counts.Length / Math.Max(events, 1))), 1, Math.Max(1, counts.Length / 4));
    }

    public int First { get; }

    /// <summary>The features at an origin, cell after cell.</summary>
    public float[] At(int origin) => _rows[origin - First];

    /// <summary>The expectation at an origin, per cell, above 0.</summary>
    public double[] Offset(int origin) => _offset[origin - First];

    private static double Half(double periods) => Math.Pow(0.5, 1 / periods);

    private static void Ratio(CellKernel kernel, DecayedSums recent, DecayedSums all, double floor, double[] top, double[] bottom, float[] row, int column)
    {
        kernel.Sum(recent.Counts, top);
        kernel.Sum(all.Counts, bottom);
        for (int i = 0; i < top.Length; i++)
        {
            row[(i * Columns.Length) + column] = (float)Math.Log(((top[i] / recent.Weight) + floor) / ((bottom[i] / all.Weight) + floor));
        }
    }
}
