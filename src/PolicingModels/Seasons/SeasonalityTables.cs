using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>A plan of the year as tables: the same columns from <c>policing seasonality</c>, from the system and for whoever embeds the planner.</summary>
public static class SeasonalityTables
{
    /// <summary>A row per series and coming month: counts with intervals, and how the month compares with the average of the coming twelve.</summary>
    public static Table Months(SeasonalityPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (SeriesPlan Plan, MonthOutlook Month, RelativeOccurrence? Whole, RelativeOccurrence? Day)[] rows =
        [
            .. plan.Series.SelectMany(s => s.Coming.Select((m, h) => (s, m, h < s.Occurrence.Count ? s.Occurrence[h] : null, h < s.OccurrencePerDay.Count ? s.OccurrencePerDay[h] : null))),
        ];
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
            Number("relative_occurrence", rows, r => r.Whole?.Index.Value),
            Number("relative_low95", rows, r => r.Whole?.Index.Low),
            Number("relative_high95", rows, r => r.Whole?.Index.High),
            Number("relative_occurrence_per_day", rows, r => r.Day?.Index.Value),
            Number("relative_low95_per_day", rows, r => r.Day?.Index.Low),
            Number("relative_high95_per_day", rows, r => r.Day?.Index.High),
            Number("probability_above_average", rows, r => r.Whole?.ProbabilityAbove),
            Text("month_verdict", rows, r => MonthVerdict(r.Plan, r.Whole)),
            Text("year_verdict", rows, r => r.Plan.Annual.Verdict.Words()),
            Text("model", rows, r => r.Plan.Model));
    }

    /// <summary>A row per series: the coming twelve months against the last twelve, the arrow and what it rests on.</summary>
    public static Table Years(SeasonalityPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
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

    /// <summary>A row per series and month of the year (1 January): the seasonal index of whole months and per day, 100 for the average month.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tests">The test of each node's history, in the order of the nodes, for a further column; null without it.</param>
    /// <exception cref="ArgumentException">There are not as many tests as nodes.</exception>
    public static Table Index(SeasonalityPlan plan, IReadOnlyList<CombinedSeasonalityTest?>? tests = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (tests is not null && tests.Count != plan.Series.Count)
        {
            throw new ArgumentException($"There are {tests.Count} tests for {plan.Series.Count} series; give one for each, null where there is none.", nameof(tests));
        }

        (SeriesPlan Plan, int Month)[] rows = [.. plan.Series.SelectMany(s => Enumerable.Range(0, 12).Select(m => (s, m)))];
        List<TableColumn> columns =
        [
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
        ];
        if (tests is not null)
        {
            columns.Add(Number("test_p_value", rows, r => tests[r.Plan.Node.Index]?.PValue));
        }

        return new Table([.. columns]);
    }

    /// <summary>A row per finding about the series: gaps, ends, totals that do not match their parts.</summary>
    public static Table Findings(SeasonalityPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IReadOnlyList<HierarchyFinding> f = plan.Findings;
        return new Table(
            Text("area", f, x => x.Key.Area),
            Text("type", f, x => x.Key.Type),
            Text("kind", f, x => x.Kind.ToString()),
            Text("first", f, x => x.First?.ToString()),
            TableColumn.Of("months", [.. f.Select(x => x.Months)]),
            Text("message", f, x => x.Message));
    }

    /// <summary>Writes <c>plan.csv</c>, <c>plan.parquet</c>, <c>year.csv</c>, <c>index.csv</c> and, where something was noticed, <c>findings.csv</c>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pathOf">The path of a file by its name.</param>
    /// <param name="tests">The test of each node's history, see <see cref="Index"/>.</param>
    public static void Write(SeasonalityPlan plan, Func<string, string> pathOf, IReadOnlyList<CombinedSeasonalityTest?>? tests = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(pathOf);
        Table months = Months(plan);
        TableWriter.WriteCsv(months, pathOf("plan.csv"));
        TableWriter.WriteParquet(months, pathOf("plan.parquet"));
        TableWriter.WriteCsv(Years(plan), pathOf("year.csv"));
        TableWriter.WriteCsv(Index(plan, tests), pathOf("index.csv"));
        if (plan.Findings is { Count: > 0 })
        {
            TableWriter.WriteCsv(Findings(plan), pathOf("findings.csv"));
        }
    }

    /// <summary>Above or below the average month, said only where the interval leaves 100 out and the series has a reliable season; null for a month without a comparison.</summary>
    /// <param name="series">The plan of the series.</param>
    /// <param name="occurrence">How one of its months compares; null beyond the coming twelve.</param>
    public static string? MonthVerdict(SeriesPlan series, RelativeOccurrence? occurrence)
    {
        ArgumentNullException.ThrowIfNull(series);
        return occurrence is null ? null
            : !occurrence.StandsOut || series.Index.Verdict is SeasonalityVerdict.NotDetected or SeasonalityVerdict.TooFewCounts ? "no clear difference"
            : occurrence.Index.Value > 100 ? "above average" : "below average";
    }

    private static TableColumn Text<T>(string name, IReadOnlyList<T> rows, Func<T, string?> value) => TableColumn.Of(name, [.. rows.Select(value)]);

    private static TableColumn Number<T>(string name, IReadOnlyList<T> rows, Func<T, double?> value) => TableColumn.Of(name, [.. rows.Select(value)]);
}
