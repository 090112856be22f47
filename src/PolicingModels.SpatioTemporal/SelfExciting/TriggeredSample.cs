namespace PolicingModels.SpatioTemporal;

/// <summary>Places and moments of events that a process would trigger: what the expected sum of any quantity over triggered events is read from.</summary>
/// <remarks>One for every event, or every so many, by a sequence that fills the kernel evenly; nothing is random. Those outside the area and the observed time count nothing.</remarks>
internal sealed class TriggeredSample
{
    private const int MostPoints = 25_000;

    private TriggeredSample(double[] x, double[] y, int[] cell, int[] parent, int[] next, double[] days, double[] squared, double weight, TriggerPairs past, TriggerPairs future, TriggerPairs[] shifted)
    {
        (X, Y, Cell, Parent, Next, Days, Squared, Weight, Past, Future, Shifted) = (x, y, cell, parent, next, days, squared, weight, past, future, shifted);
    }

    /// <summary>Metres east.</summary>
    public double[] X { get; }

    /// <summary>Metres north.</summary>
    public double[] Y { get; }

    /// <summary>The cell of each.</summary>
    public int[] Cell { get; }

    /// <summary>The event that triggers each.</summary>
    public int[] Parent { get; }

    /// <summary>The first event after each.</summary>
    public int[] Next { get; }

    /// <summary>Days since the event that triggers each.</summary>
    public double[] Days { get; }

    /// <summary>Squared metres from it.</summary>
    public double[] Squared { get; }

    /// <summary>How many events each stands for, per unit of branching ratio.</summary>
    public double Weight { get; }

    /// <summary>The events close before each.</summary>
    public TriggerPairs Past { get; }

    /// <summary>The events close after each, by days before the end of that time.</summary>
    public TriggerPairs Future { get; }

    /// <summary>The events close before each at every shift.</summary>
    public TriggerPairs[] Shifted { get; }

    public static TriggeredSample Draw(PointPattern pattern, TriggerKernel kernel, TriggerPairs pairs, TimeShift[] shifts, double apart, CancellationToken cancellationToken)
    {
        int stride = (pattern.Count + MostPoints - 1) / MostPoints, n = (pattern.Count + stride - 1) / stride;
        double[] x = new double[n], y = new double[n], t = new double[n], days = new double[n], squared = new double[n];
        int[] cell = new int[n], parent = new int[n];
        for (int q = 0; q < n; q++)
        {
            // Additive steps by powers of the root of x⁴ = x + 1 fill a cube evenly.
            int j = parent[q] = q * stride;
            double radius = kernel.SpaceQuantile(Part(q, 0.8191725133961645)), angle = 2 * Math.PI * Part(q, 0.6710436067037893);
            x[q] = pattern.X[j] + (radius * Math.Cos(angle));
            y[q] = pattern.Y[j] + (radius * Math.Sin(angle));
            days[q] = kernel.TimeQuantile(Part(q, 0.5497004779019703));
            t[q] = pattern.T[j] + days[q];
            squared[q] = radius * radius;
        }

        pattern.Area.Locate(x, y, cell);
        int[] seen = [.. Enumerable.Range(0, n).Where(q => cell[q] >= 0 && pattern.Time.Contains(t[q]))];
        (x, y, t, days, squared, cell, parent) = (Of(x), Of(y), Of(t), Of(days), Of(squared), [.. seen.Select(q => cell[q])], [.. seen.Select(q => parent[q])]);
        int[] next = Array.ConvertAll(t, at => Math.Min(pattern.FirstAt(at), pattern.Count - 1));
        return new TriggeredSample(
            x,
            y,
            cell,
            parent,
            next,
            days,
            squared,
            pattern.Count / (double)n,
            pairs.At(pattern, x, y, t, pairs.LongestDays, false, cancellationToken),
            pairs.At(pattern, x, y, Array.ConvertAll(t, at => at + apart), apart, false, cancellationToken),
            Array.ConvertAll(shifts, s => pairs.At(pattern, x, y, Array.ConvertAll(next, i => pattern.T[s.MomentOf(i)]), pairs.LongestDays, false, cancellationToken)));

        double[] Of(double[] all) => [.. seen.Select(q => all[q])];
    }

    private static double Part(int q, double step) => ((q + 1) * step) - Math.Floor((q + 1) * step);
}
