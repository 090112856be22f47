using System.Numerics.Tensors;

namespace PolicingModels.SpatioTemporal;

/// <summary>How well every pair of half-lives of own and neighbours' recent counts explains the counts, all else fitted anew to second order.</summary>
/// <remarks>
/// At the present means and weights the likelihood is a sum of squares; with the effects' prior, and for one candidate column per half-life, its gain over a model without features follows from one sparse solution per column.
/// A weak prior, log-normal around <see cref="PriorDays"/>, keeps half-lives of recent counts that do not matter in place.
/// </remarks>
internal sealed class HalfLifeProfile
{
    /// <summary>Where nothing is known a recent count is worth half after four months; from six weeks to eleven months within one standard deviation.</summary>
    public const double PriorDays = 112;

    private const double PriorDeviation = 1;

    // Twice the loss in log likelihood has a χ² law: its 95 % point is 3.84.
    private const double Within95 = 1.92;

    // Steps of √2 from three weeks to two and a half years.
    private static readonly double[] Days = [.. Enumerable.Range(0, 12).Select(k => 20 * Math.Pow(2, 0.5 * k))];

    private readonly SpatialDesign _design;
    private readonly int _lags;
    private readonly int _columns;
    private readonly double[][] _now;
    private readonly double[][] _cross;
    private readonly double[] _slope;
    private readonly double[,] _between;
    private readonly double[] _gradient;
    private readonly double[] _without;
    private readonly double[] _scaled;
    private readonly double[][] _gains;
    private LagFeature.Walk[] _walks = [];
    private int _origin;

    public HalfLifeProfile(SpatialDesign design)
    {
        _design = design;
        int cells = design.History.CellCount;
        _lags = design.LagCount;
        _columns = (_lags * Days.Length) + design.Features.Count - _lags;
        _now = [.. Enumerable.Range(0, _columns).Select(_ => new double[cells])];
        _cross = [.. Enumerable.Range(0, _columns).Select(_ => new double[cells])];
        _slope = new double[_columns];
        _between = new double[_columns, _columns];
        _gradient = new double[cells];
        _without = new double[cells];
        _scaled = new double[cells];
        _gains = [.. Enumerable.Range(0, _lags).Select(_ => new double[Days.Length])];
    }

    /// <summary>Before a pass.</summary>
    public void Begin()
    {
        _walks = [.. from lag in Enumerable.Range(0, _lags) from days in Days select new LagFeature.Walk((LagFeature)_design.Features[lag], days)];
        for (int c = 0; c < _walks.Length; c++)
        {
            _design.Features[c / Days.Length].At(0).CopyTo(_now[c]);
        }

        _origin = 0;
        Array.Clear(_slope);
        Array.Clear(_between);
        Array.Clear(_gradient);
        foreach (double[] row in _cross)
        {
            Array.Clear(row);
        }
    }

    /// <summary>Takes a period's scores and weights.</summary>
    public void Observe(int period, ReadOnlySpan<double> residual, ReadOnlySpan<double> weight, ReadOnlySpan<double> coefficients)
    {
        while (_origin < period)
        {
            _origin++;
            for (int c = 0; c < _walks.Length; c++)
            {
                _walks[c].Next(_now[c]);
            }
        }

        for (int k = _lags; k < _design.Features.Count; k++)
        {
            _design.Features[k].At(period).CopyTo(_now[_walks.Length + k - _lags]);
        }

        // What the score would be without features: r + w·Σ βx, each from its mean, since the level follows.
        double[] without = _without, scaled = _scaled;
        Array.Clear(without);
        double total = TensorPrimitives.Sum(weight);
        _design.AddTo(without, coefficients, period);
        TensorPrimitives.Subtract(without, TensorPrimitives.Dot(weight, without) / total, without);
        TensorPrimitives.Multiply(without, weight, without);
        TensorPrimitives.Add(without, residual, without);
        TensorPrimitives.Add(without, _gradient, _gradient);
        for (int k = 0; k < _columns; k++)
        {
            double[] x = _now[k];
            double centre = TensorPrimitives.Dot(weight, x) / total;
            TensorPrimitives.Subtract(x, centre, scaled);
            _slope[k] += TensorPrimitives.Dot<double>(without, scaled);
            TensorPrimitives.Multiply(scaled, weight, scaled);
            TensorPrimitives.Add(scaled, _cross[k], _cross[k]);
            for (int l = 0; l <= k; l++)
            {
                _between[k, l] += TensorPrimitives.Dot<double>(scaled, _now[l]);
            }
        }
    }

