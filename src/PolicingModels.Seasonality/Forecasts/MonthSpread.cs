namespace PolicingModels.Seasonality;

/// <summary>The standard deviation of a month's distribution.</summary>
internal static class MonthSpread
{
    private const int Steps = 400;

    public static double Of(MonthlyDistribution month)
    {
        switch (month)
        {
            case NormalMonth normal:
                return normal.StandardDeviation;
            case CountMonth counts:
                return Math.Sqrt(counts.Counts.Variance);
        }

        double sum = 0, squares = 0;
        for (int i = 0; i < Steps; i++)
        {
            double value = month.Quantile((i + 0.5) / Steps);
            sum += value;
            squares += value * value;
        }

        return Math.Sqrt(Math.Max(0, (squares / Steps) - (sum / Steps * (sum / Steps))));
    }
}
