namespace PolicingModels.SpatioTemporal;

/// <summary>Small dense symmetric positive definite systems.</summary>
internal static class Dense
{
    /// <summary>Solves A·x = b by Cholesky's factors; null where A is not positive definite to rounding.</summary>
    public static double[]? SolvePositive(double[,] a, ReadOnlySpan<double> b)
    {
        double[,]? factor = Cholesky(a);
        return factor is null ? null : Solve(factor, b);
    }

    /// <summary>The lower factor L of A = L·Lᵀ; null where A is not positive definite to rounding.</summary>
    public static double[,]? Cholesky(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }

                if (i == j)
                {
                    if (!(sum > 1e-13 * Math.Abs(a[j, j])))
                    {
                        return null;
                    }

                    l[j, j] = Math.Sqrt(sum);
                }
                else
                {
                    l[i, j] = sum / l[j, j];
                }
            }
        }

        return l;
    }

    /// <summary>Solves L·Lᵀ·x = b.</summary>
    public static double[] Solve(double[,] l, ReadOnlySpan<double> b)
    {
        int n = b.Length;
        double[] x = b.ToArray();
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= l[i, k] * x[k];
            }

            x[i] /= l[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
            {
                x[i] -= l[k, i] * x[k];
            }

            x[i] /= l[i, i];
        }

        return x;
    }

    /// <summary>The trace of the inverse of a positive definite matrix.</summary>
    public static double InverseTrace(double[,] a)
    {
        int n = a.GetLength(0);
        double[,]? l = Cholesky(a);
        double trace = 0;
        for (int j = 0; l is not null && j < n; j++)
        {
            double[] unit = new double[n];
            unit[j] = 1;
            trace += Solve(l, unit)[j];
        }

        return trace;
    }
}
