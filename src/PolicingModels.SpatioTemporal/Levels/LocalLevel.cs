namespace PolicingModels.SpatioTemporal;

/// <summary>The total of a period as a local level forecasts it: negative binomial, or with a small probability a wider one of the same mean.</summary>
/// <param name="Mean">Expected total, above 0.</param>
/// <param name="Variance">Variance in an ordinary period.</param>
/// <param name="UnusualVariance">Variance in an unusual period.</param>
internal readonly record struct LevelPrediction(double Mean, double Variance, double UnusualVariance)
{
    /// <summary>Variance beyond Poisson in an ordinary period, relative to the squared mean.</summary>
    public double RelativeExcess => Math.Max(0, Variance - Mean) / (Mean * Mean);

    public CountDistribution Distribution() => CountDistribution.Mixture(
        [1 - LocalLevel.UnusualShare, LocalLevel.UnusualShare],
        [CountDistribution.FromMeanAndVariance(Mean, Math.Max(Mean, Variance)), CountDistribution.FromMeanAndVariance(Mean, Math.Max(Mean, UnusualVariance))]);
}

/// <summary>A level that wanders on the log scale with a yearly season, filtered from the totals.</summary>
/// <remarks>
/// State: log daily rate (a random walk) and the coefficients of two yearly waves. Each total updates the state by the mode and curvature of its negative binomial likelihood times the
/// normal prediction, once as an ordinary period, once as one whose total alone is off and once as one in which the level jumped; the three are then joined by their moments. Every setting of step, spread and season runs its own filter; their
/// forecasts are averaged with weights proportional to the likelihood of the totals up to then, so that a forecast never rests on what came later.
/// </remarks>
internal sealed class LocalLevel
{
    /// <summary>One period in twenty is taken as unusual: its total alone is off, or the level jumped.</summary>
    public const double UnusualShare = 0.05;

    private const double OutlierShare = 0.04;
    private const int Kinds = 3;

    private const int Waves = 2;
    private const int States = 1 + (2 * Waves);

    // Relative variance that unusual periods add, to the total or to the level.
    private const double UnusualSpread = 0.3 * 0.3;
    private const double DaysPerYear = 365.2425;

    // Small steps are likelier than large ones before any total is seen: an exponential law of this mean.
    private const double StepScale = 0.08;

    // Relative standard deviations: step per four weeks, spread of a total beyond Poisson, each wave.
    private static readonly double[] Steps = [0, 0.01, 0.02, 0.04, 0.08, 0.16];
    private static readonly double[] Spreads = [0, 0.03, 0.06, 0.12];
    private static readonly double[] Seasons = [0, 0.03, 0.1, 0.2];

    private readonly CountHistory _history;
    private readonly Filter[] _filters;
    private readonly double[] _weights;
    private readonly LevelPrediction[] _past;

    public LocalLevel(CountHistory history)
    {
        _history = history;
        _filters = [.. from step in Steps from spread in Spreads from season in Seasons select new Filter(step, spread, season, history.Totals[0], history.Periods[0].Days)];
        _weights = [.. from step in Steps from spread in Spreads from season in Seasons select -step / StepScale];
        _past = new LevelPrediction[history.PeriodCount];
        double[] waves = new double[States];
        for (int t = 1; t < history.PeriodCount; t++)
        {
            Period period = history.Periods[t];
            double weeks = FourWeeks(history.Periods[t - 1].Start, period.Start);
            Wave(period.Start, period.Days, waves);
            _past[t] = Average(waves, weeks, period.Days, history.Totals[t], update: true);
        }
    }

