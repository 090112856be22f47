namespace PolicingModels.Seasonality;

/// <summary>The seasonal index of one series alone: 100 is the average month, per day and by the calendar, with intervals.</summary>
/// <remarks>
/// The index is the ratio of what was counted in a month of the year to what a local level gives (the estimator that the pooled model uses
/// for a type), drawn toward none as far as the data are weak: with prior variance ω² (what the squares of the logarithms leave after their
/// sampling variances) and sampling variance v the share ω²/(ω² + v) is kept. The overdispersion is estimated. To borrow the shape of other
/// series, plan them together (<see cref="SeasonalityPlanner"/>). Linear in months × level width. Deterministic.
/// </remarks>
public static class SeasonalIndexEstimator
{
    private const double FewCounts = 20;
    private const double StrongRange = 20;

    /// <summary>Estimates the index.</summary>
    /// <param name="series">Counts; at least 24 known months in the window, outside disruptions.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The index with 95% intervals. <see cref="SeasonalIndex.OwnShare"/> is the share of the series' own shape that was kept.</returns>
    /// <exception cref="AnalysisException">There are too few months, or a value is negative.</exception>
    public static SeasonalIndex Estimate(MonthlySeries series, SeasonalIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        options ??= new SeasonalIndexOptions();
        options.Validate();
        int n = series.Length;
        double[] exposure = new double[n], weights = new double[n];
        double counted = 0;
        int known = 0;
        for (int i = 0; i < n; i++)
        {
            if (series.Values[i] < 0)
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"The value of {series.MonthAt(i)} is negative, and an index compares counts of 0 or more; give counts.");
            }

            exposure[i] = series.MonthAt(i).Days * Shift(options.Breaks, series.MonthAt(i));
            weights[i] = i >= n - options.WindowMonths && Speaks(series, i, options) ? 1 : 0;
            known += weights[i] > 0 ? 1 : 0;
            counted += weights[i] * series.Values[i];
        }

        if (known < 24)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"A seasonal index needs 24 known months outside disruptions and the series has {known}; give a longer history, or plan it with others.");
        }

        if (!(counted > 0))
        {
            Estimate level = new(100, 100, 100);
            return new SeasonalIndex([.. Enumerable.Repeat(level, 12)], PooledFit.Calendar([.. Enumerable.Repeat(level, 12)]), SeasonalityVerdict.TooFewCounts, 0);
        }

        SeasonalShape shape = SeasonalShape.Estimate(series.Values, exposure, weights, series.Start.MonthOfYear - 1, options.LevelHalfWidthMonths);
        double[] logs = new double[12], variances = new double[12];
        double own = Kept(shape, logs, variances);
        Estimate[] perDay = PerDay(logs, variances);
        return new SeasonalIndex(perDay, PooledFit.Calendar(perDay), Judge(variances, perDay, counted / known), own);
    }

    private static bool Speaks(MonthlySeries series, int index, SeasonalIndexOptions options)
    {
        Month month = series.MonthAt(index);
        if (series.IsMissing(index) || options.Disruptions.Any(d => month >= d.First && month <= d.Last))
        {
            return false;
        }

        int at = options.Breaks is { } breaks ? month.Since(breaks.Series.Start) : -1;
        return at < 0 || at >= options.Breaks!.Series.Length || !options.Breaks.IsDisrupted(at);
    }

    // A level shift found is no part of the season: it changes the exposure as a longer month would.
    private static double Shift(BreakReport? breaks, Month month)
    {
        int at = breaks is null ? -1 : month.Since(breaks.Series.Start);
        return at < 0 || at >= breaks!.Series.Length ? 1 : Math.Max(1e-3, breaks.Factor(at, BreakKind.LevelShift));
    }

    private static double Kept(SeasonalShape shape, double[] logs, double[] variances)
    {
        PooledIndices.ShrinkToNone(shape, logs, variances);
        double share = 0;
        for (int k = 0; k < 12; k++)
        {
            share += shape.Variances[k] > 0 && double.IsFinite(shape.Variances[k]) ? variances[k] / shape.Variances[k] / 12 : 0;
        }

        return share;
    }

    private static Estimate[] PerDay(double[] logs, double[] variances)
    {
        double mean = logs.Average(Math.Exp);
        double z = -StandardNormal.Quantile(0.025);
        return [.. logs.Select((log, k) => new Estimate(
            100 * Math.Exp(log) / mean,
            100 * Math.Exp(log - (z * Deviation(variances, k))) / mean,
            100 * Math.Exp(log + (z * Deviation(variances, k))) / mean))];
    }

    // Twelve logarithms whose mean is taken off: a month's own error less a twelfth of everybody's.
    private static double Deviation(double[] variances, int month)
    {
        double own = variances[month], all = variances.Sum();
        return Math.Sqrt(Math.Max(0, (own * (1 - (2.0 / 12))) + (all / 144)));
    }

    private static SeasonalityVerdict Judge(double[] variances, Estimate[] perDay, double mean)
    {
        // Twelve months are looked at, so each must stand out at a twelfth of the level.
        double z = -StandardNormal.Quantile(0.025 / 12);
        bool any = Enumerable.Range(0, 12).Any(k => Math.Abs(Math.Log(perDay[k].Value / 100)) > z * Deviation(variances, k));
        return !any ? (mean < FewCounts ? SeasonalityVerdict.TooFewCounts : SeasonalityVerdict.NotDetected)
            : perDay.Max(p => p.Value) - perDay.Min(p => p.Value) >= StrongRange ? SeasonalityVerdict.Strong
            : SeasonalityVerdict.Present;
    }
}
