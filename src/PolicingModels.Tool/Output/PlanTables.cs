using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels.Tool;

/// <summary>The tables of a plan of the year.</summary>
internal static class PlanTables
{
    public const string BreaksFile = "breaks.csv";

    private static readonly (SeriesLevel? Level, string Name)[] Levels =
        [(null, "all"), (SeriesLevel.Total, "total"), (SeriesLevel.Type, "type"), (SeriesLevel.Area, "area"), (SeriesLevel.AreaType, "area-type")];

    private static readonly bool[] Apart = [false, true];

    public static void Write(PlanRun run, OutputFolder folder)
    {
        Table months = Months(run.Plan);
        TableWriter.WriteCsv(months, folder.File("plan.csv"));
        TableWriter.WriteParquet(months, folder.File("plan.parquet"));
        TableWriter.WriteCsv(Years(run.Plan), folder.File("year.csv"));
        TableWriter.WriteCsv(Index(run), folder.File("index.csv"));
        TableWriter.WriteCsv(Breaks(run), folder.File(BreaksFile));
        if (run.Plan.Findings is { Count: > 0 } findings)
        {
            TableWriter.WriteCsv(
                new Table(
                    Text("area", findings, f => f.Key.Area),
                    Text("type", findings, f => f.Key.Type),
                    Text("kind", findings, f => f.Kind.ToString()),
                    Text("first", findings, f => f.First?.ToString()),
                    TableColumn.Of("months", [.. findings.Select(f => f.Months)]),
                    Text("message", findings, f => f.Message)),
                folder.File("findings.csv"));
        }

        if (run.Backtest is { } backtest)
        {
            TableWriter.WriteCsv(Backtest(backtest), folder.File("backtest.csv"));
            TableWriter.WriteCsv(BacktestSeries(backtest), folder.File("backtest-series.csv"));
        }
    }

    private static Table Months(SeasonalityPlan plan)
    {
        (SeriesPlan Plan, MonthOutlook Month, int At)[] rows = [.. plan.Series.SelectMany(s => s.Coming.Select((m, h) => (s, m, h)))];
        RelativeOccurrence? Whole((SeriesPlan Plan, MonthOutlook Month, int At) r) => r.At < r.Plan.Occurrence.Count ? r.Plan.Occurrence[r.At] : null;
        RelativeOccurrence? Day((SeriesPlan Plan, MonthOutlook Month, int At) r) => r.At < r.Plan.OccurrencePerDay.Count ? r.Plan.OccurrencePerDay[r.At] : null;
        return new Table(
            Text("area", rows, r => r.Plan.Node.Key.Area),
            Text("type", rows, r => r.Plan.Node.Key.Type),
            Text("month", rows, r => r.Month.Month.ToString()),
            Number("expected", rows, r => r.Month.Expected),
            Number("low50", rows, r => r.Month.Interval50.Low),
            Number("high50", rows, r => r.Month.Interval50.High),
            Number("low80", rows, r => r.Month.Interval80.Low),
            Number("high80", rows, r => r.Month.Interval80.High),
            Number("low95", rows, r => r.Month.Interval95.Low),
            Number("high95", rows, r => r.Month.Interval95.High),
            Number("same_month_last_year", rows, r => r.Month.SameMonthLastYear),
            Number("relative_occurrence", rows, r => Whole(r)?.Index.Value),
            Number("relative_low95", rows, r => Whole(r)?.Index.Low),
            Number("relative_high95", rows, r => Whole(r)?.Index.High),
            Number("relative_occurrence_per_day", rows, r => Day(r)?.Index.Value),
            Number("relative_low95_per_day", rows, r => Day(r)?.Index.Low),
            Number("relative_high95_per_day", rows, r => Day(r)?.Index.High),
            Number("probability_above_average", rows, r => Whole(r)?.ProbabilityAbove),
            Text("month_verdict", rows, r => MonthVerdict(r.Plan, Whole(r))),
            Text("model", rows, r => r.Plan.Model));
    }

    /// <summary>Above or below the average month only where the interval leaves it out and the series has a reliable season.</summary>
    public static string? MonthVerdict(SeriesPlan series, RelativeOccurrence? occurrence) =>
        occurrence is null ? null
        : !occurrence.StandsOut || series.Index.Verdict is SeasonalityVerdict.NotDetected or SeasonalityVerdict.TooFewCounts ? "no clear difference"
        : occurrence.Index.Value > 100 ? "above average" : "below average";

    private static Table Years(SeasonalityPlan plan)
    {
        IReadOnlyList<SeriesPlan> s = plan.Series;
        return new Table(
            Text("area", s, x => x.Node.Key.Area),
            Text("type", s, x => x.Node.Key.Type),
            Text("level", s, x => x.Node.Level.ToString()),
            Number("last_12_months", s, x => x.Annual.LastTwelve),
            Number("expected", s, x => x.Annual.Expected),
            Number("low80", s, x => x.Annual.Interval80.Low),
            Number("high80", s, x => x.Annual.Interval80.High),
            Number("low95", s, x => x.Annual.Interval95.Low),
            Number("high95", s, x => x.Annual.Interval95.High),
            Number("change", s, x => x.Annual.Change?.Value),
            Number("change_low80", s, x => x.Annual.Change?.Low),
            Number("change_high80", s, x => x.Annual.Change?.High),
            Number("probability_worse", s, x => x.Annual.ProbabilityWorse),
            Number("probability_better", s, x => x.Annual.ProbabilityBetter),
            Text("verdict", s, x => x.Annual.Verdict.Words()),
            Text("driver", s, x => x.Annual.Driver.ToString()),
            Text("reason", s, x => x.Annual.Reason),
            Text("seasonality", s, x => x.Index.Verdict.Words()),
            Text("peak_month", s, x => x.Peak.ToString()),
            Text("trough_month", s, x => x.Trough.ToString()),
            Number("own_share", s, x => x.Index.OwnShare),
            Text("notes", s, x => string.Join(' ', x.Notes)));
    }

    private static Table Index(PlanRun run)
    {
        (SeriesPlan Plan, int Month)[] rows = [.. run.Plan.Series.SelectMany(s => Enumerable.Range(0, 12).Select(m => (s, m)))];
        return new Table(
            Text("area", rows, r => r.Plan.Node.Key.Area),
            Text("type", rows, r => r.Plan.Node.Key.Type),
            TableColumn.Of("month_of_year", [.. rows.Select(r => r.Month + 1)]),
            Number("index", rows, r => r.Plan.Index.Calendar[r.Month].Value),
            Number("low95", rows, r => r.Plan.Index.Calendar[r.Month].Low),
            Number("high95", rows, r => r.Plan.Index.Calendar[r.Month].High),
            Number("index_per_day", rows, r => r.Plan.Index.PerDay[r.Month].Value),
            Number("low95_per_day", rows, r => r.Plan.Index.PerDay[r.Month].Low),
            Number("high95_per_day", rows, r => r.Plan.Index.PerDay[r.Month].High),
            Text("seasonality", rows, r => r.Plan.Index.Verdict.Words()),
            Number("test_p_value", rows, r => run.Tests[r.Plan.Node.Index]?.PValue));
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
