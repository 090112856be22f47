namespace PolicingModels.Seasonality;

/// <summary>One multiplicative index per month of the year of one series, with the level it was measured against.</summary>
/// <remarks>
/// Level and index are found in turn (backfitting): the level is a local line through rates with the index divided out (tricube weights over
/// <c>halfWidth</c> months each side), the index of a month of the year is the ratio of the sum of its counts to the sum of what the level alone
/// would give. Ratios of sums stay sound for small counts, where means of logarithms do not. Months that lie far from what is expected
/// (beyond 4.685 robust deviations fully, nearer in part: Tukey's biweight) and months declared disrupted count little or nothing.
/// </remarks>
internal sealed class SeasonalShape
{
    private const double BiweightLimit = 4.685;

    private SeasonalShape(double[] index, double[] variances, double[] level, double dispersion)
    {
        Index = index;
        Variances = variances;
        Level = level;
        Dispersion = dispersion;
    }

    /// <summary>Twelve numbers, January first, mean 1 of the logarithms removed: the geometric mean is 1.</summary>
    public double[] Index { get; }

    /// <summary>The sampling variance of the logarithm of each index; infinite where the month was never seen.</summary>
    public double[] Variances { get; }

    /// <summary>The smooth rate per day in each month.</summary>
    public double[] Level { get; }

    /// <summary>The variance of a count divided by its mean, 1 or more.</summary>
    public double Dispersion { get; }

    /// <summary>Estimates an index.</summary>
    /// <param name="counts">Counts per month.</param>
    /// <param name="exposure">Days per month.</param>
    /// <param name="weights">0 to 1 per month; 0 leaves the month out.</param>
    /// <param name="firstMonthOfYear">The month of the year of the first count, 0 for January.</param>
    /// <param name="halfWidth">How many months the level sees each side.</param>
    /// <param name="fixedLevel">A level to measure against; null estimates it.</param>
    public static SeasonalShape Estimate(ReadOnlySpan<double> counts, ReadOnlySpan<double> exposure, ReadOnlySpan<double> weights, int firstMonthOfYear, int halfWidth, double[]? fixedLevel = null)
    {
        int months = counts.Length;
        double[] index = new double[12], variances = new double[12], robust = new double[months], rates = new double[months];
        double[] level = fixedLevel ?? new double[months];
        Array.Fill(index, 1.0);
        Array.Fill(robust, 1.0);
        double dispersion = 1;
        for (int round = 0; round < 5; round++)
        {
            for (int m = 0; m < months; m++)
            {
                rates[m] = counts[m] / (exposure[m] * index[(firstMonthOfYear + m) % 12]);
            }

            if (fixedLevel is null)
            {
                Smooth(rates, exposure, weights, robust, halfWidth, level);
            }

            Ratios(counts, exposure, weights, robust, level, firstMonthOfYear, index);
            dispersion = Reweigh(counts, exposure, weights, level, firstMonthOfYear, index, robust);
        }

        Uncertainty(exposure, weights, robust, level, firstMonthOfYear, index, dispersion, variances);
        return new SeasonalShape(index, variances, level, dispersion);
    }

    private static void Smooth(double[] rates, ReadOnlySpan<double> exposure, ReadOnlySpan<double> weights, double[] robust, int halfWidth, double[] level)
    {
        int months = rates.Length;
        for (int m = 0; m < months; m++)
        {
            int width = halfWidth;
            while (true)
            {
                double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
                int seen = 0;
                for (int j = Math.Max(0, m - width); j <= Math.Min(months - 1, m + width); j++)
                {
                    double distance = Math.Abs(j - m) / (width + 1.0), cube = 1 - (distance * distance * distance);
                    double weight = cube * cube * cube * weights[j] * robust[j] * exposure[j];
                    if (weight <= 0)
                    {
                        continue;
                    }

                    int offset = j - m;
                    seen++;
                    s0 += weight;
                    s1 += weight * offset;
                    s2 += weight * offset * offset;
                    t0 += weight * rates[j];
                    t1 += weight * offset * rates[j];
                }

                double determinant = (s0 * s2) - (s1 * s1);
                if (seen >= Math.Min(6, months) && determinant > 1e-9 * s0 * s2)
                {
                    double line = ((s2 * t0) - (s1 * t1)) / determinant, mean = t0 / s0;
                    level[m] = line > 0.2 * mean ? line : 0.2 * mean;
                    break;
                }

                if (width >= months)
                {
                    level[m] = s0 > 0 ? t0 / s0 : 0;
                    break;
                }

                width += halfWidth;
            }
        }
    }

