using System.Globalization;
using System.Text;
using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>What is drawn in one panel of a fan chart: what was counted, and what is expected with its bands.</summary>
/// <param name="Title">The series.</param>
/// <param name="History">What was counted, in time order; missing months are gaps.</param>
/// <param name="Coming">The coming months with their intervals.</param>
/// <param name="Events">Breaks and events to mark, month and label.</param>
/// <param name="Verdict">The verdict in symbol and words, written beside the title; empty for none.</param>
public sealed record FanPanel(string Title, MonthlySeries History, IReadOnlyList<MonthOutlook> Coming, IReadOnlyList<(Month Month, string Label)> Events, string Verdict = "");

/// <summary>Fan charts in panels: 36 months of history, then expected counts with bands of 50%, 80% and 95%; never a point without a band.</summary>
/// <remarks>Each panel has its own vertical scale, from 0. Dots are the same months of the year before.</remarks>
public sealed record FanChart
{
    private const int HistoryMonths = 36;
    private const int LegendHeight = 30;
    private const int PanelHeight = 232;
    private const string Ink = "#14528a";

    /// <summary>What the charts are called.</summary>
    public required string Title { get; init; }

    /// <summary>What they show, in words, for readers who do not see them.</summary>
    public required string Description { get; init; }

    /// <summary>The panels, in reading order, at least one.</summary>
    public required IReadOnlyList<FanPanel> Panels { get; init; }

    /// <summary>How many panels stand in a row, 1 to 3.</summary>
    public int Columns { get; init; } = 2;

    /// <summary>Width in pixels, at least 320.</summary>
    public int Width { get; init; } = 990;

