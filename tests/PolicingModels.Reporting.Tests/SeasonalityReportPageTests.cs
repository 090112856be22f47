using System.Xml.Linq;
using PolicingModels.Reporting;
using PolicingModels.Seasonality;

namespace PolicingModels.ReportingTests;

public class SeasonalityReportPageTests
{
    private static readonly SeasonalityReportInput Input = new()
    {
        Plan = TestPlans.Plan,
        Place = "Somewhere",
        Breaks = TestPlans.Plan.History.Nodes.Where(n => n.Level == SeriesLevel.Type && n.Key.Type != "Homicide").ToDictionary(n => n.Key, n => new BreakDetector(new BreakOptions { Declared = [new DeclaredBreak(BreakKind.LevelShift, new Month(2024, 3), "New system")] }).Find(TestPlans.Plan.History.Series(n.Index)!)),
        Quality = [new DataQualityReport("counts.csv", 505, [new RefusedRow("counts.csv", 7, "count", "-1", "a count is not negative")])],
        RunFacts = [new ReportFact("Command", "policing seasonality")],
    };

    private static readonly string Html = new HtmlReportWriter().ToText(SeasonalityReportPage.Compose(Input));

    [Fact]
    public void The_page_is_well_formed_and_loads_nothing() => Parsed.LoadsNothing(Html);

    [Fact]
    public void The_same_plan_gives_the_same_page() => Assert.Equal(Html, new HtmlReportWriter().ToText(SeasonalityReportPage.Compose(Input)));

