namespace PolicingModels.SpatioTemporal;

/// <summary>The one-sample Kolmogorov–Smirnov test against the even distribution on [0, 1].</summary>
internal static class Kolmogorov
{
    public static (double Statistic, double PValue) Even(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int n = sorted.Length;
        double most = 0;
        for (int i = 0; i < n; i++)
        {
            most = Math.Max(most, Math.Max(((i + 1.0) / n) - sorted[i], sorted[i] - ((double)i / n)));
        }

        // Stephens (1970), doi:10.1111/j.2517-6161.1970.tb00821.x: the limit's distribution at a corrected argument.
        double root = Math.Sqrt(n), lambda = (root + 0.12 + (0.11 / root)) * most, sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2.0 * k * k * lambda * lambda);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-16)
            {
                break;
            }
        }

        return (most, lambda < 0.2 ? 1 : Math.Clamp(2 * sum, 0, 1));
    }
}
