using System.Data.Common;
using DuckDB.NET.Data;

namespace PolicingModels.Data;

/// <summary>The embedded engine (DuckDB), opened so that it fetches nothing from a network and leaves nothing behind.</summary>
internal sealed class EmbeddedEngine : IDisposable
{
    private readonly DirectoryInfo _spill;

    private EmbeddedEngine(DuckDBConnection connection, DirectoryInfo spill)
    {
        Connection = connection;
        _spill = spill;
    }

    public DuckDBConnection Connection { get; }

    /// <summary>Opens the engine in memory, or on a database file that is read and never written.</summary>
    public static EmbeddedEngine Open(string? databasePath = null)
    {
        DuckDBConnectionStringBuilder builder = new() { DataSource = databasePath ?? ":memory:" };
        if (databasePath is not null)
        {
            builder["access_mode"] = "READ_ONLY";
        }

        return OpenWith(builder.ConnectionString);
    }

    /// <summary>Opens the engine with a connection string of the caller's.</summary>
    public static EmbeddedEngine OpenWith(string connectionString)
    {
        DirectoryInfo spill = Directory.CreateTempSubdirectory("policing-");
        DuckDBConnection? connection = null;
        try
        {
            connection = new DuckDBConnection(connectionString);
            connection.Open();
            EmbeddedEngine engine = new(connection, spill);
            engine.Execute("SET autoinstall_known_extensions = false");
            engine.Execute("SET autoload_known_extensions = false");
            engine.Execute($"SET temp_directory = {Quote(spill.FullName)}");
            engine.Execute("SET preserve_insertion_order = true");
            return engine;
        }
        catch
        {
            connection?.Dispose();
            spill.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A text literal of SQL.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public DbCommand Command(string sql)
    {
        DuckDBCommand command = Connection.CreateCommand();
        command.CommandText = sql;

        // Rows stream to the reader instead of being gathered in the engine first.
        command.UseStreamingMode = true;
        return command;
    }

    public void Execute(string sql)
    {
        using DuckDBCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Connection.Dispose();
        if (_spill.Exists)
        {
            _spill.Delete(recursive: true);
        }
    }
}
