namespace PolicingModels.Seasonality;

/// <summary>Tests of the kind of movement a series has: does its level wander, and does its season?</summary>
/// <remarks>These tests need every month: missing months are filled from the same months of other years and the level around them, and the result says how many. Statistics agree with R (urca, forecast, uroot) to 1e-6.</remarks>
public static class UnitRootTests
{
    private const double KpssFivePercent = 0.463;
    private const double StrengthLimit = 0.64;

    /// <summary>The KPSS test: the null hypothesis is that the level stays where it is.</summary>
    /// <param name="series">At least 3 months.</param>
    /// <param name="lags">How many autocovariances the long-run variance holds, 0 or more; null for 3√n/13, rounded down.</param>
    /// <returns>The statistic with its asymptotic p-value; the published 5% point is 0.463.</returns>
    /// <remarks>Kwiatkowski, Phillips, Schmidt &amp; Shin 1992, doi:10.1016/0304-4076(92)90104-Y; Bartlett weights.</remarks>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static SeasonalityTest Kpss(MonthlySeries series, int? lags = null)
    {
        double[] x = Complete(series, 3, "KPSS");
        double statistic = Kpss(x, lags ?? (int)(3 * Math.Sqrt(x.Length) / 13));
        return new SeasonalityTest("kpss", statistic, TestTails.BrownianBridge(statistic, 1), KpssFivePercent, series.MissingCount);
    }

    /// <summary>How often a series is to be differenced until the KPSS test no longer rejects a constant level at 5%: 0, 1 or 2.</summary>
    /// <param name="series">At least 3 months.</param>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static int DifferencesNeeded(MonthlySeries series) => DifferencesNeeded(Complete(series, 5, "KPSS"));

    /// <summary>Whether a series is to be differenced over a year: 1 where the seasonal strength of MSTL is above 0.64, else 0.</summary>
    /// <param name="series">More than two years.</param>
    /// <remarks>The rule of Hyndman &amp; Athanasopoulos (Forecasting: Principles and Practice, 3rd ed., section 9.1). It sees only strong seasons: 23% of force-level types, where the combined test sees 96%.</remarks>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static int SeasonalDifferencesNeeded(MonthlySeries series) => Mstl.Decompose(series).SeasonalStrength > StrengthLimit ? 1 : 0;

    /// <summary>The OCSB test: the null hypothesis is that the season wanders (a seasonal unit root).</summary>
    /// <param name="series">More than 16 + 2 · lags months.</param>
    /// <param name="lags">Lags of the twice differenced series that take up autocorrelation, 0 (the default) or more.</param>
    /// <returns>The t-ratio of the second regressor; a value below the critical value rejects the wandering season. There is no p-value.</returns>
    /// <remarks>Osborn, Chui, Smith &amp; Birchenhall 1988, doi:10.1111/j.1468-0084.1988.mp50004002.x. The 5% point is a smooth fit over the period published with the R package forecast, −1.803 at 12.</remarks>
    /// <exception cref="AnalysisException">The series is too short, or so regular that the regression is singular.</exception>
    public static SeasonalityTest Ocsb(MonthlySeries series, int lags = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        double[] x = Complete(series, 17 + (2 * lags), "OCSB");
        double logPeriod = Math.Log(12) - 0.7656451;
        double critical = (-0.2937411 * Math.Exp((-0.2850853 * logPeriod) + (-0.05983644 * logPeriod * logPeriod))) - 1.652202;
        return new SeasonalityTest("ocsb", OcsbStatistic(x, lags), null, critical, series.MissingCount);
    }

    /// <summary>The Canova–Hansen test: the null hypothesis is that the season stays as it is.</summary>
    /// <param name="series">At least 36 months.</param>
    /// <param name="lags">How many autocovariances the long-run covariance holds, 0 or more; null for 12 (n/100)^¼, rounded.</param>
    /// <returns>Seven results: cycles of 12, 6, 4, 3, 2.4 and 2 months alone, and all of them jointly; p-values are asymptotic.</returns>
    /// <remarks>Canova &amp; Hansen 1995, doi:10.1080/07350015.1995.10524598; trigonometric form on the levels, without a lagged value. Where the level itself wanders, difference first.</remarks>
    /// <exception cref="AnalysisException">The series is too short or constant.</exception>
    public static IReadOnlyList<SeasonalityTest> CanovaHansen(MonthlySeries series, int? lags = null)
    {
        double[] x = Complete(series, 36, "Canova–Hansen");
        int order = lags ?? (int)Math.Round(12 * Math.Pow(x.Length / 100.0, 0.25), MidpointRounding.ToEven);
        ArgumentOutOfRangeException.ThrowIfNegative(order, nameof(lags));
        return new CanovaHansen(x, order).Results(series.MissingCount);
    }

