using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>A forecast with what it was made from.</summary>
internal sealed class ForecastRun
{
    public required History History { get; init; }

    public required GridForecast Forecast { get; init; }

    public required int Horizon { get; init; }

    /// <summary>Whether the input is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Fits and forecasts.</summary>
    public static ForecastRun Of(History history, IGridForecaster model, int horizon, CommandContext context, bool simulated = false)
    {
        IFittedGridForecaster fitted = context.Step($"Fitting {model.Name}", _ => model.Fit(history.Counts, context.Cancellation));

        // Where the last periods were never recorded, the period asked for lies so many steps further on.
        int steps = horizon + (history.Periods?.TrailingLeftOut ?? 0);
        GridForecast forecast = context.Step("Forecasting", _ => fitted.Forecast(steps, context.Cancellation));
        foreach (string note in forecast.Notes)
        {
            context.Note($"Note: {note}");
        }

        return new ForecastRun { History = history, Forecast = forecast, Horizon = horizon, Simulated = simulated };
    }

    /// <summary>Writes every file of <c>forecast</c>.</summary>
    public void Write(OutputFolder folder, CommandContext context) => context.Step("Writing", _ =>
    {
        CellTable.Of(Forecast).WriteTo(folder);
        RefusedRowsFile.Write(History.Quality, folder.File);
        IReadOnlyList<ReportFact> facts = Accounts.Write(folder, History, Forecast.Model, null, Settings(), null, context);
        folder.Write(Reports.FileName, Reports.Forecast(this, facts));
        folder.Write(ResultJson.FileName, ResultJson.Text(Result(folder)));
        return true;
    });

    /// <summary>The settings of the run, by name.</summary>
    public IReadOnlyList<ReportFact> Settings() =>
    [
        new("model", Forecast.Model),
        new("asOf", History.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("horizon", Horizon.ToString(CultureInfo.InvariantCulture)),
        new("period", PeriodOption.Word(History.Counts.Periods.Calendar)),
        new("grid", History.Counts.Grid.Description),
    ];

    /// <summary>The figures.</summary>
    public ForecastResult Result(OutputFolder folder) => new()
    {
        Verb = "forecast",
        Simulated = Simulated,
        AsOf = History.AsOf,
        Horizon = Horizon,
        Forecast = ForecastFigures.Of(Forecast),
        History = HistoryResult.Of(History.Counts.Periods, History.Periods),
        Grid = GridResult.Of(History.Counts.Grid),
        Quality = QualityResult.Of(History.Quality),
        Counted = CountedResult.Of(History.Counts.Outcome),
        Files = folder.Files,
    };

    /// <summary>The summary for a reader.</summary>
    public IEnumerable<string> Summary(string folder) =>
    [
        .. Lines(),
        $"Report: {Path.Combine(folder, Reports.FileName)}",
    ];

    /// <summary>What the forecast says, in lines.</summary>
    public IEnumerable<string> Lines()
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        yield return string.Create(c, $"Forecast for {Forecast.Period.Start:yyyy-MM-dd} to {Forecast.Period.LastDay:yyyy-MM-dd} by {Forecast.Model}: {Forecast.ExpectedTotal:F1} events expected in {History.Counts.Grid.Description}");
        DataQualityReport quality = History.Quality;
        yield return string.Create(c, $"from {quality.Used:N0} of {quality.Read:N0} rows ({quality.Refused.Count:N0} refused), {History.Counts.Periods}");
        yield return "The cells with the highest expected counts:";
        yield return "  rank  cell              expected   80 % interval   P(at least one)   relative likelihood";
        foreach (CellForecast cell in Forecast.Ranked().Take(5))
        {
            yield return string.Create(c, $"  {cell.Rank,4}  {cell.Id,-16}  {cell.ExpectedCount,8:F2}   {cell.Interval80.Low,5:F0} to {cell.Interval80.High,-5:F0}  {NumberText.PlainChance(cell.ProbabilityOfAny),13}     {cell.Likelihood.Name}");
        }
    }
}
