namespace PolicingModels.SpatioTemporal;

/// <summary>Maximises a smooth function of a few bounded parameters: BFGS steps with halving, parameters at a bound held there while the slope presses outward.</summary>
internal static class QuasiNewton
{
    public delegate double Function(ReadOnlySpan<double> at, Span<double> gradient);

    public readonly record struct Outcome(double Value, int Evaluations, bool Converged);

    /// <summary>Moves <paramref name="at"/> to a maximum.</summary>
    public static Outcome Maximise(Function function, double[] at, double[] low, double[] high, double tolerance, int mostEvaluations)
    {
        int n = at.Length;
        double[] gradient = new double[n], next = new double[n], nextGradient = new double[n], direction = new double[n];
        double[,] inverse = Scaled(n, 0.1);
        double value = function(at, gradient);
        int evaluations = 1;
        bool fresh = true;
        for (int i = 0; i < n && fresh; i++)
        {
            // The first step moves no parameter by more than a third on its log scale.
            inverse[i, i] = 0.3 / Math.Max(Math.Abs(gradient[i]), 1);
        }

        while (evaluations < mostEvaluations)
        {
            double slope = 0;
            for (int i = 0; i < n; i++)
            {
                bool held = Held(at[i], gradient[i], low[i], high[i]);
                double sum = 0;
                for (int j = 0; j < n && !held; j++)
                {
                    sum += Held(at[j], gradient[j], low[j], high[j]) ? 0 : inverse[i, j] * gradient[j];
                }

                direction[i] = Math.Clamp(sum, -2, 2);
                slope += direction[i] * gradient[i];
            }

            if (!(slope > tolerance))
            {
                if (fresh || !(slope < 0))
                {
                    return new Outcome(value, evaluations, true);
                }

                inverse = Scaled(n, 0.3 / Math.Max(1, Largest(gradient)));
                fresh = true;
                continue;
            }

            double step = 1, moved = value;
            bool better = false;
            for (int halving = 0; halving < 30 && evaluations < mostEvaluations; halving++, step /= halving < 3 ? 2 : 4)
            {
                for (int i = 0; i < n; i++)
                {
                    next[i] = Math.Clamp(at[i] + (step * direction[i]), low[i], high[i]);
                }

                moved = function(next, nextGradient);
                evaluations++;
                if (moved >= value + (1e-4 * step * slope))
                {
                    better = true;
                    break;
                }
            }

            if (!better)
            {
                if (fresh)
                {
                    return new Outcome(value, evaluations, slope < 1e3 * tolerance);
                }

                inverse = Scaled(n, 0.3 / Math.Max(1, Largest(gradient)));
                fresh = true;
                continue;
            }

            Update(inverse, at, next, gradient, nextGradient, fresh);
            fresh = false;
            value = moved;
            next.CopyTo(at, 0);
            nextGradient.CopyTo(gradient, 0);
        }

        return new Outcome(value, evaluations, false);
    }

    private static bool Held(double at, double slope, double low, double high) => (at <= low && slope < 0) || (at >= high && slope > 0);

    private static double Largest(double[] gradient) => gradient.Max(Math.Abs);

    private static double[,] Scaled(int n, double scale)
    {
        double[,] matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            matrix[i, i] = scale;
        }

        return matrix;
    }

    private static void Update(double[,] inverse, double[] at, double[] next, double[] gradient, double[] nextGradient, bool fresh)
    {
        int n = at.Length;
        double[] s = new double[n], y = new double[n], hy = new double[n];
        double sy = 0, yy = 0;
        for (int i = 0; i < n; i++)
        {
            s[i] = next[i] - at[i];

            // Of the negative function, whose curvature is positive.
            y[i] = gradient[i] - nextGradient[i];
            sy += s[i] * y[i];
            yy += y[i] * y[i];
        }

        if (!(sy > 1e-12 * yy))
        {
            return;
        }

        if (fresh)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    inverse[i, j] = i == j ? sy / yy : 0;
                }
            }
        }

        double yhy = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                hy[i] += inverse[i, j] * y[j];
            }

            yhy += y[i] * hy[i];
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                inverse[i, j] += ((1 + (yhy / sy)) * s[i] * s[j] / sy) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
            }
        }
    }
}
