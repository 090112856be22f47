using System.Globalization;
using System.Xml.Linq;
using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

public class ChartTests
{
    private static LineChart Chart(params ChartSeries[] series) => new()
    {
        Title = "Chart",
        Description = "A chart.",
        X = new ChartAxis("x"),
        Y = new ChartAxis("y"),
        Series = series,
    };

    [Fact]
    public void Marks_stand_where_the_axes_say()
    {
        ChartPoint[] points = [new(0, 1), new(2.5, 4), new(10, 2)];
        XDocument svg = Parsed.Xml(Chart(new ChartSeries("a", points, SeriesKind.Points)).Draw().ToDocument());

        // Places on the axes are read from the labels' own positions; the marks must agree with them.
        (double Value, double At)[] x = [.. Labels(svg, "m").Where(l => l.Text != "x").Select(l => (Number(l.Text), l.X))];
        (double Value, double At)[] y = [.. Labels(svg, "e").Select(l => (Number(l.Text), l.Y - 4))];
        (double X, double Y)[] marks = [.. svg.Descendants(Parsed.Svg + "path").Where(p => p.Element(Parsed.Svg + "title") is not null).Select(Centre)];
        Assert.Equal(points.Length, marks.Length);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.Equal(Interpolate(x, points[i].X), marks[i].X, 0.05);
            Assert.Equal(Interpolate(y, points[i].Y), marks[i].Y, 0.05);
        }

        static (double X, double Y) Centre(XElement path)
        {
            // Circles start at their western end: “M x−r y a r …”.
            string[] numbers = ((string)path.Attribute("d")!)[1..].Split([' ', 'a'], StringSplitOptions.RemoveEmptyEntries);
            return (Number(numbers[0]) + Number(numbers[2]), Number(numbers[1]));
        }

