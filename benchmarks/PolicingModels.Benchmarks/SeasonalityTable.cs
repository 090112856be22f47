using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PolicingModels.Seasonality;

namespace PolicingModels.Benchmarks;

/// <summary>Times every forecaster of single series on the monthly table of London, type by type, series after series.</summary>
internal static class SeasonalityTable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly Dictionary<string, double> Asked = new() { ["ets"] = 10, ["arima"] = 100, ["theta"] = 0.2 };

    public static int Print(TextWriter to, string? table, bool quick)
    {
        if (table is null)
        {
            Console.Error.WriteLine("Usage: seasonality london_force_26types_monthly.csv [--quick]");
            return 2;
        }

        MonthlySeries[] series = [.. File.ReadLines(table).Skip(1).Select(l => Parse(l, File.ReadLines(table).First().Split(',').Length - 1))];
        SeasonalPredictiveOptions alone = new() { Paths = 0 };
        (string Name, ISeasonalForecaster Model)[] models =
        [
            .. SeasonalForecasters.Names.Select(n => (n, SeasonalForecasters.Create(n))),
            ("theta, no joint futures", new ThetaForecaster(new() { Predictive = alone })),
            ("ets, no joint futures", new EtsForecaster(new() { Predictive = alone })),
        ];
        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}"));
        to.WriteLine(string.Create(Invariant, $"{series.Length} series of {series[0].Length} months; fit and 12 months ahead with 1,000 joint futures; processor time, the least of three batches, beside a fixed control"));
        to.WriteLine();
        to.WriteLine("| forecaster | ms a series | series/s | × control | asked, ms |");
        to.WriteLine("|---|---:|---:|---:|---:|");
        double control = Least(Control, quick ? 20 : 100);
        to.WriteLine(string.Create(Invariant, $"| control: a million multiplications and additions | {control:0.000} | | 1 | |"));
        foreach ((string name, ISeasonalForecaster model) in models)
        {
            double once = Milliseconds(() => Run(model, series));
            double best = Math.Min(once, Least(() => Run(model, series), Math.Clamp((int)((quick ? 300 : 2000) / Math.Max(once, 0.1)), 1, 2000))) / series.Length;
            string asked = Asked.TryGetValue(name.Split(',')[0], out double limit) ? limit.ToString(Invariant) : "";
            to.WriteLine(string.Create(Invariant, $"| `{name}` | {best:0.000} | {1000 / best:0} | {best / control:0.0} | {asked} |"));
        }

        return 0;
    }

    private static void Run(ISeasonalForecaster model, MonthlySeries[] series)
    {
        foreach (MonthlySeries one in series)
        {
            model.Fit(one).Forecast(12);
        }
    }

    private static double s_sink;

    private static void Control()
    {
        double sum = 1;
        for (int i = 0; i < 1_000_000; i++)
        {
            sum = (sum * 0.999999) + 1e-6;
        }

        s_sink = sum;
    }

    private static double Least(Action work, int rounds)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3; i++)
        {
            best = Math.Min(best, Milliseconds(() => Repeat(work, rounds)) / rounds);
        }

        return best;
    }

    private static void Repeat(Action work, int times)
    {
        for (int i = 0; i < times; i++)
        {
            work();
        }
    }

    /// <summary>Processor time of this process: elapsed time says nothing on a machine that others load. Its clock steps by 10 ms, hence the repeats.</summary>
    private static double Milliseconds(Action work)
    {
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        work();
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds + (0 * s_sink);
    }

    private static MonthlySeries Parse(string line, int months)
    {
        // Names of types hold commas.
        string[] fields = line.Split(',')[^months..];
        return new MonthlySeries(new Month(2010, 4), [.. fields.Select(f => double.Parse(f.Trim('"'), Invariant))]);
    }
}
