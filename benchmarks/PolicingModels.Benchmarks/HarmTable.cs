using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PolicingModels.HarmIndex;

namespace PolicingModels.Benchmarks;

/// <summary>Times the scoring of ten million offences of a million persons beside a dictionary and LINQ that do the same work.</summary>
internal static class HarmTable
{
    private const int Offences = 10_000_000;
    private const int Persons = 1_000_000;
    private const int MostRowsOfOne = 50;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Print(TextWriter to, int repeats)
    {
        DateOnly asOf = new(2025, 1, 1);
        HarmSchedule schedule = OnsCrimeSeverityScore.December2020;
        string[] levels = [.. schedule.Rows.SelectMany(r => r.Codes).Select(c => c.Text).Distinct()];
        string[] names = new string[Persons];
        for (int p = 0; p < names.Length; p++)
        {
            names[p] = p.ToString("D7", Invariant);
        }

        SeededRandom random = new(1);
        int[] code = new int[Offences], person = new int[Offences], day = new int[Offences];
        for (int i = 0; i < Offences; i++)
        {
            code[i] = random.NextInt32(levels.Length);
            person[i] = random.NextInt32(Persons);
            // Two years of records, of which the window takes one.
            day[i] = asOf.DayNumber - 1 - random.NextInt32(730);
        }

        CategoryColumn codes = new("code", code, levels);
        HarmOffences offences = new(codes, day, person: new CategoryColumn("person", person, names));
        HarmLookup lookup = new(schedule);
        double[] days = new double[Offences];
        double[] totals = [];
        Dictionary<int, double> grouped = [];
        Dictionary<string, double> dictionary = levels.ToDictionary(l => l, lookup.Score);
        int from = asOf.DayNumber - 365;
        (string Name, Action Way, int Repeats)[] ways =
        [
            ("Dictionary<string, double>, look-up", () => ByDictionary(dictionary, levels, code, days), repeats),
            ("HarmWeights, look-up", () => new HarmWeights(lookup, codes).ScoreRows(code, days), repeats),
            ("Dictionary + LINQ, person totals", () => grouped = Enumerable.Range(0, Offences).Where(i => day[i] >= from).GroupBy(i => person[i]).ToDictionary(g => g.Key, g => g.Sum(i => dictionary[levels[code[i]]])), Math.Min(repeats, 2)),
            ("HarmScorer, 1 thread", () => totals = Score(lookup, offences, asOf, 1), repeats),
            ("HarmScorer, 2 threads", () => totals = Score(lookup, offences, asOf, 2), repeats),
        ];
        double[] best = [.. ways.Select(_ => double.PositiveInfinity)];
        for (int round = 0; round < repeats; round++)
        {
            for (int w = 0; w < ways.Length; w++)
            {
                if (round < ways[w].Repeats)
                {
                    long start = Stopwatch.GetTimestamp();
                    ways[w].Way();
                    best[w] = Math.Min(best[w], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        foreach ((int p, double sum) in grouped)
        {
            // The scorer adds whole parts of a day, which at so many rows are hundred-millionths: half a part for each of a person's rows.
            if (Math.Abs(totals[p] - sum) > (MostRowsOfOne * 0.5e-8) + (1e-9 * sum))
            {
                throw new InvalidOperationException(string.Create(Invariant, $"Person {p} scores {totals[p]}, by LINQ {sum}."));
            }
        }

        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}"));
        to.WriteLine(string.Create(Invariant, $"{Offences:N0} offences, {Persons:N0} persons, {levels.Length} codes, 365 of 730 days; best of {repeats} rounds, the ways taking turns; all totals compared"));
        to.WriteLine();
        to.WriteLine("| | ms | M offences/s | × the dictionary's time |");
        to.WriteLine("|---|---:|---:|---:|");
        for (int w = 0; w < ways.Length; w++)
        {
            to.WriteLine(string.Create(Invariant, $"| {ways[w].Name} | {best[w]:0} | {Offences / best[w] / 1000:0.0} | {best[w] / best[w < 2 ? 0 : 2]:0.00} |"));
        }
    }

    private static void ByDictionary(Dictionary<string, double> dictionary, string[] levels, int[] code, double[] days)
    {
        for (int i = 0; i < code.Length; i++)
        {
            days[i] = dictionary[levels[code[i]]];
        }
    }

    private static double[] Score(HarmLookup lookup, HarmOffences offences, DateOnly asOf, int threads) =>
        new HarmScorer(lookup, new() { AsOf = asOf, Threads = threads }).Score(offences, HarmUnit.Person).Days.ToArray();
}
