namespace PolicingModels.SpatioTemporal;

/// <summary>The level of the background over time, relative to its mean over observed time: a Gaussian kernel over weighted events, divided by the kernel's mass in observed time.</summary>
internal sealed class BackgroundTrend
{
    private const double Reach = 4;

    private readonly double _start;
    private readonly double[] _level;

    private BackgroundTrend(double start, double[] level)
    {
        _start = start;
        _level = level;
    }

    /// <summary>The level on a day.</summary>
    public double At(double time) => _level.Length == 0 ? 1 : _level[Math.Clamp((int)(time - _start), 0, _level.Length - 1)];

    public static BackgroundTrend Constant { get; } = new(0, []);

    /// <summary>Estimates the level and writes it at every event as the others alone make it.</summary>
    public static BackgroundTrend Of(PointPattern pattern, ReadOnlySpan<double> weight, double? bandwidth, Span<double> atEvents)
    {
        atEvents.Fill(1);
        if (bandwidth is not { } h || pattern.Count == 0)
        {
            return Constant;
        }

        ObservedTime time = pattern.Time;
        int days = (int)Math.Ceiling(time.End - time.Start), reach = (int)(Reach * h);
        double[] tap = new double[reach + 1], events = new double[days], open = new double[days], level = new double[days], mass = new double[days];
        for (int k = 0; k <= reach; k++)
        {
            tap[k] = Math.Exp(-0.5 * k * k / (h * h)) / (h * Math.Sqrt(2 * Math.PI));
        }

        double total = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            events[(int)(pattern.T[i] - time.Start)] += weight[i];
            total += weight[i];
        }

        for (int d = 0; d < days; d++)
        {
            open[d] = time.Covered(time.Start + d, time.Start + d + 1);
        }

        double sum = 0, mean = total / time.Days;
        for (int d = 0; d < days; d++)
        {
            double a = 0, b = 0;
            for (int k = Math.Max(0, d - reach); k <= Math.Min(days - 1, d + reach); k++)
            {
                a += events[k] * tap[Math.Abs(k - d)];
                b += open[k] * tap[Math.Abs(k - d)];
            }

            mass[d] = b;

            // A tenth of an event's weight at the mean level keeps days without any event possible.
            level[d] = (a + (0.1 * tap[0])) / (b + (0.1 * tap[0] / Math.Max(mean, double.Epsilon)));
            sum += level[d] * open[d];
        }

        double scale = time.Days / sum;
        for (int i = 0; i < weight.Length; i++)
        {
            int d = (int)(pattern.T[i] - time.Start);
            double others = Math.Max(total - weight[i], double.Epsilon);
            atEvents[i] = Math.Max(level[d] - (weight[i] * tap[0] / mass[d]), 0.01 * level[d]) * scale * total / others;
        }

        for (int d = 0; d < days; d++)
        {
            level[d] *= scale;
        }

        return new BackgroundTrend(time.Start, level);
    }
}
