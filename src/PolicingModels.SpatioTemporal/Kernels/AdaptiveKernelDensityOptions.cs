namespace PolicingModels.SpatioTemporal;

/// <summary>How the bandwidth of each event's kernel is found.</summary>
public enum AdaptiveRule
{
    /// <summary>Inversely as the square root of a pilot density at the event (Abramson 1982, doi:10.1214/aos/1176345986).</summary>
    SquareRoot,

    /// <summary>The distance to the event's k-th nearest other event.</summary>
    NearestNeighbour,
}

/// <summary>Settings of <see cref="AdaptiveKernelDensityForecaster"/>.</summary>
public sealed record AdaptiveKernelDensityOptions
{
    /// <summary>Default: the square-root law.</summary>
    public AdaptiveRule Rule { get; init; } = AdaptiveRule.SquareRoot;

    /// <summary>The pilot's standard deviation in metres, above 0, for the square-root law; null (the default) for the normal-reference rule.</summary>
    public double? PilotBandwidthMetres { get; init; }

    /// <summary>k of the nearest-neighbour rule, at least 1. Default 15. With fewer other events, the farthest counts.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>How many times wider or narrower than the pilot a kernel of the square-root law may be, at least 1. Default 5: without a bound, lone events spread over the whole map.</summary>
    public double LargestRatio { get; init; } = 5;

    /// <summary>How many days of events before the forecast are used, at least 1; null for all. Default 365.</summary>
    public int? WindowDays { get; init; } = 365;

    /// <summary>Level, background share and spread. Six calibration periods by default: each needs a surface of its own.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { CalibrationPeriods = 6 };

    internal void Validate()
    {
        Setting.Defined(Rule, nameof(Rule));
        Setting.Positive(PilotBandwidthMetres ?? 1, nameof(PilotBandwidthMetres), "metres");
        Setting.AtLeast(Neighbours, 1, nameof(Neighbours), "events");
        Setting.Within(LargestRatio, 1, 1e6, nameof(LargestRatio), "times the pilot");
        Setting.AtLeast(WindowDays ?? 1, 1, nameof(WindowDays), "days");
        Predictive.Validate();
    }
}
