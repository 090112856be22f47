using MathNet.Numerics.LinearAlgebra;

namespace PolicingModels.Seasonality;

/// <summary>Settings of <see cref="HarmonicForecaster"/>.</summary>
public sealed record HarmonicOptions
{
    /// <summary>How many waves a year, 0 to 6; null (the default) to choose them by AICc.</summary>
    public int? Waves { get; init; }

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Dynamic harmonic regression: a season of a few smooth waves a year that stays as it is, with ARIMA errors around it.</summary>
/// <remarks>
/// Hyndman and Athanasopoulos 2021, section 10.5. Waves of 12, 6, 4, 3, 2.4 and 2 months are added in this order; their number is chosen by the AICc of exact
/// fits with ARIMA(1,d,1) errors, then the order of the errors is searched without a seasonal part and all is estimated together. Fewer than 24 known months: no wave.
/// Deterministic; thread-safe.
/// </remarks>
public sealed class HarmonicForecaster : ISeasonalForecaster
{
    private readonly HarmonicOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public HarmonicForecaster(HarmonicOptions? options = null)
    {
        _options = options ?? new HarmonicOptions();
        Setting.Within(_options.Waves ?? 0, 0, 6, nameof(HarmonicOptions.Waves), "waves a year");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "harmonic";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        cancellationToken.ThrowIfCancellationRequested();
        int known = history.Length - history.MissingCount;
        if (HistoryNotes.IsConstant(history) || known < 8)
        {
            return new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: known < 8 ? ["The history is too short for a regression; the forecast is its mean."] : []);
        }

        double[] filled = SeriesFill.Complete(history);
        int waves = known < 24 ? 0 : _options.Waves ?? ChooseWaves(history, filled, cancellationToken);
        Func<int, double>[] regressors = Regressors(waves);
        return ArimaForecaster.Search(Name, history, filled, regressors, seasonal: false, exact: 3, _options.Predictive, cancellationToken, Without(filled, regressors))
            ?? (IFittedSeasonalForecaster)new PointRuleFit(Name, history, new FlatRule(12), _options.Predictive, notes: ["The regression could not be fitted; the forecast is the mean of the last year."]);
    }

    private static int ChooseWaves(MonthlySeries history, double[] filled, CancellationToken cancellationToken)
    {
        int differences = Math.Min(1, UnitRootTests.DifferencesNeeded(Without(filled, Regressors(6))));
        int best = 0;
        double least = double.PositiveInfinity;
        double[] free = [0.3, 0.1];
        for (int waves = 0; waves <= 6; waves++)
        {
            ArimaEstimator estimator = new(history, filled, new ArimaOrder(1, differences, 1, Constant: differences == 0), Regressors(waves));
            double aicc = estimator.Maximise(free, 0.02, cancellationToken) + estimator.Penalty;
            if (aicc < least)
            {
                (best, least) = (waves, aicc);
            }
        }

        return best;
    }

    private static Func<int, double>[] Regressors(int waves)
    {
        List<Func<int, double>> list = [];
        for (int k = 1; k <= waves; k++)
        {
            double angle = 2 * Math.PI * k / 12;
            list.Add(t => Math.Cos(angle * (t % 12)));
            if (k < 6)
            {
                list.Add(t => Math.Sin(angle * (t % 12)));
            }
        }

        return [.. list];
    }

    /// <summary>What waves, a level and a line leave of the values, the level and the line put back.</summary>
    private static double[] Without(double[] y, Func<int, double>[] regressors)
    {
        if (regressors.Length == 0)
        {
            return y;
        }

        Matrix<double> x = Matrix<double>.Build.Dense(y.Length, regressors.Length + 2, (t, c) => c == 0 ? 1 : c == 1 ? (double)t / y.Length : regressors[c - 2](t));
        Vector<double> beta = x.QR().Solve(Vector<double>.Build.Dense(y));
        double[] rest = [.. y];
        for (int t = 0; t < y.Length; t++)
        {
            for (int c = 0; c < regressors.Length; c++)
            {
                rest[t] -= beta[c + 2] * x[t, c + 2];
            }
        }

        return rest;
    }
}
