using System.Data;
using System.Data.Common;

namespace PolicingModels.Data;

/// <summary>Crime events from a query: through the embedded engine by default, or through any database connection.</summary>
/// <remarks>
/// Columns play their roles by name, as in a file; typed columns (dates, times, numbers) are taken as they are. Rows are numbered
/// from 1 in the order in which the query gives them. The embedded engine opens a database file without writing to it, and never
/// fetches extensions.
/// </remarks>
public sealed class SqlEventSource : IEventSource
{
    private readonly string? _connectionString;
    private readonly DbConnection? _connection;
    private readonly string _query;
    private readonly EventReadOptions _options;
    private readonly PlaneDeclaration? _plane;
    private readonly IReadOnlyDictionary<string, object?> _parameters;

    /// <summary>A query to the embedded engine.</summary>
    /// <param name="connection">A DuckDB database file, <c>:memory:</c>, or a connection string (<c>Data Source=…</c>).</param>
    /// <param name="query">A query that gives one row per event.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="parameters">Named parameters of the query (<c>$name</c>); null for none.</param>
    /// <exception cref="ArgumentException">The connection or the query is empty.</exception>
    public SqlEventSource(string connection, string query, EventReadOptions? options = null, IReadOnlyDictionary<string, object?>? parameters = null)
        : this(query, options, parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        _connectionString = connection;
    }

    /// <summary>A query over a connection of the caller's: Npgsql, SqlClient, Sqlite or any other.</summary>
    /// <param name="connection">Opened for the reading where it is closed, and then closed again; never disposed.</param>
    /// <param name="query">A query that gives one row per event.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="parameters">Named parameters of the query, as its provider writes them; null for none.</param>
    /// <exception cref="ArgumentException">The query is empty.</exception>
    public SqlEventSource(DbConnection connection, string query, EventReadOptions? options = null, IReadOnlyDictionary<string, object?>? parameters = null)
        : this(query, options, parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
    }

    private SqlEventSource(string query, EventReadOptions? options, IReadOnlyDictionary<string, object?>? parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        _query = query;
        _options = options ?? new EventReadOptions();
        _plane = PlaneDeclaration.Parse(_options.CoordinateSystem);
        _parameters = parameters ?? new Dictionary<string, object?>();
    }

    /// <inheritdoc/>
    /// <exception cref="InputRefusedException">The database cannot be opened, or the query fails or gives no usable row.</exception>
    public EventTable Read(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        EventTableBuilder builder = new("the query", _options, _plane);
        if (_connection is not null)
        {
            ReadFrom(_connection, builder, progress, cancellationToken);
        }
        else
        {
            using EmbeddedEngine engine = OpenEngine(_connectionString!);
            using DbCommand command = engine.Command(_query);
            Run(command, builder, progress, cancellationToken);
        }

        progress?.Report(builder.Seen);
        return builder.Build();
    }

    private static EmbeddedEngine OpenEngine(string connection)
    {
        try
        {
            if (connection.Contains('=', StringComparison.Ordinal))
            {
                return EmbeddedEngine.OpenWith(connection);
            }

            if (connection == ":memory:")
            {
                return EmbeddedEngine.Open();
            }

            return File.Exists(connection)
                ? EmbeddedEngine.Open(connection)
                : throw new InputRefusedException(connection, $"There is no database {connection}; check the path, or give a connection string.");
        }
        catch (Exception e) when (e is DbException or ArgumentException)
        {
            throw new InputRefusedException(connection, $"The database cannot be opened: {DatabaseTable.FirstLine(e.Message)}.", inner: e);
        }
    }

    private void ReadFrom(DbConnection connection, EventTableBuilder builder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        bool opened = false;
        try
        {
            if (connection.State == ConnectionState.Closed)
            {
                connection.Open();
                opened = true;
            }

            using DbCommand command = connection.CreateCommand();
            command.CommandText = _query;
            Run(command, builder, progress, cancellationToken);
        }
        catch (DbException e) when (!opened)
        {
            throw new InputRefusedException("the query", $"The database cannot be opened: {DatabaseTable.FirstLine(e.Message)}.", inner: e);
        }
        finally
        {
            if (opened)
            {
                connection.Close();
            }
        }
    }

    private void Run(DbCommand command, EventTableBuilder builder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        foreach ((string name, object? value) in _parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        DatabaseTable.Read("the query", command, builder, progress, cancellationToken);
    }
}
