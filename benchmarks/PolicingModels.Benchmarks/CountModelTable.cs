using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Benchmarks;

/// <summary>Times fits and forecasts of the count models on simulated counts, and prints the best time of each beside a control of plain arithmetic in the same run.</summary>
internal sealed class CountModelTable(TextWriter to, int repeats)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public void Print()
    {
        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; best of {repeats}"));
        to.WriteLine();
        to.WriteLine("| | asked | best, ms | processor, ms |");
        to.WriteLine("|---|---|---:|---:|");
        SpaceTimeCounts city = Simulate(30, 24, 130, 1.6, 1), county = Simulate(100, 100, 130, 0.3, 2);
        Line("control: 10 M logarithms, one thread", "", Control);
        Line("empirical-bayes-ewma, half-life 26 set, Poisson, 720 cells × 130 periods", "1 ms", () => Run(new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 26, Predictive = new() { Level = new(), Dispersion = DispersionRule.Poisson } }), city));
        Line("the same with its dispersion by maximum likelihood", "1 ms", () => Run(new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 26 }), city));
        Line("the same with its half-life chosen among 13", "", () => Run(new EmpiricalBayesEwmaForecaster(), city));
        Line("count-regression, 720 cells × 130 periods", "", () => Run(new CountRegressionForecaster(), city));
        Line("count-regression, 10,000 cells × 130 periods", "5,000 ms", () => Run(new CountRegressionForecaster(), county));
        Line("hierarchical-rates, 720 cells × 130 periods", "", () => Run(new HierarchicalRatesForecaster(), city));
        Line("hierarchical-rates, 10,000 cells × 130 periods", "", () => Run(new HierarchicalRatesForecaster(), county));
        Line("stack, 720 cells × 130 periods", "", () => Run(new StackForecaster(), city));
        Line("stack, 10,000 cells × 130 periods", "", () => Run(new StackForecaster(), county));
        Line("spatial-regression, 720 cells × 130 periods", "", () => Run(new SpatialRegressionForecaster(), city));
        Line("spatial-regression, 10,000 cells × 130 periods", "5,000 ms", () => Run(new SpatialRegressionForecaster(), county));
        Line("endemic-epidemic, 720 cells × 130 periods", "", () => Run(new EndemicEpidemicForecaster(), city));
        SpaceTimeCounts vehicles = Types(Simulate(40, 30, 60, 1, 3), 8);
        Line("multi-type, 1,200 cells × 8 types × 60 months: fit and forecast of all", "20,000 ms", () => new MultiTypeForecaster().Fit(vehicles).Forecast());
        Line("spatial-regression, Poisson, 10,000 cells × 130 periods", "5,000 ms", () => Run(new SpatialRegressionForecaster(new() { Family = CountFamily.Poisson }), county));
    }

    /// <summary>Splits counts among types with unequal shares.</summary>
    private static SpaceTimeCounts Types(SpaceTimeCounts counts, int types)
    {
        SeededRandom random = new(9);
        double[][] values = [.. Enumerable.Range(0, types).Select(_ => new double[counts.PeriodCount * counts.CellCount])];
        for (int t = 0; t < counts.PeriodCount; t++)
        {
            for (int i = 0; i < counts.CellCount; i++)
            {
                for (int e = 0; e < counts[t, i]; e++)
                {
                    int type = Math.Min(types - 1, (int)(types * Math.Pow(random.NextDouble(), 2)));
                    values[type][(t * counts.CellCount) + i]++;
                }
            }
        }

        return new SpaceTimeCounts(counts.Grid, counts.Periods, values, [.. Enumerable.Range(0, types).Select(k => $"type {k}")]);
    }

    private static void Run(IGridForecaster model, SpaceTimeCounts history) => model.Fit(history).Forecast();

    private static void Control()
    {
        double sum = 0;
        for (int i = 1; i <= 10_000_000; i++)
        {
            sum += Math.Log(i);
        }

        if (sum < 0)
        {
            throw new InvalidOperationException("Logarithms of whole numbers are not negative.");
        }
    }

    private void Line(string what, string asked, Action work)
    {
        double best = double.PositiveInfinity, processor = double.PositiveInfinity;
        Stopwatch all = Stopwatch.StartNew();
        for (int i = 0; i < repeats || (i < 1000 && all.ElapsedMilliseconds < 1000); i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        to.WriteLine(string.Create(Invariant, $"| {what} | {asked} | {best:#,0.00} | {processor:#,0.00} |"));
        to.Flush();
    }

    /// <summary>A smooth city with a season: Poisson counts.</summary>
    private static SpaceTimeCounts Simulate(int columns, int rows, int periods, double mean, ulong seed)
    {
        SquareGrid grid = Grid.Squares(1, StudyArea.FromEnvelope(400_000, 200_000, 400_000 + (1000.0 * columns), 200_000 + (1000.0 * rows)));
        SeededRandom random = new(seed);
        double[] rate = [.. grid.Cells.Select(c => Math.Exp((1.2 * Math.Sin(c.Easting / 9000)) + Math.Cos(c.Northing / 7000) + (0.4 * random.NextGaussian())))];
        double scale = mean / rate.Average();
        double[] values = new double[rate.Length * periods];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextPoisson(scale * rate[i % rate.Length] * (1 + (0.1 * Math.Sin(2 * Math.PI * (i / rate.Length) / 13))));
        }

        return new SpaceTimeCounts(grid, PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), periods), [values]);
    }
}
