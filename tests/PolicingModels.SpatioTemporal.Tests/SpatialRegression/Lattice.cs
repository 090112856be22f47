using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.SpatialRegression;

/// <summary>Plain dense arithmetic on small lattices.</summary>
internal static class Lattice
{
    /// <summary>Which connected component each cell belongs to, by spreading the least number until nothing changes.</summary>
    public static int[] Components(NeighbourTable near)
    {
        int[] component = [.. Enumerable.Range(0, near.CellCount)];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < component.Length; i++)
            {
                foreach (int j in near.Of(i))
                {
                    if (component[j] < component[i])
                    {
                        component[i] = component[j];
                        changed = true;
                    }
                }
            }
        }

        return component;
    }

    /// <summary>The covariance of a smooth field of unit scale: the pseudo-inverse of each component's graph Laplacian over the geometric mean of its diagonal; 0 for a cell without neighbours.</summary>
    public static double[,] SmoothCovariance(NeighbourTable near)
    {
        int n = near.CellCount;
        double[,] covariance = new double[n, n];
        foreach (IGrouping<int, int> cells in Enumerable.Range(0, n).GroupBy(i => Components(near)[i]))
        {
            int[] member = [.. cells];
            int m = member.Length;
            if (m == 1)
            {
                continue;
            }

            // R⁺ = (R + 11ᵀ/m)⁻¹ − 11ᵀ/m.
            double[,] shifted = new double[m, m];
            for (int a = 0; a < m; a++)
            {
                for (int b = 0; b < m; b++)
                {
                    shifted[a, b] = (1.0 / m) + (a == b ? near.Of(member[a]).Length : near.Of(member[a]).Contains(member[b]) ? -1 : 0);
                }
            }

            double[,] inverse = GaussJordan(shifted).Inverse;
            double scale = Math.Exp(Enumerable.Range(0, m).Average(a => Math.Log(inverse[a, a] - (1.0 / m))));
            for (int a = 0; a < m; a++)
            {
                for (int b = 0; b < m; b++)
                {
                    covariance[member[a], member[b]] = (inverse[a, b] - (1.0 / m)) / scale;
                }
            }
        }

        return covariance;
    }

    /// <summary>The lower factor of a positive definite matrix.</summary>
    public static double[,] Factor(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }

                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
        }

        return l;
    }

    /// <summary>Inverse and log determinant by elimination with the largest pivot.</summary>
    internal static (double[,] Inverse, double LogDeterminant) GaussJordan(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone(), inverse = new double[n, n];
        double log = 0;
        for (int i = 0; i < n; i++)
        {
            inverse[i, i] = 1;
        }

        for (int k = 0; k < n; k++)
        {
            // Symmetric and positive definite: the diagonal will do.
            double pivot = a[k, k];
            log += Math.Log(pivot);
            for (int j = 0; j < n; j++)
            {
                a[k, j] /= pivot;
                inverse[k, j] /= pivot;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = a[i, k];
                if (i == k || factor == 0)
                {
                    continue;
                }

                for (int j = 0; j < n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                    inverse[i, j] -= factor * inverse[k, j];
                }
            }
        }

        return (inverse, log);
    }
}
