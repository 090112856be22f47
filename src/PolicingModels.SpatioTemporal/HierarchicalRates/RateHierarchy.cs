namespace PolicingModels.SpatioTemporal;

/// <summary>How much a cell's surroundings, its long run and its recent counts weigh: two gamma–Poisson steps, the mean of each the prior mean of the next.</summary>
/// <param name="Kinship">The power of the surroundings' rate that is a cell's prior mean: 0 for the mean of all cells, 1 for the surroundings as they are.</param>
/// <param name="PriorEvents">How many events of the cell's own the prior mean is worth; the smaller, the more cells differ from their surroundings.</param>
/// <param name="LongHalfLifeDays">Half-life of the long run; infinite for a plain mean.</param>
/// <param name="LongRunEvents">How many recent events the long run is worth; infinite where recent counts say nothing more.</param>
/// <param name="RecentHalfLifeDays">Half-life of the recent counts.</param>
internal readonly record struct RateHierarchy(double Kinship, double PriorEvents, double LongHalfLifeDays, double LongRunEvents, double RecentHalfLifeDays)
{
    /// <summary>What is assumed where the history is too short to tell.</summary>
    public static RateHierarchy Assumed { get; } = new(0.4, 1, 2922, 16, 112);

    /// <summary>Whether old periods weigh less in the long run.</summary>
    public bool ForgetsLongRun => double.IsFinite(LongHalfLifeDays);

    /// <summary>Whether recent counts move a cell from its long run.</summary>
    public bool ReadsRecent => double.IsFinite(LongRunEvents);

    /// <summary>The prior mean of a cell's rate against the mean of all.</summary>
    /// <param name="logAround">The log of the surroundings' rate against the mean of all.</param>
    public double Prior(double logAround) => Math.Exp(Kinship * logAround);

    /// <summary>The long-run rate: prior and counts, each by its weight.</summary>
    /// <param name="prior">The prior mean.</param>
    /// <param name="counts">The cell's decayed counts.</param>
    /// <param name="ordinary">What they would be at the mean rate of all.</param>
    public double LongRun(double prior, double counts, double ordinary) => (PriorEvents + counts) / ((PriorEvents / prior) + ordinary);

    /// <summary>The rate now.</summary>
    /// <param name="longRun">The long-run rate.</param>
    /// <param name="counts">The cell's counts, decayed by the recent half-life.</param>
    /// <param name="ordinary">What they would be at the mean rate of all.</param>
    public double Now(double longRun, double counts, double ordinary) =>
        ReadsRecent ? (LongRunEvents + counts) / ((LongRunEvents / longRun) + ordinary) : longRun;
}

/// <summary>What a hierarchy reads at one origin: decayed counts per cell, what they would be at the mean rate, and the rate around each cell.</summary>
internal sealed class RateMemories
{
    // Keeps the rate of surroundings in which nothing happened above zero: half an event, there and at the mean rate.
    private const double Floor = 0.5;

    private readonly CountHistory _history;
    private readonly DecayedSums _long;
    private readonly DecayedSums _recent;
    private readonly CellKernel _kernel;
    private readonly double[] _areaAround;

    public RateMemories(CountHistory history, CellKernel kernel, double[] areaAround, double longHalfLifeDays, double recentHalfLifeDays)
    {
        double days = history.Periods.Average(p => p.Days);
        _history = history;
        _kernel = kernel;
        _areaAround = areaAround;
        _long = new DecayedSums(history, Math.Pow(0.5, days / longHalfLifeDays));
        _recent = new DecayedSums(history, Math.Pow(0.5, days / recentHalfLifeDays));
    }

    public ReadOnlySpan<double> LongCounts => _long.Counts;

    public ReadOnlySpan<double> RecentCounts => _recent.Counts;

    /// <summary>The long counts of a cell of mean area at the mean rate.</summary>
    public double LongOrdinary => _long.MeanCount;

    /// <summary>The recent counts of a cell of mean area at the mean rate.</summary>
    public double RecentOrdinary => _recent.MeanCount;

    public void AdvanceTo(int origin)
    {
        _long.AdvanceTo(origin);
        _recent.AdvanceTo(origin);
    }

    /// <summary>Writes the logs of the rates around the cells, the cells themselves left out, against the mean of all.</summary>
    public void LogAround(Span<double> into)
    {
        _kernel.Sum(_long.Counts, into);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = Math.Log((into[i] + Floor) / ((_long.MeanCount * _areaAround[i]) + Floor));
        }
    }

    /// <summary>Writes each cell's rate times its area.</summary>
    /// <param name="hierarchy">The weights.</param>
    /// <param name="logAround">As <see cref="LogAround"/> wrote it.</param>
    /// <param name="into">One value per cell, above 0.</param>
    public void Rates(in RateHierarchy hierarchy, ReadOnlySpan<double> logAround, Span<double> into) =>
        Rates(hierarchy, _history.Exposure, logAround, _long.Counts, _long.MeanCount, _recent.Counts, _recent.MeanCount, into);

    public static void Rates(in RateHierarchy hierarchy, ReadOnlySpan<double> exposure, ReadOnlySpan<double> logAround, ReadOnlySpan<double> longCounts, double longOrdinary, ReadOnlySpan<double> recentCounts, double recentOrdinary, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            double longRun = hierarchy.LongRun(hierarchy.Prior(logAround[i]), longCounts[i], longOrdinary * exposure[i]);
            into[i] = exposure[i] * hierarchy.Now(longRun, recentCounts[i], recentOrdinary * exposure[i]);
        }
    }
}
