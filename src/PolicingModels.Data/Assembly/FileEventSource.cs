namespace PolicingModels.Data;

/// <summary>One or many files as a source of events.</summary>
internal sealed class FileEventSource(string path, EventReadOptions options, PlaneDeclaration? plane) : IEventSource
{
    public EventTable Read(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        EventTableBuilder builder = new(path, options, plane);
        foreach (string file in FilePattern.Expand(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
            {
                ParquetFile.Read(file, options, plane, builder, progress, cancellationToken);
            }
            else
            {
                DelimitedFile.Read(file, options, plane, builder, progress, cancellationToken);
            }
        }

        progress?.Report(builder.Seen);
        return builder.Build();
    }
}
