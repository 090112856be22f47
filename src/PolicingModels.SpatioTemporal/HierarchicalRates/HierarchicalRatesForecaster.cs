using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Lets a cell's surroundings, its long run and its recent counts speak in turn, each as loudly as it deserves.</summary>
/// <remarks>
/// Two gamma–Poisson steps: what lies around a cell is the prior mean of its long-run rate, its long-run rate the prior mean of its rate now. A cell of many events rests on its own
/// counts, one of few on its surroundings; where recent counts are few they move little. The five settings (two half-lives, two strengths of borrowing, how far surroundings are
/// believed) are chosen on the last periods by the likelihood of where events fell, each period forecast from those before it. Rates are relative to each period's total, which is a
/// local level of its own. Source of the step: Clayton and Kaldor 1987 (doi:10.2307/2532003). Deterministic; thread-safe. Explains cells (<see cref="ICellExplainer"/>) on the log scale.
/// </remarks>
public sealed class HierarchicalRatesForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly HierarchicalRatesOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public HierarchicalRatesForecaster(HierarchicalRatesOptions? options = null)
    {
        _options = options ?? new HierarchicalRatesOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "hierarchical-rates";

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">There is no event in the history.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        (HierarchicalRatesSurface surface, SurfacePlan plan) = Plan(past, cancellationToken);
        return new FittedHierarchicalRates(past, surface, SurfaceFit.Make(Name, past, surface, _options.Predictive, plan.Parameters, plan.Notes, cancellationToken));
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken) => Plan(past, cancellationToken).Plan;

    private (HierarchicalRatesSurface Surface, SurfacePlan Plan) Plan(CountHistory past, CancellationToken cancellationToken)
    {
        double bandwidth = _options.BandwidthMetres ?? CellSize.TypicalSideMetres(past.Grid.Cells);
        CellKernel kernel = new(past.Grid.Cells, bandwidth, own: false);
        double[] areaAround = new double[past.CellCount];
        kernel.Sum(past.Exposure, areaAround);
        (RateHierarchy hierarchy, bool chosen) = HierarchyChoice.Of(past, kernel, areaAround, _options.FitPeriods, cancellationToken);
        HierarchicalRatesSurface surface = new(past, kernel, areaAround, hierarchy);
        List<FittedParameter> parameters = [new("bandwidthMetres", bandwidth, false), new("kinship", hierarchy.Kinship, chosen), new("priorEvents", hierarchy.PriorEvents, chosen)];
        List<string> notes = chosen ? [] : [$"The history of {past.PeriodCount} periods is too short to choose how far back, and how far around, a cell is to look; set values were used."];

        // What is without bound is no number for a report to carry; it is said in words.
        if (hierarchy.ForgetsLongRun)
        {
            parameters.Add(new FittedParameter("longHalfLifeDays", hierarchy.LongHalfLifeDays, chosen));
        }
        else
        {
            notes.Add("A cell’s long run is the mean of all periods: forgetting old ones did not forecast the last ones better.");
        }

        if (hierarchy.ReadsRecent)
        {
            parameters.Add(new FittedParameter("longRunEvents", hierarchy.LongRunEvents, chosen));
            parameters.Add(new FittedParameter("recentHalfLifeDays", hierarchy.RecentHalfLifeDays, chosen));
        }
        else
        {
            notes.Add("Recent counts have no part in this forecast beyond the long run: with them the last periods were not forecast better.");
        }

        return (surface, new SurfacePlan(surface, _options.Predictive, parameters, notes));
    }

    private sealed class FittedHierarchicalRates(CountHistory history, HierarchicalRatesSurface surface, SurfaceFit fit) : IFittedGridForecaster, ICellExplainer
    {
        public IReadOnlyList<FittedParameter> Parameters => fit.Parameters;

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default) => fit.Forecast(horizon, cancellationToken);

        public CellExplanation Explain(int cell, int horizon = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cell);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, history.CellCount);
            double expected = fit.Forecast(horizon).ExpectedCounts[cell];
            (double prior, double longRun, double now) = surface.Steps(cell);
            double area = Math.Log(history.Exposure[cell]), season = fit.LogSeason(horizon);
            return new CellExplanation(cell, expected, ExplanationScale.Logarithm,
            [
                new CellContribution("level of the mean cell", Math.Log(expected) - area - season - Math.Log(now)),
                new CellContribution("season", season),
                new CellContribution("area", area),
                new CellContribution("surroundings", Math.Log(prior)),
                new CellContribution("own long run beyond the surroundings", Math.Log(longRun / prior)),
                new CellContribution("recent counts beyond the long run", Math.Log(now / longRun)),
            ]);
        }
    }
}

/// <summary>Relative rates by a hierarchy of memories, times area.</summary>
internal sealed class HierarchicalRatesSurface(CountHistory history, CellKernel kernel, double[] areaAround, RateHierarchy hierarchy) : ISurface
{
    public bool CanBeZero => false;

    public bool IsRelative => true;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        RateMemories memories = Memories();
        memories.AdvanceTo(origin);
        double[] around = new double[into.Length];
        memories.LogAround(around);
        memories.Rates(hierarchy, around, into);
    }

    public void Series(int firstOrigin, CountHistory past, Span<double> into, CancellationToken cancellationToken)
    {
        RateMemories memories = Memories();
        double[] around = new double[past.CellCount];
        for (int t = firstOrigin; t < past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            memories.AdvanceTo(t);
            memories.LogAround(around);
            memories.Rates(hierarchy, around, into.Slice((t - firstOrigin) * past.CellCount, past.CellCount));
        }
    }

    /// <summary>Prior mean, long-run rate and rate now of a cell at the end of the history, against the mean of all.</summary>
    public (double Prior, double LongRun, double Now) Steps(int cell)
    {
        RateMemories memories = Memories();
        memories.AdvanceTo(history.PeriodCount);
        double[] around = new double[history.CellCount];
        memories.LogAround(around);
        double area = history.Exposure[cell];
        double prior = hierarchy.Prior(around[cell]), longRun = hierarchy.LongRun(prior, memories.LongCounts[cell], memories.LongOrdinary * area);
        return (prior, longRun, hierarchy.Now(longRun, memories.RecentCounts[cell], memories.RecentOrdinary * area));
    }

    private RateMemories Memories() => new(history, kernel, areaAround, hierarchy.LongHalfLifeDays, hierarchy.RecentHalfLifeDays);
}
