namespace PolicingModels.Reporting;

/// <summary>Something that stands in a section. The kinds are closed, so that every writer knows them all.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}

/// <summary>Running text.</summary>
/// <param name="Paragraphs">One string per paragraph.</param>
public sealed record ReportProse(params IReadOnlyList<string> Paragraphs) : ReportBlock;

/// <summary>A bulleted list.</summary>
/// <param name="Items">One string per item.</param>
public sealed record ReportList(params IReadOnlyList<string> Items) : ReportBlock;

/// <summary>Terms and what they mean, or settings and their values.</summary>
/// <param name="Terms">In reading order.</param>
public sealed record ReportDefinitions(params IReadOnlyList<ReportFact> Terms) : ReportBlock;

/// <summary>What a note is for.</summary>
public enum ReportNoteKind
{
    /// <summary>Something good to know.</summary>
    Information,

    /// <summary>Something that changes how the figures may be used.</summary>
    Caution,
}

/// <summary>A set-off remark. Its kind is also written in words, not shown by colour alone.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Text">The remark.</param>
public sealed record ReportNote(ReportNoteKind Kind, string Text) : ReportBlock;

/// <summary>A headline number.</summary>
/// <param name="Label">What it is, with its unit.</param>
/// <param name="Value">Its value as shown.</param>
/// <param name="Detail">Its interval or what to compare it with; empty for none.</param>
public sealed record KeyFigure(string Label, string Value, string Detail = "");

/// <summary>The few numbers to read first.</summary>
/// <param name="Figures">In reading order.</param>
public sealed record ReportKeyFigures(params IReadOnlyList<KeyFigure> Figures) : ReportBlock;

/// <summary>A map or a chart with its caption.</summary>
/// <param name="Image">The drawing.</param>
/// <param name="Caption">What to see in it and how it was made.</param>
public sealed record ReportFigure(SvgImage Image, string Caption) : ReportBlock;

/// <summary>A source that is cited.</summary>
/// <param name="Text">Author, year, title.</param>
/// <param name="Link">Where to find it; an absolute http or https address, or null.</param>
public sealed record Citation(string Text, Uri? Link = null);

/// <summary>Sources, with links that a reader may follow; nothing is loaded from them.</summary>
/// <param name="Citations">In reading order.</param>
public sealed record ReportCitations(params IReadOnlyList<Citation> Citations) : ReportBlock;
