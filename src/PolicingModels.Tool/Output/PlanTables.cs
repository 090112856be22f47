using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels.Tool;

/// <summary>The tables of a plan of the year: those of the plan itself, and those of breaks and past plans.</summary>
internal static class PlanTables
{
    public const string BreaksFile = "breaks.csv";

    private static readonly (SeriesLevel? Level, string Name)[] Levels =
        [(null, "all"), (SeriesLevel.Total, "total"), (SeriesLevel.Type, "type"), (SeriesLevel.Area, "area"), (SeriesLevel.AreaType, "area-type")];

    private static readonly bool[] Apart = [false, true];

    public static void Write(PlanRun run, OutputFolder folder)
    {
        SeasonalityTables.Write(run.Plan, folder.File, run.Tests);
        TableWriter.WriteCsv(Breaks(run), folder.File(BreaksFile));
        if (run.Backtest is { } backtest)
        {
            TableWriter.WriteCsv(Backtest(backtest), folder.File("backtest.csv"));
            TableWriter.WriteCsv(BacktestSeries(backtest), folder.File("backtest-series.csv"));
        }
    }

    private static Table Breaks(PlanRun run)
    {
        (SeriesKey Key, SeriesBreak Break)[] rows = [.. run.Breaks.SelectMany(b => b.Value.Breaks.Select(x => (b.Key, x)))];
        return new Table(
            Text("area", rows, r => r.Key.Area),
            Text("type", rows, r => r.Key.Type),
            Text("month", rows, r => r.Break.Month.ToString()),
            Text("kind", rows, r => r.Break.Kind.ToString()),
            Number("effect", rows, r => r.Break.Effect.Value),
            Number("low95", rows, r => r.Break.Effect.Low),
            Number("high95", rows, r => r.Break.Effect.High),
            Number("t_value", rows, r => r.Break.TValue),
            TableColumn.Of("declared", [.. rows.Select(r => r.Break.IsDeclared)]),
            Text("name", rows, r => r.Break.Name));
    }

    private static Table Backtest(SeasonalBacktestReport report)
    {
        (string Model, string Level, bool Apart, BacktestSummary S)[] rows =
        [
            .. report.Models.SelectMany(m => Levels.SelectMany(l => Apart.Select(apart => (m, l.Name, apart, report.Summary(m, l.Level, apart))))).Where(r => r.Item4.Count > 0),
        ];
        return new Table(
            Text("model", rows, r => r.Model),
            Text("level", rows, r => r.Level),
            TableColumn.Of("held_apart", [.. rows.Select(r => r.Apart)]),
            TableColumn.Of("series_and_origins", [.. rows.Select(r => r.S.Count)]),
            Number("mase", rows, r => r.S.Mase),
            Number("rmsse", rows, r => r.S.Rmsse),
            Number("smape", rows, r => r.S.Smape),
            Number("crps", rows, r => r.S.Crps),
            Number("quantile_loss", rows, r => r.S.QuantileLoss),
            Number("coverage80", rows, r => r.S.Coverage80),
            Number("coverage95", rows, r => r.S.Coverage95),
            Number("annual_error", rows, r => r.S.AnnualError),
            Number("direction_right", rows, r => r.S.DirectionHits),
            Number("index_error", rows, r => r.S.IndexError),
            Number("flat_index_error", rows, r => r.S.FlatIndexError));
    }

    private static Table BacktestSeries(SeasonalBacktestReport report)
    {
        (string Model, NodeScore S)[] rows = [.. report.Models.SelectMany(m => report.Scores(m).Select(s => (m, s)))];
        return new Table(
            Text("model", rows, r => r.Model),
            Text("area", rows, r => report.Nodes[r.S.Node].Key.Area),
            Text("type", rows, r => report.Nodes[r.S.Node].Key.Type),
            Text("origin", rows, r => r.S.Origin.ToString()),
            TableColumn.Of("held_apart", [.. rows.Select(r => r.S.HeldApart)]),
            Number("mase", rows, r => r.S.Mase),
            Number("crps", rows, r => r.S.Crps),
            Number("coverage80", rows, r => r.S.Coverage80),
            Number("coverage95", rows, r => r.S.Coverage95),
            Number("change", rows, r => r.S.Change),
            Number("forecast_change", rows, r => r.S.ForecastChange));
    }

    private static TableColumn Text<T>(string name, IReadOnlyList<T> rows, Func<T, string?> value) => TableColumn.Of(name, [.. rows.Select(value)]);

    private static TableColumn Number<T>(string name, IReadOnlyList<T> rows, Func<T, double?> value) => TableColumn.Of(name, [.. rows.Select(value)]);
}
