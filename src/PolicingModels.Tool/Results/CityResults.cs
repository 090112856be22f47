using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary>The <c>result.json</c> of <c>simulate city</c>.</summary>
internal sealed record SimulateResult : VerbResult
{
    public required CityFigures City { get; init; }
}

/// <summary>The <c>result.json</c> of <c>demo</c>: the city, and the results that <c>forecast</c> and <c>backtest</c> write.</summary>
internal sealed record DemoResult : VerbResult
{
    public required CityFigures City { get; init; }

    public required ForecastResult Forecast { get; init; }

    public required BacktestResult Backtest { get; init; }
}

/// <summary>A simulated city and what its events were drawn from.</summary>
internal sealed record CityFigures(
    string Notice,
    string Size,
    string Seed,
    SpanResult Span,
    int Events,
    long Unrecorded,
    double AreaSquareKilometres,
    IReadOnlyList<CityHotspot> Hotspots,
    IReadOnlyList<CrimeTypeFigures> CrimeTypes)
{
    public static CityFigures Of(CityRun run)
    {
        CityTruth truth = run.City.Truth;
        return new CityFigures(
            SimulatedCity.Notice,
            run.City.Options.Size.ToString(),
            run.City.Options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            SpanResult.Of(run.City.Span),
            run.City.Events.Count,
            run.City.Unrecorded,
            run.Boundary.AreaSquareKilometres,
            truth.Hotspots,
            [.. truth.CrimeTypes.Select(t => new CrimeTypeFigures(t, truth.HotspotWeights(t.Name), truth.BackgroundPerDay(t.Name), truth.ExpectedCount(t.Name, run.City.Span, run.City.Boundary)))]);
    }
}

/// <summary>What the events of one type were drawn from, and how many recorded events that makes in the city over its span.</summary>
internal sealed record CrimeTypeFigures(SimulatedCrimeType Settings, IReadOnlyList<double> HotspotWeights, double BackgroundPerDay, double ExpectedEvents);
