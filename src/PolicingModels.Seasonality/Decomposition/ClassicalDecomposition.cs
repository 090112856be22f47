namespace PolicingModels.Seasonality;

/// <summary>How the parts of a series make it up.</summary>
public enum DecompositionKind
{
    /// <summary>Season, trend and remainder add up.</summary>
    Additive,

    /// <summary>Season and remainder are factors of the trend.</summary>
    Multiplicative,
}

/// <summary>The textbook split: a centred moving average as trend, and the mean of every calendar month's deviation from it. Immutable and thread-safe.</summary>
/// <remarks>
/// The trend is missing where its window of 13 months (half weight at both ends) reaches beyond the series or holds a missing month;
/// nothing is filled. Conventions of R's <c>decompose</c>, to 1e-8. It neither follows a season that changes nor resists outliers: use
/// <see cref="Stl"/> for that, and this to compare with published figures.
/// </remarks>
public sealed class ClassicalDecomposition
{
    private readonly double[] _figure;

    private ClassicalDecomposition(DecompositionKind kind, double[] figure, MonthlySeries trend, MonthlySeries remainder)
    {
        Kind = kind;
        _figure = figure;
        Trend = trend;
        Remainder = remainder;
    }

    /// <summary>How the parts make up the series.</summary>
    public DecompositionKind Kind { get; }

    /// <summary>Twelve numbers, January first: what a month adds to the trend (mean 0), or its factor of it (mean 1).</summary>
    public ReadOnlySpan<double> Figure => _figure;

    /// <summary>The trend; missing where its window is not whole.</summary>
    public MonthlySeries Trend { get; }

    /// <summary>What is left; missing where the trend or the month is.</summary>
    public MonthlySeries Remainder { get; }

    /// <summary>Splits a series.</summary>
    /// <param name="series">At least two years.</param>
    /// <param name="kind">Additive by default.</param>
    /// <exception cref="AnalysisException">There are less than two years, a calendar month never has a trend to be compared with, or a multiplicative trend is not above 0.</exception>
    public static ClassicalDecomposition Decompose(MonthlySeries series, DecompositionKind kind = DecompositionKind.Additive)
    {
        ArgumentNullException.ThrowIfNull(series);
        int n = series.Length;
        if (n < 24)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The classical split needs two years and the series has {n} months; give a longer history.");
        }

        bool multiplicative = kind == DecompositionKind.Multiplicative;
        double[] trend = new double[n], remainder = new double[n], sums = new double[12];
        bool[] noTrend = new bool[n], noRemainder = new bool[n];
        int[] counts = new int[12];
        for (int i = 0; i < n; i++)
        {
            noTrend[i] = !TryTrend(series, i, out trend[i]);
            noRemainder[i] = noTrend[i] || series.IsMissing(i);
            if (multiplicative && !noTrend[i] && !(trend[i] > 0))
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"The trend at {series.MonthAt(i)} is {trend[i]:0.###}, and a multiplicative split needs one above 0; split additively.");
            }

            if (!noRemainder[i])
            {
                int month = series.MonthAt(i).MonthOfYear - 1;
                sums[month] += multiplicative ? series[i] / trend[i] : series[i] - trend[i];
                counts[month]++;
            }
        }

        double[] figure = Figures(series, sums, counts, multiplicative);
        for (int i = 0; i < n; i++)
        {
            double season = figure[series.MonthAt(i).MonthOfYear - 1];
            noRemainder[i] |= multiplicative && !(season > 0);
            remainder[i] = noRemainder[i] ? 0 : multiplicative ? series[i] / trend[i] / season : series[i] - trend[i] - season;
        }

        return new ClassicalDecomposition(kind, figure, new(series.Start, trend, noTrend), new(series.Start, remainder, noRemainder));
    }

    private static bool TryTrend(MonthlySeries series, int at, out double trend)
    {
        trend = 0;
        if (at < 6 || at + 6 >= series.Length)
        {
            return false;
        }

        for (int i = at - 6; i <= at + 6; i++)
        {
            if (series.IsMissing(i))
            {
                return false;
            }

            trend += series.Values[i] * (i == at - 6 || i == at + 6 ? 0.5 : 1);
        }

        trend /= 12;
        return true;
    }

    private static double[] Figures(MonthlySeries series, double[] sums, int[] counts, bool multiplicative)
    {
        double mean = 0;
        for (int m = 0; m < 12; m++)
        {
            if (counts[m] == 0)
            {
                throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"Missing months leave month {m + 1} of the year without a trend in {series}; give a longer history, or use STL.");
            }

            sums[m] /= counts[m];
            mean += sums[m] / 12;
        }

        for (int m = 0; m < 12; m++)
        {
            sums[m] = multiplicative ? (mean > 0 ? sums[m] / mean : 1) : sums[m] - mean;
        }

        return sums;
    }
}
