using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>A page about one forecast: what was asked, how much is expected and where, what the categories mean, what the data were like, and what the result must not be used for.</summary>
/// <remarks>Pure and thread-safe: the same input gives the same page.</remarks>
public static class ForecastReportPage
{
    /// <summary>Composes the page.</summary>
    /// <param name="input">The forecast and what is known about it.</param>
    public static ReportPage Compose(ForecastReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.TopCells, 1);
        GridForecast forecast = input.Forecast;
        List<ReportSection> sections =
        [
            Expected(input),
            Where(input),
            Categories(input),
            .. input.MoreSections,
        ];
        if (input.Quality.Count > 0 || input.Counting is not null)
        {
            sections.Add(QualitySection.Compose(input.Quality, input.Counting));
        }

        sections.Add(Conventions(input));
        sections.Add(new ReportSection("Limits and hazards", new ReportNote(ReportNoteKind.Caution, StandingText.Advisory), new ReportList(StandingText.Hazards)));
        if (input.RunFacts.Count > 0)
        {
            sections.Add(new ReportSection("Run record", new ReportProse("What is needed to repeat this run and to check that nothing was changed afterwards."), new ReportDefinitions(input.RunFacts)));
        }

        return new ReportPage
        {
            Title = $"Where {input.Subject} are relatively more likely{(input.Place.Length > 0 ? $": {input.Place}" : "")}",
            Subtitle = $"Forecast for {NumberText.Span(forecast.Period)} ({forecast.Period.Days} days), as of {NumberText.Day(input.AsOf)}",
            Facts =
            [
                new("Asked", $"How many {input.Subject} to expect per cell"),
                new("Model", forecast.Model),
                new("Places", forecast.Grid.Description),
                new("As of (first day not known)", NumberText.Day(input.AsOf)),
                .. input.History is { } history ? [new ReportFact("Learnt from", $"{history.Count} periods, {NumberText.Day(history.Start)} to {NumberText.Day(history.End.AddDays(-1))}")] : Array.Empty<ReportFact>(),
            ],
            Sections = sections,
            Footer = "Made with PolicingModels. Advisory only. This page loads nothing from any network.",
        };
    }

    private static ReportSection Expected(ForecastReportInput input)
    {
        GridForecast forecast = input.Forecast;
        Interval total = input.TotalInterval ?? IndependentTotal(forecast, 0.8);
        double cellsWithAny = forecast.Cells.Sum(c => c.ProbabilityOfAny);
        RelativeLikelihood highest = forecast.LikelihoodRule.Categories[^1];
        List<CellForecast> top = [.. forecast.Cells.Where(c => c.Likelihood.Level == highest.Level)];
        double area = forecast.Cells.Sum(c => c.Cell.AreaSquareKilometres), expected = forecast.ExpectedTotal;
        List<ReportBlock> blocks =
        [
            new ReportKeyFigures(
                new KeyFigure($"Expected {input.Subject}, whole area", NumberText.Amount(expected), $"{NumberText.Coverage(total)} {NumberText.Count(total.Low)} to {NumberText.Count(total.High)}"),
                new KeyFigure("Cells expected to see at least one", NumberText.Amount(cellsWithAny), $"of {NumberText.Count(forecast.Cells.Count)} cells"),
                top.Count > 0 && expected > 0
                    ? new KeyFigure($"Expected in cells of category “{highest.Name}”", NumberText.Percent(top.Sum(c => c.ExpectedCount) / expected), $"in {NumberText.Percent(top.Sum(c => c.Cell.AreaSquareKilometres) / area)} of the area ({NumberText.Count(top.Count)} cells)")
                    : new KeyFigure($"Cells of category “{highest.Name}”", NumberText.Count(top.Count), "no cell stands out that far")),
        ];
        if (input.TotalInterval is null)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Information, "The interval of the total holds if cells vary independently of each other. When the whole area shifts together (a season, a change of recording), the total can miss by more."));
        }

        if (forecast.Notes.Count > 0)
        {
            blocks.Add(new ReportList(forecast.Notes));
        }

        return new ReportSection("What to expect", blocks);
    }

    private static ReportSection Where(ForecastReportInput input)
    {
        GridForecast forecast = input.Forecast;
        double average = AverageRate(forecast);
        int shown = Math.Min(input.TopCells, forecast.Cells.Count);
        IReadOnlyList<Shade> shades = Shade.Sequence(forecast.LikelihoodRule.Categories.Count);
        GridMap map = Map(input);
        return new ReportSection("Where",
            new ReportFigure(map.Draw(), $"The cells with the highest expected counts are numbered as in table 1, as far as there is room. {(map.IsTitled ? "Point at a cell for its figures." : $"The figures of each cell are in {input.CellsFile}.")} {StandingText.RelativeNotLikely}"),
            new ReportTable
            {
                Caption = $"Cells by expected number of {input.Subject}, highest first; ties go to the lowest cell number.",
                Columns =
                [
                    new("Rank", ColumnKind.Number), new("Cell"), new("Centre, easting", ColumnKind.Number), new("Centre, northing", ColumnKind.Number), new("Expected count", ColumnKind.Number), new("80% interval", ColumnKind.Number),
                    new("Chance of at least one", ColumnKind.Number), new("Rate against average", ColumnKind.Number), new("Relative likelihood"),
                ],
                Rows = [.. forecast.Ranked().Take(shown).Select(Row)],
                TotalRows = forecast.Cells.Count,
                MaximumRows = input.TopCells,
                FullFile = input.CellsFile,
            });

        IReadOnlyList<TableCell> Row(CellForecast cell) =>
        [
            NumberText.Count(cell.Rank), cell.Id, NumberText.Count(cell.Cell.Easting), NumberText.Count(cell.Cell.Northing), NumberText.Amount(cell.ExpectedCount), $"{NumberText.Count(cell.Interval80.Low)} to {NumberText.Count(cell.Interval80.High)}",
            NumberText.Chance(cell.ProbabilityOfAny), average > 0 ? $"{NumberText.Amount(cell.ExpectedCount / cell.Cell.AreaSquareKilometres / average)} ×" : "—", new TableCell(cell.Likelihood.Name, shades[cell.Likelihood.Level]),
        ];
    }

    private static GridMap Map(ForecastReportInput input)
    {
        GridForecast forecast = input.Forecast;
        LikelihoodRule rule = forecast.LikelihoodRule;
        int[] counts = new int[rule.Categories.Count];
        foreach (CellForecast cell in forecast.Cells)
        {
            counts[cell.Likelihood.Level]++;
        }

        string sizes = string.Join(", ", rule.Categories.Reverse().Select(c => $"{c.Name} {NumberText.Count(counts[c.Level])}"));
        return new GridMap
        {
            Title = $"Relative likelihood of {input.Subject}, {NumberText.Span(forecast.Period)}",
            Description = $"Map of {forecast.Grid.Description}, coloured by category of relative likelihood from pale (lowest) to dark (highest). Cells per category: {sizes}. The same figures are in the tables of this page and in {input.CellsFile}.",
            Grid = forecast.Grid,
            Categories = [.. rule.Categories.Select(c => new MapCategory(c.Name, Band(rule, c.Level)))],
            CellCategories = [.. forecast.Cells.Select(c => c.Likelihood.Level)],
            CellTitle = i => Tell(forecast.Cells[i]),
            NumberedCells = [.. forecast.RankedCells.Take(Math.Min(10, input.TopCells))],
            Boundary = input.Boundary,
            LegendTitle = "Expected rate against the area’s average",
        };
    }

    private static string Tell(CellForecast cell) =>
        $"{cell.Id}: {NumberText.Amount(cell.ExpectedCount)} expected (80% {NumberText.Count(cell.Interval80.Low)} to {NumberText.Count(cell.Interval80.High)}), chance of any {NumberText.Chance(cell.ProbabilityOfAny)}, {cell.Likelihood.Name}, rank {NumberText.Count(cell.Rank)}";

    private static ReportSection Categories(ForecastReportInput input)
    {
        GridForecast forecast = input.Forecast;
        LikelihoodRule rule = forecast.LikelihoodRule;
        IReadOnlyList<Shade> shades = Shade.Sequence(rule.Categories.Count);
        double area = forecast.Cells.Sum(c => c.Cell.AreaSquareKilometres), expected = forecast.ExpectedTotal;
        return new ReportSection("What the categories mean",
            new ReportProse($"A category says how a cell’s expected count per km² compares with the average of the whole area ({NumberText.Amount(AverageRate(forecast))} per km² in this period). {StandingText.RelativeNotLikely}"),
            new ReportTable
            {
                Caption = "Categories of relative likelihood, highest first, with what this forecast puts in each.",
                Columns = [new("Category"), new("Rate against average"), new("Cells", ColumnKind.Number), new("Share of area", ColumnKind.Number), new("Share of expected events", ColumnKind.Number), new("Expected per cell", ColumnKind.Number), new("Chance of at least one per cell", ColumnKind.Number)],
                Rows = [.. rule.Categories.Reverse().Select(Row)],
            },
            new ReportProse($"The rule is {rule.Provenance.Kind.ToString().ToLowerInvariant()}: {rule.Provenance.Source}"));

        IReadOnlyList<TableCell> Row(RelativeLikelihood category)
        {
            List<CellForecast> cells = [.. forecast.Cells.Where(c => c.Likelihood.Level == category.Level)];
            return
            [
                new TableCell(category.Name, shades[category.Level]),
                Band(rule, category.Level),
                NumberText.Count(cells.Count),
                area > 0 ? NumberText.Percent(cells.Sum(c => c.Cell.AreaSquareKilometres) / area) : "—",
                expected > 0 ? NumberText.Percent(cells.Sum(c => c.ExpectedCount) / expected) : "—",
                cells.Count > 0 ? $"{NumberText.Amount(cells.Min(c => c.ExpectedCount))} to {NumberText.Amount(cells.Max(c => c.ExpectedCount))}" : "—",
                cells.Count > 0 ? $"{NumberText.Chance(cells.Min(c => c.ProbabilityOfAny))} to {NumberText.Chance(cells.Max(c => c.ProbabilityOfAny))}" : "—",
            ];
        }
    }

    private static ReportSection Conventions(ForecastReportInput input)
    {
        GridForecast forecast = input.Forecast;
        CoordinateSystem plane = forecast.Grid.Coordinates;
        List<ReportFact> terms =
        [
            new("Period", $"{forecast.Period}: the first day is inside, the second day named is the first one outside."),
            new("Places", $"{forecast.Grid.Description}. A cell holds its western and southern edges, not its eastern and northern ones."),
            new("Coordinates", $"{plane.Name} ({plane.Code}), metres. {(plane.AccuracyMetres > 0 ? $"Converted from longitude and latitude; a place may be off by up to {NumberText.Plain(plane.AccuracyMetres)} m, so events that close to an edge may be counted next door." : "Taken as they came, without conversion.")}"),
            new("Expected count", "The mean of the cell’s predictive distribution for the period: over many such periods, the average number of events."),
            new("80% interval", "From the 10% to the 90% quantile of the predictive distribution. Counts are whole, so it covers at least 80%."),
            new("Chance of at least one", "One minus the probability of no event in the period."),
            new("Order", "By expected count, highest first; ties go to the lowest cell number, whatever the order of the input."),
        ];
        if (input.Provenance is { } provenance)
        {
            terms.Add(new("Provenance", $"{provenance.Kind}: {provenance.Source}"));
        }

        return new ReportSection("Conventions", new ReportDefinitions(terms));
    }

    private static string Band(LikelihoodRule rule, int level)
    {
        IReadOnlyList<double> cuts = rule.CutPoints;
        return level == 0 ? $"below {NumberText.Plain(cuts[0])} ×"
            : level == cuts.Count ? $"{NumberText.Plain(cuts[^1])} × and more"
            : $"{NumberText.Plain(cuts[level - 1])} to below {NumberText.Plain(cuts[level])} ×";
    }

    private static double AverageRate(GridForecast forecast)
    {
        double area = forecast.Cells.Sum(c => c.Cell.AreaSquareKilometres);
        return area > 0 ? forecast.ExpectedTotal / area : 0;
    }

    /// <summary>Normal interval of a sum of independent counts, widened to whole numbers.</summary>
    private static Interval IndependentTotal(GridForecast forecast, double coverage)
    {
        const double Quantile90 = 1.2815515655446004;
        double spread = Quantile90 * Math.Sqrt(forecast.Distributions.Sum(d => d.Variance));
        return new Interval(Math.Max(0, Math.Floor(forecast.ExpectedTotal - spread)), Math.Ceiling(forecast.ExpectedTotal + spread), coverage);
    }
}
