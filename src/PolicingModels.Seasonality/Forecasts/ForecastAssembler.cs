using System.Runtime.InteropServices;

namespace PolicingModels.Seasonality;

/// <summary>Makes forecasts out of what models compute: means and spreads with standardised futures, or simulated futures alone.</summary>
internal static class ForecastAssembler
{
    // Equal for every series of a run; written whole, so that threads at worst compute it twice.
    private static double[]? s_scores;

    /// <summary>Normal months, tied together by futures in units of standard deviations.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="history">The history, which says whether counts are forecast.</param>
    /// <param name="mean">One mean per month.</param>
    /// <param name="standardDeviation">One standard deviation per month.</param>
    /// <param name="standardised">Futures, row after row of months; overwritten by what is forecast in them. Empty for none.</param>
    /// <param name="options">Whether counts stay counts.</param>
    /// <param name="notes">What a reader should know.</param>
    public static SeasonalForecast Gaussian(
        string name, MonthlySeries history, double[] mean, double[] standardDeviation, double[] standardised, SeasonalPredictiveOptions options, IReadOnlyList<string> notes)
    {
        int horizon = mean.Length;
        bool counts = history.IsCount && options.CountsStayCounts;
        bool never = counts && OnlyZeros(history);
        MonthlyDistribution[] months = new MonthlyDistribution[horizon];
        for (int h = 0; h < horizon; h++)
        {
            if (!counts)
            {
                months[h] = new NormalMonth(mean[h], standardDeviation[h]);
                for (int i = h; i < standardised.Length; i += horizon)
                {
                    standardised[i] = mean[h] + (standardDeviation[h] * standardised[i]);
                }

                continue;
            }

            CountShape shape = new(mean[h], standardDeviation[h], standardised.Length > 0);
            months[h] = new CountMonth(never ? CountShape.NeverSeen(history.Length - history.MissingCount) : shape.Distribution);
            for (int i = h; i < standardised.Length; i += horizon)
            {
                standardised[i] = never ? 0 : shape.At(standardised[i]);
            }
        }

        return new SeasonalForecast(name, history.Next, months, standardised, notes);
    }

    /// <summary>Months given by simulated futures: their draws, or for counts the distribution of counts with their mean and variance in the draws' order.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="history">The history.</param>
    /// <param name="mean">The mean of each month where the model knows it; null for the mean of the draws.</param>
    /// <param name="futures">Row after row of months; overwritten.</param>
    /// <param name="horizon">How many months a row has.</param>
    /// <param name="options">Whether counts stay counts.</param>
    /// <param name="notes">What a reader should know.</param>
    public static SeasonalForecast Simulated(
        string name, MonthlySeries history, double[]? mean, double[] futures, int horizon, SeasonalPredictiveOptions options, IReadOnlyList<string> notes)
    {
        int rows = futures.Length / horizon;
        bool counts = history.IsCount && options.CountsStayCounts;
        MonthlyDistribution[] months = new MonthlyDistribution[horizon];
        double[] column = new double[rows];
        int[] order = new int[rows];
        double[] scores = counts ? NormalScores(rows) : [];
        for (int h = 0; h < horizon; h++)
        {
            double sum = 0;
            for (int i = 0; i < rows; i++)
            {
                column[i] = futures[(i * horizon) + h];
                sum += column[i];
            }

            double m = mean?[h] ?? (sum / rows);
            if (!counts)
            {
                months[h] = new SampledMonth(column, m);
                continue;
            }

            double squares = 0;
            for (int i = 0; i < rows; i++)
            {
                squares += (column[i] - (sum / rows)) * (column[i] - (sum / rows));
                order[i] = i;
            }

            CountShape shape = new(m, Math.Sqrt(squares / rows), withTable: true);
            months[h] = new CountMonth(shape.Distribution);
            column.AsSpan().Sort(order.AsSpan());
            for (int i = 0; i < rows; i++)
            {
                futures[(order[i] * horizon) + h] = shape.At(scores[i]);
            }
        }

        return new SeasonalForecast(name, history.Next, months, futures, notes);
    }

    /// <summary>Futures in units of standard deviations of a model with one source of error: month h is Σ ψ_j ε_{h−j}, ψ_0 = 1.</summary>
    /// <param name="history">The history, whose values take part in the seed.</param>
    /// <param name="psi">How an error echoes in the following months, ψ_0 = 1 first.</param>
    /// <param name="options">Number and seed.</param>
    public static double[] StandardisedPaths(MonthlySeries history, ReadOnlySpan<double> psi, SeasonalPredictiveOptions options)
    {
        int horizon = psi.Length;
        double[] z = StandardNormals(history, options, options.Paths, horizon);
        double[] root = new double[horizon];
        double squares = 0;
        for (int h = 0; h < horizon; h++)
        {
            squares += psi[h] * psi[h];
            root[h] = 1 / Math.Sqrt(squares);
        }

        for (int row = 0; row < z.Length; row += horizon)
        {
            for (int h = horizon - 1; h >= 0; h--)
            {
                double sum = 0;
                for (int j = 0; j <= h; j++)
                {
                    sum += psi[j] * z[row + h - j];
                }

                z[row + h] = sum * root[h];
            }
        }

        return z;
    }

    /// <summary>Independent standard normal numbers in rows; the second half of the rows is the first with its sign turned, so that means are exact.</summary>
    public static double[] StandardNormals(MonthlySeries history, SeasonalPredictiveOptions options, int rows, int columns)
    {
        double[] z = new double[rows * columns];
        int half = z.Length / 2;
        SeededRandom random = new SeededRandom(options.Seed).Fork(Fingerprint(history));
        int i = 0;
        while (i < half)
        {
            double u, v, square;
            do
            {
                u = (2 * random.NextDouble()) - 1;
                v = (2 * random.NextDouble()) - 1;
                square = (u * u) + (v * v);
            }
            while (square is 0 or >= 1);
            double scale = Math.Sqrt(-2 * Math.Log(square) / square);
            z[i++] = u * scale;
            if (i < half)
            {
                z[i++] = v * scale;
            }
        }

        for (int j = 0; j < half; j++)
        {
            z[half + j] = -z[j];
        }

        return z;
    }

    private static bool OnlyZeros(MonthlySeries history)
    {
        foreach (double value in history.Values)
        {
            if (value != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Fingerprint(MonthlySeries history)
    {
        ulong hash = 14695981039346656037 ^ (ulong)history.Start.Year;
        foreach (ulong bits in MemoryMarshal.Cast<double, ulong>(history.Values))
        {
            hash = (hash ^ bits) * 1099511628211;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private static double[] NormalScores(int rows)
    {
        if (s_scores is { } kept && kept.Length == rows)
        {
            return kept;
        }

        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            scores[i] = StandardNormal.Quantile((i + 0.5) / rows);
        }

        return s_scores = scores;
    }
}
