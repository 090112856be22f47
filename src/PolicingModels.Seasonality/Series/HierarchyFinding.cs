namespace PolicingModels.Seasonality;

/// <summary>What was noticed about the series of a hierarchy.</summary>
public enum HierarchyFindingKind
{
    /// <summary>A reported total differs from the sum of its parts.</summary>
    TotalsDiffer,

    /// <summary>A series begins after the hierarchy: it counts as nothing before.</summary>
    BeganLater,

    /// <summary>A series ended: it counts as nothing after, and nothing is forecast for it.</summary>
    Ended,

    /// <summary>Months within a series are missing, so that totals over it are too.</summary>
    MissingMonths,

    /// <summary>No series was given for a type in an area: it counts as nothing.</summary>
    Absent,

    /// <summary>A count was negative: taken as missing.</summary>
    NegativeCounts,

    /// <summary>Some counts are no whole numbers.</summary>
    FractionalCounts,

    /// <summary>All counts are zero.</summary>
    AllZero,

    /// <summary>Months after the last complete month were left out.</summary>
    LaterMonthsLeftOut,
}

/// <summary>Something noticed about one series.</summary>
/// <param name="Kind">What.</param>
/// <param name="Key">The series.</param>
/// <param name="First">The first month concerned; null where no month is.</param>
/// <param name="Months">How many months are concerned.</param>
/// <param name="Message">One sentence for a reader, with numbers.</param>
public sealed record HierarchyFinding(HierarchyFindingKind Kind, SeriesKey Key, Month? First, int Months, string Message);
