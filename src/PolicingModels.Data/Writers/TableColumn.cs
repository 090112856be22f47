using System.Globalization;

namespace PolicingModels.Data;

/// <summary>What a column of a table holds.</summary>
public enum ColumnType
{
    /// <summary>Text, UTF-8.</summary>
    Text,

    /// <summary>A whole number of up to 64 bits.</summary>
    WholeNumber,

    /// <summary>A number in double precision.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>A clock time to the minute, without a zone.</summary>
    Minute,
}

/// <summary>A named, typed column of a table to be written. A missing value is an empty field in CSV and a null in Parquet.</summary>
/// <remarks>Holds the list it is given, without copying: do not change it before the table is written. Thread-safe otherwise.</remarks>
public sealed class TableColumn
{
    private readonly object _values;

    private TableColumn(string name, ColumnType type, int count, object values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Type = type;
        Count = count;
        _values = values;
    }

    /// <summary>The column's name: its header.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public ColumnType Type { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>A column of text; null is missing.</summary>
    public static TableColumn Of(string name, IReadOnlyList<string?> values) => Make(name, ColumnType.Text, values);

    /// <summary>A column of whole numbers.</summary>
    public static TableColumn Of(string name, IReadOnlyList<int> values) => Make(name, ColumnType.WholeNumber, values);

    /// <summary>A column of whole numbers.</summary>
    public static TableColumn Of(string name, IReadOnlyList<long> values) => Make(name, ColumnType.WholeNumber, values);

    /// <summary>A column of numbers.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static TableColumn Of(string name, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        for (int i = 0; i < values.Count; i++)
        {
            RequireFinite(name, i, values[i]);
        }

        return Make(name, ColumnType.Number, values);
    }

    /// <summary>A column of numbers, some of them missing.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static TableColumn Of(string name, IReadOnlyList<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        for (int i = 0; i < values.Count; i++)
        {
            RequireFinite(name, i, values[i] ?? 0);
        }

        return Make(name, ColumnType.Number, values);
    }

    /// <summary>A column of flags.</summary>
    public static TableColumn Of(string name, IReadOnlyList<bool> values) => Make(name, ColumnType.Flag, values);

    /// <summary>A column of days.</summary>
    public static TableColumn Of(string name, IReadOnlyList<DateOnly> values) => Make(name, ColumnType.Day, values);

    /// <summary>A column of days, some of them missing.</summary>
    public static TableColumn Of(string name, IReadOnlyList<DateOnly?> values) => Make(name, ColumnType.Day, values);

    /// <summary>A column of clock times to the minute; seconds are left out.</summary>
    public static TableColumn Of(string name, IReadOnlyList<DateTime> values) => Make(name, ColumnType.Minute, values);

    /// <summary>The value of a row: a string, long, double, bool, DateOnly or DateTime; null where it is missing.</summary>
    internal object? Boxed(int row) => _values switch
    {
        IReadOnlyList<string?> v => v[row],
        IReadOnlyList<double> v => v[row],
        IReadOnlyList<double?> v => v[row],
        IReadOnlyList<int> v => (long)v[row],
        IReadOnlyList<long> v => v[row],
        IReadOnlyList<bool> v => v[row],
        IReadOnlyList<DateOnly> v => v[row],
        IReadOnlyList<DateOnly?> v => v[row],
        _ => ((IReadOnlyList<DateTime>)_values)[row],
    };

    /// <summary>The underlying list, for writers that go through a column without boxing.</summary>
    internal object Values => _values;

    private static TableColumn Make<T>(string name, ColumnType type, IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new TableColumn(name, type, values.Count, values);
    }

    private static void RequireFinite(string name, int row, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Column {name} holds {value} at row {row}; numbers in a table are finite, and a missing one is null."), nameof(value));
        }
    }
}

/// <summary>Named, typed columns of the same length: a table to be written.</summary>
public sealed class Table
{
    /// <summary>Makes a table.</summary>
    /// <param name="columns">At least one, in the order in which they are written.</param>
    /// <exception cref="ArgumentException">There is no column, columns differ in length, or two have the same name (letter case aside).</exception>
    public Table(params IEnumerable<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        if (Columns.Count == 0)
        {
            throw new ArgumentException("A table has at least one column.", nameof(columns));
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (TableColumn column in Columns)
        {
            if (column.Count != Columns[0].Count)
            {
                throw new ArgumentException($"Column {column.Name} has {column.Count} rows where {Columns[0].Name} has {Columns[0].Count}; all columns have the same length.", nameof(columns));
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two columns are named {column.Name}.", nameof(columns));
            }
        }
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Columns[0].Count;
}
