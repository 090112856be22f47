namespace PolicingModels.Seasonality;

/// <summary>Tests whether a series has a season at all. The null hypothesis of each is that it has none.</summary>
/// <remarks>
/// By default the first differences are tested, since a trend would hide the season; pass <c>differenced: false</c> for residuals
/// that have no trend. Missing months are left out. Statistics agree with the R package seastests to 1e-6, whose conventions were found
/// from its figures. Deterministic; linear in the length, but for ranks (sorting).
/// </remarks>
public static class SeasonalityTests
{
    /// <summary>The QS test: are the autocorrelations at one and two years above 0?</summary>
    /// <param name="series">More than 25 months.</param>
    /// <param name="differenced">Whether first differences are tested.</param>
    /// <returns>n(n+2)(ρ₁₂²/(n−12) + ρ₂₄²/(n−24)), 0 unless both are positive; p-value from χ² with 2 degrees of freedom.</returns>
    /// <remarks>A Ljung–Box statistic over the seasonal lags; used by X-13ARIMA-SEATS and TRAMO-SEATS (Gómez &amp; Maravall 1996).</remarks>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static SeasonalityTest Qs(MonthlySeries series, bool differenced = true) => Qs(Prepare(series, differenced));

    /// <summary>The Kruskal–Wallis test: do some months of the year rank higher than others?</summary>
    /// <param name="series">At least two values of every month of the year.</param>
    /// <param name="differenced">Whether first differences are tested.</param>
    /// <returns>The statistic corrected for ties, 0 where all values are equal; p-value from χ² with 11 degrees of freedom.</returns>
    /// <remarks>Kruskal &amp; Wallis 1952, doi:10.1080/01621459.1952.10483441.</remarks>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static SeasonalityTest KruskalWallis(MonthlySeries series, bool differenced = true) => KruskalWallis(Prepare(series, differenced));

    /// <summary>The Friedman test: within years, do some months rank higher than others?</summary>
    /// <param name="series">At least two whole years without a missing month, counted back from the last.</param>
    /// <param name="differenced">Whether first differences are tested.</param>
    /// <returns>The statistic over the last whole years; p-value from χ² with 11 degrees of freedom.</returns>
    /// <remarks>Friedman 1937, doi:10.1080/01621459.1937.10503522. Without a correction for ties, as in the reference: cautious for small counts, which tie often. Years with a missing month are left out.</remarks>
    /// <exception cref="AnalysisException">The series is too short.</exception>
    public static SeasonalityTest Friedman(MonthlySeries series, bool differenced = true) => Friedman(Prepare(series, differenced));

    /// <summary>Welch's test: do the means of the months of the year differ, whatever their spreads?</summary>
    /// <param name="series">At least two values of every month of the year.</param>
    /// <param name="differenced">Whether first differences are tested.</param>
    /// <returns>Welch's F with 11 and an estimated number of degrees of freedom.</returns>
    /// <remarks>Welch 1951, doi:10.1093/biomet/38.3-4.330.</remarks>
    /// <exception cref="AnalysisException">The series is too short, or all values of a month of the year are the same while others are not.</exception>
    public static SeasonalityTest Welch(MonthlySeries series, bool differenced = true) => Welch(Prepare(series, differenced));

    internal static SeasonalityTest Qs(KnownMonths x)
    {
        int n = x.Known.Count(k => k);
        if (x.Length <= 24)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The QS test needs more than 24 values and has {x.Length}; give a longer history.");
        }

        double mean = 0;
        for (int i = 0; i < x.Length; i++)
        {
            mean += x.Known[i] ? x.Values[i] / n : 0;
        }

        double variance = Product(x, 0, mean), year = Product(x, 12, mean), two = Product(x, 24, mean);
        double statistic = 0;
        if (variance > 0 && year > 0 && two > 0)
        {
            statistic = x.Length * (x.Length + 2.0) * ((year / variance * (year / variance) / (x.Length - 12)) + (two / variance * (two / variance) / (x.Length - 24)));
        }

