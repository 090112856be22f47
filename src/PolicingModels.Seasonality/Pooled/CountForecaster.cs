namespace PolicingModels.Seasonality;

/// <summary>The pooled model for one series alone: counts with a seasonal index drawn to none, a damped level and honest intervals, down to counts of 0 to 20.</summary>
/// <remarks>There is no other series to borrow from; give a whole hierarchy to <see cref="PooledForecaster"/> where there is one. Needs 24 known months. Deterministic; thread-safe.</remarks>
public sealed class CountForecaster : ISeasonalForecaster
{
    private const int LeastMonths = 24;
    private readonly PooledForecaster _model;

    /// <summary>Makes the model.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public CountForecaster(PooledOptions? options = null) => _model = new PooledForecaster(options);

    /// <inheritdoc/>
    public string Name => "counts";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        for (int i = 0; i < history.Length; i++)
        {
            if (!history.IsMissing(i) && history.Values[i] < 0)
            {
                throw new ArgumentException($"The count of {history.MonthAt(i)} is negative; this model takes counts, 0 or more.", nameof(history));
            }
        }

        int known = history.Length - history.MissingCount;
        return known >= LeastMonths
            ? new Fitted(_model, SeriesHierarchy.OfOne(history), cancellationToken)
            : throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The series has {known} known months; a seasonal index takes at least {LeastMonths}.");
    }

    private sealed class Fitted : IFittedSeasonalForecaster
    {
        private readonly PooledForecaster _model;
        private readonly SeriesHierarchy _history;
        private readonly PooledFit _fit;

        public Fitted(PooledForecaster model, SeriesHierarchy history, CancellationToken cancellationToken)
        {
            (_model, _history) = (model, history);
            _fit = model.Fit(history, 12, cancellationToken);
        }

        public IReadOnlyList<FittedParameter> Parameters => [.. _fit.ParametersOf(_history.Structure.AggregateCount), .. _fit.Parameters];

        public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
        {
            PooledFit fit = horizonMonths == 12 ? _fit : _model.Fit(_history, horizonMonths, cancellationToken);
            SeasonalForecast one = fit.Forecast.Forecast(_history.Structure.AggregateCount);
            double[] paths = new double[one.PathCount * one.Horizon];
            for (int d = 0; d < one.PathCount; d++)
            {
                one.Path(d).CopyTo(paths.AsSpan(d * one.Horizon));
            }

            return new SeasonalForecast("counts", one.First, one.Months, paths, one.Notes);
        }
    }
}
