using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="EmpiricalBayesForecaster"/>.</summary>
public sealed record EmpiricalBayesOptions
{
    /// <summary>How many of the last periods are averaged, at least 1; null (the default) for all.</summary>
    public int? WindowPeriods { get; init; }

    /// <summary>Level and spread. The level is by default the mean of a year of periods with half of the seasonal ratio.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = new LevelOptions() };
}

/// <summary>Expects in each cell its mean count, shrunk towards the mean of all cells as far as Poisson noise could have made the difference.</summary>
/// <remarks>
/// Gamma prior on rates per km², fitted by moments (Marshall 1991, doi:10.2307/2347593); no cell ever expects nothing. With equal areas the ranking is that of the
/// plain mean. Cost: one pass over the history per calibration period. Deterministic; thread-safe.
/// </remarks>
public sealed class EmpiricalBayesForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly EmpiricalBayesOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EmpiricalBayesForecaster(EmpiricalBayesOptions? options = null)
    {
        _options = options ?? new EmpiricalBayesOptions();
        Setting.AtLeast(_options.WindowPeriods ?? 1, 1, nameof(EmpiricalBayesOptions.WindowPeriods), "periods");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "empirical-bayes";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        ShrunkMeanSurface surface = new(past, _options.WindowPeriods);
        GammaPrior prior = surface.Prior(past.PeriodCount, new double[past.CellCount]);
        return new SurfacePlan(
            surface,
            _options.Predictive,
            [new FittedParameter("priorShape", prior.Shape, true), new FittedParameter("priorPeriods", prior.Rate, true)]);
    }
}
