namespace PolicingModels.SpatioTemporal;

/// <summary>Forecasts the total by a level that follows recent periods, times a yearly wave.</summary>
/// <remarks>
/// Rates per day. The wave is one harmonic fitted by ridge regression to the logarithms of rates over their centred yearly mean, from periods before the origin
/// only. The level is an exponentially weighted mean of rates with the wave taken out. Half-lives are not chosen but averaged (geometrically), each weighted by
/// exp(−D/2φ − log²(h/4)/2): D is the Poisson deviance of its one-step forecasts of the last periods, φ the least D per forecast, at least 1; the second part is a
/// prior around four periods, which speaks where the past is short.
/// </remarks>
internal sealed class TrackedLevel
{
    /// <summary>Half-lives averaged, in periods.</summary>
    public static readonly double[] HalfLives = [1, 1.5, 2, 3, 4, 6, 9, 13, 26, 52];

    private static readonly double[] Decays = Array.ConvertAll(HalfLives, h => Math.Pow(0.5, 1 / h));

    /// <summary>How many of the last forecasts weigh the half-lives.</summary>
    public const int ComparedPeriods = 52;

    // Earlier forecasts rest on too little to tell half-lives apart.
    private const int LeastKnown = 4;

    // The half-life that the prior is centred on; its standard deviation is one in the logarithm.
    private const double UsualHalfLife = 4;

    // The wave is shrunk as if this share of a year had been seen without one.
    private const double RidgeYears = 0.6;

    private readonly CountHistory _history;
    private readonly double[] _sine;
    private readonly double[] _cosine;
    private readonly double[][] _levels;
    private readonly (double Cosine, double Sine)[] _waves;

    public TrackedLevel(CountHistory history)
    {
        _history = history;
        _sine = Array.ConvertAll(history.Periods, p => Math.Sin(Phase(p)));
        _cosine = Array.ConvertAll(history.Periods, p => Math.Cos(Phase(p)));
        _waves = new (double, double)[history.PeriodCount + 1];
        _levels = new double[history.PeriodCount + 1][];
        for (int origin = 1; origin <= history.PeriodCount; origin++)
        {
            _waves[origin] = Wave(origin);
            _levels[origin] = Levels(origin, _waves[origin]);
        }

        double[] weights = Weights(history.PeriodCount);
        for (int k = 0; k < weights.Length; k++)
        {
            HalfLifePeriods += weights[k] * Math.Log(HalfLives[k]);
        }

        HalfLifePeriods = Math.Exp(HalfLifePeriods);
        Amplitude = Math.Sqrt((_waves[^1].Cosine * _waves[^1].Cosine) + (_waves[^1].Sine * _waves[^1].Sine));
    }

    /// <summary>The geometric mean half-life at the end of the history, in periods.</summary>
    public double HalfLifePeriods { get; }

    /// <summary>The height of the yearly wave at the end of the history, as a logarithm: 0.1 is about 10 % above and below.</summary>
    public double Amplitude { get; }

    /// <summary>The expected total of a period, above 0.</summary>
    /// <param name="origin">How many periods are known, at least 1.</param>
    /// <param name="period">The period forecast.</param>
    public double Expected(int origin, Period period)
    {
        double[] weights = Weights(origin);
        double log = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            log += weights[k] * Math.Log(_levels[origin][k]);
        }

        return Math.Exp(log) * Season(_waves[origin], period) * period.Days;
    }

    private double[] Weights(int origin)
    {
        double[] deviance = new double[HalfLives.Length];
        int compared = 0;
        for (int t = Math.Max(LeastKnown, origin - ComparedPeriods); t < origin; t++, compared++)
        {
            double scale = Math.Exp((_waves[t].Cosine * _cosine[t]) + (_waves[t].Sine * _sine[t])) * _history.Periods[t].Days, seen = _history.Totals[t];
            for (int k = 0; k < deviance.Length; k++)
            {
                double expected = _levels[t][k] * scale;
                deviance[k] += 2 * (expected - seen + (seen > 0 ? seen * Math.Log(seen / expected) : 0));
            }
        }

        double least = deviance.Min(), spread = compared > 0 ? Math.Max(1, least / compared) : 1, sum = 0;
        double[] weights = new double[deviance.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            double away = Math.Log(HalfLives[k] / UsualHalfLife);
            weights[k] = Math.Exp((-(deviance[k] - least) / (2 * spread)) - (0.5 * away * away));
            sum += weights[k];
        }

        return Array.ConvertAll(weights, w => w / sum);
    }

    /// <summary>Events per day with the wave taken out, one per half-life.</summary>
    private double[] Levels(int origin, (double Cosine, double Sine) wave)
    {
        double[] events = new double[HalfLives.Length], days = new double[HalfLives.Length];
        for (int t = 0; t < origin; t++)
        {
            double seasonalDays = _history.Periods[t].Days * Math.Exp((wave.Cosine * _cosine[t]) + (wave.Sine * _sine[t]));
            for (int k = 0; k < Decays.Length; k++)
            {
                events[k] = (events[k] * Decays[k]) + _history.Totals[t];
                days[k] = (days[k] * Decays[k]) + seasonalDays;
            }
        }

        // What was seen is never less than half an event: a count that low says no more.
        return [.. events.Zip(days, (e, d) => Math.Max(e, 0.5) / d)];
    }

    private (double Cosine, double Sine) Wave(int origin)
    {
        int half = _history.PeriodsPerYear / 2;
        double cc = RidgeYears * _history.PeriodsPerYear, ss = cc, cs = 0, cy = 0, sy = 0;
        for (int t = 0; t < origin; t++)
        {
            double around = 0, days = 0;
            for (int u = Math.Max(0, t - half); u <= Math.Min(origin - 1, t + half); u++)
            {
                around += _history.Totals[u];
                days += _history.Periods[u].Days;
            }

            if (around > 0)
            {
                double sine = _sine[t], cosine = _cosine[t];
                double ratio = Math.Log(Math.Max(_history.Totals[t], 0.5) / _history.Periods[t].Days * days / around);
                cc += cosine * cosine;
                ss += sine * sine;
                cs += cosine * sine;
                cy += cosine * ratio;
                sy += sine * ratio;
            }
        }

        double determinant = (cc * ss) - (cs * cs);
        return (((ss * cy) - (cs * sy)) / determinant, ((cc * sy) - (cs * cy)) / determinant);
    }

    private static double Season((double Cosine, double Sine) wave, Period period)
    {
        (double sine, double cosine) = Math.SinCos(Phase(period));
        return Math.Exp((wave.Cosine * cosine) + (wave.Sine * sine));
    }

    // The middle of the period as an angle of the year.
    private static double Phase(Period period) => 2 * Math.PI * (period.Start.DayNumber + (0.5 * period.Days)) / 365.25;
}
