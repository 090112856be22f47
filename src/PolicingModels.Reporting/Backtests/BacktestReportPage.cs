using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>A page about a backtest: what each model captured and how well it was calibrated, whether any difference to the baselines can be told from chance, and how stable that was.</summary>
/// <remarks>Pure and thread-safe: the same input gives the same page. The word “better” stands only where the interval of a paired difference leaves zero out.</remarks>
public static class BacktestReportPage
{
    /// <summary>Composes the page.</summary>
    /// <param name="input">The backtest and what is known about it.</param>
    /// <exception cref="KeyNotFoundException">The model in focus took no part.</exception>
    public static ReportPage Compose(BacktestReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        BacktestReport report = input.Report;
        string models = report.Models.Count == 1 ? "1 model" : $"{report.Models.Count} models";
        List<ReportSection> sections = [.. Sections(input)];
        CountingFacts? counting = input.Counting ?? (input.Counts?.Outcome is { } outcome ? CountingFacts.From(outcome) : null);
        if (input.Quality.Count > 0 || counting is not null)
        {
            sections.Add(QualitySection.Compose(input.Quality, counting));
        }

        sections.Add(Conventions(input));
        sections.Add(new ReportSection("Limits and hazards", new ReportNote(ReportNoteKind.Caution, StandingText.Advisory), new ReportList(StandingText.Hazards)));
        if (input.RunFacts.Count > 0)
        {
            sections.Add(new ReportSection("Run record", new ReportDefinitions(input.RunFacts)));
        }

        return new ReportPage
        {
            Title = $"How well {input.Subject} could be forecast{(input.Place.Length > 0 ? $": {input.Place}" : "")}",
            Subtitle = $"{models}, {report.Origins.Count} origins: at each, only what was known by then was used to forecast the period that followed",
            Facts =
            [
                new("First period forecast", NumberText.Span(report.Origins[0].Target)),
                new("Last period forecast", NumberText.Span(report.Origins[^1].Target)),
                new("Events in those periods", NumberText.Count(report.Origins.Sum(o => o.Events))),
                new("Best baseline", report.BestBaseline ?? "none took part"),
                .. input.Counts is { } counts ? [new ReportFact("Places", counts.Grid.Description)] : Array.Empty<ReportFact>(),
            ],
            Sections = sections,
            Footer = "Made with PolicingModels. Advisory only. This page loads nothing from any network.",
        };
    }

    /// <summary>The sections on models alone, for instance to set into the page about a forecast.</summary>
    /// <param name="input">The backtest and what is known about it.</param>
    /// <exception cref="KeyNotFoundException">The model in focus took no part.</exception>
    public static IReadOnlyList<ReportSection> Sections(BacktestReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ModelScore focus = input.FocusModel is { } name ? input.Report[name] : DefaultFocus(input.Report);
        List<ReportSection> sections =
        [
            BacktestComparisonSection.Compose(input.Report),
            BacktestFigures.Metrics(input.Report),
            BacktestFigures.Capture(input, focus),
            .. PlacementSection.Compose(input),
            BacktestFigures.Calibration(input, focus),
            BacktestFigures.Stability(input.Report, focus),
        ];
        if (input.Counts is not null)
        {
            sections.Add(CategoryOutcome.Compose(input, focus));
        }

        sections.Add(BacktestFigures.Models(input.Report));
        return sections;
    }

    private static ModelScore DefaultFocus(BacktestReport report) =>
        report.Models
            .Where(m => !m.Failed && m.Metrics.ContainsKey(MetricDefinition.LogScore))
            .OrderBy(m => m.Metrics[MetricDefinition.LogScore].Value)
            .FirstOrDefault() ?? report.Models[0];

    private static ReportSection Conventions(BacktestReportInput input)
    {
        EvaluationConventions conventions = input.Report.Conventions;
        List<ReportFact> terms =
        [
            new("Origin", "The first day of which nothing was known. Every model was fitted anew at every origin."),
            new("Choices on which published evaluations differ", conventions.ToString()),
            new("Intervals", $"{NumberText.Percent(input.Report.Options.Coverage, 0)} intervals from {NumberText.Count(input.Report.Options.BootstrapSamples)} circular-block resamples of origins, widened for their small number; all models and metrics share the same resamples, so differences are paired."),
            new("Verdict", $"“Better” or “worse” only where the whole interval of the paired difference lies on one side of zero{(input.Report.Options.CompareWithEveryBaseline ? ", and the p-value holds after Holm’s correction for the number of baselines a model is compared with" : "")}. All else is “no evidence of improvement”."),
            new("Seed", input.Report.Options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. input.Report.Metrics.Where(m => !m.Key.Contains('@', StringComparison.Ordinal) || m.Key.EndsWith("@5", StringComparison.Ordinal)).Select(m => new ReportFact(m.Key, m.Description)),
        ];
        return new ReportSection("Conventions", new ReportDefinitions(terms));
    }
}
