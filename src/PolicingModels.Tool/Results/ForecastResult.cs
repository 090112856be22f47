using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>The <c>result.json</c> of <c>forecast</c>.</summary>
internal sealed record ForecastResult : VerbResult
{
    public required DateOnly AsOf { get; init; }

    public required int Horizon { get; init; }

    public required ForecastFigures Forecast { get; init; }

    public required HistoryResult History { get; init; }

    public required GridResult Grid { get; init; }

    public required QualityResult Quality { get; init; }

    public required CountedResult? Counted { get; init; }
}

/// <summary>A forecast as figures, cells from the highest expected count to the lowest.</summary>
internal sealed record ForecastFigures(string Model, SpanResult Period, double ExpectedTotal, string LikelihoodRule, IReadOnlyList<string> Notes, IReadOnlyList<CellResult> Cells)
{
    public static ForecastFigures Of(GridForecast forecast) => new(
        forecast.Model,
        SpanResult.Of(forecast.Period),
        forecast.ExpectedTotal,
        forecast.LikelihoodRule.ToString(),
        forecast.Notes,
        [.. forecast.Ranked().Select(CellResult.Of)]);
}

/// <summary>One cell's forecast; the same columns as the tables.</summary>
internal sealed record CellResult(
    string Cell,
    int Rank,
    double Easting,
    double Northing,
    double AreaKm2,
    double ExpectedCount,
    double ProbabilityOfAny,
    double Low80,
    double High80,
    double Low95,
    double High95,
    string RelativeLikelihood)
{
    public static CellResult Of(CellForecast c) => new(
        c.Id, c.Rank, c.Cell.Easting, c.Cell.Northing, c.Cell.AreaSquareKilometres, c.ExpectedCount, c.ProbabilityOfAny,
        c.Interval80.Low, c.Interval80.High, c.Interval95.Low, c.Interval95.High, c.Likelihood.Name);
}
