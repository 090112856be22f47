namespace PolicingModels.SpatioTemporal;

/// <summary>Events on the process's own clock: expected events in the whole area between one event and the next are exponential with mean 1 where the model is right.</summary>
/// <param name="Waits">Expected events between each event and the one before it, in time order.</param>
/// <param name="Statistic">The Kolmogorov–Smirnov distance of 1 − e^(−wait) from the even distribution.</param>
/// <param name="PValue">Its probability where the model is right; cautious, because the parameters were fitted to the same events.</param>
/// <remarks>Papangelou 1972, Ogata 1988 (doi:10.1080/01621459.1988.10478560). It looks at time only.</remarks>
public sealed record TimeRescaling(IReadOnlyList<double> Waits, double Statistic, double PValue)
{
    private const int BlockEvents = 256;

    internal static TimeRescaling Of(FittedProcess process, CancellationToken cancellationToken)
    {
        PointPattern pattern = process.Pattern;
        double[] mass = process.MassInside(), waits = new double[pattern.Count], even = new double[pattern.Count];
        int n = pattern.Count;
        Parallel.For(0, (n + BlockEvents - 1) / BlockEvents, FitThreads.Options(cancellationToken), block =>
        {
            for (int i = block * BlockEvents; i < Math.Min(n, (block + 1) * BlockEvents); i++)
            {
                double from = i == 0 ? pattern.Time.Start : pattern.T[i - 1];
                waits[i] = Expected(process, mass, from, pattern.T[i]);
                even[i] = -AccurateMath.ExpM1(-waits[i]);
            }
        });
        (double statistic, double p) = Kolmogorov.Even(even);
        return new TimeRescaling(waits, statistic, p);
    }

    private static double Expected(FittedProcess process, double[] mass, double from, double to)
    {
        PointPattern pattern = process.Pattern;
        double sum = 0, longest = process.Kernel.LongestDays;
        for (int s = 0; s < pattern.Time.SpanCount; s++)
        {
            (double start, double end) = pattern.Time.Span(s);
            double low = Math.Max(from, start), high = Math.Min(to, end);
            if (high <= low)
            {
                continue;
            }

            sum += process.BackgroundPerDay * Level(process.Trend, low, high);
            double triggered = 0;
            for (int j = pattern.FirstAt(high) - 1; j >= 0 && low - pattern.T[j] < longest; j--)
            {
                triggered += mass[j] * (process.Kernel.TimeMass(high - pattern.T[j]) - process.Kernel.TimeMass(Math.Max(low - pattern.T[j], 0)));
            }

            sum += process.BranchingRatio * triggered;
        }

        return sum;
    }

    private static double Level(BackgroundTrend trend, double from, double to)
    {
        double sum = 0;
        for (double at = from; at < to;)
        {
            double next = Math.Min(to, Math.Floor(at) + 1);
            sum += trend.At(at) * (next - at);
            at = next;
        }

        return sum;
    }
}