    /// <summary>Draws the panels.</summary>
    /// <exception cref="ArgumentException">There is no panel, or one has no coming month.</exception>
    public SvgImage Draw()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 320);
        if (Columns is < 1 or > 3)
        {
            throw new ArgumentOutOfRangeException(nameof(Columns), Columns, "There are 1 to 3 panels in a row.");
        }

        if (Panels.Count == 0 || Panels.Any(p => p.Coming.Count == 0))
        {
            throw new ArgumentException($"The chart “{Title}” has at least one panel, each with a coming month.", nameof(Panels));
        }

        SvgDrawing drawing = new();
        Legend(drawing);
        int height = Columns == 1 ? PanelHeight + 90 : PanelHeight;
        double width = (Width - ((Columns - 1) * 22.0)) / Columns;
        for (int i = 0; i < Panels.Count; i++)
        {
            DrawPanel(drawing, Panels[i], i % Columns * (width + 22), LegendHeight + (i / Columns * height), width, height - 16);
        }

        int rows = (Panels.Count + Columns - 1) / Columns;
        return new SvgImage(Title, Description, Width, LegendHeight + (rows * height), drawing.ToString());
    }

    private static void Legend(SvgDrawing drawing)
    {
        (double Opacity, string Text)[] bands = [(0.55, "50%"), (0.32, "80%"), (0.16, "95% of outcomes")];
        drawing.Line(0, 9, 26, 9, "line", "stroke:#1b2330;stroke-width:1.6");
        drawing.Text(32, 13.5, "counted");
        drawing.Line(104, 9, 130, 9, "line", $"stroke:{Ink};stroke-dasharray:6 3");
        drawing.Text(136, 13.5, "expected");
        double at = 214;
        foreach ((double opacity, string text) in bands)
        {
            drawing.Rectangle(at, 3, 22, 12, $"fill:{Ink};fill-opacity:{SvgDrawing.Number(opacity)}");
            drawing.Text(at + 28, 13.5, text);
            at += 40 + SvgDrawing.TextWidth(text);
        }

        drawing.Marker(MarkerShape.Circle, at + 6, 9, 2.6, "fill:#fff;stroke:#1b2330;stroke-width:1.1");
        drawing.Text(at + 16, 13.5, "same month a year before");
        at += 30 + SvgDrawing.TextWidth("same month a year before");
        drawing.Line(at, 2, at, 17, "line", "stroke:#b35c00;stroke-width:1.2;stroke-dasharray:2 2");
        drawing.Text(at + 8, 13.5, "break or event");
    }

    private static void DrawPanel(SvgDrawing drawing, FanPanel panel, double left, double top, double width, double height)
    {
        Month first = panel.Coming[0].Month.AddMonths(-HistoryMonths);
        int months = HistoryMonths + panel.Coming.Count;
        List<(int At, double Value)> counted = [];
        for (int i = 0; i < panel.History.Length; i++)
        {
            int at = panel.History.MonthAt(i).Since(first);
            if (at >= 0 && at < HistoryMonths && !panel.History.IsMissing(i))
            {
                counted.Add((at, panel.History[i]));
            }
        }

        double most = Math.Max(1, Math.Max(panel.Coming.Max(c => c.Interval95.High), counted.Count > 0 ? counted.Max(c => c.Value) : 0));
        AxisTicks ticks = AxisTicks.For(new ChartAxis("") { Minimum = 0 }, 0, most, 4);
        double inner = left + Math.Max(30, ticks.Labels.Max(l => SvgDrawing.TextWidth(l, 12)) + 8), right = left + width - 4, up = top + 26, down = top + height - 22;
        double X(double at) => inner + ((right - inner) * (at + 0.5) / months);
        double Y(double value) => down - ((down - up) * Math.Min(value, ticks.High) / ticks.High);

        drawing.Text(left, top + 13, panel.Title, "b");
        if (panel.Verdict.Length > 0)
        {
            drawing.Text(left + width - 4, top + 13, panel.Verdict, "e q");
        }

        for (int i = 0; i < ticks.Values.Length; i++)
        {
            drawing.Line(inner, Y(ticks.Values[i]), right, Y(ticks.Values[i]), "grid");
            drawing.Text(inner - 6, Y(ticks.Values[i]) + 4, ticks.Labels[i], "q s e");
        }

        for (int at = 0; at < months; at++)
        {
            Month month = first.AddMonths(at);
            if (month.MonthOfYear is 1 or 7)
            {
                drawing.Line(X(at), down, X(at), down + 4, "axis");
                if (month.MonthOfYear == 1)
                {
                    drawing.Text(X(at), down + 17, month.FirstDay.ToString("MMM yyyy", CultureInfo.InvariantCulture), "q s m");
                }
            }
        }

        Events(drawing, panel, first, months, X, up, down);
        Band(drawing, panel, c => c.Interval95, 0.16, X, Y);
        Band(drawing, panel, c => c.Interval80, 0.19, X, Y);
        Band(drawing, panel, c => c.Interval50, 0.32, X, Y);
        drawing.Path(Trace(counted, X, Y), "line", "stroke:#1b2330;stroke-width:1.6");
        drawing.Path(Trace([.. panel.Coming.Select((c, h) => (HistoryMonths + h, c.Expected))], X, Y), "line", $"stroke:{Ink};stroke-dasharray:6 3");
        for (int h = 0; h < panel.Coming.Count; h++)
        {
            MonthOutlook coming = panel.Coming[h];
            drawing.Marker(MarkerShape.Circle, X(HistoryMonths + h), Y(coming.Expected), 2, $"fill:{Ink}", string.Create(CultureInfo.InvariantCulture, $"{panel.Title}, {coming.Month}: {NumberText.Count(Math.Round(coming.Expected))} expected, 80% interval {NumberText.Count(coming.Interval80.Low)} to {NumberText.Count(coming.Interval80.High)}"));
            if (coming.SameMonthLastYear is { } last)
            {
                drawing.Marker(MarkerShape.Circle, X(HistoryMonths + h), Y(last), 2.6, "fill:#fff;stroke:#1b2330;stroke-width:1.1", string.Create(CultureInfo.InvariantCulture, $"{coming.Month.AddMonths(-12)}: {NumberText.Count(last)} counted"));
            }
        }

        drawing.Line(inner, down, right, down, "axis");
    }

    private static void Events(SvgDrawing drawing, FanPanel panel, Month first, int months, Func<double, double> x, double up, double down)
    {
        double free = double.NegativeInfinity;
        foreach ((Month month, string label) in panel.Events.OrderBy(e => e.Month))
        {
            int at = month.Since(first);
            if (at < 0 || at >= months)
            {
                continue;
            }

            double place = x(at);
            drawing.Line(place, up, place, down, "line", "stroke:#b35c00;stroke-width:1.2;stroke-dasharray:2 2");
            if (place > free)
            {
                drawing.Text(place + 4, up + 8, label, "q s halo");
                free = place + SvgDrawing.TextWidth(label, 12) + 8;
            }
        }
    }

    private static void Band(SvgDrawing drawing, FanPanel panel, Func<MonthOutlook, Interval> interval, double opacity, Func<double, double> x, Func<double, double> y)
    {
        StringBuilder path = new();
        int count = panel.Coming.Count;
        // Half a month to either side, so that a single month has a band too.
        for (int h = 0; h <= count + 1; h++)
        {
            Point(path, h == 0 ? "M" : "L", h, interval(panel.Coming[Math.Clamp(h - 1, 0, count - 1)]).High);
        }

        for (int h = count + 1; h >= 0; h--)
        {
            Point(path, "L", h, interval(panel.Coming[Math.Clamp(h - 1, 0, count - 1)]).Low);
        }

        drawing.Path(path.Append('z').ToString(), "band", $"fill:{Ink};fill-opacity:{SvgDrawing.Number(opacity)}");

        void Point(StringBuilder to, string command, int h, double value)
        {
            double at = HistoryMonths + Math.Clamp(h - 1.0, -0.5, count - 0.5);
            to.Append(command).Append(SvgDrawing.Number(x(at), 1)).Append(' ').Append(SvgDrawing.Number(y(value), 1));
        }
    }

    private static string Trace(List<(int At, double Value)> points, Func<double, double> x, Func<double, double> y)
    {
        StringBuilder path = new();
        for (int i = 0; i < points.Count; i++)
        {
            bool joined = i > 0 && points[i].At == points[i - 1].At + 1;
            path.Append(joined ? 'L' : 'M').Append(SvgDrawing.Number(x(points[i].At), 1)).Append(' ').Append(SvgDrawing.Number(y(points[i].Value), 1));
        }

        return path.Length > 0 ? path.ToString() : "M0 0";
    }
}
