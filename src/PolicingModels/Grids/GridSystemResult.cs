using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>One forecast of a system: for all events, or for one value of its split column.</summary>
/// <param name="Name">The value of the split column; empty where there is one forecast for all.</param>
/// <param name="Counts">The counts it learnt from.</param>
/// <param name="Truth">Whole counts to score against where <paramref name="Counts"/> are fractional; null otherwise.</param>
/// <param name="Forecast">The forecast.</param>
/// <param name="Baseline">The forecast of the long-run mean, beside it.</param>
/// <param name="Backtest">How the model and the baselines did before; null where there are too few periods, or none was asked for.</param>
/// <param name="BacktestMissing">Why there is no backtest; empty where there is one.</param>
/// <param name="Explanations">What the expected counts of the first cells are made of; empty where the model cannot say.</param>
public sealed record GridSeries(string Name, SpaceTimeCounts Counts, SpaceTimeCounts? Truth, GridForecast Forecast, GridForecast Baseline, BacktestReport? Backtest, string BacktestMissing, IReadOnlyList<CellExplanation> Explanations)
{
    /// <summary>Which cells stayed busy over the last 26 periods, which became so and which ceased to be; null where <see cref="PersistenceMissing"/> says why.</summary>
    public PersistenceTable? Persistence { get; init; }

    /// <summary>Why there is no table of persistence; empty where there is one.</summary>
    public string PersistenceMissing { get; init; } = "";

    /// <summary>The persistence of the cells put first: the first twentieth of all, at least one and at most 20, by rank; empty without a table.</summary>
    public IReadOnlyList<CellPersistence> FirstCells => Persistence is { } table ? [.. Forecast.RankedCells.Take(Math.Clamp((Forecast.Cells.Count + 19) / 20, 1, 20)).Select(i => table.Cells[i])] : [];
}

/// <summary>Why a cell moved to another category of relative likelihood.</summary>
public enum CategoryChange
{
    /// <summary>The model or its settings are others: on what was known at the earlier run it would already have been in its new category.</summary>
    Model,

    /// <summary>New events in the cell moved it.</summary>
    NewEvents,

    /// <summary>Nothing new happened in the cell; older events faded, or the area's average moved.</summary>
    Level,
}

/// <summary>A cell that moved to another category since the run before.</summary>
/// <param name="Series">The value of the split column; empty where there is one forecast for all.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Before">Its category before.</param>
/// <param name="After">Its category now.</param>
/// <param name="ExpectedBefore">Its expected count before.</param>
/// <param name="ExpectedAfter">Its expected count now.</param>
/// <param name="NewEvents">Events in the cell that have become known since.</param>
/// <param name="Change">Why it moved.</param>
public sealed record CategoryMove(string Series, string Cell, RelativeLikelihood Before, RelativeLikelihood After, double ExpectedBefore, double ExpectedAfter, double NewEvents, CategoryChange Change);

/// <summary>What changed since the run before.</summary>
/// <param name="Earlier">The as-of date of that run.</param>
/// <param name="SameSettings">Whether model, version and settings are the same.</param>
/// <param name="NewEvents">Events of the kind in the area that have become known since.</param>
/// <param name="ExpectedBefore">Expected events in the whole area before.</param>
/// <param name="ExpectedAfter">Expected events in the whole area now.</param>
/// <param name="Moves">The cells that changed category, largest move first.</param>
/// <param name="Incomparable">Cells of either run that the other does not have.</param>
public sealed record GridChanges(DateOnly Earlier, bool SameSettings, long NewEvents, double ExpectedBefore, double ExpectedAfter, IReadOnlyList<CategoryMove> Moves, int Incomparable);

