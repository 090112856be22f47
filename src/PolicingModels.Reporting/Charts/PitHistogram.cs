namespace PolicingModels.Reporting;

/// <summary>The histogram of the probability integral transform: flat where forecasts are calibrated, ∪-shaped where too sure, ∩-shaped where too vague.</summary>
/// <remarks>Randomised for counts: Czado, Gneiting and Held (2009), <c>Predictive Model Assessment for Count Data</c>, doi:10.1111/j.1541-0420.2009.01191.x.</remarks>
public static class PitHistogram
{
    /// <summary>Draws the histogram.</summary>
    /// <param name="name">The model.</param>
    /// <param name="counts">Forecasts per bin of equal width from 0 to 1; at least 2 bins, not negative, not all 0.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 bins, or a count is negative or not finite, or all are 0.</exception>
    public static SvgImage Draw(string name, IReadOnlyList<double> counts)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(counts);
        double total = counts.Sum();
        if (counts.Count < 2 || counts.Any(c => !(c >= 0)) || !(total > 0) || double.IsInfinity(total))
        {
            throw new ArgumentException("A histogram has at least 2 bins with counts that are not negative, finite, and not all 0.", nameof(counts));
        }

        // Normal approximation of each bin's binomial count were forecasts calibrated and independent.
        int bins = counts.Count;
        double spread = 1.96 * Math.Sqrt((bins - 1) / total);
        double highest = Math.Max(counts.Max() * bins / total, 1 + spread);
        AxisTicks ticks = AxisTicks.For(new ChartAxis(""), 0, highest, 5);
        const int Width = 980, Height = 320;
        const double Left = 44, Right = Width - 18, Top = 28, Bottom = Height - 46;
        SvgDrawing drawing = new();
        drawing.Text(0, 14, "Share of forecasts, 1 = as many as expected", "q s");
        for (int i = 0; i < ticks.Values.Length; i++)
        {
            drawing.Line(Left, At(ticks.Values[i]), Right, At(ticks.Values[i]), "grid").Text(Left - 7, At(ticks.Values[i]) + 4, ticks.Labels[i], "q s e");
        }

        double width = (Right - Left) / bins;
        for (int i = 0; i < bins; i++)
        {
            double density = counts[i] * bins / total;
            drawing.Rectangle(Left + (i * width) + 1, At(density), width - 2, Bottom - At(density), "fill:#9db7d1;stroke:#14528a;stroke-width:1", $"{NumberText.Fixed((double)i / bins, 2)} to {NumberText.Fixed((double)(i + 1) / bins, 2)}: {NumberText.Amount(density)}");
        }

        drawing.Rectangle(Left, At(1 + spread), Right - Left, At(Math.Max(0, 1 - spread)) - At(1 + spread), "fill:#1b2330;fill-opacity:.1");
        drawing.Line(Left, At(1), Right, At(1), "line", "stroke:#1b2330;stroke-width:1.5;stroke-dasharray:5 4");
        drawing.Line(Left, Bottom, Right, Bottom, "axis");
        for (int i = 0; i <= 5; i++)
        {
            drawing.Text(Left + ((Right - Left) * i / 5), Bottom + 19, NumberText.Fixed(i / 5.0, 1), "q s m");
        }

        drawing.Text((Left + Right) / 2, Height - 8, "Where the observed count fell in its forecast distribution", "q s m");
        string description = $"{bins} bins of the probability integral transform of {NumberText.Count(total)} forecasts by {name}. Densities from first to last bin: {string.Join(", ", counts.Select(c => NumberText.Amount(c * bins / total)))}. The grey band is where 95% of bins fall if forecasts are calibrated and independent.";
        return new SvgImage($"Probability integral transform of {name}", description, Width, Height, drawing.ToString());

        double At(double value) => Bottom - ((Bottom - Top) * value / ticks.High);
    }
}
