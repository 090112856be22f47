namespace PolicingModels.SpatioTemporal;

/// <summary>Inverts small symmetric positive-definite matrices by Cholesky's factors.</summary>
internal static class SymmetricInverse
{
    /// <summary>The inverse; null where the matrix is not positive definite.</summary>
    public static double[,]? Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] lower = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                if (i == j)
                {
                    if (!(sum > 1e-12 * Math.Abs(matrix[i, i])) || !double.IsFinite(sum))
                    {
                        return null;
                    }

                    lower[i, i] = Math.Sqrt(sum);
                }
                else
                {
                    lower[i, j] = sum / lower[j, j];
                }
            }
        }

        double[,] inverse = new double[n, n];
        double[] column = new double[n];
        for (int c = 0; c < n; c++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = i == c ? 1 : 0;
                for (int k = 0; k < i; k++)
                {
                    sum -= lower[i, k] * column[k];
                }

                column[i] = sum / lower[i, i];
            }

            for (int i = n - 1; i >= 0; i--)
            {
                double sum = column[i];
                for (int k = i + 1; k < n; k++)
                {
                    sum -= lower[k, i] * inverse[k, c];
                }

                inverse[i, c] = sum / lower[i, i];
            }
        }

        return inverse;
    }
}
