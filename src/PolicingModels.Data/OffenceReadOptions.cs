namespace PolicingModels.Data;

/// <summary>How a table of offences is read.</summary>
public sealed record OffenceReadOptions
{
    /// <summary>Which column plays which role (<see cref="ColumnMap.OffenceRoles"/>); empty by default, as the headers of the layout need no map.</summary>
    public ColumnMap Map { get; init; } = ColumnMap.Empty;

    /// <summary>Keeps only rows that pass: different columns must all pass, several values of one column are alternatives. Empty by default.</summary>
    public IReadOnlyList<RowFilter> Where { get; init; } = [];

    /// <summary>
    /// The columns without a role to keep, by header. Null by default: all are kept. Distinct texts are held in memory once each, so
    /// name the columns that matter where a table of millions of rows carries free text.
    /// </summary>
    public IReadOnlyList<string>? KeepColumns { get; init; }

    /// <summary>The last day that can be known; rows that occurred or were recorded after it are refused. Null by default: no day is too late.</summary>
    public DateOnly? NoLaterThan { get; init; }

    /// <summary>The order of the parts of a date that is not written year-first. <see cref="DateFormat.Iso"/> by default: such dates are refused.</summary>
    public DateFormat DateFormat { get; init; } = DateFormat.Iso;

    /// <summary>The character between fields; null by default: the one of comma, tab, semicolon and bar that the header holds most often.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// The outcomes that count as detected, in any letter case; every other outcome then counts as not detected. Empty by default: the
    /// well-known words (<c>detected</c>, <c>charged</c>, <c>cautioned</c>, …) count, and outcomes that are no well-known word are
    /// named in a note and count as not detected.
    /// </summary>
    public IReadOnlyList<string> DetectedOutcomes { get; init; } = [];
}
