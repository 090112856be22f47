namespace PolicingModels.Seasonality;

/// <summary>Seasonal indices of types and areas: an area's own index is drawn to its type's, a type's to none, each as far as its data are weak.</summary>
/// <remarks>
/// Empirical Bayes on logarithms. The prior variance of a type's twelve indices about none, and of the areas' about their type's, is what their squares
/// leave after their sampling variances (method of moments); with prior variance ω² and sampling variance v an estimate keeps the share ω²/(ω² + v), and its
/// posterior variance is that share of v.
/// </remarks>
internal sealed class PooledIndices
{
    // One percent: no index is known to be exactly none, or exactly its type's.
    private const double LeastPrior = 1e-4;


    private PooledIndices(int types, int areas)
    {
        TypeLog = new double[types * 12];
        TypeVariance = new double[types * 12];
        AreaLog = new double[types * areas * 12];
        AreaVariance = new double[types * areas * 12];
        OwnShare = new double[types * areas];
        Dispersion = new double[types];
        AreaDispersion = new double[types];
        SpreadOfAreas = new double[types];
    }

    /// <summary>Logarithms of a type's indices, January first.</summary>
    public double[] TypeLog { get; }

    public double[] TypeVariance { get; }

    /// <summary>Logarithms of an area's indices of a type, its type's included.</summary>
    public double[] AreaLog { get; }

    /// <summary>The posterior variance of the area's difference from its type.</summary>
    public double[] AreaVariance { get; }

    /// <summary>How much of an area's own index is believed, 0 to 1, mean over months.</summary>
    public double[] OwnShare { get; }

    /// <summary>Variance of a type's count over its mean, 1 or more.</summary>
    public double[] Dispersion { get; }

    /// <summary>The same for one area, pooled over areas.</summary>
    public double[] AreaDispersion { get; }

    /// <summary>Prior standard deviation of the logarithm of areas' indices about their type's.</summary>
    public double[] SpreadOfAreas { get; }

    public ReadOnlySpan<double> Type(int type) => TypeLog.AsSpan(type * 12, 12);

    public ReadOnlySpan<double> Area(int bottom) => AreaLog.AsSpan(bottom * 12, 12);

