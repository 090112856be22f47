namespace PolicingModels.Seasonality;

/// <summary>A way of forecasting a monthly series. Holds settings only; fitting returns a new object. Thread-safe.</summary>
public interface ISeasonalForecaster
{
    /// <summary>A short stable name, for instance <c>ets</c>; distinct between models compared side by side.</summary>
    string Name { get; }

    /// <summary>Fits to a history.</summary>
    /// <param name="history">The past; nothing later than its last month may be used.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="AnalysisException">The history cannot carry the model; the message says what to do.</exception>
    IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default);
}

/// <summary>A forecaster fitted to one series. Immutable and thread-safe.</summary>
public interface IFittedSeasonalForecaster
{
    /// <summary>Forecasts the months after the history.</summary>
    /// <param name="horizonMonths">How many months, at least 1.</param>
    /// <param name="cancellationToken">Stops the forecast.</param>
    SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default);

    /// <summary>What was estimated or set, for reports: smoothing parameters, orders, dispersions. Empty where there is nothing to tell.</summary>
    IReadOnlyList<FittedParameter> Parameters => [];
}
