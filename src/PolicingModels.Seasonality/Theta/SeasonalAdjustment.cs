namespace PolicingModels.Seasonality;

/// <summary>A series without its season, by the classical decomposition, where the season shows in the correlation with the year before.</summary>
/// <remarks>
/// The season is found where the correlation at lag 12 exceeds 1.645 standard errors of a series with the correlations below it (Bartlett's formula; Assimakopoulos
/// and Nikolopoulos 2000, doi:10.1016/S0169-2070(00)00066-2). It is removed as factors, or as numbers where a factor would be near zero.
/// </remarks>
internal sealed class SeasonalAdjustment
{
    private const int Year = 12;
    private const double OneSided95 = 1.6448536269514722;
    private readonly double[] _season;
    private readonly int _length;

    public SeasonalAdjustment(MonthlySeries history)
    {
        _length = history.Length;
        double[] filled = SeriesFill.Linear(history, history.Values);
        if (history.Length > 2 * Year && history.Length - history.MissingCount >= 2 * Year && ShowsSeason(filled))
        {
            double[]? factors = Figure(filled, multiplied: true);
            IsMultiplicative = factors is not null;
            _season = factors ?? Figure(filled, multiplied: false)!;
            IsSeasonal = true;
        }
        else
        {
            _season = [];
        }

        double[] adjusted = new double[history.Length];
        for (int t = 0; t < adjusted.Length; t++)
        {
            adjusted[t] = Remove(history.Values[t], t);
        }

        Adjusted = history.MissingCount > 0 ? SeriesFill.Linear(history, adjusted) : adjusted;
    }

    /// <summary>Whether a season was found.</summary>
    public bool IsSeasonal { get; }

    /// <summary>Whether it was removed as factors.</summary>
    public bool IsMultiplicative { get; }

    /// <summary>The series without its season, gaps by the line between their ends.</summary>
    public double[] Adjusted { get; }

    /// <summary>Puts the season of the h-th month after the series (0 for the first) back onto a mean and its spread.</summary>
    public (double Mean, double Spread) Restore(double mean, double spread, int h)
    {
        if (!IsSeasonal)
        {
            return (mean, spread);
        }

        double s = _season[(_length + h) % Year];
        return IsMultiplicative ? (mean * s, spread * s) : (mean + s, spread);
    }

    private double Remove(double value, int t) => !IsSeasonal ? value : IsMultiplicative ? value / _season[t % Year] : value - _season[t % Year];

    private static bool ShowsSeason(double[] y)
    {
        double mean = 0;
        foreach (double value in y)
        {
            mean += value / y.Length;
        }

        double variance = 0;
        foreach (double value in y)
        {
            variance += (value - mean) * (value - mean);
        }

        if (variance == 0)
        {
            return false;
        }

        double sum = 0, last = 0;
        for (int lag = 1; lag <= Year; lag++)
        {
            double product = 0;
            for (int t = lag; t < y.Length; t++)
            {
                product += (y[t] - mean) * (y[t - lag] - mean);
            }

            last = product / variance;
            sum += lag < Year ? last * last : 0;
        }

        return Math.Abs(last) > OneSided95 * Math.Sqrt((1 + (2 * sum)) / y.Length);
    }

    /// <summary>The mean ratio, or difference, to the centred yearly mean per month, normalised; null where a factor is near zero or the trend is.</summary>
    private static double[]? Figure(double[] y, bool multiplied)
    {
        double[] figure = new double[Year];
        Span<int> counts = stackalloc int[Year];
        for (int t = 6; t + 6 < y.Length; t++)
        {
            double trend = 0.5 * (y[t - 6] + y[t + 6]);
            for (int k = t - 5; k <= t + 5; k++)
            {
                trend += y[k];
            }

            trend /= Year;
            if (multiplied && !(Math.Abs(trend) > 1e-12))
            {
                return null;
            }

            figure[t % Year] += multiplied ? y[t] / trend : y[t] - trend;
            counts[t % Year]++;
        }

        double mean = 0;
        for (int j = 0; j < Year; j++)
        {
            figure[j] /= counts[j];
            mean += figure[j] / Year;
        }

        for (int j = 0; j < Year; j++)
        {
            figure[j] = multiplied ? figure[j] / mean : figure[j] - mean;
            if (multiplied && !(figure[j] >= 1e-4))
            {
                return null;
            }
        }

        return figure;
    }
}
