namespace PolicingModels.SpatioTemporal;

/// <summary>Forecasts the expected number of events in the whole study area from the totals of past periods.</summary>
internal sealed class LevelForecast(CountHistory history, LevelOptions options)
{
    private readonly LocalLevel? _local = options.Method == LevelMethod.LocalLevel ? new LocalLevel(history) : null;

    /// <summary>The predictive distribution of the total; null where the method forecasts its mean only.</summary>
    public CountDistribution? Total(int origin, int horizon, DateOnly start) => _local?.Predict(origin, horizon, start).Distribution();

    /// <summary>Variance of a total beyond Poisson relative to its squared mean; 0 where the method forecasts the mean only.</summary>
    public double RelativeExcess(int origin, int horizon, DateOnly start) => _local?.Predict(origin, horizon, start).RelativeExcess ?? 0;

    /// <summary>The log of the seasonal factor in <see cref="Expected"/>.</summary>
    public double LogSeason(int origin, int horizon, DateOnly start) =>
        _local?.LogSeason(start, history.Source.Periods.Next(horizon).Days) ?? Math.Log(Seasonal(origin, horizon, start));

    /// <summary>The expected total of a period.</summary>
    /// <param name="origin">How many periods are known, at least 1.</param>
    /// <param name="horizon">1 for the period after them.</param>
    /// <param name="start">The first day of the period forecast.</param>
    /// <returns>Above 0: half an event in the window where the window holds none.</returns>
    public double Expected(int origin, int horizon, DateOnly start)
    {
        if (_local is not null)
        {
            return _local.Predict(origin, horizon, start).Mean;
        }

        int window = Math.Min(options.WindowPeriods ?? history.PeriodsPerYear, origin);
        double level = Mean(origin - window, origin);
        return level > 0 ? level * Seasonal(origin, horizon, start) : 0.5 / window;
    }

    private double Seasonal(int origin, int horizon, DateOnly start)
    {
        if (options.SeasonalWeight == 0)
        {
            return 1;
        }

        int same, from;
        if (options.PeriodsPerYear is { } year)
        {
            same = origin + horizon - 1 - (year * ((horizon + year - 1) / year));
            from = same - year;
        }
        else
        {
            same = -1;
            for (int years = 1; same < 0 && years <= 1 + (horizon / history.PeriodsPerYear); years++)
            {
                int row = history.RowOneYearBefore(start, years);
                same = row < origin ? row : -1;
            }

            // The year before the earlier period must lie inside the history, and hold at least two thirds of its periods.
            from = same > 0 && history.Periods[same].Start.DayNumber - history.Periods[0].Start.DayNumber >= 363 ? history.FirstRowOfLastYear(same) : -1;
            if (same - from < 2.0 * history.PeriodsPerYear / 3)
            {
                return 1;
            }
        }

        if (from < 0)
        {
            return 1;
        }

        double before = Mean(from, same);
        if (!(before > 0))
        {
            return 1;
        }

        double ratio = 1 + (options.SeasonalWeight * ((history.Totals[same] / before) - 1));
        return ratio > 0 ? ratio : 1;
    }

    private double Mean(int from, int to)
    {
        double sum = 0;
        for (int t = from; t < to; t++)
        {
            sum += history.Totals[t];
        }

        return sum / (to - from);
    }
}
