using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>A drawing made by this package: safe to put into a page, well-formed, and without any reference to outside.</summary>
/// <remarks>Immutable and thread-safe. Only charts and maps of this package make one, so no foreign markup enters a page.</remarks>
public sealed class SvgImage
{
    private readonly string _content;

    internal SvgImage(string title, string description, int width, int height, string content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(description);
        Title = title;
        Description = description;
        Width = width;
        Height = height;
        _content = content;
    }

    /// <summary>What the drawing is called; read first by a screen reader.</summary>
    public string Title { get; }

    /// <summary>What the drawing shows, in words.</summary>
    public string Description { get; }

    /// <summary>Width, in the drawing's own units (pixels at natural size).</summary>
    public int Width { get; }

    /// <summary>Height, in the drawing's own units (pixels at natural size).</summary>
    public int Height { get; }

    /// <summary>A stand-alone SVG document, with its own styles.</summary>
    public string ToDocument()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Write(text, "figure", standAlone: true);
        text.Write('\n');
        return text.ToString();
    }

    /// <summary>Writes the element into a page whose style sheet holds <see cref="SvgStyle.Css"/>.</summary>
    internal void Write(TextWriter text, string id, bool standAlone = false)
    {
        string titleId = id + "-title", descriptionId = id + "-desc";
        text.Write(string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{titleId} {descriptionId}\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\">"));
        text.Write($"<title id=\"{titleId}\">{Markup.Encode(Title)}</title><desc id=\"{descriptionId}\">{Markup.Encode(Description)}</desc>");
        if (standAlone)
        {
            text.Write($"<style>{SvgStyle.Css}</style>");
        }

        text.Write(_content);
        text.Write("</svg>");
    }
}
