namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="SeasonalNaiveForecaster"/>.</summary>
public sealed record SeasonalNaiveOptions
{
    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each month what the same month counted last: “as last year”.</summary>
/// <remarks>
/// The spread is the root mean square of the differences between months a year apart, times √k for the k-th year ahead (Hyndman and
/// Athanasopoulos 2021, section 5.5). A same month that is missing gives way to the year before it, and to the mean of the last year where none is known.
/// Sums over months use the mean correlation of past errors of one origin. Deterministic; thread-safe.
/// </remarks>
public sealed class SeasonalNaiveForecaster : ISeasonalForecaster
{
    private readonly SeasonalNaiveOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SeasonalNaiveForecaster(SeasonalNaiveOptions? options = null)
    {
        _options = options ?? new SeasonalNaiveOptions();
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "seasonal-naive";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        double squares = 0;
        int pairs = 0;
        for (int t = 12; t < history.Length; t++)
        {
            if (!history.IsMissing(t) && !history.IsMissing(t - 12))
            {
                double change = history.Values[t] - history.Values[t - 12];
                squares += change * change;
                pairs++;
            }
        }

        // Below half a year of pairs the errors of past origins tell more.
        double year = pairs > 0 ? Math.Sqrt(squares / pairs) : 0;
        Func<int, double>? spread = pairs >= 6 ? h => year * Math.Sqrt(((h - 1) / 12) + 1) : null;
        return new PointRuleFit(Name, history, new SameMonthRule(1), _options.Predictive, spread, parameters: [new FittedParameter("yearOnYearStandardDeviation", year, true)]);
    }
}