        static double Interpolate((double Value, double At)[] scale, double value) =>
            scale[0].At + ((value - scale[0].Value) * (scale[^1].At - scale[0].At) / (scale[^1].Value - scale[0].Value));
    }

    [Fact]
    public void A_step_keeps_its_value_until_the_next_point()
    {
        XDocument svg = Parsed.Xml(Chart(new ChartSeries("a", [new(0, 0), new(1, 1), new(2, 0)], SeriesKind.Step)).Draw().ToDocument());
        string path = svg.Descendants(Parsed.Svg + "path").Select(p => (string)p.Attribute("d")!).Single(d => d.Contains('H', StringComparison.Ordinal));
        Assert.Equal("MHVHV", string.Concat(path.Where(char.IsLetter)));
    }

    [Fact]
    public void Series_differ_by_more_than_colour()
    {
        ChartPoint[] line = [new(0, 0), new(1, 1)];
        XDocument svg = Parsed.Xml(Chart(new("a", line), new("b", line), new("c", line), new("d", line)).Draw().ToDocument());
        string[] strokes = [.. svg.Descendants(Parsed.Svg + "path").Where(p => (string?)p.Attribute("class") == "line").Select(p => (string)p.Attribute("style")!).Distinct()];
        Assert.Equal(4, strokes.Length);
        string[] dashes = [.. strokes.Select(s => s.Split(';').FirstOrDefault(x => x.StartsWith("stroke-dasharray", StringComparison.Ordinal)) ?? "")];
        Assert.Equal(4, dashes.Distinct().Count());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.0003, 0.00071)]
    [InlineData(-2.5, 13)]
    [InlineData(99_950, 100_050)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Marks_of_an_axis_are_few_even_and_written_apart(double low, double high)
    {
        XDocument svg = Parsed.Xml(Chart(new ChartSeries("a", [new(0, low), new(1, high)])).Draw().ToDocument());
        string[] labels = [.. Labels(svg, "e").Select(l => l.Text)];
        Assert.InRange(labels.Length, 2, 14);
        Assert.Equal(labels.Length, labels.Distinct().Count());
        double[] values = [.. labels.Select(Number)];
        double step = values[1] - values[0];
        for (int i = 1; i < values.Length; i++)
        {
            Assert.Equal(step, values[i] - values[i - 1], Math.Abs(step) * 1e-6);
        }
    }

    [Fact]
    public void Months_and_years_stand_at_their_first_days()
    {
        LineChart chart = Chart(new ChartSeries("a", [new(new DateOnly(2017, 3, 20).DayNumber, 1), new(new DateOnly(2019, 2, 3).DayNumber, 2)])) with { X = new ChartAxis("day", AxisFormat.Date) };
        string[] labels = [.. Labels(Parsed.Xml(chart.Draw().ToDocument()), "m").Select(l => l.Text).Where(t => t != "day")];
        Assert.Equal(["Apr 2017", "Jul 2017", "Oct 2017", "Jan 2018", "Apr 2018", "Jul 2018", "Oct 2018", "Jan 2019"], labels);
    }

    [Fact]
    public void Numbers_that_are_none_are_refused_by_the_name_of_their_series()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => Chart(new ChartSeries("thefts", [new(0, double.NaN)])).Draw());
        Assert.Contains("thefts", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Chart(new ChartSeries("a", [new(0, 1, 3, 2)])).Draw());
        Assert.Throws<ArgumentException>(() => Chart(new ChartSeries("a", [])).Draw());
    }

    [Fact]
    public void An_interval_that_covers_the_reference_has_a_hollow_mark()
    {
        IntervalChart chart = new()
        {
            Title = "Differences",
            Description = "Two differences.",
            Axis = new ChartAxis("nats"),
            Rows = [new("covers", new Estimate(0.1, -0.1, 0.3), "no evidence"), new("clear", new Estimate(-0.4, -0.6, -0.2), "better")],
            Reference = 0,
        };
        XDocument svg = Parsed.Xml(chart.Draw().ToDocument());
        Dictionary<string, string> marks = svg.Descendants(Parsed.Svg + "path").Where(p => p.Element(Parsed.Svg + "title") is not null).ToDictionary(p => p.Value.Split(':')[0], p => (string)p.Attribute("style")!);
        Assert.StartsWith("fill:#fff", marks["covers"], StringComparison.Ordinal);
        Assert.DoesNotContain("fill:#fff", marks["clear"], StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(Parsed.Svg + "text"), t => t.Value == "0.100 (−0.100 to 0.300)");
    }

    [Fact]
    public void A_histogram_of_calibrated_forecasts_is_flat_at_one()
    {
        XDocument svg = Parsed.Xml(PitHistogram.Draw("model", [50, 50, 50, 50]).ToDocument());
        Assert.All(svg.Descendants(Parsed.Svg + "rect").Elements(Parsed.Svg + "title"), t => Assert.EndsWith(": 1.00", t.Value, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => PitHistogram.Draw("model", [0, 0]));
        Assert.Throws<ArgumentException>(() => PitHistogram.Draw("model", [1, -1]));
    }

    [Fact]
    public void Drawings_have_a_title_and_a_description_for_screen_readers()
    {
        XElement svg = Parsed.Xml(Chart(new ChartSeries("a", [new(0, 1)])).Draw().ToDocument()).Root!;
        Assert.Equal("img", (string?)svg.Attribute("role"));
        string[] ids = ((string)svg.Attribute("aria-labelledby")!).Split(' ');
        Assert.Equal(["Chart", "A chart."], ids.Select(id => svg.Elements().Single(e => (string?)e.Attribute("id") == id).Value));
    }

    private static IEnumerable<(string Text, double X, double Y)> Labels(XDocument svg, string anchor) =>
        svg.Descendants(Parsed.Svg + "text")
            .Where(t => ((string?)t.Attribute("class") ?? "").Split(' ').Contains(anchor))
            .Select(t => (t.Value, Number((string)t.Attribute("x")!), Number((string)t.Attribute("y")!)));

    private static double Number(string text) => double.Parse(text.Replace('−', '-'), NumberStyles.Any, CultureInfo.InvariantCulture);
}
