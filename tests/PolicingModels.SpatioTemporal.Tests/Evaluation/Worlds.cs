using NetTopologySuite.Geometries;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

/// <summary>A row of cells, each one kilometre wide, with areas as given.</summary>
internal sealed class RowGrid(params double[] areas) : IGrid
{
    public static RowGrid Of(int cells)
    {
        double[] areas = new double[cells];
        Array.Fill(areas, 1.0);
        return new RowGrid(areas);
    }

    public IReadOnlyList<GridCell> Cells { get; } = [.. areas.Select((a, i) => new GridCell($"c{i}", 500 + (1000.0 * i), 500, a))];

    public CoordinateSystem Coordinates => CoordinateSystem.PlanarMetres;

    public string Description => $"row of {Cells.Count} cells";

    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        for (int i = 0; i < easting.Length; i++)
        {
            int cell = (int)Math.Floor(easting[i] / 1000);
            cells[i] = northing[i] is >= 0 and < 1000 && cell >= 0 && cell < Cells.Count ? cell : -1;
        }
    }

    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) =>
        new([.. Enumerable.Range(0, Cells.Count).Select(i => (IReadOnlyList<int>)[.. new[] { i - 1, i + 1 }.Where(j => j >= 0 && j < Cells.Count)])]);

    public Geometry Outline(int cell) => new GeometryFactory().ToGeometry(new Envelope(1000 * cell, 1000 * (cell + 1), 0, 1000));
}

/// <summary>Forecasts whatever a function of the history and the step says; remembers what it was shown.</summary>
internal sealed class ScriptedForecaster(string name, Func<SpaceTimeCounts, int, IReadOnlyList<CountDistribution>> script) : IGridForecaster
{
    private readonly Lock _lock = new();

    public string Name => name;

    public List<SpaceTimeCounts> Shown { get; } = [];

    public static ScriptedForecaster Means(string name, Func<SpaceTimeCounts, int, double[]> means) =>
        new(name, (history, step) => [.. means(history, step).Select(CountDistribution.Poisson)]);

    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Shown.Add(history);
        }

        return new Fitted(this, history);
    }

    private sealed class Fitted(ScriptedForecaster model, SpaceTimeCounts history) : IFittedGridForecaster
    {
        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default) =>
            new(model.Name, history.Grid, history.Periods.Next(horizon), model.Script(history, horizon));
    }

    private Func<SpaceTimeCounts, int, IReadOnlyList<CountDistribution>> Script { get; } = script;
}

internal static class Worlds
{
    public static PeriodSequence FourWeeks(int periods) => PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), periods);

    public static BacktestReport Run(SpaceTimeCounts counts, BacktestOptions options, IReadOnlyList<IGridForecaster> models) =>
        new Backtest(counts, options).Run(models, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Counts from rows of periods.</summary>
    public static SpaceTimeCounts Counts(IGrid grid, params double[][] rows) =>
        new(grid, FourWeeks(rows.Length), [[.. rows.SelectMany(r => r)]]);
}
