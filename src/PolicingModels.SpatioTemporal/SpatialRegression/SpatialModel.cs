using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Fits log-linear counts with a cell effect in two parts, one smooth and one of the cell's own.</summary>
/// <remarks>
/// log μ_it = γ_t + log A_i + u_i + Σ β_k·x_itk. Scoring steps with one sparse factor each (<see cref="CellField"/>) at what is expected of the counts (<see cref="CountLikelihood"/>); the variances of the effects are
/// renewed in every step, the dispersion in every fourth.
/// </remarks>
internal sealed class SpatialModel
{
    private const int MostSteps = 300;

    // Rates before the first period follow the effects by two half rounds in every step; weights that would let them run away are cut.
    private const int StartRounds = 2;
    private const double MostAtStart = 0.8;

    // After so many steps those rates stay, so that effects that run away, as where one cell holds everything, come to rest.
    private const int LastStart = 40;

    // Half-lives are looked for in every fourth step until they stayed twice, at the latest in this one.
    private const int LastProfile = 24;

    // A weak normal prior of standard deviation 1 keeps what the counts cannot tell apart, as a lag from a cell that holds everything, near nothing.
    internal const double WeakPrecision = 1;

    private readonly SpatialDesign _design;
    private readonly CountLikelihood _counts;
    private readonly CellField _field;
    private readonly double[] _smooth;
    private readonly double[] _own;
    private readonly double[] _rates;

    private SpatialModel(SpatialDesign design, CountFamily family, CellField field)
    {
        _design = design;
        _counts = new CountLikelihood(design, family);
        _field = field;
        int cells = design.History.CellCount;
        _smooth = new double[cells];
        _own = new double[cells];
        _rates = new double[cells];
        Array.Fill(_rates, 1);
        Coefficients = new double[design.Features.Count];
        StandardErrors = new double[design.Features.Count];
        HalfLives = design.HalfLivesAreEstimated ? new HalfLifeProfile(design) : null;
    }

    /// <summary>How well each half-life explains the counts; null where they are set.</summary>
    public HalfLifeProfile? HalfLives { get; }

    public CellField Field => _field;

    public double[] Coefficients { get; }

    /// <summary>Of the coefficients, given variances and half-lives.</summary>
    public double[] StandardErrors { get; }

    public double Dispersion => _counts.Dispersion;

    public double ExtraZero => _counts.ExtraZero;

    public int Steps { get; private set; }

    public static SpatialModel Fit(SpatialDesign design, NeighbourTable near, CountFamily family, ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, string model, CancellationToken cancellationToken)
    {
        SparseCholesky factor = new(near, DissectionOrder.Of(near, easting, northing));
        double[] events = new double[near.CellCount];
        for (int t = 0; t < design.History.PeriodCount; t++)
        {
            TensorPrimitives.Add(events, design.History.Row(t), events);
        }

        SpatialModel fit = new(design, family, new CellField(new FieldGraph(near, factor, events, cancellationToken), factor));
        fit.Run(model, cancellationToken);
        return fit;
    }

    private void Run(string model, CancellationToken cancellationToken)
    {
        _field.Begin(_counts.Begin());
        double before = double.PositiveInfinity;
        int stayed = 0;
        for (Steps = 1; Steps <= MostSteps; Steps++)
        {
            bool profiles = HalfLives is not null && Steps % 4 == 0 && Steps <= LastProfile && stayed < 2;
            CountLikelihood.Observer? observer = null;
            if (profiles)
            {
                HalfLives!.Begin();
                observer = (t, residual, weight) => HalfLives.Observe(t, residual, weight, Coefficients);
            }

            _counts.Pass(_field.Effect, Coefficients, cancellationToken, observer);
            if (!_field.Factor(_counts.Information, cancellationToken))
            {
                throw new AnalysisException(AnalysisFailure.SingularFit, $"The cell effects of {model} cannot be told apart. Use fewer covariates, or a longer history.");
            }

            if (Steps <= LastStart)
            {
                StartLags();
            }

            bool turned = profiles && MoveHalfLives();
            stayed = turned ? 0 : profiles ? stayed + 1 : stayed;
            double moved = turned ? double.PositiveInfinity : Move(model), changed = _field.Renew(cancellationToken);

            // Where cells hardly differ a variance creeps towards zero for ever, and moves nothing: rates that stand still twice are the end too.
            bool still = moved < 1e-5 && before < 1e-5 && changed < 1e-2;
            bool settled = still || (moved < 5e-3 && changed < 3e-3);
            double spread = _counts.IsNegativeBinomial && (settled || Steps % 4 == 0) ? _counts.RenewDispersion(cancellationToken) : 0;
            if (settled && spread < 5e-3 && before < 5e-3 && (HalfLives is null || Steps >= 4))
            {
                return;
            }

            before = moved;
        }

        throw new AnalysisException(AnalysisFailure.NotConverged, $"The cell effects and variances of {model} did not settle in {MostSteps} steps. Leave lags or covariates out, or use the Poisson family.");
    }