        return new SeasonalityTest("qs", statistic, TestTails.ChiSquared(statistic, 2));
    }

    internal static SeasonalityTest KruskalWallis(KnownMonths x)
    {
        double[][] groups = x.ByMonth(2, "Kruskal–Wallis");
        double[] all = [.. groups.SelectMany(g => g)];
        double[] ranks = Ranks(all, out double ties);
        double n = all.Length, sum = 0;
        int at = 0;
        foreach (double[] group in groups)
        {
            double rankSum = 0;
            for (int i = 0; i < group.Length; i++)
            {
                rankSum += ranks[at++];
            }

            sum += rankSum * rankSum / group.Length;
        }

        double correction = 1 - (ties / ((n * n * n) - n));
        double statistic = correction > 0 ? Math.Max(0, ((12 / (n * (n + 1)) * sum) - (3 * (n + 1))) / correction) : 0;
        return new SeasonalityTest("kruskal-wallis", statistic, TestTails.ChiSquared(statistic, 11));
    }

    internal static SeasonalityTest Friedman(KnownMonths x)
    {
        double[] sums = new double[12];
        int years = 0;
        for (int end = x.Length; end >= 12; end -= 12)
        {
            if (x.Known.AsSpan(end - 12, 12).Contains(false))
            {
                continue;
            }

            double[] ranks = Ranks(x.Values.AsSpan(end - 12, 12), out _);
            for (int m = 0; m < 12; m++)
            {
                sums[m] += ranks[m];
            }

            years++;
        }

        if (years < 2)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The Friedman test needs two whole years of values without a missing month, and there are {years}; give a longer history.");
        }

        double squares = 0;
        foreach (double sum in sums)
        {
            squares += sum * sum;
        }

        double statistic = Math.Max(0, (12 * squares / (years * 12 * 13.0)) - (3 * years * 13.0));
        return new SeasonalityTest("friedman", statistic, TestTails.ChiSquared(statistic, 11));
    }

    internal static SeasonalityTest Welch(KnownMonths x)
    {
        double[][] groups = x.ByMonth(2, "Welch");
        double[] means = [.. groups.Select(g => g.Average())];
        double[] variances = [.. groups.Select((g, i) => g.Sum(v => (v - means[i]) * (v - means[i])) / (g.Length - 1))];
        if (!variances.All(v => v > 0))
        {
            if (groups.All(g => g.All(v => v == groups[0][0])))
            {
                return new SeasonalityTest("welch", 0, 1);
            }

            throw new AnalysisException(AnalysisFailure.TooFewEvents, "All values of some month of the year are the same, so Welch's test has no variance to divide by; use the Kruskal–Wallis test.");
        }

        double[] weights = [.. groups.Select((g, i) => g.Length / variances[i])];
        double total = weights.Sum(), mean = weights.Select((w, i) => w * means[i]).Sum() / total;
        double between = weights.Select((w, i) => w * (means[i] - mean) * (means[i] - mean)).Sum() / 11;
        double loss = weights.Select((w, i) => (1 - (w / total)) * (1 - (w / total)) / (groups[i].Length - 1)).Sum();
        double statistic = between / (1 + (2.0 * 10 / 143 * loss));
        return new SeasonalityTest("welch", statistic, TestTails.F(statistic, 11, 143 / (3 * loss)));
    }

    /// <summary>Ranks from 1, ties sharing their mean; and Σ(t³ − t) over groups of ties.</summary>
    internal static double[] Ranks(ReadOnlySpan<double> values, out double ties)
    {
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        ties = 0;
        for (int from = 0; from < sorted.Length;)
        {
            int to = from;
            while (to + 1 < sorted.Length && sorted[to + 1] == sorted[from])
            {
                to++;
            }

            double count = to - from + 1;
            ties += (count * count * count) - count;
            for (int i = from; i <= to; i++)
            {
                ranks[order[i]] = ((from + to) / 2.0) + 1;
            }

            from = to + 1;
        }

        return ranks;
    }

    private static KnownMonths Prepare(MonthlySeries series, bool differenced)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Length < 2)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, "A test of seasonality needs at least two years and the series has one month; give a longer history.");
        }

        KnownMonths known = KnownMonths.Of(series);
        return differenced ? known.Differences() : known;
    }

    private static double Product(KnownMonths x, int lag, double mean)
    {
        double sum = 0;
        for (int i = 0; i + lag < x.Length; i++)
        {
            sum += x.Known[i] && x.Known[i + lag] ? (x.Values[i] - mean) * (x.Values[i + lag] - mean) : 0;
        }

        return sum;
    }
}
