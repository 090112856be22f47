using BenchmarkDotNet.Attributes;
using PolicingModels.Seasonality;

namespace PolicingModels.Benchmarks;

/// <summary>Plans 26 types in twelve areas over 195 simulated months, and reconciles their 351 series; the figure per operation is one series.</summary>
[MemoryDiagnoser]
public class PlannerBenchmarks
{
    private const int Types = 26;
    private const int Areas = 12;
    private const int Nodes = (Types + 1) * (Areas + 1);
    private SeriesHierarchy _history = null!;
    private double[] _residuals = [];
    private double[] _forecasts = [];
    private Reconciler _variance = null!;

    [GlobalSetup]
    public void Setup()
    {
        SeededRandom random = new(1);
        List<CountRow> rows = [];
        for (int t = 0; t < Types; t++)
        {
            double size = Math.Exp(0.3 * t);
            for (int a = 0; a < Areas; a++)
            {
                for (int m = 0; m < 195; m++)
                {
                    rows.Add(new CountRow(new Month(2010, 4).AddMonths(m), $"type {t}", $"area {a}", random.NextPoisson(size * (1 + (0.2 * Math.Sin(m * Math.PI / 6))))));
                }
            }
        }

        _history = SeriesHierarchy.FromRows(rows);
        _residuals = [.. Enumerable.Range(0, 180 * Nodes).Select(_ => random.NextGaussian())];
        _forecasts = [.. Enumerable.Range(0, Nodes).Select(_ => 100 + random.NextGaussian())];
        _variance = Reconciler.Create(_history.Structure, _residuals);
    }

    [Benchmark(OperationsPerInvoke = Nodes)]
    public SeasonalityPlan Plan() => new SeasonalityPlanner().Plan(_history);

    [Benchmark(OperationsPerInvoke = Nodes)]
    public HierarchyForecast Forecast() => new PooledForecaster().Forecast(_history, 12);

    [Benchmark(OperationsPerInvoke = Nodes)]
    public double[] VarianceWeights() => _variance.Reconcile(_forecasts);

    [Benchmark(OperationsPerInvoke = Nodes)]
    public Reconciler PrepareMinTrace() => Reconciler.Create(_history.Structure, _residuals, new ReconciliationOptions { Method = ReconciliationMethod.MinTraceShrink });
}
