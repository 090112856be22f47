using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>What was observed, and what one model expected, in each cell over all origins together.</summary>
internal sealed record CellTotals(double[] Observed, double[] Expected)
{
    public static CellTotals Of(BacktestRun run)
    {
        SpaceTimeCounts truth = run.History.Truth ?? run.History.Counts;
        BacktestPredictions predictions = run.Shown.Predictions;
        CellTotals totals = new(new double[truth.CellCount], new double[truth.CellCount]);
        foreach (BacktestOrigin origin in run.Report.Origins)
        {
            Add(truth.Row(origin.TargetIndex), totals.Observed);
        }

        for (int i = 0; i < predictions.Targets.Count; i++)
        {
            Add(predictions[i], totals.Expected);
        }

        return totals;
    }

    private static void Add(ReadOnlySpan<double> values, double[] to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += values[i];
        }
    }
}
