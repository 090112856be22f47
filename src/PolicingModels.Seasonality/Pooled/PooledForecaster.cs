namespace PolicingModels.Seasonality;

/// <summary>The default model of the planner: counts with one seasonal index per type shared by areas, levels of types and shares of areas, simulated jointly.</summary>
/// <remarks>
/// Expected count = level of the type (rate per day, all areas) × share of the area × days × index of the month. The index of a type is drawn to none, an area's to its type's, each
/// as far as its data are weak; the level follows quickly with a half-believed damped trend, the share slowly. Futures carry shocks shared by types
/// and areas, sized by the errors of past forecasts one to twelve months ahead, so that intervals of sums are right too; counts are Poisson on top. Every
/// total is the sum of its parts. Cost: one pass over months for each series and setting tried, and one draw for each series, month and future. Deterministic; thread-safe.
/// </remarks>
public sealed class PooledForecaster : IHierarchyForecaster
{
    private readonly PooledOptions _options;

    /// <summary>Makes the model.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public PooledForecaster(PooledOptions? options = null)
    {
        _options = options ?? new PooledOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "pooled";

    /// <inheritdoc/>
    public HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default) =>
        Fit(history, horizonMonths, cancellationToken).Forecast;

    /// <summary>Fits to a history and forecasts; keeps indices and what was estimated beside the forecast.</summary>
    /// <param name="history">The past.</param>
    /// <param name="horizonMonths">How many months, 1 to 60.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="AnalysisException">No series goes on to the last month.</exception>
    public PooledFit Fit(SeriesHierarchy history, int horizonMonths = 12, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (horizonMonths is < 1 or > 60)
        {
            throw new ArgumentOutOfRangeException(nameof(horizonMonths), horizonMonths, "The horizon is 1 to 60 months.");
        }

        if (!Enumerable.Range(history.Structure.AggregateCount, history.Structure.BottomCount).Any(history.GoesOn))
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"No series goes on to {history.Last}, so that there is nothing to forecast; give series up to the last month.");
        }

        return PooledFit.Make(history, _options, horizonMonths, cancellationToken);
    }
}
