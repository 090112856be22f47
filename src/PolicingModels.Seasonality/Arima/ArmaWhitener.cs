using System.Runtime.Intrinsics;

namespace PolicingModels.Seasonality;

/// <summary>
/// Turns columns of a stationary ARMA process into independent standardised innovations: the exact Gaussian likelihood, as a Kalman filter
/// from the stationary distribution gives it. Not thread-safe: it keeps its workspace.
/// </summary>
/// <remarks>
/// Ansley 1979 (doi:10.1093/biomet/66.1.59): after the first p values the series is replaced by φ(B) y, whose covariance is a band of the moving
/// average's width; its Cholesky factor is the innovations algorithm (Brockwell and Davis 1991, section 5.3). Costs n q²/2 where a filter costs n max(p, q+1)².
/// </remarks>
internal sealed class ArmaWhitener
{
    private static readonly ArimaPolynomials s_none = ArimaPolynomials.Of(new ArimaOrder(0, 0, 0), []);

    private readonly int _rows;
    private double[] _factor = [];
    private double[] _moments = [];
    private double[] _system = [];
    private double[] _cross = [];
    private double[] _ma = [];
    private double[] _own = [];
    private int _width;
    private int _reach;
    private int _p;
    private ArimaPolynomials? _model;

    public ArmaWhitener(int rows) => _rows = rows;

    /// <summary>Σ log of the innovations' variances in units of the error's variance.</summary>
    public double LogVariances { get; private set; }

    /// <summary>Factors the covariance of a moving average given by its autocovariances; false where it is not positive definite.</summary>
    public bool TryFactor(double[] autocovariances)
    {
        _model = s_none;
        _p = 0;
        _reach = autocovariances.Length - 1;
        _width = _reach + 1;
        Ensure(ref _factor, _rows * _width);
        _ma = autocovariances;
        return TryFactorBand();
    }

    /// <summary>How the innovation of one row enters another, in units of the error's standard deviation: an element of the Cholesky factor.</summary>
    public double Factor(int row, int innovation)
    {
        int place = innovation + _width - 1 - row;
        return innovation > row || place < 0 || (row >= _p && row - innovation > _reach) ? 0 : _factor[(row * _width) + place];
    }

    /// <summary>Factors the covariance; false where the model is too near a unit root for it.</summary>
    public bool TryFactor(ArimaPolynomials model)
    {
        _model = model;
        int p = _p = model.Ar.Length, q = _reach = model.Ma.Length - 1;
        _width = Math.Max(p, q) + 1;
        Ensure(ref _factor, _rows * _width);
        Ensure(ref _cross, _width + 1);
        if (!TryMoments(model, p, q))
        {
            return false;
        }

        _ma = _own;
        Ensure(ref _ma, q + 1);
        _own = _ma;
        for (int k = 0; k <= q; k++)
        {
            double sum = 0;
            for (int r = k; r <= q; r++)
            {
                sum += model.Ma[r] * model.Ma[r - k];
            }

            _ma[k] = sum;
        }

        return TryFactorBand();
    }

    private bool TryFactorBand()
    {
        int p = _p, q = _reach;
        double logs = 0;
        // Row i holds L[i, i − width + 1 … i] in its places 0 … width − 1.
        for (int i = 0; i < _rows; i++)
        {
            int first = i < p ? 0 : Math.Max(0, i - q);
            Span<double> row = _factor.AsSpan(i * _width, _width);
            int shift = _width - 1 - i;
            for (int j = first; j <= i; j++)
            {
                double sum = Covariance(i, j, p, q);
                int firstOfJ = j < p ? 0 : Math.Max(0, j - q);
                int from = Math.Max(first, firstOfJ), shiftOfJ = _width - 1 - j;
                ReadOnlySpan<double> other = _factor.AsSpan(j * _width, _width);
                int length = j - from;
                if (length > 0)
                {
                    sum -= Dot(row.Slice(from + shift, length), other.Slice(from + shiftOfJ, length));
                }

                if (j < i)
                {
                    row[j + shift] = sum / other[_width - 1];
                    continue;
                }

                if (!(sum > 1e-14) || !double.IsFinite(sum))
                {
                    return false;
                }

                logs += Math.Log(sum);
                row[_width - 1] = Math.Sqrt(sum);
            }
        }

        LogVariances = logs;
        return true;
    }

