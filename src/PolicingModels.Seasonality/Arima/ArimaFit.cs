namespace PolicingModels.Seasonality;

/// <summary>A seasonal ARIMA model fitted to a series. Immutable and thread-safe.</summary>
public sealed class ArimaFit : IFittedSeasonalForecaster
{
    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly double[] _filled;
    private readonly ArimaPolynomials _model;
    private readonly Func<int, double>[] _regressors;
    private readonly SeasonalPredictiveOptions _options;
    private readonly IReadOnlyList<string> _notes;

    internal ArimaFit(
        string name, MonthlySeries history, double[] filled, ArimaOrder order, double[] coefficients, Func<int, double>[] regressors, SeasonalPredictiveOptions options, IEnumerable<string> notes)
    {
        _name = name;
        _history = history;
        _filled = filled;
        _regressors = regressors;
        _options = options;
        _notes = [.. notes, .. HistoryNotes.Of(history)];
        _model = ArimaPolynomials.Of(order, coefficients);
        Order = order;
        ArimaEstimator estimator = new(history, filled, order, regressors);
        double f = estimator.Exact(_model);
        if (!double.IsFinite(f))
        {
            throw new AnalysisException(AnalysisFailure.SingularFit, $"{order} with these coefficients is not stationary, or {history} cannot carry it. Choose a smaller order.");
        }

        LogLikelihood = -0.5 * f;
        Aicc = f + estimator.Penalty;
        InnovationVariance = estimator.Squares / Math.Max(1, estimator.Sample.Known - estimator.ParameterCount);
        int missing = estimator.Sample.MissingAt.Count;
        List<FittedParameter> list = [];
        string[] names = ["ar", "ma", "sar", "sma"];
        int[] lengths = [order.AutoRegressive, order.MovingAverage, order.SeasonalAutoRegressive, order.SeasonalMovingAverage];
        int at = 0;
        for (int kind = 0; kind < 4; kind++)
        {
            for (int i = 1; i <= lengths[kind]; i++)
            {
                list.Add(new FittedParameter($"{names[kind]}{i}", coefficients[at++], true));
            }
        }

        if (order.Constant)
        {
            list.Add(new FittedParameter(order.Differences + order.SeasonalDifferences > 0 ? "drift" : "mean", estimator.Coefficients[missing], true));
        }

        for (int i = missing + (order.Constant ? 1 : 0); i < estimator.Coefficients.Length; i++)
        {
            list.Add(new FittedParameter($"regressor{i - missing - (order.Constant ? 1 : 0) + 1}", estimator.Coefficients[i], true));
        }

        list.Add(new FittedParameter("logLikelihood", LogLikelihood, true));
        Parameters = list;
    }

    /// <summary>The orders.</summary>
    public ArimaOrder Order { get; }

    /// <summary>φ, θ, Φ, Θ in this order; y = φ y₋₁ + … + e + θ e₋₁ + ….</summary>
    public IReadOnlyList<double> Coefficients => _model.Coefficients;

    /// <summary>The exact Gaussian log likelihood of the differenced series.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion with the correction for short series; comparable between orders with the same differences.</summary>
    public double Aicc { get; }

    /// <summary>The variance of the errors over the degrees of freedom left.</summary>
    public double InnovationVariance { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>The model with given coefficients; only constants and the variance are estimated.</summary>
    /// <param name="history">The past.</param>
    /// <param name="order">The orders.</param>
    /// <param name="coefficients">φ, θ, Φ, Θ in this order, as many as the orders say.</param>
    /// <param name="options">Simulated futures, seed, counts; null for the defaults.</param>
    /// <exception cref="ArgumentException">The number of coefficients is another.</exception>
    /// <exception cref="AnalysisException">The coefficients are not stationary.</exception>
    public static ArimaFit At(MonthlySeries history, ArimaOrder order, IReadOnlyList<double> coefficients, SeasonalPredictiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(coefficients);
        order.Validate(nameof(order));
        if (coefficients.Count != order.Coefficients)
        {
            throw new ArgumentException($"{order} has {order.Coefficients} coefficients; there are {coefficients.Count}.", nameof(coefficients));
        }

        return new ArimaFit("arima", history, SeriesFill.Complete(history), order, [.. coefficients], [], (options ?? new()).Validate(), []);
    }

    /// <inheritdoc/>
    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        cancellationToken.ThrowIfCancellationRequested();
        ArimaEstimator estimator = new(_history, _filled, Order, _regressors, horizonMonths);
        estimator.Exact(_model);
        ArimaSample sample = estimator.Sample;
        double[] y = Undone(estimator);
        double[] rest = ArimaDifferences.Apply(y, Order);
        double[] innovations = new double[rest.Length], ahead = new double[horizonMonths];
        estimator.Whitener.Whiten(rest, innovations);
        estimator.Whitener.Forecast(rest, innovations, ahead);
        double[] mean = ArimaDifferences.Undo(y, ahead, Order);
        int missing = sample.MissingAt.Count;
        for (int h = 0; h < horizonMonths; h++)
        {
            int t = _filled.Length + h;
            mean[h] += Constant(estimator.Coefficients, missing, t);
            for (int i = 0; i < _regressors.Length; i++)
            {
                mean[h] += estimator.Coefficients[missing + (Order.Constant ? 1 : 0) + i] * _regressors[i](t);
            }
        }

        double[] echo = _model.Echo(Order, horizonMonths, integrated: true), spread = new double[horizonMonths];
        double sum = 0;
        for (int h = 0; h < horizonMonths; h++)
        {
            sum += echo[h] * echo[h];
            spread[h] = Math.Sqrt(InnovationVariance * sum);
        }

        double[] z = _options.Paths > 0 ? ForecastAssembler.StandardisedPaths(_history, echo, _options) : [];
        return ForecastAssembler.Gaussian(_name, _history, mean, spread, z, _options, _notes);
    }

    private double Constant(double[] coefficients, int missing, int t) =>
        !Order.Constant ? 0 : coefficients[missing] * (Order.Differences + Order.SeasonalDifferences > 0 ? t : 1);

    /// <summary>The series with its missing months as estimated and without constant and regressors.</summary>
    private double[] Undone(ArimaEstimator estimator)
    {
        double[] y = [.. _filled];
        int missing = estimator.Sample.MissingAt.Count;
        for (int i = 0; i < missing; i++)
        {
            y[estimator.Sample.MissingAt[i]] -= estimator.Coefficients[i];
        }

        for (int t = 0; t < y.Length; t++)
        {
            y[t] -= Constant(estimator.Coefficients, missing, t);
            for (int i = 0; i < _regressors.Length; i++)
            {
                y[t] -= estimator.Coefficients[missing + (Order.Constant ? 1 : 0) + i] * _regressors[i](t);
            }
        }

        return y;
    }
}
