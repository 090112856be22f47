using System.Globalization;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>The page and the records about forecasts per cell.</summary>
internal static class GridReport
{
    private const int Rows = 40;

    public static ReportPage Page(GridSystemResult r, IReadOnlyList<ReportFact> runFacts)
    {
        GridSeries first = r.Series[0];
        ReportPage page = ForecastReportPage.Compose(new ForecastReportInput
        {
            Forecast = first.Forecast,
            Subject = Subject(r, first),
            AsOf = r.AsOf,
            History = first.Counts.Periods,
            Boundary = r.Boundary?.Outline,
            Quality = [r.Quality],
            Counting = first.Counts.Outcome is { } outcome ? CountingFacts.From(outcome) : null,
            Provenance = r.System.About.Provenance,
            TotalInterval = first.Forecast.TotalIsIndependentSum ? null : new Interval(first.Forecast.Total.Quantile(0.1), first.Forecast.Total.Quantile(0.9), 0.8),
            RunFacts = [.. r.System.Settings.Select(s => new ReportFact(s.Key, s.Value)), .. r.System.About.NotPublished.Select(n => new ReportFact("Not published", n)), .. runFacts],
            MoreSections =
            [
                .. r.Series.Skip(1).Select(s => Other(r, s)),
                Changes(r),
                TrackRecord(r),
                .. Why(r),
                Persistence(r),
                NearRepeat(r),
                .. Backtests(r),
            ],
        });
        return page with
        {
            Title = $"{r.System.About.Key}: {page.Title}",
            Subtitle = r.System.About.Question,
            Facts = [new ReportFact("Rule", r.System.About.Provenance.Kind.ToString()), .. page.Facts],
            Sections = r.Simulated ? [new ReportSection("Simulated", new ReportNote(ReportNoteKind.Caution, SimulatedCity.Notice)), .. page.Sections] : page.Sections,
        };
    }

    public static TransparencyRecord Record(GridSystemResult r)
    {
        GridSeries first = r.Series[0];
        ForecastCardInput input = new()
        {
            Model = first.Forecast.Model,
            Subject = r.System.Subject,
            Counts = first.Counts,
            Quality = r.Quality,
            Backtest = first.Backtest,
            BacktestOf = first.Name,
            Provenance = r.System.About.Provenance,
        };
        ModelCard card = ForecastCard.Compose(input, r.System.About.Key, SystemFiles.Version, SystemFiles.CardParameters(r)) with { OutOfScopeUses = r.System.About.OutOfScopeUses };
        return ForecastCard.Record(card, input) with { Description = r.System.About.Question };
    }

    private static string Subject(GridSystemResult r, GridSeries s) => s.Name.Length == 0 ? r.System.Subject : $"{r.System.Subject} ({s.Name})";

    private static ReportSection Other(GridSystemResult r, GridSeries s)
    {
        GridForecast f = s.Forecast;
        LikelihoodRule rule = f.LikelihoodRule;
        IReadOnlyList<Shade> shades = Shade.Sequence(rule.Categories.Count);
        return new ReportSection($"Where: {s.Name}",
            new ReportFigure(
                new GridMap
                {
                    Title = $"Relative likelihood of {Subject(r, s)}",
                    Description = $"Map of {f.Grid.Description}: {f.Cells.Count(c => c.Likelihood.Level == rule.Categories.Count - 1)} cells are in the highest category.",
                    Grid = f.Grid,
                    Categories = [.. rule.Categories.Select(c => new MapCategory(c.Name))],
                    CellCategories = [.. f.Cells.Select(c => c.Likelihood.Level)],
                    CellTitle = i => $"{f.Cells[i].Id}: {NumberText.Amount(f.Cells[i].ExpectedCount)} expected, {f.Cells[i].Likelihood.Name}",
                    Boundary = r.Boundary?.Outline,
                    LegendTitle = "Expected rate against the area’s average",
                }.Draw(),
                $"{NumberText.Amount(f.ExpectedTotal)} expected in the whole area (80% interval {NumberText.Count(f.Total.Quantile(0.1))} to {NumberText.Count(f.Total.Quantile(0.9))})."),
            new ReportTable
            {
                Caption = $"The cells with the highest expected number of {Subject(r, s)}.",
                Columns = [new("Rank", ColumnKind.Number), new("Cell"), new("Expected count", ColumnKind.Number), new("80% interval", ColumnKind.Number), new("Chance of at least one", ColumnKind.Number), new("Relative likelihood")],
                Rows = [.. f.Ranked().Take(10).Select(c => (IReadOnlyList<TableCell>)[NumberText.Count(c.Rank), c.Id, NumberText.Amount(c.ExpectedCount), $"{NumberText.Count(c.Interval80.Low)} to {NumberText.Count(c.Interval80.High)}", NumberText.Chance(c.ProbabilityOfAny), new TableCell(c.Likelihood.Name, shades[c.Likelihood.Level])])],
                TotalRows = f.Cells.Count,
                MaximumRows = 10,
                FullFile = "cells.csv",
            });
    }

