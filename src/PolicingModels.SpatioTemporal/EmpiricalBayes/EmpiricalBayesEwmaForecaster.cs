using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="EmpiricalBayesEwmaForecaster"/>.</summary>
public sealed record EmpiricalBayesEwmaOptions
{
    /// <summary>After how many periods a count is worth half, above 0; null (the default) to choose it by the log score of one-step-ahead forecasts of the known past.</summary>
    public double? HalfLifePeriods { get; init; }

    /// <summary>Level and spread. The level is by default the mean of a year of periods with half of the seasonal ratio.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = new LevelOptions() };
}

/// <summary>Expects in each cell its exponentially weighted mean count, shrunk towards the mean of all cells: the baseline that is hardest to beat.</summary>
/// <remarks>
/// Gamma prior on rates per km², fitted by moments to the weighted means (Marshall 1991, doi:10.2307/2347593), with the sum of the weights as the effective number of
/// periods. The half-life is chosen as in <see cref="EwmaForecaster"/>. Deterministic; thread-safe.
/// </remarks>
public sealed class EmpiricalBayesEwmaForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly EmpiricalBayesEwmaOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EmpiricalBayesEwmaForecaster(EmpiricalBayesEwmaOptions? options = null)
    {
        _options = options ?? new EmpiricalBayesEwmaOptions();
        Setting.Positive(_options.HalfLifePeriods ?? 1, nameof(EmpiricalBayesEwmaOptions.HalfLifePeriods), "periods");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "empirical-bayes-ewma";

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
            : HalfLifeChoice.Choose(past, h => new ShrunkDecayedMeanSurface(past, h), _options.Predictive, cancellationToken);
        ShrunkDecayedMeanSurface surface = new(past, halfLife);
        GammaPrior prior = surface.Prior(past.PeriodCount, new double[past.CellCount]);
        return new SurfacePlan(
            surface,
            _options.Predictive,
            [new FittedParameter("halfLifePeriods", halfLife, estimated), new FittedParameter("priorShape", prior.Shape, true), new FittedParameter("priorPeriods", prior.Rate, true)]);
    }
}
