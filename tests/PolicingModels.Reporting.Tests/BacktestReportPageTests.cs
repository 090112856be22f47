using System.Globalization;
using System.Xml.Linq;
using PolicingModels.Gridding;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.ReportingTests;

public class BacktestReportPageTests
{
    private static readonly SpaceTimeCounts Counts = TestBacktests.Counts(new TestGrid(10, 8));

    private static readonly BacktestReport Report = TestBacktests.Run(Counts);

    private static readonly BacktestReportInput Input = new() { Report = Report, Subject = "vehicle thefts", Place = "Example force", Counts = Counts };

    [Fact]
    public void A_page_is_well_formed_loads_nothing_and_is_the_same_every_time()
    {
        string html = new HtmlReportWriter().ToText(BacktestReportPage.Compose(Input));
        Parsed.LoadsNothing(html);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        SpaceTimeCounts again = TestBacktests.Counts(new TestGrid(10, 8));
        Assert.Equal(html, new HtmlReportWriter().ToText(BacktestReportPage.Compose(Input with { Counts = again, Report = TestBacktests.Run(again) })));
    }

    [Fact]
    public void Fitted_parameters_are_told_in_six_figures()
    {
        BacktestReport report = new Backtest(Counts, new BacktestOptions { Origins = 4, BootstrapSamples = 100 }).Run([new EmpiricalBayesForecaster(), new HistoricalMeanForecaster()]);
        string[] written = [.. report.Models.SelectMany(m => m.Parameters.Values).Where(v => v.Length > 12)];
        Assert.NotEmpty(written);
        string html = new HtmlReportWriter().ToText(BacktestReportPage.Compose(Input with { Report = report }));
        Assert.All(written, v => Assert.DoesNotContain(v, html, StringComparison.Ordinal));
        Assert.All(report.Models.SelectMany(m => m.Parameters), p => Assert.Contains($"{p.Key} {double.Parse(p.Value, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture)}", html, StringComparison.Ordinal));
        ModelCard card = ForecastCard.Compose(new ForecastCardInput { Model = "empirical-bayes", Subject = "vehicle thefts", Counts = Counts, Quality = new DataQualityReport("thefts.csv", 9, []), Backtest = report }, "vehicle-theft", "1.0", []);
        Assert.NotEmpty(card.Parameters);
        Assert.All(card.Parameters, p => Assert.True(p.Value.Length <= 12, p.Value));
    }

