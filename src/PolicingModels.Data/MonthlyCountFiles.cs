using PolicingModels.Seasonality;

namespace PolicingModels.Data;

/// <summary>Monthly counts by type and area in files: CSV, TSV (plain or gzip) and Parquet.</summary>
public static class MonthlyCountFiles
{
    /// <summary>Reads a file, a folder, or a pattern of files.</summary>
    /// <param name="path">
    /// A file; a folder, of which all CSV, TSV and Parquet files are read, those of its subfolders too; or a pattern with <c>*</c>,
    /// <c>?</c> and <c>**</c> (any folders). Files are read in the order of their paths.
    /// </param>
    /// <param name="options">How to read; the headers <c>area,type,month,count</c> need none.</param>
    /// <param name="progress">Told the number of rows seen so far.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The usable rows and the account of how they were read.</returns>
    /// <remarks>
    /// Two layouts are read: <em>long</em>, one row per area, type and month; and <em>wide</em>, one row per area and type with a
    /// column per month (<c>201004</c> or <c>2010-04</c>), of which every filled cell counts as a row and an empty cell is a month not
    /// known. A row is refused where its area, type, month or count is missing, where the month is none, lies in the future or was not
    /// over, where it repeats an earlier row, and where the count is no whole number of 0 or more.
    /// </remarks>
    /// <exception cref="ArgumentException">The path is empty, or the column map names a role that counts do not have.</exception>
    /// <exception cref="InputRefusedException">There is no such file, or it cannot be used as a whole.</exception>
    public static MonthlyCountTable Read(string path, MonthlyCountReadOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        MonthlyCountBuilder builder = new(path, options ?? new MonthlyCountReadOptions());
        TableFiles.Read(path, builder, progress, cancellationToken);
        return builder.Build();
    }
}

/// <summary>How a table of monthly counts is read.</summary>
public sealed record MonthlyCountReadOptions
{
    /// <summary>Which column plays which role (<see cref="ColumnMap.CountRoles"/>); empty by default, as well-known headers need no map.</summary>
    public ColumnMap Map { get; init; } = ColumnMap.Empty;

    /// <summary>Keeps only rows that pass: different columns must all pass, several values of one column are alternatives. Empty by default.</summary>
    public IReadOnlyList<RowFilter> Where { get; init; } = [];

    /// <summary>The day on which the counts were known: months that begin after it are refused as future, a month that was not over as partial. Null by default: nothing is refused for its date.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The last month to use; later months are left out and noted, not refused. Null by default: all months.</summary>
    public Month? LastMonth { get; init; }

    /// <summary>The area of all rows where the table has no column of areas; <c>All areas</c> by default.</summary>
    public string AreaWithoutColumn { get; init; } = "All areas";

    /// <summary>The type of all rows where the table has no column of types; <c>All types</c> by default.</summary>
    public string TypeWithoutColumn { get; init; } = "All types";

    /// <summary>The order of the parts of a date that is not written year-first, where months are given by their first day. <see cref="DateFormat.Iso"/> by default.</summary>
    public DateFormat DateFormat { get; init; } = DateFormat.Iso;

    /// <summary>The character between fields; null by default: the one of comma, tab, semicolon and bar that the header holds most often.</summary>
    public char? Delimiter { get; init; }
}

/// <summary>Monthly counts as read, with the account of how they were read.</summary>
/// <param name="Rows">The usable rows, in order of file, line and column; each month of a type in an area once.</param>
/// <param name="Quality">Rows read, used and refused, and what else is to be known.</param>
public sealed record MonthlyCountTable(IReadOnlyList<CountRow> Rows, DataQualityReport Quality);
