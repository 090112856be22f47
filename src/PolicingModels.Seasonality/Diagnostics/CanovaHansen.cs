using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>The parts of the Canova–Hansen statistic for monthly data in trigonometric form.</summary>
internal sealed class CanovaHansen
{
    private const int Cycles = 11;
    private readonly double[] _longRun = new double[Cycles * Cycles];
    private readonly double[] _cumulated = new double[Cycles * Cycles];
    private readonly int _months;

    public CanovaHansen(double[] x, int lags)
    {
        _months = x.Length;
        double[] design = new double[_months * (Cycles + 1)];
        for (int t = 0; t < _months; t++)
        {
            design[t] = 1;
            for (int c = 0; c < Cycles; c++)
            {
                design[((c + 1) * _months) + t] = Wave(c, t + 1);
            }
        }

        double[] residuals = (LeastSquares.TryFit(design, x) ?? throw Constant()).Residuals;
        double[][] scores = new double[Cycles][];
        for (int c = 0; c < Cycles; c++)
        {
            scores[c] = new double[_months];
            for (int t = 0; t < _months; t++)
            {
                scores[c][t] = Wave(c, t + 1) * residuals[t];
            }
        }

        for (int a = 0; a < Cycles; a++)
        {
            for (int b = 0; b < Cycles; b++)
            {
                _longRun[(a * Cycles) + b] = LongRun(scores[a], scores[b], lags);
                _cumulated[(a * Cycles) + b] = Cumulated(scores[a], scores[b]);
            }
        }
    }

    public IReadOnlyList<SeasonalityTest> Results(int filled)
    {
        List<SeasonalityTest> results = [];
        string[] names = ["12", "6", "4", "3", "2.4", "2"];
        for (int j = 0; j < names.Length; j++)
        {
            int[] parts = j < 5 ? [2 * j, (2 * j) + 1] : [Cycles - 1];
            results.Add(Result($"canova-hansen {names[j]} months", parts, filled));
        }

        results.Add(Result("canova-hansen joint", [.. Enumerable.Range(0, Cycles)], filled));
        return results;
    }

    private SeasonalityTest Result(string name, int[] parts, int filled)
    {
        // tr(Ω⁻¹ F) / n² over the chosen cycles, one column of F solved at a time.
        int k = parts.Length;
        double[] omega = new double[k * k];
        double trace = 0;
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b < k; b++)
            {
                omega[(b * k) + a] = _longRun[(parts[a] * Cycles) + parts[b]];
            }
        }

        for (int a = 0; a < k; a++)
        {
            double[] column = [.. parts.Select(p => _cumulated[(p * Cycles) + parts[a]])];
            trace += Solve(omega, column)[a];
        }

        double statistic = trace / ((double)_months * _months);
        return double.IsFinite(statistic) && statistic >= 0
            ? new SeasonalityTest(name, statistic, TestTails.BrownianBridge(statistic, k), null, filled)
            : throw Constant();
    }

    private static double Wave(int cycle, int t) =>
        cycle == Cycles - 1 ? (t % 2 == 0 ? 1 : -1)
        : cycle % 2 == 0 ? Math.Cos(Math.PI * ((cycle / 2) + 1) * t / 6)
        : Math.Sin(Math.PI * ((cycle / 2) + 1) * t / 6);

    private static double LongRun(double[] a, double[] b, int lags)
    {
        double sum = 0;
        for (int lag = 0; lag <= Math.Min(lags, a.Length - 1); lag++)
        {
            double product = 0;
            for (int t = 0; t + lag < a.Length; t++)
            {
                product += (a[t] * b[t + lag]) + (lag > 0 ? b[t] * a[t + lag] : 0);
            }

            sum += (1 - (lag / (lags + 1.0))) * product;
        }

        return sum / a.Length;
    }

    private static double Cumulated(double[] a, double[] b)
    {
        double left = 0, right = 0, sum = 0;
        for (int t = 0; t < a.Length; t++)
        {
            left += a[t];
            right += b[t];
            sum += left * right;
        }

        return sum;
    }

    // Gaussian elimination with row exchange; matrices of at most 11 rows.
    private static double[] Solve(double[] matrix, double[] right)
    {
        int n = right.Length;
        double[] m = [.. matrix], x = [.. right];
        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < n; r++)
            {
                pivot = Math.Abs(m[(r * n) + c]) > Math.Abs(m[(pivot * n) + c]) ? r : pivot;
            }

            if (m[(pivot * n) + c] == 0)
            {
                throw Constant();
            }

            for (int k = 0; k < n && pivot != c; k++)
            {
                (m[(c * n) + k], m[(pivot * n) + k]) = (m[(pivot * n) + k], m[(c * n) + k]);
            }

            (x[c], x[pivot]) = (x[pivot], x[c]);
            for (int r = c + 1; r < n; r++)
            {
                double factor = m[(r * n) + c] / m[(c * n) + c];
                for (int k = c; k < n; k++)
                {
                    m[(r * n) + k] -= factor * m[(c * n) + k];
                }

                x[r] -= factor * x[c];
            }
        }

        for (int c = n - 1; c >= 0; c--)
        {
            for (int k = c + 1; k < n; k++)
            {
                x[c] -= m[(c * n) + k] * x[k];
            }

            x[c] /= m[(c * n) + c];
        }

        return x;
    }

    private static AnalysisException Constant() =>
        new(AnalysisFailure.SingularFit, string.Create(CultureInfo.InvariantCulture, $"What a fixed season leaves of the series has no variance in some cycle, so the Canova–Hansen test has nothing to divide by; a season without chance needs no test."));
}
