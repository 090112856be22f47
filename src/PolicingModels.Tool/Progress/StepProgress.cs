namespace PolicingModels.Tool;

/// <summary>How far a step has come: written by the thread that works, read by the one that shows it.</summary>
internal sealed class StepProgress(string name) : IProgress<long>, IProgress<double>
{
    private long _done;
    private long _total;
    private string _unit = "";
    private readonly string _step = name;
    private string _part = name;

    /// <summary>What the step does, for a reader.</summary>
    public string Name => Volatile.Read(ref _part);

    /// <summary>The share done, 0 to 1; null where the whole is not known.</summary>
    public double? Fraction => Volatile.Read(ref _total) is > 0 and long total ? Math.Clamp((double)Volatile.Read(ref _done) / total, 0, 1) : null;

    /// <summary>Units done so far.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>The unit of <see cref="Done"/>; empty for a plain share.</summary>
    public string Unit => Volatile.Read(ref _unit);

    /// <summary>Says what is counted, and how many there are when that is known.</summary>
    public void Counts(string unit, long total = 0)
    {
        Volatile.Write(ref _unit, unit);
        Volatile.Write(ref _total, total);
    }

    /// <summary>Says which of several parts has begun.</summary>
    public void Begins(string part, long done, long total)
    {
        Volatile.Write(ref _part, $"{_step}: {part}");
        Counts("parts", total);
        Report(done);
    }

    /// <inheritdoc/>
    public void Report(long value) => Volatile.Write(ref _done, value);

    /// <summary>Takes a share of the whole, 0 to 1.</summary>
    public void Report(double value)
    {
        Volatile.Write(ref _total, 1_000_000);
        Volatile.Write(ref _done, (long)(value * 1_000_000));
    }
}