    private static void Ratios(ReadOnlySpan<double> counts, ReadOnlySpan<double> exposure, ReadOnlySpan<double> weights, double[] robust, double[] level, int first, double[] index)
    {
        Span<double> seen = stackalloc double[12], expected = stackalloc double[12];
        seen.Clear();
        expected.Clear();
        double all = 0, allExpected = 0;
        for (int m = 0; m < counts.Length; m++)
        {
            double weight = weights[m] * robust[m];
            int k = (first + m) % 12;
            seen[k] += weight * counts[m];
            expected[k] += weight * level[m] * exposure[m];
            all += weight * counts[m];
            allExpected += weight * level[m] * exposure[m];
        }

        double logMean = 0;
        for (int k = 0; k < 12; k++)
        {
            // Half an event at the overall ratio keeps a month without a single one away from zero.
            double ratio = allExpected > 0 && all > 0 ? all / allExpected : 1;
            index[k] = expected[k] > 0 ? (seen[k] + 0.5) / (expected[k] + (0.5 / ratio)) : 1;
            logMean += Math.Log(index[k]) / 12;
        }

        double scale = Math.Exp(-logMean);
        for (int k = 0; k < 12; k++)
        {
            index[k] *= scale;
        }
    }

    private static double Reweigh(ReadOnlySpan<double> counts, ReadOnlySpan<double> exposure, ReadOnlySpan<double> weights, double[] level, int first, double[] index, double[] robust)
    {
        int months = counts.Length;
        double[] residuals = new double[months], sizes = new double[months];
        int used = 0;
        for (int m = 0; m < months; m++)
        {
            double mean = Math.Max(level[m] * exposure[m] * index[(first + m) % 12], 1e-9);
            residuals[m] = (counts[m] - mean) / Math.Sqrt(Math.Max(mean, 0.5));
            if (weights[m] > 0)
            {
                sizes[used++] = Math.Abs(residuals[m]);
            }
        }

        if (used == 0)
        {
            return 1;
        }

        Array.Sort(sizes, 0, used);
        double deviation = Math.Max(1, sizes[used / 2] / 0.6745);
        double sum = 0, weight = 0;
        for (int m = 0; m < months; m++)
        {
            double u = residuals[m] / (BiweightLimit * deviation), keep = Math.Abs(u) < 1 ? 1 - (u * u) : 0;
            robust[m] = keep * keep;
            sum += weights[m] * robust[m] * residuals[m] * residuals[m];
            weight += weights[m] * robust[m];
        }

        return weight > 0 ? Math.Max(1, sum / weight * Math.Max(1, used / Math.Max(1.0, used - 12 - (used / 12.0)))) : 1;
    }

    private static void Uncertainty(ReadOnlySpan<double> exposure, ReadOnlySpan<double> weights, double[] robust, double[] level, int first, double[] index, double dispersion, double[] variances)
    {
        Span<double> expected = stackalloc double[12];
        expected.Clear();
        for (int m = 0; m < exposure.Length; m++)
        {
            expected[(first + m) % 12] += weights[m] * robust[m] * level[m] * exposure[m] * index[(first + m) % 12];
        }

        for (int k = 0; k < 12; k++)
        {
            variances[k] = expected[k] > 0 ? dispersion / expected[k] : double.PositiveInfinity;
        }
    }
}
