namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="EtsForecaster"/>.</summary>
public sealed record EtsOptions
{
    /// <summary>The forms to choose among; null (the default) for <see cref="EtsForm.Stable"/>. A single form is fitted with more starts.</summary>
    public IReadOnlyList<EtsForm>? Forms { get; init; }

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Exponential smoothing with errors, trends and seasons that add or multiply, chosen by AICc.</summary>
/// <remarks>
/// The likelihood is maximised over smoothing parameters and initial states together by damped Fisher scoring with exact derivatives, from
/// several starts. Forms for numbers above zero are tried only where all are; forms with a season only from 24 known months; forms with
/// more parameters than the months can carry are left out. Months without a number move the states on as expected and leave the
/// likelihood alone. References: Hyndman et al. 2002 (doi:10.1016/S0169-2070(01)00110-8) and 2008 (doi:10.1007/978-3-540-71918-2). Deterministic; thread-safe.
/// </remarks>
public sealed class EtsForecaster : ISeasonalForecaster
{
    private readonly EtsOptions _options;
    private readonly IReadOnlyList<EtsForm> _forms;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The list of forms is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EtsForecaster(EtsOptions? options = null)
    {
        _options = options ?? new EtsOptions();
        _forms = _options.Forms ?? EtsForm.Stable;
        if (_forms.Count == 0)
        {
            throw new ArgumentException("There is no form to fit; give at least one, or null for the stable ones.", nameof(options));
        }

        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "ets";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        if (HistoryNotes.IsConstant(history))
        {
            return new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive);
        }

        EtsFit? best = new EtsChoice(history, _options.Predictive, Name).Best(_forms, cancellationToken);
        return best is not null ? best
            : _forms.Count == 1 || history.Length - history.MissingCount > 5
            ? throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"None of the forms {string.Join(", ", _forms)} can be fitted to {history}: forms that multiply need numbers above zero, a season needs 24 known months. Choose other forms or leave the choice to the forecaster.")
            : new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: ["The history is too short for smoothing; the forecast is its mean."]);
    }
}
