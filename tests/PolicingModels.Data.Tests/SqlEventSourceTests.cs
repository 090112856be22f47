using DuckDB.NET.Data;
using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class SqlEventSourceTests : IDisposable
{
    private const string Query = "SELECT * FROM crime ORDER BY id";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_database_file_is_read_and_not_written()
    {
        string path = Database();
        DateTime written = File.GetLastWriteTimeUtc(path);
        EventTable table = new SqlEventSource(path, Query).Read();
        Expect(table);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => new SqlEventSource(path, "CREATE TABLE other AS SELECT 1 AS id").Read());
        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_and_a_connection_of_the_callers_read_the_same()
    {
        string path = Database();
        Expect(new SqlEventSource($"Data Source={path}", Query).Read());
        using DuckDBConnection connection = new($"Data Source={path}");
        Expect(new SqlEventSource(connection, Query).Read());
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        connection.Open();
        Expect(new SqlEventSource(connection, Query).Read());
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Fact]
    public void Parameters_reach_the_query()
    {
        EventTable table = new SqlEventSource(Database(), "SELECT * FROM crime WHERE type = $kind", null, new Dictionary<string, object?> { ["kind"] = "Theft" }).Read();
        Assert.Equal(["1"], table.Events.Ids);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_in_one_sentence()
    {
        Assert.Contains("There is no database", Assert.Throws<InputRefusedException>(() => new SqlEventSource(_folder.Path("no.duckdb"), Query).Read()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<InputRefusedException>(() => new SqlEventSource(_folder.Write("text.duckdb", new string('x', 10_000)), Query).Read()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<InputRefusedException>(() => new SqlEventSource(":memory:", "SELECT * FROM nothing").Read()).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<InputRefusedException>(() => new SqlEventSource(Database(), Query + " LIMIT 0").Read()).Message, StringComparison.Ordinal);
        Assert.Contains("no column for the date", Assert.Throws<InputRefusedException>(() => new SqlEventSource(Database(), "SELECT id, easting, northing FROM crime").Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_parquet_columns_are_taken_as_they_are()
    {
        string path = _folder.Path("[a]*.parquet");
        using (DuckDBConnection connection = new("Data Source=:memory:"))
        {
            connection.Open();
            Execute(connection, $"COPY (SELECT 7::SMALLINT AS id, 530000::DECIMAL(10,2) AS easting, 180000::FLOAT AS northing, DATE '2026-01-05' AS date, DATE '2026-01-06' AS recorded, 'Theft' AS type UNION ALL SELECT 8, NULL, 1, DATE '2026-01-05', DATE '2026-01-06', 'x' UNION ALL SELECT 9, 1, 'nan'::FLOAT, DATE '2026-01-05', NULL, 'x') TO '{path}' (FORMAT parquet)");
        }

        EventTable table = EventFiles.Read(path);
        Assert.Equal("7", Assert.Single(table.Events.Ids!));
        Assert.False(table.Events.HasTimes);
        Assert.Equal(new DateOnly(2026, 1, 6).DayNumber, table.Events.RecordedDay[0]);
        Assert.Equal([(2, "easting", "the coordinate is missing"), (3, "northing", "the coordinate is not finite")], table.Quality.Refused.Select(r => (r.Line, r.Column, r.Reason)));
    }

    private static void Expect(EventTable table)
    {
        Assert.Equal(["1", "4"], table.Events.Ids);
        Assert.Equal([530000, 530003.5], table.Events.Easting.ToArray());
        Assert.Equal(new DateTime(2026, 1, 5, 10, 30, 0, DateTimeKind.Unspecified).Ticks / TimeSpan.TicksPerMinute, table.Events.FromMinute[0]);
        Assert.Equal(90, table.Events.ToMinute[0] - table.Events.FromMinute[0]);
        Assert.Equal(4, table.Quality.Read);
        Assert.Equal([(2, "easting"), (3, "to")], table.Quality.Refused.Select(r => (r.Line, r.Column)));
    }

    private string Database()
    {
        string path = _folder.Path("crime.duckdb");
        if (!File.Exists(path))
        {
            using DuckDBConnection connection = new($"Data Source={path}");
            connection.Open();
            Execute(connection, "CREATE TABLE crime (id INTEGER, easting DOUBLE, northing DOUBLE, \"from\" TIMESTAMP, \"to\" TIMESTAMP, type VARCHAR)");
            Execute(connection, "INSERT INTO crime VALUES (1, 530000, 180000, '2026-01-05 10:30:00', '2026-01-05 12:00:00', 'Theft'), (2, NULL, 180000, '2026-01-05', '2026-01-05', 'x'), (3, 530000, 180000, '2026-01-05', '2026-01-04', 'x'), (4, 530003.5, 180000, '2026-01-05', '2026-01-05', 'y')");
        }

        return path;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
