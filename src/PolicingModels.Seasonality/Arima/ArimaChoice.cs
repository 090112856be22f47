namespace PolicingModels.Seasonality;

/// <summary>The stepwise search of Hyndman and Khandakar (2008): differences by tests, orders by walking to neighbours of lower AICc.</summary>
internal sealed class ArimaChoice
{
    private const int MostP = 5, MostSeasonal = 2, MostTried = 94;
    // A root as near the unit circle as this says that the order is wrong.
    private const double NearUnit = 1 / 1.01;

    private readonly MonthlySeries _history;
    private readonly double[] _filled;
    private readonly Func<int, double>[] _regressors;
    private readonly Dictionary<ArimaOrder, (double Aicc, double[] At)> _tried = [];
    private readonly Dictionary<bool, ArimaSample> _samples = [];

    public ArimaChoice(MonthlySeries history, double[] filled, Func<int, double>[] regressors)
    {
        _history = history;
        _filled = filled;
        _regressors = regressors;
    }

    /// <summary>The best order with its unconstrained coefficients, by exact likelihood among the candidates of the walk.</summary>
    public (ArimaOrder Order, double[] Free)? Best(int differences, int seasonalDifferences, bool seasonal, int exact, CancellationToken cancellationToken)
    {
        ArimaOrder Order(int p, int q, int sp, int sq, bool constant) =>
            new(p, differences, q, seasonal ? sp : 0, seasonalDifferences, seasonal ? sq : 0, constant && differences + seasonalDifferences < 2);
        ArimaOrder best = Order(0, 0, 0, 0, true);
        foreach (ArimaOrder start in (ArimaOrder[])[best, Order(2, 2, 1, 1, true), Order(1, 0, 1, 0, true), Order(0, 1, 0, 1, true), Order(0, 0, 0, 0, false)])
        {
            best = Quick(start, cancellationToken) < Quick(best, cancellationToken) ? start : best;
        }

        for (bool moved = true; moved && _tried.Count < MostTried;)
        {
            moved = false;
            foreach (ArimaOrder neighbour in Neighbours(best, seasonal))
            {
                if (Quick(neighbour, cancellationToken) < Quick(best, cancellationToken))
                {
                    best = neighbour;
                    moved = true;
                    break;
                }
            }
        }

        (ArimaOrder, double[])? chosen = null, spare = null;
        double least = double.PositiveInfinity, spareLeast = double.PositiveInfinity;
        foreach ((ArimaOrder order, (_, double[] at)) in _tried.Where(t => double.IsFinite(t.Value.Aicc)).OrderBy(t => t.Value.Aicc).Take(exact).ToArray())
        {
            ArimaEstimator estimator = new(_history, _filled, order, _regressors);
            double[] free = at[..order.Coefficients];
            double aicc = estimator.Maximise(free, 0.02, cancellationToken) + estimator.Penalty;
            if (aicc < least && new ArimaPolynomials(order, free).NearestRoot(order) < NearUnit)
            {
                (chosen, least) = ((order, free), aicc);
            }

            if (aicc < spareLeast)
            {
                (spare, spareLeast) = ((order, free), aicc);
            }
        }

        return chosen ?? spare;
    }

    private static IEnumerable<ArimaOrder> Neighbours(ArimaOrder o, bool seasonal)
    {
        (int P, int Q, int Sp, int Sq)[] moves =
        [
            (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
            (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
        ];
        foreach ((int p, int q, int sp, int sq) in moves)
        {
            ArimaOrder next = o with
            {
                AutoRegressive = o.AutoRegressive + p,
                MovingAverage = o.MovingAverage + q,
                SeasonalAutoRegressive = o.SeasonalAutoRegressive + sp,
                SeasonalMovingAverage = o.SeasonalMovingAverage + sq,
            };
            if (next.AutoRegressive is >= 0 and <= MostP && next.MovingAverage is >= 0 and <= MostP && next.SeasonalAutoRegressive is >= 0 and <= MostSeasonal
                && next.SeasonalMovingAverage is >= 0 and <= MostSeasonal && (seasonal || (sp == 0 && sq == 0)))
            {
                yield return next;
            }
        }

        if (o.Differences + o.SeasonalDifferences < 2)
        {
            yield return o with { Constant = !o.Constant };
        }
    }

    private double Quick(ArimaOrder order, CancellationToken cancellationToken)
    {
        if (_tried.TryGetValue(order, out (double Aicc, double[] At) known))
        {
            return known.Aicc;
        }

        if (!_samples.TryGetValue(order.Constant, out ArimaSample? sample))
        {
            sample = new ArimaSample(_history, _filled, order, []);
            _samples[order.Constant] = sample;
        }

        double[] at = new double[order.ParameterCount];
        at.AsSpan(0, order.Coefficients).Fill(0.1);
        if (order.Constant)
        {
            double mean = 0;
            for (int t = 0; t < sample.Rows; t++)
            {
                mean += sample.Target[t] / sample.Rows;
            }

            at[^1] = mean / Math.Max(sample.Columns[sample.MissingAt.Count][0], 1e-300);
        }

        int n = sample.Known;
        double k = order.ParameterCount + _regressors.Length + 1, aicc = double.PositiveInfinity;
        if (n > k + 2 && sample.Rows > order.AutoRegressive + (12 * order.SeasonalAutoRegressive) + 1)
        {
            double squares = Math.Max(new ConditionalSearch(sample, order).Minimise(at, cancellationToken), sample.Floor);
            aicc = (n * Math.Log(squares / n)) + (2 * k) + (2 * k * (k + 1) / (n - k - 1));
        }

        _tried[order] = (aicc, at);
        return aicc;
    }
}
