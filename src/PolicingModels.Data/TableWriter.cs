using System.Data.Common;
using System.IO.Compression;
using DuckDB.NET.Data;

namespace PolicingModels.Data;

/// <summary>How a table is written as CSV.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>
    /// Whether text that a spreadsheet would run as a formula (it starts with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, tab or carriage
    /// return) gets an apostrophe before it. True by default, as tables are opened by people; numbers are never touched.
    /// </summary>
    public bool NeutraliseFormulas { get; init; } = true;
}

/// <summary>Writes tables as CSV and Parquet files, whole or not at all.</summary>
/// <remarks>Deterministic: the same table gives the same bytes of CSV. Thread-safe for different paths.</remarks>
public static class TableWriter
{
    /// <summary>Writes a table in the format that the path's ending names: <c>.csv</c>, <c>.csv.gz</c> or <c>.parquet</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">Where to; missing folders are made, an existing file is replaced once the new one is complete.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ArgumentException">The path ends otherwise.</exception>
    public static void Write(Table table, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            WriteParquet(table, path, cancellationToken);
        }
        else if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
        {
            WriteCsv(table, path, null, cancellationToken);
        }
        else
        {
            throw new ArgumentException($"The path {path} does not end in .csv, .csv.gz or .parquet, which says the format to write.", nameof(path));
        }
    }

    /// <summary>Writes a table as CSV: UTF-8 without a byte order mark, a header, commas, line feeds, quotes where needed (RFC 4180), numbers that read back to the same value.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">Where to; packed with gzip where it ends in <c>.gz</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    public static void WriteCsv(Table table, string path, CsvWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, temporary =>
        {
            Stream stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                stream = new GZipStream(stream, CompressionLevel.Optimal);
            }

            using CsvText text = new(stream, (options ?? new CsvWriteOptions()).NeutraliseFormulas);
            foreach (TableColumn column in table.Columns)
            {
                text.Text(column.Name);
            }

            text.EndRow();
            for (int row = 0; row < table.RowCount; row++)
            {
                foreach (TableColumn column in table.Columns)
                {
                    Field(text, column, row);
                }

                text.EndRow();
                if ((row & 0xFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        });
    }

    /// <summary>Writes a table as a Parquet file (Zstandard) through the embedded engine: VARCHAR, BIGINT, DOUBLE, BOOLEAN, DATE and TIMESTAMP columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">Where to.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    public static void WriteParquet(Table table, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, temporary =>
        {
            using EmbeddedEngine engine = EmbeddedEngine.Open();
            engine.Execute($"CREATE TABLE t ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {SqlType(c.Type)}"))})");
            using (DuckDBAppender appender = engine.Connection.CreateAppender("t"))
            {
                for (int row = 0; row < table.RowCount; row++)
                {
                    IDuckDBAppenderRow appended = appender.CreateRow();
                    foreach (TableColumn column in table.Columns)
                    {
                        Append(appended, column, row);
                    }

                    appended.EndRow();
                    if ((row & 0xFFF) == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }
                }
            }

            using DbCommand copy = engine.Command($"COPY t TO {EmbeddedEngine.Quote(temporary)} (FORMAT parquet, COMPRESSION zstd)");
            using CancellationTokenRegistration stop = cancellationToken.Register(copy.Cancel);
            copy.ExecuteNonQuery();
        });
    }

    private static void Field(CsvText text, TableColumn column, int row)
    {
        switch (column.Values)
        {
            case IReadOnlyList<double> v:
                text.Number(v[row]);
                break;
            case IReadOnlyList<string?> v:
                text.Text(v[row]);
                break;
            case IReadOnlyList<int> v:
                text.WholeNumber(v[row]);
                break;
            default:
                switch (column.Boxed(row))
                {
                    case double v:
                        text.Number(v);
                        break;
                    case long v:
                        text.WholeNumber(v);
                        break;
                    case bool v:
                        text.Text(v ? "true" : "false");
                        break;
                    case DateOnly v:
                        text.Day(v);
                        break;
                    case DateTime v:
                        text.Minute(v);
                        break;
                    default:
                        text.Missing();
                        break;
                }

                break;
        }
    }

    private static void Append(IDuckDBAppenderRow appended, TableColumn column, int row)
    {
        switch (column.Boxed(row))
        {
            case string v:
                appended.AppendValue(v);
                break;
            case double v:
                appended.AppendValue(v);
                break;
            case long v:
                appended.AppendValue(v);
                break;
            case bool v:
                appended.AppendValue(v);
                break;
            case DateOnly v:
                appended.AppendValue(v);
                break;
            case DateTime v:
                appended.AppendValue(new DateTime(v.Ticks - (v.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Unspecified));
                break;
            default:
                appended.AppendNullValue();
                break;
        }
    }

    private static string SqlType(ColumnType type) => type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.WholeNumber => "BIGINT",
        ColumnType.Number => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        ColumnType.Day => "DATE",
        _ => "TIMESTAMP",
    };
}
