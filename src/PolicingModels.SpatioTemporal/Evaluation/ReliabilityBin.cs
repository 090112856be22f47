namespace PolicingModels.SpatioTemporal;

/// <summary>Forecasts of about the same size, and what came of them.</summary>
/// <param name="Low">Lowest forecast in the bin.</param>
/// <param name="High">Highest forecast in the bin.</param>
/// <param name="Count">Cell-periods in the bin.</param>
/// <param name="Origins">Origins that have a cell in the bin. With one, nothing is known of the variation between origins and the interval has no length.</param>
/// <param name="MeanForecast">Mean forecast.</param>
/// <param name="Observed">Mean of what was observed, with a block-bootstrap interval over origins.</param>
public sealed record ReliabilityBin(double Low, double High, long Count, int Origins, double MeanForecast, Estimate Observed);

internal static class ReliabilityTable
{
    private const int MaximumBins = 10;

    /// <summary>Bins of nearly equal numbers of cell-periods; equal forecasts are never split.</summary>
    public static IReadOnlyList<ReliabilityBin> Build(IReadOnlyList<double[]> forecast, IReadOnlyList<double[]> observed, CircularBlockBootstrap resamples, double coverage)
    {
        double[] sorted = [.. forecast.SelectMany(f => f)];
        Array.Sort(sorted);
        List<double> uppers = [];
        for (int b = 1; b <= MaximumBins; b++)
        {
            double upper = sorted[(int)((((long)sorted.Length * b) + MaximumBins - 1) / MaximumBins) - 1];
            if (uppers.Count == 0 || upper > uppers[^1])
            {
                uppers.Add(upper);
            }
        }

        double[] edges = [.. uppers];
        int origins = forecast.Count;
        double[][] number = Rows(origins, edges.Length), seen = Rows(origins, edges.Length);
        double[] sum = new double[edges.Length], low = new double[edges.Length];
        Array.Fill(low, double.PositiveInfinity);
        for (int o = 0; o < origins; o++)
        {
            for (int i = 0; i < forecast[o].Length; i++)
            {
                int at = Array.BinarySearch(edges, forecast[o][i]);
                int bin = at >= 0 ? at : ~at;
                number[o][bin]++;
                seen[o][bin] += observed[o][i];
                sum[bin] += forecast[o][i];
                low[bin] = Math.Min(low[bin], forecast[o][i]);
            }
        }

        List<ReliabilityBin> bins = [];
        for (int bin = 0; bin < edges.Length; bin++)
        {
            double count = 0, events = 0;
            int present = 0;
            for (int o = 0; o < origins; o++)
            {
                present += number[o][bin] > 0 ? 1 : 0;
                count += number[o][bin];
                events += seen[o][bin];
            }

            int column = bin;
            double value = events / count;
            Interval interval = resamples.ExpandedPercentile(resamples.Replicate(draw => Ratio(draw, seen, number, column)), coverage, 0) ?? new Interval(value, value, coverage);
            bins.Add(new ReliabilityBin(low[bin], edges[bin], (long)count, present, sum[bin] / count, new Estimate(value, interval)));
        }

        return bins;
    }

    private static double Ratio(ReadOnlySpan<int> draw, double[][] numerator, double[][] denominator, int column)
    {
        double above = 0, below = 0;
        foreach (int origin in draw)
        {
            above += numerator[origin][column];
            below += denominator[origin][column];
        }

        return below > 0 ? above / below : double.NaN;
    }

    private static double[][] Rows(int rows, int columns)
    {
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++)
        {
            values[i] = new double[columns];
        }

        return values;
    }
}
