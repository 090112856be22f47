namespace PolicingModels.Reporting;

/// <summary>A row of an <see cref="IntervalChart"/>.</summary>
/// <param name="Label">What is estimated.</param>
/// <param name="Estimate">The estimate with its interval.</param>
/// <param name="Remark">A short remark set at the right, for instance a verdict; empty for none.</param>
public sealed record IntervalRow(string Label, Estimate Estimate, string Remark = "");

/// <summary>Estimates and their intervals one below another, with a line at the value that means “no difference”.</summary>
public sealed record IntervalChart
{
    private const int RowHeight = 30;

    /// <summary>What the chart is called.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for readers who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>What the horizontal axis measures.</summary>
    public required ChartAxis Axis { get; init; }

    /// <summary>The rows, top to bottom; at least one.</summary>
    public required IReadOnlyList<IntervalRow> Rows { get; init; }

    /// <summary>The value that means “no difference”, always shown; null for none.</summary>
    public double? Reference { get; init; }

    /// <summary>What lies left of the reference, for instance <c>better than the baseline</c>; empty for none.</summary>
    public string LeftMeans { get; init; } = "";

    /// <summary>What lies right of the reference; empty for none.</summary>
    public string RightMeans { get; init; } = "";

    /// <summary>Width in pixels, at least 480.</summary>
    public int Width { get; init; } = 980;

    /// <summary>Draws the chart.</summary>
    /// <exception cref="ArgumentException">There is no row, or a number is not finite.</exception>
    public SvgImage Draw()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 480);
        if (Rows.Count == 0)
        {
            throw new ArgumentException($"The chart “{Title}” has no row.", nameof(Rows));
        }

        foreach (IntervalRow row in Rows)
        {
            if (!double.IsFinite(row.Estimate.Value) || !double.IsFinite(row.Estimate.Low) || !double.IsFinite(row.Estimate.High))
            {
                throw new ArgumentException($"“{row.Label}” in the chart “{Title}” is not finite ({row.Estimate}).", nameof(Rows));
            }
        }

        double low = Rows.Min(r => Math.Min(r.Estimate.Low, r.Estimate.Value)), high = Rows.Max(r => Math.Max(r.Estimate.High, r.Estimate.Value));
        if (Reference is { } at)
        {
            (low, high) = (Math.Min(low, at), Math.Max(high, at));
        }

        AxisTicks ticks = AxisTicks.For(Axis, low, high, 6);
        string[] figures = [.. Rows.Select(r => $"{Write(r.Estimate.Value)} ({Write(r.Estimate.Low)} to {Write(r.Estimate.High)})")];
        double left = Math.Min(Width * 0.36, Rows.Max(r => SvgDrawing.TextWidth(r.Label)) + 18);
        double figuresWidth = figures.Max(f => SvgDrawing.TextWidth(f, 12)), remarksWidth = Rows.Max(r => SvgDrawing.TextWidth(r.Remark, 12));
        double right = Width - figuresWidth - (remarksWidth > 0 ? remarksWidth + 16 : 0) - 22;
        double top = LeftMeans.Length + RightMeans.Length > 0 ? 26 : 8, bottom = top + (Rows.Count * RowHeight);

        SvgDrawing drawing = new();
        for (int i = 0; i < ticks.Values.Length; i++)
        {
            double x = At(ticks.Values[i]);
            drawing.Line(x, top, x, bottom, "grid").Text(x, bottom + 18, ticks.Labels[i], "q s m");
        }

        drawing.Line(left, bottom, right, bottom, "axis").Text((left + right) / 2, bottom + 38, Axis.Title, "q s m");
        if (Reference is { } zero)
        {
            double x = At(zero);
            drawing.Line(x, top - 4, x, bottom, "axis", "stroke-width:1.8;stroke:#1b2330");
            // Words stand at the ends of the axis, so that they never meet even where the line is close to one.
            if (LeftMeans.Length > 0)
            {
                drawing.Text(left, 14, "← " + LeftMeans, "q s");
            }

            if (RightMeans.Length > 0)
            {
                drawing.Text(right, 14, RightMeans + " →", "q s e");
            }
        }

        for (int i = 0; i < Rows.Count; i++)
        {
            Estimate e = Rows[i].Estimate;
            double y = top + (i * RowHeight) + (RowHeight / 2.0);
            bool clear = Reference is not { } r || !e.Interval.Contains(r);
            string colour = clear ? SeriesLook.Colour(0) : SeriesLook.ReferenceInk;
            drawing.Text(left - 14, y + 4.5, Shorten(Rows[i].Label, left - 14), "e");
            drawing.Line(At(e.Low), y, At(e.High), y, "line", $"stroke:{colour};stroke-width:2.4");
            // An interval that covers “no difference” has a hollow mark: seen without colour.
            drawing.Marker(MarkerShape.Circle, At(e.Value), y, 4.6, $"fill:{(clear ? colour : "#fff")};stroke:{colour};stroke-width:2", $"{Rows[i].Label}: {figures[i]}");
            drawing.Text(right + 16, y + 4.5, figures[i], "s");
            if (Rows[i].Remark.Length > 0)
            {
                drawing.Text(right + 16 + figuresWidth + 16, y + 4.5, Rows[i].Remark, "s b");
            }
        }

        return new SvgImage(Title, Description, Width, (int)Math.Ceiling(bottom + 46), drawing.ToString());

        double At(double value) => left + ((right - left) * (Math.Clamp(value, ticks.Low, ticks.High) - ticks.Low) / (ticks.High - ticks.Low));
    }

    private string Write(double value) => Axis.Format == AxisFormat.Percent ? NumberText.Percent(value) : NumberText.Amount(value);

    private static string Shorten(string label, double width)
    {
        int fits = Math.Max(4, (int)(width / SvgDrawing.TextWidth("x")));
        return label.Length <= fits ? label : label[..(fits - 1)] + "…";
    }
}
