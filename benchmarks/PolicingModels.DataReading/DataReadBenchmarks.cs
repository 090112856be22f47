using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using PolicingModels.Data;

// Peak memory is a figure of a whole process, so each reader is measured in a process of its own:
//   generate FILE.csv ROWS     writes id,easting,northing,date,type
//   copy FILE.csv FILE.parquet the same rows as Parquet
//   read FILE                  EventFiles: typed columns, ids checked for duplicates, every row accounted for
//   engine FILE.csv            the embedded engine alone: typed columns by read_csv and typed getters, ids as text, no checks
switch (args)
{
    case ["generate", string path, string rows]:
        Generate(path, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    case ["copy", string from, string to]:
        Execute($"COPY (SELECT * FROM read_csv('{from}')) TO '{to}' (FORMAT parquet)");
        return 0;
    case ["read", string path]:
        Measure(path, () => EventFiles.Read(path).Events.Count);
        return 0;
    case ["engine", string path]:
        Measure(path, () => ReadWithEngine(path));
        return 0;
    default:
        Console.Error.WriteLine("usage: generate FILE.csv ROWS | copy FILE.csv FILE.parquet | read FILE | engine FILE.csv");
        return 2;
}

static void Measure(string path, Func<int> read)
{
    long start = Stopwatch.GetTimestamp();
    int rows = read();
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    using Process process = Process.GetCurrentProcess();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {rows:N0} rows in {seconds:F2} s, {rows / seconds / 1e6:F2} M rows/s, processor {process.TotalProcessorTime.TotalSeconds:F2} s, peak {process.PeakWorkingSet64 / 1048576.0:F0} MiB, {new FileInfo(path).Length / 1048576.0:F0} MiB read"));
}

static void Generate(string path, int rows)
{
    string[] types = ["Burglary", "Robbery", "Vehicle crime", "Violence and sexual offences", "Anti-social behaviour", "Shoplifting", "Drugs", "Other theft"];
    using StreamWriter writer = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
    writer.Write("id,easting,northing,date,type\n");
    ulong state = 1;
    DateTime first = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    for (int i = 0; i < rows; i++)
    {
        state = (state * 6364136223846793005UL) + 1442695040888963407UL;
        uint bits = (uint)(state >> 32);
        DateTime at = first.AddMinutes(bits % (10 * 365 * 1440));
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"E{i + 10_000_000},{480_000 + ((bits >> 3) % 1_000_000 / 10.0):F1},{130_000 + ((bits >> 7) % 900_000 / 10.0):F1},{at:yyyy-MM-dd HH:mm},{types[bits >> 29]}\n"));
    }
}

static int ReadWithEngine(string path)
{
    using DuckDBConnection connection = new("Data Source=:memory:");
    connection.Open();
    using DuckDBCommand command = connection.CreateCommand();
    command.CommandText = $"SELECT id, TRY_CAST(easting AS DOUBLE), TRY_CAST(northing AS DOUBLE), TRY_STRPTIME(date, '%Y-%m-%d %H:%M'), type FROM read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"')";
    command.UseStreamingMode = true;
    using DuckDBDataReader reader = command.ExecuteReader();
    List<string> ids = [];
    List<double> eastings = [], northings = [];
    List<long> minutes = [];
    List<string> types = [];
    Dictionary<string, string> interned = [];
    while (reader.Read())
    {
        ids.Add(reader.GetString(0));
        eastings.Add(reader.GetDouble(1));
        northings.Add(reader.GetDouble(2));
        minutes.Add(reader.GetDateTime(3).Ticks / TimeSpan.TicksPerMinute);
        string type = reader.GetString(4);
        types.Add(interned.TryGetValue(type, out string? known) ? known : interned[type] = type);
    }

    return ids.Count;
}

static void Execute(string sql)
{
    using DuckDBConnection connection = new("Data Source=:memory:");
    connection.Open();
    using DuckDBCommand command = connection.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}
