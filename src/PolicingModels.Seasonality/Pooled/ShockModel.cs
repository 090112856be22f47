using System.Runtime.InteropServices;

namespace PolicingModels.Seasonality;

/// <summary>How far what happened lay from what was forecast one to twelve months before, taken apart into what moves a type everywhere, what moves an area, and what moves one of both.</summary>
/// <remarks>
/// Relative errors of past forecasts have a part that stays (variance v0), a part that grows with the months ahead (v1 each month) and a part of the single month (n): the
/// covariance of errors h and k months ahead is v0 + v1·min(h, k), on the diagonal n and the count's own variance more. The three are fitted by least
/// squares to the mean of the types' covariances scaled to 1, the scale of each type from its own errors drawn in part to the mean of all. Types move
/// together by one correlation, areas' shares by another, each set so that the errors of totals come out as they were.
/// </remarks>
internal sealed class ShockModel
{
    private const int Ahead = 12;
    private const double OwnScale = 0.75;

    // A standard deviation of 2 % over a year: no type is steadier than that.
    private const double LeastScale = 4e-4;

    private readonly PooledData _data;
    private readonly PooledIndices _indices;
    private readonly PooledLevels _levels;
    private readonly CancellationToken _cancellation;

    private ShockModel(PooledData data, PooledIndices indices, PooledLevels levels, CancellationToken cancellationToken)
    {
        (_data, _indices, _levels, _cancellation) = (data, indices, levels, cancellationToken);
        TypeScale = new double[data.Types];
        ShareScale = new double[data.Types];
    }

    /// <summary>Shares of the part that stays, that grows (per month) and of the single month; their sum over twelve months is 12.</summary>
    public (double Stays, double Grows, double Month) TypeShape { get; private set; }

    public (double Stays, double Grows, double Month) ShareShape { get; private set; }

    /// <summary>Mean variance over twelve months of a type's relative error beyond that of its counts.</summary>
    public double[] TypeScale { get; }

    public double[] ShareScale { get; }

    /// <summary>The degrees of freedom of Student's t that types' shocks follow: the fewer, the more often large ones come.</summary>
    public double TypeTail { get; private set; }

    public double ShareTail { get; private set; }

    /// <summary>The correlation between types' shocks.</summary>
    public double TypeCorrelation { get; private set; }

    /// <summary>The correlation between the shocks of an area's shares in different types.</summary>
    public double ShareCorrelation { get; private set; }

