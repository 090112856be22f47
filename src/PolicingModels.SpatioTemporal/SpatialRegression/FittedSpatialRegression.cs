using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted spatial regression: forecasts and explanations from its parts.</summary>
internal sealed class FittedSpatialRegression : IFittedGridForecaster, ICellExplainer
{
    private readonly string _name;
    private readonly SpatialDesign _design;
    private readonly SpatialModel _model;
    private readonly LevelForecast _level;
    private readonly IReadOnlyList<string> _notes;

    public FittedSpatialRegression(string name, SpatialDesign design, SpatialModel model, LevelForecast level, IReadOnlyList<string> notes)
    {
        (_name, _design, _model, _level, _notes) = (name, design, model, level, notes);
        CellField field = model.Field;
        List<FittedParameter> parameters = [];
        for (int k = 0; k < design.Features.Count; k++)
        {
            parameters.Add(new FittedParameter(design.Features[k].Name, model.Coefficients[k], true));
            parameters.Add(new FittedParameter(design.Features[k].Name + ", standard error", model.StandardErrors[k], true));
            if (design.Features[k] is LagFeature lag)
            {
                parameters.Add(new FittedParameter(lag.Name + ", half-life in days", lag.HalfLifeDays, design.HalfLivesAreEstimated));
                if (model.HalfLives is { } profile)
                {
                    (double low, double high) = profile.Interval(k);
                    parameters.Add(new FittedParameter(lag.Name + ", half-life at least", low, true));
                    parameters.Add(new FittedParameter(lag.Name + ", half-life at most", high, true));
                }
            }
        }

        parameters.Add(new FittedParameter("cellEffectDeviation", field.Deviation, true));
        parameters.Add(new FittedParameter("smoothShare", field.SmoothShare, true));
        parameters.Add(new FittedParameter("dispersion", model.Dispersion, true));
        parameters.Add(new FittedParameter("extraZeroProbability", model.ExtraZero, true));
        parameters.Add(new FittedParameter("steps", model.Steps, false));
        Parameters = parameters;
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        cancellationToken.ThrowIfCancellationRequested();
        CountHistory history = _design.History;
        Period period = history.Source.Periods.Next(horizon);
        double[] shape = Shape(period.Start);
        double sum = TensorPrimitives.Sum(shape), total = _level.Expected(history.PeriodCount, horizon, period.Start), shared = _level.RelativeExcess(history.PeriodCount, horizon, period.Start);
        CountDistribution[] counts = new CountDistribution[shape.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            // Spread of counts given the rate, what is not known of the cell's rate, and what all cells share.
            double mean = total * shape[i] / sum, inner = mean / (1 - _model.ExtraZero);
            double dispersion = ((1 + _model.Dispersion) * Math.Exp(Math.Min(_model.Field.Variance[i], 3)) * (1 + shared)) - 1;
            CountDistribution count = new CountSpread(0, dispersion).Around(inner);
            counts[i] = _model.ExtraZero > 0 ? CountDistribution.ZeroInflated(count, _model.ExtraZero) : count;
        }

        List<string> notes = [.. _notes, .. _design.Features.Select(f => f.Note(period.Start)).OfType<string>()];
        return new GridForecast(_name, history.Grid, period, counts, notes: notes, total: _level.Total(history.PeriodCount, horizon, period.Start));
    }

    public CellExplanation Explain(int cell, int horizon = 1)
    {
        CountHistory history = _design.History;
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, history.CellCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        DateOnly start = history.Source.Periods.Next(horizon).Start;
        double[] shape = Shape(start);
        double sum = TensorPrimitives.Sum(shape), total = _level.Expected(history.PeriodCount, horizon, start), season = _level.LogSeason(history.PeriodCount, horizon, start);
        double smooth = _model.Field.Smooth[cell];
        List<CellContribution> parts =
        [
            new("level of a cell without effects", Math.Log(total / sum) - season),
            new("season", season),
            new("area", Math.Log(history.Exposure[cell])),
            new("cell effect shared with neighbours", smooth),
            new("cell effect of its own", _model.Field.Own[cell]),
        ];
        for (int k = 0; k < _design.Features.Count; k++)
        {
            parts.Add(new CellContribution(_design.Features[k].Name, _model.Coefficients[k] * _design.Features[k].Ahead(history.PeriodCount, start)[cell]));
        }

        return new CellExplanation(cell, total * shape[cell] / sum, ExplanationScale.Logarithm, parts);
    }

    /// <summary>Relative expected counts of a coming period.</summary>
    private double[] Shape(DateOnly start)
    {
        CountHistory history = _design.History;
        double[] shape = [.. _model.Field.Effect];
        for (int k = 0; k < _design.Features.Count; k++)
        {
            TensorPrimitives.MultiplyAdd(_design.Features[k].Ahead(history.PeriodCount, start), _model.Coefficients[k], shape, shape);
        }

        TensorPrimitives.Exp(shape, shape);
        TensorPrimitives.Multiply(shape, history.Exposure, shape);
        return shape;
    }
}
