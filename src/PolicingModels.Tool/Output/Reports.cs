using System.Globalization;
using PolicingModels.Gridding;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>Hands results to the pages of the reporting package.</summary>
internal static class Reports
{
    /// <summary>The name of the page in every output folder.</summary>
    public const string FileName = "report.html";

    private static readonly HtmlReportWriter Writer = new();

    /// <summary>The page about a forecast, with how models did before where a backtest is at hand.</summary>
    public static string Forecast(ForecastRun run, IReadOnlyList<ReportFact> facts, BacktestRun? backtest = null) => Writer.ToText(ForecastReportPage.Compose(new ForecastReportInput
    {
        Forecast = run.Forecast,
        Subject = run.History.Subject,
        Place = run.History.Place,
        AsOf = run.History.AsOf,
        History = run.History.Counts.Periods,
        Boundary = run.History.Boundary?.Outline,
        Quality = [run.History.Quality],
        Counting = Counting(run.History),
        RunFacts = facts,
        MoreSections = backtest is null ? [] : BacktestReportPage.Sections(Input(backtest, [])),
    }));

    /// <summary>The page about a backtest, which starts with a map of what was expected.</summary>
    public static string Backtest(BacktestRun run, IReadOnlyList<ReportFact> facts)
    {
        ReportPage page = BacktestReportPage.Compose(Input(run, facts));
        return Writer.ToText(page with { Sections = [Map(run), .. page.Sections] });
    }

    /// <summary>The page about a simulated city.</summary>
    public static string City(CityRun run, SquareGrid grid, double[] events, IReadOnlyList<ReportFact> facts)
    {
        LikelihoodRule rule = LikelihoodRule.Default;
        double average = events.Sum() / grid.Cells.Sum(c => c.AreaSquareKilometres);
        SvgImage image = new GridMap
        {
            Title = "Where the simulated events lie",
            Description = $"A map of {grid.Description}, by how many events were drawn in each.",
            Grid = grid,
            Categories = [.. rule.Categories.Select(c => new MapCategory(c.Name))],
            CellCategories = [.. grid.Cells.Select((c, i) => rule.Categorise(events[i] / c.AreaSquareKilometres / average).Level)],
            LegendTitle = "Events per km² against the average",
            Boundary = run.Boundary.Outline,
            CellTitle = i => string.Create(CultureInfo.InvariantCulture, $"{grid.Cells[i].Id}: {events[i]:0} events"),
        }.Draw();
        return Writer.ToText(new ReportPage
        {
            Title = "A simulated city",
            Subtitle = run.Line(),
            Facts =
            [
                new("Crime types", string.Join(", ", run.City.Truth.CrimeTypes.Select(t => t.Name))),
                new("Recorded", run.City.Events.Count.ToString("N0", CultureInfo.InvariantCulture)),
                new("Never recorded", run.City.Unrecorded.ToString("N0", CultureInfo.InvariantCulture)),
            ],
            Sections =
            [
                new ReportSection("Where", new ReportNote(ReportNoteKind.Caution, SimulatedCity.Notice), new ReportFigure(image, rule.ToString())),
                new ReportSection("Run record", new ReportDefinitions(facts)),
            ],
            Footer = "Made with PolicingModels. Simulated. This page loads nothing from any network.",
        });
    }

    private static BacktestReportInput Input(BacktestRun run, IReadOnlyList<ReportFact> facts) => new()
    {
        Report = run.Report,
        Subject = run.History.Subject,
        Place = run.History.Place,
        Counts = run.History.Truth ?? run.History.Counts,
        FocusModel = run.Shown.Name,
        Placements = run.Placements,
        PlacementsMissing = run.PlacementsMissing,
        Quality = [run.History.Quality],
        Counting = Counting(run.History),
        RunFacts = facts,
    };

    private static CountingFacts? Counting(History history) => history.Counts.Outcome is { } outcome ? CountingFacts.From(outcome) : null;

    private static ReportSection Map(BacktestRun run)
    {
        IGrid grid = run.History.Counts.Grid;
        CellTotals totals = CellTotals.Of(run);
        LikelihoodRule rule = LikelihoodRule.Default;
        double area = grid.Cells.Sum(c => c.AreaSquareKilometres), average = totals.Expected.Sum() / area;
        int[] levels = [.. grid.Cells.Select((cell, i) => rule.Categorise(average > 0 ? totals.Expected[i] / cell.AreaSquareKilometres / average : 1).Level)];
        string model = run.Shown.Name;
        SvgImage image = new GridMap
        {
            Title = $"What {model} expected in the periods forecast",
            Description = string.Create(CultureInfo.InvariantCulture, $"A map of {grid.Description}. {levels.Count(l => l == rule.Categories.Count - 1)} cells are in the highest category."),
            Grid = grid,
            Categories = [.. rule.Categories.Select(c => new MapCategory(c.Name))],
            CellCategories = levels,
            LegendTitle = "Relative likelihood",
            Boundary = run.History.Boundary?.Outline,
            CellTitle = i => string.Create(CultureInfo.InvariantCulture, $"{grid.Cells[i].Id}: expected {totals.Expected[i]:F1}, observed {totals.Observed[i]:0.#}"),
        }.Draw();
        return new ReportSection("Where", new ReportFigure(image, $"Expected counts of all {run.Report.Origins.Count} origins together, each forecast from what was known then; what was observed is told when a cell is pointed at. {rule}"));
    }
}
