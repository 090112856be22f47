using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="LocalTrendForecaster"/>.</summary>
public sealed record LocalTrendOptions
{
    /// <summary>The standard deviation of the Gaussian weights of surrounding cells in metres, above 0; null (the default) for the side of a typical cell.</summary>
    public double? BandwidthMetres { get; init; }

    /// <summary>After how many periods a count is worth half in the recent mean, above 0. Default 3.</summary>
    public double HalfLifePeriods { get; init; } = 3;

    /// <summary>Level and spread. The level is by default the mean of a year of periods with half of the seasonal ratio.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = new LevelOptions() };

    internal void Validate()
    {
        Setting.Positive(BandwidthMetres ?? 1, nameof(BandwidthMetres), "metres");
        Setting.Positive(HalfLifePeriods, nameof(HalfLifePeriods), "periods");
        Predictive.Validate();
    }
}

/// <summary>Expects in each cell its shrunk long-run mean, times how much its surroundings have lately risen or fallen against their own long run.</summary>
/// <remarks>
/// Long-run mean as in <see cref="EmpiricalBayesForecaster"/>; the ratio is that of exponentially weighted to plain means, both smoothed with Gaussian weights (the cell itself
/// inside) and held off zero by a fiftieth of the average cell's events. Single cells are too few to show a trend; neighbourhoods are not. Made as a member of a
/// <see cref="StackForecaster"/>. Deterministic; thread-safe.
/// </remarks>
public sealed class LocalTrendForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly LocalTrendOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LocalTrendForecaster(LocalTrendOptions? options = null)
    {
        _options = options ?? new LocalTrendOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "local-trend";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        return ((ISurfaceForecaster)this).Plan(past, _options.Predictive.CalibrationPeriods, cancellationToken).Fit(Name, past, cancellationToken);
    }

    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        double bandwidth = _options.BandwidthMetres ?? CellSize.TypicalSideMetres(past.Grid.Cells);
        return new SurfacePlan(
            new LocalTrendSurface(past, _options.HalfLifePeriods, bandwidth),
            _options.Predictive,
            [new FittedParameter("bandwidthMetres", bandwidth, false), new FittedParameter("halfLifePeriods", _options.HalfLifePeriods, false)]);
    }
}

/// <summary>Shrunk long-run means times the smoothed ratio of recent to long-run counts.</summary>
internal sealed class LocalTrendSurface(CountHistory history, double halfLife, double bandwidthMetres) : ISurface
{
    // Added to every cell's sum, in events of the average cell: a neighbourhood without events has no trend.
    private const double Floor = 0.02;

    private readonly double _decay = Math.Pow(0.5, 1 / halfLife);
    private readonly CellKernel _kernel = new(history.Grid.Cells, bandwidthMetres, own: true);

    public bool CanBeZero => false;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken) =>
        new Walk(this).Write(origin, into);

    public void Series(int firstOrigin, CountHistory past, Span<double> into, CancellationToken cancellationToken)
    {
        Walk walk = new(this);
        for (int t = firstOrigin; t < past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            walk.Write(t, into.Slice((t - firstOrigin) * past.CellCount, past.CellCount));
        }
    }

    /// <summary>Running sums that go forward through the origins.</summary>
    private sealed class Walk(LocalTrendSurface surface)
    {
        private readonly DecayedSums _recent = new(surface.History, surface._decay);
        private readonly DecayedSums _all = new(surface.History, 1);
        private readonly double[] _raw = new double[surface.History.CellCount];
        private readonly double[] _above = new double[surface.History.CellCount];
        private readonly double[] _below = new double[surface.History.CellCount];

        public void Write(int origin, Span<double> into)
        {
            _recent.AdvanceTo(origin);
            _all.AdvanceTo(origin);
            GammaPoisson.Shrink(_all.Counts, _all.Weight, surface.History.Exposure, into);
            Smooth(_recent, _above);
            Smooth(_all, _below);
            for (int i = 0; i < into.Length; i++)
            {
                into[i] *= _above[i] / _below[i];
            }
        }

        private void Smooth(DecayedSums sums, double[] smoothed)
        {
            // Half an event where there is none at all, so that the floor is above zero.
            double floor = Floor * Math.Max(Calibration.Sum(sums.Counts), 0.5) / _raw.Length;
            for (int i = 0; i < _raw.Length; i++)
            {
                _raw[i] = (sums.Counts[i] + (floor * surface.History.Exposure[i])) / sums.Weight;
            }

            surface._kernel.Sum(_raw, smoothed);
        }
    }

    private CountHistory History => history;
}