    /// <summary>The best half-lives, one per lag; after a pass and with the effects factored.</summary>
    public double[] Best(CellField field)
    {
        double[] to = Solved(field, _gradient, pull: true);
        double[,] schur = new double[_columns, _columns];
        double[] right = new double[_columns];
        for (int k = 0; k < _columns; k++)
        {
            double[] solved = Solved(field, _cross[k], pull: false);
            right[k] = _slope[k] - TensorPrimitives.Dot<double>(_cross[k], to);
            for (int l = 0; l <= k; l++)
            {
                schur[k, l] = schur[l, k] = _between[k, l] - TensorPrimitives.Dot<double>(_cross[l], solved) + (k == l ? SpatialModel.WeakPrecision : 0);
            }
        }

        foreach (double[] row in _gains)
        {
            Array.Fill(row, double.NegativeInfinity);
        }

        int[] best = new int[_lags];
        double most = double.NegativeInfinity;
        int pairs = _lags == 2 ? Days.Length : 1;
        for (int first = 0; first < Days.Length; first++)
        {
            for (int second = 0; second < pairs; second++)
            {
                int[] chosen = _lags == 2 ? [first, second] : [first];
                double gain = Gain(schur, right, chosen);
                for (int lag = 0; lag < _lags; lag++)
                {
                    _gains[lag][chosen[lag]] = Math.Max(_gains[lag][chosen[lag]], gain);
                }

                if (gain > most)
                {
                    (most, best) = (gain, chosen);
                }
            }
        }

        return [.. best.Select(b => Days[b])];
    }

    /// <summary>The half-lives of a lag, in days, that lose no more than 1.92 in log likelihood: a 95 % interval on the grid.</summary>
    public (double Low, double High) Interval(int lag)
    {
        double most = _gains[lag].Max();
        return (Days[Array.FindIndex(_gains[lag], g => g >= most - Within95)], Days[Array.FindLastIndex(_gains[lag], g => g >= most - Within95)]);
    }

    /// <summary>Half the squared length of the features' fit, with the prior of the half-lives.</summary>
    private double Gain(double[,] schur, double[] right, int[] chosen)
    {
        int[] columns = [.. chosen.Select((c, lag) => (lag * Days.Length) + c), .. Enumerable.Range(_walks.Length, _columns - _walks.Length)];
        int p = columns.Length;
        double[,] part = new double[p, p];
        double[] slope = new double[p];
        for (int k = 0; k < p; k++)
        {
            slope[k] = right[columns[k]];
            for (int l = 0; l < p; l++)
            {
                part[k, l] = schur[columns[k], columns[l]];
            }
        }

        double gain = 0.5 * TensorPrimitives.Dot<double>(slope, Dense.SolvePositive(part, slope) ?? new double[p]);
        foreach (int c in chosen)
        {
            double away = Math.Log(Days[c] / PriorDays) / PriorDeviation;
            gain -= 0.5 * away * away;
        }

        return gain;
    }

    private static double[] Solved(CellField field, double[] slope, bool pull)
    {
        double[] smooth = new double[slope.Length], own = new double[slope.Length];
        if (pull)
        {
            field.Step(slope, smooth, own);
        }
        else
        {
            field.Project(slope, smooth, own);
        }

        TensorPrimitives.Add(smooth, own, smooth);
        return smooth;
    }
}
