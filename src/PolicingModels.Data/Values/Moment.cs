namespace PolicingModels.Data;

/// <summary>How finely a time was given.</summary>
internal enum MomentPrecision
{
    Time,
    Day,
    Month,
}

/// <summary>A time as a source gave it.</summary>
/// <param name="Second">Seconds since 0001-01-01T00:00 at its start.</param>
/// <param name="Precision">How finely it was given.</param>
/// <param name="HasOffset">Whether a UTC offset was written with it; the clock time is taken as written.</param>
internal readonly record struct Moment(long Second, MomentPrecision Precision, bool HasOffset = false)
{
    public const long SecondsPerDay = 86400;

    public int Day => (int)Math.DivRem(Second, SecondsPerDay).Quotient;

    /// <summary>The first second after what the value may mean: the same second for an exact time, the next day or month for a coarser one.</summary>
    public long EndSecond => Precision switch
    {
        MomentPrecision.Time => Second,
        MomentPrecision.Day => Second + SecondsPerDay,
        _ => DateOnly.FromDayNumber(Day).AddMonths(1).DayNumber * SecondsPerDay,
    };
}
