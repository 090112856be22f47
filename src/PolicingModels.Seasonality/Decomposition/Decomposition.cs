namespace PolicingModels.Seasonality;

/// <summary>A series as the sum of season, trend and remainder. Immutable and thread-safe.</summary>
/// <remarks>At a missing month, season and trend are what the months around it say and the remainder is 0; strengths are taken over known months only.</remarks>
public sealed class Decomposition
{
    private readonly double[][] _seasonal;
    private readonly double[] _sum;
    private readonly double[] _trend;
    private readonly double[] _remainder;
    private readonly double[] _weights;

    internal Decomposition(MonthlySeries series, double[] seasonal, double[] trend, double[] weights)
        : this(series, [seasonal], trend, weights)
    {
    }

    internal Decomposition(MonthlySeries series, double[][] seasonal, double[] trend, double[] weights)
    {
        Series = series;
        _seasonal = seasonal;
        _trend = trend;
        _weights = weights;
        _remainder = new double[trend.Length];
        _sum = new double[trend.Length];
        for (int i = 0; i < trend.Length; i++)
        {
            foreach (double[] part in seasonal)
            {
                _sum[i] += part[i];
            }

            _remainder[i] = series.IsMissing(i) ? 0 : series.Values[i] - _sum[i] - trend[i];
        }
    }

    /// <summary>What was split.</summary>
    public MonthlySeries Series { get; }

    /// <summary>The seasonal part, one number per month in the unit of the series; the sum of all cycles where there are several.</summary>
    public ReadOnlySpan<double> Seasonal => _sum;

    /// <summary>The trend, one number per month.</summary>
    public ReadOnlySpan<double> Trend => _trend;

    /// <summary>What is left, one number per month.</summary>
    public ReadOnlySpan<double> Remainder => _remainder;

    /// <summary>How much each month counted, 0 to 1: below 1 only where the split was robust, 0 where the month is missing.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>How many cycles the seasonal part is made of.</summary>
    public int CycleCount => _seasonal.Length;

    /// <summary>How strong the season is, 0 to 1: the share of what is not trend that is season.</summary>
    /// <remarks>max(0, 1 − var(remainder) / var(season + remainder)): Wang, Smith &amp; Hyndman 2006, Data Mining and Knowledge Discovery 13:335–364, doi:10.1007/s10618-005-0039-x.</remarks>
    public double SeasonalStrength => Strength(_sum);

    /// <summary>How strong the trend is, 0 to 1: the share of what is not season that is trend.</summary>
    public double TrendStrength => Strength(_trend);

    /// <summary>The seasonal part of one cycle.</summary>
    /// <param name="cycle">0 to below <see cref="CycleCount"/>, shortest cycle first.</param>
    public ReadOnlySpan<double> SeasonalOf(int cycle) => _seasonal[cycle];

    /// <summary>The series without its season; missing months stay missing.</summary>
    public MonthlySeries SeasonallyAdjusted()
    {
        double[] values = new double[_trend.Length];
        bool[] missing = new bool[_trend.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Series.Values[i] - _sum[i];
            missing[i] = Series.IsMissing(i);
        }

        return new MonthlySeries(Series.Start, values, missing);
    }

    private double Strength(double[] part)
    {
        double meanPart = 0, meanRest = 0;
        int count = 0;
        for (int i = 0; i < part.Length; i++)
        {
            if (!Series.IsMissing(i))
            {
                meanPart += part[i] + _remainder[i];
                meanRest += _remainder[i];
                count++;
            }
        }

        meanPart /= count;
        meanRest /= count;
        double both = 0, rest = 0;
        for (int i = 0; i < part.Length; i++)
        {
            if (!Series.IsMissing(i))
            {
                both += Square(part[i] + _remainder[i] - meanPart);
                rest += Square(_remainder[i] - meanRest);
            }
        }

        // A constant series has neither season nor trend, whatever rounding left in both variances.
        double scale = 0;
        foreach (double value in Series.Values)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        return both <= count * Square(1e-12 * scale) ? 0 : Math.Clamp(1 - (rest / both), 0, 1);
    }

    private static double Square(double x) => x * x;
}
