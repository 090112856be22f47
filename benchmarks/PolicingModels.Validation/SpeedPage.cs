using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>The serious-violence preset from a file of events to its backtest: wall and processor seconds of each step.</summary>
internal static class SpeedPage
{
    public static async Task WriteAsync(StringBuilder page, string path)
    {
        GridSystem system = Systems.SeriousViolence;
        List<(string Step, double Wall, double Processor)> steps = [];
        EventTable table = Time(steps, "read", () => EventFiles.Read(path));
        CrimeEvents events = table.Events;
        PeriodSequence periods = PeriodSequence.Between(system.Calendar, events.DayRange!.Value.First, events.DayRange.Value.Last.AddDays(1));
        SpaceTimeCounts counts = Time(steps, "lay cells and count", () => Grid.Squares(system.CellAreaSquareKilometres, events.KnownBefore(periods[periods.Count - system.Origins].Start)).Count(events, periods));
        IFittedGridForecaster fitted = Time(steps, "fit the stack", () => Forecasters.Create(system.Model).Fit(counts));
        Time(steps, "forecast", () => fitted.Forecast().Cells.Count);
        Time(steps, $"backtest, {system.Origins} origins, stack and {Forecasters.Baselines.Count} baselines", () => new Backtest(counts, new BacktestOptions { Origins = system.Origins }).Run([.. Forecasters.Baselines, Forecasters.Create(system.Model)]));

        Process self = Process.GetCurrentProcess();
        double before = self.TotalProcessorTime.TotalSeconds;
        Stopwatch clock = Stopwatch.StartNew();
        GridSystemResult result = await system.RunAsync(new GridInput { Path = path }).ConfigureAwait(false);
        clock.Stop();
        self.Refresh();
        steps.Add(("**whole preset, file to result (`Systems.SeriousViolence.RunAsync`)**", clock.Elapsed.TotalSeconds, self.TotalProcessorTime.TotalSeconds - before));
        GridSeries series = result.Series[0];
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            # How long the serious-violence preset takes

            Written by `dotnet run -c Release --project benchmarks/PolicingModels.Validation -- speed EVENTS-FILE docs/benchmarks/serious-violence.md`.

            {events.Count} events of Chicago, {events.DayRange.Value.First:yyyy-MM-dd} to {events.DayRange.Value.Last:yyyy-MM-dd}, {series.Counts.CellCount} cells of {system.CellAreaSquareKilometres} km², {series.Counts.PeriodCount} periods of four weeks, {series.Backtest?.Origins.Count ?? 0} origins. Asked: at most 60 s on two cores.
            PolicingModels {BuildVersion()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors shared with other work: wall seconds hold the waiting for them, processor seconds (of both cores together) do not.
            One run in one process, the steps first and in this order (so they carry the start-up of the runtime), then the whole preset again from the file.

            | step | wall s | processor s |
            |---|---|---|
            """);
        foreach ((string step, double wall, double processor) in steps)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {step} | {wall:F2} | {processor:F2} |");
        }

        page.AppendLine();
        if (series.Backtest is null)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"No backtest: {series.BacktestMissing}");
        }
    }

    private static string BuildVersion() => FileVersionInfo.GetVersionInfo(typeof(Systems).Assembly.Location).ProductVersion?.Split('+')[0] ?? "";

    private static T Time<T>(List<(string Step, double Wall, double Processor)> steps, string name, Func<T> work)
    {
        using Process self = Process.GetCurrentProcess();
        double before = self.TotalProcessorTime.TotalSeconds;
        Stopwatch clock = Stopwatch.StartNew();
        T value = work();
        clock.Stop();
        self.Refresh();
        steps.Add((name, clock.Elapsed.TotalSeconds, self.TotalProcessorTime.TotalSeconds - before));
        Console.Error.WriteLine($"{name}: {clock.Elapsed.TotalSeconds:F2} s");
        return value;
    }
}
