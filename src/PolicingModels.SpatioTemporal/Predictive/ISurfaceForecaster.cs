namespace PolicingModels.SpatioTemporal;

/// <summary>A forecaster made of a surface, so that others can ask for its past forecasts without fitting it anew at every past origin.</summary>
internal interface ISurfaceForecaster : IGridForecaster
{
    /// <summary>The surface fitted to a history, with what surrounds it.</summary>
    /// <param name="past">The history.</param>
    /// <param name="calibrationPeriods">How many of the last periods will be asked for as forecasts from what lay before them.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    SurfacePlan Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken);
}

/// <summary>A surface and what a fit says about it.</summary>
internal sealed record SurfacePlan(ISurface Surface, PredictiveOptions Options, IReadOnlyList<FittedParameter>? Parameters = null, IReadOnlyList<string>? Notes = null)
{
    public IFittedGridForecaster Fit(string model, CountHistory past, CancellationToken cancellationToken) =>
        SurfaceFit.Make(model, past, Surface, Options, Parameters, Notes, cancellationToken);
}
