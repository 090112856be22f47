using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>A forecaster whose categories are those of a system's own rule, so that a backtest says what these meant and not the default ones.</summary>
internal sealed class RuledForecaster(IGridForecaster model, LikelihoodRule rule) : IGridForecaster
{
    public string Name => model.Name;

    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) => new Fitted(model.Fit(history, cancellationToken), rule);

    private sealed class Fitted(IFittedGridForecaster fitted, LikelihoodRule rule) : IFittedGridForecaster
    {
        public IReadOnlyList<FittedParameter> Parameters => fitted.Parameters;

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default) => fitted.Forecast(horizon, cancellationToken).WithLikelihoodRule(rule);
    }
}
