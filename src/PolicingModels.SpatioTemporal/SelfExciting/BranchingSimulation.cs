using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Draws a self-exciting process as a branching one: background events by thinning, each with its descendants.</summary>
internal static class BranchingSimulation
{
    private const int MostEvents = 20_000_000;

    public static SimulatedProcess Run(
        IGrid area,
        Period window,
        double backgroundPerDay,
        Func<double, double> level,
        Func<SeededRandom, (double X, double Y)> place,
        double branchingRatio,
        TriggerKernel kernel,
        SeededRandom random,
        CancellationToken cancellationToken)
    {
        double start = window.Start.DayNumber, end = window.End.DayNumber;
        List<(double T, double X, double Y, int Generation, int Order)> events = [];
        for (int day = window.Start.DayNumber; day < window.End.DayNumber; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long count = random.NextPoisson(backgroundPerDay * level(day + 0.5));
            for (long i = 0; i < count; i++)
            {
                (double x, double y) = place(random);
                events.Add((day + random.NextDouble(), x, y, 0, events.Count));
            }
        }

        // Descendants of all generations that fall before the end and inside the area; one outside is neither kept nor triggers.
        int[] cell = new int[1];
        for (int at = 0; at < events.Count; at++)
        {
            (double t, double x, double y, int generation, _) = events[at];
            long children = random.NextPoisson(branchingRatio);
            for (long i = 0; i < children; i++)
            {
                double time = t + kernel.TimeQuantile(random.NextDouble()), r = kernel.SpaceQuantile(random.NextDouble()), angle = 2 * Math.PI * random.NextDouble();
                double east = x + (r * Math.Cos(angle)), north = y + (r * Math.Sin(angle));
                area.Locate([east], [north], cell);
                if (time < end && cell[0] >= 0)
                {
                    events.Add((time, east, north, generation + 1, events.Count));
                }
            }

            if (events.Count > MostEvents)
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, string.Create(CultureInfo.InvariantCulture, $"The simulation passed {MostEvents} events. Take a lower background or branching ratio, or a shorter window than {end - start} days."));
            }
        }

        events.Sort();
        return new SimulatedProcess(
            [.. events.Select(e => e.X)], [.. events.Select(e => e.Y)], [.. events.Select(e => e.T)], [.. events.Select(e => e.Generation)], area.Coordinates);
    }
}
