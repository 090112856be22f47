using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace PolicingModels.SpatioTemporal;

/// <summary>The design of a spatial regression: counts, weights of periods, features that change with time and features that do not.</summary>
/// <param name="History">The counts.</param>
/// <param name="Near">Neighbours.</param>
/// <param name="First">The first period fitted.</param>
/// <param name="Weights">One per period.</param>
/// <param name="Names">One per feature.</param>
/// <param name="Feature">The values of a feature at an origin, one per cell.</param>
internal sealed record SpatialDesign(CountHistory History, NeighbourTable Near, int First, double[] Weights, IReadOnlyList<string> Names, Func<int, int, ReadOnlyMemory<double>> Feature);

/// <summary>Fits log-linear counts with a smooth cell effect by penalised likelihood.</summary>
/// <remarks>
/// log μ_it = γ_t + log A_i + u_i + Σ β_k·x_itk with u ~ N(0, (τ_s·R + τ_i·I)⁻¹), R the graph Laplacian of the neighbours (Besag 1974; proper as in Leroux, Lei and Breslow 2000: the smooth
/// and the independent part of BYM in one field). β, u: Fisher's scoring with one sparse factor per step; γ_t: profiled. τ: the generalised Fellner–Schall update of the Laplace marginal likelihood
/// (Wood and Fasiolo 2017, doi:10.1111/biom.12666), its traces from the inverse on the factor's pattern. Dispersion: maximum likelihood given the means. Extra zeros: EM.
/// </remarks>
internal sealed class SpatialModel
{
    private const int MostSteps = 300;
    private const double LeastPrecision = 1e-4;
    private const double MostPrecision = 1e6;

    // A weak normal prior of standard deviation 1 keeps what the counts cannot tell apart, as a lag from a cell that holds everything, near nothing.
    private const double WeakPrecision = 1;

    // Dispersion is learnt from as many of the last cell-periods.
    private const int DispersionCounts = 300_000;

    private readonly SpatialDesign _design;
    private readonly CountHistory _history;
    private readonly CountFamily _family;
    private readonly int _cells;
    private readonly int _features;
    private readonly double[] _level;
    private readonly double[] _step;
    private readonly double[] _gradient;
    private readonly double[] _information;
    private readonly double[][] _cross;
    private readonly double[,] _between;
    private readonly double[] _slope;
    private readonly double[] _degree;
    private (double Last, double Length) _ownRun = (0, 1);
    private (double Last, double Length) _smoothRun = (0, 1);

    private SpatialModel(SpatialDesign design, CountFamily family)
    {
        _design = design;
        _history = design.History;
        _family = family;
        _cells = _history.CellCount;
        _features = design.Names.Count;
        Effect = new double[_cells];
        EffectVariance = new double[_cells];
        Coefficients = new double[_features];
        StandardErrors = new double[_features];
        _level = new double[_history.PeriodCount];
        _step = new double[_cells];
        _gradient = new double[_cells];
        _information = new double[_cells];
        _cross = [.. Enumerable.Range(0, _features).Select(_ => new double[_cells])];
        _between = new double[_features, _features];
        _slope = new double[_features];
        _degree = new double[_cells];
    }

    /// <summary>u, one per cell.</summary>
    public double[] Effect { get; }

    /// <summary>Posterior variance of u given the precisions.</summary>
    public double[] EffectVariance { get; }

    public double[] Coefficients { get; }

    public double[] StandardErrors { get; }

    public double SmoothPrecision { get; private set; } = 1;

    public double OwnPrecision { get; private set; } = 1;

    public double Dispersion { get; private set; }

    public double ExtraZero { get; private set; }

    public int Steps { get; private set; }

    public static SpatialModel Fit(SpatialDesign design, CountFamily family, ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, string model, CancellationToken cancellationToken)
    {
        SpatialModel fit = new(design, family);
        fit.Run(new SparseCholesky(design.Near, DissectionOrder.Of(design.Near, easting, northing)), model, cancellationToken);
        return fit;
    }

    private bool IsNegativeBinomial => _family is CountFamily.NegativeBinomial or CountFamily.ZeroInflatedNegativeBinomial;

    private bool IsInflated => _family is CountFamily.ZeroInflatedPoisson or CountFamily.ZeroInflatedNegativeBinomial;

