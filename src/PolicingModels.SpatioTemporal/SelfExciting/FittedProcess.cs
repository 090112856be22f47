namespace PolicingModels.SpatioTemporal;

/// <summary>A process with all its parts: what intensity, diagnostics, simulation and forecasts are made from. Immutable once made.</summary>
internal sealed class FittedProcess(
    PointPattern pattern,
    BackgroundDensity density,
    double[] backgroundProbability,
    double[] densityAtEvents,
    BackgroundTrend trend,
    double backgroundPerDay,
    double branchingRatio,
    TriggerKernel kernel,
    EdgeShares edges)
{
    public PointPattern Pattern { get; } = pattern;

    public BackgroundDensity Density { get; } = density;

    /// <summary>Each event's probability of being background.</summary>
    public double[] BackgroundProbability { get; } = backgroundProbability;

    /// <summary>Background density times relative level at each event, the event itself left out; per m².</summary>
    public double[] DensityAtEvents { get; } = densityAtEvents;

    public BackgroundTrend Trend { get; } = trend;

    public double BackgroundPerDay { get; } = backgroundPerDay;

    public double BranchingRatio { get; } = branchingRatio;

    public TriggerKernel Kernel { get; } = kernel;

    public EdgeShares Edges { get; } = edges;

    /// <summary>Each event's mass inside the study area.</summary>
    public double[] MassInside()
    {
        double[] ring = new double[EdgeShares.Rings], mass = new double[Pattern.Count];
        Kernel.RingMass(Edges.Radii, ring);
        for (int i = 0; i < mass.Length; i++)
        {
            mass[i] = Edges.Mass(i, ring);
        }

        return mass;
    }

    /// <summary>The rate of triggered events at a place and moment, per m² and day.</summary>
    public double Triggered(double x, double y, double time)
    {
        double sum = 0;
        PointPattern p = Pattern;
        for (int j = p.FirstAt(time) - 1; j >= 0 && time - p.T[j] <= Kernel.LongestDays; j--)
        {
            double dx = x - p.X[j], dy = y - p.Y[j];
            sum += Kernel.Density(time - p.T[j], (dx * dx) + (dy * dy));
        }

        return BranchingRatio * sum;
    }

    /// <summary>The rate of background events at places and moments, per m² and day.</summary>
    public double[] Background(double[] x, double[] y, double[] time, CancellationToken cancellationToken)
    {
        double[] rate = Density.At(x, y, cancellationToken);
        for (int i = 0; i < rate.Length; i++)
        {
            rate[i] *= BackgroundPerDay * Trend.At(time[i]);
        }

        return rate;
    }

    /// <summary>Draws a realisation over other days: background by the fitted density and last level, descendants by the kernel.</summary>
    public SimulatedProcess Simulate(Period window, ulong seed, CancellationToken cancellationToken)
    {
        double[] running = new double[Pattern.Count];
        double sum = 0;
        for (int i = 0; i < running.Length; i++)
        {
            running[i] = sum += BackgroundProbability[i];
        }

        bool seen = window.Start.DayNumber < Pattern.Time.End;
        Func<double, double> level = seen ? Trend.At : _ => Trend.At(Pattern.Time.End);
        return BranchingSimulation.Run(Pattern.Area, window, BackgroundPerDay, level, random => Density.Draw(random, running), BranchingRatio, Kernel, new SeededRandom(seed), cancellationToken);
    }
}
