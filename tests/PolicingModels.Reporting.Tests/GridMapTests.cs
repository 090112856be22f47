using System.Text;
using System.Xml.Linq;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

public class GridMapTests
{
    private static readonly MapCategory[] Five = [new("very low"), new("low"), new("average"), new("high"), new("very high")];

    private static GridMap Map(TestGrid grid, Func<int, int> category) => new()
    {
        Title = "Map",
        Description = "A map.",
        Grid = grid,
        Categories = Five,
        CellCategories = [.. Enumerable.Range(0, grid.Cells.Count).Select(category)],
        CellTitle = i => $"cell {i}",
    };

    [Fact]
    public void Ten_thousand_cells_that_each_tell_their_figures_stay_below_five_megabytes()
    {
        string page = new HtmlReportWriter().ToText(ForecastReportPage.Compose(TestForecasts.Input(TestForecasts.Hill(new TestGrid(100, 100)))));
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 500_000, 5_000_000);
        Assert.True(Parsed.Xml(page).Descendants(Parsed.Svg + "title").Count() > 10_000);
    }

    [Fact]
    public void More_cells_than_can_be_told_apart_become_one_path_per_category()
    {
        XDocument svg = Parsed.Xml((Map(new TestGrid(60, 50), i => i % 5) with { MaximumTitledCells = 2999 }).Draw().ToDocument());
        Assert.Equal(5, svg.Descendants(Parsed.Svg + "g").Sum(g => g.Elements().Count()));
        int squares = svg.Descendants(Parsed.Svg + "g").Descendants().Sum(p => ((string)p.Attribute("d")!).Count(c => c == 'z'));
        Assert.Equal(3000, squares);
        Assert.Contains("more than 2,999 cells", svg.Root!.Element(Parsed.Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cell_is_drawn_in_its_category_with_its_title()
    {
        XDocument svg = Parsed.Xml(Map(new TestGrid(7, 5), i => (i * 3) % 5).Draw().ToDocument());
        XElement[] groups = [.. svg.Descendants(Parsed.Svg + "g")];
        for (int category = 0; category < 5; category++)
        {
            string[] titles = [.. groups[category].Descendants(Parsed.Svg + "title").Select(t => t.Value)];
            Assert.Equal(Enumerable.Range(0, 35).Where(i => (i * 3) % 5 == category).Select(i => $"cell {i}"), titles);
        }
    }

    [Fact]
    public void A_map_is_north_up_and_east_right_and_a_kilometre_is_as_long_as_the_scale_says()
    {
        XDocument svg = Parsed.Xml(Map(new TestGrid(4, 3), i => i % 5).Draw().ToDocument());
        Dictionary<string, (double X, double Y)> starts = svg.Descendants(Parsed.Svg + "g").Elements().ToDictionary(
            p => p.Value,
            p => Start((string)p.Attribute("d")!));
        Assert.True(starts["cell 1"].X > starts["cell 0"].X);
        Assert.True(starts["cell 4"].Y < starts["cell 0"].Y);
        double pixelsPerCell = starts["cell 1"].X - starts["cell 0"].X;

        // The scale bar's path is “M left bottom v6 h length …”; its label is the number of kilometres.
        string bar = svg.Descendants(Parsed.Svg + "path").Select(p => (string)p.Attribute("d")!).Single(d => d.Contains("v6h", StringComparison.Ordinal));
        double length = double.Parse(bar.Split('h')[1].Split('v')[0], System.Globalization.CultureInfo.InvariantCulture);
        string label = svg.Descendants(Parsed.Svg + "text").Select(t => t.Value).Single(t => t.EndsWith(" km", StringComparison.Ordinal));
        double kilometres = double.Parse(label[..^3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(pixelsPerCell * kilometres, length, 0.2 * kilometres);

        static (double X, double Y) Start(string path)
        {
            string[] numbers = path[1..].Split([' ', 'v', 'h', 'l', 'z'], StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture), double.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Holes_and_many_parts_are_drawn_ring_by_ring()
    {
        WKTReader reader = new();
        Geometry withHole = reader.Read("POLYGON((0 0,9000 0,9000 9000,0 9000,0 0),(3000 3000,3000 6000,6000 6000,6000 3000,3000 3000))");
        Geometry twoParts = reader.Read("MULTIPOLYGON(((10000 0,11000 0,10500 900,10000 0)),((12000 0,13000 0,12500 900,12000 0)))");
        XDocument svg = Parsed.Xml(Map(new TestGrid(withHole, twoParts), i => i).Draw().ToDocument());
        Assert.Equal([2, 2], svg.Descendants(Parsed.Svg + "g").Elements().Select(p => ((string)p.Attribute("d")!).Count(c => c == 'z')));
        Assert.All(svg.Descendants(Parsed.Svg + "g"), g => Assert.Equal("evenodd", (string?)g.Attribute("fill-rule")));
    }

    [Fact]
    public void The_legend_says_every_category_in_words_with_its_number_of_cells()
    {
        XDocument svg = Parsed.Xml(Map(new TestGrid(10, 1), i => i < 7 ? 0 : i < 9 ? 2 : 4).Draw().ToDocument());
        string[] texts = [.. svg.Descendants(Parsed.Svg + "text").Select(t => t.Value)];
        int[] at = [.. Five.Reverse().Select(c => Array.IndexOf(texts, c.Name))];
        Assert.All(at, i => Assert.True(i >= 0));
        Assert.Equal(["1 cell", "0 cells", "2 cells", "0 cells", "7 cells"], at.Select(i => texts[i + 1]));
        Assert.Contains("Grid north", texts);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(12)]
    public void Colours_fall_in_luminance_by_steps_a_reader_can_see(int count)
    {
        IReadOnlyList<Shade> shades = Shade.Sequence(count);
        for (int i = 1; i < count; i++)
        {
            Assert.True(shades[i].Luminance < shades[i - 1].Luminance);
        }

        Assert.Equal(count, shades.Distinct().Count());
        if (count == 5)
        {
            Assert.All(Enumerable.Range(1, 4), i => Assert.True(shades[i].ContrastWith(shades[i - 1]) > 1.25, $"{shades[i - 1]} and {shades[i]} are hard to tell apart in grey."));
        }
    }

    [Fact]
    public void Contrast_is_as_the_guidelines_define_it()
    {
        // Anchors of WCAG 2.2: black on white is 21 to 1, and #767676 is the lightest grey that passes 4.5 to 1 on white.
        Assert.Equal(21, new Shade(0, 0, 0).ContrastWith(new Shade(255, 255, 255)), 1e-12);
        Assert.True(new Shade(0x76, 0x76, 0x76).ContrastWith(new Shade(255, 255, 255)) >= 4.5);
        Assert.True(new Shade(0x77, 0x77, 0x77).ContrastWith(new Shade(255, 255, 255)) < 4.5);
    }

    [Fact]
    public void Text_of_a_page_has_contrast_enough_on_every_ground_it_stands_on()
    {
        string css = Parsed.Html(new ReportPage { Title = "t" }).Descendants("style").Single().Value;
        foreach (string ground in new[] { "#ffffff", Variable("wash"), "#fff8ec" })
        {
            Assert.Contains(ground == "#ffffff" ? "background:#fff;" : ground, css, StringComparison.Ordinal);
            Assert.All(new[] { "ink", "quiet", "link", "caution" }, name => Assert.True(Colour(Variable(name)).ContrastWith(Colour(ground)) >= 4.5, $"{name} on {ground}"));
        }

        string Variable(string name) => css.Split($"--{name}:")[1][..7];
        static Shade Colour(string hex) => new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));
    }

    [Fact]
    public void Categories_that_do_not_fit_the_cells_are_refused()
    {
        ArgumentException missing = Assert.Throws<ArgumentException>(() => (Map(new TestGrid(2, 2), _ => 0) with { CellCategories = [0] }).Draw());
        Assert.Contains("1 categories for 4 cells", missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Map(new TestGrid(2, 2), _ => 5).Draw());
    }
}
