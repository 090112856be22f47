using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="EwmaForecaster"/>.</summary>
public sealed record EwmaOptions
{
    /// <summary>After how many periods a count is worth half, above 0; null (the default) to choose it by the log score of one-step-ahead forecasts of the known past.</summary>
    public double? HalfLifePeriods { get; init; }

    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each cell its exponentially weighted mean count: recent periods tell more than old ones.</summary>
/// <remarks>
/// Age is counted in rows of the history, so that months never recorded do not age it. The half-life is chosen among 1, 2, 3, 4, 6, 9, 13, 18, 26, 39, 52, 104
/// and 208 periods on the last 26 known periods; with fewer than five periods it is 13. Deterministic; thread-safe.
/// </remarks>
public sealed class EwmaForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly EwmaOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EwmaForecaster(EwmaOptions? options = null)
    {
        _options = options ?? new EwmaOptions();
        Setting.Positive(_options.HalfLifePeriods ?? 1, nameof(EwmaOptions.HalfLifePeriods), "periods");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "ewma";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        (double halfLife, bool estimated) = _options.HalfLifePeriods is { } given
            ? (given, false)
            : HalfLifeChoice.Choose(past, h => new DecayedMeanSurface(past, h), _options.Predictive, cancellationToken);
        return new SurfacePlan(new DecayedMeanSurface(past, halfLife), _options.Predictive, [new FittedParameter("halfLifePeriods", halfLife, estimated)]);
    }
}
