namespace PolicingModels.Seasonality;

/// <summary>Takes the differences of an order, and undoes them for months to come.</summary>
internal static class ArimaDifferences
{
    public static double[] Apply(double[] y, ArimaOrder order)
    {
        for (int i = 0; i < order.SeasonalDifferences; i++)
        {
            y = UnitRootTests.Differences(y, 12);
        }

        for (int i = 0; i < order.Differences; i++)
        {
            y = UnitRootTests.Differences(y, 1);
        }

        return y;
    }

    /// <summary>The months after a series whose differences are given.</summary>
    public static double[] Undo(double[] y, double[] ahead, ArimaOrder order)
    {
        double[] yearly = order.SeasonalDifferences > 0 ? UnitRootTests.Differences(y, 12) : y;
        double[] values = [.. ahead];
        for (int i = order.Differences - 1; i >= 0; i--)
        {
            double[] level = yearly;
            for (int k = 0; k < i; k++)
            {
                level = UnitRootTests.Differences(level, 1);
            }

            double last = level[^1];
            for (int h = 0; h < values.Length; h++)
            {
                values[h] = last += values[h];
            }
        }

        for (int h = 0; order.SeasonalDifferences > 0 && h < values.Length; h++)
        {
            values[h] += h < 12 ? y[y.Length - 12 + h] : values[h - 12];
        }

        return values;
    }
}
