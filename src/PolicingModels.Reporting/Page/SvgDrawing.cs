using System.Globalization;
using System.Text;

namespace PolicingModels.Reporting;

/// <summary>Collects the elements of a drawing; every coordinate is rounded, every text encoded.</summary>
internal sealed class SvgDrawing
{
    /// <summary>Average width of a character of the drawing's font, as a share of its size; on the generous side.</summary>
    private const double CharacterWidth = 0.55;

    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public static double TextWidth(string text, double size = 13) => text.Length * size * CharacterWidth;

    /// <summary>A number with at most so many decimals and no trailing zeros.</summary>
    public static string Number(double value, int decimals = 2)
    {
        double rounded = Math.Round(value, decimals);
        return (rounded == 0 ? 0 : rounded).ToString("0.###", CultureInfo.InvariantCulture);
    }

    public SvgDrawing Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public SvgDrawing Line(double x1, double y1, double x2, double y2, string classes, string style = "")
    {
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{classes}\"{Style(style)} d=\"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}\"/>");
        return this;
    }

    public SvgDrawing Path(string data, string classes, string style = "")
    {
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{classes}\"{Style(style)} d=\"{data}\"/>");
        return this;
    }

    public SvgDrawing Rectangle(double x, double y, double width, double height, string style, string title = "")
    {
        _text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"{Style(style)}");
        return Close("rect", title);
    }

    public SvgDrawing Marker(MarkerShape shape, double x, double y, double radius, string style, string title = "")
    {
        string data = shape switch
        {
            MarkerShape.Square => $"M{Number(x - (0.88 * radius))} {Number(y - (0.88 * radius))}h{Number(1.76 * radius)}v{Number(1.76 * radius)}h{Number(-1.76 * radius)}z",
            MarkerShape.Triangle => $"M{Number(x)} {Number(y - (1.25 * radius))}l{Number(1.15 * radius)} {Number(2 * radius)}h{Number(-2.3 * radius)}z",
            MarkerShape.Diamond => $"M{Number(x)} {Number(y - (1.3 * radius))}l{Number(1.3 * radius)} {Number(1.3 * radius)}l{Number(-1.3 * radius)} {Number(1.3 * radius)}l{Number(-1.3 * radius)} {Number(-1.3 * radius)}z",
            _ => $"M{Number(x - radius)} {Number(y)}a{Number(radius)} {Number(radius)} 0 1 0 {Number(2 * radius)} 0a{Number(radius)} {Number(radius)} 0 1 0 {Number(-2 * radius)} 0z",
        };
        _text.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\"{Style(style)}");
        return Close("path", title);
    }

    public SvgDrawing Text(double x, double y, string text, string classes = "", string attributes = "")
    {
        string named = classes.Length > 0 ? $" class=\"{classes}\"" : "";
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x)}\" y=\"{Number(y)}\"{named}{attributes}>{Markup.Encode(text)}</text>");
        return this;
    }

    public override string ToString() => _text.ToString();

    private SvgDrawing Close(string element, string title)
    {
        _text.Append(title.Length > 0 ? $"><title>{Markup.Encode(title)}</title></{element}>" : "/>");
        return this;
    }

    private static string Style(string style) => style.Length > 0 ? $" style=\"{style}\"" : "";
}

/// <summary>The form of a mark, so that series differ by more than colour.</summary>
internal enum MarkerShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
}
