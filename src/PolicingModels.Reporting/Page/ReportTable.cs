using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>How a column is set.</summary>
public enum ColumnKind
{
    /// <summary>Words, set left.</summary>
    Text,

    /// <summary>Numbers, set right with figures of equal width.</summary>
    Number,
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">The heading, with the unit where there is one.</param>
/// <param name="Kind">How it is set.</param>
public sealed record TableColumn(string Heading, ColumnKind Kind = ColumnKind.Text);

/// <summary>A cell of a table: its text, a second line below it, and a colour swatch before it where the text names a category of a map.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Swatch">The colour of the category, or null for none. The text alone must carry the meaning.</param>
/// <param name="Detail">A second line, set smaller, for instance an interval; null or empty for none.</param>
public readonly record struct TableCell(string Text, Shade? Swatch = null, string? Detail = null)
{
    /// <summary>A cell of text.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>A cell of text.</summary>
    public static TableCell FromString(string text) => new(text);
}

/// <summary>A table. Long ones are cut, and say so.</summary>
public sealed record ReportTable : ReportBlock
{
    /// <summary>What the table shows.</summary>
    public required string Caption { get; init; }

    /// <summary>The columns; the first one names its row.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The rows, each with one cell per column.</summary>
    public required IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; init; }

    /// <summary>How many rows there are in all, where <see cref="Rows"/> holds only the first of them; null where it holds them all.</summary>
    public int? TotalRows { get; init; }

    /// <summary>How many rows are shown at most, at least 1; 100 unless told.</summary>
    public int MaximumRows { get; init; } = 100;

    /// <summary>The file that holds all rows, named where the table is cut; empty for none.</summary>
    public string FullFile { get; init; } = "";

    /// <summary>How many rows are shown.</summary>
    public int ShownRows => Math.Min(Rows.Count, MaximumRows);

    /// <summary>The sentence that says what was cut, or an empty string where nothing was.</summary>
    public string Cut
    {
        get
        {
            int total = TotalRows ?? Rows.Count;
            return ShownRows >= total
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"First {ShownRows:N0} of {total:N0} rows{(FullFile.Length > 0 ? $"; all of them are in {FullFile}" : "")}.");
        }
    }
}
