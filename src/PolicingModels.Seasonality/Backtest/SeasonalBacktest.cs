namespace PolicingModels.Seasonality;

/// <summary>Rolling-origin evaluation of forecasts of a hierarchy: at each origin a model sees only the months up to it, and is scored on those after.</summary>
/// <remarks>
/// Models are fitted anew at every origin (Tashman 2000, doi:10.1016/S0169-2070(00)00065-0). Counts are those of the hierarchy given, the latest vintage of them: revisions are not
/// played back. Origins whose months touch a disruption are scored and held apart. Deterministic; thread-safe.
/// </remarks>
public sealed class SeasonalBacktest
{
    internal static readonly double[] Levels = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

    private readonly SeriesHierarchy _counts;
    private readonly SeasonalBacktestOptions _options;
    private readonly List<int> _lengths = [];

    /// <summary>Prepares a backtest.</summary>
    /// <param name="counts">All counts: history and what happened.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or an origin lies outside the counts or comes twice.</exception>
    /// <exception cref="AnalysisException">There are too few months for one origin.</exception>
    public SeasonalBacktest(SeriesHierarchy counts, SeasonalBacktestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        _counts = counts;
        _options = options ?? new SeasonalBacktestOptions();
        _options.Validate();
        foreach (Month origin in _options.Origins.Order())
        {
            int length = origin.Since(counts.Start) + 1;
            if (length < _options.LeastHistoryMonths || length >= counts.Length)
            {
                throw new ArgumentException($"The origin {origin} has {length} of {counts.Length} months before it; it needs {_options.LeastHistoryMonths} and one after.", nameof(options));
            }

            if (_lengths.Contains(length))
            {
                throw new ArgumentException($"The origin {origin} comes twice.", nameof(options));
            }

            _lengths.Add(length);
        }

        for (int i = _options.OriginCount - 1; i >= 0 && _options.Origins.Count == 0; i--)
        {
            int length = counts.Length - _options.HorizonMonths - (i * _options.StepMonths);
            if (length >= _options.LeastHistoryMonths)
            {
                _lengths.Add(length);
            }
        }

        if (_lengths.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"There are {counts.Length} months; one origin takes {_options.LeastHistoryMonths} before it and {_options.HorizonMonths} after.");
        }
    }

    /// <summary>The last known month of each origin, in time order.</summary>
    public IReadOnlyList<Month> Origins => [.. _lengths.Select(l => _counts.Start.AddMonths(l - 1))];

    /// <summary>Runs models side by side.</summary>
    /// <param name="models">At least one; names are distinct.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Scores, summaries and comparisons.</returns>
    /// <remarks>A model that throws <see cref="AnalysisException"/> at an origin is reported as failed there; the others go on.</remarks>
    /// <exception cref="ArgumentException">No model is given, or two have the same name.</exception>
    public SeasonalBacktestReport Run(IReadOnlyList<IHierarchyForecaster> models, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
        {
            throw new ArgumentException("A backtest takes at least one model.", nameof(models));
        }

        if (models.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{twice.Count()} models are named “{twice.Key}”; names are distinct.", nameof(models));
        }

        Dictionary<string, List<NodeScore>> scores = models.ToDictionary(m => m.Name, _ => new List<NodeScore>(), StringComparer.Ordinal);
        Dictionary<string, HorizonCoverage> coverage = models.ToDictionary(m => m.Name, _ => new HorizonCoverage(_options.HorizonMonths), StringComparer.Ordinal);
        List<BacktestFailure> failures = [];
        foreach (int length in _lengths)
        {
            SeriesHierarchy history = _counts.Take(length);
            int horizon = Math.Min(_options.HorizonMonths, _counts.Length - length);
            bool apart = Enumerable.Range(1, horizon).Any(h => _options.Disruptions.Any(d => history.Last.AddMonths(h) >= d.First && history.Last.AddMonths(h) <= d.Last));
            foreach (IHierarchyForecaster model in models)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    HierarchyForecast forecast = model.Forecast(history, horizon, cancellationToken);
                    NodeScore?[] nodes = new NodeScore?[_counts.Nodes.Count];
                    double[] inside = new double[nodes.Length * horizon * 2];
                    Parallel.For(0, nodes.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => nodes[i] = Score(forecast, history, i, horizon, apart, inside.AsSpan(i * horizon * 2, horizon * 2)));
                    foreach (NodeScore score in nodes.OfType<NodeScore>())
                    {
                        scores[model.Name].Add(score);
                        coverage[model.Name].Add(_counts.Nodes[score.Node].Level, apart, inside.AsSpan(score.Node * horizon * 2, horizon * 2));
                    }
                }
                catch (AnalysisException failure)
                {
                    failures.Add(new BacktestFailure(model.Name, history.Last, failure.Message));
                }
            }
        }

        return new SeasonalBacktestReport(_counts, [.. models.Select(m => m.Name)], scores, coverage, failures);
    }

    /// <summary>Scores one series; null where nothing of it is forecast or counted.</summary>
    private NodeScore? Score(HierarchyForecast forecast, SeriesHierarchy history, int node, int horizon, bool apart, Span<double> inside)
    {
        inside.Fill(-1);
        ReadOnlySpan<double> truth = _counts.Values(node);
        ReadOnlySpan<bool> missing = _counts.Missing(node);
        if (!history.GoesOn(node))
        {
            return null;
        }

        double scale = ForecastScoring.SeasonalScale(history.Values(node), history.Missing(node)), square = ForecastScoring.SeasonalSquare(history.Values(node), history.Missing(node));
        double absolute = 0, squared = 0, smape = 0, crps = 0, loss = 0, in80 = 0, in95 = 0, sum = 0, expected = 0;
        int months = 0;
        double[] sorted = new double[forecast.DrawCount];
        for (int h = 0; h < horizon; h++)
        {
            int m = history.Length + h;
            if (missing[m])
            {
                continue;
            }

            double value = truth[m], mean = forecast.Means(node)[h];
            forecast.Draws(node, h).CopyTo(sorted);
            Array.Sort(sorted);
            months++;
            sum += value;
            expected += mean;
            absolute += Math.Abs(value - mean);
            squared += (value - mean) * (value - mean);
            smape += Math.Abs(value) + Math.Abs(mean) > 0 ? 200 * Math.Abs(value - mean) / (Math.Abs(value) + Math.Abs(mean)) : 0;
            crps += ForecastScoring.Crps(sorted, value);
            foreach (double level in Levels)
            {
                loss += ForecastScoring.Pinball(ForecastScoring.Quantile(sorted, level), value, level) / Levels.Length;
            }

            inside[2 * h] = ForecastScoring.Covered(sorted, value, 0.8);
            inside[(2 * h) + 1] = ForecastScoring.Covered(sorted, value, 0.95);
            in80 += inside[2 * h];
            in95 += inside[(2 * h) + 1];
        }

        if (months == 0)
        {
            return null;
        }

        (double? change, double? forecastChange, double? up) = Direction(forecast, history, node, horizon, months, sum, expected);
        (double? index, double? flat) = IndexErrors(forecast, history, node, horizon, sum, expected, months);
        return new NodeScore(
            history.Last,
            apart,
            node,
            months,
            scale > 0 ? absolute / months / scale : null,
            square > 0 ? Math.Sqrt(squared / months / square) : null,
            smape / months,
            crps / months,
            scale > 0 ? loss / months / scale : null,
            in80 / months,
            in95 / months,
            sum > 0 ? Math.Abs(sum - expected) / sum : null,
            change,
            forecastChange,
            up,
            index,
            flat);
    }

    private static (double? Change, double? Forecast, double? Up) Direction(HierarchyForecast forecast, SeriesHierarchy history, int node, int horizon, int months, double sum, double expected)
    {
        if (horizon < 12 || months < horizon || horizon > 12 || history.Length < 12 || history.Missing(node)[^12..].Contains(true))
        {
            return default;
        }

        double last = 0;
        foreach (double value in history.Values(node)[^12..])
        {
            last += value;
        }

        if (!(last > 0))
        {
            return default;
        }

        double above = 0;
        foreach (double total in forecast.SumDraws(node, 12))
        {
            above += total > last ? 1 : total == last ? 0.5 : 0;
        }

        return ((sum / last) - 1, (expected / last) - 1, above / forecast.DrawCount);
    }

    private (double? Index, double? Flat) IndexErrors(HierarchyForecast forecast, SeriesHierarchy history, int node, int horizon, double sum, double expected, int months)
    {
        if (months < 12 || months < horizon || !(sum > 0) || !(expected > 0))
        {
            return default;
        }

        double index = 0, flat = 0;
        for (int h = 0; h < horizon; h++)
        {
            double actual = 100 * _counts.Values(node)[history.Length + h] * months / sum;
            index += Math.Abs(actual - (100 * forecast.Means(node)[h] * months / expected)) / months;
            flat += Math.Abs(actual - 100) / months;
        }

        return (index, flat);
    }
}

