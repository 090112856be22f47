namespace PolicingModels.Seasonality;

/// <summary>The level of each type over all areas, followed closely, and the share of each area in it, followed slowly: for every month as it was known then.</summary>
/// <remarks>
/// Most of what moves an area's count moves the whole force: a type's level, with twelve areas' counts behind it, can follow quickly without following noise.
/// How quickly is set by how much levels change against how noisy counts are: the gain of the steady-state Kalman filter of a random walk
/// seen through noise, g = (−s + √(s² + 4s))/2 with s the ratio of the two variances (Harvey 1989, section 4.1). The variance of the walk is chosen on a grid
/// by the absolute errors one to twelve months ahead at all past months, in part the same for all types. The level carries a damped trend
/// (Gardner and McKenzie 1985, doi:10.1287/mnsc.31.10.1237). A month more than five robust deviations off counts as five, unless the month before was off too:
/// one riot moves no level, a changed recording rule does with its second month.
/// </remarks>
internal sealed class PooledLevels
{
    private const int LeastOrigin = 24;
    private const int Ahead = 12;
    private const double LargestSlope = 0.05;
    private const double OutlierLimit = 5;
    private const double DefaultVariance = 1e-3;
    private static readonly double[] Variances = [1e-5, 3e-5, 1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3, 3.2e-3, 6.4e-3, 1.3e-2, 2.6e-2];

    private readonly PooledData _data;
    private readonly PooledIndices _indices;
    private readonly PooledOptions _options;
    private readonly double[][] _typeRates;

    private PooledLevels(PooledData data, PooledIndices indices, PooledOptions options)
    {
        (_data, _indices, _options) = (data, indices, options);
        _typeRates = new double[data.Types][];
        TypeGain = new double[data.Types];
        ShareGain = new double[data.Types * data.Areas];
        Level = new double[data.Types][];
        Slope = new double[data.Types][];
        Share = new double[data.Types * data.Areas][];
        Limited = new bool[data.Types * data.Areas];
        TypeLimited = new bool[data.Types][];
    }

    /// <summary>The rate per day of each type after each month, its index divided out.</summary>
    public double[][] Level { get; }

    /// <summary>The monthly change of the logarithm of the level.</summary>
    public double[][] Slope { get; }

    /// <summary>The share of each bottom series in its type after each month; shares of a type sum to 1 at the last month.</summary>
    public double[][] Share { get; }

    public double[] TypeGain { get; }

    public double[] ShareGain { get; }

    /// <summary>Whether the last month of an area was limited as an outlier.</summary>
    public bool[] Limited { get; }

    /// <summary>In which months the count of a type was limited as an outlier: they move no share either.</summary>
    public bool[][] TypeLimited { get; }

