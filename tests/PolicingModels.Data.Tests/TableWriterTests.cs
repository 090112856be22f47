using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class TableWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Table Sample() => new(
        TableColumn.Of("id", ["a,b", "say \"hi\"", null, "=1+1", "-2"]),
        TableColumn.Of("expected count", [0.1, -0.0, 1e-300, 123456789.125, 1.0 / 3]),
        TableColumn.Of("maybe", new double?[] { 1.5, null, 2, null, 0 }),
        TableColumn.Of("rank", [1, 2, 3, 4, -5]),
        TableColumn.Of("big", [long.MaxValue, 0, 0, 0, long.MinValue]),
        TableColumn.Of("kept", [true, false, true, false, true]),
        TableColumn.Of("day", Enumerable.Range(1, 5).Select(d => new DateOnly(2026, 11, d)).ToArray()),
        TableColumn.Of("at", Enumerable.Range(1, 5).Select(m => new DateTime(2026, 11, 1, 23, m, 59, DateTimeKind.Unspecified)).ToArray()));

    [Fact]
    public void Csv_is_as_approved()
    {
        string path = _folder.Path("sub/t.csv");
        TableWriter.Write(Sample(), path);
        Approval.Verify(File.ReadAllText(path));
        Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void Formulas_are_left_alone_on_request()
    {
        string path = _folder.Path("t.csv");
        TableWriter.WriteCsv(new Table(TableColumn.Of("a", ["=1+1", "@x"])), path, new CsvWriteOptions { NeutraliseFormulas = false });
        Assert.Equal("a\n=1+1\n@x\n", File.ReadAllText(path));
        Assert.True(new CsvWriteOptions().NeutraliseFormulas);
    }

    [Fact]
    public void Parquet_holds_the_same_typed_values()
    {
        string path = _folder.Path("t'a.parquet");
        TableWriter.Write(Sample(), path);
        using DuckDB.NET.Data.DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using System.Data.Common.DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_parquet('{path.Replace("'", "''", StringComparison.Ordinal)}')";
        using System.Data.Common.DbDataReader reader = command.ExecuteReader();
        Assert.Equal(["VARCHAR", "DOUBLE", "DOUBLE", "BIGINT", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP"], Enumerable.Range(0, 8).Select(reader.GetDataTypeName).Select(n => n.ToUpperInvariant()));
        Assert.True(reader.Read());
        Assert.Equal("a,b", reader.GetString(0));
        Assert.Equal(0.1, reader.GetDouble(1));
        Assert.Equal(long.MaxValue, reader.GetInt64(4));
        Assert.Equal(new DateOnly(2026, 11, 1), reader.GetFieldValue<DateOnly>(6));
        Assert.Equal(new DateTime(2026, 11, 1, 23, 1, 0, DateTimeKind.Unspecified), reader.GetDateTime(7));
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(2));
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.True(reader.Read());
        Assert.Equal("=1+1", reader.GetString(0));
    }

    [Fact]
    public void A_table_of_no_rows_has_a_header()
    {
        string path = _folder.Path("t.csv");
        TableWriter.Write(new Table(TableColumn.Of("a", Array.Empty<int>()), TableColumn.Of("b", Array.Empty<double>())), path);
        Assert.Equal("a,b\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_stopped_writing_leaves_the_old_file_and_nothing_else()
    {
        string path = _folder.Write("t.csv", "old");
        Table table = new(TableColumn.Of("a", Enumerable.Range(0, 10_000).ToArray()));
        CancellationToken stopped = new(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => TableWriter.Write(table, path, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => TableWriter.Write(table, _folder.Path("t.parquet"), stopped));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["t.csv"], Directory.EnumerateFiles(_folder.Root).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void Impossible_tables_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TableColumn.Of("a", [1.0, double.NaN]));
        Assert.Throws<ArgumentException>(() => TableColumn.Of("a", new double?[] { double.PositiveInfinity }));
        Assert.Throws<ArgumentException>(() => new Table());
        Assert.Throws<ArgumentException>(() => new Table(TableColumn.Of("a", [1]), TableColumn.Of("A", [1])));
        Assert.Throws<ArgumentException>(() => new Table(TableColumn.Of("a", [1]), TableColumn.Of("b", [1, 2])));
        Assert.Throws<ArgumentException>(() => TableWriter.Write(new Table(TableColumn.Of("a", [1])), _folder.Path("t.txt")));
    }
}