/// <summary>A model that could not forecast from an origin.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Origin">The last known month.</param>
/// <param name="Message">Why.</param>
public sealed record BacktestFailure(string Model, Month Origin, string Message);

/// <summary>Sums of coverage by level and months ahead.</summary>
internal sealed class HorizonCoverage(int horizon)
{
    private readonly double[] _sums = new double[4 * 2 * 2 * horizon];
    private readonly int[] _counts = new int[4 * 2 * 2 * horizon];

    public void Add(SeriesLevel level, bool apart, ReadOnlySpan<double> inside)
    {
        for (int i = 0; i < inside.Length; i++)
        {
            if (inside[i] >= 0)
            {
                int place = Place(level, apart, i / 2, i % 2);
                _sums[place] += inside[i];
                _counts[place]++;
            }
        }
    }

    public double?[] Get(SeriesLevel level, bool apart, int which)
    {
        double?[] shares = new double?[horizon];
        for (int h = 0; h < horizon; h++)
        {
            int place = Place(level, apart, h, which);
            shares[h] = _counts[place] > 0 ? _sums[place] / _counts[place] : null;
        }

        return shares;
    }

    private int Place(SeriesLevel level, bool apart, int month, int which) => (((((int)level * 2) + (apart ? 1 : 0)) * 2) + which) * horizon + month;
}
