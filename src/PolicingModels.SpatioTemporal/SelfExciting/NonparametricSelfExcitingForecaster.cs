using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>As <see cref="SelfExcitingForecaster"/>, with triggering by histograms instead of named curves (Mohler et al. 2011, doi:10.1198/jasa.2011.ap09546).</summary>
/// <remarks>Deterministic: declustering uses probabilities, not draws. Thread-safe.</remarks>
public sealed class NonparametricSelfExcitingForecaster : ISurfaceForecaster
{
    private readonly SelfExcitingForecasterOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public NonparametricSelfExcitingForecaster(SelfExcitingForecasterOptions? options = null)
    {
        _options = options ?? new SelfExcitingForecasterOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "self-exciting-nonparametric";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return SelfExcitingForecastFit.Make(Name, past, ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken), cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        PointPattern pattern = SelfExcitingModel.Pattern(past, _options.HistoryDays, _options.Process);
        if (pattern.Count < SelfExcitingModel.LeastEvents)
        {
            return SelfExcitingForecaster.BackgroundOnly(past, pattern, _options, cancellationToken);
        }

        NonparametricSelfExcitingFit fit = NonparametricFitter.Fit(pattern, _options.Process, cancellationToken);
        List<FittedParameter> parameters =
        [
            new("branchingRatio", fit.BranchingRatio.Value, true),
            new("branchingRatioLow", fit.BranchingRatio.Low, true),
            new("branchingRatioHigh", fit.BranchingRatio.High, true),
            new("backgroundPerDay", fit.BackgroundPerDay, true),
            new("triggerDaysMedian", fit.Process.Kernel.TimeQuantile(0.5), true),
            new("triggerMetresMedian", fit.Process.Kernel.SpaceQuantile(0.5), true),
            new("backgroundBandwidthMetres", fit.Process.Density.MedianBandwidth, _options.Process.BackgroundBandwidthMetres is null),
        ];
        return SelfExcitingForecaster.Plan(past, fit.Process, fit.TriggeringShown, parameters, fit.Notes, _options);
    }
}
