using BenchmarkDotNet.Attributes;
using PolicingModels.Seasonality;

namespace PolicingModels.Benchmarks;

/// <summary>Splits a thousand monthly series of 195 months by STL; the figure per operation is one series.</summary>
[MemoryDiagnoser]
public class StlBenchmarks
{
    private const int Series = 1000;
    private const int Months = 195;
    private readonly double[][] _values = new double[Series][];
    private readonly double[] _seasonal = new double[Months];
    private readonly double[] _trend = new double[Months];
    private readonly double[] _weights = new double[Months];
    private readonly StlWorkspace _work = new();
    private readonly StlOptions _periodic = new();
    private readonly StlOptions _robust = new() { SeasonalWindow = 13, Robust = true };

    [GlobalSetup]
    public void Setup()
    {
        SeededRandom random = new(1);
        for (int s = 0; s < Series; s++)
        {
            double level = 10 + (random.NextDouble() * 1000);
            _values[s] = new double[Months];
            for (int i = 0; i < Months; i++)
            {
                _values[s][i] = random.NextPoisson(level * (1 + (0.2 * Math.Sin(i * Math.PI / 6))));
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Series)]
    public void Periodic() => Run(_periodic);

    [Benchmark(OperationsPerInvoke = Series)]
    public void Window13Robust() => Run(_robust);

    private void Run(StlOptions options)
    {
        foreach (double[] values in _values)
        {
            Stl.Decompose(values, default, options, _work, _seasonal, _trend, _weights);
        }
    }
}
