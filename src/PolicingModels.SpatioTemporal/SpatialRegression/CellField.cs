using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>Cell effects in two parts, one smooth over neighbours and one of each cell's own, with both variances.</summary>
/// <remarks>
/// u = σ·(√ρ·s* + √(1 − ρ)·v*) (Riebler et al. 2016, doi:10.1177/0962280216660421). Held as s = σ√ρ·s* of precision τ_s·Q (<see cref="FieldGraph"/>) and v of precision τ_v. Given the counts' information h on each u,
/// v is eliminated cell by cell, which leaves one sparse system of the neighbours' pattern, τ_s·Q + diag(h·τ_v/(h + τ_v)). A cell without neighbours has v alone, of variance σ².
/// </remarks>
internal sealed class CellField
{
    private const double LeastPrecision = 1e-4;
    private const double MostPrecision = 1e6;

    private readonly FieldGraph _graph;
    private readonly SparseCholesky _factor;
    private readonly double[] _smooth;
    private readonly double[] _own;
    private readonly double[] _information;
    private readonly double[] _ownPrecision;
    private readonly double[] _work;
    private readonly double[] _diagonal;
    private readonly double[] _between;
    private readonly double[] _around;
    private (double Last, double Length) _smoothRun = (0, 1);
    private (double Last, double Length) _ownRun = (0, 1);
    private double _smoothPrecision = 1;
    private double _plainPrecision = 1;

    public CellField(FieldGraph graph, SparseCholesky factor)
    {
        _graph = graph;
        _factor = factor;
        int n = graph.Scale.Length;
        _smooth = new double[n];
        _own = new double[n];
        _information = new double[n];
        _ownPrecision = new double[n];
        _work = new double[n];
        _diagonal = new double[n];
        _between = new double[n];
        _around = new double[n];
        Effect = new double[n];
        Variance = new double[n];
    }

    /// <summary>s, one per cell.</summary>
    public ReadOnlySpan<double> Smooth => _smooth;

    /// <summary>v, one per cell.</summary>
    public ReadOnlySpan<double> Own => _own;

    /// <summary>u = s + v, one per cell.</summary>
    public double[] Effect { get; }

    /// <summary>Variance of u given the counts and both precisions.</summary>
    public double[] Variance { get; }

    /// <summary>σ: the standard deviation of the effect of a typical cell, on the log scale.</summary>
    public double Deviation => Math.Sqrt(SmoothVariance + (1 / _plainPrecision));

    /// <summary>ρ: the part of the variance that is smooth.</summary>
    public double SmoothShare => SmoothVariance / (SmoothVariance + (1 / _plainPrecision));

    private double SmoothVariance => _graph.Rank > 0 ? 1 / _smoothPrecision : 0;

    /// <summary>Begins with effects and both variances equal.</summary>
    public void Begin(ReadOnlySpan<double> effect)
    {
        double half = Math.Max(TensorPrimitives.SumOfSquares(effect) / effect.Length, 1e-3) / 2;
        bool smooth = _graph.Rank > 0;
        Set(half, smooth ? half : 2 * half);
        for (int i = 0; i < effect.Length; i++)
        {
            _smooth[i] = _graph.Scale[i] > 0 ? 0.5 * effect[i] : 0;
            _own[i] = effect[i] - _smooth[i];
            Effect[i] = effect[i];
        }
    }

    /// <summary>Sets the variances of the smooth and the own part.</summary>
    public void Set(double smoothVariance, double ownVariance)
    {
        _smoothPrecision = Math.Clamp(1 / smoothVariance, LeastPrecision, MostPrecision);
        _plainPrecision = Math.Clamp(1 / ownVariance, LeastPrecision, MostPrecision);
    }

