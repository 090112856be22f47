using System.Numerics.Tensors;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Shares a tracked total among cells by a log-linear regression on what their own and their neighbours' histories say.</summary>
/// <remarks>
/// Features are logs of empirical-Bayes rates at several memories, of the cell and of those around it, so that what a thin history cannot say is borrowed. Coefficients are fitted to the
/// last periods, each from what was known before it; the total is a local level. Cost: a few passes over the fitted periods × cells × features². Deterministic; thread-safe.
/// Explains cells (<see cref="ICellExplainer"/>) on the log scale.
/// </remarks>
public sealed class CountRegressionForecaster : IGridForecaster, ISurfaceForecaster
{
    // The first forecasts rest on too little to learn weights from.
    private const int LeastKnown = 6;
    private const int LeastFitted = 2;

    private readonly CountRegressionOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public CountRegressionForecaster(CountRegressionOptions? options = null)
    {
        _options = options ?? new CountRegressionOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "count-regression";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A covariate does not fit the cells.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        RegressionPlan plan = Plan(past, Math.Max(_options.FitPeriods, _options.Predictive.CalibrationPeriods), cancellationToken);
        SurfaceFit fit = SurfaceFit.Make(Name, past, new ShareSurface(past, plan.Features, _ => plan.Coefficients), _options.Predictive, plan.Parameters, plan.Notes, cancellationToken);
        return new FittedCountRegression(past, plan.Features, plan.Coefficients, fit);
    }

    /// <summary>For a stack, past forecasts use coefficients that were fitted before them, anew as the history grows by a third, at the latest after a year.</summary>
    SurfacePlan ISurfaceForecaster.Plan(CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        RegressionPlan plan = Plan(past, calibrationPeriods + _options.FitPeriods, cancellationToken);
        int firstAsked = Math.Max(1, past.PeriodCount - calibrationPeriods);
        double[][] coefficients = new double[past.PeriodCount - firstAsked + 1][];
        for (int origin = firstAsked; origin <= past.PeriodCount;)
        {
            // Early on a third more of history teaches much; later a year will do.
            int next = origin == past.PeriodCount ? origin + 1 : Math.Min(past.PeriodCount, origin + Math.Clamp(origin / 3, 2, Math.Max(2, past.PeriodsPerYear)));
            double[] fitted = origin == past.PeriodCount ? plan.Coefficients : Coefficients(past, plan.Features, origin, plan.Prior, cancellationToken).Values;
            coefficients.AsSpan(origin - firstAsked, next - origin).Fill(fitted);
            origin = next;
        }

        ShareSurface surface = new(past, plan.Features, origin => coefficients[Math.Max(0, origin - firstAsked)]);
        return new SurfacePlan(surface, _options.Predictive, plan.Parameters, plan.Notes);
    }

    private RegressionPlan Plan(CountHistory past, int featurePeriods, CancellationToken cancellationToken)
    {
        double[][] covariates = CellCovariate.Standardised(_options.Covariates, past.CellCount);
        List<string> notes = [];
        Adjacency? adjacency = Neighbours(past.Grid, notes);
        int periods = past.PeriodCount;
        int first = Math.Max(1, Math.Min(periods, periods - featurePeriods));
        RateFeatures features = new(past, first, _options.HalfLivesDays, adjacency, covariates, [.. _options.Covariates.Select(c => c.Name)], cancellationToken);
        double[] prior = Prior(features);
        (double[] coefficients, double penalty, bool fitted) = Coefficients(past, features, periods, prior, cancellationToken);
        if (!fitted)
        {
            notes.Add($"The history of {periods} periods is too short to learn what recent, old and neighbouring counts are worth; set weights were used.");
        }

        List<FittedParameter> parameters = [.. features.Names.Select((name, k) => new FittedParameter(name, coefficients[k], fitted)), new FittedParameter("penalty", penalty, fitted && _options.Penalty is null)];
        return new RegressionPlan(features, prior, coefficients, parameters, notes);
    }

    /// <summary>Coefficients from the periods before an origin.</summary>
    private (double[] Values, double Penalty, bool Fitted) Coefficients(CountHistory past, RateFeatures features, int origin, double[] prior, CancellationToken cancellationToken)
    {
        int fitFrom = Math.Max(Math.Max(features.First, origin - _options.FitPeriods), Math.Min(LeastKnown, origin / 4));
        if (origin - fitFrom < LeastFitted)
        {
            return (prior, _options.Penalty ?? 0, false);
        }

        (double[] coefficients, double penalty) = ShareRegression.Fit(past, features, fitFrom, origin, prior, _options.Penalty, _options.MostSteps, Name, cancellationToken);
        return (coefficients, penalty, true);
    }

    private Adjacency? Neighbours(IGrid grid, List<string> notes)
    {
        try
        {
            return grid.Neighbours(_options.Neighbours);
        }
        catch (AnalysisException unknown)
        {
            notes.Add($"No cell borrows from its neighbours, which are not known: {unknown.Message}");
            return null;
        }
    }

    private static double[] Prior(RateFeatures features)
    {
        double[] prior = new double[features.Names.Count];
        prior.AsSpan(0, features.OwnCount).Fill((features.NeighbourCount > 0 ? 0.7 : 0.9) / features.OwnCount);
        prior.AsSpan(features.OwnCount, features.NeighbourCount).Fill(0.2 / Math.Max(1, features.NeighbourCount));
        return prior;
    }

    /// <summary>Relative expected counts: exp(Σ β·x) × area.</summary>
    private sealed class ShareSurface(CountHistory history, RateFeatures features, Func<int, double[]> coefficients) : ISurface
    {
        public bool CanBeZero => false;

        public bool IsRelative => true;

        public int FirstOrigin => features.First;

        public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
        {
            ShareRegression.Linear(features.At(origin), coefficients(origin), into);
            TensorPrimitives.Subtract(into, TensorPrimitives.Max(into), into);
            TensorPrimitives.Exp(into, into);
            TensorPrimitives.Multiply(into, history.Exposure, into);
        }
    }

    private sealed record RegressionPlan(RateFeatures Features, double[] Prior, double[] Coefficients, List<FittedParameter> Parameters, List<string> Notes);

    private sealed class FittedCountRegression(CountHistory history, RateFeatures features, double[] coefficients, SurfaceFit fit) : IFittedGridForecaster, ICellExplainer
    {
        public IReadOnlyList<FittedParameter> Parameters => fit.Parameters;

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default) => fit.Forecast(horizon, cancellationToken);

        public CellExplanation Explain(int cell, int horizon = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cell);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, history.CellCount);
            double expected = fit.Forecast(horizon).ExpectedCounts[cell];
            double[][] x = features.At(history.PeriodCount);
            double area = Math.Log(history.Exposure[cell]), season = fit.LogSeason(horizon), left = Math.Log(expected) - area - season;
            CellContribution[] parts = new CellContribution[coefficients.Length + 3];
            for (int k = 0; k < coefficients.Length; k++)
            {
                double part = coefficients[k] * x[k][cell];
                parts[k + 3] = new CellContribution(features.Names[k], part);
                left -= part;
            }

            parts[0] = new CellContribution("level of the mean cell", left);
            parts[1] = new CellContribution("season", season);
            parts[2] = new CellContribution("area", area);
            return new CellExplanation(cell, expected, ExplanationScale.Logarithm, parts);
        }
    }
}
