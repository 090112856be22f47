using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.Reporting;

/// <summary>A category of a map.</summary>
/// <param name="Name">In words, as the legend shows it.</param>
/// <param name="Meaning">What it stands for, in a short phrase; empty for none.</param>
public sealed record MapCategory(string Name, string Meaning = "");

/// <summary>A map of cells in ordered categories, drawn as SVG.</summary>
/// <remarks>
/// Any grid can be drawn: the outline of each cell is what <see cref="IGrid.Outline"/> gives. Each cell tells its figures when pointed at,
/// up to <see cref="MaximumTitledCells"/> cells; above that, cells of one category are one path and the description says so.
/// Colours fall in lightness with the category, the highest one also has a dark outline, so nothing is told by hue alone.
/// Coordinates are rounded to a tenth of a pixel.
/// </remarks>
public sealed record GridMap
{
    private const int Margin = 10;
    private const int LegendWidth = 250;

    /// <summary>What the map is called.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in words, for readers who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The cells.</summary>
    public required IGrid Grid { get; init; }

    /// <summary>The categories from the lowest to the highest; 1 to 12.</summary>
    public required IReadOnlyList<MapCategory> Categories { get; init; }

    /// <summary>The category of each cell, 0 for the lowest; one per cell in the grid's order.</summary>
    public required IReadOnlyList<int> CellCategories { get; init; }

    /// <summary>What a cell tells when pointed at; null for nothing.</summary>
    public Func<int, string>? CellTitle { get; init; }

    /// <summary>Cells to number on the map, in order: the first is marked 1. Marks that would overlap are left out.</summary>
    public IReadOnlyList<int> NumberedCells { get; init; } = [];

    /// <summary>The outline of the study area in the grid's plane; null to outline the cells instead.</summary>
    public Geometry? Boundary { get; init; }

    /// <summary>The heading of the legend.</summary>
    public string LegendTitle { get; init; } = "";

    /// <summary>Cells that are told apart when pointed at; 12,000 unless told.</summary>
    public int MaximumTitledCells { get; init; } = 12_000;

    /// <summary>Width in pixels, at least 480.</summary>
    public int Width { get; init; } = 980;

    /// <summary>Greatest height in pixels, at least 240; a tall area is drawn narrower rather than taller.</summary>
    public int MaximumHeight { get; init; } = 860;

