using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>Writes the tables of a backtest: long, one figure a row, so that a new metric is a new row and no column moves.</summary>
internal static class BacktestTables
{
    public static void WriteTo(OutputFolder folder, BacktestRun run, bool predictions, bool cells = true)
    {
        BacktestReport report = run.Report;
        WriteModels(folder, report);
        WriteOrigins(folder, report);
        WriteComparisons(folder, report);
        WriteCategories(folder, report);
        WritePlacements(folder, run);
        WriteCurves(folder, report);
        WriteReliability(folder, report);
        if (cells)
        {
            CellTable.Of(run).WriteTo(folder);
        }

        if (predictions)
        {
            foreach (ModelScore model in report.Models)
            {
                WritePredictions(folder, run.History.Counts.Grid, model);
            }
        }
    }

    private static void WriteModels(OutputFolder folder, BacktestReport report)
    {
        List<(ModelScore Model, string Metric, Estimate Value)> rows = [.. report.Models.SelectMany(m => m.Metrics.Select(v => (m, v.Key, v.Value)))];
        Table table = new(
            TableColumn.Of("model", [.. rows.Select(r => r.Model.Name)]),
            TableColumn.Of("is_baseline", [.. rows.Select(r => r.Model.IsBaseline)]),
            TableColumn.Of("metric", [.. rows.Select(r => r.Metric)]),
            Finite("value", rows.Select(r => r.Value.Value)),
            Finite("low", rows.Select(r => r.Value.Low)),
            Finite("high", rows.Select(r => r.Value.High)));
        TableWriter.Write(table, folder.File("models.csv"));
        TableWriter.Write(table, folder.File("models.parquet"));
    }

