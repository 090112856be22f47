using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Expects events in proportion to a kernel density whose kernels are narrow where events are dense and wide where they are sparse, at a forecast level.</summary>
/// <remarks>
/// As <see cref="KernelDensityForecaster"/>, with one bandwidth per event and never below half a cell's side, so that many events on one map point do not make a
/// needle between cell centres. Every kernel is cut at 6 bandwidths. Cost: events × cells within reach. Deterministic; thread-safe.
/// </remarks>
public sealed class AdaptiveKernelDensityForecaster : IGridForecaster
{
    private readonly AdaptiveKernelDensityOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public AdaptiveKernelDensityForecaster(AdaptiveKernelDensityOptions? options = null)
    {
        _options = options ?? new AdaptiveKernelDensityOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "adaptive-kernel-density";

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">The pilot bandwidth given is below a quarter of a cell's side.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        AdaptiveKernelSurface surface = new(past, _options);
        (double median, List<string> notes) = surface.Describe(cancellationToken);
        return SurfaceFit.Make(Name, past, surface, _options.Predictive, [new FittedParameter("medianBandwidthMetres", median, true)], notes, cancellationToken);
    }
}
