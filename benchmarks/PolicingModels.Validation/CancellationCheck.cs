using System.Diagnostics;
using System.Globalization;
using PolicingModels.Seasonality;

namespace PolicingModels.Validation;

/// <summary>Stops the plan of all London series at places spread over its course and says how long each went on after.</summary>
internal static class CancellationCheck
{
    private const int Places = 40;

    public static int Run(string shared)
    {
        SeriesHierarchy london = SeasonalityLondon.Read(Path.Combine(shared, "data", "monthly", "london_bcu12_26types_monthly.csv"));
        SeasonalityPlanner planner = new();
        planner.Plan(london);
        long started = Stopwatch.GetTimestamp();
        planner.Plan(london);
        double whole = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        // Twice over the same places: a stretch without a check shows both times, another program's turn does not.
        List<(double After, double First, double Second)> waits = [];
        for (int i = 1; i < Places; i++)
        {
            double after = whole * i / Places;
            if (Stop(planner, london, after) is { } first && Stop(planner, london, after) is { } second)
            {
                waits.Add((after, first, second));
            }
        }

        CultureInfo c = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(c, $"whole plan {whole:0} ms; stopped at {waits.Count} places"));
        double[] least = [.. waits.Select(w => Math.Min(w.First, w.Second)).Order()], most = [.. waits.Select(w => Math.Max(w.First, w.Second)).Order()];
        Console.WriteLine(string.Create(c, $"ms from the stop to its exception, lesser of two: median {least[least.Length / 2]:0.0}, most {least[^1]:0.0}; greater of two: median {most[most.Length / 2]:0.0}, most {most[^1]:0.0}"));
        foreach ((double after, double first, double second) in waits.OrderByDescending(w => Math.Min(w.First, w.Second)).Take(5))
        {
            Console.WriteLine(string.Create(c, $"  after {after:0} ms: {first:0.0}, {second:0.0}"));
        }

        return 0;
    }

    private static double? Stop(SeasonalityPlanner planner, SeriesHierarchy history, double after)
    {
        using CancellationTokenSource source = new();
        long stopped = 0;
        Thread stopper = new(() =>
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(after));
            Volatile.Write(ref stopped, Stopwatch.GetTimestamp());
            source.Cancel();
        });
        stopper.Start();
        try
        {
            planner.Plan(history, source.Token);
            stopper.Join();
            return null;
        }
        catch (OperationCanceledException)
        {
            long caught = Stopwatch.GetTimestamp();
            stopper.Join();
            return Stopwatch.GetElapsedTime(Volatile.Read(ref stopped), caught).TotalMilliseconds;
        }
    }
}
