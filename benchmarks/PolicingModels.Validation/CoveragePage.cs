using System.Globalization;
using System.Text;

namespace PolicingModels.Validation;

/// <summary>How often nominal 95 % intervals of a mean hold it, by length and dependence of the series.</summary>
internal static class CoveragePage
{
    private const int Series = 2000, Resamples = 2000;
    private static readonly double[] s_correlations = [0, 0.3, 0.6];

    public static void Write(StringBuilder page)
    {
        page.AppendLine("| n | block | independent: plain | expanded | studentised | AR(1) 0.3: plain | expanded | studentised | AR(1) 0.6: plain | expanded | studentised |").AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (int n in new[] { 4, 6, 8, 10, 13, 18, 26, 52, 104 })
        {
            page.Append(CultureInfo.InvariantCulture, $"| {n} | {CircularBlockBootstrap.DefaultBlockLength(n)} |");
            foreach (double correlation in s_correlations)
            {
                (int plain, int expanded, int studentised) = Covered(n, correlation);
                page.Append(CultureInfo.InvariantCulture, $" {100.0 * plain / Series:F1} | {100.0 * expanded / Series:F1} | {100.0 * studentised / Series:F1} |");
            }

            page.AppendLine();
        }
    }

    private static (int Plain, int Expanded, int Studentised) Covered(int n, double correlation)
    {
        SeededRandom random = new(5);
        int plain = 0, expanded = 0, studentised = 0;
        double[] values = new double[n], zero = new double[n];
        for (int s = 0; s < Series; s++)
        {
            values[0] = random.NextGaussian() / Math.Sqrt(1 - (correlation * correlation));
            for (int i = 1; i < n; i++)
            {
                values[i] = (correlation * values[i - 1]) + random.NextGaussian();
            }

            CircularBlockBootstrap bootstrap = new(n, random.NextUInt64(), Resamples);
            plain += PercentileInterval.Of(MovingBlockMeans(values, bootstrap.BlockLength, random))!.Value.Contains(0) ? 1 : 0;
            expanded += bootstrap.Mean(values).Interval.Contains(0) ? 1 : 0;
            studentised += bootstrap.MeanDifference(values, zero).Difference.Interval.Contains(0) ? 1 : 0;
        }

        return (plain, expanded, studentised);
    }

    /// <summary>Künsch's blocks, which do not go round the end: what the intervals were made of before.</summary>
    private static double[] MovingBlockMeans(double[] values, int length, SeededRandom random)
    {
        double[] means = new double[Resamples];
        for (int r = 0; r < means.Length; r++)
        {
            for (int at = 0; at < values.Length; at += length)
            {
                int start = random.NextInt32(values.Length - length + 1);
                for (int i = 0; i < length && at + i < values.Length; i++)
                {
                    means[r] += values[start + i] / values.Length;
                }
            }
        }

        return means;
    }
}
