using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="LastPeriodForecaster"/>.</summary>
public sealed record LastPeriodOptions
{
    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each cell what the last period counted there: “the same again”.</summary>
/// <remarks>Cost: one row per calibration period. Deterministic; thread-safe.</remarks>
public sealed class LastPeriodForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly LastPeriodOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LastPeriodForecaster(LastPeriodOptions? options = null)
    {
        _options = options ?? new LastPeriodOptions();
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "last-period";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        return new SurfacePlan(new WindowMeanSurface(past, static origin => origin - 1), _options.Predictive);
    }
}
