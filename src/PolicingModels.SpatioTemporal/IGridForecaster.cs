using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A way of forecasting counts per cell. Holds settings only; fitting returns a new object. Thread-safe.</summary>
public interface IGridForecaster
{
    /// <summary>A short stable name, for instance <c>historical-mean</c>; distinct between models compared side by side.</summary>
    string Name { get; }

    /// <summary>Fits to a history.</summary>
    /// <param name="history">Counts of the past, of one category; nothing later than its last period may be used.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="AnalysisException">The history cannot carry the model; the message says what to do.</exception>
    IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default);
}

/// <summary>A fitted forecaster. Immutable and thread-safe.</summary>
public interface IFittedGridForecaster
{
    /// <summary>Forecasts a coming period.</summary>
    /// <param name="horizon">1 for the period after the history, 2 for the one after it, and so on.</param>
    /// <param name="cancellationToken">Stops the forecast.</param>
    GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default);

    /// <summary>What was estimated or set, for reports: half-lives, bandwidths, dispersions. Empty where there is nothing to tell.</summary>
    IReadOnlyList<FittedParameter> Parameters => [];
}