    /// <summary>Forecasts the total.</summary>
    /// <param name="origin">How many periods are known: all of them, or fewer one period ahead.</param>
    /// <param name="horizon">1 for the period after them.</param>
    /// <param name="start">The first day of the period forecast.</param>
    public LevelPrediction Predict(int origin, int horizon, DateOnly start)
    {
        if (origin < _history.PeriodCount)
        {
            return horizon == 1 ? _past[origin] : throw new InvalidOperationException("Past origins are forecast one period ahead only.");
        }

        int days = _history.Source.Periods.Next(horizon).Days;
        double[] waves = new double[States];
        Wave(start, days, waves);
        return Average(waves, FourWeeks(_history.Periods[origin - 1].Start, start), days, 0, update: false);
    }

    /// <summary>The log seasonal factor of a period, relative to the year's mean on the log scale.</summary>
    public double LogSeason(DateOnly start, int days)
    {
        double[] waves = new double[States];
        Wave(start, days, waves);
        double most = _weights.Max(), sum = 0, season = 0;
        for (int j = 0; j < _filters.Length; j++)
        {
            double weight = Math.Exp(_weights[j] - most);
            sum += weight;
            season += weight * _filters[j].Season(waves);
        }

        return season / sum;
    }

    private LevelPrediction Average(double[] waves, double fourWeeks, int days, double total, bool update)
    {
        double most = _weights.Max(), sum = 0, mean = 0, square = 0, unusual = 0;
        for (int j = 0; j < _filters.Length; j++)
        {
            Filter filter = _filters[j];
            (double log, double variance, double carried) = filter.Ahead(waves, fourWeeks, days);
            double capped = Math.Min(variance, 1);
            double expected = Math.Exp(log + (0.5 * capped)), growth = Math.Exp(capped);
            double weight = Math.Exp(_weights[j] - most);
            double relative = (growth * (1 + filter.Spread)) - 1, wide = (growth * (1 + filter.Spread + UnusualSpread)) - 1;
            sum += weight;
            mean += weight * expected;
            square += weight * (expected + (expected * expected * (1 + relative)));
            unusual += weight * (expected + (expected * expected * (1 + wide)));
            if (update)
            {
                _weights[j] += filter.Update(log, variance, carried, total, expected, relative, wide);
            }
        }

        mean /= sum;
        return new LevelPrediction(mean, (square / sum) - (mean * mean), (unusual / sum) - (mean * mean));
    }

    private static double FourWeeks(DateOnly from, DateOnly to) => (to.DayNumber - from.DayNumber) / 28.0;

    private static void Wave(DateOnly start, int days, double[] into)
    {
        double year = (start.DayNumber + (0.5 * days)) / DaysPerYear;
        into[0] = 1;
        for (int h = 1; h <= Waves; h++)
        {
            (into[2 * h], into[(2 * h) - 1]) = Math.SinCos(2 * Math.PI * h * year);
        }
    }

    /// <summary>One setting of step, spread and season.</summary>
    private sealed class Filter
    {
        private readonly double _step;
        private readonly double[] _mean = new double[States];
        private readonly double[] _covariance = new double[States * States];
        private readonly double[] _towards = new double[States];

        public Filter(double step, double spread, double season, double firstTotal, int firstDays)
        {
            _step = step * step;
            Spread = spread * spread;
            _mean[0] = Math.Log((firstTotal + 0.5) / firstDays);
            _covariance[0] = 0.25 + (1 / (firstTotal + 0.5));
            for (int k = 1; k < States; k++)
            {
                _covariance[k * (States + 1)] = season * season;
            }
        }

        /// <summary>Variance of a total beyond Poisson, relative to its squared mean.</summary>
        public double Spread { get; }

        public double Season(double[] waves)
        {
            double season = 0;
            for (int k = 1; k < States; k++)
            {
                season += _mean[k] * waves[k];
            }

            return season;
        }

        /// <summary>Mean and variance of the log of a period's expected total, and the variance added to the level.</summary>
        public (double Log, double Variance, double Added) Ahead(double[] waves, double fourWeeks, int days)
        {
            double added = _step * fourWeeks, log = Math.Log(days), variance = 0;
            for (int k = 0; k < States; k++)
            {
                double towards = k == 0 ? added : 0;
                for (int l = 0; l < States; l++)
                {
                    towards += _covariance[(k * States) + l] * waves[l];
                }

                log += _mean[k] * waves[k];
                variance += towards * waves[k];
                _towards[k] = towards;
            }

            return (log, Math.Max(variance, 1e-12), added);
        }

