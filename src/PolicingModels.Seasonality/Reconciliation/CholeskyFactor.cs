namespace PolicingModels.Seasonality;

/// <summary>The Cholesky factor of a symmetric positive definite matrix, scaled to a unit diagonal first so that series of very different size do not upset it.</summary>
internal sealed class CholeskyFactor
{
    private readonly int _size;
    private readonly double[] _lower;
    private readonly double[] _scale;

    /// <summary>Factors a matrix, row by row; only its lower triangle is read.</summary>
    /// <exception cref="AnalysisException">The matrix is not positive definite.</exception>
    public CholeskyFactor(ReadOnlySpan<double> matrix, int size, CancellationToken cancellationToken = default)
    {
        _size = size;
        _lower = new double[size * size];
        _scale = new double[size];
        for (int i = 0; i < size; i++)
        {
            double diagonal = matrix[(i * size) + i];
            if (!(diagonal > 0))
            {
                throw NotPositive();
            }

            _scale[i] = 1 / Math.Sqrt(diagonal);
        }

        for (int i = 0; i < size; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<double> row = _lower.AsSpan(i * size, size);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> other = _lower.AsSpan(j * size, size);
                double sum = matrix[(i * size) + j] * _scale[i] * _scale[j];
                for (int k = 0; k < j; k++)
                {
                    sum -= row[k] * other[k];
                }

                if (i == j)
                {
                    row[j] = sum > 1e-14 ? Math.Sqrt(sum) : throw NotPositive();
                }
                else
                {
                    row[j] = sum / other[j];
                }
            }
        }
    }

    /// <summary>Solves in place.</summary>
    public void Solve(Span<double> right)
    {
        for (int i = 0; i < _size; i++)
        {
            ReadOnlySpan<double> row = _lower.AsSpan(i * _size, _size);
            double sum = right[i] * _scale[i];
            for (int k = 0; k < i; k++)
            {
                sum -= row[k] * right[k];
            }

            right[i] = sum / row[i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            double value = right[i] / _lower[(i * _size) + i];
            right[i] = value * _scale[i];
            for (int k = 0; k < i; k++)
            {
                right[k] -= _lower[(i * _size) + k] * value;
            }
        }
    }

    private static AnalysisException NotPositive() =>
        new(AnalysisFailure.SingularFit, "The covariance of the totals is singular; reconcile with variance weights, which have no such case.");
}
