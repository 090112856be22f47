using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Expects events where others happened lately and nearby: each past event weighs 1/(1 + cells away) × 1/(1 + weeks ago), at a forecast level.</summary>
/// <remarks>
/// Bowers, Johnson and Pease 2004, doi:10.1093/bjc/azh036. The weight is a relative intensity, scaled to the forecast total (<see cref="LevelOptions"/>) and mixed with a
/// background share. Age is counted to the first day of the period forecast. Where the history carries no events, counts are spread over the days of
/// their period and the forecast says so. Made for small cells and days ahead: at 1 km and four weeks long memory does better. Deterministic; thread-safe.
/// </remarks>
public sealed class ProspectiveHotspotForecaster : IGridForecaster
{
    private readonly ProspectiveHotspotOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public ProspectiveHotspotForecaster(ProspectiveHotspotOptions? options = null)
    {
        _options = options ?? new ProspectiveHotspotOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "prospective-hotspot";

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">Counted in cells of the given side, the grid is too wide to lay out.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        Period firstForecast = past.Periods[Math.Max(0, past.PeriodCount - _options.Predictive.CalibrationPeriods)];
        EventPoints points = EventPoints.Of(past, spreadOverDays: true, firstForecast.Start.DayNumber - (7 * (_options.MaximumWeeks + 1)));
        double side = _options.CellSideMetres ?? CellSize.TypicalSideMetres(history.Grid.Cells);
        ISurface surface = _options.Form == ProspectiveForm.Grid
            ? new ProspectiveGridSurface(past, points, _options, side)
            : new ProspectiveContinuousSurface(past, points, _options, side);
        return SurfaceFit.Make(
            Name,
            past,
            surface,
            _options.Predictive,
            [new FittedParameter("cellSideMetres", side, false), new FittedParameter("maximumCells", _options.MaximumCells, false), new FittedParameter("maximumWeeks", _options.MaximumWeeks, false)],
            points.FromCounts ? ["The events themselves were not at hand: counts stand at the centres of their cells, spread over the days of their period."] : [],
            cancellationToken);
    }
}
