using System.Numerics.Tensors;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>What is known of every cell at each of the last origins: logs of shrunk rates at several memories, its own and its neighbours', relative to the mean cell.</summary>
internal sealed class RateFeatures
{
    // Keeps the log of a neighbourhood without events from weighing too much: a twentieth of the mean rate.
    private const double Floor = 0.05;

    // Brings squared logs to the scale of the others.
    private const double CurvatureScale = 0.1;

    private readonly double[][][] _rows;

    public RateFeatures(CountHistory history, int first, IReadOnlyList<double> halfLivesDays, Adjacency? adjacency, double[][] covariates, IReadOnlyList<string> covariateNames, CancellationToken cancellationToken)
    {
        First = first;
        int cells = history.CellCount, own = halfLivesDays.Count + 1;
        double days = history.Periods.Average(p => p.Days);
        DecayedSums[] memories = [new DecayedSums(history, 1), .. halfLivesDays.Select(h => new DecayedSums(history, Math.Pow(0.5, days / h)))];
        NeighbourTable? near = adjacency is null ? null : NeighbourTable.First(adjacency);
        NeighbourTable? far = adjacency is null ? null : NeighbourTable.Second(adjacency);
        List<string> names = ["own rate, all history", .. halfLivesDays.Select(h => FormattableString.Invariant($"own rate, half-life {h:0.#} days"))];
        if (near is not null)
        {
            names.Add(FormattableString.Invariant($"neighbours' rate, half-life {halfLivesDays[^1]:0.#} days"));
            names.Add(FormattableString.Invariant($"neighbours' rate, half-life {halfLivesDays[0]:0.#} days"));
            names.Add("rate two steps away, all history");
        }

        names.Add("levelling off of own rate");
        names.AddRange(covariateNames);
        Names = names;
        OwnCount = own;
        NeighbourCount = near is null ? 0 : 3;
        double[][] expected = [.. Enumerable.Range(0, own).Select(_ => new double[cells])];
        double[] around = new double[cells];
        _rows = new double[history.PeriodCount - first + 1][][];
        for (int t = first; t <= history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<double[]> row = [];
            for (int m = 0; m < own; m++)
            {
                memories[m].AdvanceTo(t);
                GammaPoisson.Shrink(memories[m].Counts, memories[m].Weight, history.Exposure, expected[m]);
                TensorPrimitives.Divide(expected[m], history.Exposure, around);
                row.Add(RelativeLog(around, expected[m], history.Exposure, 0));
            }

            if (near is not null && far is not null)
            {
                near.Rates(expected[^1], history.Exposure, around);
                row.Add(RelativeLog(around, expected[^1], history.Exposure, Floor));
                near.Rates(expected[1], history.Exposure, around);
                row.Add(RelativeLog(around, expected[1], history.Exposure, Floor));
                far.Rates(expected[0], history.Exposure, around);
                row.Add(RelativeLog(around, expected[0], history.Exposure, Floor));
            }

            double[] curvature = new double[cells];
            TensorPrimitives.Multiply(row[own - 1], row[own - 1], curvature);
            TensorPrimitives.Multiply(curvature, CurvatureScale, curvature);
            row.Add(curvature);
            row.AddRange(covariates);
            _rows[t - first] = [.. row];
        }
    }

    /// <summary>The first origin at hand.</summary>
    public int First { get; }

    /// <summary>What each feature is.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many features are the cell's own rates; they come first.</summary>
    public int OwnCount { get; }

    /// <summary>How many features are rates of neighbours; they come after the own.</summary>
    public int NeighbourCount { get; }

    /// <summary>The features at an origin, one array of cells each.</summary>
    public double[][] At(int origin) => _rows[origin - First];

    private static double[] RelativeLog(ReadOnlySpan<double> rates, ReadOnlySpan<double> expected, ReadOnlySpan<double> exposure, double floor)
    {
        double mean = TensorPrimitives.Sum(expected) / TensorPrimitives.Sum(exposure);
        double[] logs = new double[rates.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log((rates[i] / mean) + floor);
        }

        return logs;
    }
}
