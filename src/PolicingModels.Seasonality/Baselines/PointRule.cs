namespace PolicingModels.Seasonality;

/// <summary>A rule of thumb that forecasts every coming month from the months before an origin.</summary>
internal interface IPointRule
{
    /// <summary>Fills in the expected numbers of the months from the origin on; nothing at or after the origin is read.</summary>
    void At(MonthlySeries series, int origin, Span<double> into);
}

internal static class PointRules
{
    /// <summary>The mean of the known months in [from, to); false where none is known.</summary>
    public static bool TryMean(MonthlySeries series, int from, int to, out double mean)
    {
        double sum = 0;
        int n = 0;
        for (int t = Math.Max(0, from); t < to; t++)
        {
            if (!series.IsMissing(t))
            {
                sum += series.Values[t];
                n++;
            }
        }

        mean = n > 0 ? sum / n : 0;
        return n > 0;
    }

    /// <summary>The mean of up to so many latest known values of the month of the year that lies at a place, before an origin.</summary>
    public static bool TrySameMonth(MonthlySeries series, int place, int origin, int years, out double mean)
    {
        double sum = 0;
        int n = 0;
        for (int t = place - 12; t >= 0 && n < years; t -= 12)
        {
            if (t < origin && !series.IsMissing(t))
            {
                sum += series.Values[t];
                n++;
            }
        }

        mean = n > 0 ? sum / n : 0;
        return n > 0;
    }
}

/// <summary>The same months of the last years, averaged; the mean of the last year where such a month was never known.</summary>
internal sealed class SameMonthRule(int years) : IPointRule
{
    public void At(MonthlySeries series, int origin, Span<double> into)
    {
        for (int h = 0; h < into.Length; h++)
        {
            if (!PointRules.TrySameMonth(series, origin + h, origin, years, out into[h])
                && !PointRules.TryMean(series, origin - 12, origin, out into[h]))
            {
                PointRules.TryMean(series, 0, origin, out into[h]);
            }
        }
    }
}

/// <summary>The mean of the last months for every month to come.</summary>
internal sealed class FlatRule(int months) : IPointRule
{
    public void At(MonthlySeries series, int origin, Span<double> into)
    {
        if (!PointRules.TryMean(series, origin - months, origin, out double mean))
        {
            PointRules.TryMean(series, 0, origin, out mean);
        }

        into.Fill(mean);
    }
}