    private void Run(SparseCholesky factor, string model, CancellationToken cancellationToken)
    {
        double edges = 0;
        for (int i = 0; i < _cells; i++)
        {
            _degree[i] = _design.Near.Of(i).Length;
            edges += _degree[i];
        }

        if (edges == 0)
        {
            SmoothPrecision = 0;
        }

        Dispersion = IsNegativeBinomial ? 0.1 : 0;
        ExtraZero = IsInflated ? 0.05 : 0;
        Begin();
        double[] diagonal = new double[_cells], inverse = new double[_cells];
        double priorRatio = double.NaN, priorSmooth = 0, priorOwn = 0;
        double lastMove = double.PositiveInfinity;
        for (Steps = 1; Steps <= MostSteps; Steps++)
        {
            Pass(cancellationToken);
            for (int i = 0; i < _cells; i++)
            {
                diagonal[i] = _information[i] + (SmoothPrecision * _degree[i]) + OwnPrecision;
            }

            if (!factor.Factor(diagonal, -SmoothPrecision, cancellationToken))
            {
                throw new AnalysisException(AnalysisFailure.SingularFit, $"The cell effects of {model} cannot be told apart. Use fewer covariates, or a longer history.");
            }

            double moved = Move(factor, model);
            double pairs = factor.Inverse(inverse, cancellationToken);
            double own = TensorPrimitives.Sum(inverse), smooth = TensorPrimitives.Dot(inverse, _degree) - pairs;
            double ratio = SmoothPrecision / OwnPrecision;
            if (!(Math.Abs(Math.Log(ratio / priorRatio)) < 1e-4) && edges > 0)
            {
                // Traces of the prior depend on the ratio alone.
                for (int i = 0; i < _cells; i++)
                {
                    diagonal[i] = (ratio * _degree[i]) + 1;
                }

                factor.Factor(diagonal, -ratio, cancellationToken);
                double priorPairs = factor.Inverse(diagonal, cancellationToken);
                priorOwn = TensorPrimitives.Sum(diagonal);
                priorSmooth = TensorPrimitives.Dot(diagonal, _degree) - priorPairs;
                priorRatio = ratio;
            }

            if (edges == 0)
            {
                priorOwn = _cells;
            }

            (double squares, double roughness) = Quadratics();
            // What all effects share is the level's: of it the counts tell nothing, though the information above knows the levels.
            double ownTrace = (priorOwn / OwnPrecision) - own;
            ownTrace -= Math.Min(1 / OwnPrecision, 0.5 * ownTrace);
            double changed = Renew(squares, roughness, ownTrace, (priorSmooth / OwnPrecision) - smooth, edges > 0);
            bool settled = moved < 5e-3 && changed < 3e-3;
            double spread = 0;
            if (IsNegativeBinomial && (settled || Steps % 4 == 0))
            {
                double before = Dispersion;
                Dispersion = Math.Max(CountDispersion.Least, EstimateDispersion(cancellationToken));
                spread = Math.Abs(Dispersion - before) / (0.01 + before);
            }

            if (settled && spread < 5e-3 && lastMove < 5e-3)
            {
                inverse.CopyTo(EffectVariance, 0);
                return;
            }

            lastMove = moved;
        }

        throw new AnalysisException(AnalysisFailure.NotConverged, $"The cell effects and variances of {model} did not settle in {MostSteps} steps. Leave lags or covariates out, or use the Poisson family.");
    }

    /// <summary>Begins from shrunk means, so that the first steps are short.</summary>
    private void Begin()
    {
        double[] sums = new double[_cells], means = new double[_cells];
        double weight = 0;
        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            TensorPrimitives.MultiplyAdd(_history.Row(t), _design.Weights[t], sums, sums);
            weight += _design.Weights[t];
        }

        GammaPoisson.Shrink(sums, weight, _history.Exposure, means);
        double mean = TensorPrimitives.Sum(means) / TensorPrimitives.Sum(_history.Exposure);
        for (int i = 0; i < _cells; i++)
        {
            Effect[i] = Math.Log(means[i] / (mean * _history.Exposure[i]));
        }

