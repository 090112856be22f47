namespace PolicingModels.Seasonality;

/// <summary>Local regression (loess) of degree 0 or 1 on equally spaced points, as STL needs it.</summary>
/// <remarks>
/// Cleveland, Cleveland, McRae &amp; Terpenning 1990, section 2.2. The distances, and with them the tricube weights, are the same wherever
/// the point stands at the same place of its window, so the last weights are kept and used again.
/// </remarks>
internal sealed class LocalRegression
{
    private double[] _tricube = [];
    private double[] _weights = [];
    private (double Reach, double Offset, int Count) _shape;
    private (double Reach, double Offset, int Count, int Degree, int Length) _ready;

    /// <summary>Smooths a whole sequence.</summary>
    /// <param name="y">The values.</param>
    /// <param name="smoother">Window, degree and jump.</param>
    /// <param name="prior">A weight for every value, or empty for equal weights.</param>
    /// <param name="smooth">Receives the smoothed values.</param>
    public void Smooth(ReadOnlySpan<double> y, Smoother smoother, ReadOnlySpan<double> prior, Span<double> smooth)
    {
        int n = y.Length;
        if (n < 2)
        {
            smooth[0] = y[0];
            return;
        }

        int jump = Math.Min(smoother.Jump, n - 1);
        int half = (smoother.Window + 1) / 2;
        int last = 0;
        for (int i = 0; i < n; i += jump)
        {
            int left = smoother.Window >= n ? 0 : Math.Clamp(i - half + 1, 0, n - smoother.Window);
            At(y, smoother, prior, i, left, Math.Min(n, left + smoother.Window), smooth);
            Join(smooth, last, i);
            last = i;
        }

        if (last != n - 1)
        {
            // The end is evaluated in the window of the last point before it, as the original does.
            int left = smoother.Window >= n ? 0 : Math.Clamp(last - half + 1, 0, n - smoother.Window);
            At(y, smoother, prior, n - 1, left, Math.Min(n, left + smoother.Window), smooth);
            Join(smooth, last, n - 1);
        }
    }

    /// <summary>The local fit at a place, which may lie outside the points.</summary>
    /// <param name="y">The values.</param>
    /// <param name="smoother">Window and degree.</param>
    /// <param name="prior">A weight for every value, or empty.</param>
    /// <param name="at">The place, 0 for the first value.</param>
    /// <param name="left">The first value used.</param>
    /// <param name="right">Behind the last value used.</param>
    /// <param name="fit">The fit.</param>
    /// <returns>False where no value within reach has weight.</returns>
    public bool TryFit(ReadOnlySpan<double> y, Smoother smoother, ReadOnlySpan<double> prior, double at, int left, int right, out double fit)
    {
        int n = y.Length, count = right - left;
        double offset = at - left;
        double reach = Math.Max(offset, count - 1 - offset);
        if (smoother.Window > n)
        {
            reach += (smoother.Window - n) / 2;
        }

        if (prior.IsEmpty)
        {
            var key = (reach, offset, count, smoother.Degree, n);
            if (key != _ready)
            {
                SetTricube(reach, offset, count);
                _ready = Scale(_tricube.AsSpan(0, count), default, offset, reach, smoother.Degree, n) ? key : default;
                if (_ready == default)
                {
                    fit = 0;
                    return false;
                }
            }
        }
        else
        {
            SetTricube(reach, offset, count);
            _ready = default;
            if (!Scale(_tricube.AsSpan(0, count), prior.Slice(left, count), offset, reach, smoother.Degree, n))
            {
                fit = 0;
                return false;
            }
        }

        ReadOnlySpan<double> weights = _weights.AsSpan(0, count), window = y.Slice(left, count);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * window[i];
        }

        fit = sum;
        return true;
    }

    private void At(ReadOnlySpan<double> y, Smoother smoother, ReadOnlySpan<double> prior, int i, int left, int right, Span<double> smooth) =>
        smooth[i] = TryFit(y, smoother, prior, i, left, right, out double fit) ? fit : y[i];

    private static void Join(Span<double> smooth, int from, int to)
    {
        double step = (smooth[to] - smooth[from]) / (to - from);
        for (int i = from + 1; i < to; i++)
        {
            smooth[i] = smooth[from] + (step * (i - from));
        }
    }

    private void SetTricube(double reach, double offset, int count)
    {
        if (_shape == (reach, offset, count))
        {
            return;
        }

        if (_tricube.Length < count)
        {
            _tricube = new double[count];
            _weights = new double[count];
        }

        _shape = (reach, offset, count);
        double near = 0.001 * reach, far = 0.999 * reach;
        for (int i = 0; i < count; i++)
        {
            double distance = Math.Abs(i - offset);
            double ratio = distance / reach;
            double rest = 1 - (ratio * ratio * ratio);
            _tricube[i] = distance > far ? 0 : distance <= near ? 1 : rest * rest * rest;
        }
    }

    // Turns tricube weights into the weights of the values in the fit: scaled to sum to 1, tilted for a line.
    private bool Scale(ReadOnlySpan<double> tricube, ReadOnlySpan<double> prior, double offset, double reach, int degree, int length)
    {
        Span<double> weights = _weights.AsSpan(0, tricube.Length);
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = prior.IsEmpty ? tricube[i] : tricube[i] * prior[i];
            total += weights[i];
        }

        if (!(total > 0))
        {
            return false;
        }

        double mean = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= total;
            mean += weights[i] * i;
        }

        if (degree == 0 || !(reach > 0))
        {
            return true;
        }

        double spread = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            spread += weights[i] * (i - mean) * (i - mean);
        }

        if (Math.Sqrt(spread) > 0.001 * (length - 1))
        {
            double slope = (offset - mean) / spread;
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= (slope * (i - mean)) + 1;
            }
        }

        return true;
    }
}
