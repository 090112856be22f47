namespace PolicingModels.Seasonality;

/// <summary>Turns forecasts into forecasts of counts.</summary>
public static class CountForecastExtensions
{
    /// <summary>The same forecast as distributions of counts, none below zero and every bound of an interval a whole number.</summary>
    /// <param name="forecast">A forecast by normal or sampled months; months of counts stay as they are.</param>
    /// <remarks>
    /// Each month becomes the negative binomial with the mean and variance of its distribution, the Poisson where the variance does not
    /// exceed the mean: counts vary at least as much. A mean below 0.28 standard deviations is raised to half of E max(X, 0), so that a
    /// trend that runs into zero still leaves room for an event. Simulated futures keep their order in every month. The forecasters of this
    /// package do this by themselves for series of counts (<see cref="SeasonalPredictiveOptions.CountsStayCounts"/>).
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="forecast"/> is null.</exception>
    public static SeasonalForecast OnCounts(this SeasonalForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        int horizon = forecast.Horizon, rows = forecast.PathCount;
        double[] paths = new double[rows * horizon];
        for (int i = 0; i < rows; i++)
        {
            forecast.Path(i).CopyTo(paths.AsSpan(i * horizon));
        }

        MonthlyDistribution[] months = [.. forecast.Months];
        double[] column = new double[rows];
        int[] order = new int[rows];
        for (int h = 0; h < horizon; h++)
        {
            if (months[h] is CountMonth)
            {
                continue;
            }

            CountShape shape = new(months[h].Mean, MonthSpread.Of(months[h]), rows > 0);
            months[h] = new CountMonth(shape.Distribution);
            for (int i = 0; i < rows; i++)
            {
                column[i] = paths[(i * horizon) + h];
                order[i] = i;
            }

            column.AsSpan().Sort(order.AsSpan());
            for (int i = 0; i < rows; i++)
            {
                paths[(order[i] * horizon) + h] = shape.At(StandardNormal.Quantile((i + 0.5) / rows));
            }
        }

        return new SeasonalForecast(forecast.Model, forecast.First, months, paths, forecast.Notes);
    }
}
