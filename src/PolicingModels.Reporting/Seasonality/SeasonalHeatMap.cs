using System.Globalization;
using System.Text;
using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>A cell of a heat-map calendar.</summary>
/// <param name="Value">The index; 100 is the average month.</param>
/// <param name="StandsOut">Whether its interval excludes 100: written bold.</param>
/// <param name="Title">What a pointer shows: value, interval, what it rests on.</param>
public readonly record struct HeatMapCell(double Value, bool StandsOut, string Title);

/// <summary>A row of a heat-map calendar: one series.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Cells">One cell per month.</param>
/// <param name="IsReliable">Whether the series has a reliable season; where not, cells are hatched and marked with ~.</param>
public sealed record HeatMapRow(string Label, IReadOnlyList<HeatMapCell> Cells, bool IsReliable);

/// <summary>A calendar of indices, series by month, in colours that diverge from 100 with the same limits on every map, so that maps compare.</summary>
/// <remarks>Colour is never alone: every cell is written, bold where it stands out, hatched with a tilde where the series has no reliable season.</remarks>
public sealed record SeasonalHeatMap
{
    /// <summary>The index at which the lowest colour is reached.</summary>
    public const double Lowest = 70;

    /// <summary>The index at which the highest colour is reached.</summary>
    public const double Highest = 130;

    private const int CellWidth = 54;
    private const int RowHeight = 24;
    private const int HeaderHeight = 44;
    private const int LegendHeight = 58;
    private static readonly Shade Ink = new(27, 35, 48);
    private static readonly Shade Paper = new(255, 255, 255);

    /// <summary>What the map is called.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for readers who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The months, in order.</summary>
    public required IReadOnlyList<Month> Months { get; init; }

    /// <summary>The rows, in the order drawn.</summary>
    public required IReadOnlyList<HeatMapRow> Rows { get; init; }

    /// <summary>Draws the map.</summary>
    /// <exception cref="ArgumentException">There is no row, or a row has not a finite cell per month.</exception>
    public SvgImage Draw()
    {
        if (Rows.Count == 0 || Rows.Any(r => r.Cells.Count != Months.Count || r.Cells.Any(c => !double.IsFinite(c.Value))))
        {
            throw new ArgumentException($"The map “{Title}” has at least one row, each with a finite number for {Months.Count} months.", nameof(Rows));
        }

        double left = Math.Max(120, Rows.Max(r => SvgDrawing.TextWidth(r.Label)) + 14);
        int width = (int)Math.Ceiling(left) + (CellWidth * Months.Count) + 2;
        SvgDrawing drawing = new();
        for (int m = 0; m < Months.Count; m++)
        {
            double x = left + ((m + 0.5) * CellWidth);
            drawing.Text(x, 16, Months[m].FirstDay.ToString("MMM", CultureInfo.InvariantCulture), "m b");
            if (m == 0 || Months[m].MonthOfYear == 1)
            {
                drawing.Text(x, 33, Months[m].Year.ToString(CultureInfo.InvariantCulture), "q s m");
            }
        }

        for (int r = 0; r < Rows.Count; r++)
        {
            DrawRow(drawing, Rows[r], left, HeaderHeight + (r * RowHeight));
        }

        int bottom = HeaderHeight + (Rows.Count * RowHeight);
        DrawLegend(drawing, left, bottom + 18);
        return new SvgImage(Title, Description, Math.Max(width, (int)left + 660), bottom + LegendHeight, drawing.ToString());
    }

    private static void DrawRow(SvgDrawing drawing, HeatMapRow row, double left, double top)
    {
        drawing.Text(left - 10, top + 16.5, row.Label, "e");
        for (int m = 0; m < row.Cells.Count; m++)
        {
            HeatMapCell cell = row.Cells[m];
            double x = left + (m * CellWidth);
            Shade shade = Shade.Diverging((cell.Value - 100) / (Highest - 100));
            drawing.Rectangle(x, top, CellWidth - 1, RowHeight - 1, $"fill:{shade}", cell.Title);
            string text = Math.Round(cell.Value).ToString("0", CultureInfo.InvariantCulture);
            if (!row.IsReliable)
            {
                drawing.Path(Hatch(x, top), "line", "stroke:#8a93a0;stroke-width:.6");
                text = "~" + text;
            }

            string classes = cell.StandsOut && row.IsReliable ? "m b" : row.IsReliable ? "m" : "m q halo";
            drawing.Text(x + ((CellWidth - 1) / 2.0), top + 16.5, text, shade.ContrastWith(Ink) >= shade.ContrastWith(Paper) ? classes : classes + " light");
        }
    }

    // Slanting lines inside the cell, drawn one by one: a pattern would need a name that is unique on the page.
    private static string Hatch(double x, double y)
    {
        StringBuilder path = new();
        double right = x + CellWidth - 1, bottom = y + RowHeight - 1;
        for (double from = x - RowHeight + 8; from < right; from += 8)
        {
            double x1 = Math.Max(x, from), y1 = bottom - (x1 - from), x2 = Math.Min(right, from + RowHeight - 1), y2 = bottom - (x2 - from);
            path.Append(CultureInfo.InvariantCulture, $"M{SvgDrawing.Number(x1, 1)} {SvgDrawing.Number(y1, 1)}L{SvgDrawing.Number(x2, 1)} {SvgDrawing.Number(y2, 1)}");
        }

        return path.ToString();
    }

    private static void DrawLegend(SvgDrawing drawing, double left, double top)
    {
        const int Steps = 13, StepWidth = 20;
        for (int s = 0; s < Steps; s++)
        {
            drawing.Rectangle(left + (s * StepWidth), top, StepWidth, 11, $"fill:{Shade.Diverging((2.0 * s / (Steps - 1)) - 1)}");
        }

        drawing.Text(left, top + 27, "70 or less", "q s");
        drawing.Text(left + (Steps * StepWidth / 2.0), top + 27, "100, average", "q s m");
        drawing.Text(left + (Steps * StepWidth), top + 27, "130 or more", "q s e");
        double words = left + (Steps * StepWidth) + 26;
        drawing.Text(words, top + 10, "118", "b");
        drawing.Text(words + 32, top + 10, "the 95% interval excludes 100", "q s");
        drawing.Rectangle(words - 4, top + 16, 34, 15, "fill:#f4f5f7");
        drawing.Text(words, top + 28, "~118", "q s");
        drawing.Text(words + 38, top + 28, "no reliable season (also hatched)", "q s");
    }
}
