using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="SeasonalPeriodForecaster"/>.</summary>
public sealed record SeasonalPeriodOptions
{
    /// <summary>How many earlier years are averaged, at least 1; fewer where the history is shorter. Default 1.</summary>
    public int Years { get; init; } = 1;

    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Expects in each cell what the same period of the year before counted there.</summary>
/// <remarks>
/// The same period is found by date: the month a year before, or the period that begins 364 days before. Where it was never recorded the mean of all periods stands in.
/// Deterministic; thread-safe.
/// </remarks>
public sealed class SeasonalPeriodForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly SeasonalPeriodOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SeasonalPeriodForecaster(SeasonalPeriodOptions? options = null)
    {
        _options = options ?? new SeasonalPeriodOptions();
        Setting.AtLeast(_options.Years, 1, nameof(SeasonalPeriodOptions.Years), "years");
        _options.Predictive.Validate();
    }

    /// <inheritdoc/>
    public string Name => "seasonal-period";

    /// <inheritdoc/>
    /// <exception cref="AnalysisException">The history is shorter than a year.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        Period next = past.Source.Periods.Next();
        if (next.Start.DayNumber - past.Periods[0].Start.DayNumber < SamePeriodSurface.ShortestYear)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, string.Create(CultureInfo.InvariantCulture, $"The history begins on {past.Periods[0].Start:yyyy-MM-dd}, less than a year before the period to forecast ({next}), so {Name} has no same period to look at. Bring a year of earlier data, or use last-year-mean."));
        }

        return new SurfacePlan(new SamePeriodSurface(past, _options.Years), _options.Predictive);
    }
}