    /// <summary>Whitens the first rows of a column; the rest is not read.</summary>
    public void Whiten(ReadOnlySpan<double> column, Span<double> into)
    {
        double[] ar = _model!.Ar;
        int q = _reach;
        for (int i = 0; i < column.Length; i++)
        {
            double w = column[i];
            if (i >= _p)
            {
                for (int k = 0; k < ar.Length; k++)
                {
                    w -= ar[k] * column[i - 1 - k];
                }
            }

            int first = i < _p ? 0 : Math.Max(0, i - q);
            ReadOnlySpan<double> row = _factor.AsSpan(i * _width, _width);
            w -= Dot(row.Slice(first + _width - 1 - i, i - first), into[first..i]);
            into[i] = w / row[_width - 1];
        }
    }

    /// <summary>The best forecasts of the rows after the innovations given.</summary>
    public void Forecast(ReadOnlySpan<double> column, ReadOnlySpan<double> innovations, Span<double> into)
    {
        double[] ar = _model!.Ar;
        int n = innovations.Length, q = _reach;
        for (int h = 0; h < into.Length; h++)
        {
            int i = n + h, first = i < _p ? 0 : Math.Max(0, i - q);
            double w = 0;
            ReadOnlySpan<double> row = _factor.AsSpan(i * _width, _width);
            for (int j = first; j < n; j++)
            {
                w += row[j + _width - 1 - i] * innovations[j];
            }

            for (int k = 0; i >= _p && k < ar.Length; k++)
            {
                int at = i - 1 - k;
                w += ar[k] * (at < n ? column[at] : into[at - n]);
            }

            into[h] = w;
        }
    }

    private double Covariance(int i, int j, int p, int q)
    {
        int lag = i - j;
        return i < p ? _moments[lag] : lag > q ? 0 : j >= p ? _ma[lag] : _cross[lag];
    }

    /// <summary>Autocovariances of the process in units of the error's variance, and the covariances of its values with later moving averages.</summary>
    private bool TryMoments(ArimaPolynomials model, int p, int q)
    {
        double[] ar = model.Ar, ma = model.Ma;
        Span<double> psi = stackalloc double[q + 1];
        for (int j = 0; j <= q; j++)
        {
            double value = ma[j];
            for (int i = 1; i <= Math.Min(j, p); i++)
            {
                value += ar[i - 1] * psi[j - i];
            }

            psi[j] = value;
        }

        for (int k = 0; k <= q; k++)
        {
            double sum = 0;
            for (int r = k; r <= q; r++)
            {
                sum += ma[r] * psi[r - k];
            }

            _cross[k] = sum;
        }

        if (p == 0)
        {
            return true;
        }

        int size = p + 1;
        Ensure(ref _system, size * (size + 1));
        Ensure(ref _moments, size);
        Span<double> a = _system.AsSpan(0, size * (size + 1));
        a.Clear();
        for (int k = 0; k < size; k++)
        {
            Span<double> row = a.Slice(k * (size + 1), size + 1);
            row[k] += 1;
            for (int i = 1; i <= p; i++)
            {
                row[Math.Abs(k - i)] -= ar[i - 1];
            }

            row[size] = k <= q ? _cross[k] : 0;
        }

        return TrySolve(a, size, _moments);
    }

    private static bool TrySolve(Span<double> a, int size, Span<double> solution)
    {
        int stride = size + 1;
        for (int c = 0; c < size; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < size; r++)
            {
                pivot = Math.Abs(a[(r * stride) + c]) > Math.Abs(a[(pivot * stride) + c]) ? r : pivot;
            }

            if (Math.Abs(a[(pivot * stride) + c]) < 1e-14)
            {
                return false;
            }

            if (pivot != c)
            {
                for (int k = c; k < stride; k++)
                {
                    (a[(c * stride) + k], a[(pivot * stride) + k]) = (a[(pivot * stride) + k], a[(c * stride) + k]);
                }
            }

            for (int r = c + 1; r < size; r++)
            {
                double factor = a[(r * stride) + c] / a[(c * stride) + c];
                if (factor != 0)
                {
                    for (int k = c; k < stride; k++)
                    {
                        a[(r * stride) + k] -= factor * a[(c * stride) + k];
                    }
                }
            }
        }

        for (int r = size - 1; r >= 0; r--)
        {
            double sum = a[(r * stride) + size];
            for (int k = r + 1; k < size; k++)
            {
                sum -= a[(r * stride) + k] * solution[k];
            }

            solution[r] = sum / a[(r * stride) + r];
        }

        return solution[0] > 0 && double.IsFinite(solution[0]);
    }

    /// <summary>A scalar product by four running sums, the same on every machine.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            sums += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        }

        double sum = Vector256.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Ensure(ref double[] array, int length)
    {
        if (array.Length < length)
        {
            array = new double[length];
        }
    }
}
