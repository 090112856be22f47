using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Benchmarks;

/// <summary>Times fits of self-exciting processes at growing numbers of events, and the kernel density of 150,000 events.</summary>
internal static class SelfExcitingTable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Print(TextWriter to, bool quick, bool parametricOnly)
    {
        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; best of {(quick ? 1 : 3)}, processor seconds of that round"));
        to.WriteLine();
        Fits(to, quick, parametricOnly);
        if (!parametricOnly)
        {
            Kernels(to, quick ? 5 : 20);
        }
    }

    private static void Fits(TextWriter to, bool quick, bool parametricOnly)
    {
        to.WriteLine("| model | events | days | pairs | rounds | seconds | processor s | µs per event | branching ratio (truth 0.2) |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---|");
        (CrimeEvents all, SquareGrid grid, Period span) = City(100_000);
        foreach (int n in (int[])[6_250, 12_500, 25_000, 50_000, 100_000])
        {
            // The city as it was over its first days: the same places and rates, watched for longer.
            Period window = new(span.Start, DateOnly.FromDayNumber(all.Day[n - 1] + 1));
            int last = window.End.DayNumber;
            CrimeEvents events = all.Where(i => all.Day[i] < last);
            Line("parametric", events, () => Parametric(new SelfExcitingOptions()));
            Line("parametric, likelihood alone", events, () => Parametric(new SelfExcitingOptions { CompareTimes = false }));
            if (parametricOnly)
            {
                continue;
            }

            Line("power law", events, () => Parametric(new SelfExcitingOptions { Spread = TriggerSpread.PowerLaw }));
            Line("parametric, by EM", events, () => Parametric(new SelfExcitingOptions { Estimation = SelfExcitingEstimation.ExpectationMaximisation }));
            Line("histograms", events, () =>
            {
                NonparametricSelfExcitingFit fit = new SelfExcitingModel().FitNonparametric(events, grid, window);
                return (fit.BranchingRatio, 0, fit.Rounds);
            });

            (Estimate, int, int) Parametric(SelfExcitingOptions options)
            {
                SelfExcitingFit fit = new SelfExcitingModel(options).Fit(events, grid, window);
                return (fit.BranchingRatio, fit.PairCount, fit.Rounds);
            }

            void Line(string name, CrimeEvents used, Func<(Estimate Ratio, int Pairs, int Rounds)> fit)
            {
                double best = double.PositiveInfinity, processor = 0;
                (Estimate ratio, int pairs, int rounds) = (default, 0, 0);
                for (int repeat = 0; repeat < (quick ? 1 : 3); repeat++)
                {
                    TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
                    long start = Stopwatch.GetTimestamp();
                    (ratio, pairs, rounds) = fit();
                    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    if (seconds < best)
                    {
                        best = seconds;
                        processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
                    }
                }

                to.WriteLine(string.Create(Invariant, $"| {name} | {used.Count:N0} | {window.Days:N0} | {(pairs > 0 ? pairs.ToString("N0", Invariant) : "as above")} | {rounds} | {best:0.00} | {processor:0.00} | {1e6 * best / used.Count:0} | {ratio} |"));
                to.Flush();
            }
        }

        to.WriteLine();
    }

    private static void Kernels(TextWriter to, int repeats)
    {
        (CrimeEvents all, _, Period span) = City(150_000);
        CrimeEvents events = all.Where(i => i < 150_000);
        SquareGrid grid = Grid.Squares(0.185, StudyArea.FromEnvelope(events.Easting.ToArray().Min(), events.Northing.ToArray().Min(), events.Easting.ToArray().Max() + 1, events.Northing.ToArray().Max() + 1));
        SpaceTimeCounts counts = grid.Count(events, PeriodSequence.FourWeekly(span.LastDay, (span.Days / 28) + 1), new CountingOptions { LargestShareOutsideArea = 1 });
        PredictiveOptions surfaceOnly = new() { BackgroundShare = 0, Dispersion = DispersionRule.Poisson, CalibrationPeriods = 1 };
        to.WriteLine("| kernel density, one surface | events | cells | best ms |");
        to.WriteLine("|---|---:|---:|---:|");
        foreach ((string name, IGridForecaster model) in ((string, IGridForecaster)[])
        [
            ("normal-reference bandwidth", new KernelDensityForecaster(new() { WindowDays = null, Predictive = surfaceOnly })),
            ("500 m", new KernelDensityForecaster(new() { WindowDays = null, BandwidthMetres = 500, Predictive = surfaceOnly })),
            ("500 m, corrected at cells", new KernelDensityForecaster(new() { WindowDays = null, BandwidthMetres = 500, EdgeCorrection = EdgeCorrection.AtCell, Predictive = surfaceOnly })),
            ("adaptive, square root", new AdaptiveKernelDensityForecaster(new() { WindowDays = null, Predictive = surfaceOnly })),
        ])
        {
            IFittedGridForecaster fitted = model.Fit(counts);
            double best = double.PositiveInfinity;
            for (int i = 0; i < repeats; i++)
            {
                long start = Stopwatch.GetTimestamp();
                fitted.Forecast();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            to.WriteLine(string.Create(Invariant, $"| {name} | {events.Count:N0} | {grid.Cells.Count:N0} | {best:0.0} |"));
            to.Flush();
        }
    }

    /// <summary>A simulated city of 370 km² that records about 30 events a day, with triggering of mean 7 days and 200 m.</summary>
    private static (CrimeEvents Events, SquareGrid Grid, Period Span) City(int events)
    {
        SimulatedCity city = new CitySimulator(new CityOptions
        {
            Size = CitySize.Medium,
            Days = (int)(events / 29.0),
            CrimeTypes = [new SimulatedCrimeType("burglary", 11_000) { BranchingRatio = 0.2, TriggerMeanDays = 7, TriggerDeviationMetres = 200, RecordedShare = 1, DelayMeanDays = 0 }],
        }).Simulate();
        Polygon boundary = city.Boundary;
        return (city.Events, Grid.Squares(1, StudyArea.FromGeometry(boundary, CoordinateSystem.BritishNationalGrid)), city.Span);
    }
}
