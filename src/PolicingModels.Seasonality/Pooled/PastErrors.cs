using System.Runtime.InteropServices;

namespace PolicingModels.Seasonality;

/// <summary>Relative errors by series, month of origin and months ahead, with the variance that counting alone gives.</summary>
internal sealed class PastErrors
{
    /// <summary>How many months ahead errors are kept.</summary>
    public const int Ahead = 12;

    private const double OwnScale = 0.75;

    // A standard deviation of 2 % over a year: no type is steadier than that.
    private const double LeastScale = 4e-4;

    private const double DefaultTail = 5;

    /// <summary>The 90 % and 97.5 % points of Student's t scaled to variance 1.</summary>
    private static readonly (double Degrees, double Middle, double Far)[] Tails =
    [
        (3, 1.6377 / 1.73205, 3.1824 / 1.73205), (4, 1.5332 / 1.41421, 2.7764 / 1.41421), (5, 1.4759 / 1.29099, 2.5706 / 1.29099), (6, 1.4398 / 1.22474, 2.4469 / 1.22474),
        (8, 1.3968 / 1.15470, 2.3060 / 1.15470), (12, 1.3562 / 1.09545, 2.1788 / 1.09545), (30, 1.3104 / 1.03510, 2.0423 / 1.03510),
    ];

    private readonly int _types, _areas, _months;
    private readonly double[] _errors, _noise, _means;

    public PastErrors(int types, int areas, int months)
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
                        double variance = ShockModel.Persistent(shape, scales[t], h) + (scales[t] * shape.Month);
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
