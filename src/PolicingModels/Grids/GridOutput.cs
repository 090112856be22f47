using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using NumberText = PolicingModels.Reporting.NumberText;
using static PolicingModels.SystemFiles;

namespace PolicingModels;

/// <summary>The tables, figures and summary of forecasts per cell.</summary>
internal static class GridOutput
{
    public static IEnumerable<string> Summary(GridSystemResult r)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        yield return string.Create(c, $"{r.System.About.Key}: {r.Period.Start:yyyy-MM-dd} to {r.Period.LastDay:yyyy-MM-dd} in {r.Grid.Description}; {r.System.About.Provenance.Kind}");
        yield return string.Create(c, $"from {r.Quality.Used:N0} of {r.Quality.Read:N0} rows ({r.Quality.Refused.Count:N0} refused): {r.Series.Sum(s => s.Counts.Sum()):N0} {r.System.Subject} inside the cells, {r.Series[0].Counts.Periods}");
        if (r.Quality.RefusedByReason is { Count: > 0 } reasons)
        {
            (string reason, long rows) = reasons.MaxBy(x => x.Rows);
            yield return string.Create(c, $"refused most often, {rows:N0} rows: {reason}; each is in refused-rows.csv");
        }

        if (r.AllTogether is { } all)
        {
            yield return string.Create(c, $"{all.ExpectedTotal:F1} {r.System.Subject} expected in all (80 % {all.Total.Quantile(0.1):F0} to {all.Total.Quantile(0.9):F0}), of which");
        }

        foreach (GridSeries s in r.Series)
        {
            yield return string.Create(c, $"{Label(r, s)}{s.Forecast.ExpectedTotal:F1} {r.System.Subject} expected by {s.Forecast.Model} (80 % {s.Forecast.Total.Quantile(0.1):F0} to {s.Forecast.Total.Quantile(0.9):F0})");
        }

        yield return r.System.SplitColumn is null ? "The cells with the highest expected counts:" : $"The cells with the highest expected counts, {r.Series[0].Name}:";
        yield return "  rank  cell              expected   80 % interval   P(at least one)   relative likelihood";
        foreach (CellForecast cell in r.Forecast.Ranked().Take(5))
        {
            yield return string.Create(c, $"  {cell.Rank,4}  {cell.Id,-16}  {cell.ExpectedCount,8:F2}   {cell.Interval80.Low,5:F0} to {cell.Interval80.High,-5:F0}  {NumberText.PlainChance(cell.ProbabilityOfAny),13}     {cell.Likelihood.Name}");
        }

        foreach (GridSeries s in r.Series)
        {
            yield return s.Backtest is { } b ? $"{Label(r, s)}{Verdict(b, s.Forecast.Model)}" : $"{Label(r, s)}Backtest: none. {s.BacktestMissing}";
        }

        foreach (PlacementSensitivity moved in r.Placements)
        {
            yield return string.Create(c, $"Moving the grid alone{(r.Series.Count > 1 ? $", {r.System.Subject} of all kinds together" : "")}: the 5 % of the area that {moved.Model} put first held {moved.Minimum:P1} to {moved.Maximum:P1} of the events over {moved.Values.Count} placements of the cells ({moved.Given.Value:P1} on this one, {moved.Given.Interval.Coverage:P0} interval {moved.Given.Low:P1} to {moved.Given.High:P1})");
        }

        foreach (GridSeries s in r.Series.Where(s => s.Persistence is not null))
        {
            yield return string.Create(c, $"{Label(r, s)}Of the {s.FirstCells.Count} cells put first {Classes(s.FirstCells)}, by comparing the two halves of {s.Persistence!.Earlier.Start:yyyy-MM-dd} to {s.Persistence.Later.LastDay:yyyy-MM-dd}; the report says what the words mean");
        }

        yield return NearRepeat(r.NearRepeats);
        foreach (string note in r.Series.SelectMany(s => s.Forecast.Notes).Distinct())
        {
            yield return $"Note on the forecast: {note}";
        }

        if (r.Changes is { } changes)
        {
            yield return string.Create(c, $"Since {changes.Earlier:yyyy-MM-dd}: {changes.NewEvents} events became known, {changes.Moves.Count} cells changed category ({Why(changes)}); expected in all {changes.ExpectedBefore:F1} before, {changes.ExpectedAfter:F1} now");
        }

