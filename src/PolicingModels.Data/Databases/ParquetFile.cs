using System.Data.Common;

namespace PolicingModels.Data;

/// <summary>Reads one Parquet file through the embedded engine; its rows are numbered from 1.</summary>
internal static class ParquetFile
{
    public static void Read(string path, IRowTaker taker, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw new InputRefusedException(path, $"{path} is empty; a table needs at least one row.");
        }

        using EmbeddedEngine engine = EmbeddedEngine.Open();

        // The engine reads a path as a pattern, so pattern characters in a file's name are put into brackets.
        string literal = path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
        using DbCommand command = engine.Command($"SELECT * FROM read_parquet({EmbeddedEngine.Quote(literal)}, hive_partitioning = false)");
        DatabaseTable.Read(path, command, taker, progress, cancellationToken);
    }
}
