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
    private const int Ahead = PastErrors.Ahead;

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
        PastErrors types = model.TypeErrors(), shares = model.ShareErrors();
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

    private PastErrors TypeErrors()
    {
        PastErrors table = new(_data.Types, 1, _data.Months);
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

    private PastErrors ShareErrors()
    {
        PastErrors table = new(_data.Types, _data.Areas, _data.Months);
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
    private double Correlate(PastErrors table, (double Stays, double Grows, double Month) shape, double[] scales, bool byArea)
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
}
