using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace PolicingModels.SpatioTemporal;

/// <summary>One pass over the counts: levels of periods, and slopes and information of effects and coefficients.</summary>
/// <remarks>Levels γ_t are profiled. Dispersion: maximum likelihood given the means. Extra zeros: EM.</remarks>
internal sealed class CountLikelihood
{
    // Dispersion is learnt from as many of the last cell-periods.
    private const int DispersionCounts = 300_000;

    private readonly SpatialDesign _design;
    private readonly CountHistory _history;
    private readonly CountFamily _family;
    private readonly int _cells;
    private readonly double[] _level;
    private readonly double[] _effect;
    private readonly double[] _coefficients;

    public CountLikelihood(SpatialDesign design, CountFamily family)
    {
        _design = design;
        _history = design.History;
        _family = family;
        _cells = _history.CellCount;
        _level = new double[_history.PeriodCount];
        _effect = new double[_cells];
        _coefficients = new double[design.Features.Count];
        Gradient = new double[_cells];
        Information = new double[_cells];
        int parameters = design.Features.Count;
        Slope = new double[parameters];
        Between = new double[parameters, parameters];
        Cross = [.. Enumerable.Range(0, parameters).Select(_ => new double[_cells])];
        Dispersion = IsNegativeBinomial ? 0.1 : 0;
        ExtraZero = IsInflated ? 0.05 : 0;
    }

    public bool IsNegativeBinomial => _family is CountFamily.NegativeBinomial or CountFamily.ZeroInflatedNegativeBinomial;

    public double Dispersion { get; private set; }

    public double ExtraZero { get; private set; }

    /// <summary>Slopes in the effects.</summary>
    public double[] Gradient { get; }

    /// <summary>Information on the effects, the levels known.</summary>
    public double[] Information { get; }

    /// <summary>Slopes in the coefficients, the levels following.</summary>
    public double[] Slope { get; }

    /// <summary>Information between coefficients.</summary>
    public double[,] Between { get; }

    /// <summary>Information between coefficients and effects.</summary>
    public double[][] Cross { get; }

    private bool IsInflated => _family is CountFamily.ZeroInflatedPoisson or CountFamily.ZeroInflatedNegativeBinomial;

    /// <summary>Shrunk log rates relative to the mean, and the levels that go with them: where to begin.</summary>
    public double[] Begin()
    {
        double[] sums = new double[_cells], means = new double[_cells], effect = new double[_cells];
        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            TensorPrimitives.Add(_history.Row(t), sums, sums);
        }

        GammaPoisson.Shrink(sums, _history.PeriodCount - _design.First, _history.Exposure, means);
        double mean = TensorPrimitives.Sum(means) / TensorPrimitives.Sum(_history.Exposure), scale = 0;
        for (int i = 0; i < _cells; i++)
        {
            effect[i] = Math.Log(means[i] / (mean * _history.Exposure[i]));
            scale += Math.Exp(effect[i]) * _history.Exposure[i];
        }

        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            _level[t] = Math.Log(Math.Max(_history.Totals[t], 0.1) / scale);
        }

        return effect;
    }

    /// <summary>What a pass knows of one period: scores of the log means and their weights, the level given.</summary>
    public delegate void Observer(int period, ReadOnlySpan<double> residual, ReadOnlySpan<double> weight);

    /// <summary>Takes the present state and computes everything at it.</summary>
    /// <param name="effect">The effects.</param>
    /// <param name="coefficients">One per feature.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    /// <param name="observer">Told of every period that has events, in turn; null for nobody.</param>
    public void Pass(ReadOnlySpan<double> effect, ReadOnlySpan<double> coefficients, CancellationToken cancellationToken, Observer? observer = null)
    {
        effect.CopyTo(_effect);
        coefficients.CopyTo(_coefficients);
        Clear();
        double[] mean = new double[_cells], residual = new double[_cells], weight = new double[_cells], scaled = new double[_cells], structural = IsInflated ? new double[_cells] : [];
        double zeros = 0, all = 0;
        for (int t = _design.First; t < _history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!(_history.Totals[t] > 0))
            {
                continue;
            }

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
                    zeros += structural[i];
                }

                all += _cells;
            }

            TensorPrimitives.Add(residual, Gradient, Gradient);
            TensorPrimitives.Add(weight, Information, Information);
            Coefficients(t, residual, weight, scaled);
            observer?.Invoke(t, residual, weight);
        }

        if (IsInflated)
        {
            ExtraZero = Math.Clamp(zeros / all, 0, 0.99);
        }
    }

    /// <summary>Estimates the dispersion given the means of the last pass.</summary>
    /// <returns>How far it moved, relative to what it was.</returns>
    public double RenewDispersion(CancellationToken cancellationToken)
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
                    weights.Add(row[i] > 0 ? 1 : 1 - Structural(expectation, 1 + (Dispersion * expectation)));
                }

                expected.Add(expectation);
                observed.Add(row[i]);
            }
        }

        double before = Dispersion;
        Dispersion = Math.Max(CountDispersion.Least, CountDispersion.MaximumLikelihood(CollectionsMarshal.AsSpan(expected), CollectionsMarshal.AsSpan(observed), CollectionsMarshal.AsSpan(weights), cancellationToken));
        return Math.Abs(Dispersion - before) / (0.01 + before);
    }

    private void Clear()
    {
        Array.Clear(Gradient);
        Array.Clear(Information);
        Array.Clear(Slope);
        Array.Clear(Between);
        foreach (double[] row in Cross)
        {
            Array.Clear(row);
        }
    }

    /// <summary>A period's part in the slopes and information of the coefficients.</summary>
    private void Coefficients(int t, ReadOnlySpan<double> residual, ReadOnlySpan<double> weight, Span<double> scaled)
    {
        double total = TensorPrimitives.Sum(weight);
        for (int k = 0; k < _design.Features.Count; k++)
        {
            // The period's level follows every coefficient: features count by their distance from their mean.
            ReadOnlySpan<double> x = _design.Features[k].At(t);
            double centre = TensorPrimitives.Dot(weight, x) / total;
            TensorPrimitives.Subtract(x, centre, scaled);
            Slope[k] += TensorPrimitives.Dot<double>(residual, scaled);
            TensorPrimitives.Multiply(scaled, weight, scaled);
            TensorPrimitives.Add(scaled, Cross[k], Cross[k]);
            for (int l = 0; l <= k; l++)
            {
                Between[k, l] += TensorPrimitives.Dot(scaled, _design.Features[l].At(t));
                Between[l, k] = Between[k, l];
            }
        }
    }

    /// <summary>A_i·exp(u_i + Σ β·x).</summary>
    private void Shape(int origin, Span<double> into)
    {
        _effect.CopyTo(into);
        _design.AddTo(into, _coefficients, origin);
        TensorPrimitives.Exp(into, into);
        TensorPrimitives.Multiply(into, _history.Exposure, into);
    }

    /// <summary>How probable it is that a zero could not have been otherwise.</summary>
    private double Structural(double mean, double spread)
    {
        double none = Dispersion > 0 ? Math.Exp(-Math.Log(spread) / Dispersion) : Math.Exp(-mean);
        return ExtraZero / (ExtraZero + ((1 - ExtraZero) * none));
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
                if (IsInflated)
                {
                    structural[i] = counts[i] == 0 ? Structural(mean, spread) : 0;
                    own = 1 - structural[i];
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
}