    public static PooledIndices Estimate(PooledData data, PooledOptions options, CancellationToken cancellationToken)
    {
        PooledIndices indices = new(data.Types, data.Areas);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.MaximumThreads, CancellationToken = cancellationToken };
        Parallel.For(0, data.Types, parallel, t => indices.EstimateType(data, options, t, cancellationToken));
        return indices;
    }

    private void EstimateType(PooledData data, PooledOptions options, int t, CancellationToken cancellationToken)
    {
        Dispersion[t] = AreaDispersion[t] = 1;
        if (data.Months - data.First[t] < 24)
        {
            return;
        }

        double[] weights = new double[data.Months];
        for (int m = data.First[t]; m < data.Months; m++)
        {
            weights[m] = data.TypeKnown[t][m] ? data.IndexWeights[m] : 0;
        }

        if (weights.Count(w => w > 0) < 24)
        {
            return;
        }

        ReadOnlySpan<double> days = data.Days.AsSpan(0, data.Months);
        SeasonalShape whole = SeasonalShape.Estimate(data.TypeCounts[t], days, weights, data.MonthOfYear[0], options.LevelHalfWidthMonths);
        Dispersion[t] = whole.Dispersion;
        Span<double> logs = TypeLog.AsSpan(t * 12, 12), variances = TypeVariance.AsSpan(t * 12, 12);
        ShrinkToNone(whole, logs, variances);
        int[] going = [.. Enumerable.Range(0, data.Areas).Where(a => data.GoesOn(t, a))];
        foreach (int a in going)
        {
            logs.CopyTo(AreaLog.AsSpan(data.Bottom(t, a) * 12, 12));
        }

        if (going.Length > 1)
        {
            EstimateAreas(data, options, t, going, logs, cancellationToken);
        }
        else
        {
            AreaDispersion[t] = whole.Dispersion;
        }
    }

    private void EstimateAreas(PooledData data, PooledOptions options, int t, int[] going, ReadOnlySpan<double> typeLogs, CancellationToken cancellationToken)
    {
        SeasonalShape?[] shapes = new SeasonalShape?[going.Length];
        ReadOnlySpan<double> days = data.Days.AsSpan(0, data.Months);
        double squares = 0, sampling = 0, dispersion = 0;
        int seen = 0, used = 0;
        for (int i = 0; i < going.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int a = going[i], begin = data.Begin(t, a);
            double[] weights = new double[data.Months];
            int known = 0;
            for (int m = begin; m < data.Months; m++)
            {
                weights[m] = data.Missing(t, a)[m] ? 0 : data.IndexWeights[m];
                known += weights[m] > 0 ? 1 : 0;
            }

            if (known < 24)
            {
                continue;
            }

            SeasonalShape shape = SeasonalShape.Estimate(data.Counts(t, a), days, weights, data.MonthOfYear[0], options.LevelHalfWidthMonths + 3);
            shapes[i] = shape;
            dispersion += shape.Dispersion;
            used++;
            for (int k = 0; k < 12; k++)
            {
                if (double.IsFinite(shape.Variances[k]))
                {
                    double difference = Math.Log(shape.Index[k]) - typeLogs[k];
                    squares += difference * difference;
                    sampling += shape.Variances[k] * 11 / 12;
                    seen++;
                }
            }
        }

        if (seen == 0)
        {
            return;
        }

        AreaDispersion[t] = dispersion / used;
        double prior = Math.Max(LeastPrior, (squares - sampling) / seen);
        SpreadOfAreas[t] = Math.Sqrt(prior);
        for (int i = 0; i < going.Length; i++)
        {
            if (shapes[i] is { } shape)
            {
                ShrinkToType(shape, prior, data.Bottom(t, going[i]), typeLogs);
            }
        }
    }

    internal static void ShrinkToNone(SeasonalShape shape, Span<double> logs, Span<double> variances)
    {
        double squares = 0, sampling = 0;
        int seen = 0;
        for (int k = 0; k < 12; k++)
        {
            logs[k] = Math.Log(shape.Index[k]);
            if (double.IsFinite(shape.Variances[k]))
            {
                squares += logs[k] * logs[k];
                sampling += shape.Variances[k] * 11 / 12;
                seen++;
            }
        }

        double prior = seen == 0 ? 0 : Math.Max(LeastPrior, (squares - sampling) / 11);
        Shrink(logs, variances, shape.Variances, prior);
        Centre(logs);
    }

    private void ShrinkToType(SeasonalShape shape, double prior, int bottom, ReadOnlySpan<double> typeLogs)
    {
        Span<double> logs = AreaLog.AsSpan(bottom * 12, 12), variances = AreaVariance.AsSpan(bottom * 12, 12);
        for (int k = 0; k < 12; k++)
        {
            logs[k] = Math.Log(shape.Index[k]) - typeLogs[k];
        }

        OwnShare[bottom] = Shrink(logs, variances, shape.Variances, prior);
        for (int k = 0; k < 12; k++)
        {
            logs[k] += typeLogs[k];
        }

        Centre(logs);
    }

    private static double Shrink(Span<double> logs, Span<double> variances, double[] sampling, double prior)
    {
        double kept = 0;
        for (int k = 0; k < 12; k++)
        {
            double share = double.IsFinite(sampling[k]) && prior > 0 ? prior / (prior + sampling[k]) : 0;
            logs[k] *= share;
            variances[k] = double.IsFinite(sampling[k]) ? share * sampling[k] : prior;
            kept += share / 12;
        }

        return kept;
    }

    private static void Centre(Span<double> logs)
    {
        double mean = 0;
        foreach (double log in logs)
        {
            mean += log / 12;
        }

        for (int k = 0; k < 12; k++)
        {
            logs[k] -= mean;
        }
    }
}