    /// <summary>Sets the recent counts before the first period to the rates at which the effects would settle: log r = u + Σ β·log((r + 1)/2).</summary>
    private void StartLags()
    {
        if (_design.LagCount == 0)
        {
            return;
        }

        double weight = 0;
        for (int k = 0; k < _design.LagCount; k++)
        {
            weight += Math.Abs(Coefficients[k]);
        }

        double part = Math.Min(1, MostAtStart / Math.Max(weight, MostAtStart)), area = TensorPrimitives.Sum(_design.History.Exposure);
        double[] next = new double[_rates.Length], logs = new double[_rates.Length];
        for (int round = 0; round < StartRounds; round++)
        {
            _field.Effect.CopyTo(next, 0);
            for (int k = 0; k < _design.LagCount; k++)
            {
                ((LagFeature)_design.Features[k]).Logs(_rates, logs);
                TensorPrimitives.MultiplyAdd(logs, part * Coefficients[k], next, next);
            }

            // Half way on the log scale: effects and these rates answer each other.
            TensorPrimitives.Exp(next, next);
            TensorPrimitives.Multiply(next, area / TensorPrimitives.Dot<double>(next, _design.History.Exposure), next);
            TensorPrimitives.Multiply(next, _rates, next);
            TensorPrimitives.Sqrt(next, _rates);
        }

        TensorPrimitives.Multiply(_rates, area / TensorPrimitives.Dot<double>(_rates, _design.History.Exposure), _rates);
        for (int k = 0; k < _design.LagCount; k++)
        {
            ((LagFeature)_design.Features[k]).Start(_rates);
        }
    }

    /// <summary>Moves to the best half-lives.</summary>
    /// <returns>Whether any moved.</returns>
    private bool MoveHalfLives()
    {
        double[] best = HalfLives!.Best(_field);
        bool moved = false;
        for (int k = 0; k < best.Length; k++)
        {
            LagFeature lag = (LagFeature)_design.Features[k];
            if (lag.HalfLifeDays != best[k])
            {
                lag.MoveTo(best[k]);
                moved = true;
            }
        }

        return moved;
    }

    /// <summary>One scoring step of effects and coefficients together.</summary>
    /// <returns>The longest change of a log rate.</returns>
    private double Move(string model)
    {
        _field.Step(_counts.Gradient, _smooth, _own);
        double[] change = ParameterStep(model);

        // A step longer than e² in any rate is cut: far from the top the curvature misleads.
        double longest = 0;
        for (int i = 0; i < _smooth.Length; i++)
        {
            longest = Math.Max(longest, Math.Abs(_smooth[i] + _own[i]));
        }

        foreach (double c in change)
        {
            longest = Math.Max(longest, Math.Abs(c));
        }

        double part = Math.Min(1, 2 / Math.Max(longest, 1e-300));
        _field.Move(_smooth, _own, part);
        for (int k = 0; k < Coefficients.Length; k++)
        {
            Coefficients[k] += part * change[k];
        }

        return part * longest;
    }

    /// <summary>The step of the coefficients, and the effects' step corrected for it.</summary>
    private double[] ParameterStep(string model)
    {
        int p = Coefficients.Length, cells = _smooth.Length;
        double[][] smooth = new double[p][], own = new double[p][];
        double[,] schur = new double[p, p];
        double[] right = new double[p], both = new double[cells];
        for (int k = 0; k < p; k++)
        {
            smooth[k] = new double[cells];
            own[k] = new double[cells];
            _field.Project(_counts.Cross[k], smooth[k], own[k]);
            right[k] = _counts.Slope[k] - (WeakPrecision * Coefficients[k]) - TensorPrimitives.Dot<double>(_counts.Cross[k], _smooth) - TensorPrimitives.Dot<double>(_counts.Cross[k], _own);
            TensorPrimitives.Add(smooth[k], own[k], both);
            for (int l = 0; l <= k; l++)
            {
                schur[k, l] = schur[l, k] = _counts.Between[k, l] - TensorPrimitives.Dot<double>(_counts.Cross[l], both) + (k == l ? WeakPrecision : 0);
            }
        }

        if (p == 0)
        {
            return [];
        }

        double[,] root = Dense.Cholesky(schur) ?? throw new AnalysisException(AnalysisFailure.SingularFit, $"The features of {model} ({string.Join(", ", _design.Features.Select(f => f.Name))}) cannot be told apart from the cell effects. Leave a lag or a covariate out.");
        double[] change = Dense.Solve(root, right);
        for (int k = 0; k < p; k++)
        {
            TensorPrimitives.MultiplyAdd(smooth[k], -change[k], _smooth, _smooth);
            TensorPrimitives.MultiplyAdd(own[k], -change[k], _own, _own);
            double[] unit = new double[p];
            unit[k] = 1;
            StandardErrors[k] = Math.Sqrt(Dense.Solve(root, unit)[k]);
        }

        return change;
    }
}