    private static void WriteOrigins(OutputFolder folder, BacktestReport report)
    {
        List<(string Model, OriginScore Origin, string Metric, double Value)> rows =
            [.. report.Models.SelectMany(m => m.PerOrigin.SelectMany(o => o.Metrics.Select(v => (m.Name, o, v.Key, v.Value))))];
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.Model)]),
                TableColumn.Of("period_start", [.. rows.Select(r => r.Origin.Target.Start)]),
                TableColumn.Of("period_end", [.. rows.Select(r => r.Origin.Target.End)]),
                Finite("events", rows.Select(r => r.Origin.Events)),
                Finite("predicted", rows.Select(r => r.Origin.Predicted)),
                TableColumn.Of("metric", [.. rows.Select(r => r.Metric)]),
                Finite("value", rows.Select(r => r.Value))),
            folder.File("origins.csv"));
    }

    private static void WriteComparisons(OutputFolder folder, BacktestReport report)
    {
        IReadOnlyList<ModelComparison> rows = report.Comparisons;
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.Model)]),
                TableColumn.Of("baseline", [.. rows.Select(r => r.Baseline)]),
                TableColumn.Of("metric", [.. rows.Select(r => r.Metric)]),
                Finite("difference", rows.Select(r => r.Difference.Value)),
                Finite("low", rows.Select(r => r.Difference.Low)),
                Finite("high", rows.Select(r => r.Difference.High)),
                TableColumn.Of("origins", [.. rows.Select(r => r.Origins)]),
                Finite("p_value", rows.Select(r => r.PValue)),
                Finite("adjusted_p_value", rows.Select(r => r.AdjustedPValue)),
                TableColumn.Of("verdict", [.. rows.Select(r => r.Verdict.ToString())])),
            folder.File("comparisons.csv"));
    }

    private static void WriteCategories(OutputFolder folder, BacktestReport report)
    {
        List<(string Model, CategoryMeaning M)> rows = [.. report.Models.SelectMany(m => m.WhatCategoriesMeant.Select(c => (m.Name, c)))];
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.Model)]),
                TableColumn.Of("category", [.. rows.Select(r => r.M.Category.Name)]),
                TableColumn.Of("level", [.. rows.Select(r => r.M.Category.Level)]),
                TableColumn.Of("cell_periods", [.. rows.Select(r => r.M.CellPeriods)]),
                Finite("area_share", rows.Select(r => r.M.AreaShare)),
                TableColumn.Of("event_share", [.. rows.Select(r => r.M.EventShare)]),
                TableColumn.Of("mean_expected", [.. rows.Select(r => r.M.MeanExpected)]),
                TableColumn.Of("mean_count", [.. rows.Select(r => r.M.MeanCount)]),
                TableColumn.Of("any_rate", [.. rows.Select(r => r.M.AnyRate?.Value)]),
                TableColumn.Of("any_rate_low", [.. rows.Select(r => r.M.AnyRate?.Low)]),
                TableColumn.Of("any_rate_high", [.. rows.Select(r => r.M.AnyRate?.High)])),
            folder.File("categories.csv"));
    }

    private static void WritePlacements(OutputFolder folder, BacktestRun run)
    {
        if (run.Placements.Count == 0)
        {
            return;
        }

        List<(PlacementSensitivity P, int Placement)> rows = [.. run.Placements.SelectMany(p => p.Values.Select((_, k) => (p, k)))];
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.P.Model)]),
                TableColumn.Of("metric", [.. rows.Select(r => r.P.Metric)]),
                TableColumn.Of("placement", [.. rows.Select(r => r.Placement)]),
                Finite("value", rows.Select(r => r.P.Values[r.Placement]))),
            folder.File("placements.csv"));
    }

    private static void WriteCurves(OutputFolder folder, BacktestReport report)
    {
        List<(string Model, HitRateCurvePoint Point)> rows = [.. report.Models.SelectMany(m => m.HitRateCurve.Points.Select(p => (m.Name, p)))];
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.Model)]),
                Finite("area_share", rows.Select(r => r.Point.AreaShare)),
                Finite("hit_rate", rows.Select(r => r.Point.HitRate)),
                Finite("best_hit_rate", rows.Select(r => r.Point.BestHitRate))),
            folder.File("hit-rate-curves.csv"));
    }

    private static void WriteReliability(OutputFolder folder, BacktestReport report)
    {
        List<(string Model, string Of, ReliabilityBin Bin)> rows =
        [
            .. report.Models.SelectMany(m => m.Reliability.Select(b => (m.Name, "probability_of_any", b))),
            .. report.Models.SelectMany(m => m.CountReliability.Select(b => (m.Name, "expected_count", b))),
        ];
        TableWriter.Write(
            new Table(
                TableColumn.Of("model", [.. rows.Select(r => r.Model)]),
                TableColumn.Of("of", [.. rows.Select(r => r.Of)]),
                Finite("forecast_low", rows.Select(r => r.Bin.Low)),
                Finite("forecast_high", rows.Select(r => r.Bin.High)),
                TableColumn.Of("cell_periods", [.. rows.Select(r => r.Bin.Count)]),
                Finite("mean_forecast", rows.Select(r => r.Bin.MeanForecast)),
                Finite("observed", rows.Select(r => r.Bin.Observed.Value)),
                Finite("observed_low", rows.Select(r => r.Bin.Observed.Low)),
                Finite("observed_high", rows.Select(r => r.Bin.Observed.High))),
            folder.File("reliability.csv"));
    }

    private static void WritePredictions(OutputFolder folder, IGrid grid, ModelScore model)
    {
        BacktestPredictions made = model.Predictions;
        List<TableColumn> columns = [TableColumn.Of("origin", [.. made.Targets.Select(t => t.Start)])];
        for (int cell = 0; cell < grid.Cells.Count; cell++)
        {
            double[] values = new double[made.Targets.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = made[i][cell];
            }

            columns.Add(TableColumn.Of(grid.Cells[cell].Id, values));
        }

        TableWriter.Write(new Table(columns), folder.File($"predictions-{model.Name}.csv"));
    }

    /// <summary>A column in which a figure that does not exist is missing.</summary>
    private static TableColumn Finite(string name, IEnumerable<double> values) => TableColumn.Of(name, values.Select(v => double.IsFinite(v) ? v : (double?)null).ToArray());
}
