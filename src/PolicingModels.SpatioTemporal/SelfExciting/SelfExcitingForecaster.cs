using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Expects background events where they were before, and aftershocks of all generations near recent events (<see cref="SelfExcitingModel"/>).</summary>
/// <remarks>
/// Expected counts are integrals over cell and period; descendants of events still to come are expected, not drawn, so that nothing is random. The process is fitted
/// once, at the end of the history; the forecasts of earlier periods that calibrate the spread use its parameters and the events before each. Where triggering is not told from
/// chance, or fewer than 30 events are at hand, the forecast rests on the background alone and says so. Deterministic; thread-safe.
/// </remarks>
public sealed class SelfExcitingForecaster : ISurfaceForecaster
{
    private readonly SelfExcitingForecasterOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SelfExcitingForecaster(SelfExcitingForecasterOptions? options = null)
    {
        _options = options ?? new SelfExcitingForecasterOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "self-exciting";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return SelfExcitingForecastFit.Make(Name, past, Plan(past), cancellationToken);

        SurfacePlan Plan(CountHistory known) => ((ISurfaceForecaster)this).Plan(known, _options.Predictive.CalibrationPeriods, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        PointPattern pattern = SelfExcitingModel.Pattern(past, _options.HistoryDays, _options.Process);
        if (pattern.Count < SelfExcitingModel.LeastEvents)
        {
            return BackgroundOnly(past, pattern, _options, cancellationToken);
        }

        SelfExcitingFit fit = new SelfExcitingModel(_options.Process).Fit(pattern, null, cancellationToken);
        List<FittedParameter> parameters =
        [
            new("branchingRatio", fit.BranchingRatio.Value, true),
            new("branchingRatioLow", fit.BranchingRatio.Low, true),
            new("branchingRatioHigh", fit.BranchingRatio.High, true),
            new("backgroundPerDay", fit.BackgroundPerDay.Value, true),
            new("triggerDays", fit.TriggerDays.Value, true),
            new("triggerMetres", fit.TriggerMetres.Value, true),
            new("backgroundBandwidthMetres", fit.BackgroundBandwidthMetres, _options.Process.BackgroundBandwidthMetres is null),
        ];
        return Plan(past, fit.Process, fit.TriggeringShown, parameters, fit.Notes, _options);
    }

    internal static SurfacePlan Plan(CountHistory past, FittedProcess process, bool shown, List<FittedParameter> parameters, IReadOnlyList<string> notes, SelfExcitingForecasterOptions options) =>
        new(new SelfExcitingSurface(past, process.Pattern, process.Density, process.BackgroundProbability, shown ? process.BranchingRatio : 0, process.Kernel, options.LevelDays), options.Predictive, parameters, notes);

    internal static SurfacePlan BackgroundOnly(CountHistory past, PointPattern pattern, SelfExcitingForecasterOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double[] weight = new double[pattern.Count];
        Array.Fill(weight, 1);
        BackgroundDensity density = BackgroundDensity.Candidates(pattern, options.Process with { Background = BackgroundKind.Grid }, cancellationToken)[0];
        string note = $"There are {pattern.Count} events where {SelfExcitingModel.LeastEvents} are needed to look for triggering: the forecast rests on the background alone.";
        return new SurfacePlan(new SelfExcitingSurface(past, pattern, density, weight, 0, null, options.LevelDays), options.Predictive, [], [.. pattern.Notes, note]);
    }
}
