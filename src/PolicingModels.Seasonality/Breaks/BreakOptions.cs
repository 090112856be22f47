namespace PolicingModels.Seasonality;

/// <summary>How breaks are looked for.</summary>
public sealed record BreakOptions
{
    /// <summary>Breaks known beforehand; they are estimated whether or not they stand out. Empty by default.</summary>
    public IReadOnlyList<DeclaredBreak> Declared { get; init; } = [];

    /// <summary>Kinds to look for: outliers and level shifts by default, as in X-13ARIMA-SEATS; temporary changes where asked. Empty: only declared breaks are estimated.</summary>
    public IReadOnlyList<BreakKind> Search { get; init; } = [BreakKind.AdditiveOutlier, BreakKind.LevelShift];

    /// <summary>The chance that anything is found in a series without breaks, above 0 and below 1; 0.05 by default. Divided over all months and kinds: the critical value is 3.8 at 195 months.</summary>
    public double FalseAlarmProbability { get; init; } = 0.05;

    /// <summary>How many breaks are found at most, 0 or more; 20 by default. More than a tenth of the months is never found.</summary>
    public int MostBreaks { get; init; } = 20;

    /// <summary>How many months a found level shift must have before and behind it, at least 1; 3 by default. Nearer the end a shift cannot be told from an outlier.</summary>
    public int LevelShiftMonths { get; init; } = 3;

    /// <summary>What counts are divided by before anything else; days by default.</summary>
    public CalendarExposure Exposure { get; init; } = CalendarExposure.Day;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Declared);
        ArgumentNullException.ThrowIfNull(Search);
        if (Search.Contains(BreakKind.SeasonalShift))
        {
            throw new ArgumentException("A seasonal shift is declared, not searched for.", nameof(Search));
        }

        if (!(FalseAlarmProbability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(FalseAlarmProbability), FalseAlarmProbability, "A probability of a false alarm is above 0 and below 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MostBreaks);
        ArgumentOutOfRangeException.ThrowIfLessThan(LevelShiftMonths, 1);
    }
}