    /// <summary>Factors the precision of the effects given what the counts tell of each.</summary>
    /// <returns>False where it is not positive definite to rounding.</returns>
    public bool Factor(ReadOnlySpan<double> information, CancellationToken cancellationToken)
    {
        double island = 1 / (SmoothVariance + (1 / _plainPrecision));
        for (int i = 0; i < _information.Length; i++)
        {
            bool alone = _graph.Scale[i] == 0;
            _information[i] = information[i];
            _ownPrecision[i] = alone ? island : _plainPrecision;
            _diagonal[i] = alone ? 1 : (_smoothPrecision * _graph.Diagonal[i]) + (information[i] * _plainPrecision / (information[i] + _plainPrecision));
            _between[i] = -_smoothPrecision * _graph.Scale[i];
        }

        return _factor.Factor(_diagonal, _between, cancellationToken);
    }

    /// <summary>The step of scoring from the counts' slopes: writes the change of s and of v.</summary>
    public void Step(ReadOnlySpan<double> slope, Span<double> smooth, Span<double> own)
    {
        _graph.Multiply(_smooth, smooth);
        for (int i = 0; i < slope.Length; i++)
        {
            smooth[i] = slope[i] - (_smoothPrecision * smooth[i]);
            own[i] = slope[i] - (_ownPrecision[i] * _own[i]);
        }

        Solve(smooth, own);
    }

    /// <summary>The step that slopes in u ask for beside the effects as they are, without a pull of the prior; also what the cross information of a feature means for the effects.</summary>
    public void Project(ReadOnlySpan<double> cross, Span<double> smooth, Span<double> own)
    {
        cross.CopyTo(smooth);
        cross.CopyTo(own);
        Solve(smooth, own);
    }

    /// <summary>Moves both parts.</summary>
    public void Move(ReadOnlySpan<double> smooth, ReadOnlySpan<double> own, double part)
    {
        TensorPrimitives.MultiplyAdd(smooth, part, _smooth, _smooth);
        TensorPrimitives.MultiplyAdd(own, part, _own, _own);
        TensorPrimitives.Add(_smooth, _own, Effect);
    }

    /// <summary>Posterior variances, and Fellner and Schall's update of both precisions (Wood and Fasiolo 2017, doi:10.1111/biom.12666), lengthened while it keeps its direction.</summary>
    /// <returns>The larger relative change of a variance, counted by its part of both.</returns>
    public double Renew(CancellationToken cancellationToken)
    {
        _factor.Inverse(_diagonal, _around, cancellationToken);
        _graph.Multiply(_smooth, _work);
        double smoothTrace = 0, roughness = TensorPrimitives.Dot(_smooth, _work), ownTrace = 0, squares = 0;
        int plain = 0;
        bool lone = _graph.Rank == 0;
        for (int i = 0; i < _own.Length; i++)
        {
            double h = _information[i], precision = _ownPrecision[i], left = 1 / (h + precision), through = h * left;
            bool alone = _graph.Scale[i] == 0;
            double smooth = alone ? 0 : _diagonal[i];
            Variance[i] = left + (precision * left * precision * left * smooth);
            if (alone && !lone)
            {
                continue;
            }

            smoothTrace += alone ? 0 : (_graph.Diagonal[i] * smooth) - (_graph.Scale[i] * _around[i]);
            ownTrace += left + (through * through * smooth);
            squares += _own[i] * _own[i];
            plain++;
        }

        // Without a smooth part the mean of all effects is the level's, of which the counts tell nothing.
        double told = lone && plain > 1 ? (plain - 1.0) / plain : 1, changed = 0;
        double share = SmoothShare;
        _plainPrecision = Next(_plainPrecision, told * ((plain / _plainPrecision) - ownTrace), squares, 1 - share, ref _ownRun, ref changed);
        if (_graph.Rank > 0)
        {
            _smoothPrecision = Next(_smoothPrecision, (_graph.Rank / _smoothPrecision) - smoothTrace, roughness, share, ref _smoothRun, ref changed);
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

    private void Solve(Span<double> smooth, Span<double> own)
    {
        for (int i = 0; i < smooth.Length; i++)
        {
            smooth[i] = _graph.Scale[i] == 0 ? 0 : smooth[i] - (_information[i] / (_information[i] + _ownPrecision[i]) * own[i]);
        }

        _factor.Solve(smooth);
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = (own[i] - (_information[i] * smooth[i])) / (_information[i] + _ownPrecision[i]);
        }
    }
}
