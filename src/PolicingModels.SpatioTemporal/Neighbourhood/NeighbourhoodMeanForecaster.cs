using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="NeighbourhoodMeanForecaster"/>.</summary>
public sealed record NeighbourhoodMeanOptions
{
    /// <summary>The standard deviation of the Gaussian weights of surrounding cells in metres, above 0; null (the default) for the side of a typical cell.</summary>
    public double? BandwidthMetres { get; init; }

    /// <summary>After how many periods a count is worth half, above 0. Default 26: two years of four-week periods.</summary>
    public double HalfLifePeriods { get; init; } = 26;

    /// <summary>Level and spread. The level is by default the mean of a year of periods with half of the seasonal ratio.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = new LevelOptions() };

    internal void Validate()
    {
        Setting.Positive(BandwidthMetres ?? 1, nameof(BandwidthMetres), "metres");
        Setting.Positive(HalfLifePeriods, nameof(HalfLifePeriods), "periods");
        Predictive.Validate();
    }
}

/// <summary>Expects in each cell what its surroundings, itself left out, had per km²: what a place would be if only its neighbourhood were known.</summary>
/// <remarks>
/// Exponentially weighted means shrunk as in <see cref="EmpiricalBayesEwmaForecaster"/>, averaged with Gaussian weights up to three bandwidths, with a tenth of one cell's
/// weight on the mean of all, so that a cell without neighbours expects that mean. A poor forecaster alone and a useful member of a <see cref="StackForecaster"/>: what the
/// surroundings say beyond the cell's own past. Deterministic; thread-safe.
/// </remarks>
public sealed class NeighbourhoodMeanForecaster : IGridForecaster, ISurfaceForecaster
{
    private readonly NeighbourhoodMeanOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public NeighbourhoodMeanForecaster(NeighbourhoodMeanOptions? options = null)
    {
        _options = options ?? new NeighbourhoodMeanOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "neighbourhood-mean";

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
            new NeighbourhoodMeanSurface(past, _options.HalfLifePeriods, bandwidth),
            _options.Predictive,
            [new FittedParameter("bandwidthMetres", bandwidth, false), new FittedParameter("halfLifePeriods", _options.HalfLifePeriods, false)]);
    }
}

/// <summary>Shrunk, exponentially weighted means of the cells around each cell.</summary>
internal sealed class NeighbourhoodMeanSurface : ISurface
{
    // The weight of the mean of all cells, where a cell at the same place would have 1.
    private const double WeightOfAll = 0.1;

    private readonly CountHistory _history;
    private readonly ShrunkDecayedMeanSurface _own;
    private readonly CellKernel _kernel;
    private readonly double[] _area;

    public NeighbourhoodMeanSurface(CountHistory history, double halfLife, double bandwidthMetres)
    {
        _history = history;
        _own = new ShrunkDecayedMeanSurface(history, halfLife);
        _kernel = new CellKernel(history.Grid.Cells, bandwidthMetres, own: false);
        _area = new double[history.CellCount];
        _kernel.Sum(history.Exposure, _area);
    }

    public bool CanBeZero => false;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        double[] own = new double[into.Length];
        _own.At(origin, horizon, start, own, cancellationToken);
        Smooth(own, into);
    }

    public void Series(int firstOrigin, CountHistory history, Span<double> into, CancellationToken cancellationToken)
    {
        double[] own = new double[into.Length];
        _own.Series(firstOrigin, history, own, cancellationToken);
        for (int from = 0; from < into.Length; from += history.CellCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Smooth(own.AsSpan(from, history.CellCount), into.Slice(from, history.CellCount));
        }
    }

    private void Smooth(ReadOnlySpan<double> own, Span<double> into)
    {
        double all = Calibration.Sum(own) / Calibration.Sum(_history.Exposure);
        _kernel.Sum(own, into);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = _history.Exposure[i] * (into[i] + (WeightOfAll * all)) / (_area[i] + WeightOfAll);
        }
    }
}
