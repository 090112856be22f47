using System.CommandLine;
using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary><c>policing demo</c>: the main job with nothing to prepare, on a small simulated city.</summary>
internal sealed class DemoVerb : IVerb
{
    private const string DefaultFolder = "policing-demo";
    private const string CrimeType = "knife-crime";
    private const int Origins = 13;

    public OutputOptions Output { get; } = new();

    public Command Define() => new("demo", $"Simulate a small city, forecast its coming four weeks, score every baseline, and write a report. Writes to {DefaultFolder} unless --out names another folder.");

    public int Run(ParseResult parse, CommandContext context)
    {
        using OutputFolder folder = Output.Claim(parse, DefaultFolder);

        // The city is written first and read back, so that the demo goes the way that real data go.
        CityRun city = CityRun.Of(new CityOptions(), context);
        (string events, string boundary) = city.WriteInput(folder);
        History history = History.Read(
            new EventRequest(events, null, null, Data.ColumnMap.Empty, null, [new Data.RowFilter("type", CrimeType)], Data.DateFormat.Iso, null),
            new PlaceRequest(1, CellShape.Square, null, null, boundary),
            PeriodCalendar.FourWeekly,
            city.City.Span.End,
            city.City.Span.Start,
            context).Named("simulated knife crimes", "a simulated city");
        BacktestRun backtest = BacktestRun.Of(history, Forecasters.Baselines, new BacktestOptions { Origins = Origins, Seed = 1 }, BacktestRun.DefaultPlacements, context, simulated: true);
        ForecastRun forecast = ForecastRun.Of(history, Forecasters.Create(ModelNames.Default), 1, context, simulated: true);
        context.Step("Writing", _ => Write(folder, city, forecast, backtest, context));
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName), Summary(folder.Target, city, forecast, backtest));
        return ExitCode.Done;
    }

    private static bool Write(OutputFolder folder, CityRun city, ForecastRun forecast, BacktestRun backtest, CommandContext context)
    {
        CellTable.Of(forecast.Forecast).WriteTo(folder);
        BacktestTables.WriteTo(folder, backtest, predictions: false, cells: false);
        RefusedRowsFile.Write(forecast.History.Quality, folder.File);
        IReadOnlyList<ReportFact> facts = Accounts.Write(folder, forecast.History, forecast.Forecast.Model, backtest, [.. forecast.Settings(), .. backtest.Settings().Where(s => s.Label is "models" or "origins" or "firstOrigin" or "conventions" or "placements")], backtest.Seed, context);
        folder.Write(Reports.FileName, Reports.Forecast(forecast, facts, backtest));
        folder.Write(ResultJson.FileName, ResultJson.Text(new DemoResult
        {
            Verb = "demo",
            Simulated = true,
            City = CityFigures.Of(city),
            Forecast = forecast.Result(folder),
            Backtest = backtest.Result(folder),
            Files = folder.Files,
        }));
        return true;
    }

    private static IEnumerable<string> Summary(string folder, CityRun city, ForecastRun forecast, BacktestRun backtest)
    {
        string end = city.City.Span.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return
        [
            city.Line(),
            "",
            .. forecast.Lines(),
            "",
            .. backtest.Lines(),
            "",
            "The same on a file of your own:",
            $"  policing forecast --events FILE --cell-area 1 --period four-weekly --as-of {end} --out forecast",
            $"  policing backtest --events FILE --cell-area 1 --period four-weekly --models all --origins {Origins} --out backtest",
            "",
            $"Report: {Path.Combine(folder, Reports.FileName)}",
        ];
    }
}
