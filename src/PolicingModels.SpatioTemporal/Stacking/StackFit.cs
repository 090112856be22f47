namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted stack: weights, level, and the spread that past forecasts showed.</summary>
internal sealed class StackFit : IFittedGridForecaster, ICellExplainer
{
    // With nothing ever forecast this spread is assumed.
    private const double DispersionWithoutPast = 0.05;

    // The first periods rest on too little to judge members by.
    private const int LeastKnown = 4;

    private readonly string _model;
    private readonly CountHistory _past;
    private readonly List<StackMember> _members;
    private readonly List<string> _notes;
    private readonly double[] _weights;
    private readonly LevelForecast _level;
    private readonly CountSpread _spread;
    private readonly double? _totalDispersion;

    public StackFit(string model, CountHistory past, List<StackMember> members, StackOptions options, List<string> notes, CancellationToken cancellationToken)
    {
        (_model, _past, _members, _notes) = (model, past, members, notes);
        int first = Math.Min(past.PeriodCount, Math.Max(LeastKnown, members.Max(m => m.First)));
        double[][] logShares = [.. members.Select(m => m.LogShares[((first - m.First) * past.CellCount)..])];
        double[] observed = Observed(first);
        _weights = PoolWeights.Estimate(logShares, observed, past.CellCount, options.WeightDeviation, cancellationToken);
        _level = new LevelForecast(past, options.Level);
        double[] expected = new double[observed.Length], totals = new double[past.PeriodCount - first];
        for (int k = 0; k < totals.Length; k++)
        {
            Span<double> row = expected.AsSpan(k * past.CellCount, past.CellCount);
            totals[k] = _level.Expected(first + k, 1, past.Periods[first + k].Start);
            Pool(logShares, k * past.CellCount, totals[k], row);
        }

        bool estimated = observed.Length > 0;
        _spread = options.Dispersion switch
        {
            DispersionRule.Poisson => CountSpread.Poisson,
            _ when !estimated => new CountSpread(0, DispersionWithoutPast),
            DispersionRule.Moments => new CountSpread(0, CountDispersion.Moments(expected, observed)),
            DispersionRule.MaximumLikelihood => new CountSpread(0, CountDispersion.MaximumLikelihood(expected, observed, cancellationToken)),
            _ => CountSpread.MaximumLikelihood(expected, observed, cancellationToken),
        };

        // Fewer than three totals do not tell their spread.
        _totalDispersion = totals.Length >= 3 ? CountDispersion.Moments(totals, past.Totals.AsSpan(first)) : null;
        bool free = estimated && options.Dispersion != DispersionRule.Poisson;
        Parameters =
        [
            .. members.Select((m, k) => new FittedParameter($"weight {m.Name}", _weights[k], estimated)),
            new FittedParameter("dispersion", _spread.Quadratic, free),
            new FittedParameter("linearDispersion", _spread.Linear, free && options.Dispersion == DispersionRule.ByMean),
        ];
        if (past.Thinned)
        {
            _notes.Add($"Periods of the history share days; the last of every {past.Source.PeriodCount / past.PeriodCount} or so was used, so that none does.");
        }

        if (!estimated)
        {
            _notes.Add($"The history of {past.PeriodCount} periods is too short to judge members by: weights are equal and the spread of counts is assumed.");
        }
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Period period = _past.Source.Periods.Next(horizon);
        double[] expected = new double[_past.CellCount];
        double total = _level.Expected(_past.PeriodCount, horizon, period.Start);
        Pool([.. _members.Select(m => m.Forecast(horizon, cancellationToken))], 0, total, expected);
        CountSpread spread = new(_spread.Linear, _spread.Quadratic + LevelGrowth(horizon));
        CountDistribution[] distributions = Array.ConvertAll(expected, spread.Around);
        CountDistribution? whole = _level.Total(_past.PeriodCount, horizon, period.Start) ?? (_totalDispersion is { } alpha ? new CountSpread(0, alpha).Around(total) : null);
        return new GridForecast(_model, _past.Grid, period, distributions, notes: _notes, total: whole);
    }

    public CellExplanation Explain(int cell, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _past.CellCount);
        double expected = Forecast(horizon).ExpectedCounts[cell];
        double area = Calibration.Sum(_past.Exposure), anywhere = Math.Log(_past.Exposure[cell] / area), left = Math.Log(expected) - Math.Log(_past.Exposure[cell]);
        List<CellContribution> parts = [];
        for (int m = 0; m < _members.Count; m++)
        {
            // How far the member lies from events spread evenly by area, times its weight.
            double part = _weights[m] * (_members[m].Forecast(horizon, default)[cell] - anywhere);
            parts.Add(new CellContribution(_members[m].Name, part));
            left -= part;
        }

        return new CellExplanation(cell, expected, ExplanationScale.Logarithm, [new CellContribution("level of the mean cell", left), new CellContribution("area", Math.Log(_past.Exposure[cell])), .. parts]);
    }

    private void Pool(IReadOnlyList<double[]> logShares, int from, double total, Span<double> into)
    {
        PoolWeights.Pool(logShares, _weights, from, into);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] *= total;
        }
    }

    /// <summary>What the level's uncertainty adds to the relative variance of every cell when the forecast reaches further than the past forecasts did.</summary>
    private double LevelGrowth(int horizon)
    {
        double Excess(int h) => _level.Total(_past.PeriodCount, h, _past.Source.Periods.Next(h).Start) is { } total ? Math.Max(0, total.Variance - total.Mean) / (total.Mean * total.Mean) : 0;
        return horizon == 1 ? 0 : Math.Max(0, Excess(horizon) - Excess(1));
    }

    private double[] Observed(int first)
    {
        double[] observed = new double[(_past.PeriodCount - first) * _past.CellCount];
        for (int t = first; t < _past.PeriodCount; t++)
        {
            _past.Row(t).CopyTo(observed.AsSpan((t - first) * _past.CellCount));
        }

        return observed;
    }
}
