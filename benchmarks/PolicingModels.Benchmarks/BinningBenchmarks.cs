using BenchmarkDotNet.Attributes;

namespace PolicingModels.Benchmarks;

/// <summary>Ten million events into 1.3 million bins; one operation is one event, so that 1 / mean is events per second.</summary>
[MemoryDiagnoser]
public class BinningBenchmarks
{
    private const int Events = 10_000_000;
    private BinningInput _input = null!;
    private int[] _counts = null!;

    [Params(false, true)]
    public bool Hotspots { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _input = new BinningInput(Hotspots, Events);
        _counts = new int[_input.Bins];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void NaiveLoop() => BinningWays.Naive(_input, _counts);

    [Benchmark(OperationsPerInvoke = Events)]
    public double ReadOnly() => BinningWays.ReadOnly(_input);

    [Benchmark(OperationsPerInvoke = Events)]
    public int Dictionary() => BinningWays.Grouped(_input).Count;

    [Benchmark(OperationsPerInvoke = Events)]
    public void KernelOneThread() => BinningWays.Kernel(_input, _counts, 1);

    [Benchmark(OperationsPerInvoke = Events)]
    public void KernelTwoThreads() => BinningWays.Kernel(_input, _counts, 2);
}
