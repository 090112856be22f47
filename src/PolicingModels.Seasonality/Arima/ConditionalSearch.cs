namespace PolicingModels.Seasonality;

/// <summary>Quick fits for choosing orders: least squares of the errors with zeros before the first month, by damped Gauss–Newton.</summary>
internal sealed class ConditionalSearch
{
    private const int MostSteps = 40;
    private readonly double[] _target;
    private readonly double[] _constant;
    private readonly ArimaOrder _order;
    private readonly int _size;
    private readonly double[] _errors;
    private readonly double[] _moved;
    private readonly double[] _jacobian;
    private readonly double[] _normal;
    private readonly double[] _gradient;
    private readonly double[] _step;

    public ConditionalSearch(ArimaSample sample, ArimaOrder order)
    {
        _order = order;
        _target = sample.Target;
        _constant = order.Constant ? sample.Columns[sample.MissingAt.Count] : [];
        _size = order.ParameterCount;
        _errors = new double[_target.Length];
        _moved = new double[_target.Length];
        _jacobian = new double[_target.Length * _size];
        _normal = new double[_size * _size];
        _gradient = new double[_size];
        _step = new double[_size];
    }

    /// <summary>Improves a start, the constant last, and gives the sum of squares.</summary>
    public double Minimise(double[] at, CancellationToken cancellationToken)
    {
        double value = Errors(at, _errors);
        double damping = 1e-2;
        double[] trial = new double[_size];
        for (int iteration = 0; iteration < MostSteps && _size > 0; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Linearise(at);
            bool better = false;
            double next = value;
            while (damping < 1e8)
            {
                if (Solve(damping))
                {
                    for (int i = 0; i < _size; i++)
                    {
                        // Beyond ±3 a partial autocorrelation is one to two digits: nothing is found there.
                        trial[i] = i < _order.Coefficients ? Math.Clamp(at[i] + _step[i], -3, 3) : at[i] + _step[i];
                    }

                    next = Errors(trial, _moved);
                    if (next < value)
                    {
                        better = true;
                        break;
                    }
                }

                damping *= 6;
            }

            if (!better)
            {
                break;
            }

            double gain = value - next;
            trial.CopyTo(at, 0);
            _moved.CopyTo(_errors, 0);
            value = next;
            damping = Math.Max(1e-7, damping * 0.2);
            if (gain < 1e-4 * value / _target.Length)
            {
                break;
            }
        }

        return value;
    }

    private double Errors(double[] at, double[] e)
    {
        ArimaPolynomials model = new(_order, at.AsSpan(0, _order.Coefficients));
        double[] ar = model.Ar, ma = model.Ma;
        Span<int> arAt = stackalloc int[ar.Length], maAt = stackalloc int[ma.Length];
        int arCount = 0, maCount = 0;
        for (int i = 0; i < ar.Length; i++)
        {
            if (ar[i] != 0)
            {
                arAt[arCount++] = i;
            }
        }

        for (int i = 1; i < ma.Length; i++)
        {
            if (ma[i] != 0)
            {
                maAt[maCount++] = i;
            }
        }

        double constant = _order.Constant ? at[^1] : 0, squares = 0;
        for (int t = 0; t < e.Length; t++)
        {
            double value = _target[t] - (constant != 0 ? constant * _constant[t] : 0);
            for (int k = 0; k < arCount; k++)
            {
                int before = t - 1 - arAt[k];
                if (before < 0)
                {
                    break;
                }

                value -= ar[arAt[k]] * (_target[before] - (constant != 0 ? constant * _constant[before] : 0));
            }

            for (int k = 0; k < maCount; k++)
            {
                int before = t - maAt[k];
                if (before < 0)
                {
                    break;
                }

                value -= ma[maAt[k]] * e[before];
            }

            e[t] = value;
            squares += value * value;
        }

        return double.IsFinite(squares) ? squares : double.PositiveInfinity;
    }

    private void Linearise(double[] at)
    {
        for (int i = 0; i < _size; i++)
        {
            double kept = at[i], h = i < _order.Coefficients ? 1e-5 : 1e-5 * Math.Max(1e-3, Math.Abs(kept));
            at[i] = kept + h;
            Errors(at, _moved);
            at[i] = kept;
            for (int t = 0; t < _errors.Length; t++)
            {
                _jacobian[(i * _errors.Length) + t] = (_moved[t] - _errors[t]) / h;
            }
        }

        for (int i = 0; i < _size; i++)
        {
            ReadOnlySpan<double> ji = _jacobian.AsSpan(i * _errors.Length, _errors.Length);
            double g = 0;
            for (int t = 0; t < ji.Length; t++)
            {
                g += ji[t] * _errors[t];
            }

            _gradient[i] = g;
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> jj = _jacobian.AsSpan(j * _errors.Length, _errors.Length);
                double sum = 0;
                for (int t = 0; t < ji.Length; t++)
                {
                    sum += ji[t] * jj[t];
                }

                _normal[(i * _size) + j] = sum;
            }
        }
    }

    private bool Solve(double damping)
    {
        Span<double> a = stackalloc double[_size * _size];
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _normal[(i * _size) + j] * (i == j ? 1 + damping : 1);
                for (int k = 0; k < j; k++)
                {
                    sum -= a[(i * _size) + k] * a[(j * _size) + k];
                }

                if (i == j)
                {
                    if (!(sum > 0))
                    {
                        return false;
                    }

                    a[(i * _size) + i] = Math.Sqrt(sum);
                }
                else
                {
                    a[(i * _size) + j] = sum / a[(j * _size) + j];
                }
            }

            double right = -_gradient[i];
            for (int k = 0; k < i; k++)
            {
                right -= a[(i * _size) + k] * _step[k];
            }

            _step[i] = right / a[(i * _size) + i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            double sum = _step[i];
            for (int k = i + 1; k < _size; k++)
            {
                sum -= a[(k * _size) + i] * _step[k];
            }

            _step[i] = sum / a[(i * _size) + i];
        }

        return true;
    }
}
