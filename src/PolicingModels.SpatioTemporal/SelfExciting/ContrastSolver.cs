namespace PolicingModels.SpatioTemporal;

/// <summary>Finds the parameters at which the moments of <see cref="TimeContrast"/> are 0, by Newton's steps inside bounds.</summary>
internal static class ContrastSolver
{
    public const double LeastRatio = 1e-6;

    private const int MostSteps = 40;
    private const double MostRatio = 0.99;

    /// <summary>Moments at a ratio and a shape (logs of what the slopes are taken in).</summary>
    public delegate TimeContrast.Moments Function(double ratio, ReadOnlySpan<double> shape);

    /// <param name="Ratio">The branching ratio.</param>
    /// <param name="Shape">The shape.</param>
    /// <param name="RatioError">Standard error of the ratio.</param>
    /// <param name="ShapeError">Standard errors of the shape; NaN for what was held.</param>
    public sealed record Solution(double Ratio, double[] Shape, double RatioError, double[] ShapeError);

    /// <summary>The solution near a start; null where steps do not come to rest.</summary>
    public static Solution? Solve(Function function, double ratio, double[] shape, double[] low, double[] high, bool freeShape)
    {
        double[] at = [.. shape];
        for (int step = 0; step < MostSteps; step++)
        {
            TimeContrast.Moments m = function(ratio, at);
            if (Direction(m, at, low, high, freeShape) is not { } d)
            {
                return null;
            }

            // The ratio moves by no more than a tenth, a parameter of the shape by no more than a third.
            double move = ratio * d.Step[0], shrink = Math.Min(1, 0.1 / Math.Max(Math.Abs(move), 1e-300));
            for (int k = 1; k < d.Step.Length; k++)
            {
                shrink = Math.Min(shrink, 0.35 / Math.Max(Math.Abs(d.Step[k]), 1e-300));
            }

            double next = Math.Clamp(ratio + (shrink * move), LeastRatio, MostRatio), moved = Math.Abs(next - ratio);
            for (int k = 0; k < at.Length; k++)
            {
                double to = Math.Clamp(at[k] + (shrink * d.Step[k + 1]), low[k], high[k]);
                moved = Math.Max(moved, Math.Abs(to - at[k]));
                at[k] = to;
            }

            if (moved < 3e-5)
            {
                double error = Math.Min(ratio * Math.Sqrt(d.Variance[0]), 1);
                double[] shapeError = [.. d.Variance.Skip(1).Select(Math.Sqrt)];
                return double.IsFinite(error) && error > 0 ? new Solution(next, at, error, shapeError) : null;
            }

            ratio = next;
        }

        return null;
    }

    /// <summary>Newton's step and the variance of each parameter (NaN where held); null where the slopes are singular.</summary>
    private static (double[] Step, double[] Variance)? Direction(TimeContrast.Moments m, double[] at, double[] low, double[] high, bool freeShape)
    {
        int n = m.Sum.Length;
        List<int> free = [0];
        for (int k = 1; freeShape && k < n; k++)
        {
            free.Add(k);
        }

        while (true)
        {
            if (Inverse(m.Slope, free) is not { } inverse)
            {
                return null;
            }

            double[] step = new double[n], variance = new double[n];
            Array.Fill(variance, double.NaN);
            for (int a = 0; a < free.Count; a++)
            {
                double v = 0;
                for (int b = 0; b < free.Count; b++)
                {
                    step[free[a]] += inverse[a, b] * m.Sum[free[b]];
                    for (int c = 0; c < free.Count; c++)
                    {
                        v += inverse[a, b] * m.Variance[free[b], free[c]] * inverse[a, c];
                    }
                }

                variance[free[a]] = v;
            }

            int held = free.FindIndex(k => k > 0 && ((at[k - 1] <= low[k - 1] && step[k] < 0) || (at[k - 1] >= high[k - 1] && step[k] > 0)));
            if (held < 0)
            {
                return (step, variance);
            }

            free.RemoveAt(held);
        }
    }

    private static double[,]? Inverse(double[,] matrix, List<int> rows)
    {
        int n = rows.Count;
        double[,] a = new double[n, 2 * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[i, j] = matrix[rows[i], rows[j]];
            }

            a[i, n + i] = 1;
        }

        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int i = c + 1; i < n; i++)
            {
                pivot = Math.Abs(a[i, c]) > Math.Abs(a[pivot, c]) ? i : pivot;
            }

            double by = a[pivot, c];
            if (!(Math.Abs(by) > 1e-12))
            {
                return null;
            }

            for (int j = 0; j < 2 * n; j++)
            {
                (a[c, j], a[pivot, j]) = (a[pivot, j], a[c, j]);
                a[c, j] /= by;
            }

            for (int i = 0; i < n; i++)
            {
                double times = a[i, c];
                for (int j = 0; i != c && j < 2 * n; j++)
                {
                    a[i, j] -= times * a[c, j];
                }
            }
        }

        double[,] inverse = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                inverse[i, j] = a[i, n + j];
            }
        }

        return inverse;
    }
}