        /// <summary>Learns from a total.</summary>
        /// <returns>The log predictive probability of the total, up to a term that all settings share.</returns>
        public double Update(double log, double variance, double added, double total, double expected, double relative, double wide)
        {
            double usual = LogProbability(total, expected, relative), unusual = LogProbability(total, expected, wide);
            Span<double> share = [Math.Log(1 - UnusualShare) + usual, Math.Log(OutlierShare) + unusual, Math.Log(UnusualShare - OutlierShare) + unusual];
            double most = Math.Max(share[0], Math.Max(share[1], share[2])), sum = 0;
            for (int c = 0; c < Kinds; c++)
            {
                share[c] = Math.Exp(share[c] - most);
                sum += share[c];
            }

            // Each kind of period gives a state of its own, which differs from the others along the ways that a total pulls: of the state as it was, and of the level alone.
            _covariance[0] += added;
            Span<double> gain = stackalloc double[Kinds];
            double gains = 0, outer = 0, mixed = 0, lone = 0, shift = 0;
            for (int c = 0; c < Kinds; c++)
            {
                share[c] /= sum;
                double jump = c == 2 ? UnusualSpread : 0;
                (double mode, double left) = Posterior(total, log, variance + jump, Spread + (c == 1 ? UnusualSpread : 0));
                gain[c] = (mode - log) / (variance + jump);
                gains += share[c] * gain[c];
                double shrink = (1 - (left / (variance + jump))) / (variance + jump);
                outer += share[c] * ((gain[c] * gain[c]) - shrink);
                if (c == 2)
                {
                    shift = share[c] * jump * gain[c];
                    mixed = share[c] * jump * ((gain[c] * gain[c]) - shrink);
                    lone = share[c] * ((jump * jump * ((gain[c] * gain[c]) - shrink)) + jump);
                }
            }

            outer -= gains * gains;
            mixed -= shift * gains;
            lone -= shift * shift;
            _mean[0] += shift;
            for (int k = 0; k < States; k++)
            {
                _mean[k] += _towards[k] * gains;
                for (int l = 0; l < States; l++)
                {
                    _covariance[(k * States) + l] += _towards[k] * _towards[l] * outer;
                }

                _covariance[k] += mixed * _towards[k];
                _covariance[k * States] += mixed * _towards[k];
            }

            _covariance[0] += lone;
            return most + Math.Log(sum);
        }

        /// <summary>Mode and curvature of the log expected total given the count: Newton's steps from the prediction.</summary>
        private static (double Mode, double Variance) Posterior(double total, double log, double variance, double spread)
        {
            double at = log;
            for (int step = 0; step < 50; step++)
            {
                double mean = Math.Exp(at), base1 = 1 + (spread * mean);
                double slope = ((total - mean) / base1) - ((at - log) / variance);
                double curvature = (mean * (1 + (spread * total)) / (base1 * base1)) + (1 / variance);
                double move = Math.Clamp(slope / curvature, -1, 1);
                at += move;
                if (Math.Abs(move) < 1e-10)
                {
                    break;
                }
            }

            double top = Math.Exp(at), scale = 1 + (spread * top);
            return (at, 1 / ((top * (1 + (spread * total)) / (scale * scale)) + (1 / variance)));
        }

        private static double LogProbability(double total, double mean, double relative)
        {
            if (relative < 1e-9)
            {
                return (total * Math.Log(mean)) - mean;
            }

            double size = 1 / relative;
            return GammaFunctions.LogGamma(total + size) - GammaFunctions.LogGamma(size) + (size * Math.Log(size / (size + mean))) + (total * Math.Log(mean / (size + mean)));
        }
    }
}
