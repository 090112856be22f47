namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="StructuralForecaster"/>.</summary>
public sealed record StructuralOptions
{
    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>The basic structural model: a level with a slope, a season and an irregular part, each moving at its own pace.</summary>
/// <remarks>
/// Harvey 1989 (doi:10.1017/CBO9781107049994), section 4.1. The likelihood is the exact diffuse one: that of the series differenced over a month and a
/// year, a moving average of order 13 whose autocovariances are linear in the four variances. Missing months are integrated over. Needs 24
/// known months; fewer are forecast by their mean with a note. Deterministic; thread-safe.
/// </remarks>
public sealed class StructuralForecaster : ISeasonalForecaster
{
    private readonly StructuralOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public StructuralForecaster(StructuralOptions? options = null)
    {
        _options = options ?? new StructuralOptions();
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "structural";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        cancellationToken.ThrowIfCancellationRequested();
        return HistoryNotes.IsConstant(history) || history.Length - history.MissingCount < 24
            ? new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive)
            : StructuralFit.Estimate(Name, history, _options.Predictive, cancellationToken)
            ?? (IFittedSeasonalForecaster)new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: ["The structural model could not be fitted; the forecast is the mean of the last year."]);
    }
}
