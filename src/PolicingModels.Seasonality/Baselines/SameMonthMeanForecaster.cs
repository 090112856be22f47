namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="SameMonthMeanForecaster"/>.</summary>
public sealed record SameMonthMeanOptions
{
    /// <summary>How many years are averaged, at least 1; default 3, as analysts' sheets have it.</summary>
    public int Years { get; init; } = 3;

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each month the mean of the same month of the last years: the usual analyst's sheet.</summary>
/// <remarks>The spread per month ahead is the root mean square of the errors that the rule made from past origins. Deterministic; thread-safe.</remarks>
public sealed class SameMonthMeanForecaster : ISeasonalForecaster
{
    private readonly SameMonthMeanOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SameMonthMeanForecaster(SameMonthMeanOptions? options = null)
    {
        _options = options ?? new SameMonthMeanOptions();
        Setting.AtLeast(_options.Years, 1, nameof(SameMonthMeanOptions.Years), "years");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "same-month-mean";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        return new PointRuleFit(Name, history, new SameMonthRule(_options.Years), _options.Predictive, parameters: [new FittedParameter("years", _options.Years, false)]);
    }
}