    [Fact]
    public void A_card_holds_the_figures_beside_the_baseline_and_says_where_there_are_none()
    {
        ForecastCardInput input = new() { Model = "last-year", Subject = "vehicle thefts", Counts = Counts, Quality = new DataQualityReport("folder/thefts.csv", 9, []), Backtest = Report };
        ModelCard card = ForecastCard.Compose(input, "vehicle-theft", "1.0", [new("origins", "13")]);
        Assert.Equal(["Source: thefts.csv", "Rows: 9 read, 9 used, 0 refused"], card.Data.Take(2).Select(d => $"{d.Label}: {d.Value}"));
        ModelCardMetric score = card.Evaluation.Single(m => m.Metric.StartsWith("logScore", StringComparison.Ordinal));
        Assert.Equal(Report["last-year"].Metrics[MetricDefinition.LogScore], score.Value);
        Assert.Equal(Report[Report.BestBaseline!].Metrics[MetricDefinition.LogScore], score.BaselineValue);
        Assert.Equal(Report.Comparisons.Single(c => c.Model == "last-year" && c.Metric == MetricDefinition.LogScore).Sentence, score.Verdict);
        Assert.Contains("Rolling origin: 13 periods", card.EvaluationDesign, StringComparison.Ordinal);
        Assert.Equal(ProvenanceKind.Inferred, card.Provenance.Kind);
        Assert.Contains("Recorded vehicle thefts with a place and a time", ForecastCard.Record(card, input).ToJson(), StringComparison.Ordinal);

        ModelCard bare = ForecastCard.Compose(input with { Backtest = null }, "vehicle-theft", "1.0", []);
        Assert.Contains("No evaluation on this data is recorded.", bare.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_shown_are_the_metrics_computed()
    {
        XDocument page = Parsed.Html(BacktestReportPage.Compose(Input));
        XElement table = page.Descendants("table").Single(t => t.Element("caption")!.Value.Contains("captured", StringComparison.Ordinal));
        string[] headings = [.. table.Element("thead")!.Descendants("th").Select(h => h.Value)];
        int column = Array.IndexOf(headings, "Hit rate at 5% of the area");
        foreach (XElement row in table.Element("tbody")!.Elements("tr"))
        {
            string model = row.Elements().First().Nodes().OfType<XText>().Single().Value;
            Estimate rate = Report[model].Metrics[MetricDefinition.HitRate(5)];
            double[] shown = [.. row.Elements().ElementAt(column).DescendantNodes().OfType<XText>().SelectMany(t => t.Value.Split(" to ")).Select(x => double.Parse(x.TrimEnd('%'), CultureInfo.InvariantCulture) / 100)];
            Assert.Equal(rate.Value, shown[0], 0.0005001);
            Assert.Equal(rate.Low, shown[1], 0.0005001);
            Assert.Equal(rate.High, shown[2], 0.0005001);
        }
    }

    [Fact]
    public void Verdicts_stand_as_computed_and_better_is_said_of_no_other_comparison()
    {
        XDocument page = Parsed.Html(BacktestReportPage.Compose(Input));
        XElement table = page.Descendants("table").Single(t => t.Element("caption")!.Value.Contains("Paired comparisons on the main metrics", StringComparison.Ordinal));
        string[] shown = [.. table.Element("tbody")!.Elements("tr").Select(r => r.Elements().Last().Value)];
        ModelComparison[] main = [.. Report.Comparisons.Where(c => c.Metric is MetricDefinition.LogScore or MetricDefinition.Crps or MetricDefinition.BrierAny || c.Metric == MetricDefinition.HitRate(5))];
        Assert.Equal(main.Count(c => c.Verdict == Verdict.Better), shown.Count(v => v == "better"));
        Assert.Equal(main.Count(c => c.Verdict == Verdict.Worse), shown.Count(v => v == "worse"));
        Assert.Equal(main.Count(c => c.Verdict == Verdict.NoEvidence), shown.Count(v => v == "no evidence of improvement"));
        Assert.NotEmpty(shown);
    }

    [Fact]
    public void Against_every_baseline_a_table_counts_the_verdicts()
    {
        BacktestReport report = TestBacktests.AgainstEvery(Counts);
        XDocument page = Parsed.Html(BacktestReportPage.Compose(Input with { Report = report }));
        Assert.Contains("Every model that is no baseline is compared with each baseline, and every baseline with the best of them", page.Descendants("section").First().Value, StringComparison.Ordinal);
        XElement table = page.Descendants("table").Single(t => t.Element("caption")!.Value.Contains("than how many it is better", StringComparison.Ordinal));
        string[] row = [.. Assert.Single(table.Element("tbody")!.Elements("tr")).Elements().Select(e => e.Value)];
        ModelComparison[] made = [.. report.Comparisons.Where(c => c is { Model: "last-year", Metric: MetricDefinition.LogScore })];
        Assert.Equal(2, made.Length);
        Assert.Equal(["last-year", $"{made.Count(c => c.Verdict == Verdict.Better)} of 2", $"{made.Count(c => c.Verdict == Verdict.Worse)} of 2"], row[..3]);

        // Of the best baseline alone there is nothing to count.
        Assert.DoesNotContain("than how many it is better", Parsed.Html(BacktestReportPage.Compose(Input)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_moving_the_grid_does_stands_on_the_page_or_why_it_was_not_looked_at()
    {
        PlacementSensitivity moved = new("last-year", MetricDefinition.HitRate(5), new Estimate(0.25, 0.2, 0.3, 0.95), [0.25, 0.21, 0.28]);
        string with = Section(Input with { Placements = [moved] });
        Assert.Contains("on 3 placements of the cells", with, StringComparison.Ordinal);
        Assert.Contains("25.0% (20.0% to 30.0%)21.0%28.0%", with, StringComparison.Ordinal);
        Assert.Contains("Not run on the other placements: historical-mean, last-period.", with, StringComparison.Ordinal);
        Assert.Contains("It was not looked at. The counts came as a table.", Section(Input with { PlacementsMissing = "The counts came as a table." }), StringComparison.Ordinal);
        Assert.DoesNotContain("moving the grid", Parsed.Html(BacktestReportPage.Compose(Input)).ToString(), StringComparison.Ordinal);

        static string Section(BacktestReportInput input) => Parsed.Html(BacktestReportPage.Compose(input)).Descendants("section").Single(s => s.Value.Contains("What moving the grid alone does", StringComparison.Ordinal)).Value;
    }

    [Fact]
    public void A_model_that_is_the_baseline_under_another_name_is_never_called_better()
    {
        SpaceTimeCounts counts = TestBacktests.Counts(new TestGrid(6, 5));
        BacktestReport report = TestBacktests.Run(counts, 13, new TestBacktests.Mean("historical-mean", 1000), new TestBacktests.Mean("twin", 1000));
        XDocument page = Parsed.Html(BacktestReportPage.Compose(new BacktestReportInput { Report = report, Subject = "thefts" }));
        string section = page.Descendants("section").First().Value;
        Assert.Contains("for no model is there evidence of improvement", section, StringComparison.Ordinal);
        Assert.DoesNotContain(": twin", section, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_beats_a_weak_baseline_only_is_not_said_to_be_better_than_the_best()
    {
        BacktestReport report = TestBacktests.AgainstEvery(TestBacktests.Counts(new TestGrid(6, 5)), new TestBacktests.Mean("twin", 1000));
        Assert.Equal("historical-mean", report.BestBaseline);
        Assert.Equal(Verdict.Better, report.Comparisons.Single(c => c.Model == "twin" && c.Baseline == "last-period" && c.Metric == MetricDefinition.LogScore).Verdict);
        string section = Parsed.Html(BacktestReportPage.Compose(new BacktestReportInput { Report = report, Subject = "thefts" })).Descendants("section").First().Value;
        Assert.Contains("On log score, for no model is there evidence of improvement over historical-mean (of all 3 comparisons: 1 better,", section, StringComparison.Ordinal);
    }

    [Fact]
    public void What_categories_meant_is_counted_from_the_forecasts_and_what_happened()
    {
        XDocument page = Parsed.Html(BacktestReportPage.Compose(Input with { FocusModel = "last-period" }));
        XElement table = page.Descendants("table").Single(t => t.Element("caption")!.Value.StartsWith("Table", StringComparison.Ordinal) && t.Element("caption")!.Value.Contains("Categories of relative likelihood over", StringComparison.Ordinal));

        // By brute force over forecasts made anew.
        double[] events = new double[5], cells = new double[5];
        foreach (BacktestOrigin origin in Report.Origins)
        {
            GridForecast forecast = new TestBacktests.Mean("last-period", 1).Fit(Counts.Before(origin.TargetIndex), TestContext.Current.CancellationToken).Forecast(cancellationToken: TestContext.Current.CancellationToken);
            foreach (CellForecast cell in forecast.Cells)
            {
                events[cell.Likelihood.Level] += Counts[origin.TargetIndex, cell.Index];
                cells[cell.Likelihood.Level]++;
            }
        }

        XElement[] rows = [.. table.Element("tbody")!.Elements("tr").Reverse()];
        for (int level = 0; level < 5; level++)
        {
            string[] shown = [.. rows[level].Elements().Select(e => e.Value)];
            Assert.Equal(cells[level] / cells.Sum(), double.Parse(shown[1].TrimEnd('%'), CultureInfo.InvariantCulture) / 100, 0.0005001);
            Assert.Equal(Report["last-period"].WhatCategoriesMeant[level].AnyRate is { } any ? $"{100 * any.Low:F1}% to {100 * any.High:F1}%" : "—", shown[6]);
            Assert.Equal(events[level] / events.Sum(), double.Parse(shown[2].TrimEnd('%'), CultureInfo.InvariantCulture) / 100, 0.0005001);
        }
    }

    [Fact]
    public void The_curve_passes_through_the_hit_rates()
    {
        XDocument page = Parsed.Html(BacktestReportPage.Compose(Input));
        string description = page.Descendants(Parsed.Svg + "desc").Single(d => d.Value.StartsWith("Hit-rate curves", StringComparison.Ordinal)).Value;
        string best = Report.Models.OrderBy(m => m.LogScore.Value).First().Name;
        Assert.Contains(FormattableString.Invariant($"At 5% of the area {best} captured {100 * Report[best].Metrics[MetricDefinition.HitRate(5)].Value:F1}%"), description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_always_failed_is_listed_with_the_reason_and_the_mend()
    {
        SpaceTimeCounts counts = TestBacktests.Counts(new TestGrid(5, 4));
        BacktestReport report = TestBacktests.Run(counts, 5, new TestBacktests.Mean("historical-mean", 1000), new TestBacktests.Failing());
        foreach (string focus in new[] { "historical-mean", "failing" })
        {
            string html = new HtmlReportWriter().ToText(BacktestReportPage.Compose(new BacktestReportInput { Report = report, Subject = "thefts", Counts = counts, FocusModel = focus }));
            Parsed.LoadsNothing(html);
            XElement table = Parsed.Xml(html).Descendants("table").Single(t => t.Element("caption")!.Value.Contains("could not be made", StringComparison.Ordinal));
            Assert.Equal(5, table.Element("tbody")!.Elements("tr").Count(r => r.Value.Contains("give it <more> periods", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Periods_without_any_event_and_models_without_a_baseline_still_make_a_page()
    {
        TestGrid grid = new(4, 3);
        SpaceTimeCounts none = new(grid, PeriodSequence.FourWeekly(new DateOnly(2026, 10, 4), 20), [new double[20 * 12]]);
        BacktestReport report = new Backtest(none, new BacktestOptions { Origins = 5, BootstrapSamples = 100 }).Run([new TestBacktests.Mean("only", 3)], cancellationToken: TestContext.Current.CancellationToken);
        string html = new HtmlReportWriter().ToText(BacktestReportPage.Compose(new BacktestReportInput { Report = report, Subject = "thefts", Counts = none }));
        Parsed.LoadsNothing(html);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
        Assert.Contains("No event happened in the periods forecast", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_models_are_encoded()
    {
        const string Name = "<script>alert(1)</script>";
        SpaceTimeCounts counts = TestBacktests.Counts(new TestGrid(5, 4));
        BacktestReport report = TestBacktests.Run(counts, 5, new TestBacktests.Mean("historical-mean", 1000), new TestBacktests.Mean(Name, 5));
        string html = new HtmlReportWriter().ToText(BacktestReportPage.Compose(new BacktestReportInput { Report = report, Subject = Name, Counts = counts, FocusModel = Name }));
        Parsed.LoadsNothing(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Sections_can_be_set_into_the_page_about_a_forecast()
    {
        ReportPage page = ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(6, 5))) with { MoreSections = BacktestReportPage.Sections(Input) });
        Parsed.LoadsNothing(new HtmlReportWriter().ToText(page));
        Assert.Contains(page.Sections, s => s.Heading == "Calibration");
    }
}
