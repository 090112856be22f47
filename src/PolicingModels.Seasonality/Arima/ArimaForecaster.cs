namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="ArimaForecaster"/>.</summary>
public sealed record ArimaOptions
{
    /// <summary>The orders; null (the default) to search for them.</summary>
    public ArimaOrder? Order { get; init; }

    /// <summary>How many of the orders that the search found best are fitted by exact likelihood, 1 or more; default 5.</summary>
    public int ExactCandidates { get; init; } = 5;

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Seasonal ARIMA models by exact Gaussian likelihood, their orders given or searched step by step.</summary>
/// <remarks>
/// Differences: over a year where the seasonal strength exceeds 0.64, over a month until the KPSS test is content. Orders: the walk of
/// Hyndman and Khandakar 2008 (doi:10.18637/jss.v027.i03) on conditional sums of squares; the best few are fitted by exact likelihood from the
/// stationary distribution and the lowest AICc wins, orders with a root within 1 % of the unit circle last. Coefficients are always stationary and
/// invertible. Missing months are missing: the likelihood is integrated over them. Fewer than 24 known months: no seasonal part.
/// Deterministic; thread-safe.
/// </remarks>
public sealed class ArimaForecaster : ISeasonalForecaster
{
    private const int FewestMonths = 8;
    private readonly ArimaOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ArimaForecaster(ArimaOptions? options = null)
    {
        _options = options ?? new ArimaOptions();
        _options.Order?.Validate(nameof(ArimaOptions.Order));
        Setting.AtLeast(_options.ExactCandidates, 1, nameof(ArimaOptions.ExactCandidates), "orders");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "arima";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        cancellationToken.ThrowIfCancellationRequested();
        int known = history.Length - history.MissingCount;
        if (HistoryNotes.IsConstant(history) || (known < FewestMonths && _options.Order is null))
        {
            return new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: known < FewestMonths ? ["The history is too short for ARIMA; the forecast is its mean."] : []);
        }

        double[] filled = SeriesFill.Complete(history);
        return _options.Order is { } order
            ? FitOrder(Name, history, filled, order, [], _options.Predictive, cancellationToken)
            : Search(Name, history, filled, [], known >= 24, _options.ExactCandidates, _options.Predictive, cancellationToken)
            ?? (IFittedSeasonalForecaster)new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: ["No ARIMA order could be fitted; the forecast is the mean of the last year."]);
    }

    internal static ArimaFit FitOrder(
        string name, MonthlySeries history, double[] filled, ArimaOrder order, Func<int, double>[] regressors, SeasonalPredictiveOptions options, CancellationToken cancellationToken)
    {
        int known = history.Length - history.MissingCount, needed = order.Lost + order.ParameterCount + regressors.Length + 3 + order.AutoRegressive + (12 * order.SeasonalAutoRegressive);
        if (known < needed)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"{order} needs {needed} known months; {history} has {known}. Choose a smaller order or leave the choice to the forecaster.");
        }

        ArimaEstimator estimator = new(history, filled, order, regressors);
        double[] best = [];
        double least = double.PositiveInfinity;
        foreach ((double ar, double ma, double seasonal) in ((double, double, double)[])[(0.1, 0.1, 0.1), (-0.3, -0.3, -0.3), (0.6, 0.6, 0.6), (0.9, 0.5, 0.2), (0.8, -0.3, 0.3), (-0.5, 0.5, 0.5)])
        {
            double[] at = new double[order.ParameterCount];
            at.AsSpan(0, order.AutoRegressive).Fill(ar);
            at.AsSpan(order.AutoRegressive, order.MovingAverage).Fill(ma);
            at.AsSpan(order.AutoRegressive + order.MovingAverage, order.SeasonalAutoRegressive + order.SeasonalMovingAverage).Fill(seasonal);
            if (ar == 0.1 && regressors.Length == 0)
            {
                new ConditionalSearch(estimator.Sample, order).Minimise(at, cancellationToken);
            }

            double[] free = at[..order.Coefficients];
            double f = estimator.Maximise(free, 1e-8, cancellationToken);
            if (f < least)
            {
                (best, least) = (free, f);
            }
        }

        return double.IsFinite(least)
            ? new ArimaFit(name, history, filled, order, new ArimaPolynomials(order, best).Coefficients, regressors, options, [])
            : throw new AnalysisException(AnalysisFailure.SingularFit, $"{order} cannot be fitted to {history}: a constant or regressor cannot be told from the rest. Choose a smaller order.");
    }

    internal static ArimaFit? Search(
        string name, MonthlySeries history, double[] filled, Func<int, double>[] regressors, bool seasonal, int exact, SeasonalPredictiveOptions options, CancellationToken cancellationToken, double[]? withoutRegressors = null)
    {
        double[] target = withoutRegressors ?? filled;
        bool mayDifference = seasonal && filled.Length > 36;
        int seasonalDifferences = mayDifference ? UnitRootTests.SeasonalDifferencesNeeded(new MonthlySeries(history.Start, target)) : 0;
        double[] yearly = seasonalDifferences > 0 ? UnitRootTests.Differences(target, 12) : target;
        int differences = UnitRootTests.DifferencesNeeded(yearly);
        (ArimaOrder Order, double[] Free)? best = new ArimaChoice(history, target, regressors).Best(differences, seasonalDifferences, seasonal, exact, cancellationToken);
        if (best is not { } chosen)
        {
            return null;
        }

        // With regressors the walk ran on what they leave; their coefficients are estimated anew beside the errors.
        ArimaEstimator estimator = new(history, filled, chosen.Order, regressors);
        double[] free = [.. chosen.Free];
        if (!double.IsFinite(estimator.Maximise(free, 1e-6, cancellationToken)))
        {
            return null;
        }

        return new ArimaFit(name, history, filled, chosen.Order, new ArimaPolynomials(chosen.Order, free).Coefficients, regressors, options, []);
    }
}
