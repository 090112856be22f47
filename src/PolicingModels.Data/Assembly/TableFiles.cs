namespace PolicingModels.Data;

/// <summary>Hands the rows of files, each in its format, to a table in the making.</summary>
internal static class TableFiles
{
    /// <summary>Reads a file, a folder, or a pattern of files, in the order of their paths.</summary>
    public static void Read(string path, IRowTaker taker, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        foreach (string file in FilePattern.Expand(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
            {
                ParquetFile.Read(file, taker, progress, cancellationToken);
            }
            else
            {
                DelimitedFile.Read(file, taker, progress, cancellationToken);
            }
        }

        progress?.Report(taker.Seen);
    }
}
