namespace PolicingModels.Seasonality;

/// <summary>How series are put together into a hierarchy.</summary>
public sealed record SeriesHierarchyOptions
{
    /// <summary>A series without a number for so many last months has ended; below, its last months are missing. 1 or more; 12 by default.</summary>
    public int EndedAfterMonths { get; init; } = 12;

    /// <summary>How far a reported total may lie from the sum of its parts without being reported, in counts. 0 or more; 0.5 by default.</summary>
    public double TotalTolerance { get; init; } = 0.5;

    /// <summary>Whether a month without a row counts as zero between the first and last month of the table. False by default: it is missing.</summary>
    public bool AbsentRowsAreZero { get; init; }

    /// <summary>The last complete month; later months are left out and reported. Null takes all months.</summary>
    public Month? LastCompleteMonth { get; init; }

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public void Validate()
    {
        if (EndedAfterMonths < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(EndedAfterMonths), EndedAfterMonths, "EndedAfterMonths is 1 or more (months).");
        }

        if (!(TotalTolerance >= 0) || double.IsInfinity(TotalTolerance))
        {
            throw new ArgumentOutOfRangeException(nameof(TotalTolerance), TotalTolerance, "TotalTolerance is 0 or more (counts).");
        }
    }
}
