namespace PolicingModels.Seasonality;

/// <summary>The scale on which breaks add up.</summary>
public enum BreakScale
{
    /// <summary>Logarithms: a break is a percentage, the same at any level.</summary>
    Logarithm,

    /// <summary>Square roots, for counts below 10 a month: their chance variation is then the same at any level.</summary>
    SquareRoot,
}

/// <summary>The breaks of one series. Immutable and thread-safe.</summary>
/// <remarks>Nothing is taken off the series by this report: a caller asks for what is wanted, <see cref="IsDisrupted"/> to leave months out or <see cref="Adjusted"/> for a series without its breaks.</remarks>
public sealed class BreakReport
{
    private readonly double[][] _factors;

    internal BreakReport(MonthlySeries series, IReadOnlyList<(SeriesBreak Break, double[] Factors)> breaks, CalendarExposure exposure, BreakScale scale, double theta)
    {
        Series = series;
        Breaks = [.. breaks.Select(b => b.Break)];
        _factors = [.. breaks.Select(b => b.Factors)];
        Exposure = exposure;
        Scale = scale;
        LevelSmoothing = theta;
    }

    /// <summary>The series, as it was given.</summary>
    public MonthlySeries Series { get; }

    /// <summary>The breaks, in time order.</summary>
    public IReadOnlyList<SeriesBreak> Breaks { get; }

    /// <summary>What counts were divided by.</summary>
    public CalendarExposure Exposure { get; }

    /// <summary>The scale on which breaks were estimated.</summary>
    public BreakScale Scale { get; }

    /// <summary>θ of the wandering level, 0 to 0.98: 0 for a random walk, near 1 for a level that hardly moves.</summary>
    public double LevelSmoothing { get; }

    /// <summary>The factor by which breaks changed a month: 1 where none did.</summary>
    /// <param name="index">The month, 0 for the first of the series.</param>
    /// <param name="kinds">The kinds to count; none for all.</param>
    public double Factor(int index, params BreakKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        double factor = 1;
        for (int b = 0; b < _factors.Length; b++)
        {
            factor *= kinds.Length == 0 || kinds.Contains(Breaks[b].Kind) ? _factors[b][index] : 1;
        }

        return factor;
    }

    /// <summary>Whether an outlier or a temporary change moved a month by more than a tolerance: such months say little about the season.</summary>
    /// <param name="index">The month, 0 for the first of the series.</param>
    /// <param name="tolerance">A relative change, 0 or more; 0.05 by default.</param>
    public bool IsDisrupted(int index, double tolerance = 0.05) =>
        Math.Abs(Factor(index, BreakKind.AdditiveOutlier, BreakKind.TemporaryChange) - 1) > tolerance;

    /// <summary>The series as it would be had outliers and temporary changes not happened and had later levels and seasons held from the start. Missing months stay missing.</summary>
    /// <remarks>For looking at and for methods that cannot leave months out; the result is an estimate, no record of what was counted.</remarks>
    public MonthlySeries Adjusted()
    {
        double[] values = new double[Series.Length];
        bool[] missing = new bool[Series.Length];
        double last = Factor(Series.Length - 1, BreakKind.LevelShift);
        for (int i = 0; i < values.Length; i++)
        {
            double passing = Factor(i, BreakKind.AdditiveOutlier, BreakKind.TemporaryChange, BreakKind.SeasonalShift), level = Factor(i, BreakKind.LevelShift);
            values[i] = passing > 0 && level > 0 ? Series.Values[i] / passing * (last / level) : Series.Values[i];
            missing[i] = Series.IsMissing(i);
        }

        return new MonthlySeries(Series.Start, values, missing);
    }
}
