using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>One row per cell, in the grid's order, as the three files a dashboard loads: the same columns in each.</summary>
internal sealed class CellTable(IGrid grid, IReadOnlyList<CellColumn> columns)
{
    /// <summary>The columns of a forecast.</summary>
    public static CellTable Of(GridForecast forecast)
    {
        IReadOnlyList<CellForecast> cells = forecast.Cells;
        return new CellTable(forecast.Grid,
        [
            CellColumn.Whole("rank", [.. cells.Select(c => c.Rank)]),
            CellColumn.Numbers("expected_count", [.. cells.Select(c => c.ExpectedCount)]),
            CellColumn.Numbers("probability_of_any", [.. cells.Select(c => c.ProbabilityOfAny)]),
            CellColumn.Numbers("low80", [.. cells.Select(c => c.Interval80.Low)]),
            CellColumn.Numbers("high80", [.. cells.Select(c => c.Interval80.High)]),
            CellColumn.Numbers("low95", [.. cells.Select(c => c.Interval95.Low)]),
            CellColumn.Numbers("high95", [.. cells.Select(c => c.Interval95.High)]),
            CellColumn.Texts("relative_likelihood", [.. cells.Select(c => c.Likelihood.Name)]),
            CellColumn.Whole("relative_likelihood_level", [.. cells.Select(c => c.Likelihood.Level)]),
            CellColumn.Days("period_start", [.. cells.Select(_ => forecast.Period.Start)]),
            CellColumn.Days("period_end", [.. cells.Select(_ => forecast.Period.End)]),
            CellColumn.Texts("model", [.. cells.Select(_ => forecast.Model)]),
        ]);
    }

    /// <summary>The columns of a backtest: what was observed at all origins together, and what one model expected.</summary>
    public static CellTable Of(BacktestRun run)
    {
        CellTotals totals = CellTotals.Of(run);
        return new CellTable(run.History.Counts.Grid,
        [
            CellColumn.Numbers("observed", totals.Observed),
            CellColumn.Numbers("expected", totals.Expected),
            CellColumn.Texts("model", [.. totals.Observed.Select(_ => run.Shown.Name)]),
        ]);
    }

    /// <summary>Writes <c>cells.csv</c>, <c>cells.parquet</c> and <c>cells.geojson</c>.</summary>
    public void WriteTo(OutputFolder folder)
    {
        IReadOnlyList<GridCell> cells = grid.Cells;
        Table table = new(
        [
            TableColumn.Of("cell", [.. cells.Select(c => c.Id)]),
            TableColumn.Of("easting", [.. cells.Select(c => c.Easting)]),
            TableColumn.Of("northing", [.. cells.Select(c => c.Northing)]),
            TableColumn.Of("area_km2", [.. cells.Select(c => c.AreaSquareKilometres)]),
            .. columns.Select(c => c.InTable),
        ]);
        TableWriter.Write(table, folder.File("cells.csv"));
        TableWriter.Write(table, folder.File("cells.parquet"));
        GeoJsonWriter.Write(folder.File("cells.geojson"), grid, [.. columns.Select(c => c.OnMap)]);
    }
}

/// <summary>A column of a <see cref="CellTable"/>, for tables and for maps.</summary>
/// <param name="InTable">As CSV and Parquet take it.</param>
/// <param name="OnMap">As GeoJSON takes it.</param>
internal sealed record CellColumn(TableColumn InTable, GridColumn OnMap)
{
    public static CellColumn Numbers(string name, double[] values) => new(TableColumn.Of(name, values), GridColumn.Numbers(name, values));

    public static CellColumn Whole(string name, int[] values) => new(TableColumn.Of(name, values), GridColumn.Numbers(name, values.Select(v => (double)v)));

    public static CellColumn Texts(string name, string[] values) => new(TableColumn.Of(name, values), GridColumn.Texts(name, values));

    public static CellColumn Days(string name, DateOnly[] values) =>
        new(TableColumn.Of(name, values), GridColumn.Texts(name, values.Select(v => v.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))));
}
