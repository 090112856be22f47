namespace PolicingModels.Seasonality;

/// <summary>Minimises a smooth function of a few unconstrained numbers by BFGS with central differences, which give the first curvatures as well (Nocedal and Wright 2006, chapter 6).</summary>
internal static class QuasiNewton
{
    /// <summary>The function; +∞ where it is not defined.</summary>
    public delegate double Function(ReadOnlySpan<double> at);

    /// <summary>Moves <paramref name="x"/> to a minimum and gives the value there.</summary>
    public static double Minimise(Function f, double[] x, double tolerance, int mostSteps, CancellationToken cancellationToken)
    {
        int n = x.Length;
        double value = f(x);
        if (n == 0 || !double.IsFinite(value))
        {
            return value;
        }

        double[] gradient = new double[n], next = new double[n], inverse = new double[n * n], direction = new double[n], trial = new double[n], moved = new double[n], change = new double[n], product = new double[n], bend = new double[n];
        Gradient(f, x, value, gradient, bend, cancellationToken);
        Reset(inverse, n, gradient, bend);
        int quiet = 0;
        for (int step = 0; step < mostSteps; step++)
        {
            double slope = 0, longest = 0;
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++)
                {
                    sum -= inverse[(i * n) + j] * gradient[j];
                }

                direction[i] = sum;
                slope += sum * gradient[i];
                longest = Math.Max(longest, Math.Abs(sum));
            }

            if (!(slope < 0))
            {
                Reset(inverse, n, gradient, bend);
                if (quiet++ > 1)
                {
                    return value;
                }

                continue;
            }

            double length = Math.Min(1, 1.5 / longest), reached = value;
            bool better = false;
            for (int tries = 0; tries < 25; tries++, length *= 0.4)
            {
                for (int i = 0; i < n; i++)
                {
                    trial[i] = x[i] + (length * direction[i]);
                }

                reached = f(trial);
                if (reached < value + (1e-4 * length * slope))
                {
                    better = true;
                    break;
                }
            }

            double gain = value - reached;
            if (!better || gain < tolerance)
            {
                if (better && gain > 0)
                {
                    trial.CopyTo(x, 0);
                    value = reached;
                }

                // One fresh start along the gradient before giving up.
                if (quiet++ > 0)
                {
                    return value;
                }

                Gradient(f, x, value, gradient, bend, cancellationToken);
                Reset(inverse, n, gradient, bend);
                continue;
            }

            Gradient(f, trial, reached, next, bend, cancellationToken);
            double curvature = 0;
            for (int i = 0; i < n; i++)
            {
                moved[i] = trial[i] - x[i];
                change[i] = next[i] - gradient[i];
                curvature += moved[i] * change[i];
            }

            Update(inverse, n, moved, change, curvature, product);
            trial.CopyTo(x, 0);
            next.CopyTo(gradient, 0);
            value = reached;
        }

        return value;
    }

    private static void Gradient(Function f, double[] x, double value, double[] gradient, double[] bend, CancellationToken cancellationToken)
    {
        for (int i = 0; i < x.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double kept = x[i], h = 3e-4 * Math.Max(1, Math.Abs(kept));
            x[i] = kept + h;
            double up = f(x);
            x[i] = kept - h;
            double down = f(x);
            x[i] = kept;
            bool known = double.IsFinite(up) && double.IsFinite(down);
            gradient[i] = known ? (up - down) / (2 * h) : 0;
            bend[i] = known ? (up - (2 * value) + down) / (h * h) : 0;
        }
    }

    private static void Reset(double[] inverse, int n, double[] gradient, double[] bend)
    {
        double norm = Math.Sqrt(gradient.Sum(g => g * g));
        Array.Clear(inverse);
        for (int i = 0; i < n; i++)
        {
            inverse[(i * n) + i] = bend[i] > 1e-2 ? 1 / bend[i] : 0.3 / Math.Max(norm, 1e-8);
        }
    }

    private static void Update(double[] inverse, int n, double[] moved, double[] change, double curvature, double[] product)
    {
        double square = change.Sum(c => c * c);
        if (!(curvature > 1e-12 * square))
        {
            return;
        }

        double both = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                sum += inverse[(i * n) + j] * change[j];
            }

            product[i] = sum;
            both += sum * change[i];
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                inverse[(i * n) + j] += ((1 + (both / curvature)) * moved[i] * moved[j] / curvature) - (((product[i] * moved[j]) + (moved[i] * product[j])) / curvature);
            }
        }
    }
}
