using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="MultiTypeForecaster"/>.</summary>
public sealed record MultiTypeOptions
{
    /// <summary>The model of all types together, which the types share for place. Null (the default): <see cref="CountRegressionForecaster"/> with its defaults.</summary>
    public IGridForecaster? All { get; init; }

    /// <summary>After how many days a count tells half as much about a cell's mix of types, above 0. Default 728: two years.</summary>
    public double MixHalfLifeDays { get; init; } = 728;

    /// <summary>Which cells are neighbours, whose mix is borrowed. Default: those that share an edge or a corner.</summary>
    public NeighbourRule Neighbours { get; init; } = NeighbourRule.Queen;

    /// <summary>The forecast of each type's total. Default: the local level.</summary>
    public LevelOptions Level { get; init; } = LevelOptions.LocalLevel;

    internal void Validate()
    {
        Setting.Positive(MixHalfLifeDays, nameof(MixHalfLifeDays), "days");
        Setting.Defined(Neighbours, nameof(Neighbours));
        ArgumentNullException.ThrowIfNull(Level);
        Level.Validate();
    }
}

/// <summary>The forecast of one type.</summary>
/// <param name="Category">Its name in the history.</param>
/// <param name="Forecast">Its forecast.</param>
public sealed record TypeForecast(string Category, GridForecast Forecast);

/// <summary>Forecasts of all types together and of each: in every cell the expected counts of the types add up to that of all, and over cells to the totals.</summary>
/// <param name="All">All types together.</param>
/// <param name="Types">One per category, in the history's order.</param>
public sealed record MultiTypeForecast(GridForecast All, IReadOnlyList<TypeForecast> Types)
{
    /// <summary>The forecast of a type.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public GridForecast this[string category] =>
        Types.FirstOrDefault(t => t.Category == category)?.Forecast ?? throw new ArgumentException($"There is no type “{category}”; there are {string.Join(", ", Types.Select(t => $"“{t.Category}”"))}.", nameof(category));
}

/// <summary>A fitted <see cref="MultiTypeForecaster"/>. Immutable and thread-safe.</summary>
public interface IFittedMultiTypeForecaster
{
    /// <summary>Forecasts all types of a coming period.</summary>
    /// <param name="horizon">1 for the period after the history, 2 for the one after it, and so on.</param>
    /// <param name="cancellationToken">Stops the forecast.</param>
    MultiTypeForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default);

    /// <summary>Takes the expected count of a type in a cell apart, on the logarithmic scale: what all types together expect there (by the model's own parts where it has them on that scale), the type's share, and its total.</summary>
    /// <param name="category">The type.</param>
    /// <param name="cell">The cell's number in its grid, from 0.</param>
    /// <param name="horizon">1 for the period after the history, 2 for the one after it, and so on.</param>
    /// <exception cref="ArgumentException">There is no such type or cell, or the horizon is below 1.</exception>
    CellExplanation Explain(string category, int cell, int horizon = 1);

    /// <summary>What was estimated or set.</summary>
    IReadOnlyList<FittedParameter> Parameters { get; }
}

/// <summary>Forecasts several types that share places and season: one surface of all, split in each cell by a mix that borrows from its neighbours and from the whole area.</summary>
/// <remarks>
/// Mix of a cell: Dirichlet–multinomial, twice. The prior of a cell is its neighbours' mix, that of the neighbours the whole area's; how strongly each holds is estimated by maximum likelihood
/// (Mosimann 1962, doi:10.1093/biomet/49.1-2.65). Totals: a level for each type and one for all, reconciled by their variances (Wickramasuriya, Athanasopoulos and Hyndman 2019,
/// doi:10.1080/01621459.2018.1448825, with a diagonal matrix). Deterministic; thread-safe.
/// </remarks>
public sealed class MultiTypeForecaster
{
    private readonly MultiTypeOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MultiTypeForecaster(MultiTypeOptions? options = null)
    {
        _options = options ?? new MultiTypeOptions();
        _options.Validate();
    }

