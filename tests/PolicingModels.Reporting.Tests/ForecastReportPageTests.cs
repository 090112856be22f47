using System.Globalization;
using System.Xml.Linq;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.ReportingTests;

public class ForecastReportPageTests
{
    private const string Hostile = "<script>alert('x')</script>&\"'\u0000\u001f\ud800";

    [Fact]
    public void A_small_page_is_as_approved()
    {
        GridForecast forecast = TestForecasts.Of(new TestGrid(3, 2), "historical-mean", 0.02, 0.4, 3.1, 1, 0.5, 12.25);
        Approval.Verify(new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(forecast))));
    }

    [Fact]
    public void A_page_is_well_formed_and_loads_nothing()
    {
        string html = new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(12, 9)))));
        Parsed.LoadsNothing(html);
    }

    [Fact]
    public void Hostile_text_everywhere_is_shown_and_not_run()
    {
        GridForecast forecast = TestForecasts.Of(new TestGrid(2, 2, idPrefix: Hostile) { Description = Hostile, Coordinates = new CoordinateSystem(Hostile, Hostile) }, Hostile, 0.1, 1, 2, 3);
        ForecastReportInput input = TestForecasts.Input(forecast, Hostile) with
        {
            Place = Hostile,
            CellsFile = Hostile,
            TopCells = 2,
            Quality = [new DataQualityReport(Hostile, 3, [new RefusedRow(Hostile, 2, Hostile, Hostile, Hostile)], [new DataQualityNote(Hostile, Hostile)])],
            RunFacts = [new(Hostile, Hostile)],
            Provenance = new Provenance(ProvenanceKind.Illustrative, Hostile),
            MoreSections = [new ReportSection(Hostile, new ReportNote(ReportNoteKind.Caution, Hostile), new ReportCitations(new Citation(Hostile, new Uri("javascript:alert(1)")), new Citation(Hostile, new Uri("https://example.org/?a=1&b='<\"")))) ],
        };
        string html = new HtmlReportWriter().ToText(ForecastReportPage.Compose(input));
        Parsed.LoadsNothing(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
        // Read back, the text stands as it was given, but for the characters that XML cannot hold.
        Assert.Contains(Parsed.Xml(html).Descendants(), e => e.Name.LocalName == "dd" && e.Value == "<script>alert('x')</script>&\"'\uFFFD\uFFFD\uFFFD");
    }

    [Fact]
    public void Numbers_shown_are_the_numbers_given()
    {
        double[] means = [0.02, 0.4, 3.1, 1, 0.5, 12.25];
        GridForecast forecast = TestForecasts.Of(new TestGrid(3, 2), "historical-mean", means);
        XDocument page = Parsed.Html(ForecastReportPage.Compose(TestForecasts.Input(forecast)));
        XElement[] rows = [.. page.Descendants("table").First().Element("tbody")!.Elements("tr")];
        int[] byMean = [.. Enumerable.Range(0, means.Length).OrderByDescending(i => means[i])];
        for (int r = 0; r < rows.Length; r++)
        {
            string[] cells = [.. rows[r].Elements().Select(e => e.Value)];
            CellForecast expected = forecast.Cells[byMean[r]];
            Assert.Equal(expected.Id, cells[1]);
            Assert.Equal(expected.Cell.Easting, double.Parse(cells[2], CultureInfo.InvariantCulture));
            Assert.Equal(expected.Cell.Northing, double.Parse(cells[3], CultureInfo.InvariantCulture));
            // Three significant figures, or whole from a hundred on.
            Assert.Equal(means[byMean[r]], double.Parse(cells[4], CultureInfo.InvariantCulture), means[byMean[r]] * 0.005);
            Assert.Equal($"{expected.Interval80.Low} to {expected.Interval80.High}", cells[5]);
            Assert.Equal(expected.Likelihood.Name, cells[8]);
        }

        Assert.Equal(["6", "100"], new[] { rows.Length.ToString(CultureInfo.InvariantCulture), Math.Round(100 * SumOfShares(page)).ToString(CultureInfo.InvariantCulture) });
        XElement total = page.Descendants("dl").First(d => (string?)d.Attribute("class") == "keys").Descendants("span").First();
        Assert.Equal(means.Sum(), double.Parse(total.Value, CultureInfo.InvariantCulture), 0.05);

        static double SumOfShares(XDocument page) =>
            page.Descendants("table").ElementAt(1).Element("tbody")!.Elements("tr").Sum(r => double.Parse(r.Elements().ElementAt(4).Value.TrimEnd('%'), CultureInfo.InvariantCulture) / 100);
    }

    [Fact]
    public void The_table_of_cells_says_what_was_cut()
    {
        GridForecast forecast = TestForecasts.Hill(new TestGrid(40, 36));
        XDocument page = Parsed.Html(ForecastReportPage.Compose(TestForecasts.Input(forecast) with { TopCells = 7 }));
        Assert.Equal(7, page.Descendants("table").First().Element("tbody")!.Elements("tr").Count());
        Assert.Contains(page.Descendants("p"), p => p.Value == "First 7 of 1,440 rows; all of them are in cells.csv.");
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_in_every_culture()
    {
        GridForecast forecast = TestForecasts.Hill(new TestGrid(8, 5));
        string first = new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(forecast)));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Invariant globalisation knows no other cultures, so one is made: decimal comma, strange minus, other dates.
            CultureInfo strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NumberDecimalSeparator = ",";
            strange.NumberFormat.NumberGroupSeparator = "_";
            strange.NumberFormat.NegativeSign = "~";
            strange.NumberFormat.PercentSymbol = "pct";
            strange.DateTimeFormat.ShortDatePattern = "d/M";
            CultureInfo.CurrentCulture = strange;
            Assert.Equal(first, new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(8, 5))))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Used_and_refused_are_shown_and_add_up_to_read()
    {
        XDocument page = Parsed.Html(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(4, 4)))));
        XElement row = page.Descendants("tr").Single(r => r.Elements().First().Value == "thefts.csv");
        int[] numbers = [.. row.Elements().Skip(1).Take(3).Select(e => int.Parse(e.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];
        Assert.Equal([35_746, 35_702, 44], numbers);
        XElement outcomes = page.Descendants("table").Single(t => t.Element("caption")!.Value.Contains("that were used went", StringComparison.Ordinal));
        double[] events = [.. outcomes.Element("tbody")!.Elements("tr").Select(r => double.Parse(r.Elements().ElementAt(1).Value, CultureInfo.InvariantCulture))];
        Assert.Equal(events[^1], events[..^1].Sum());
        Assert.Equal(35_702, events[^1]);
    }

    [Fact]
    public void A_forecast_of_nothing_still_makes_a_page()
    {
        string html = new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Of(new TestGrid(2, 1), "zero", 0, 0))));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Parsed.LoadsNothing(html);
    }

    [Fact]
    public void The_page_says_that_it_advises_and_does_not_order()
    {
        XDocument page = Parsed.Html(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(4, 4)))));
        string text = string.Join(" ", page.Descendants("section").Last(s => s.Value.Contains("hazards", StringComparison.Ordinal)).Descendants().Select(e => e.Value));
        Assert.Contains("advisory", text, StringComparison.Ordinal);
        Assert.Contains("Recorded crime is not crime", text, StringComparison.Ordinal);
        Assert.Contains("Feedback", text, StringComparison.Ordinal);
    }
}