        double variance = TensorPrimitives.Dot(Effect, Effect) / _cells;
        OwnPrecision = Math.Clamp(1 / Math.Max(variance, 1e-3), LeastPrecision, MostPrecision);
        double scale = 0;
        for (int i = 0; i < _cells; i++)
        {
            scale += Math.Exp(Effect[i]) * _history.Exposure[i];
        }

        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            _level[t] = Math.Log(Math.Max(_history.Totals[t], 0.1) / scale);
        }
    }

    /// <summary>Scores and information at the present state.</summary>
    private void Pass(CancellationToken cancellationToken)
    {
        Array.Clear(_gradient);
        Array.Clear(_information);
        Array.Clear(_slope);
        Array.Clear(_between);
        foreach (double[] row in _cross)
        {
            Array.Clear(row);
        }

        double[] mean = new double[_cells], residual = new double[_cells], weight = new double[_cells], scaled = new double[_cells], structural = IsInflated ? new double[_cells] : [];
        double zeros = 0, allWeight = 0;
        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!(_history.Totals[t] > 0))
            {
                continue;
            }

            double period = _design.Weights[t];
            ReadOnlySpan<double> counts = _history.Row(t);
            Shape(t, mean);
            SolveLevel(t, counts, mean, structural);
            TensorPrimitives.Multiply(mean, Math.Exp(_level[t]), mean);
            TensorPrimitives.Subtract(counts, mean, residual);
            mean.CopyTo(weight, 0);
            if (Dispersion > 0)
            {
                TensorPrimitives.Multiply(mean, Dispersion, scaled);
                TensorPrimitives.Add(scaled, 1, scaled);
                TensorPrimitives.Divide(residual, scaled, residual);
                TensorPrimitives.Divide(weight, scaled, weight);
            }

            if (IsInflated)
            {
                for (int i = 0; i < _cells; i++)
                {
                    residual[i] *= 1 - structural[i];
                    weight[i] *= 1 - structural[i];
                    zeros += period * structural[i];
                }

                allWeight += period * _cells;
            }

            TensorPrimitives.MultiplyAdd(residual, period, _gradient, _gradient);
            TensorPrimitives.MultiplyAdd(weight, period, _information, _information);
            double total = TensorPrimitives.Sum(weight);
            for (int k = 0; k < _features; k++)
            {
                // The period's level follows every coefficient: features count by their distance from its mean.
                ReadOnlySpan<double> x = _design.Feature(k, t).Span;
                double centre = TensorPrimitives.Dot(weight, x) / total;
                TensorPrimitives.Subtract(x, centre, scaled);
                _slope[k] += period * TensorPrimitives.Dot(residual, scaled);
                TensorPrimitives.Multiply(scaled, weight, scaled);
                TensorPrimitives.MultiplyAdd(scaled, period, _cross[k], _cross[k]);
                for (int l = 0; l <= k; l++)
                {
                    double product = period * TensorPrimitives.Dot(scaled, _design.Feature(l, t).Span);
                    _between[k, l] += product;
                    _between[l, k] = _between[k, l];
                }
            }
        }

        if (IsInflated)
        {
            ExtraZero = Math.Clamp(zeros / allWeight, 0, 0.99);
        }
    }

    /// <summary>A_i·exp(u_i + Σ β·x).</summary>
    private void Shape(int origin, Span<double> into)
    {
        Effect.CopyTo(into);
        for (int k = 0; k < _features; k++)
        {
            TensorPrimitives.MultiplyAdd(_design.Feature(k, origin).Span, Coefficients[k], into, into);
        }

        TensorPrimitives.Exp(into, into);
        TensorPrimitives.Multiply(into, _history.Exposure, into);
    }

    /// <summary>The level of a period given its shape; in a model of extra zeros also how probable each zero is structural.</summary>
    private void SolveLevel(int t, ReadOnlySpan<double> counts, ReadOnlySpan<double> shape, Span<double> structural)
    {
        if (Dispersion == 0 && !IsInflated)
        {
            _level[t] = Math.Log(_history.Totals[t] / TensorPrimitives.Sum(shape));
            return;
        }

        for (int step = 0; step < 20; step++)
        {
            double level = Math.Exp(_level[t]), slope = 0, information = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                double mean = level * shape[i], spread = 1 + (Dispersion * mean), own = 1;
                if (IsInflated && counts[i] == 0)
                {
                    double none = Dispersion > 0 ? Math.Exp(-Math.Log(spread) / Dispersion) : Math.Exp(-mean);
                    structural[i] = ExtraZero / (ExtraZero + ((1 - ExtraZero) * none));
                    own = 1 - structural[i];
                }
                else if (IsInflated)
                {
                    structural[i] = 0;
                }

                slope += own * (counts[i] - mean) / spread;
                information += own * mean / spread;
            }

            double move = Math.Clamp(slope / information, -2, 2);
            _level[t] += move;
            if (Math.Abs(move) < 1e-7)
            {
                break;
            }
        }
    }

    /// <summary>One scoring step of effects and coefficients.</summary>
    private double Move(SparseCholesky factor, string model)
    {
        for (int i = 0; i < _cells; i++)
        {
            double pull = OwnPrecision * Effect[i];
            foreach (int j in _design.Near.Of(i))
            {
                pull += SmoothPrecision * (Effect[i] - Effect[j]);
            }

            _step[i] = _gradient[i] - pull;
        }

        factor.Solve(_step);
        double[] change = [];
        if (_features > 0)
        {
            double[][] solved = new double[_features][];
            double[,] schur = new double[_features, _features];
            double[] right = new double[_features];
            for (int k = 0; k < _features; k++)
            {
                solved[k] = [.. _cross[k]];
                factor.Solve(solved[k]);
                right[k] = _slope[k] - (WeakPrecision * Coefficients[k]) - TensorPrimitives.Dot(_cross[k], _step);
                for (int l = 0; l <= k; l++)
                {
                    schur[k, l] = schur[l, k] = _between[k, l] - TensorPrimitives.Dot<double>(_cross[l], solved[k]) + (k == l ? WeakPrecision : 0);
                }
            }

            double[,] root = Dense.Cholesky(schur) ?? throw new AnalysisException(AnalysisFailure.SingularFit, $"The features of {model} ({string.Join(", ", _design.Names)}) cannot be told apart from the cell effects. Leave a lag or a covariate out.");
            change = Dense.Solve(root, right);
            for (int k = 0; k < _features; k++)
            {
                TensorPrimitives.MultiplyAdd(solved[k], -change[k], _step, _step);
                double[] unit = new double[_features];
                unit[k] = 1;
                StandardErrors[k] = Math.Sqrt(Dense.Solve(root, unit)[k]);
            }
        }

        // A step longer than e² in any rate is cut: far from the top the curvature misleads.
        double longest = Math.Max(TensorPrimitives.MaxMagnitude<double>(_step), change.Length > 0 ? Math.Abs(TensorPrimitives.MaxMagnitude<double>(change)) : 0);
        longest = Math.Abs(longest);
        double part = Math.Min(1, 2 / Math.Max(longest, 1e-300));
        TensorPrimitives.MultiplyAdd(_step, part, Effect, Effect);
        for (int k = 0; k < change.Length; k++)
        {
            Coefficients[k] += part * change[k];
        }

        return part * longest;
    }

    private (double Squares, double Roughness) Quadratics()
    {
        double roughness = 0;
        for (int i = 0; i < _cells; i++)
        {
            foreach (int j in _design.Near.Of(i))
            {
                roughness += 0.5 * (Effect[i] - Effect[j]) * (Effect[i] - Effect[j]);
            }
        }

        return (TensorPrimitives.Dot(Effect, Effect), roughness);
    }

    /// <summary>Fellner and Schall's update of both precisions, lengthened while it keeps its direction.</summary>
    private double Renew(double squares, double roughness, double ownTrace, double smoothTrace, bool hasEdges)
    {
        // A precision that is a small part of the whole may wander towards nothing for long: its change counts by that part.
        double smoothPart = SmoothPrecision * TensorPrimitives.Sum<double>(_degree) / _cells;
        double whole = OwnPrecision + smoothPart, changed = 0;
        double ownShare = OwnPrecision / whole, smoothShare = smoothPart / whole;
        OwnPrecision = Next(OwnPrecision, ownTrace, squares, ownShare, ref _ownRun, ref changed);
        if (hasEdges)
        {
            SmoothPrecision = Next(SmoothPrecision, smoothTrace, roughness, smoothShare, ref _smoothRun, ref changed);
        }

        return changed;

        static double Next(double precision, double trace, double square, double share, ref (double Last, double Length) run, ref double changed)
        {
            double step = Math.Log(Math.Max(trace, 1e-12) / Math.Max(square, 1e-12));
            changed = Math.Max(changed, precision is > LeastPrecision and < MostPrecision ? share * Math.Abs(step) : 0);
            run.Length = step * run.Last > 0 && Math.Abs(step) > 0.005 ? Math.Min(6, run.Length * 1.5) : 1;
            run.Last = step;
            return Math.Clamp(precision * Math.Exp(Math.Clamp(run.Length * step, -2, 2)), LeastPrecision, MostPrecision);
        }
    }

    private double EstimateDispersion(CancellationToken cancellationToken)
    {
        int first = Math.Max(_design.First, _history.PeriodCount - Math.Max(1, DispersionCounts / _cells));
        List<double> expected = [], observed = [], weights = [];
        double[] mean = new double[_cells];
        for (int t = first; t < _history.PeriodCount; t++)
        {
            if (!(_history.Totals[t] > 0))
            {
                continue;
            }

            Shape(t, mean);
            ReadOnlySpan<double> row = _history.Row(t);
            double level = Math.Exp(_level[t]);
            for (int i = 0; i < _cells; i++)
            {
                double expectation = level * mean[i];
                if (IsInflated)
                {
                    double none = Dispersion > 0 ? Math.Exp(-Math.Log(1 + (Dispersion * expectation)) / Dispersion) : Math.Exp(-expectation);
                    weights.Add(row[i] > 0 ? 1 : 1 - (ExtraZero / (ExtraZero + ((1 - ExtraZero) * none))));
                }

                expected.Add(expectation);
                observed.Add(row[i]);
            }
        }

        return CountDispersion.MaximumLikelihood(CollectionsMarshal.AsSpan(expected), CollectionsMarshal.AsSpan(observed), CollectionsMarshal.AsSpan(weights), cancellationToken);
    }
}
