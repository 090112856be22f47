namespace PolicingModels.Seasonality;

/// <summary>
/// Regression with a wandering level: y = Xβ + u with (1 − B)u = (1 − θB)e. Every column is filtered to e's scale, then fitted by
/// orthogonal columns, so that a further column is tried in one pass over the months.
/// </summary>
internal sealed class FilteredRegression
{
    private const double MostTheta = 0.98;
    private readonly double[] _y;
    private readonly List<double[]> _columns = [];
    private readonly List<double[]> _basis = [];
    private double[] _residuals = [];

    public FilteredRegression(double[] y) => _y = y;

    /// <summary>The moving-average parameter, 0 to 0.98: 0 for a random walk, near 1 for a level that hardly moves.</summary>
    public double Theta { get; private set; } = 0.5;

    /// <summary>A robust standard deviation of e: 1.4826 times the median absolute residual.</summary>
    public double Scale { get; private set; }

    public int ColumnCount => _columns.Count;

    /// <summary>The months that e is defined for: all but the first.</summary>
    private int Rows => _y.Length - 1;

    /// <summary>Adds a column; false where it depends on those before it.</summary>
    public bool TryAdd(double[] column)
    {
        double[] filtered = Filter(column);
        double before = Dot(filtered, filtered);
        double left = Orthogonalise(filtered);
        if (!(left > 1e-10 * before) || !(before > 0))
        {
            return false;
        }

        _columns.Add(column);
        Append(filtered, left);
        SetScale();
        return true;
    }

    public void RemoveAt(int index)
    {
        _columns.RemoveAt(index);
        Rebuild();
    }

    /// <summary>Estimates θ with the columns there are, by golden section on the sum of squares, and fits.</summary>
    public void Fit()
    {
        double low = 0, high = MostTheta;
        const double Golden = 0.6180339887498949;
        double a = high - (Golden * (high - low)), b = low + (Golden * (high - low)), atA = SumOfSquares(a), atB = SumOfSquares(b);
        while (high - low > 1e-4)
        {
            if (atA < atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - (Golden * (high - low));
                atA = SumOfSquares(a);
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + (Golden * (high - low));
                atB = SumOfSquares(b);
            }
        }

        SumOfSquares((low + high) / 2);
        SetScale();
    }

    /// <summary>The t-value that a further column would have.</summary>
    public double TValue(double[] column)
    {
        double[] filtered = Filter(column);
        double before = Dot(filtered, filtered), left = Orthogonalise(filtered);
        return left > 1e-6 * before && Scale > 0 ? Dot(filtered, _residuals) / Math.Sqrt(left) / Scale : 0;
    }

    /// <summary>Estimate and standard error of a column that is in the regression.</summary>
    public (double Effect, double Error) Estimate(int index)
    {
        // Put last, its coefficient is its own part of the fit.
        double[] column = _columns[index];
        _columns.RemoveAt(index);
        Rebuild();
        double[] filtered = Filter(column);
        double left = Orthogonalise(filtered);
        double effect = Dot(filtered, _residuals) / left, error = Scale / Math.Sqrt(left);
        _columns.Insert(index, column);
        Rebuild();
        return (effect, SetErrorScale(error));
    }

    /// <summary>The effect of every column, in order.</summary>
    public double[] Effects()
    {
        // Back-substitution on the triangle that the basis and the filtered columns span.
        int k = _columns.Count;
        double[] effects = new double[k];
        double[][] filtered = [.. _columns.Select(Filter)];
        double[] y = Filter(_y);
        for (int j = k - 1; j >= 0; j--)
        {
            double sum = Dot(_basis[j], y);
            for (int m = j + 1; m < k; m++)
            {
                sum -= Dot(_basis[j], filtered[m]) * effects[m];
            }

            effects[j] = sum / Dot(_basis[j], filtered[j]);
        }

        return effects;
    }

    // The scale without the column is larger than with it; errors are those of the whole regression.
    private double SetErrorScale(double error)
    {
        double without = Scale;
        SetScale();
        return without > 0 ? error : Scale;
    }

    private double SumOfSquares(double theta)
    {
        Theta = theta;
        Rebuild();
        return Dot(_residuals, _residuals);
    }

    private void Rebuild()
    {
        _basis.Clear();
        _residuals = Filter(_y);
        foreach (double[] column in _columns)
        {
            double[] filtered = Filter(column);
            double left = Orthogonalise(filtered);
            Append(filtered, left);
        }

        SetScale();
    }

    private void Append(double[] filtered, double left)
    {
        double norm = Math.Sqrt(Math.Max(left, 1e-300));
        for (int i = 0; i < filtered.Length; i++)
        {
            filtered[i] /= norm;
        }

        _basis.Add(filtered);
        if (_residuals.Length == 0)
        {
            _residuals = Filter(_y);
        }

        double part = Dot(filtered, _residuals);
        for (int i = 0; i < filtered.Length; i++)
        {
            _residuals[i] -= part * filtered[i];
        }
    }

    private double[] Filter(double[] column)
    {
        double[] filtered = new double[Rows];
        double last = 0;
        for (int i = 0; i < filtered.Length; i++)
        {
            last = column[i + 1] - column[i] + (Theta * last);
            filtered[i] = last;
        }

        return filtered;
    }

    // Takes the part of the basis off and returns what is left, squared; twice, for rounding.
    private double Orthogonalise(double[] filtered)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] q in _basis)
            {
                double part = Dot(q, filtered);
                for (int i = 0; i < filtered.Length; i++)
                {
                    filtered[i] -= part * q[i];
                }
            }
        }

        return Dot(filtered, filtered);
    }

    private void SetScale()
    {
        double[] absolute = [.. _residuals.Select(Math.Abs)];
        Array.Sort(absolute);
        int n = absolute.Length;
        double median = n % 2 == 1 ? absolute[n / 2] : (absolute[(n / 2) - 1] + absolute[n / 2]) / 2;

        // Columns take up residual variance: scaled as an ordinary standard error is.
        Scale = 1.4826 * median * Math.Sqrt((double)n / Math.Max(1, n - _columns.Count));
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
