namespace PolicingModels.Seasonality;

/// <summary>Where searches for exponential smoothing models begin: states read off the first years, a few pairs of smoothing parameters.</summary>
internal sealed class EtsStarts
{
    /// <summary>α, β*, γ*, φ: slow, quick, a level that all but stands, a season that moves, in between.</summary>
    public static readonly double[][] Smoothing =
    [
        [0.30, 0.05, 0.05, 0.95],
        [0.75, 0.02, 0.02, 0.90],
        [0.002, 0.10, 0.02, 0.97],
        [0.35, 0.10, 0.65, 0.85],
        [0.08, 0.10, 0.15, 0.97],
        [0.90, 0.40, 0.30, 0.97],
    ];

    private const int Year = 12;
    private readonly double[] _filled;
    private readonly double[] _added = new double[Year];
    private readonly double[] _factors = new double[Year];

    public EtsStarts(MonthlySeries history)
    {
        _filled = SeriesFill.Linear(history, history.Values);
        Seasons();
    }

    /// <summary>A start for a form with the smoothing parameters given.</summary>
    public double[] At(EtsForm form, ReadOnlySpan<double> smoothing)
    {
        double[] theta = new double[EtsEngine.Slots];
        smoothing.CopyTo(theta);
        theta[EtsEngine.PhiSlot] = form.IsDamped ? smoothing[3] : 1;
        int n = Math.Min(_filled.Length, Math.Max(10, Math.Min(18, _filled.Length / 2)));
        double sx = 0, sy = 0, sxx = 0, sxy = 0;
        for (int t = 0; t < n; t++)
        {
            double y = form.Season switch
            {
                EtsSeason.Additive => _filled[t] - _added[t % Year],
                EtsSeason.Multiplicative => _filled[t] / _factors[t % Year],
                _ => _filled[t],
            };
            sx += t + 1;
            sy += y;
            sxx += (t + 1.0) * (t + 1);
            sxy += (t + 1) * y;
        }

        double mean = sy / n;
        double slope = n > 1 ? (sxy - (sx * mean)) / (sxx - (sx * sx / n)) : 0;
        double intercept = mean - (slope * sx / n);
        bool positive = form.NeedsPositive;
        if (positive && !(intercept > 0.1 * mean))
        {
            intercept = mean;
            slope = 0;
        }

        bool multiplied = form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped;
        theta[EtsEngine.LevelSlot] = form.HasTrend ? intercept : mean;
        theta[EtsEngine.TrendSlot] = !form.HasTrend ? 0 : multiplied ? Math.Clamp(1 + (slope / Math.Max(intercept, 1e-300)), 0.9, 1.1) : slope;
        if (form.HasSeason)
        {
            (form.Season == EtsSeason.Additive ? _added : _factors).AsSpan(0, Year - 1).CopyTo(theta.AsSpan(EtsEngine.SeasonSlot));
        }

        return theta;
    }

    /// <summary>Turns the point of one form into a start for another: seasons and trends change their kind at the level.</summary>
    public static double[] From(EtsForm from, ReadOnlySpan<double> theta, EtsForm to)
    {
        double[] start = theta.ToArray();
        double level = theta[EtsEngine.LevelSlot];
        if (to.Season != from.Season && to.HasSeason && from.HasSeason)
        {
            double sum = 0;
            for (int i = 0; i < Year - 1; i++)
            {
                ref double s = ref start[EtsEngine.SeasonSlot + i];
                s = to.Season == EtsSeason.Multiplicative ? Math.Max(0.05, 1 + (s / level)) : (s - 1) * level;
                sum += s;
            }

            if (to.Season == EtsSeason.Multiplicative && sum > Year - 0.05)
            {
                for (int i = 0; i < Year - 1; i++)
                {
                    start[EtsEngine.SeasonSlot + i] *= (Year - 0.05) / sum;
                }
            }
        }

        bool multipliedFrom = from.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped, multipliedTo = to.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped;
        if (to.HasTrend && !from.HasTrend)
        {
            start[EtsEngine.TrendSlot] = multipliedTo ? 1 : 0;
            start[EtsEngine.BetaSlot] = 0.02;
        }
        else if (multipliedFrom != multipliedTo && to.HasTrend)
        {
            start[EtsEngine.TrendSlot] = multipliedTo ? Math.Clamp(1 + (theta[EtsEngine.TrendSlot] / level), 0.9, 1.1) : (theta[EtsEngine.TrendSlot] - 1) * level;
        }

        if (to.IsDamped && !from.IsDamped)
        {
            start[EtsEngine.PhiSlot] = 0.97;
        }

        return start;
    }

    private void Seasons()
    {
        _factors.AsSpan().Fill(1);
        int n = Math.Min(_filled.Length, 60);
        if (n < 24)
        {
            return;
        }

        double[] ratios = new double[Year];
        int[] counts = new int[Year];
        for (int t = 6; t + 6 < n; t++)
        {
            double trend = (0.5 * (_filled[t - 6] + _filled[t + 6])) / Year;
            for (int k = -5; k <= 5; k++)
            {
                trend += _filled[t + k] / Year;
            }

            _added[t % Year] += _filled[t] - trend;
            ratios[t % Year] += trend > 0 ? _filled[t] / trend : 1;
            counts[t % Year]++;
        }

        double mean = 0, factor = 0;
        for (int j = 0; j < Year; j++)
        {
            _added[j] /= counts[j];
            _factors[j] = Math.Max(ratios[j] / counts[j], 0.01);
            mean += _added[j] / Year;
            factor += _factors[j] / Year;
        }

        for (int j = 0; j < Year; j++)
        {
            _added[j] -= mean;
            _factors[j] /= factor;
        }
    }
}
