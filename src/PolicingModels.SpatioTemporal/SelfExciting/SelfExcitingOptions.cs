namespace PolicingModels.SpatioTemporal;

/// <summary>How triggered events spread around the event that triggers them.</summary>
public enum TriggerSpread
{
    /// <summary>Gaussian of standard deviation σ along each axis.</summary>
    Gaussian,

    /// <summary>Power law: density in proportion to (1 + r²/d²)^−q, with q above 1.</summary>
    PowerLaw,
}

/// <summary>How the parameters of a self-exciting process are estimated.</summary>
public enum SelfExcitingEstimation
{
    /// <summary>Quasi-Newton steps (BFGS) on the exact log-likelihood: the faster, and the default.</summary>
    QuasiNewton,

    /// <summary>Expectation–maximisation (Veen and Schoenberg 2008, doi:10.1198/016214508000000148), with the edge terms they leave out.</summary>
    ExpectationMaximisation,
}

/// <summary>How background events are spread over the study area.</summary>
public enum BackgroundKind
{
    /// <summary>Gaussian kernels of one bandwidth per event, that follows the distance to its near neighbours (Zhuang, Ogata and Vere-Jones 2002, doi:10.1198/016214502760046925).</summary>
    AdaptiveKernel,

    /// <summary>Gaussian kernels of one bandwidth.</summary>
    FixedKernel,

    /// <summary>One rate per cell of the grid.</summary>
    Grid,
}

/// <summary>Settings of a self-exciting process.</summary>
public sealed record SelfExcitingOptions
{
    /// <summary>How triggered events spread in space. Default: Gaussian.</summary>
    public TriggerSpread Spread { get; init; } = TriggerSpread.Gaussian;

    /// <summary>How parameters are estimated. Both ways reach the same maximum. Default: quasi-Newton.</summary>
    public SelfExcitingEstimation Estimation { get; init; } = SelfExcitingEstimation.QuasiNewton;

    /// <summary>Whether triggering is measured against the same places at other times, starting from the greatest likelihood; otherwise the greatest likelihood given the estimated background is the answer. Default: yes.</summary>
    /// <remarks>The likelihood takes the background as known: what its kernels miss is put down to triggering, and its intervals do not hold that error.</remarks>
    public bool CompareTimes { get; init; } = true;

    /// <summary>Days after which an event triggers no more, 1 to 3650; null (the default) for 60, or less where that would make more close pairs than memory should hold, and then the fit says so.</summary>
    public double? LongestTriggerDays { get; init; }

    /// <summary>Metres beyond which an event triggers no other, 10 to 100,000; null (the default) for 1000, or less as above.</summary>
    public double? FarthestTriggerMetres { get; init; }

    /// <summary>How the background is spread. Default: kernels of adaptive bandwidth. Where counts stand in for events it is always the grid.</summary>
    public BackgroundKind Background { get; init; } = BackgroundKind.AdaptiveKernel;

    /// <summary>How many neighbours an event's bandwidth reaches under <see cref="BackgroundKind.AdaptiveKernel"/>, 2 to 1000: the distance to the 32nd (with few events, an eighth of them) times the square root of their quotient; null (the default) for the one of 4, 8, 15, 30, 60 and 120 that makes the events most probable when each is left out of its own background.</summary>
    public int? BackgroundNeighbours { get; init; }

    /// <summary>The bandwidth under <see cref="BackgroundKind.FixedKernel"/> in metres; null (the default) for half of the normal-reference rule.</summary>
    public double? BackgroundBandwidthMetres { get; init; }

    /// <summary>Standard deviation in days of the Gaussian kernel that follows the background's level over time, 7 or more; null for a constant level. Default 90.</summary>
    /// <remarks>Without it slow change of the level looks like triggering. It stays wider than triggering, or it would take that too.</remarks>
    public double? TrendBandwidthDays { get; init; } = 90;

    /// <summary>How exactly places are known, in metres, above 0: the least bandwidth and the least spread. Null (the default): half the median distance between neighbouring places where a fifth of events or more share their place with another, at most 100 m; and no less than a thousandth of the side of the study area, up to 20 m.</summary>
    public double? PlacePrecisionMetres { get; init; }

    /// <summary>Whether kernels are corrected for the part that falls outside the study area. Default: yes.</summary>
    public bool EdgeCorrection { get; init; } = true;

    /// <summary>Threads that a fit may use, 1 or more; null (the default) for all processors. The answer does not depend on it.</summary>
    public int? MaximumThreads { get; init; }

    /// <summary>Coverage of intervals, above 0 and below 1. Default 0.95.</summary>
    public double Coverage { get; init; } = 0.95;

    internal const double DefaultLongestDays = 60;
    internal const double DefaultFarthestMetres = 1000;

    internal void Validate()
    {
        Setting.Defined(Spread, nameof(Spread));
        Setting.Defined(Estimation, nameof(Estimation));
        Setting.Defined(Background, nameof(Background));
        Setting.Within(LongestTriggerDays ?? 1, 1, 3650, nameof(LongestTriggerDays), "days");
        Setting.Within(FarthestTriggerMetres ?? 10, 10, 100_000, nameof(FarthestTriggerMetres), "metres");
        Setting.Within(BackgroundNeighbours ?? 2, 2, 1000, nameof(BackgroundNeighbours), "events");
        Setting.Positive(BackgroundBandwidthMetres ?? 1, nameof(BackgroundBandwidthMetres), "metres");
        Setting.Within(TrendBandwidthDays ?? 7, 7, 36_500, nameof(TrendBandwidthDays), "days");
        Setting.Positive(PlacePrecisionMetres ?? 1, nameof(PlacePrecisionMetres), "metres");
        Setting.AtLeast(MaximumThreads ?? 1, 1, nameof(MaximumThreads), "threads");
        Setting.Within(Coverage, 0.5, 0.9999, nameof(Coverage), "a fraction");
    }
}