    private static ReportSection Changes(GridSystemResult r)
    {
        if (r.Changes is not { } c)
        {
            return new ReportSection("What changed since the run before", new ReportProse("The archive holds no earlier forecast. This one is kept in it, so that the next run says what changed."));
        }

        List<ReportBlock> blocks =
        [
            new ReportProse(
                $"Against the forecast of {NumberText.Day(c.Earlier)}: {NumberText.Count(c.NewEvents)} {r.System.Subject} became known since. Expected in the whole area: {NumberText.Amount(c.ExpectedBefore)} then, {NumberText.Amount(c.ExpectedAfter)} now. {NumberText.Count(c.Moves.Count)} cells changed category: {GridOutput.Why(c)}.",
                "“By new events”: events became known in the cell. “By fading or the area’s level”: nothing new there; older events count for less, or the area’s average moved. “By another model or other settings”: on what was known then, the model of today would already have said so."),
        ];
        if (!c.SameSettings)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, "Model, version or settings are not those of the run before."));
        }

        if (c.Incomparable > 0)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Information, $"{NumberText.Count(c.Incomparable)} cells are in one of the two forecasts only."));
        }

        if (c.Moves.Count > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Cells that changed category of relative likelihood, largest move first.",
                Columns = [new("Cell"), new("Before"), new("Now"), new("Expected before", ColumnKind.Number), new("Expected now", ColumnKind.Number), new("New events", ColumnKind.Number), new("Why")],
                Rows = [.. c.Moves.Take(Rows).Select(m => (IReadOnlyList<TableCell>)[m.Series.Length > 0 ? $"{m.Cell}, {m.Series}" : m.Cell, m.Before.Name, m.After.Name, NumberText.Amount(m.ExpectedBefore), NumberText.Amount(m.ExpectedAfter), NumberText.Count(m.NewEvents), GridOutput.Words(m.Change)])],
                TotalRows = c.Moves.Count,
                MaximumRows = Rows,
                FullFile = "changes.csv",
            });
        }

        return new ReportSection("What changed since the run before", blocks);
    }

    private static ReportSection TrackRecord(GridSystemResult r)
    {
        if (r.TrackRecord.Count == 0)
        {
            return new ReportSection("How past forecasts did", new ReportProse("No forecast of the archive has reached the end of its period yet."));
        }

        int covered = r.TrackRecord.Count(t => t.Observed >= t.Low80 && t.Observed <= t.High80);
        return new ReportSection("How past forecasts did",
            new ReportProse($"{NumberText.Count(r.TrackRecord.Count)} forecasts of the archive have reached the end of their period; in {NumberText.Count(covered)} of them the total lies in its 80% interval. Events may still be recorded late, so recent figures can rise. Forecasts whose periods overlap are not independent.{(r.TrackRecord.Count < 10 ? " So few forecasts show little: read the backtest as well." : "")}"),
            new ReportTable
            {
                Caption = "Past forecasts as issued, beside what is known now. The share is that of the events in the 5% of the area that was put first.",
                Columns = [new("Issued"), new("Period"), new("Observed", ColumnKind.Number), new("Expected", ColumnKind.Number), new("Share held in 5%", ColumnKind.Number), new("Long-run mean", ColumnKind.Number), new("Best attainable", ColumnKind.Number), new("Cells in their 80% interval", ColumnKind.Number), new("Brier, any event", ColumnKind.Number)],
                Rows =
                [
                    .. r.TrackRecord.Reverse().Take(Rows).Select(t => (IReadOnlyList<TableCell>)
                    [
                        t.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (t.Series.Length > 0 ? $", {t.Series}" : ""), NumberText.Span(t.Period) + (t.Overlaps ? " (overlaps)" : ""), NumberText.Count(t.Observed),
                        $"{NumberText.Amount(t.Expected)} ({NumberText.Count(t.Low80)} to {NumberText.Count(t.High80)})", Share(t.HitRate5), Share(t.BaselineHitRate5), Share(t.BestHitRate5), NumberText.Percent(t.CellCoverage80), NumberText.Amount(t.Brier),
                    ]),
                ],
                TotalRows = r.TrackRecord.Count,
                MaximumRows = Rows,
                FullFile = "track-record.csv",
            });
    }

    private static IEnumerable<ReportSection> Why(GridSystemResult r)
    {
        GridSeries first = r.Series[0];
        int year = GridOutput.PeriodsPerYear(r);
        List<ReportBlock> blocks =
        [
            new ReportTable
            {
                Caption = $"The first cells and what was recorded in them. The long-run mean stands beside the forecast: where they differ, recent events or the surroundings made the difference.",
                Columns = [new("Cell"), new("Expected count", ColumnKind.Number), new("Long-run mean", ColumnKind.Number), new("Last period", ColumnKind.Number), new($"Last {year} periods", ColumnKind.Number), new($"All {first.Counts.PeriodCount} periods", ColumnKind.Number)],
                Rows = [.. first.Forecast.RankedCells.Take(10).Select(i => (IReadOnlyList<TableCell>)[r.Grid.Cells[i].Id, NumberText.Amount(first.Forecast.ExpectedCounts[i]), NumberText.Amount(first.Baseline.ExpectedCounts[i]), Events(1, i), Events(year, i), Events(int.MaxValue, i)])],
                TotalRows = r.Grid.Cells.Count,
                FullFile = "cells.csv",
            },
        ];
        if (first.Explanations.Count > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = $"What the expected counts are made of, as the model adds it up ({(first.Explanations[0].Scale == ExplanationScale.Count ? "events" : "on the scale of logarithms")}). It describes the model, not causes.",
                Columns = [new("Cell"), new("Expected count", ColumnKind.Number), new("Contributions")],
                Rows = [.. first.Explanations.Select(e => (IReadOnlyList<TableCell>)[r.Grid.Cells[e.Cell].Id, NumberText.Amount(e.ExpectedCount), string.Join("; ", e.Contributions.Select(c => $"{c.Name} {NumberText.Signed(c.Value)}"))])],
                FullFile = "explanations.csv",
            });
        }

        yield return new ReportSection($"Why the first cells are there{(first.Name.Length > 0 ? $": {first.Name}" : "")}", blocks);

        string Events(int periods, int cell) => NumberText.Amount(GridOutput.Past(first, cell, periods));
    }

    private static ReportSection Persistence(GridSystemResult r)
    {
        const string Title = "Which of the first cells stay busy and which change";
        GridSeries first = r.Series[0];
        if (first.Persistence is not { } table)
        {
            return new ReportSection(Title, new ReportNote(ReportNoteKind.Information, $"It was not looked at. {first.PersistenceMissing}"));
        }

        return new ReportSection(Title,
            new ReportProse($"The earlier half, {NumberText.Span(table.Earlier)}, is held beside the later one, {NumberText.Span(table.Later)}. Chronic: above the area’s mean rate in both. Emerging: in the later half, and its share of the events grew. Fading: in the earlier half, and its share fell. Sporadic: above over the whole, without such a pattern. Ordinary: not told from the mean rate. Corrected for the number of cells, so that few are called anything by chance."),
            new ReportTable
            {
                Caption = $"The cells put first{(first.Name.Length > 0 ? $", {first.Name}" : "")}: {GridOutput.Classes(first.FirstCells)}.",
                Columns = [new("Cell"), new("Class"), new("Earlier half", ColumnKind.Number), new("At the mean rate", ColumnKind.Number), new("Later half", ColumnKind.Number), new("At the mean rate", ColumnKind.Number), new("Share, later to earlier", ColumnKind.Number), new("Periods with any", ColumnKind.Number)],
                Rows = [.. first.FirstCells.Select(c => (IReadOnlyList<TableCell>)[c.Id, c.Class.ToString().ToLowerInvariant(), NumberText.Amount(c.Earlier), NumberText.Amount(c.ExpectedEarlier), NumberText.Amount(c.Later), NumberText.Amount(c.ExpectedLater), $"{Ratio(c.ShareRatio.Value)} ({Ratio(c.ShareRatio.Low)} to {Ratio(c.ShareRatio.High)})", NumberText.Count(c.ActivePeriods)])],
                TotalRows = table.Cells.Count,
                FullFile = "result.json",
            });
    }

    private static ReportSection NearRepeat(GridSystemResult r)
    {
        const string Title = "Near repeats";
        if (r.NearRepeats.Table is not { } table)
        {
            return new ReportSection(Title, new ReportNote(ReportNoteKind.Information, GridOutput.NearRepeat(r.NearRepeats)));
        }

        List<ReportBlock> blocks = [new ReportProse($"{GridOutput.NearRepeat(r.NearRepeats)}. Pairs of events close in place and time are counted and compared with {NumberText.Count(table.Permutations)} random orders of the times (Knox). A band with more pairs than chance does not show that one event led to another: places whose level changes at different times do the same.")];
        if (r.NearRepeats.Significant.Count > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Bands with more pairs than chance, after Holm’s correction for the number of bands.",
                Columns = [new("Apart"), new("Within"), new("Pairs", ColumnKind.Number), new("Expected", ColumnKind.Number), new("Ratio", ColumnKind.Number), new("p", ColumnKind.Number)],
                Rows = [.. r.NearRepeats.Significant.Select(b => (IReadOnlyList<TableCell>)[b.DistanceLabel, b.TimeLabel, NumberText.Count(b.Pairs), NumberText.Amount(b.ExpectedPairs), Ratio(b.Ratio), NumberText.Fixed(b.AdjustedPValue, 3)])],
                TotalRows = table.Cells.Count,
                FullFile = "result.json",
            });
        }

        return new ReportSection(Title, blocks);
    }

    private static string Ratio(double value) => double.IsFinite(value) ? NumberText.Amount(value) : "no bound";

    private static IEnumerable<ReportSection> Backtests(GridSystemResult r)
    {
        GridSeries first = r.Series[0];
        if (r.Series.Count > 1)
        {
            yield return new ReportSection("How each did in the backtest", new ReportTable
            {
                Caption = "Log score (lower is better) and share of the events in the 5% of the area put first, with the verdict against the best baseline.",
                Columns = [new("Series"), new("Log score", ColumnKind.Number), new("Share held in 5%", ColumnKind.Number), new("Verdict")],
                Rows = [.. r.Series.Select(s => (IReadOnlyList<TableCell>)[s.Name, Metric(s, MetricDefinition.LogScore), Metric(s, MetricDefinition.HitRate(5)), s.Backtest is { } b ? GridOutput.Verdict(b, s.Forecast.Model) : s.BacktestMissing])],
            });
        }

        if (first.Backtest is { } report)
        {
            foreach (ReportSection section in BacktestReportPage.Sections(new BacktestReportInput { Report = report, Subject = Subject(r, first), Counts = first.Truth ?? first.Counts, LikelihoodRule = r.System.Likelihood, Placements = r.Placements, FocusModel = report.Models.Any(m => m.Name == first.Forecast.Model && !m.Failed) ? first.Forecast.Model : null }))
            {
                yield return section;
            }
        }
        else
        {
            yield return new ReportSection("How well models did before", new ReportNote(ReportNoteKind.Caution, $"There is no backtest. {first.BacktestMissing}"));
        }
    }

    private static string Metric(GridSeries s, string metric) => s.Backtest?.Models.FirstOrDefault(m => m.Name == s.Forecast.Model)?.Metrics is { } metrics && metrics.TryGetValue(metric, out Estimate e)
        ? $"{NumberText.Amount(e.Value)} ({NumberText.Amount(e.Low)} to {NumberText.Amount(e.High)})"
        : "none";

    private static string Share(double? share) => share is { } s ? NumberText.Percent(s) : "no event";
}
