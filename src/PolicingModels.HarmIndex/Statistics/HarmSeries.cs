namespace PolicingModels.HarmIndex;

/// <summary>The harm of one period, with the table it was scored by.</summary>
/// <param name="Period">The period.</param>
/// <param name="Days">Harm in days, finite and not negative.</param>
/// <param name="Schedule">Name and edition of the table.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
public sealed record HarmSeriesPoint(Period Period, double Days, string Schedule, string Fingerprint);

/// <summary>Harm by period. Two editions of an index are never joined without being asked for, as a new edition moves a series more than crime does.</summary>
public sealed class HarmSeries
{
    private HarmSeries(IReadOnlyList<HarmSeriesPoint> points) => Points = points;

    /// <summary>The periods in time order, not overlapping.</summary>
    public IReadOnlyList<HarmSeriesPoint> Points { get; }

    /// <summary>Whether tables with different fingerprints stand in the series: then a step at their seam may be the table's.</summary>
    public bool IsMixed => Points.Any(p => p.Fingerprint != Points[0].Fingerprint);

    /// <summary>The index series of a consensus report.</summary>
    public static HarmSeries Of(ConsensusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new HarmSeries([.. report.Periods.Select(p => new HarmSeriesPoint(p.Period, p.CrimeHarmIndex.Days, report.Schedule.Info.Label, report.Schedule.Fingerprint))]);
    }

    /// <summary>Joins a later series to this one.</summary>
    /// <param name="later">Periods that begin when this series has ended.</param>
    /// <param name="mixEditions">Whether tables with different fingerprints may be joined. False by default: rescore the earlier offences by the later table instead.</param>
    /// <exception cref="ArgumentException">The periods overlap, or the tables differ and mixing was not asked for.</exception>
    public HarmSeries Then(HarmSeries later, bool mixEditions = false)
    {
        ArgumentNullException.ThrowIfNull(later);
        if (later.Points[0].Period.Start < Points[^1].Period.End)
        {
            throw new ArgumentException($"The later series begins with {later.Points[0].Period}, before {Points[^1].Period} has ended.", nameof(later));
        }

        HarmSeries joined = new([.. Points, .. later.Points]);
        return !joined.IsMixed || mixEditions
            ? joined
            : throw new ArgumentException($"The series are scored by {Points[^1].Schedule} and {later.Points[0].Schedule}, tables with different fingerprints; rescore one of them, or ask for mixed editions in so many words.", nameof(later));
    }

    /// <summary>The series with a base period at 100.</summary>
    /// <param name="basePeriod">One of its periods.</param>
    /// <returns>One number per period.</returns>
    /// <exception cref="ArgumentException">The series has no such period.</exception>
    /// <exception cref="AnalysisException">The base period has no harm.</exception>
    public IReadOnlyList<double> Rebased(Period basePeriod)
    {
        int at = Points.ToList().FindIndex(p => p.Period == basePeriod);
        return at >= 0
            ? BasePeriod.Rebase([.. Points.Select(p => p.Days)], at)
            : throw new ArgumentException($"The series has no period {basePeriod}; it runs from {Points[0].Period} to {Points[^1].Period}.", nameof(basePeriod));
    }
}
