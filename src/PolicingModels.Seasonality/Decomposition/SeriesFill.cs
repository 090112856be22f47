namespace PolicingModels.Seasonality;

/// <summary>Stand-ins for missing months, inside methods that need every month and nowhere else.</summary>
internal static class SeriesFill
{
    /// <summary>1 where a month is known and 0 where it is missing; empty where none is missing.</summary>
    public static double[] KnownWeights(MonthlySeries series)
    {
        if (series.MissingCount == 0)
        {
            return [];
        }

        double[] known = new double[series.Length];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = series.IsMissing(i) ? 0 : 1;
        }

        return known;
    }

    /// <summary>The values of known months; gaps by the line between their ends, the ends of the series by the nearest value.</summary>
    public static double[] Linear(MonthlySeries history, ReadOnlySpan<double> values)
    {
        double[] filled = values.ToArray();
        int last = -1;
        for (int t = 0; t < filled.Length; t++)
        {
            if (history.IsMissing(t))
            {
                continue;
            }

            for (int i = last + 1; i < t; i++)
            {
                filled[i] = last < 0 ? filled[t] : filled[last] + ((filled[t] - filled[last]) * (i - last) / (t - last));
            }

            last = t;
        }

        filled.AsSpan(last + 1).Fill(filled[last]);
        return filled;
    }

    /// <summary>The values with every missing month replaced by a stand-in: what the same month of the nearest years says, moved by the level between.</summary>
    public static double[] Complete(MonthlySeries series, int period = 12)
    {
        double[] values = series.Values.ToArray();
        Seasonally(values, KnownWeights(series), period);
        return values;
    }

    /// <summary>Replaces what has weight 0: a line between the nearest known months, plus what the same phase deviates from the mean of known months.</summary>
    public static void Seasonally(Span<double> values, ReadOnlySpan<double> known, int period)
    {
        if (known.IsEmpty)
        {
            return;
        }

        double[] deviation = PhaseDeviations(values, known, period);
        int before = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (known[i] > 0)
            {
                before = i;
                continue;
            }

            int after = i + 1;
            while (after < values.Length && !(known[after] > 0))
            {
                after++;
            }

            values[i] = deviation[i % period] + Level(values, deviation, period, before, after, i);
        }
    }

    private static double Level(ReadOnlySpan<double> values, double[] deviation, int period, int before, int after, int at)
    {
        double Flat(ReadOnlySpan<double> v, int i) => v[i] - deviation[i % period];
        if (before < 0)
        {
            return Flat(values, after);
        }

        if (after >= values.Length)
        {
            return Flat(values, before);
        }

        double share = (double)(at - before) / (after - before);
        return ((1 - share) * Flat(values, before)) + (share * Flat(values, after));
    }

    private static double[] PhaseDeviations(ReadOnlySpan<double> values, ReadOnlySpan<double> known, int period)
    {
        double[] sums = new double[period];
        int[] counts = new int[period];
        double total = 0;
        int months = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (known[i] > 0)
            {
                sums[i % period] += values[i];
                counts[i % period]++;
                total += values[i];
                months++;
            }
        }

        for (int i = 0; i < period; i++)
        {
            sums[i] = counts[i] > 0 ? (sums[i] / counts[i]) - (total / months) : 0;
        }

        return sums;
    }
}
