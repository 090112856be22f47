namespace PolicingModels.SpatioTemporal;

/// <summary>How the expected number of events in the whole study area is forecast.</summary>
/// <remarks>
/// The level is the mean total of recent periods, times a seasonal ratio that is drawn part of the way towards 1: the total of the period a year
/// before the target, divided by the mean total of the year before that period. Two years of history are needed for the ratio; with less it is 1.
/// </remarks>
public sealed record LevelOptions
{
    /// <summary>The mean of all periods, without a seasonal ratio.</summary>
    public static LevelOptions LongRun { get; } = new() { WindowPeriods = int.MaxValue, SeasonalWeight = 0 };

    /// <summary>How many of the last periods make the mean, at least 1; null (the default) for as many as make a year. Fewer are used where the history is shorter.</summary>
    public int? WindowPeriods { get; init; }

    /// <summary>How much of the seasonal ratio is believed, 0 (none) to 1 (all). Default 0.5: one earlier year says only part of the truth about the next.</summary>
    public double SeasonalWeight { get; init; } = 0.5;

    /// <summary>
    /// How many rows of the history make a year, at least 1; null (the default) to find the period a year earlier by its date, which is right
    /// also where periods are missing.
    /// </summary>
    public int? PeriodsPerYear { get; init; }

    internal void Validate()
    {
        Setting.AtLeast(WindowPeriods ?? 1, 1, nameof(WindowPeriods), "periods");
        Setting.Within(SeasonalWeight, 0, 1, nameof(SeasonalWeight), "a fraction");
        Setting.AtLeast(PeriodsPerYear ?? 1, 1, nameof(PeriodsPerYear), "periods");
    }
}
