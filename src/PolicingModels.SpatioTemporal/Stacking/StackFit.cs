using System.Collections.Concurrent;

namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted stack: weights, level, and the spread that past forecasts of the same reach showed.</summary>
internal sealed class StackFit : IFittedGridForecaster
{
    // With nothing ever forecast this spread is assumed.
    private const double DispersionWithoutPast = 0.05;

    // The first periods rest on too little to judge members by.
    private const int LeastKnown = 4;

    private readonly string _model;
    private readonly CountHistory _past;
    private readonly List<StackMember> _members;
    private readonly StackOptions _options;
    private readonly List<string> _notes;
    private readonly double[] _weights;
    private readonly int _first;
    private readonly double[] _pooled;
    private readonly TrackedLevel? _tracked;
    private readonly LevelForecast? _level;
    private readonly ConcurrentDictionary<int, (PowerSpread Cells, double? Total)> _spreads = [];

    public StackFit(string model, CountHistory past, List<StackMember> members, StackOptions options, List<string> notes, CancellationToken cancellationToken)
    {
        (_model, _past, _members, _options, _notes) = (model, past, members, options, notes);
        _first = Math.Min(past.PeriodCount, Math.Max(LeastKnown, members.Max(m => m.First)));
        double[][] logShares = [.. members.Select(m => m.LogShares[((_first - m.First) * past.CellCount)..])];
        double[] observed = Observed(_first);
        _weights = PoolWeights.Estimate(logShares, observed, past.CellCount, options.WeightDeviation, cancellationToken);
        _pooled = new double[observed.Length];
        for (int from = 0; from < _pooled.Length; from += past.CellCount)
        {
            PoolWeights.Pool(logShares, _weights, from, _pooled.AsSpan(from, past.CellCount));
        }

        _tracked = options.Level is null ? new TrackedLevel(past) : null;
        _level = options.Level is { } given ? new LevelForecast(past, given) : null;
        PowerSpread spread = Spread(1, cancellationToken).Cells;
        bool estimated = _pooled.Length > 0;
        List<FittedParameter> parameters = [.. members.Select((m, k) => new FittedParameter($"weight {m.Name}", _weights[k], estimated))];
        if (_tracked is not null)
        {
            parameters.Add(new FittedParameter("levelHalfLifePeriods", _tracked.HalfLifePeriods, true));
            parameters.Add(new FittedParameter("seasonalAmplitude", _tracked.Amplitude, true));
        }

        parameters.Add(new FittedParameter("dispersion", spread.Alpha, estimated && options.Dispersion != DispersionRule.Poisson));
        parameters.Add(new FittedParameter("variancePower", spread.Power, estimated && options.Dispersion == DispersionRule.MaximumLikelihood));
        Parameters = parameters;
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
        double[][] logShares = [.. _members.Select(m => m.Forecast(horizon, cancellationToken))];
        double[] expected = new double[_past.CellCount];
        PoolWeights.Pool(logShares, _weights, 0, expected);
        double total = Level(_past.PeriodCount, horizon, period), sum = 0;
        (PowerSpread cells, double? spread) = _spreads.GetOrAdd(horizon, h => Spread(h, cancellationToken));
        CountDistribution[] distributions = new CountDistribution[expected.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            distributions[i] = cells.Counts(total * expected[i]);
            sum += distributions[i].Mean;
        }

        CountDistribution? whole = spread is { } alpha ? PowerSpread.Usual(alpha).Counts(sum) : null;
        return new GridForecast(_model, _past.Grid, period, distributions, notes: _notes, total: whole);
    }

    private double Level(int origin, int horizon, Period period) => _tracked?.Expected(origin, period) ?? _level!.Expected(origin, horizon, period.Start);

    /// <summary>The spread around forecasts that reach as far: shares and level from an origin, counts of the period that many steps later.</summary>
    private (PowerSpread Cells, double? Total) Spread(int horizon, CancellationToken cancellationToken)
    {
        int n = _past.CellCount, periods = _past.PeriodCount - _first - horizon + 1;
        if (periods < 1)
        {
            return horizon > 1 ? _spreads.GetOrAdd(1, h => Spread(h, cancellationToken)) : (PowerSpread.Usual(_options.Dispersion == DispersionRule.Poisson ? 0 : DispersionWithoutPast), null);
        }

        double[] expected = _pooled[..(periods * n)], levels = new double[periods];
        for (int k = 0; k < periods; k++)
        {
            levels[k] = Level(_first + k, horizon, _past.Periods[_first + k + horizon - 1]);
            for (int i = k * n; i < (k + 1) * n; i++)
            {
                expected[i] *= levels[k];
            }
        }

        double[] observed = Observed(_first + horizon - 1);
        PowerSpread cells = _options.Dispersion switch
        {
            DispersionRule.Poisson => PowerSpread.Usual(0),
            DispersionRule.Moments => PowerSpread.Usual(CountDispersion.Moments(expected, observed)),
            _ => PowerSpread.Fit(expected, observed, cancellationToken),
        };

        // Fewer than three totals do not tell their spread.
        return (cells, periods >= 3 ? CountDispersion.Moments(levels, _past.Totals.AsSpan(_first + horizon - 1)) : null);
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
