using System.Text;

namespace PolicingModels.Reporting;

/// <summary>Lines, steps and points over two axes, with intervals as bands or bars.</summary>
public sealed record LineChart
{
    private const int LegendRow = 21;

    /// <summary>What the chart is called.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for readers who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The series, drawn in this order; references first makes them lie below.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Width in pixels, at least 240.</summary>
    public int Width { get; init; } = 980;

    /// <summary>Height in pixels without the legend, at least 160.</summary>
    public int Height { get; init; } = 420;

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no point, or a number is not finite, or an interval is upside down.</exception>
    public SvgImage Draw()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 240);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 160);
        Check();
        IEnumerable<ChartPoint> points = Series.SelectMany(s => s.Points);
        AxisTicks x = AxisTicks.For(X, points.Min(p => p.X), points.Max(p => p.X), X.Format == AxisFormat.Date ? 9 : 8);
        AxisTicks y = AxisTicks.For(Y, points.Min(p => Math.Min(p.Y, p.Low ?? p.Y)), points.Max(p => Math.Max(p.Y, p.High ?? p.Y)), 6);

        SvgDrawing drawing = new();
        int legend = DrawLegend(drawing);
        double left = Math.Max(34, y.Labels.Max(l => SvgDrawing.TextWidth(l, 12)) + 12), right = Width - 18;
        double top = legend + 30, bottom = legend + Height - 46;
        PlotArea area = new(X, Y, x, y, left, right, top, bottom);

        drawing.Text(0, legend + 14, Y.Title, "q s");
        DrawAxes(drawing, area, legend);
        foreach ((ChartSeries series, int look) in Looks())
        {
            DrawSeries(drawing, area, series, look);
        }

        return new SvgImage(Title, Description, Width, legend + Height, drawing.ToString());
    }

    private void Check()
    {
        foreach (ChartSeries series in Series)
        {
            foreach (ChartPoint point in series.Points)
            {
                if (!double.IsFinite(point.X) || !double.IsFinite(point.Y) || (point.Low is { } low && !double.IsFinite(low)) || (point.High is { } high && !double.IsFinite(high)))
                {
                    throw new ArgumentException($"The series “{series.Name}” of the chart “{Title}” holds a number that is not finite ({point}).", nameof(Series));
                }

                if (point.Low > point.High)
                {
                    throw new ArgumentException($"The series “{series.Name}” of the chart “{Title}” holds an interval whose lower end is above its upper end ({point}).", nameof(Series));
                }
            }
        }

        if (!Series.Any(s => s.Points.Count > 0))
        {
            throw new ArgumentException($"The chart “{Title}” has no point.", nameof(Series));
        }
    }

    /// <summary>Each series with the number of its look; references and series are numbered apart.</summary>
    private IEnumerable<(ChartSeries Series, int Look)> Looks()
    {
        Dictionary<string, int> named = new(StringComparer.Ordinal);
        int own = 0, reference = 0;
        foreach (ChartSeries series in Series)
        {
            if (series.BelongsTo is null || !named.TryGetValue(series.BelongsTo, out int look))
            {
                look = series.IsReference ? reference++ : own++;
            }

            named.TryAdd(series.Name, look);
            yield return (series, look);
        }
    }

    private int DrawLegend(SvgDrawing drawing)
    {
        if (Series.Count < 2)
        {
            return 0;
        }

        double at = 0;
        int row = 0;
        foreach ((ChartSeries series, int look) in Looks())
        {
            if (series.BelongsTo is not null)
            {
                continue;
            }

            double width = 44 + SvgDrawing.TextWidth(series.Name);
            if (at > 0 && at + width > Width)
            {
                at = 0;
                row++;
            }

            double y = (row * LegendRow) + 10;
            if (series.Kind != SeriesKind.Points)
            {
                drawing.Line(at, y, at + 28, y, "line", SeriesLook.Stroke(series, look));
            }

            if (series.Kind is SeriesKind.Points or SeriesKind.LineAndPoints)
            {
                drawing.Marker(SeriesLook.Marker(look), at + 14, y, 4.2, $"fill:{(series.IsReference ? SeriesLook.ReferenceInk : SeriesLook.Colour(look))}");
            }

            drawing.Text(at + 34, y + 4.5, series.Name);
            at += width + 10;
        }

        return ((row + 1) * LegendRow) + 6;
    }

    private void DrawAxes(SvgDrawing drawing, PlotArea area, int legend)
    {
        for (int i = 0; i < area.TicksY.Values.Length; i++)
        {
            double y = area.AtY(area.TicksY.Values[i]);
            drawing.Line(area.Left, y, area.Right, y, "grid");
            drawing.Text(area.Left - 7, y + 4, area.TicksY.Labels[i], "q s e");
        }

        double last = double.NegativeInfinity;
        for (int i = 0; i < area.TicksX.Values.Length; i++)
        {
            double x = area.AtX(area.TicksX.Values[i]), half = SvgDrawing.TextWidth(area.TicksX.Labels[i], 12) / 2;
            drawing.Line(x, area.Bottom, x, area.Bottom + 5, "axis");
            if (x - half > last + 6)
            {
                bool atEnd = x + half > Width;
                drawing.Text(atEnd ? Width : x, area.Bottom + 19, area.TicksX.Labels[i], atEnd ? "q s e" : "q s m");
                last = x + half;
            }
        }

        drawing.Line(area.Left, area.Bottom, area.Right, area.Bottom, "axis");
        drawing.Text((area.Left + area.Right) / 2, legend + Height - 8, X.Title, "q s m");
    }

    private static void DrawSeries(SvgDrawing drawing, PlotArea area, ChartSeries series, int look)
    {
        if (series.Points.Count == 0)
        {
            return;
        }

        string colour = series.IsReference ? SeriesLook.ReferenceInk : SeriesLook.Colour(look);
        bool marks = series.Kind is SeriesKind.Points or SeriesKind.LineAndPoints;
        if (!marks && series.Points.Any(p => p.Low is not null && p.High is not null))
        {
            drawing.Path(Band(area, series), "band", $"fill:{colour}");
        }

        if (series.Kind != SeriesKind.Points)
        {
            string thin = series.Kind == SeriesKind.LineAndPoints ? ";stroke-width:1.2" : "";
            drawing.Path(Trace(area, series.Points, p => p.Y, series.Kind == SeriesKind.Step), "line", SeriesLook.Stroke(series, look) + thin);
        }

        if (marks)
        {
            foreach (ChartPoint point in series.Points)
            {
                double x = area.AtX(point.X);
                if (point is { Low: { } low, High: { } high })
                {
                    drawing.Line(x, area.AtY(low), x, area.AtY(high), "line", $"stroke:{colour};stroke-width:1.4");
                }

                string interval = point is { Low: { } l, High: { } h } ? $" ({NumberText.Amount(l)} to {NumberText.Amount(h)})" : "";
                drawing.Marker(SeriesLook.Marker(look), x, area.AtY(point.Y), 3.9, $"fill:{colour};stroke:#fff;stroke-width:.8", $"{series.Name}: {NumberText.Amount(point.Y)}{interval}");
            }
        }
    }

    private static string Trace(PlotArea area, IReadOnlyList<ChartPoint> points, Func<ChartPoint, double> value, bool step)
    {
        StringBuilder path = new();
        for (int i = 0; i < points.Count; i++)
        {
            string x = SvgDrawing.Number(area.AtX(points[i].X), 1), y = SvgDrawing.Number(area.AtY(value(points[i])), 1);
            path.Append(i == 0 ? $"M{x} {y}" : step ? $"H{x}V{y}" : $"L{x} {y}");
        }

        return path.ToString();
    }

    private static string Band(PlotArea area, ChartSeries series)
    {
        List<ChartPoint> with = [.. series.Points.Where(p => p.Low is not null && p.High is not null)];
        string upper = Trace(area, with, p => p.High!.Value, series.Kind == SeriesKind.Step);
        with.Reverse();
        StringBuilder path = new(upper);
        for (int i = 0; i < with.Count; i++)
        {
            string x = SvgDrawing.Number(area.AtX(with[i].X), 1), y = SvgDrawing.Number(area.AtY(with[i].Low!.Value), 1);
            path.Append(series.Kind == SeriesKind.Step && i > 0 ? $"V{y}H{x}" : $"L{x} {y}");
        }

        return path.Append('z').ToString();
    }

    private readonly record struct PlotArea(ChartAxis X, ChartAxis Y, AxisTicks TicksX, AxisTicks TicksY, double Left, double Right, double Top, double Bottom)
    {
        public double AtX(double value) => Left + ((Right - Left) * Share(X.Scale, TicksX.Low, TicksX.High, value));

        public double AtY(double value) => Bottom - ((Bottom - Top) * Share(Y.Scale, TicksY.Low, TicksY.High, value));

        private static double Share(AxisScale scale, double low, double high, double value)
        {
            double inside = Math.Clamp(value, low, high);
            return scale == AxisScale.SquareRoot
                ? (Math.Sqrt(inside) - Math.Sqrt(low)) / (Math.Sqrt(high) - Math.Sqrt(low))
                : (inside - low) / (high - low);
        }
    }
}
