namespace PolicingModels.Seasonality;

/// <summary>Conditional and exact likelihoods of one order on one series. Not thread-safe: it keeps its workspace.</summary>
internal sealed class ArimaEstimator
{
    private readonly ArimaOrder _order;
    private readonly ArimaSample _sample;
    private readonly ArmaWhitener _whitener;
    private readonly double[] _z;
    private readonly double[] _x;
    private readonly double[] _normal;
    private readonly double[] _right;

    public ArimaEstimator(MonthlySeries history, double[] filled, ArimaOrder order, Func<int, double>[] regressors, int horizon = 0)
    {
        _order = order;
        _sample = new ArimaSample(history, filled, order, regressors);
        _whitener = new ArmaWhitener(_sample.Rows + horizon);
        int columns = _sample.Columns.Length;
        _z = new double[_sample.Rows];
        _x = new double[_sample.Rows * columns];
        _normal = new double[columns * columns];
        _right = new double[columns];
        Coefficients = new double[columns];
    }

    public ArimaSample Sample => _sample;

    public ArmaWhitener Whitener => _whitener;

    /// <summary>Missing values (as what they differ from their stand-ins), constant and regressors at the last evaluation.</summary>
    public double[] Coefficients { get; }

    /// <summary>The sum of squared standardised innovations at the last evaluation.</summary>
    public double Squares { get; private set; }

    /// <summary>The number of estimated numbers, the variance and the missing months not counted.</summary>
    public int ParameterCount => _order.ParameterCount + _sample.Regressors.Length;

    public double Penalty
    {
        get
        {
            double k = ParameterCount + 1, n = _sample.Known;
            return n > k + 1 ? (2 * k) + (2 * k * (k + 1) / (n - k - 1)) : double.PositiveInfinity;
        }
    }

    /// <summary>−2 log likelihood of the differenced series, exact, with all its constants.</summary>
    public double Exact(ReadOnlySpan<double> free) => Exact(new ArimaPolynomials(_order, free));

    public double Exact(ArimaPolynomials model) => _whitener.TryFactor(model) ? Evaluate() : double.PositiveInfinity;

    /// <summary>The same for a differenced series that is a moving average with the autocovariances given.</summary>
    public double Exact(double[] autocovariances) => _whitener.TryFactor(autocovariances) ? Evaluate() : double.PositiveInfinity;

    private double Evaluate()
    {
        int rows = _sample.Rows, columns = _sample.Columns.Length;
        _whitener.Whiten(_sample.Target, _z);
        for (int c = 0; c < columns; c++)
        {
            _whitener.Whiten(_sample.Columns[c], _x.AsSpan(c * rows, rows));
        }

        double logs = _whitener.LogVariances;
        if (!TryRegress(rows, columns, ref logs))
        {
            return double.PositiveInfinity;
        }

        double squares = 0;
        foreach (double z in _z)
        {
            squares += z * z;
        }

        Squares = Math.Max(squares, _sample.Floor);
        int n = _sample.Known;
        double f = (n * Math.Log(2 * Math.PI * Squares / n)) + n + logs;
        return double.IsFinite(f) ? f : double.PositiveInfinity;
    }

    /// <summary>Takes the regression out of the whitened series by Cholesky; missing months come first, and half their determinant belongs to the likelihood.</summary>
    private bool TryRegress(int rows, int columns, ref double logs)
    {
        if (columns == 0)
        {
            return true;
        }

        for (int a = 0; a < columns; a++)
        {
            ReadOnlySpan<double> xa = _x.AsSpan(a * rows, rows);
            for (int b = 0; b <= a; b++)
            {
                double sum = ArmaWhitener.Dot(xa, _x.AsSpan(b * rows, rows));
                for (int k = 0; k < b; k++)
                {
                    sum -= _normal[(a * columns) + k] * _normal[(b * columns) + k];
                }

                if (b < a)
                {
                    _normal[(a * columns) + b] = sum / _normal[(b * columns) + b];
                    continue;
                }

                if (!(sum > 1e-12 * ArmaWhitener.Dot(xa, xa)))
                {
                    return false;
                }

                _normal[(a * columns) + a] = Math.Sqrt(sum);
                logs += a < _sample.MissingAt.Count ? Math.Log(sum) : 0;
            }

            double right = ArmaWhitener.Dot(xa, _z);
            for (int k = 0; k < a; k++)
            {
                right -= _normal[(a * columns) + k] * _right[k];
            }

            _right[a] = right / _normal[(a * columns) + a];
        }

        for (int a = columns - 1; a >= 0; a--)
        {
            double sum = _right[a];
            for (int k = a + 1; k < columns; k++)
            {
                sum -= _normal[(k * columns) + a] * Coefficients[k];
            }

            Coefficients[a] = sum / _normal[(a * columns) + a];
        }

        for (int a = 0; a < columns; a++)
        {
            ReadOnlySpan<double> xa = _x.AsSpan(a * rows, rows);
            for (int t = 0; t < rows; t++)
            {
                _z[t] -= Coefficients[a] * xa[t];
            }
        }

        return true;
    }

    /// <summary>Maximises the exact likelihood from a start; gives −2 log likelihood.</summary>
    public double Maximise(double[] free, double tolerance, CancellationToken cancellationToken) => QuasiNewton.Minimise(Exact, free, tolerance, 120, cancellationToken);
}
