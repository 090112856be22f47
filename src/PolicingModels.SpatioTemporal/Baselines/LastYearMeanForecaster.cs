using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="LastYearMeanForecaster"/>.</summary>
public sealed record LastYearMeanOptions
{
    /// <summary>How many of the last periods are averaged, at least 1; null (the default) for those that begin within the last year by date.</summary>
    public int? WindowPeriods { get; init; }

    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each cell the mean count of the periods of the last year, of all periods where the history is shorter.</summary>
/// <remarks>Cost: one pass over a year per calibration period. Deterministic; thread-safe.</remarks>
public sealed class LastYearMeanForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly LastYearMeanOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LastYearMeanForecaster(LastYearMeanOptions? options = null)
    {
        _options = options ?? new LastYearMeanOptions();
        Setting.AtLeast(_options.WindowPeriods ?? 1, 1, nameof(LastYearMeanOptions.WindowPeriods), "periods");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "last-year-mean";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        Func<int, int> first = _options.WindowPeriods is { } window ? origin => Math.Max(0, origin - window) : past.FirstRowOfLastYear;
        return new SurfacePlan(
            new WindowMeanSurface(past, first),
            _options.Predictive,
            [new FittedParameter("windowPeriods", past.PeriodCount - first(past.PeriodCount), false)]);
    }
}
