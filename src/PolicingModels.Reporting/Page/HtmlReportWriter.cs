using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>Writes a page as one self-contained HTML file: its styles and drawings stand inside it, and it loads nothing.</summary>
/// <remarks>
/// The file is also well-formed XML, needs no script, prints on A4, and is the same bytes for the same page on every machine.
/// Every text of the page is encoded: a crime type named <c>&lt;script&gt;</c> is shown, not run. Thread-safe.
/// </remarks>
public sealed class HtmlReportWriter : IReportWriter
{
    /// <inheritdoc/>
    public string FileExtension => ".html";

    /// <summary>Writes a page to a string.</summary>
    /// <param name="page">What to write.</param>
    /// <returns>The whole file, lines ended by a line feed.</returns>
    public string ToText(ReportPage page)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Write(page, text);
        return text.ToString();
    }

    /// <summary>Writes a page to a file in UTF-8, replacing one that is there only once the new one is whole.</summary>
    /// <param name="page">What to write.</param>
    /// <param name="path">The file.</param>
    public void WriteFile(ReportPage page, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string part = path + ".part";
        File.WriteAllText(part, ToText(page));
        File.Move(part, path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Write(ReportPage page, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(output);
        string title = Markup.Encode(page.Title);
        output.Write("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        output.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        // The page says itself that nothing may be loaded or run, whatever ends up in it.
        output.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
        output.Write($"<title>{title}</title>\n<style>{PageStyle.Css}{SvgStyle.Css}</style>\n</head>\n<body>\n");
        output.Write("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>\n");
        output.Write($"<h1>{title}</h1>\n");
        if (page.Subtitle.Length > 0)
        {
            output.Write($"<p class=\"subtitle\">{Markup.Encode(page.Subtitle)}</p>\n");
        }

        if (page.Facts.Count > 0)
        {
            output.Write("<dl class=\"facts\">\n");
            WriteTerms(page.Facts, output);
            output.Write("</dl>\n");
        }

        output.Write("</header>\n");
        if (page.Sections.Count > 2)
        {
            output.Write("<nav aria-label=\"Contents\"><h2>Contents</h2>\n<ol>\n");
            for (int i = 0; i < page.Sections.Count; i++)
            {
                output.Write($"<li><a href=\"#section-{Text(i + 1)}\">{Markup.Encode(page.Sections[i].Heading)}</a></li>\n");
            }

            output.Write("</ol>\n</nav>\n");
        }

        output.Write("<main id=\"content\">\n");
        int figures = 0, tables = 0;
        for (int i = 0; i < page.Sections.Count; i++)
        {
            ReportSection section = page.Sections[i];
            output.Write($"<section id=\"section-{Text(i + 1)}\">\n<h2><span class=\"number\">{Text(i + 1)}</span> {Markup.Encode(section.Heading)}</h2>\n");
            foreach (ReportBlock block in section.Blocks)
            {
                WriteBlock(block, output, ref figures, ref tables);
            }

            output.Write("</section>\n");
        }

        output.Write("</main>\n");
        if (page.Footer.Length > 0)
        {
            output.Write($"<footer><p>{Markup.Encode(page.Footer)}</p></footer>\n");
        }

        output.Write("</body>\n</html>\n");
    }

    private static void WriteBlock(ReportBlock block, TextWriter output, ref int figures, ref int tables)
    {
        switch (block)
        {
            case ReportProse prose:
                foreach (string paragraph in prose.Paragraphs)
                {
                    output.Write($"<p>{Markup.Encode(paragraph)}</p>\n");
                }

                break;
            case ReportList list:
                output.Write("<ul>\n");
                foreach (string item in list.Items)
                {
                    output.Write($"<li>{Markup.Encode(item)}</li>\n");
                }

                output.Write("</ul>\n");
                break;
            case ReportDefinitions definitions:
                output.Write("<dl class=\"terms\">\n");
                WriteTerms(definitions.Terms, output);
                output.Write("</dl>\n");
                break;
            case ReportNote note:
                bool caution = note.Kind == ReportNoteKind.Caution;
                output.Write($"<aside class=\"note {(caution ? "caution" : "information")}\"><p><strong>{(caution ? "Caution." : "Note.")}</strong> {Markup.Encode(note.Text)}</p></aside>\n");
                break;
            case ReportKeyFigures keys:
                output.Write("<dl class=\"keys\">\n");
                foreach (KeyFigure figure in keys.Figures)
                {
                    output.Write($"<div><dt>{Markup.Encode(figure.Label)}</dt><dd><span class=\"value\">{Markup.Encode(figure.Value)}</span>");
                    output.Write(figure.Detail.Length > 0 ? $"<span class=\"detail\">{Markup.Encode(figure.Detail)}</span></dd></div>\n" : "</dd></div>\n");
                }

                output.Write("</dl>\n");
                break;
            case ReportFigure figure:
                figures++;
                output.Write($"<figure id=\"figure-{Text(figures)}\">\n");
                figure.Image.Write(output, "figure-" + Text(figures));
                output.Write($"\n<figcaption><strong>Figure {Text(figures)}. {Markup.Encode(figure.Image.Title)}.</strong> {Markup.Encode(figure.Caption)}</figcaption>\n</figure>\n");
                break;
            case ReportTable table:
                tables++;
                WriteTable(table, tables, output);
                break;
            case ReportCitations citations:
                output.Write("<ul class=\"citations\">\n");
                foreach (Citation citation in citations.Citations)
                {
                    string text = Markup.Encode(citation.Text);
                    bool linked = citation.Link is { IsAbsoluteUri: true, Scheme: "http" or "https" };
                    output.Write(linked ? $"<li><a href=\"{Markup.Encode(citation.Link!.AbsoluteUri)}\" rel=\"noreferrer\">{text}</a></li>\n" : $"<li>{text}</li>\n");
                }

                output.Write("</ul>\n");
                break;
        }
    }

    private static void WriteTable(ReportTable table, int number, TextWriter output)
    {
        output.Write($"<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table {Text(number)}\">\n<table>\n<caption><strong>Table {Text(number)}.</strong> {Markup.Encode(table.Caption)}</caption>\n<thead><tr>");
        foreach (TableColumn column in table.Columns)
        {
            output.Write($"<th scope=\"col\"{Class(column)}>{Markup.Encode(column.Heading)}</th>");
        }

        output.Write("</tr></thead>\n<tbody>\n");
        for (int r = 0; r < table.ShownRows; r++)
        {
            IReadOnlyList<TableCell> row = table.Rows[r];
            if (row.Count != table.Columns.Count)
            {
                throw new ArgumentException($"Row {Text(r + 1)} of the table “{table.Caption}” has {Text(row.Count)} cells for {Text(table.Columns.Count)} columns.", nameof(table));
            }

            output.Write("<tr>");
            for (int c = 0; c < row.Count; c++)
            {
                string tag = c == 0 ? "th scope=\"row\"" : "td";
                output.Write($"<{tag}{Class(table.Columns[c])}>");
                if (row[c].Swatch is { } shade)
                {
                    output.Write($"<span class=\"swatch\" style=\"background:{shade}\"></span>");
                }

                string detail = string.IsNullOrEmpty(row[c].Detail) ? "" : $"<span class=\"detail\">{Markup.Encode(row[c].Detail!)}</span>";
                output.Write($"{Markup.Encode(row[c].Text ?? "")}{detail}</{(c == 0 ? "th" : "td")}>");
            }

            output.Write("</tr>\n");
        }

        output.Write("</tbody>\n</table>\n</div>\n");
        if (table.Cut.Length > 0)
        {
            output.Write($"<p class=\"cut\">{Markup.Encode(table.Cut)}</p>\n");
        }

        static string Class(TableColumn column) => column.Kind == ColumnKind.Number ? " class=\"number\"" : "";
    }

    private static void WriteTerms(IReadOnlyList<ReportFact> terms, TextWriter output)
    {
        foreach (ReportFact term in terms)
        {
            output.Write($"<div><dt>{Markup.Encode(term.Label)}</dt><dd>{Markup.Encode(term.Value)}</dd></div>\n");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