    public static ShockModel Estimate(PooledData data, PooledIndices indices, PooledLevels levels, CancellationToken cancellationToken)
    {
        ShockModel model = new(data, indices, levels, cancellationToken);
        ErrorTable types = model.TypeErrors(), shares = model.ShareErrors();
        cancellationToken.ThrowIfCancellationRequested();
        model.TypeShape = types.Fit(model.TypeScale, DefaultTypeScale, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        model.ShareShape = shares.Fit(model.ShareScale, DefaultShareScale, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        model.TypeTail = types.Tail(model.TypeShape, model.TypeScale, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        model.ShareTail = shares.Tail(model.ShareShape, model.ShareScale, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Inflate(model.TypeScale, types.Years());
        Inflate(model.ShareScale, shares.Years());
        model.TypeCorrelation = model.Correlate(types, model.TypeShape, model.TypeScale, byArea: false);
        model.ShareCorrelation = data.Areas > 1 ? model.Correlate(shares, model.ShareShape, model.ShareScale, byArea: true) : 0;
        return model;
    }

    private const double DefaultTail = 5;

    /// <summary>The 90 % and 97.5 % points of Student's t scaled to variance 1.</summary>
    private static readonly (double Degrees, double Middle, double Far)[] Tails =
    [
        (3, 1.6377 / 1.73205, 3.1824 / 1.73205), (4, 1.5332 / 1.41421, 2.7764 / 1.41421), (5, 1.4759 / 1.29099, 2.5706 / 1.29099), (6, 1.4398 / 1.22474, 2.4469 / 1.22474),
        (8, 1.3968 / 1.15470, 2.3060 / 1.15470), (12, 1.3562 / 1.09545, 2.1788 / 1.09545), (30, 1.3104 / 1.03510, 2.0423 / 1.03510),
    ];

    private const double DefaultTypeScale = 0.02;
    private const double DefaultShareScale = 0.01;

    /// <summary>The variance of the shock of a type some months ahead, without the single month's part.</summary>
    public static double Persistent((double Stays, double Grows, double Month) shape, double scale, int ahead) => scale * (shape.Stays + (shape.Grows * ahead));

    /// <summary>
    /// Few past years make for a poor measure of how large errors are, and settings chosen on them flatter it: variances from n years are raised by 2/n, one
    /// share for each.
    /// </summary>
    private static void Inflate(double[] scales, double years)
    {
        for (int t = 0; t < scales.Length; t++)
        {
            scales[t] *= 1 + (2 / Math.Max(years, 2));
        }
    }

    private ErrorTable TypeErrors()
    {
        ErrorTable table = new(_data.Types, 1, _data.Months);
        for (int t = 0; t < _data.Types; t++)
        {
            _cancellation.ThrowIfCancellationRequested();
            for (int m = _data.First[t]; m < _data.Months - 1; m++)
            {
                int ahead = Math.Min(Ahead, _data.Months - 1 - m);
                if (!_levels.Teaches(t, m, ahead))
                {
                    continue;
                }

                for (int h = 1; h <= ahead; h++)
                {
                    int target = m + h;
                    double mean = _levels.Rate(t, m, h) * _data.Days[target] * Math.Exp(_indices.Type(t)[_data.MonthOfYear[target]]);
                    if (mean > 0 && _data.TypeKnown[t][target])
                    {
                        table.Set(t, 0, m, h, (_data.TypeCounts[t][target] - mean) / mean, 1 / mean, mean);
                    }
                }
            }
        }

        return table;
    }

    private ErrorTable ShareErrors()
    {
        ErrorTable table = new(_data.Types, _data.Areas, _data.Months);
        for (int t = 0; t < _data.Types; t++)
        {
            _cancellation.ThrowIfCancellationRequested();
            for (int a = 0; a < _data.Areas; a++)
            {
                if (!_data.GoesOn(t, a) || _data.Areas == 1)
                {
                    continue;
                }

                int bottom = _data.Bottom(t, a);
                for (int m = Math.Max(_data.First[t], _data.Begin(t, a) + 24); m < _data.Months - 1; m++)
                {
                    int ahead = Math.Min(Ahead, _data.Months - 1 - m);
                    double share = _levels.Share[bottom][m];
                    if (!_levels.Teaches(t, m, ahead) || !(share > 0))
                    {
                        continue;
                    }

                    for (int h = 1; h <= ahead; h++)
                    {
                        int target = m + h, k = _data.MonthOfYear[target];
                        double mean = _data.TypeCounts[t][target] * share * Math.Exp(_indices.Area(bottom)[k] - _indices.Type(t)[k]);
                        if (mean > 0 && _data.TypeKnown[t][target] && !_data.Missing(t, a)[target])
                        {
                            table.Set(t, a, m, h, (_data.Counts(t, a)[target] - mean) / mean, Math.Max(0, 1 - share) / mean, mean);
                        }
                    }
                }
            }
        }

        return table;
    }

    /// <summary>The correlation with which the errors of sums over types come out as they were.</summary>
    private double Correlate(ErrorTable table, (double Stays, double Grows, double Month) shape, double[] scales, bool byArea)
    {
        double crossed = 0, expected = 0;
        for (int a = 0; a < (byArea ? _data.Areas : 1); a++)
        {
            _cancellation.ThrowIfCancellationRequested();
            for (int m = 0; m < _data.Months - 1; m++)
            {
                for (int h = 1; h <= Ahead; h++)
                {
                    double sum = 0, squares = 0, spread = 0, spreadSquares = 0, weight = 0;
                    for (int t = 0; t < _data.Types; t++)
                    {
                        if (table.Get(t, a, m, h) is not { Mean: > 0 } entry)
                        {
                            continue;
                        }

                        double part = entry.Mean * entry.Error;
                        double deviation = entry.Mean * Math.Sqrt(Persistent(shape, scales[t], h) + (scales[t] * shape.Month));
                        sum += part;
                        squares += part * part;
                        spread += deviation;
                        spreadSquares += deviation * deviation;
                        weight += entry.Mean;
                    }

                    if (weight > 0)
                    {
                        crossed += ((sum * sum) - squares) / (weight * weight);
                        expected += ((spread * spread) - spreadSquares) / (weight * weight);
                    }
                }
            }
        }

        return expected > 0 ? Math.Clamp(crossed / expected, 0, 0.9) : 0;
    }

    /// <summary>Relative errors by series, month of origin and months ahead, with the variance that counting alone gives.</summary>
    private sealed class ErrorTable
    {
        private readonly int _types, _areas, _months;
        private readonly double[] _errors, _noise, _means;

        public ErrorTable(int types, int areas, int months)
        {
            (_types, _areas, _months) = (types, areas, months);
            _errors = new double[types * areas * months * Ahead];
            _noise = new double[_errors.Length];
            _means = new double[_errors.Length];
        }

        public void Set(int type, int area, int month, int ahead, double error, double noise, double mean)
        {
            int place = Place(type, area, month, ahead);
            (_errors[place], _noise[place], _means[place]) = (error, noise, mean);
        }

        public (double Error, double Mean) Get(int type, int area, int month, int ahead)
        {
            int place = Place(type, area, month, ahead);
            return (_errors[place], _means[place]);
        }

        /// <summary>Fits the shape shared by all types and each type's scale.</summary>
        public (double Stays, double Grows, double Month) Fit(double[] scales, double standard, CancellationToken cancellationToken)
        {
            double[] pooled = new double[Ahead * Ahead];
            double[] own = new double[_types];
            bool[] seen = new bool[_types];
            int used = 0;
            for (int t = 0; t < _types; t++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double[]? covariance = Covariance(t);
                if (covariance is null)
                {
                    continue;
                }

                double scale = 0;
                for (int h = 0; h < Ahead; h++)
                {
                    scale += covariance[(h * Ahead) + h] / Ahead;
                }

                seen[t] = true;
                own[t] = Math.Max(scale, LeastScale);
                used++;
                if (scale > 1e-5)
                {
                    for (int i = 0; i < pooled.Length; i++)
                    {
                        pooled[i] += covariance[i] / scale;
                    }
                }
            }

            // Between scales the mean of logarithms: one restless type does not widen all others.
            double logMean = 0;
            for (int t = 0; t < _types; t++)
            {
                logMean += seen[t] ? Math.Log(own[t]) / used : 0;
            }

            for (int t = 0; t < _types; t++)
            {
                scales[t] = used == 0 ? standard : seen[t] ? Math.Exp((OwnScale * Math.Log(own[t])) + ((1 - OwnScale) * logMean)) : Math.Max(Math.Exp(logMean), standard);
            }

            return Shape(pooled);
        }

        /// <summary>
        /// Sets the size of shocks by the middle of past errors and not by their squares, which a few large ones rule: finds the t distribution whose central 80 % and 95 % are those of the
        /// errors over their deviations, and scales to it. Errors that are mostly counting noise are left out.
        /// </summary>
        public double Tail((double Stays, double Grows, double Month) shape, double[] scales, CancellationToken cancellationToken)
        {
            List<double> sizes = [];
            for (int t = 0; t < _types; t++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int a = 0; a < _areas; a++)
                {
                    for (int m = 0; m < _months; m++)
                    {
                        for (int h = 1; h <= Ahead; h++)
                        {
                            int place = Place(t, a, m, h);
                            double variance = Persistent(shape, scales[t], h) + (scales[t] * shape.Month);
                            if (_means[place] > 0 && _noise[place] < variance)
                            {
                                sizes.Add(Math.Abs(_errors[place]) / Math.Sqrt(variance + _noise[place]));
                            }
                        }
                    }
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (sizes.Count < 200)
            {
                return DefaultTail;
            }

            int at80 = (int)(0.8 * sizes.Count), at95 = (int)(0.95 * sizes.Count);
            Span<double> values = CollectionsMarshal.AsSpan(sizes);
            PartialSort.Order(values, at80, at95);
            double middle = values[at80], far = values[at95], ratio = far / middle;
            (double Degrees, double Middle, double Far) chosen = Tails.MinBy(t => Math.Abs((t.Far / t.Middle) - ratio));
            double factor = Math.Clamp(middle * middle / (chosen.Middle * chosen.Middle), 0.4, 1.5);
            for (int t = 0; t < _types; t++)
            {
                scales[t] *= factor;
            }

            return chosen.Degrees;
        }

        /// <summary>How many years of errors there are for a type that do not overlap, over all its areas.</summary>
        public double Years()
        {
            double cells = 0;
            int types = 0;
            for (int t = 0; t < _types; t++)
            {
                int own = 0;
                for (int a = 0; a < _areas; a++)
                {
                    for (int m = 0; m < _months; m++)
                    {
                        own += _means[Place(t, a, m, 1)] > 0 ? 1 : 0;
                    }
                }

                cells += own;
                types += own > 0 ? 1 : 0;
            }

            return types == 0 ? 0 : cells / types / Ahead;
        }

        private static (double Stays, double Grows, double Month) Shape(double[] covariance)
        {
            double s11 = 0, s12 = 0, s22 = 0, t1 = 0, t2 = 0, diagonal = 0;
            for (int h = 1; h <= Ahead; h++)
            {
                diagonal += covariance[((h - 1) * Ahead) + h - 1] / Ahead;
                for (int k = 1; k < h; k++)
                {
                    double value = covariance[((h - 1) * Ahead) + k - 1];
                    s11++;
                    s12 += k;
                    s22 += k * k;
                    t1 += value;
                    t2 += k * value;
                }
            }

            if (!(diagonal > 0))
            {
                return (0.4, 0.06, 0.21);
            }

            double determinant = (s11 * s22) - (s12 * s12);
            double stays = ((s22 * t1) - (s12 * t2)) / determinant, grows = ((s11 * t2) - (s12 * t1)) / determinant;
            if (stays < 0)
            {
                (stays, grows) = (0, Math.Max(0, t2 / s22));
            }
            else if (grows < 0)
            {
                (stays, grows) = (Math.Max(0, t1 / s11), 0);
            }

            double month = Math.Max(0, diagonal - stays - (grows * 6.5)), total = stays + (grows * 6.5) + month;
            return (stays / total, grows / total, month / total);
        }

        private int Place(int type, int area, int month, int ahead) => (((((type * _areas) + area) * _months) + month) * Ahead) + ahead - 1;

        /// <summary>The covariance of a type's errors at different months ahead beyond that of counting; series with more counts weigh more.</summary>
        private double[]? Covariance(int type)
        {
            double[] sums = new double[Ahead * Ahead], weights = new double[Ahead * Ahead];
            for (int a = 0; a < _areas; a++)
            {
                for (int m = 0; m < _months; m++)
                {
                    int row = Place(type, a, m, 1);
                    for (int h = 0; h < Ahead; h++)
                    {
                        if (!(_means[row + h] > 0))
                        {
                            continue;
                        }

                        for (int k = 0; k <= h; k++)
                        {
                            if (_means[row + k] > 0)
                            {
                                double weight = 1 / ((_noise[row + h] + 0.02) * (_noise[row + k] + 0.02));
                                double value = (_errors[row + h] * _errors[row + k]) - (h == k ? _noise[row + h] : 0);
                                sums[(h * Ahead) + k] += weight * value;
                                weights[(h * Ahead) + k] += weight;
                            }
                        }
                    }
                }
            }

            if (weights.Where((_, i) => i / Ahead >= i % Ahead).Any(w => w == 0))
            {
                return null;
            }

            for (int h = 0; h < Ahead; h++)
            {
                for (int k = 0; k <= h; k++)
                {
                    sums[(h * Ahead) + k] /= weights[(h * Ahead) + k];
                    sums[(k * Ahead) + h] = sums[(h * Ahead) + k];
                }
            }

            return sums;
        }
    }
}
