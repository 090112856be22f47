namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted self-exciting forecaster: a surface scaled to a level, which can say what each cell's part of it is made of.</summary>
internal sealed class SelfExcitingForecastFit : IFittedGridForecaster, ICellExplainer
{
    private readonly IFittedGridForecaster _fit;
    private readonly CountHistory _past;
    private readonly SelfExcitingSurface _surface;

    private SelfExcitingForecastFit(IFittedGridForecaster fit, CountHistory past, SelfExcitingSurface surface)
    {
        _fit = fit;
        _past = past;
        _surface = surface;
    }

    public IReadOnlyList<FittedParameter> Parameters => _fit.Parameters;

    public static SelfExcitingForecastFit Make(string name, CountHistory past, SurfacePlan plan, CancellationToken cancellationToken) =>
        new(plan.Fit(name, past, cancellationToken), past, (SelfExcitingSurface)plan.Surface);

    public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default) => _fit.Forecast(horizon, cancellationToken);

    public CellExplanation Explain(int cell, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _past.CellCount);
        GridForecast forecast = Forecast(horizon);
        double[] background = new double[_past.CellCount], descendants = new double[_past.CellCount];
        _surface.Parts(_past.PeriodCount, horizon, forecast.Period.Start, background, descendants, CancellationToken.None);
        double anywhereShare = Parameters.FirstOrDefault(p => p.Name == "backgroundShare").Value, sum = Calibration.Sum(background) + Calibration.Sum(descendants);
        double factor = sum > 0 ? (1 - anywhereShare) * forecast.ExpectedTotal / sum : 0;
        double own = factor * background[cell], recent = factor * descendants[cell], expected = forecast.ExpectedCounts[cell];
        return new CellExplanation(cell, expected, ExplanationScale.Count, [new("background", own), new("aftershocks of past events", recent), new("anywhere", expected - own - recent)]);
    }
}
