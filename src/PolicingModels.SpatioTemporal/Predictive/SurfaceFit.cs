namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted baseline: a surface scaled to a level, with the spread that past one-step-ahead forecasts showed.</summary>
internal sealed class SurfaceFit : IFittedGridForecaster, ICellExplainer
{
    // With a single period of history nothing was ever forecast; this spread is then assumed.
    private const double DispersionWithoutPast = 0.05;

    private readonly string _model;
    private readonly CountHistory _history;
    private readonly ISurface _surface;
    private readonly Calibration _calibration;
    private readonly CountSpread _spread;
    private readonly double? _totalDispersion;
    private readonly IReadOnlyList<string> _notes;

    private SurfaceFit(string model, CountHistory history, ISurface surface, Calibration calibration, PredictiveOptions options, IReadOnlyList<FittedParameter> parameters, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        _model = model;
        _history = history;
        _surface = surface;
        _calibration = calibration;
        bool past = calibration.PeriodCount > 0;
        _spread = options.Dispersion switch
        {
            DispersionRule.Poisson => CountSpread.Poisson,
            _ when !past => new CountSpread(0, DispersionWithoutPast),
            DispersionRule.Moments => new CountSpread(0, CountDispersion.Moments(calibration.Expected, calibration.Observed())),
            DispersionRule.ByMean => CountSpread.MaximumLikelihood(calibration.Expected, calibration.Observed(), cancellationToken),
            _ => new CountSpread(0, CountDispersion.MaximumLikelihood(calibration.Expected, calibration.Observed(), cancellationToken)),
        };

        // Fewer than three totals do not tell their spread.
        _totalDispersion = calibration.PeriodCount >= 3 ? calibration.TotalDispersion() : null;
        List<FittedParameter> all = [.. parameters];
        if (surface.CanBeZero || options.BackgroundShare is not null)
        {
            all.Add(new FittedParameter("backgroundShare", calibration.Background, options.BackgroundShare is null));
        }

        bool estimated = options.Dispersion != DispersionRule.Poisson && past;
        all.Add(new FittedParameter("dispersion", _spread.Quadratic, estimated));
        if (options.Dispersion == DispersionRule.ByMean)
        {
            all.Add(new FittedParameter("linearDispersion", _spread.Linear, estimated));
        }

        Parameters = all;
        List<string> said = [.. notes];
        if (history.Thinned)
        {
            said.Add($"Periods of the history share days; the last of every {history.Source.PeriodCount / history.PeriodCount} or so was used, so that none does.");
        }

        if (!past && options.Dispersion != DispersionRule.Poisson)
        {
            said.Add("The history is a single period, so that the spread of counts is assumed, not estimated.");
        }

        _notes = said;
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>Fits what surrounds a surface: level, background share, dispersion.</summary>
    public static SurfaceFit Make(string model, CountHistory history, ISurface surface, PredictiveOptions options, IReadOnlyList<FittedParameter>? parameters = null, IReadOnlyList<string>? notes = null, CancellationToken cancellationToken = default)
    {
        Calibration calibration = Calibration.Of(history, surface, options, options.CalibrationPeriods, cancellationToken);
        return new SurfaceFit(model, history, surface, calibration, options, parameters ?? [], notes ?? [], cancellationToken);
    }

    /// <summary>The log of the season in the level of a coming period.</summary>
    public double LogSeason(int horizon) => _calibration.LogSeason(_history.PeriodCount, horizon, _history.Source.Periods.Next(horizon).Start);

    public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Period period = _history.Source.Periods.Next(horizon);
        double[] expected = new double[_history.CellCount];
        _surface.At(_history.PeriodCount, horizon, period.Start, expected, cancellationToken);
        double total = _calibration.Scale(expected, Calibration.Sum(expected), _history.PeriodCount, horizon, period.Start);
        CountDistribution[] distributions = new CountDistribution[expected.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            distributions[i] = _spread.Around(expected[i]);
        }

        CountDistribution? totalDistribution = _calibration.Total(_history.PeriodCount, horizon, period.Start)
            ?? (_totalDispersion is { } spread ? new CountSpread(0, spread).Around(total) : null);
        return new GridForecast(_model, _history.Grid, period, distributions, notes: _notes, total: totalDistribution);
    }

    public CellExplanation Explain(int cell, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _history.CellCount);
        GridForecast forecast = Forecast(horizon);
        double expected = forecast.ExpectedCounts[cell], even = forecast.ExpectedTotal / _history.CellCount, season = LogSeason(horizon), area = Math.Log(_history.Exposure[cell]);
        if (!(expected > 0))
        {
            // Nothing has no logarithm.
            return new CellExplanation(cell, 0, ExplanationScale.Count, [new("past counts here", 0)]);
        }

        List<CellContribution> parts = [new("level of a cell of mean area", Math.Log(even) - season)];
        if (season != 0)
        {
            parts.Add(new CellContribution("season", season));
        }

        parts.Add(new CellContribution("area", area));
        parts.AddRange(_surface.Parts(cell, Math.Log(expected / even) - area));
        return new CellExplanation(cell, expected, ExplanationScale.Logarithm, parts);
    }
}
