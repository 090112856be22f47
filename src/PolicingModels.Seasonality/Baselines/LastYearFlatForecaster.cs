namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="LastYearFlatForecaster"/>.</summary>
public sealed record LastYearFlatOptions
{
    /// <summary>How many of the last months are averaged, at least 1; default 12.</summary>
    public int WindowMonths { get; init; } = 12;

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in every month the mean of the last twelve: no season, no trend.</summary>
/// <remarks>
/// Below about twenty a month nothing beats it. The spread per month ahead is the root mean square of the errors that the rule made from past origins. Deterministic; thread-safe.
/// </remarks>
public sealed class LastYearFlatForecaster : ISeasonalForecaster
{
    private readonly LastYearFlatOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LastYearFlatForecaster(LastYearFlatOptions? options = null)
    {
        _options = options ?? new LastYearFlatOptions();
        Setting.AtLeast(_options.WindowMonths, 1, nameof(LastYearFlatOptions.WindowMonths), "months");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "last-year-flat";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        return new PointRuleFit(Name, history, new FlatRule(_options.WindowMonths), _options.Predictive, parameters: [new FittedParameter("windowMonths", _options.WindowMonths, false)]);
    }
}
