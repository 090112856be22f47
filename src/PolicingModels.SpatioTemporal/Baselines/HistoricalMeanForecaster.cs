using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="HistoricalMeanForecaster"/>.</summary>
public sealed record HistoricalMeanOptions
{
    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each cell the mean count of all known periods: the long memory that crime's geography has.</summary>
/// <remarks>Cost: one pass over the history per calibration period. Deterministic; thread-safe.</remarks>
public sealed class HistoricalMeanForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly HistoricalMeanOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public HistoricalMeanForecaster(HistoricalMeanOptions? options = null)
    {
        _options = options ?? new HistoricalMeanOptions();
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "historical-mean";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        return new SurfacePlan(new WindowMeanSurface(past, static _ => 0), _options.Predictive);
    }
}