        foreach (IGrouping<DateOnly, ArchiveScore> issued in r.TrackRecord.GroupBy(t => t.AsOf).TakeLast(3))
        {
            ArchiveScore[] scores = [.. issued];
            yield return scores.Length == 1
                ? string.Create(c, $"Forecast of {issued.Key:yyyy-MM-dd}: {scores[0].Observed:F0} observed, {scores[0].Expected:F1} expected (80 % {scores[0].Low80:F0} to {scores[0].High80:F0}); 5 % of the area held {Share(scores[0].HitRate5)}, the long-run mean {Share(scores[0].BaselineHitRate5)}, at best {Share(scores[0].BestHitRate5)}")
                : string.Create(c, $"Forecast of {issued.Key:yyyy-MM-dd}: {scores.Sum(s => s.Observed):F0} observed, {scores.Sum(s => s.Expected):F1} expected in all; the totals of {scores.Count(s => s.Observed >= s.Low80 && s.Observed <= s.High80)} of {scores.Length} series lie in their 80 % intervals; each is in track-record.csv");
        }
    }

    public static string Why(GridChanges changes) => string.Join(", ", Enum.GetValues<CategoryChange>().Select(k => (k, n: changes.Moves.Count(m => m.Change == k))).Where(x => x.n > 0).Select(x => $"{x.n} {Words(x.k)}").DefaultIfEmpty("none"));

    /// <summary>How many cells are in each class, in words.</summary>
    public static string Classes(IEnumerable<CellPersistence> cells) => string.Join(", ", cells.GroupBy(c => c.Class).OrderBy(g => g.Key).Select(g => $"{g.Count()} {(g.Count() == 1 ? "is" : "are")} {g.Key.ToString().ToLowerInvariant()}"));

    /// <summary>What near repeats there are, in a sentence.</summary>
    public static string NearRepeat(NearRepeats near)
    {
        if (near.Table is not { } table || near.Span is not { } span)
        {
            return $"Near repeats were not looked at. {near.Missing}";
        }

        CultureInfo c = CultureInfo.InvariantCulture;
        string looked = string.Create(c, $"{table.EventCount:N0} events from {span.Start:yyyy-MM-dd} to {span.LastDay:yyyy-MM-dd}");
        return near.Significant.MaxBy(b => b.Ratio) is { } most
            ? string.Create(c, $"Near repeats: {near.Significant.Count} of {table.Cells.Count} bands of distance and time hold more pairs than chance; most so {most.DistanceLabel}, {most.TimeLabel}: {most.Pairs} pairs where {most.ExpectedPairs:F1} were to be expected ({looked})")
            : $"Near repeats: no band of distance and time holds more pairs than chance ({looked})";
    }

    public static string Words(CategoryChange change) => change switch
    {
        CategoryChange.Model => "by another model or other settings",
        CategoryChange.NewEvents => "by new events",
        _ => "by fading or the area’s level",
    };

    public static string Verdict(BacktestReport b, string model) => b.Finding(model);

    public static void WriteTables(GridSystemResult r, Func<string, string> pathOf)
    {
        Table cells = CellTable(r);
        TableWriter.Write(cells, pathOf("cells.csv"));
        TableWriter.Write(cells, pathOf("cells.parquet"));
        GeoJsonWriter.Write(pathOf("cells.geojson"), r.Grid, [.. r.Series.SelectMany(s => MapColumns(r, s))]);
        if (r.Series.Any(s => s.Backtest is not null))
        {
            TableWriter.Write(ModelTable(r), pathOf("models.csv"));
            TableWriter.Write(ComparisonTable(r), pathOf("comparisons.csv"));
        }

        if (r.Series.Any(s => s.Explanations.Count > 0))
        {
            TableWriter.Write(ExplanationTable(r), pathOf("explanations.csv"));
        }

        if (r.Changes is { } changes)
        {
            TableWriter.Write(ChangeTable(changes), pathOf("changes.csv"));
        }

        if (r.TrackRecord.Count > 0)
        {
            TableWriter.Write(TrackTable(r.TrackRecord), pathOf("track-record.csv"));
        }

        ForecastArchive.WriteFile(pathOf(r.Issued.FileName), r.Issued);
    }

    public static object Figures(GridSystemResult r) => new
    {
        Period = new { r.Period.Start, r.Period.End },
        Grid = new { r.Grid.Description, Cells = r.Grid.Cells.Count, AreaSquareKilometres = r.Grid.Cells.Sum(x => x.AreaSquareKilometres), Coordinates = r.Grid.Coordinates.Code },
        History = new { r.Series[0].Counts.Periods.Start, r.Series[0].Counts.Periods.End, Periods = r.Series[0].Counts.Periods.Count },
        AllTogether = r.AllTogether is { } all ? new { all.ExpectedTotal, Total80 = new { Low = all.Total.Quantile(0.1), High = all.Total.Quantile(0.9) } } : null,
        Series = r.Series.Select(s => new
        {
            s.Name,
            s.Forecast.Model,
            s.Forecast.ExpectedTotal,
            Total80 = new { Low = s.Forecast.Total.Quantile(0.1), High = s.Forecast.Total.Quantile(0.9) },
            s.Forecast.Notes,
            Cells = s.Forecast.Ranked().Select(x => new
            {
                Cell = x.Id,
                x.Rank,
                x.Cell.Easting,
                x.Cell.Northing,
                AreaKm2 = x.Cell.AreaSquareKilometres,
                x.ExpectedCount,
                x.ProbabilityOfAny,
                Low80 = x.Interval80.Low,
                High80 = x.Interval80.High,
                Low95 = x.Interval95.Low,
                High95 = x.Interval95.High,
                RelativeLikelihood = x.Likelihood.Name,
                BaselineExpected = s.Baseline.ExpectedCounts[x.Index],
            }),
            Explanations = s.Explanations.Select(e => new { Cell = r.Grid.Cells[e.Cell].Id, e.ExpectedCount, e.Scale, Contributions = e.Contributions.Select(x => new { x.Name, x.Value }) }),
            Backtest = s.Backtest is { } b
                ? new
                {
                    Origins = b.Origins.Count,
                    Conventions = b.Conventions.ToString(),
                    b.BestBaseline,
                    Verdict = Verdict(b, s.Forecast.Model),
                    WhatCategoriesMeant = b.Models.FirstOrDefault(m => m.Name == s.Forecast.Model)?.WhatCategoriesMeant.Select(m => new { Category = m.Category.Name, m.CellPeriods, m.AreaShare, m.MeanExpected, m.MeanCount, AnyRate = m.AnyRate is { } any ? new { any.Value, any.Low, any.High } : null, m.EventShare }),
                    Models = b.Models.Select(m => new { m.Name, m.IsBaseline, Metrics = m.Metrics.Where(x => Finite(x.Value)).ToDictionary(x => x.Key, x => new { x.Value.Value, x.Value.Low, x.Value.High }, StringComparer.Ordinal) }),
                    Comparisons = b.Comparisons.Where(x => Finite(x.Difference)).Select(x => new { x.Model, x.Baseline, x.Metric, Difference = new { x.Difference.Value, x.Difference.Low, x.Difference.High }, x.Origins, x.PValue, x.AdjustedPValue, x.Verdict }),
                }
                : null,
            s.BacktestMissing,
            Persistence = s.Persistence is { } table
                ? new
                {
                    Earlier = new { table.Earlier.Start, table.Earlier.End },
                    Later = new { table.Later.Start, table.Later.End },
                    Cells = Enum.GetValues<PersistenceClass>().Select(k => new { Class = k, Cells = table.Count(k) }),
                    FirstCells = s.FirstCells.Select(p => new
                    {
                        Cell = p.Id,
                        p.Class,
                        p.Earlier,
                        p.Later,
                        p.ExpectedEarlier,
                        p.ExpectedLater,
                        ShareRatio = new { Value = Known(p.ShareRatio.Value), Low = Known(p.ShareRatio.Low), High = Known(p.ShareRatio.High) },
                        p.ActivePeriods,
                    }),
                }
                : null,
            s.PersistenceMissing,
        }),
        Placements = r.Placements.Select(p => new { p.Model, p.Metric, Given = new { p.Given.Value, p.Given.Low, p.Given.High }, p.Minimum, p.Maximum, p.Values }),
        NearRepeats = r.NearRepeats is { Table: { } knox, Span: { } span }
            ? new
            {
                span.Start,
                span.End,
                Events = knox.EventCount,
                knox.Permutations,
                Bands = knox.Cells.Select(b => new { b.DistanceFrom, b.DistanceTo, b.DaysFrom, b.DaysTo, b.Pairs, b.ExpectedPairs, Ratio = Known(b.Ratio), b.PValue, b.AdjustedPValue }),
                knox.Notes,
            }
            : null,
        NearRepeatsMissing = r.NearRepeats.Missing,
        Changes = r.Changes is { } changes
            ? new
            {
                changes.Earlier,
                changes.SameSettings,
                changes.NewEvents,
                changes.ExpectedBefore,
                changes.ExpectedAfter,
                changes.Incomparable,
                Moves = changes.Moves.Select(m => new { m.Series, m.Cell, Before = m.Before.Name, After = m.After.Name, m.ExpectedBefore, m.ExpectedAfter, m.NewEvents, Why = m.Change }),
            }
            : null,
        TrackRecord = r.TrackRecord.Select(t => new { t.AsOf, Period = new { t.Period.Start, t.Period.End }, t.Series, t.Model, t.Observed, t.Expected, t.Low80, t.High80, HitRate5 = t.HitRate5, t.BaselineHitRate5, t.BestHitRate5, t.CellCoverage80, t.Brier, t.Overlaps }),
    };

    /// <summary>Periods of about one year.</summary>
    public static int PeriodsPerYear(GridSystemResult r) => r.System.Calendar switch { PeriodCalendar.Monthly => 12, PeriodCalendar.Weekly => 52, _ => 13 };

    /// <summary>Events of a cell in its last periods.</summary>
    public static double Past(GridSeries s, int cell, int periods)
    {
        double sum = 0;
        for (int t = Math.Max(0, s.Counts.PeriodCount - Math.Min(periods, s.Counts.PeriodCount)); t < s.Counts.PeriodCount; t++)
        {
            sum += s.Counts[t, cell];
        }

        return sum;
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static bool Finite(Estimate e) => double.IsFinite(e.Value) && double.IsFinite(e.Low) && double.IsFinite(e.High);

    private static string Label(GridSystemResult r, GridSeries s) => r.System.SplitColumn is null ? "" : $"{s.Name}: ";

    private static string Share(double? share) => share is { } s ? s.ToString("P0", CultureInfo.InvariantCulture) : "none";

    private static string SeriesColumn(GridSystemResult r) => r.System.SplitColumn ?? "series";

    private static Table CellTable(GridSystemResult r)
    {
        (GridSeries S, CellForecast C)[] rows = [.. r.Series.SelectMany(s => s.Forecast.Cells.Select(c => (s, c)))];
        List<TableColumn> columns = r.System.SplitColumn is { } split ? [Column(split, rows.Select(x => x.S.Name))] : [];
        columns.AddRange(
        [
            Column("cell", rows.Select(x => x.C.Id)),
            Column("easting", rows.Select(x => x.C.Cell.Easting)),
            Column("northing", rows.Select(x => x.C.Cell.Northing)),
            Column("area_km2", rows.Select(x => x.C.Cell.AreaSquareKilometres)),
            Column("rank", rows.Select(x => x.C.Rank)),
            Column("expected_count", rows.Select(x => x.C.ExpectedCount)),
            Column("probability_of_any", rows.Select(x => x.C.ProbabilityOfAny)),
            Column("low80", rows.Select(x => x.C.Interval80.Low)),
            Column("high80", rows.Select(x => x.C.Interval80.High)),
            Column("low95", rows.Select(x => x.C.Interval95.Low)),
            Column("high95", rows.Select(x => x.C.Interval95.High)),
            Column("relative_likelihood", rows.Select(x => x.C.Likelihood.Name)),
            Column("relative_likelihood_level", rows.Select(x => x.C.Likelihood.Level)),
            Column("events_last_period", rows.Select(x => Past(x.S, x.C.Index, 1))),
            Column("events_last_year", rows.Select(x => Past(x.S, x.C.Index, PeriodsPerYear(r)))),
            Column("events_all", rows.Select(x => Past(x.S, x.C.Index, int.MaxValue))),
            Column("baseline_expected", rows.Select(x => x.S.Baseline.ExpectedCounts[x.C.Index])),
            Column("period_start", rows.Select(x => x.S.Forecast.Period.Start)),
            Column("period_end", rows.Select(x => x.S.Forecast.Period.End)),
            Column("as_of", rows.Select(_ => r.AsOf)),
            Column("model", rows.Select(x => x.S.Forecast.Model)),
            Column("system", rows.Select(_ => r.System.About.Key)),
        ]);
        return new Table(columns);
    }

    private static IEnumerable<GridColumn> MapColumns(GridSystemResult r, GridSeries s)
    {
        string end = r.System.SplitColumn is null ? "" : $"_{s.Name}";
        yield return GridColumn.Numbers($"expected_count{end}", s.Forecast.ExpectedCounts);
        yield return GridColumn.Numbers($"probability_of_any{end}", s.Forecast.Cells.Select(c => c.ProbabilityOfAny));
        yield return GridColumn.Texts($"relative_likelihood{end}", s.Forecast.Cells.Select(c => c.Likelihood.Name));
        yield return GridColumn.Numbers($"rank{end}", s.Forecast.Cells.Select(c => (double)c.Rank));
    }

    private static Table ModelTable(GridSystemResult r)
    {
        (GridSeries S, ModelScore M, string Metric, Estimate E)[] rows = [.. r.Series.Where(s => s.Backtest is not null).SelectMany(s => s.Backtest!.Models.SelectMany(m => m.Metrics.Where(x => Finite(x.Value)).Select(x => (s, m, x.Key, x.Value))))];
        return new Table(
            Column(SeriesColumn(r), rows.Select(x => x.S.Name)),
            Column("model", rows.Select(x => x.M.Name)),
            Column("is_baseline", rows.Select(x => x.M.IsBaseline)),
            Column("metric", rows.Select(x => x.Metric)),
            Column("value", rows.Select(x => x.E.Value)),
            Column("low", rows.Select(x => x.E.Low)),
            Column("high", rows.Select(x => x.E.High)));
    }

    private static Table ComparisonTable(GridSystemResult r)
    {
        (GridSeries S, ModelComparison C)[] rows = [.. r.Series.Where(s => s.Backtest is not null).SelectMany(s => s.Backtest!.Comparisons.Where(c => Finite(c.Difference)).Select(c => (s, c)))];
        return new Table(
            Column(SeriesColumn(r), rows.Select(x => x.S.Name)),
            Column("model", rows.Select(x => x.C.Model)),
            Column("baseline", rows.Select(x => x.C.Baseline)),
            Column("metric", rows.Select(x => x.C.Metric)),
            Column("difference", rows.Select(x => x.C.Difference.Value)),
            Column("low", rows.Select(x => x.C.Difference.Low)),
            Column("high", rows.Select(x => x.C.Difference.High)),
            Column("origins", rows.Select(x => x.C.Origins)),
            Column("verdict", rows.Select(x => x.C.Verdict.ToString())),
            Column("p_value", rows.Select(x => x.C.PValue)),
            Column("adjusted_p_value", rows.Select(x => x.C.AdjustedPValue)));
    }

    private static Table ExplanationTable(GridSystemResult r)
    {
        (GridSeries S, CellExplanation E, CellContribution C)[] rows = [.. r.Series.SelectMany(s => s.Explanations.SelectMany(e => e.Contributions.Select(c => (s, e, c))))];
        return new Table(
            Column(SeriesColumn(r), rows.Select(x => x.S.Name)),
            Column("cell", rows.Select(x => r.Grid.Cells[x.E.Cell].Id)),
            Column("expected_count", rows.Select(x => x.E.ExpectedCount)),
            Column("scale", rows.Select(x => x.E.Scale.ToString())),
            Column("contribution", rows.Select(x => x.C.Name)),
            Column("value", rows.Select(x => x.C.Value)));
    }

    private static Table ChangeTable(GridChanges changes) => new(
        Column("series", changes.Moves.Select(m => m.Series)),
        Column("cell", changes.Moves.Select(m => m.Cell)),
        Column("before", changes.Moves.Select(m => m.Before.Name)),
        Column("after", changes.Moves.Select(m => m.After.Name)),
        Column("expected_before", changes.Moves.Select(m => m.ExpectedBefore)),
        Column("expected_after", changes.Moves.Select(m => m.ExpectedAfter)),
        Column("new_events", changes.Moves.Select(m => m.NewEvents)),
        Column("why", changes.Moves.Select(m => m.Change.ToString())));

    private static Table TrackTable(IReadOnlyList<ArchiveScore> scores) => new(
        Column("as_of", scores.Select(s => s.AsOf)),
        Column("period_start", scores.Select(s => s.Period.Start)),
        Column("period_end", scores.Select(s => s.Period.End)),
        Column("series", scores.Select(s => s.Series)),
        Column("model", scores.Select(s => s.Model)),
        Column("observed", scores.Select(s => s.Observed)),
        Column("expected", scores.Select(s => s.Expected)),
        Column("low80", scores.Select(s => s.Low80)),
        Column("high80", scores.Select(s => s.High80)),
        TableColumn.Of("hit_rate_5", [.. scores.Select(s => s.HitRate5)]),
        TableColumn.Of("baseline_hit_rate_5", [.. scores.Select(s => s.BaselineHitRate5)]),
        TableColumn.Of("best_hit_rate_5", [.. scores.Select(s => s.BestHitRate5)]),
        Column("cell_coverage_80", scores.Select(s => s.CellCoverage80)),
        Column("brier_any", scores.Select(s => s.Brier)),
        Column("overlaps_previous", scores.Select(s => s.Overlaps)));
}
