using System.Globalization;

namespace PolicingModels;

/// <summary>A row that could not be used, with what a person needs to find and mend it.</summary>
/// <param name="Source">The file or query it came from.</param>
/// <param name="Line">Line in the file, counting the header as 1; or the row number of a query, from 1.</param>
/// <param name="Column">The column at fault, or empty where the row as a whole is.</param>
/// <param name="Value">The value as it stands there.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record RefusedRow(string Source, long Line, string Column, string Value, string Reason);

/// <summary>A fact about the input that its reader should know, though no row was refused for it.</summary>
/// <param name="Code">A short stable code, for instance <c>missing-periods</c>.</param>
/// <param name="Message">One sentence.</param>
public sealed record DataQualityNote(string Code, string Message);

/// <summary>How many rows came in, were used and were refused, and why. Nothing vanishes: used + refused = read, always.</summary>
public sealed class DataQualityReport
{
    /// <summary>Makes a report.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="read">Rows read, at least 0.</param>
    /// <param name="refused">The rows refused, in the order they were met.</param>
    /// <param name="notes">Further facts.</param>
    /// <exception cref="ArgumentOutOfRangeException">More rows are refused than were read.</exception>
    public DataQualityReport(string source, long read, IReadOnlyList<RefusedRow> refused, IReadOnlyList<DataQualityNote>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentOutOfRangeException.ThrowIfLessThan(read, refused.Count);
        Source = source;
        Read = read;
        Refused = refused;
        Notes = notes ?? [];
    }

    /// <summary>What was read.</summary>
    public string Source { get; }

    /// <summary>Rows read.</summary>
    public long Read { get; }

    /// <summary>Rows used.</summary>
    public long Used => Read - Refused.Count;

    /// <summary>The rows refused, in the order they were met.</summary>
    public IReadOnlyList<RefusedRow> Refused { get; }

    /// <summary>Further facts about the input.</summary>
    public IReadOnlyList<DataQualityNote> Notes { get; }

    /// <summary>How many rows were refused for each reason, most frequent first, ties by text.</summary>
    public IReadOnlyList<(string Reason, long Rows)> RefusedByReason =>
        [.. Refused.GroupBy(r => r.Reason, StringComparer.Ordinal)
            .Select(g => (Reason: g.Key, Rows: g.LongCount()))
            .OrderByDescending(g => g.Rows)
            .ThenBy(g => g.Reason, StringComparer.Ordinal)];

    /// <summary>The report with a later step's refusals and notes added; the rows read stay the same.</summary>
    public DataQualityReport With(IEnumerable<RefusedRow> refused, IEnumerable<DataQualityNote>? notes = null) =>
        new(Source, Read, [.. Refused, .. refused], [.. Notes, .. notes ?? []]);

    /// <summary>One line for a reader.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}: {Read} rows read, {Used} used, {Refused.Count} refused");
}

/// <summary>Thrown when an input as a whole cannot be used: a missing file or column, a wrong coordinate system, no usable row.</summary>
public sealed class InputRefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="source">The file, query or column at fault.</param>
    /// <param name="message">One sentence: what, where, the mend.</param>
    /// <param name="quality">The rows refused so far, when rows are the reason.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public InputRefusedException(string source, string message, DataQualityReport? quality = null, Exception? inner = null)
        : base(message, inner)
    {
        InputSource = source;
        Quality = quality;
    }

    /// <summary>The file, query or column at fault.</summary>
    public string InputSource { get; }

    /// <summary>The rows refused so far, when rows are the reason.</summary>
    public DataQualityReport? Quality { get; }
}
