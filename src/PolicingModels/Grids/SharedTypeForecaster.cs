using System.Collections.Concurrent;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>One type of a forecast of several types together, as a forecaster of that type: so that it stands in a backtest beside forecasters that see the type alone.</summary>
/// <remarks>The history it is fitted to says how many periods are known; the counts of all types are taken as they were known then.</remarks>
internal sealed class SharedTypeForecaster(SharedTypeForecaster.Shared shared, string type) : IGridForecaster
{
    public const string ModelName = "multi-type";

    public string Name => ModelName;

    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) => new Fitted(shared.Fit(history.PeriodCount, cancellationToken), type);

    /// <summary>The fits of all types together, one per length of history.</summary>
    public sealed class Shared(SpaceTimeCounts all, IGridForecaster model)
    {
        private readonly MultiTypeForecaster _forecaster = new(new MultiTypeOptions { All = model });
        private readonly ConcurrentDictionary<int, Lazy<IFittedMultiTypeForecaster>> _fits = new();

        public IFittedMultiTypeForecaster Fit(int periods, CancellationToken cancellationToken) =>
            _fits.GetOrAdd(periods, n => new Lazy<IFittedMultiTypeForecaster>(() => _forecaster.Fit(n == all.PeriodCount ? all : all.Before(n), cancellationToken))).Value;
    }

    private sealed class Fitted(IFittedMultiTypeForecaster all, string type) : IFittedGridForecaster, ICellExplainer
    {
        public IReadOnlyList<FittedParameter> Parameters => all.Parameters;

        public CellExplanation Explain(int cell, int horizon = 1) => all.Explain(type, cell, horizon);

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
        {
            GridForecast one = all.Forecast(horizon, cancellationToken)[type];
            return new GridForecast(ModelName, one.Grid, one.Period, one.Distributions, one.LikelihoodRule, one.Notes, one.TotalIsIndependentSum ? null : one.Total);
        }
    }
}