    public static PooledLevels Fit(PooledData data, PooledIndices indices, PooledOptions options, CancellationToken cancellationToken)
    {
        PooledLevels levels = new(data, indices, options);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.MaximumThreads, CancellationToken = cancellationToken };
        double[]?[] typeCosts = new double[]?[data.Types], shareCosts = new double[]?[data.Types];
        Parallel.For(0, data.Types, parallel, t =>
        {
            levels._typeRates[t] = levels.Rates(data.TypeCounts[t], indices.Type(t));
            typeCosts[t] = levels.TypeCosts(t);
            shareCosts[t] = levels.ShareCosts(t, cancellationToken);
        });
        double[] typeVariance = Choose(typeCosts, options.TypePooling), shareVariance = Choose(shareCosts, options.SharePooling);
        Parallel.For(0, data.Types, parallel, t =>
        {
            double noise = levels.TypeNoise(t);
            levels.TypeGain[t] = Gain(typeVariance[t] / noise);
            levels.FollowType(t);
            for (int a = 0; a < data.Areas; a++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int bottom = data.Bottom(t, a);
                levels.ShareGain[bottom] = Gain(shareVariance[t] / levels.ShareNoise(t, a));
                levels.FollowShare(t, a);
            }

            levels.CloseShares(t);
        });
        return levels;
    }

    /// <summary>The rate per day of a type some months after a month, its index left out.</summary>
    /// <param name="type">The type.</param>
    /// <param name="month">The month after which it was known.</param>
    /// <param name="ahead">1 for the next month.</param>
    public double Rate(int type, int month, int ahead)
    {
        double phi = _options.TrendDamping, sum = phi * (1 - Math.Pow(phi, ahead)) / (1 - phi);
        return Level[type][month] * Math.Exp(_options.TrendShare * Slope[type][month] * sum);
    }

    /// <summary>Whether errors of a forecast from after a month may teach: neither it nor its future lies in a disruption or just after one.</summary>
    public bool Teaches(int type, int month, int ahead)
    {
        int from = Math.Max(0, month - 3);
        for (int m = from; m <= month + ahead; m++)
        {
            if (_data.Disrupted[m])
            {
                return false;
            }
        }

        return month >= _data.First[type] + LeastOrigin - 1;
    }

    private double TypeNoise(int t) => _indices.Dispersion[t] / Math.Max(RecentMean(_data.TypeCounts[t], _data.TypeKnown[t], 36), 0.2);

    private double ShareNoise(int t, int a) => _indices.AreaDispersion[t] / Math.Max(RecentMean(_data.Counts(t, a), _data.Missing(t, a), 36, whereMissing: true), 0.2);

    private static double RecentMean(ReadOnlySpan<double> values, ReadOnlySpan<bool> marks, int months, bool whereMissing = false)
    {
        double sum = 0;
        int seen = 0;
        for (int m = values.Length - 1; m >= 0 && seen < months; m--)
        {
            if (marks[m] != whereMissing)
            {
                sum += values[m];
                seen++;
            }
        }

        return seen > 0 ? sum / seen : 0;
    }

    private static double Gain(double ratio) => (-ratio + Math.Sqrt((ratio * ratio) + (4 * ratio))) / 2;

    /// <summary>For each type the variance with the least cost, its own and the mean of all mixed.</summary>
    private static double[] Choose(double[]?[] costs, double pooling)
    {
        double[] mean = new double[Variances.Length], chosen = new double[costs.Length];
        int used = costs.Count(c => c is not null);
        foreach (double[]? cost in costs)
        {
            for (int g = 0; cost is not null && g < mean.Length; g++)
            {
                mean[g] += cost[g] / used;
            }
        }

        for (int t = 0; t < costs.Length; t++)
        {
            int best = -1;
            double least = double.PositiveInfinity;
            for (int g = 0; used > 0 && g < mean.Length; g++)
            {
                double cost = costs[t] is { } own ? ((1 - pooling) * own[g]) + (pooling * mean[g]) : mean[g];
                (best, least) = cost < least ? (g, cost) : (best, least);
            }

            chosen[t] = best < 0 ? DefaultVariance : Variances[best];
        }

        return chosen;
    }

    private double[] Rates(ReadOnlySpan<double> counts, ReadOnlySpan<double> logIndex)
    {
        double[] rates = new double[counts.Length];
        for (int m = 0; m < rates.Length; m++)
        {
            rates[m] = counts[m] / (_data.Days[m] * Math.Exp(logIndex[_data.MonthOfYear[m]]));
        }

        return rates;
    }

    private double[]? TypeCosts(int t)
    {
        double noise = TypeNoise(t);
        return Costs(t, _typeRates[t], _data.TypeKnown[t], _data.First[t], noise);
    }

    private double[]? ShareCosts(int t, CancellationToken cancellationToken)
    {
        double[] costs = new double[Variances.Length];
        int used = 0;
        for (int a = 0; a < _data.Areas; a++)
        {
            if (!_data.GoesOn(t, a))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            double[] shares = Rates(_data.Counts(t, a), _indices.Area(_data.Bottom(t, a)));
            bool[] known = new bool[shares.Length];
            for (int m = _data.Begin(t, a); m < shares.Length; m++)
            {
                known[m] = !_data.Missing(t, a)[m] && _data.TypeKnown[t][m] && _typeRates[t][m] > 0;
                shares[m] = known[m] ? shares[m] / _typeRates[t][m] : 0;
            }

            if (Costs(t, shares, known, _data.Begin(t, a), ShareNoise(t, a)) is { } own)
            {
                used++;
                for (int g = 0; g < costs.Length; g++)
                {
                    costs[g] += own[g];
                }
            }
        }

        if (used < 2)
        {
            return null;
        }

        for (int g = 0; g < costs.Length; g++)
        {
            costs[g] /= used;
        }

        return costs;
    }

    /// <summary>The logarithm of the mean absolute error one to twelve months ahead over past months, for each variance, against the least; null where there is too little past.</summary>
    private double[]? Costs(int t, double[] x, bool[] known, int first, double noise)
    {
        double[] costs = new double[Variances.Length];
        for (int g = 0; g < costs.Length; g++)
        {
            double gain = Gain(Variances[g] / noise), level = Begin(x, known, first), sum = 0;
            int origins = 0;
            for (int m = first; m < x.Length - 1; m++)
            {
                if (known[m])
                {
                    level += gain * (x[m] - level);
                }

                int ahead = Math.Min(Ahead, x.Length - 1 - m);
                if (ahead < Ahead / 2 || m < first + LeastOrigin || !Teaches(t, m, ahead))
                {
                    continue;
                }

                double errors = 0;
                int seen = 0;
                for (int h = 1; h <= ahead; h++)
                {
                    if (known[m + h])
                    {
                        errors += Math.Abs(x[m + h] - level);
                        seen++;
                    }
                }

                if (seen > 0)
                {
                    sum += errors / seen;
                    origins++;
                }
            }

            if (origins < 6 || !(sum > 0))
            {
                return null;
            }

            costs[g] = sum / origins;
        }

        double least = costs.Min();
        for (int g = 0; g < costs.Length; g++)
        {
            costs[g] = Math.Log(costs[g] / least);
        }

        return costs;
    }

    /// <summary>The mean of the first six known values.</summary>
    private static double Begin(double[] x, bool[] known, int first)
    {
        double sum = 0;
        int seen = 0;
        for (int m = first; m < x.Length && seen < 6; m++)
        {
            if (known[m])
            {
                sum += x[m];
                seen++;
            }
        }

        return seen > 0 ? sum / seen : 0;
    }

    private void FollowType(int t)
    {
        double[] x = _typeRates[t];
        Level[t] = new double[x.Length];
        Slope[t] = new double[x.Length];
        TypeLimited[t] = new bool[x.Length];
        double deviation = RelativeDeviation(t);
        double gain = TypeGain[t], trendGain = 0.1 * gain, phi = _options.TrendDamping;
        double level = Begin(x, _data.TypeKnown[t], _data.First[t]), slope = 0, before = 0, lastKnown = level;
        for (int m = _data.First[t]; m < x.Length; m++)
        {
            double expected = level * Math.Exp(phi * slope);
            if (!_data.TypeKnown[t][m])
            {
                level = expected;
                slope *= phi;
            }
            else
            {
                double error = x[m] - expected, limited = Limit(error, deviation * expected, before);
                TypeLimited[t][m] = limited != error;
                bool shifted = Shifted(before, limited == error, error, deviation * expected);
                before = deviation * expected > 0 ? error / (deviation * expected) : 0;
                double next = shifted ? (x[m] + lastKnown) / 2 : Math.Max(0, expected + (gain * limited));
                double step = shifted ? phi * slope : next > 0 && level > 0 ? Math.Log(next / level) : phi * slope;
                slope = Math.Clamp((phi * slope) + (trendGain * (step - (phi * slope))), -LargestSlope, LargestSlope);
                level = next;
                lastKnown = x[m];
            }

            Level[t][m] = level;
            Slope[t][m] = slope;
        }
    }

    /// <summary>Whether a second month in a row lies more than five deviations off the same way: the level has shifted, and begins anew at the mean of the two.</summary>
    private static bool Shifted(double before, bool unlimited, double error, double deviation) =>
        unlimited && deviation > 0 && Math.Abs(error) > OutlierLimit * deviation && Math.Abs(before) > OutlierLimit && Math.Sign(before) == Math.Sign(error);

    /// <summary>An error limited to five deviations unless the error before went as far the same way.</summary>
    private static double Limit(double error, double deviation, double before)
    {
        double limit = OutlierLimit * deviation;
        if (!(limit > 0) || Math.Abs(error) <= limit || (Math.Abs(before) > OutlierLimit && Math.Sign(before) == Math.Sign(error)))
        {
            return error;
        }

        return Math.Sign(error) * limit;
    }

    /// <summary>The robust relative deviation of a month from the level before it, not below what the dispersion of counts gives.</summary>
    private double RelativeDeviation(int t)
    {
        double[] x = _typeRates[t];
        List<double> sizes = [];
        double level = Begin(x, _data.TypeKnown[t], _data.First[t]);
        for (int m = _data.First[t]; m < x.Length; m++)
        {
            if (!_data.TypeKnown[t][m] || !(level > 0))
            {
                level = _data.TypeKnown[t][m] ? x[m] : level;
                continue;
            }

            if (!_data.Disrupted[m])
            {
                sizes.Add(Math.Abs((x[m] - level) / level));
            }

            level += TypeGain[t] * (x[m] - level);
        }

        if (sizes.Count == 0)
        {
            return 1;
        }

        sizes.Sort();
        return Math.Max(1.4826 * sizes[sizes.Count / 2], Math.Sqrt(TypeNoise(t)));
    }

    private void FollowShare(int t, int a)
    {
        int bottom = _data.Bottom(t, a);
        Share[bottom] = new double[_data.Months];
        if (!_data.GoesOn(t, a))
        {
            return;
        }

        double[] rates = Rates(_data.Counts(t, a), _indices.Area(bottom));
        ReadOnlySpan<bool> missing = _data.Missing(t, a);
        double keep = 1 - ShareGain[bottom], own = 0, all = 0, before = 0, lastRate = 0, lastWhole = 0;
        for (int m = _data.Begin(t, a); m < rates.Length; m++)
        {
            if (!missing[m] && _data.TypeKnown[t][m])
            {
                double whole = TypeLimited[t][m] ? Level[t][m] : _typeRates[t][m], expected = all > 0 ? own / all * whole : rates[m];
                double perDay = _data.Days[m] * Math.Exp(_indices.Area(bottom)[_data.MonthOfYear[m]]), mean = expected * perDay;
                double deviation = Math.Sqrt((_indices.AreaDispersion[t] * Math.Max(mean, 1)) + (0.01 * mean * mean)) / perDay;
                double error = rates[m] - expected, limited = m < _data.Begin(t, a) + 12 ? error : Limit(error, deviation, before);
                Limited[bottom] = limited != error;
                if (m >= _data.Begin(t, a) + 12 && Shifted(before, limited == error, error, deviation))
                {
                    (own, all) = (rates[m] + lastRate, whole + lastWhole);
                }
                else if (!TypeLimited[t][m])
                {
                    own = (keep * own) + expected + limited;
                    all = (keep * all) + whole;
                }

                before = error / deviation;
                (lastRate, lastWhole) = (rates[m], whole);
            }

            Share[bottom][m] = all > 0 ? own / all : 0;
        }
    }

    private void CloseShares(int t)
    {
        int last = _data.Months - 1;
        double sum = 0;
        int going = 0;
        for (int a = 0; a < _data.Areas; a++)
        {
            sum += Share[_data.Bottom(t, a)][last];
            going += _data.GoesOn(t, a) ? 1 : 0;
        }

        for (int a = 0; a < _data.Areas && going > 0; a++)
        {
            int bottom = _data.Bottom(t, a);
            Share[bottom][last] = sum > 0 ? Share[bottom][last] / sum : _data.GoesOn(t, a) ? 1.0 / going : 0;
        }
    }
}
