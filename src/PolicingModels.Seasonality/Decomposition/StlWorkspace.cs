namespace PolicingModels.Seasonality;

/// <summary>Memory that <see cref="Stl"/> works in; kept by a caller that splits many series, so that nothing is allocated per series. Not thread-safe: one per thread.</summary>
public sealed class StlWorkspace
{
    internal LocalRegression SeasonalFit { get; } = new();

    internal LocalRegression TrendFit { get; } = new();

    internal LocalRegression LowPassFit { get; } = new();

    internal double[] Cycle { get; private set; } = [];

    internal double[] First { get; private set; } = [];

    internal double[] Second { get; private set; } = [];

    internal double[] Subseries { get; private set; } = [];

    internal double[] SubseriesWeights { get; private set; } = [];

    internal double[] SubseriesSmooth { get; private set; } = [];

    internal double[] Weights { get; private set; } = [];

    internal void Reserve(int months, int period)
    {
        int most = months + (2 * period);
        if (Cycle.Length >= most)
        {
            return;
        }

        Cycle = new double[most];
        First = new double[most];
        Second = new double[most];
        Subseries = new double[most];
        SubseriesWeights = new double[most];
        SubseriesSmooth = new double[most];
        Weights = new double[most];
    }
}
