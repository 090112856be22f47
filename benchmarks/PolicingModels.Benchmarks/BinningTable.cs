using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PolicingModels.Benchmarks;

/// <summary>Times the ways of binning in turn, keeps the best time of each, and prints a table with ratios from the same run.</summary>
internal static class BinningTable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Print(TextWriter to, int repeats)
    {
        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}"));
        to.WriteLine(string.Create(Invariant, $"10,000,000 events, 100 × 100 cells × 130 periods; best of {repeats} rounds, the ways taking turns"));
        double even = Print(to, "uniform", new BinningInput(false), repeats);
        double skewed = Print(to, "half of all events in 20 cells", new BinningInput(true), repeats);
        to.WriteLine();
        to.WriteLine(string.Create(Invariant, $"hotspots ÷ uniform, kernel, 1 thread: {skewed / even:0.00}"));
    }

    private static double Print(TextWriter to, string title, BinningInput input, int repeats)
    {
        int[] expected = new int[input.Bins], counts = new int[input.Bins];
        BinningWays.Naive(input, expected);
        double sum = 0;
        (string Name, Action Way, bool Checked, int Repeats)[] ways =
        [
            ("read only (sum of columns)", () => sum += BinningWays.ReadOnly(input), false, repeats),
            ("naive loop", () => BinningWays.Naive(input, counts), true, repeats),
            ("Dictionary", () => sum += BinningWays.Grouped(input).Count, false, Math.Min(repeats, 3)),
            ("kernel, 1 thread", () => BinningWays.Kernel(input, counts, 1), true, repeats),
            ("kernel, 2 threads", () => BinningWays.Kernel(input, counts, 2), true, repeats),
        ];
        double[] best = [.. ways.Select(_ => double.PositiveInfinity)];
        long[] allocated = new long[ways.Length];
        for (int round = 0; round < repeats; round++)
        {
            for (int w = 0; w < ways.Length; w++)
            {
                if (round >= ways[w].Repeats)
                {
                    continue;
                }

                Array.Clear(counts);
                long before = GC.GetTotalAllocatedBytes(true);
                long start = Stopwatch.GetTimestamp();
                ways[w].Way();
                best[w] = Math.Min(best[w], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                allocated[w] = GC.GetTotalAllocatedBytes(true) - before;
                if (ways[w].Checked && !counts.AsSpan().SequenceEqual(expected))
                {
                    throw new InvalidOperationException($"{ways[w].Name} counted wrongly.");
                }
            }
        }

        to.WriteLine();
        to.WriteLine($"### {title}");
        to.WriteLine();
        to.WriteLine("| | ms | M events/s | × naive loop | × read only | allocated, MB | memory beyond columns (with counts) ÷ columns |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        for (int w = 0; w < ways.Length; w++)
        {
            double beyond = allocated[w] + (ways[w].Checked ? (double)counts.Length * sizeof(int) : 0);
            to.WriteLine(string.Create(Invariant, $"| {ways[w].Name} | {best[w]:0.0} | {input.Easting.Length / best[w] / 1000:0} | {best[w] / best[1]:0.00} | {best[w] / best[0]:0.0} | {allocated[w] / 1e6:0.0} | {beyond / input.ColumnBytes:0.00} |"));
        }

        GC.KeepAlive(sum);
        return best[3];
    }
}
