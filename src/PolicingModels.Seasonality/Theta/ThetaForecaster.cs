namespace PolicingModels.Seasonality;

/// <summary>Which Theta model.</summary>
public enum ThetaKind
{
    /// <summary>Simple exponential smoothing with half the slope of the straight line through the series: the method that won the M3 competition.</summary>
    Standard,

    /// <summary>The weight of the second line is estimated, the straight line is that of the whole series.</summary>
    Optimised,

    /// <summary>The weight of the second line is estimated, and the straight line is refitted every month to what was known.</summary>
    Dynamic,
}

/// <summary>Settings of <see cref="ThetaForecaster"/>.</summary>
public sealed record ThetaOptions
{
    /// <summary>Which model; default the standard one.</summary>
    public ThetaKind Kind { get; init; } = ThetaKind.Standard;

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>The Theta method: the series without its season, smoothed, with part of the slope of a straight line; then the season again.</summary>
/// <remarks>
/// Standard: Assimakopoulos and Nikolopoulos 2000 (doi:10.1016/S0169-2070(00)00066-2) in the form of Hyndman and Billah 2003
/// (doi:10.1016/S0169-2070(01)00143-1). Optimised and dynamic: Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016
/// (doi:10.1016/j.ijforecast.2016.02.005). Only the smoothing parameter is searched; the first level and the weight of the line are
/// least squares at every value tried. Spreads are those of simple exponential smoothing, times the month's factor. A gap is smoothed
/// over: its months move nothing. Cost: a few dozen passes over the series. Deterministic; thread-safe.
/// </remarks>
public sealed class ThetaForecaster : ISeasonalForecaster
{
    private readonly ThetaOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ThetaForecaster(ThetaOptions? options = null)
    {
        _options = options ?? new ThetaOptions();
        Setting.Defined(_options.Kind, nameof(ThetaOptions.Kind));
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => _options.Kind switch { ThetaKind.Optimised => "theta-optimised", ThetaKind.Dynamic => "theta-dynamic", _ => "theta" };

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        cancellationToken.ThrowIfCancellationRequested();
        return HistoryNotes.IsConstant(history)
            ? new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive)
            : new ThetaFit(Name, history, _options);
    }
}
