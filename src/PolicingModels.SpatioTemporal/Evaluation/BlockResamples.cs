namespace PolicingModels.SpatioTemporal;

/// <summary>
/// Resamples of origins in blocks, shared by every model and metric so that differences are paired, and percentile intervals of
/// statistics that have no value in some resamples (a hit rate where nothing happened).
/// </summary>
internal sealed class BlockResamples
{
    private readonly double _coverage;

    public BlockResamples(int origins, int blockLength, int samples, double coverage, ulong seed)
    {
        MovingBlockBootstrap bootstrap = new(origins, seed, samples, Math.Min(blockLength, origins));
        _coverage = coverage;
        Draws = new int[samples][];
        for (int s = 0; s < samples; s++)
        {
            Draws[s] = bootstrap.Positions(s).ToArray();
        }
    }

    /// <summary>The draws, one array of origins per resample.</summary>
    public int[][] Draws { get; }

    /// <summary>The statistic of each resample; NaN where a resample has no value.</summary>
    public double[] Evaluate(Func<int[], double> statistic) => Array.ConvertAll(Draws, draw => statistic(draw));

    /// <summary>The percentile interval over the resamples that have a value; null where no more than a share of them has one.</summary>
    public Interval? Percentile(ReadOnlySpan<double> values, double minimumShare = 0.5)
    {
        double[] sorted = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        if (count <= minimumShare * values.Length)
        {
            return null;
        }

        Array.Sort(sorted, 0, count);
        double tail = (1 - _coverage) / 2;
        return new Interval(Quantile(sorted.AsSpan(0, count), tail), Quantile(sorted.AsSpan(0, count), 1 - tail), _coverage);
    }

    /// <summary>An interval of no length at the nominal coverage, for a quantity that does not vary between resamples.</summary>
    public Interval Degenerate(double value) => new(value, value, _coverage);

    // Linear interpolation between order statistics (Hyndman and Fan's type 7).
    private static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