    /// <summary>Draws the map.</summary>
    /// <exception cref="ArgumentException">There is no cell, or not one category per cell, or a category is out of range.</exception>
    public SvgImage Draw()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 480);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumHeight, 240);
        int count = Grid.Cells.Count;
        if (count == 0 || CellCategories.Count != count)
        {
            throw new ArgumentException($"There are {CellCategories.Count} categories for {count} cells; a map has at least one cell and one category for each.", nameof(CellCategories));
        }

        IReadOnlyList<Shade> shades = Shade.Sequence(Categories.Count);
        int[] size = new int[Categories.Count];
        Envelope extent = new();
        Geometry[] outlines = new Geometry[count];
        for (int i = 0; i < count; i++)
        {
            if ((uint)CellCategories[i] >= (uint)Categories.Count)
            {
                throw new ArgumentException($"Cell {i} is in category {CellCategories[i]}; there are categories 0 to {Categories.Count - 1}.", nameof(CellCategories));
            }

            size[CellCategories[i]]++;
            outlines[i] = Grid.Outline(i);
            extent.ExpandToInclude(outlines[i].EnvelopeInternal);
        }

        if (Boundary is not null)
        {
            extent.ExpandToInclude(Boundary.EnvelopeInternal);
        }

        MapPlane plane = MapPlane.Fit(extent, Width - LegendWidth - (2 * Margin), MaximumHeight - (2 * Margin), Margin);
        SvgDrawing drawing = new();
        DrawCells(drawing, plane, outlines, shades);
        DrawNumbers(drawing, plane, outlines, shades);
        double legendLeft = Width - LegendWidth + 16;
        double legendBottom = DrawLegend(drawing, legendLeft, size, shades);
        double height = Math.Max(plane.Height + (2 * Margin), legendBottom + 118);
        DrawScale(drawing, plane, legendLeft, height - 26);
        string merged = CellTitle is null || IsTitled ? "" : $" There are more than {NumberText.Count(MaximumTitledCells)} cells, so the map does not tell the figures of each.";
        return new SvgImage(Title, Description + merged, Width, (int)Math.Ceiling(height), drawing.ToString());
    }

    /// <summary>Whether each cell tells its figures when pointed at.</summary>
    public bool IsTitled => CellTitle is not null && Grid.Cells.Count <= MaximumTitledCells;

    private void DrawCells(SvgDrawing drawing, MapPlane plane, Geometry[] outlines, IReadOnlyList<Shade> shades)
    {
        // Every outline once in a thick dark line below the fills leaves a line around the whole area and none inside it.
        StringBuilder edge = new();
        if (Boundary is null)
        {
            foreach (Geometry outline in outlines)
            {
                plane.Append(edge, outline);
            }

            drawing.Path(edge.ToString(), "edge", "fill:#1b2330;stroke:#1b2330;stroke-width:3;stroke-linejoin:round");
        }

        double cellWidth = Math.Sqrt(outlines.Average(o => o.EnvelopeInternal.Area)) * plane.Scale;
        string hair = cellWidth >= 5 ? "stroke:#fff;stroke-width:.6" : "stroke:none";
        bool titled = IsTitled;
        for (int category = 0; category < shades.Count; category++)
        {
            bool top = category == shades.Count - 1 && shades.Count > 1;
            string stroke = top ? $"stroke:#1b2330;stroke-width:{(cellWidth >= 5 ? ".9" : ".4")}" : hair;
            drawing.Raw($"<g fill-rule=\"evenodd\" style=\"fill:{shades[category]};{stroke}\">");
            StringBuilder merged = new();
            for (int i = 0; i < outlines.Length; i++)
            {
                if (CellCategories[i] != category)
                {
                    continue;
                }

                if (titled)
                {
                    merged.Clear();
                    plane.Append(merged, outlines[i]);
                    drawing.Raw($"<path d=\"{merged}\"><title>{Markup.Encode(CellTitle!(i))}</title></path>");
                }
                else
                {
                    plane.Append(merged, outlines[i]);
                }
            }

            if (!titled && merged.Length > 0)
            {
                drawing.Raw($"<path d=\"{merged}\"/>");
            }

            drawing.Raw("</g>");
        }

        if (Boundary is not null)
        {
            plane.Append(edge, Boundary);
            drawing.Path(edge.ToString(), "edge", "fill:none;stroke:#1b2330;stroke-width:1.5;stroke-linejoin:round");
        }
    }

    private void DrawNumbers(SvgDrawing drawing, MapPlane plane, Geometry[] outlines, IReadOnlyList<Shade> shades)
    {
        Shade paper = new(255, 255, 255);
        List<(double X, double Y, double Half)> placed = [];
        for (int i = 0; i < NumberedCells.Count; i++)
        {
            Coordinate centre = outlines[NumberedCells[i]].EnvelopeInternal.Centre;
            (double x, double y) = plane.At(centre);
            string text = (i + 1).ToString(CultureInfo.InvariantCulture);
            double half = (SvgDrawing.TextWidth(text, 12) / 2) + 1.5;
            if (placed.Exists(p => Math.Abs(p.X - x) < p.Half + half && Math.Abs(p.Y - y) < 12))
            {
                continue;
            }

            placed.Add((x, y, half));
            // The mark must not take the pointer from the cell below it.
            bool dark = shades[CellCategories[NumberedCells[i]]].ContrastWith(paper) >= 4.5;
            drawing.Text(x, y + 4, text, dark ? "s b m light" : "s b m halo", " pointer-events=\"none\"");
        }
    }

    private double DrawLegend(SvgDrawing drawing, double left, int[] size, IReadOnlyList<Shade> shades)
    {
        double y = 20;
        foreach (string line in Lines(LegendTitle))
        {
            drawing.Text(left, y, line, "b");
            y += 18;
        }

        y += 6;
        for (int category = Categories.Count - 1; category >= 0; category--)
        {
            bool top = category == Categories.Count - 1 && Categories.Count > 1;
            drawing.Rectangle(left, y, 20, 20, $"fill:{shades[category]};stroke:{(top ? "#1b2330" : "#5d6673")};stroke-width:{(top ? "1.8" : ".8")}");
            string cells = size[category] == 1 ? "1 cell" : $"{NumberText.Count(size[category])} cells";
            drawing.Text(left + 30, y + 9, Categories[category].Name, "b").Text(left + 30, y + 24, cells, "q s");
            y += 28;
            foreach (string line in Lines(Categories[category].Meaning))
            {
                y += 14;
                drawing.Text(left + 30, y - 4, line, "q s");
            }

            y += 9;
        }

        return y;
    }

    private static void DrawScale(SvgDrawing drawing, MapPlane plane, double left, double bottom)
    {
        double kilometres = RoundLength(150 / plane.Scale / 1000), length = kilometres * 1000 * plane.Scale;
        drawing.Path($"M{SvgDrawing.Number(left)} {SvgDrawing.Number(bottom - 6)}v6h{SvgDrawing.Number(length)}v-6M{SvgDrawing.Number(left + (length / 2))} {SvgDrawing.Number(bottom - 4)}v4", "axis", "stroke:#1b2330;stroke-width:1.5");
        drawing.Text(left, bottom + 17, "0", "q s m").Text(left + length, bottom + 17, $"{NumberText.Plain(kilometres)} km", "q s m");
        double x = left + 9, y = bottom - 62;
        drawing.Path($"M{SvgDrawing.Number(x)} {SvgDrawing.Number(y)}l7 26l-7 -6l-7 6z", "axis", "fill:#1b2330;stroke:none");
        drawing.Text(x + 16, y + 16, "Grid north", "q s");
    }

    /// <summary>The longest of 1, 2, 5 × 10ⁿ not above a length.</summary>
    private static double RoundLength(double length)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(length)));
        double lead = length / power;
        return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
    }

    private static IEnumerable<string> Lines(string text)
    {
        const int Longest = 34;
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Longest)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