    /// <summary>Fits to a history of several categories.</summary>
    /// <param name="history">Counts of the past, of two categories or more; none later than its last period is used.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="ArgumentException">The history has one category only.</exception>
    /// <exception cref="AnalysisException">The history cannot carry the model; the message says what to do. A type without an event is no hindrance.</exception>
    public IFittedMultiTypeForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.CategoryCount < 2)
        {
            throw new ArgumentException("The history has one category; several types need two or more. Forecast it with an IGridForecaster.", nameof(history));
        }

        SpaceTimeCounts together = history.Total();
        CountHistory past = CountHistory.Of(together, "multi-type");
        IFittedGridForecaster all = (_options.All ?? new CountRegressionForecaster()).Fit(together, cancellationToken);
        CountHistory?[] types = [.. history.Categories.Select(c => history.ForCategory(c)).Select(c => c.Sum() > 0 ? CountHistory.Of(c, "multi-type") : null)];
        double decay = Math.Pow(0.5, past.Periods.Average(p => p.Days) / _options.MixHalfLifeDays);
        double[][] sums = [.. types.Select(t => Decayed(t, past, decay))];
        TypeMix mix = TypeMix.Fit(sums, NeighbourTable.First(past.Grid.Neighbours(_options.Neighbours)), cancellationToken);
        return new Fitted(history, past, all, [.. types.Select(t => t is null ? null : new LevelForecast(t, _options.Level))], mix);
    }

    private static double[] Decayed(CountHistory? type, CountHistory past, double decay)
    {
        if (type is null)
        {
            return new double[past.CellCount];
        }

        DecayedSums sums = new(type, decay);
        sums.AdvanceTo(type.PeriodCount);
        return sums.Counts.ToArray();
    }

    private sealed class Fitted(SpaceTimeCounts history, CountHistory past, IFittedGridForecaster all, LevelForecast?[] levels, TypeMix mix) : IFittedMultiTypeForecaster
    {
        public IReadOnlyList<FittedParameter> Parameters { get; } = [.. all.Parameters, new("mixCellPrior", mix.CellPrior, true), new("mixNeighbourPrior", mix.NeighbourPrior, true)];

        public MultiTypeForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
        {
            GridForecast whole = all.Forecast(horizon, cancellationToken);
            int cells = past.CellCount, types = levels.Length;
            (double Mean, double Variance)[] totals = Totals(whole, horizon);
            double[] expected = new double[cells];
            double sharedExcess = Excess(whole.Total.Mean, whole.Total.Variance), total = 0, variance = 0;
            List<TypeForecast> made = [];
            for (int k = 0; k < types; k++)
            {
                double[] means = new double[cells];
                double sum = 0;
                for (int i = 0; i < cells; i++)
                {
                    means[i] = whole.ExpectedCounts[i] * mix.Shares[k][i];
                    sum += means[i];
                }

                double factor = totals[k].Mean / sum, own = Math.Max(0, Excess(totals[k].Mean, totals[k].Variance) - sharedExcess);
                CountDistribution[] counts = new CountDistribution[cells];
                double mean = 0;
                for (int i = 0; i < cells; i++)
                {
                    means[i] *= factor;
                    mean += means[i];
                    expected[i] += means[i];

                    // Splitting keeps the size of a negative binomial; what is not known of the share, and of the type's own level, comes on top.
                    double excess = Excess(whole.ExpectedCounts[i], whole.Distributions[i].Variance);
                    counts[i] = new CountSpread(0, ((1 + excess) * (1 + mix.RelativeVariance(k, i)) * (1 + own)) - 1).Around(means[i]);
                }

                total += mean;
                variance += totals[k].Variance;
                made.Add(new TypeForecast(history.Categories[k], new GridForecast(whole.Model, history.Grid, whole.Period, counts, notes: whole.Notes, total: CountDistribution.FromMeanAndVariance(mean, Math.Max(mean, totals[k].Variance)))));
            }

            CountDistribution[] together = [.. expected.Select((m, i) => new CountSpread(0, Excess(whole.ExpectedCounts[i], whole.Distributions[i].Variance)).Around(m))];
            double allVariance = Math.Max(whole.Total.Variance * Math.Pow(total / whole.Total.Mean, 2), total);
            GridForecast sumOfTypes = new(whole.Model, history.Grid, whole.Period, together, notes: whole.Notes, total: CountDistribution.FromMeanAndVariance(total, allVariance));
            return new MultiTypeForecast(sumOfTypes, made);
        }

        public CellExplanation Explain(string category, int cell, int horizon = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cell);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, past.CellCount);
            double expected = Forecast(horizon)[category].ExpectedCounts[cell], together = all.Forecast(horizon).ExpectedCounts[cell];
            if (!(expected > 0))
            {
                // Nothing has no logarithm.
                return new CellExplanation(cell, 0, ExplanationScale.Count, [new CellContribution("all types together", 0)]);
            }

            int type = Enumerable.Range(0, history.CategoryCount).First(k => history.Categories[k] == category);
            List<CellContribution> parts = [];
            if (all is ICellExplainer explainer && explainer.Explain(cell, horizon) is { Scale: ExplanationScale.Logarithm } whole)
            {
                parts.AddRange(whole.Contributions);
            }
            else
            {
                parts.Add(new CellContribution("all types together", Math.Log(together)));
            }

            double share = Math.Log(mix.Shares[type][cell]);
            parts.Add(new CellContribution("share of the type here", share));
            parts.Add(new CellContribution("total of the type", Math.Log(expected / together) - share));
            return new CellExplanation(cell, expected, ExplanationScale.Logarithm, parts);
        }

        /// <summary>Each type's total, moved by its share of the variance so that together they and the forecast of all meet.</summary>
        private (double Mean, double Variance)[] Totals(GridForecast whole, int horizon)
        {
            (double Mean, double Variance)[] totals = new (double, double)[levels.Length];
            double sum = 0, variances = 0;
            for (int k = 0; k < totals.Length; k++)
            {
                // A type never seen is expected half an event over all that was seen.
                double mean = levels[k]?.Expected(past.PeriodCount, horizon, whole.Period.Start) ?? (0.5 / past.PeriodCount);
                totals[k] = (mean, Math.Max(mean, levels[k]?.Total(past.PeriodCount, horizon, whole.Period.Start)?.Variance ?? mean));
                sum += mean;
                variances += totals[k].Variance;
            }

            double apart = whole.ExpectedTotal - sum;
            for (int k = 0; k < totals.Length; k++)
            {
                (double mean, double variance) = totals[k];
                double moved = mean + (variance / (whole.Total.Variance + variances) * apart);
                totals[k] = (Math.Max(moved, 0.1 * mean), variance);
            }

            return totals;
        }

        private static double Excess(double mean, double variance) => mean > 0 ? Math.Max(0, variance - mean) / (mean * mean) : 0;
    }
}
