namespace PolicingModels.Seasonality;

/// <summary>A rule of thumb with the errors it made from past origins of the same series.</summary>
internal sealed class PointRuleFit : IFittedSeasonalForecaster
{
    // Fewer errors at one horizon than this are pooled with the errors of all horizons.
    private const int EnoughErrors = 24;

    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly IPointRule _rule;
    private readonly SeasonalPredictiveOptions _options;
    private readonly Func<int, double>? _spread;
    private readonly List<string> _notes;

    public PointRuleFit(
        string name,
        MonthlySeries history,
        IPointRule rule,
        SeasonalPredictiveOptions options,
        Func<int, double>? spread = null,
        IEnumerable<string>? notes = null,
        IReadOnlyList<FittedParameter>? parameters = null)
    {
        _name = name;
        _history = history;
        _rule = rule;
        _options = options;
        _spread = spread;
        _notes = [.. notes ?? [], .. HistoryNotes.Of(history)];
        Parameters = parameters ?? [];
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        cancellationToken.ThrowIfCancellationRequested();
        double[] mean = new double[horizonMonths];
        _rule.At(_history, _history.Length, mean);
        (double[] spread, double shared) = PastErrors(horizonMonths, cancellationToken);
        if (_spread is not null)
        {
            for (int h = 0; h < horizonMonths; h++)
            {
                spread[h] = _spread(h + 1);
            }
        }

        return ForecastAssembler.Gaussian(_name, _history, mean, spread, Paths(horizonMonths, shared), _options, _notes);
    }

    /// <summary>Errors of one origin share a part: z = √ρ·common + √(1−ρ)·own, with the mean correlation ρ of past errors of one origin.</summary>
    private double[] Paths(int horizon, double shared)
    {
        double[] draws = ForecastAssembler.StandardNormals(_history, _options, _options.Paths, horizon + 1);
        double[] z = new double[_options.Paths * horizon];
        double common = Math.Sqrt(shared), own = Math.Sqrt(1 - shared);
        for (int i = 0; i < _options.Paths; i++)
        {
            double together = common * draws[i * (horizon + 1)];
            for (int h = 0; h < horizon; h++)
            {
                z[(i * horizon) + h] = together + (own * draws[(i * (horizon + 1)) + h + 1]);
            }
        }

        return z;
    }

    private (double[] Spread, double Shared) PastErrors(int horizon, CancellationToken cancellationToken)
    {
        int n = _history.Length;
        int first = n > 24 ? 12 : Math.Max(1, n / 2);
        double[] squares = new double[horizon], forecast = new double[horizon], errors = new double[Math.Min(horizon, 12)];
        int[] known = new int[horizon];
        double crossed = 0, own = 0;
        for (int origin = first; origin < n; origin++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _rule.At(_history, origin, forecast);
            double sum = 0, square = 0;
            int row = 0;
            for (int h = 0; h < horizon && origin + h < n; h++)
            {
                if (_history.IsMissing(origin + h))
                {
                    continue;
                }

                double error = _history.Values[origin + h] - forecast[h];
                squares[h] += error * error;
                known[h]++;
                if (row < errors.Length)
                {
                    row++;
                    sum += error;
                    square += error * error;
                }
            }

            if (row > 1)
            {
                crossed += ((sum * sum) - square) / (row * (row - 1));
                own += square / row;
            }
        }

        double pooled = squares.Sum() / Math.Max(1, known.Sum());
        double[] spread = new double[horizon];
        for (int h = 0; h < horizon; h++)
        {
            double mean = known[h] > 0 ? squares[h] / known[h] : pooled;
            double weight = Math.Min(1.0, (double)known[h] / EnoughErrors);
            spread[h] = Math.Sqrt((weight * mean) + ((1 - weight) * pooled));
        }

        return (spread, own > 0 ? Math.Clamp(crossed / own, 0, 0.95) : 0);
    }
}
