namespace PolicingModels.Seasonality;

/// <summary>Ordinary least squares by Householder reflections.</summary>
internal sealed class LeastSquares
{
    private readonly double[] _triangle;
    private readonly int _columns;

    private LeastSquares(double[] coefficients, double[] residuals, double[] triangle, int rows, int columns)
    {
        Coefficients = coefficients;
        Residuals = residuals;
        _triangle = triangle;
        _columns = columns;
        foreach (double r in residuals)
        {
            SumOfSquares += r * r;
        }

        Variance = rows > columns ? SumOfSquares / (rows - columns) : 0;
    }

    public double[] Coefficients { get; }

    public double[] Residuals { get; }

    public double SumOfSquares { get; }

    /// <summary>The residual variance, over the degrees of freedom.</summary>
    public double Variance { get; }

    /// <summary>Fits y by columns; null where a column depends on the others or there are not more rows than columns.</summary>
    /// <param name="design">The columns one after another.</param>
    /// <param name="y">The values, one per row.</param>
    public static LeastSquares? TryFit(ReadOnlySpan<double> design, ReadOnlySpan<double> y)
    {
        int rows = y.Length, columns = design.Length / Math.Max(1, rows);
        if (rows <= columns)
        {
            return null;
        }

        double[] q = design.ToArray(), right = y.ToArray(), triangle = new double[columns * columns];
        for (int j = 0; j < columns; j++)
        {
            Span<double> column = q.AsSpan(j * rows, rows);
            double before = Norm(design.Slice(j * rows, rows)), norm = Norm(column[j..]);
            if (!(norm > 1e-11 * before))
            {
                return null;
            }

            double alpha = column[j] > 0 ? -norm : norm;
            column[j] -= alpha;
            double squared = 0;
            for (int i = j; i < rows; i++)
            {
                squared += column[i] * column[i];
            }

            for (int k = j + 1; k < columns; k++)
            {
                Reflect(column, squared, q.AsSpan(k * rows, rows), j);
            }

            Reflect(column, squared, right, j);
            triangle[(j * columns) + j] = alpha;
            for (int k = j + 1; k < columns; k++)
            {
                triangle[(j * columns) + k] = q[(k * rows) + j];
            }
        }

        double[] coefficients = new double[columns];
        for (int j = columns - 1; j >= 0; j--)
        {
            double sum = right[j];
            for (int k = j + 1; k < columns; k++)
            {
                sum -= triangle[(j * columns) + k] * coefficients[k];
            }

            coefficients[j] = sum / triangle[(j * columns) + j];
        }

        double[] residuals = y.ToArray();
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                residuals[i] -= coefficients[j] * design[(j * rows) + i];
            }
        }

        return new LeastSquares(coefficients, residuals, triangle, rows, columns);
    }

    /// <summary>The standard error of a coefficient.</summary>
    public double StandardError(int coefficient)
    {
        // The inverse of X'X at (c, c) is the squared length of the row c of R⁻¹.
        double[] solution = new double[_columns];
        double sum = 0;
        for (int k = coefficient; k < _columns; k++)
        {
            double value = k == coefficient ? 1 : 0;
            for (int m = coefficient; m < k; m++)
            {
                value -= _triangle[(m * _columns) + k] * solution[m];
            }

            solution[k] = value / _triangle[(k * _columns) + k];
            sum += solution[k] * solution[k];
        }

        return Math.Sqrt(Variance * sum);
    }

    private static void Reflect(ReadOnlySpan<double> mirror, double squared, Span<double> column, int from)
    {
        double dot = 0;
        for (int i = from; i < column.Length; i++)
        {
            dot += mirror[i] * column[i];
        }

        dot = 2 * dot / squared;
        for (int i = from; i < column.Length; i++)
        {
            column[i] -= dot * mirror[i];
        }
    }

    private static double Norm(ReadOnlySpan<double> column)
    {
        double sum = 0;
        foreach (double value in column)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