    [Fact]
    public void A_card_says_what_the_plan_rests_on()
    {
        ModelCard card = SeasonalityCard.Compose(Input, "seasonality-planner", "1.0", [new("horizon", "12")]);
        Assert.Equal(["Source: counts.csv", "Rows: 505 read, 504 used, 1 refused", "Months: 2018-04 to 2025-03", "Series: 3 types in 2 areas"], card.Data.Select(d => $"{d.Label}: {d.Value}"));
        Assert.Equal("horizon", card.Parameters[0].Label);
        Assert.Contains("No evaluation on this data is recorded.", card.ToMarkdown(), StringComparison.Ordinal);
        Assert.Equal(ProvenanceKind.Published, SeasonalityCard.Compose(Input with { Provenance = new Provenance(ProvenanceKind.Published, "A response.") }, "x", "1.0", []).Provenance.Kind);
        Assert.Contains("2018-04 to 2025-03", SeasonalityCard.Record(card, Input).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_that_a_reader_needs_is_there()
    {
        string[] headings = [.. Parsed.Xml(Html).Descendants("section").Select(s => s.Element("h2")!.Value)];
        foreach (string wanted in (string[])["What to expect", "The year ahead by type", "Better or worse by area", "Which months stand out", "Counts with their uncertainty", "Areas", "Breaks and events", "Track record", "Do the parts add up", "Quality of the data", "Limits and hazards", "Run record"])
        {
            Assert.Contains(headings, h => h.EndsWith(wanted, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Verdicts_stand_in_words_and_symbols()
    {
        XElement table = Parsed.Xml(Html).Descendants("table").First(t => t.Element("caption")!.Value.Contains("Verdict of every type", StringComparison.Ordinal));
        string[] cells = [.. table.Descendants("td").Select(d => d.Value)];
        Assert.Equal(6, cells.Length);
        Assert.All(cells, c => Assert.Matches("(unclear|better|worse)", c));
        Assert.All(cells, c => Assert.Matches("^(▲▲|▲|–|▼|▼▼)[ \u2060]", c));
    }

    [Fact]
    public void A_type_without_a_season_is_hatched_and_marked_on_every_map()
    {
        XElement[] maps = [.. Maps()];
        Assert.Equal(4, maps.Length);
        foreach (XElement map in maps)
        {
            string[] marked = [.. map.Elements(Parsed.Svg + "text").Select(t => t.Value).Where(t => t.StartsWith('~'))];
            Assert.True(marked.Length >= 13, "twelve cells of the homicide row and the legend");
            Assert.True(map.Elements(Parsed.Svg + "path").Count() >= 12);
        }
    }

    [Fact]
    public void A_figure_is_bold_only_where_its_interval_excludes_the_average()
    {
        SeriesPlan theft = TestPlans.Plan["Bicycle <theft>", TestPlans.Plan.History.Areas.Root];
        XElement map = Maps().First();
        double row = double.Parse(map.Elements(Parsed.Svg + "text").First(t => t.Value == "Bicycle <theft>").Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture);
        XElement[] cells = [.. map.Elements(Parsed.Svg + "text").Where(t => t.Attribute("y")!.Value == row.ToString(System.Globalization.CultureInfo.InvariantCulture) && t.Value != "Bicycle <theft>")];
        Assert.Equal(12, cells.Length);
        for (int m = 0; m < 12; m++)
        {
            Assert.Equal(Math.Round(theft.Occurrence[m].Index.Value).ToString(System.Globalization.CultureInfo.InvariantCulture), cells[m].Value);
            Assert.Equal(theft.Occurrence[m].StandsOut, cells[m].Attribute("class")!.Value.Split(' ').Contains("b"));
        }
    }

    [Fact]
    public void Colours_have_the_same_limits_on_every_map()
    {
        Assert.Equal(Shade.Diverging(-1), Shade.Diverging(-5));
        Assert.Equal(Shade.Diverging(1), Shade.Diverging(2));
        double last = double.PositiveInfinity;
        foreach (double place in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            Assert.True(Shade.Diverging(place).Luminance < last && Shade.Diverging(-place).Luminance < last);
            last = Math.Min(Shade.Diverging(place).Luminance, Shade.Diverging(-place).Luminance) + 0.02;
        }
    }

    [Fact]
    public void Breaks_found_and_declared_are_listed_and_marked()
    {
        XElement table = Parsed.Xml(Html).Descendants("table").First(t => t.Element("caption")!.Value.Contains("Breaks in 2 series", StringComparison.Ordinal));
        string text = table.Value;
        Assert.Contains("New system", text, StringComparison.Ordinal);
        Assert.Contains("April 2023AO: one month", text, StringComparison.Ordinal);
        Assert.Contains(Parsed.Xml(Html).Descendants(Parsed.Svg + "text"), t => t.Value.StartsWith("AO 2023-04 +", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fan_holds_three_bands_and_no_point_without_one()
    {
        XElement[] fans = [.. Parsed.Xml(Html).Descendants(Parsed.Svg + "svg").Where(s => s.Element(Parsed.Svg + "desc")!.Value.StartsWith("Fan charts", StringComparison.Ordinal))];
        Assert.Equal(3, fans.Length);
        Assert.Equal([3, 9, 6], fans.Select(f => f.Elements(Parsed.Svg + "path").Count(p => p.Attribute("class")?.Value == "band")));
    }

    [Fact]
    public void Maps_and_fans_without_content_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SeasonalHeatMap { Title = "t", Description = "d", Months = [new Month(2024, 1)], Rows = [] }.Draw());
        Assert.Throws<ArgumentException>(() => new SeasonalHeatMap { Title = "t", Description = "d", Months = [new Month(2024, 1)], Rows = [new HeatMapRow("r", [new HeatMapCell(double.NaN, false, "")], true)] }.Draw());
        Assert.Throws<ArgumentException>(() => new FanChart { Title = "t", Description = "d", Panels = [] }.Draw());
    }

    private static IEnumerable<XElement> Maps() =>
        Parsed.Xml(Html).Descendants(Parsed.Svg + "svg").Where(s => s.Element(Parsed.Svg + "desc")!.Value.StartsWith("Relative occurrence of", StringComparison.Ordinal));
}