    internal static int DifferencesNeeded(double[] x)
    {
        int needed = 0;
        while (needed < 2 && x.Length > 3 && Kpss(x, (int)(3 * Math.Sqrt(x.Length) / 13)) > KpssFivePercent)
        {
            x = Differences(x, 1);
            needed++;
        }

        return needed;
    }

    internal static double[] Differences(ReadOnlySpan<double> x, int lag)
    {
        double[] differences = new double[x.Length - lag];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = x[i + lag] - x[i];
        }

        return differences;
    }

    private static double Kpss(ReadOnlySpan<double> x, int lags)
    {
        int n = x.Length;
        double mean = 0, sum = 0, squares = 0;
        foreach (double value in x)
        {
            mean += value / n;
        }

        double[] deviations = new double[n];
        for (int i = 0; i < n; i++)
        {
            deviations[i] = x[i] - mean;
            sum += deviations[i];
            squares += sum * sum;
        }

        double variance = 0;
        for (int lag = 0; lag <= Math.Min(lags, n - 1); lag++)
        {
            double product = 0;
            for (int i = 0; i + lag < n; i++)
            {
                product += deviations[i] * deviations[i + lag];
            }

            variance += (lag == 0 ? 1 : 2 * (1 - (lag / (lags + 1.0)))) * product / n;
        }

        // A constant keeps its level exactly.
        return variance > 1e-24 * ((mean * mean) + 1e-300) ? squares / ((double)n * n) / variance : 0;
    }

    private static double OcsbStatistic(double[] x, int lags)
    {
        double[] month = Differences(x, 1), year = Differences(x, 12), both = Differences(month, 12);

        // Place of both[i] in time: month 13 + i; month[i] at 1 + i; year[i] at 12 + i.
        double[] filter = [];
        if (lags > 0)
        {
            int rows = both.Length - lags;
            double[] design = new double[rows * lags];
            for (int j = 0; j < lags; j++)
            {
                both.AsSpan(lags - 1 - j, rows).CopyTo(design.AsSpan(j * rows, rows));
            }

            filter = (LeastSquares.TryFit(design, both.AsSpan(lags)) ?? throw Singular()).Coefficients;
        }

        double Filtered(double[] values, int at)
        {
            double value = values[at];
            for (int j = 0; j < filter.Length; j++)
            {
                value -= filter[j] * values[at - 1 - j];
            }

            return value;
        }

        int used = both.Length - Math.Max(lags, 0), columns = lags + 2;
        double[] regressors = new double[used * columns], y = both[lags..];
        for (int r = 0; r < used; r++)
        {
            int at = r + lags;
            for (int j = 0; j < lags; j++)
            {
                regressors[(j * used) + r] = both[at - 1 - j];
            }

            regressors[(lags * used) + r] = Filtered(year, at);
            regressors[((lags + 1) * used) + r] = Filtered(month, at);
        }

        LeastSquares fit = LeastSquares.TryFit(regressors, y) ?? throw Singular();
        double error = fit.StandardError(lags + 1);
        return error > 0 ? fit.Coefficients[lags + 1] / error : throw Singular();
    }

    private static AnalysisException Singular() =>
        new(AnalysisFailure.SingularFit, "The differences of the series are so regular that the OCSB regression is singular; a series without chance needs no test.");

    private static double[] Complete(MonthlySeries series, int least, string test)
    {
        ArgumentNullException.ThrowIfNull(series);
        return series.Length >= least
            ? SeriesFill.Complete(series)
            : throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The {test} test needs {least} months and the series has {series.Length}; give a longer history.");
    }
}
