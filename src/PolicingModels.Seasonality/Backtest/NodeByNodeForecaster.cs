namespace PolicingModels.Seasonality;

/// <summary>Forecasts every node of a hierarchy alone with one <see cref="ISeasonalForecaster"/>, then makes the results agree.</summary>
/// <remarks>
/// The error variances that <see cref="ReconciliationMethod.VarianceWeights"/> weighs by are those of each model's own predictive distribution one month ahead. Futures: parts are drawn
/// independently, each total's own draws are put in the order of the sums of its parts, and every future is then projected; so totals keep much of their own spread, but
/// parts do not move together as they do in <see cref="PooledForecaster"/>. A series whose model fails falls back to the mean of its last twelve months and is
/// flagged. Deterministic; thread-safe.
/// </remarks>
public sealed class NodeByNodeForecaster : IHierarchyForecaster
{
    // Quantiles of a count distribution are searched for, one by one: enough for a 95 % interval, and no more.
    private const int Draws = 400;
    private readonly ISeasonalForecaster _model;
    private readonly ReconciliationOptions _reconciliation;
    private readonly ulong _seed;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="model">The model of each node.</param>
    /// <param name="reconciliation">How results are made to agree; null takes bottom-up. <see cref="ReconciliationMethod.MinTraceShrink"/> needs past errors, which models do not hand out, and is refused.</param>
    /// <param name="seed">The seed of the futures.</param>
    /// <exception cref="ArgumentException">The method needs past errors, or a setting is out of range.</exception>
    public NodeByNodeForecaster(ISeasonalForecaster model, ReconciliationOptions? reconciliation = null, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _reconciliation = reconciliation ?? new ReconciliationOptions { Method = ReconciliationMethod.BottomUp };
        _reconciliation.Validate();
        if (_reconciliation.Method == ReconciliationMethod.MinTraceShrink)
        {
            throw new ArgumentException("MinTraceShrink needs past one-step errors, which models do not hand out; take VarianceWeights.", nameof(reconciliation));
        }

        _seed = seed;
    }

    /// <inheritdoc/>
    public string Name => $"{_model.Name}+{_reconciliation.Method}";

    /// <inheritdoc/>
    public HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonMonths, 1);
        int nodes = history.Nodes.Count;
        SeasonalForecast?[] alone = new SeasonalForecast?[nodes];
        SeriesCaution[] cautions = new SeriesCaution[nodes];
        Parallel.For(0, nodes, new ParallelOptions { CancellationToken = cancellationToken }, i => (alone[i], cautions[i]) = One(history, i, horizonMonths, cancellationToken));
        double[] variances = new double[nodes];
        for (int i = 0; i < nodes; i++)
        {
            double width = alone[i] is { } f ? f.Months[0].Quantile(0.9) - f.Months[0].Quantile(0.1) : 0;
            variances[i] = width * width / (2.563 * 2.563);
        }

        double floor = 1e-6 * Math.Max(variances.Where(v => v > 0).DefaultIfEmpty(1).Min(), 1e-6);
        Reconciler reconciler = _reconciliation.Method == ReconciliationMethod.VarianceWeights
            ? Reconciler.FromVariances(history.Structure, [.. variances.Select(v => v > 0 ? v : floor)], _reconciliation, cancellationToken)
            : Reconciler.Create(history.Structure, _reconciliation, cancellationToken);
        double[] means = new double[nodes * horizonMonths], draws = new double[nodes * horizonMonths * Draws];
        Parallel.For(0, horizonMonths, new ParallelOptions { CancellationToken = cancellationToken }, h => Month(history.Structure, alone, h, horizonMonths, reconciler, means, draws, cancellationToken));
        return new HierarchyForecast(Name, history, horizonMonths, means, draws, cautions);
    }

    private (SeasonalForecast?, SeriesCaution) One(SeriesHierarchy history, int node, int horizon, CancellationToken cancellationToken)
    {
        if (!history.GoesOn(node) || history.Series(node) is not { } series)
        {
            return (null, SeriesCaution.NotForecast);
        }

        try
        {
            return (_model.Fit(series, cancellationToken).Forecast(horizon, cancellationToken), SeriesCaution.None);
        }
        catch (AnalysisException)
        {
            double sum = 0;
            int seen = 0;
            for (int i = series.Length - 1; i >= 0 && seen < 12; i--)
            {
                if (!series.IsMissing(i))
                {
                    sum += series.Values[i];
                    seen++;
                }
            }

            double mean = seen > 0 ? Math.Max(0, sum / seen) : 0;
            return (new SeasonalForecast(_model.Name, series.Next, [.. Enumerable.Range(0, horizon).Select(_ => new CountMonth(CountDistribution.Poisson(mean)))]), SeriesCaution.FallBack);
        }
    }

    private void Month(SummingStructure structure, SeasonalForecast?[] alone, int month, int horizon, Reconciler reconciler, double[] means, double[] draws, CancellationToken cancellationToken)
    {
        int nodes = structure.NodeCount, totals = structure.AggregateCount;
        double[] row = [.. alone.Select(f => f?.Months[month].Mean ?? 0)];
        reconciler.Reconcile(row, row);
        double[][] sampled = new double[nodes][];
        SeededRandom random = new SeededRandom(_seed).Fork((ulong)month);
        for (int i = nodes - 1; i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            means[(i * horizon) + month] = row[i];
            sampled[i] = new double[Draws];
            for (int d = 0; d < Draws && alone[i] is not null; d++)
            {
                sampled[i][d] = Math.Max(0, alone[i]!.Months[month].Quantile((d + 0.5) / Draws));
            }

            if (i >= totals)
            {
                random.Shuffle<double>(sampled[i]);
            }
            else
            {
                OrderAsSums(structure, i, sampled);
            }
        }

        double[] future = new double[nodes];
        for (int d = 0; d < Draws; d++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < nodes; i++)
            {
                future[i] = sampled[i][d];
            }

            reconciler.Reconcile(future, future);
            for (int i = 0; i < nodes; i++)
            {
                draws[(((i * horizon) + month) * Draws) + d] = future[i];
            }
        }
    }

    /// <summary>Puts the draws of a total, which are in rising order, into the order of the sums of its parts.</summary>
    private static void OrderAsSums(SummingStructure structure, int total, double[][] sampled)
    {
        double[] sums = new double[Draws];
        foreach (int part in structure.Parts(total))
        {
            double[] drawn = sampled[structure.AggregateCount + part];
            for (int d = 0; d < sums.Length; d++)
            {
                sums[d] += drawn[d];
            }
        }

        int[] order = [.. Enumerable.Range(0, Draws).OrderBy(d => sums[d]).ThenBy(d => d)];
        double[] rising = sampled[total], placed = new double[Draws];
        for (int rank = 0; rank < order.Length; rank++)
        {
            placed[order[rank]] = rising[rank];
        }

        sampled[total] = placed;
    }
}
