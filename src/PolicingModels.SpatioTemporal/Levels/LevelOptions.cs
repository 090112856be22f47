namespace PolicingModels.SpatioTemporal;

/// <summary>Ways of forecasting the number of events in the whole study area.</summary>
public enum LevelMethod
{
    /// <summary>The mean of recent periods with part of last year's seasonal ratio.</summary>
    RecentMean,

    /// <summary>A level that wanders, with a season, filtered from all totals; how fast it wanders is learnt from them. Gives the total's spread too.</summary>
    LocalLevel,
}

/// <summary>How the expected number of events in the whole study area is forecast.</summary>
/// <remarks>
/// <see cref="LevelMethod.RecentMean"/>: the mean total of recent periods, times a seasonal ratio that is drawn part of the way towards 1: the total of the period a year
/// before the target, divided by the mean total of the year before that period. Two years of history are needed for the ratio; with less it is 1.
/// <see cref="LevelMethod.LocalLevel"/>: the logarithm of the daily rate is a random walk plus two yearly waves shrunk towards none; counts are negative binomial around it, one period
/// in twenty much more so. It follows drops and never continues a trend. Step, spread and season are averaged over a grid, each weighted by how well it foretold every total so far
/// (Harrison and Stevens 1976, doi:10.1111/j.2517-6161.1976.tb01586.x; West, Harrison and Migon 1985, doi:10.1080/01621459.1985.10477131).
/// </remarks>
public sealed record LevelOptions
{
    /// <summary>The mean of all periods, without a seasonal ratio.</summary>
    public static LevelOptions LongRun { get; } = new() { WindowPeriods = int.MaxValue, SeasonalWeight = 0 };

    /// <summary>The local level.</summary>
    public static LevelOptions LocalLevel { get; } = new() { Method = LevelMethod.LocalLevel };

    /// <summary>How the level is forecast. The other settings are those of <see cref="LevelMethod.RecentMean"/>, the default.</summary>
    public LevelMethod Method { get; init; }

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
        Setting.Defined(Method, nameof(Method));
        Setting.AtLeast(WindowPeriods ?? 1, 1, nameof(WindowPeriods), "periods");
        Setting.Within(SeasonalWeight, 0, 1, nameof(SeasonalWeight), "a fraction");
        Setting.AtLeast(PeriodsPerYear ?? 1, 1, nameof(PeriodsPerYear), "periods");
    }
}
