using System.Globalization;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>Simulated towns of known triggering: how far the branching ratio is off, what its interval covers, and how often triggering is seen where there is none.</summary>
internal static class SelfExcitingCoverage
{
    private const double Days = 7, Metres = 200;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Write(TextWriter to, int towns, bool large)
    {
        to.WriteLine("| town | ratio | towns | model | mean ratio (its error) | deviation | mean stated error | interval covers | triggering shown | days, metres cover |");
        to.WriteLine("|---|---:|---:|---|---|---:|---:|---:|---:|---:|");
        Town(to, "1,500 events in 2 years, even", towns, seed => Steps(seed, 1_500, 0, 0, 0));
        foreach (double ratio in (double[])[0, 0.2])
        {
            Town(to, "1,500 events in 2 years, rates jump from one km² to the next", towns, seed => Steps(seed, 1_500, 1, 0, ratio));
        }

        foreach ((double jump, double ratio) in (ReadOnlySpan<(double, double)>)[(0.4, 0), (-0.4, 0), (0.4, 0.2)])
        {
            Town(to, string.Create(Invariant, $"the same, level {(jump > 0 ? "up" : "down")} by 40 % after 45 % of the time"), towns, seed => Steps(seed, 1_500, 1, jump, ratio));
        }

        foreach (int events in large ? (int[])[5_000, 20_000, 50_000] : [5_000])
        {
            foreach (double metres in (double[])[100, 150, 300])
            {
                Town(to, string.Create(Invariant, $"{events:N0} events in 3 years, hot spots of {metres} m"), Math.Max(2, towns * 2_500 / events), seed => Spots(seed, events, metres, 0.2));
            }
        }

        foreach (int events in large ? (int[])[5_000, 20_000] : [5_000])
        {
            Town(to, string.Create(Invariant, $"{events:N0} events in 3 years, hot spots of 150 m"), Math.Max(2, towns * 2_500 / events), seed => Spots(seed, events, 150, 0));
        }
    }

    private static void Town(TextWriter to, string name, int towns, Func<ulong, World> world)
    {
        (Estimate Ratio, bool Shown, bool Days, bool Metres)[][] found = [new (Estimate, bool, bool, bool)[towns], new (Estimate, bool, bool, bool)[towns]];
        double truth = world(1).Ratio;
        Parallel.For(0, towns, i =>
        {
            World w = world((ulong)i + 1);
            for (int m = 0; m < 2; m++)
            {
                SelfExcitingFit fit = new SelfExcitingModel(new() { CompareTimes = m == 1, MaximumThreads = 1 }).Fit(w.Events, w.Area, w.Window);
                found[m][i] = (fit.BranchingRatio, fit.TriggeringShown, fit.TriggerDays.Interval.Contains(Days), fit.TriggerMetres.Interval.Contains(Metres));
            }
        });
        for (int m = 0; m < 2; m++)
        {
            double mean = found[m].Average(f => f.Ratio.Value), deviation = Math.Sqrt(found[m].Sum(f => (f.Ratio.Value - mean) * (f.Ratio.Value - mean)) / Math.Max(1, towns - 1));
            double error = found[m].Average(f => (f.Ratio.High - f.Ratio.Value) / 1.96);
            string shape = truth > 0 ? string.Create(Invariant, $"{found[m].Count(f => f.Days)}, {found[m].Count(f => f.Metres)}") : "–";
            to.WriteLine(string.Create(Invariant, $"| {name} | {truth} | {towns} | {(m == 0 ? "likelihood alone" : "compared with other times")} | {mean:F4} ({deviation / Math.Sqrt(towns):F4}) | {deviation:F4} | {error:F4} | {found[m].Count(f => f.Ratio.Interval.Contains(truth))} | {found[m].Count(f => f.Shown)} | {shape} |"));
        }

        to.Flush();
    }

    private sealed record World(CrimeEvents Events, IGrid Area, Period Window, double Ratio);

    /// <summary>Fifteen by fifteen kilometres, rates lognormal from cell to cell, the level another after 45 % of two years.</summary>
    private static World Steps(ulong seed, int events, double spread, double jump, double ratio)
    {
        Period window = new(new DateOnly(2020, 1, 1), new DateOnly(2022, 1, 1)), early = new(window.Start, window.Start.AddDays((int)(0.45 * window.Days))), late = new(early.End, window.End);
        SquareGrid area = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 15_000, 15_000));
        SeededRandom random = new((77 * seed) + 5);
        double[] weights = [.. area.Cells.Select(_ => Math.Exp(spread * random.NextGaussian()))];
        SelfExcitingParameters p = new(events * (1 - ratio) / window.Days / (1 + (0.55 * jump)), ratio, Days, Metres);
        if (jump == 0)
        {
            return new World(SelfExcitingSimulator.Simulate(area, window, p, seed, weights).ToEvents(), area, window, ratio);
        }

        // Each level starts without a past: a few events in a hundred of the later one lack those that earlier ones would have triggered.
        SimulatedProcess before = SelfExcitingSimulator.Simulate(area, early, p, seed, weights), after = SelfExcitingSimulator.Simulate(area, late, p with { BackgroundPerDay = p.BackgroundPerDay * (1 + jump) }, seed + 1_000_000, weights);
        return new World(new SimulatedProcess([.. before.Easting, .. after.Easting], [.. before.Northing, .. after.Northing], [.. before.Day, .. after.Day], [.. before.Generation, .. after.Generation], area.Coordinates).ToEvents(), area, window, ratio);
    }

    /// <summary>Twelve by twelve kilometres, seven tenths of the background in forty hot spots.</summary>
    private static World Spots(ulong seed, int events, double metres, double ratio)
    {
        Period window = new(new DateOnly(2020, 1, 1), new DateOnly(2023, 1, 1));
        SquareGrid fine = Grid.Squares(0.0025, StudyArea.FromEnvelope(0, 0, 12_000, 12_000)), area = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 12_000, 12_000));
        SeededRandom random = new((91 * seed) + 3);
        (double X, double Y, double Weight)[] spots = [.. Enumerable.Range(0, 40).Select(_ => (1_000 + (10_000 * random.NextDouble()), 1_000 + (10_000 * random.NextDouble()), random.NextGamma(1.5)))];
        double all = spots.Sum(s => s.Weight);
        double[] weights = [.. fine.Cells.Select(c => (0.3 / 144e6) + spots.Sum(s => 0.7 * s.Weight / all * Gaussian(c.Easting - s.X, c.Northing - s.Y, metres)))];
        return new World(SelfExcitingSimulator.Simulate(fine, window, new(events * (1 - ratio) / window.Days, ratio, Days, Metres), seed, weights).ToEvents(), area, window, ratio);
    }

    private static double Gaussian(double x, double y, double deviation) => Math.Exp(-((x * x) + (y * y)) / (2 * deviation * deviation)) / (2 * Math.PI * deviation * deviation);
}
