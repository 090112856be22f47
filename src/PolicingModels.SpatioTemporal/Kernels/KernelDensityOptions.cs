namespace PolicingModels.SpatioTemporal;

/// <summary>The shape of a Gaussian kernel.</summary>
public enum KernelShape
{
    /// <summary>The same bandwidth in every direction.</summary>
    Round,

    /// <summary>Stretched as the events are: the kernel's covariance is a multiple of theirs.</summary>
    Covariance,
}

/// <summary>What is done about the part of a kernel that falls outside the study area.</summary>
public enum EdgeCorrection
{
    /// <summary>Nothing: intensity leaks over the boundary, and cells along it come out too low.</summary>
    None,

    /// <summary>The intensity at a cell is divided by the mass that a kernel around it has inside the study area (Diggle 1985, doi:10.2307/2347366).</summary>
    AtCell,

    /// <summary>Every event is weighted by the inverse of the mass that its kernel has inside the study area (Jones 1993, doi:10.1007/BF00147776), which keeps the total.</summary>
    AtEvent,
}

/// <summary>Settings of <see cref="KernelDensityForecaster"/>.</summary>
public sealed record KernelDensityOptions
{
    /// <summary>The kernel's standard deviation in metres, above 0; null (the default) for the normal-reference rule σ·n^(−1/6).</summary>
    /// <remarks>Below the side of a cell the forecast says so; below a quarter of it the fit is refused. The rule is never taken below half a side.</remarks>
    public double? BandwidthMetres { get; init; }

    /// <summary>Round kernels (the default), or kernels stretched as the events are. A given bandwidth is always round.</summary>
    public KernelShape Shape { get; init; } = KernelShape.Round;

    /// <summary>Default: none, as most practice has it.</summary>
    public EdgeCorrection EdgeCorrection { get; init; } = EdgeCorrection.None;

    /// <summary>How many days of events before the forecast are used, at least 1; null for all. Default 365.</summary>
    public int? WindowDays { get; init; } = 365;

    /// <summary>Level, background share and spread. Six calibration periods by default: each needs a surface of its own.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { CalibrationPeriods = 6 };

    internal void Validate()
    {
        Setting.Positive(BandwidthMetres ?? 1, nameof(BandwidthMetres), "metres");
        Setting.Defined(Shape, nameof(Shape));
        Setting.Defined(EdgeCorrection, nameof(EdgeCorrection));
        Setting.AtLeast(WindowDays ?? 1, 1, nameof(WindowDays), "days");
        Predictive.Validate();
    }
}
