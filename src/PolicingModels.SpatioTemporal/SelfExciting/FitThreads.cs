namespace PolicingModels.SpatioTemporal;

/// <summary>How many threads the parts of one fit may share; work is cut into the same parts whatever their number.</summary>
internal sealed class FitThreads : IDisposable
{
    private static readonly AsyncLocal<int?> Most = new();

    private readonly int? _before;

    private FitThreads(int? before) => _before = before;

    /// <summary>Limits the threads until disposed of, for what the caller calls.</summary>
    public static FitThreads Limit(int? threads)
    {
        FitThreads limit = new(Most.Value);
        Most.Value = threads;
        return limit;
    }

    public static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = Most.Value ?? -1, CancellationToken = cancellationToken };

    public void Dispose() => Most.Value = _before;
}
