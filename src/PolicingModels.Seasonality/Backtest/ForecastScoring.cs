namespace PolicingModels.Seasonality;

/// <summary>Scores of forecasts: the formulas shared by the backtest and by plans that are scored later.</summary>
internal static class ForecastScoring
{
    /// <summary>The mean absolute difference of a month from the same month a year before; 0 where there is no such pair.</summary>
    public static double SeasonalScale(ReadOnlySpan<double> values, ReadOnlySpan<bool> missing) => Difference(values, missing, squared: false);

    /// <summary>The mean squared difference of a month from the same month a year before; 0 where there is no such pair.</summary>
    public static double SeasonalSquare(ReadOnlySpan<double> values, ReadOnlySpan<bool> missing) => Difference(values, missing, squared: true);

    /// <summary>Probability that a randomised probability integral transform lies in the central interval: 1 or 0 away from its edges, a share on them.</summary>
    /// <param name="sorted">Draws in rising order.</param>
    /// <param name="value">What was counted.</param>
    /// <param name="coverage">The nominal coverage.</param>
    public static double Covered(ReadOnlySpan<double> sorted, double value, double coverage)
    {
        double below = (double)CountBelow(sorted, value, inclusive: false) / sorted.Length, upTo = (double)CountBelow(sorted, value, inclusive: true) / sorted.Length;
        double low = (1 - coverage) / 2, high = (1 + coverage) / 2;
        return upTo > below
            ? Math.Max(0, Math.Min(upTo, high) - Math.Max(below, low)) / (upTo - below)
            : below >= low && below <= high ? 1 : 0;
    }

    /// <summary>The continuous ranked probability score of equally likely draws: mean |draw − value| − half the mean difference of two draws.</summary>
    /// <param name="sorted">Draws in rising order.</param>
    /// <param name="value">What was counted.</param>
    public static double Crps(ReadOnlySpan<double> sorted, double value)
    {
        double distance = 0, weighted = 0;
        int n = sorted.Length;
        for (int i = 0; i < n; i++)
        {
            distance += Math.Abs(sorted[i] - value);
            weighted += ((2.0 * i) - n + 1) * sorted[i];
        }

        return (distance / n) - (weighted / ((double)n * n));
    }

    /// <summary>Twice the pinball loss of a quantile.</summary>
    public static double Pinball(double quantile, double value, double probability) =>
        2 * (value >= quantile ? probability * (value - quantile) : (1 - probability) * (quantile - value));

    /// <summary>The smallest draw whose share of draws at or below it reaches a probability.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability) =>
        sorted[Math.Clamp((int)Math.Ceiling((probability * sorted.Length) - 1e-9) - 1, 0, sorted.Length - 1)];

    private static int CountBelow(ReadOnlySpan<double> sorted, double value, bool inclusive)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (inclusive && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Difference(ReadOnlySpan<double> values, ReadOnlySpan<bool> missing, bool squared)
    {
        double sum = 0;
        int seen = 0;
        for (int m = 12; m < values.Length; m++)
        {
            if (!missing[m] && !missing[m - 12])
            {
                double difference = values[m] - values[m - 12];
                sum += squared ? difference * difference : Math.Abs(difference);
                seen++;
            }
        }

        return seen > 0 ? sum / seen : 0;
    }
}
