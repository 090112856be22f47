namespace PolicingModels;

/// <summary>Crime events with the account of how they were read.</summary>
/// <param name="Events">The rows that could be used.</param>
/// <param name="Quality">How many rows came in, were used and were refused, and why.</param>
public sealed record EventTable(CrimeEvents Events, DataQualityReport Quality);

/// <summary>Rows from anywhere: a file, a folder, a database, or a caller's own store.</summary>
public interface IEventSource
{
    /// <summary>Reads all rows.</summary>
    /// <param name="progress">Receives the number of rows read so far, from time to time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputRefusedException">The source as a whole cannot be used.</exception>
    EventTable Read(IProgress<long>? progress = null, CancellationToken cancellationToken = default);
}
