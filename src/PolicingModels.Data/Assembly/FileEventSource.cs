namespace PolicingModels.Data;

/// <summary>One or many files as a source of events.</summary>
internal sealed class FileEventSource(string path, EventReadOptions options, PlaneDeclaration? plane) : IEventSource
{
    public EventTable Read(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        EventTableBuilder builder = new(path, options, plane);
        TableFiles.Read(path, builder, progress, cancellationToken);
        return builder.Build();
    }
}
