namespace PolicingModels.Reporting;

/// <summary>Turns a page into text of one format. Implementations are thread-safe and write the same bytes for the same page.</summary>
public interface IReportWriter
{
    /// <summary>The file extension with its dot, for instance <c>.html</c>.</summary>
    string FileExtension { get; }

    /// <summary>Writes a page.</summary>
    /// <param name="page">What to write.</param>
    /// <param name="output">Receives the text; not closed.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    void Write(ReportPage page, TextWriter output);
}
