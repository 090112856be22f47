namespace PolicingModels.Data;

/// <summary>Crime events in files: CSV, TSV (plain or gzip) and Parquet.</summary>
public static class EventFiles
{
    /// <summary>Opens a file, a folder, or a pattern of files as one source of events.</summary>
    /// <param name="path">
    /// A file; a folder, of which all CSV, TSV and Parquet files are read, those of its subfolders too; or a pattern with <c>*</c>,
    /// <c>?</c> and <c>**</c> (any folders). Files are read in the order of their paths.
    /// </param>
    /// <param name="options">How to read; well-known headers need none.</param>
    /// <returns>A source that can be read more than once; nothing is opened before it is read.</returns>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of its range.</exception>
    public static IEventSource Open(string path, EventReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new EventReadOptions();
        return new FileEventSource(path, options, PlaneDeclaration.Parse(options.CoordinateSystem));
    }

    /// <summary>Reads a file, a folder, or a pattern of files.</summary>
    /// <inheritdoc cref="Open"/>
    /// <param name="path"><inheritdoc cref="Open" path="/param[@name='path']"/></param>
    /// <param name="options"><inheritdoc cref="Open" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The events and the account of how they were read.</returns>
    /// <exception cref="InputRefusedException">There is no such file, or it cannot be used as a whole.</exception>
    public static EventTable Read(string path, EventReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Open(path, options).Read(progress: null, cancellationToken);
}