/// <summary>A past forecast beside what happened, as known now.</summary>
/// <param name="AsOf">When it was issued.</param>
/// <param name="Period">The period it forecast.</param>
/// <param name="Series">The value of the split column; empty where there is one forecast for all.</param>
/// <param name="Model">The forecaster.</param>
/// <param name="Observed">Events observed in its cells.</param>
/// <param name="Expected">Events it expected.</param>
/// <param name="Low80">Lower end of its 80 % interval of the total.</param>
/// <param name="High80">Upper end.</param>
/// <param name="HitRate5">Share of the events in the 5 % of the area that it put first; null without an event.</param>
/// <param name="BaselineHitRate5">The same for the long-run mean.</param>
/// <param name="BestHitRate5">The best share attainable in 5 % of the area.</param>
/// <param name="CellCoverage80">Share of the cells whose count lies in their 80 % interval; counts are whole, so above 0.8 is to be expected.</param>
/// <param name="Brier">Mean squared error of the probability of at least one event.</param>
/// <param name="Overlaps">Whether its period overlaps that of the score before it, so that the two are not independent.</param>
public sealed record ArchiveScore(DateOnly AsOf, Period Period, string Series, string Model, double Observed, double Expected, double Low80, double High80, double? HitRate5, double? BaselineHitRate5, double? BestHitRate5, double CellCoverage80, double Brier, bool Overlaps);

/// <summary>Forecasts per cell with everything that says how far to trust them.</summary>
public sealed class GridSystemResult : ISystemResult
{
    /// <summary>The system that made it.</summary>
    public required GridSystem System { get; init; }

    ISystem ISystemResult.System => System;

    /// <inheritdoc/>
    public required DateOnly AsOf { get; init; }

    /// <inheritdoc/>
    public required bool Simulated { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> InputFiles { get; init; }

    /// <inheritdoc/>
    public required DataQualityReport Quality { get; init; }

    /// <summary>The cells.</summary>
    public required IGrid Grid { get; init; }

    /// <summary>The study area; null where the cells are those that held an event.</summary>
    public required StudyArea? Boundary { get; init; }

    /// <summary>The forecasts, one or one per value of the split column, the most frequent first.</summary>
    public required IReadOnlyList<GridSeries> Series { get; init; }

    /// <summary>The forecast of all values of the split column together, to which theirs add up; null where there is one forecast, or each was made apart.</summary>
    public required GridForecast? AllTogether { get; init; }

    /// <summary>What moving the grid alone does to the share of events held by exactly 5 % of the area put first (the last cell in part, unlike the hit rates of the backtest, which count whole cells), for the model and for the long-run mean, all types together; empty where there is no backtest or the system asks for none.</summary>
    public required IReadOnlyList<PlacementSensitivity> Placements { get; init; }

    /// <summary>Whether events were followed by events near by, all types together.</summary>
    public required NearRepeats NearRepeats { get; init; }

    /// <summary>What changed since the run before; null where the archive holds none.</summary>
    public required GridChanges? Changes { get; init; }

    /// <summary>Past forecasts whose period has passed, beside what happened.</summary>
    public required IReadOnlyList<ArchiveScore> TrackRecord { get; init; }

    /// <summary>The forecasts of the archive, without this one.</summary>
    public required IReadOnlyList<ArchivedForecast> Archive { get; init; }

    /// <summary>This forecast as the archive keeps it.</summary>
    public required ArchivedForecast Issued { get; init; }

    /// <summary>The period forecast.</summary>
    public Period Period => Series[0].Forecast.Period;

    /// <summary>The only forecast, or that of the most frequent value of the split column.</summary>
    public GridForecast Forecast => Series[0].Forecast;

    /// <inheritdoc/>
    public ulong? Seed => System.Seed;

    /// <inheritdoc/>
    public IEnumerable<string> Summary() => GridOutput.Summary(this);

    /// <inheritdoc/>
    public void WriteTables(Func<string, string> pathOf) => GridOutput.WriteTables(this, pathOf);

    /// <inheritdoc/>
    public object Figures() => GridOutput.Figures(this);

    /// <inheritdoc/>
    public Reporting.ReportPage ToReport(IReadOnlyList<Reporting.ReportFact> runFacts) => GridReport.Page(this, runFacts);

    /// <inheritdoc/>
    public Reporting.TransparencyRecord ToTransparencyRecord() => GridReport.Record(this);
}
