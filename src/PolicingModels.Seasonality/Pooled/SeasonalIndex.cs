namespace PolicingModels.Seasonality;

/// <summary>The seasonal index of a series: how each month of the year compares with the average month, 100.</summary>
/// <param name="PerDay">Twelve indices of the rate per day, January first, with 95 % intervals; their mean is 100. February is not low for being short.</param>
/// <param name="Calendar">The same of whole months, in a year of average length.</param>
/// <param name="Verdict">What the data say about seasonality.</param>
/// <param name="OwnShare">How much of the series' own shape is believed, 0 (its type's, or none) to 1; for totals the mean over their parts.</param>
/// <remarks>Intervals are those of the index that is not known exactly, not of what will be counted.</remarks>
public sealed record SeasonalIndex(IReadOnlyList<Estimate> PerDay, IReadOnlyList<Estimate> Calendar, SeasonalityVerdict Verdict, double OwnShare)
{
    /// <summary>The month of the year with the highest per-day index, 1 for January.</summary>
    public int PeakMonth => 1 + Enumerable.Range(0, 12).MaxBy(k => PerDay[k].Value);

    /// <summary>The month of the year with the lowest per-day index, 1 for January.</summary>
    public int TroughMonth => 1 + Enumerable.Range(0, 12).MinBy(k => PerDay[k].Value);
}

/// <summary>What the data say about the seasonality of a series.</summary>
public enum SeasonalityVerdict
{
    /// <summary>There are too few crimes to see any: fewer than 20 a month, and no month stands out.</summary>
    TooFewCounts,

    /// <summary>No reliable seasonality: no month's index stands out once all twelve are looked at together.</summary>
    NotDetected,

    /// <summary>At least one month stands out.</summary>
    Present,

    /// <summary>At least one month stands out, and peak and trough are 20 points or more apart.</summary>
    Strong,
}
