using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PolicingModels.Seasonality;

/// <summary>An exponential smoothing model fitted to a series. Immutable and thread-safe.</summary>
public sealed class EtsFit : IFittedSeasonalForecaster
{
    private const int Year = 12;
    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly SeasonalPredictiveOptions _options;
    private readonly IReadOnlyList<string> _notes;
    private readonly double _level;
    private readonly double _trend;
    private readonly double[] _season;

    private EtsFit(string name, MonthlySeries history, EtsForm form, EtsParameters parameters, EtsEngine engine, SeasonalPredictiveOptions options, bool estimated)
    {
        _name = name;
        _history = history;
        _options = options;
        _notes = [.. HistoryNotes.Of(history)];
        Form = form;
        Smoothing = parameters;
        double[] theta = Theta(form, parameters);
        double f = engine.Value(form, theta);
        if (!double.IsFinite(f))
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"{form} is not defined for {history} with these parameters: a level, season or mean falls to zero or below. Choose a form with additive parts.");
        }

        LogLikelihood = -0.5 * f;
        int k = form.ParameterCount, n = engine.Known;
        Aicc = f + (2 * k) + (n > k + 1 ? 2.0 * k * (k + 1) / (n - k - 1) : double.PositiveInfinity);
        InnovationVariance = engine.SumOfSquares / Math.Max(1, n - (k - 1));
        _level = engine.FinalLevel;
        _trend = engine.FinalTrend;
        _season = new double[form.HasSeason ? Year : 0];
        for (int h = 0; h < _season.Length; h++)
        {
            _season[h] = engine.FinalSeason[(history.Length + h) % Year];
        }

        List<FittedParameter> list = [new("alpha", parameters.Alpha, estimated)];
        if (form.HasTrend)
        {
            list.Add(new("beta", parameters.Beta, estimated));
        }

        if (form.HasSeason)
        {
            list.Add(new("gamma", parameters.Gamma, estimated));
        }

        if (form.IsDamped)
        {
            list.Add(new("phi", parameters.Phi, estimated));
        }

        list.Add(new("logLikelihood", LogLikelihood, true));
        Parameters = list;
    }

    /// <summary>The form.</summary>
    public EtsForm Form { get; }

    /// <summary>Smoothing parameters and initial states.</summary>
    public EtsParameters Smoothing { get; }

    /// <summary>The log likelihood on the scale of R's <c>ets</c>: −½ (n log Σe² + 2 Σ log |μ|), the second sum only where the error multiplies.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion with the correction for short series, on the same scale; lower is better.</summary>
    public double Aicc { get; }

    /// <summary>The variance of the errors, relative ones where the error multiplies, over the degrees of freedom left.</summary>
    public double InnovationVariance { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>The model with given parameters, nothing estimated.</summary>
    /// <param name="history">The past.</param>
    /// <param name="form">The form.</param>
    /// <param name="parameters">Smoothing parameters and initial states.</param>
    /// <param name="options">Simulated futures, seed, counts; null for the defaults.</param>
    /// <exception cref="ArgumentException">The seasons are not twelve where the form has a season.</exception>
    /// <exception cref="AnalysisException">The form is not defined for this history with these parameters.</exception>
    public static EtsFit At(MonthlySeries history, EtsForm form, EtsParameters parameters, SeasonalPredictiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(parameters);
        if (form.HasSeason != (parameters.Season.Count == Year))
        {
            throw new ArgumentException($"{form} has {(form.HasSeason ? Year : 0)} seasons; there are {parameters.Season.Count}.", nameof(parameters));
        }

        return new EtsFit("ets", history, form, parameters, new EtsEngine(history), (options ?? new()).Validate(), estimated: false);
    }

    internal static EtsFit From(string name, MonthlySeries history, EtsForm form, ReadOnlySpan<double> theta, EtsEngine engine, SeasonalPredictiveOptions options)
    {
        double[] season = [];
        if (form.HasSeason)
        {
            season = new double[Year];
            season[^1] = form.Season == EtsSeason.Multiplicative ? Year : 0;
            for (int i = 0; i < Year - 1; i++)
            {
                season[i] = theta[EtsEngine.SeasonSlot + i];
                season[^1] -= season[i];
            }
        }

        double alpha = theta[EtsEngine.AlphaSlot];
        EtsParameters parameters = new()
        {
            Alpha = alpha,
            Beta = form.HasTrend ? alpha * theta[EtsEngine.BetaSlot] : 0,
            Gamma = form.HasSeason ? (1 - alpha) * theta[EtsEngine.GammaSlot] : 0,
            Phi = form.IsDamped ? theta[EtsEngine.PhiSlot] : 1,
            Level = theta[EtsEngine.LevelSlot],
            Trend = form.HasTrend ? theta[EtsEngine.TrendSlot] : 0,
            Season = season,
        };
        return new EtsFit(name, history, form, parameters, engine, options, estimated: true);
    }

    /// <summary>Whether no root of the discount matrix F − g w′ lies outside the unit circle: old months are forgotten, not magnified (Hyndman et al. 2008, chapter 10).</summary>
    internal static bool IsForecastable(EtsForm form, ReadOnlySpan<double> theta)
    {
        double alpha = theta[EtsEngine.AlphaSlot], beta = form.HasTrend ? alpha * theta[EtsEngine.BetaSlot] : 0;
        double gamma = form.HasSeason ? (1 - alpha) * theta[EtsEngine.GammaSlot] : 0, phi = form.IsDamped ? theta[EtsEngine.PhiSlot] : 1;
        int trend = form.HasTrend ? 1 : 0, size = 1 + trend + (form.HasSeason ? Year : 0);
        Matrix<double> d = DenseMatrix.Create(size, size, 0);
        double[] gain = new double[size], weight = new double[size];
        gain[0] = alpha;
        weight[0] = d[0, 0] = 1;
        if (form.HasTrend)
        {
            gain[1] = beta;
            weight[1] = d[0, 1] = d[1, 1] = phi;
        }

        if (form.HasSeason)
        {
            gain[1 + trend] = gamma;
            weight[size - 1] = d[1 + trend, size - 1] = 1;
            for (int i = 2 + trend; i < size; i++)
            {
                d[i, i - 1] = 1;
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                d[i, j] -= gain[i] * weight[j];
            }
        }

        double largest = 0;
        foreach (System.Numerics.Complex root in d.Evd().EigenValues)
        {
            largest = Math.Max(largest, root.Magnitude);
        }

        // Repeated roots at one, as a fixed season has, come out of the eigenvalues a little above.
        return largest <= 1 + 1e-6;
    }

    /// <inheritdoc/>
    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        cancellationToken.ThrowIfCancellationRequested();
        double[] mean = PointForecasts(horizonMonths);
        bool linear = Form.Trend is not (EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped) && Form.Season != EtsSeason.Multiplicative;
        if (!linear || (Form.Error == EtsError.Multiplicative && _options.Paths > 0))
        {
            double[] futures = Simulate(horizonMonths, cancellationToken);
            return linear
                ? WithAnalyticSpread(mean, futures)
                : ForecastAssembler.Simulated(_name, _history, IsMean ? mean : null, futures, horizonMonths, _options, _notes);
        }

        double[] echo = Echo(horizonMonths);
        double[] z = Form.Error == EtsError.Additive && _options.Paths > 0 ? ForecastAssembler.StandardisedPaths(_history, echo, _options) : [];
        return ForecastAssembler.Gaussian(_name, _history, mean, Spread(mean, echo), z, _options, _notes);
    }

    /// <summary>Multiplicative errors around additive parts: the spread is known, the simulated futures tie the months together.</summary>
    private SeasonalForecast WithAnalyticSpread(double[] mean, double[] futures)
    {
        double[] spread = Spread(mean, Echo(mean.Length));
        for (int i = 0; i < futures.Length; i++)
        {
            int h = i % mean.Length;
            futures[i] = spread[h] > 0 ? (futures[i] - mean[h]) / spread[h] : 0;
        }

        return ForecastAssembler.Gaussian(_name, _history, mean, spread, futures, _options, _notes);
    }

    /// <summary>Whether running the states on gives the mean: it does where no two uncertain states multiply, and within rounding of the season where that alone does.</summary>
    private bool IsMean => Form.Trend is not (EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped) && Form.Error == EtsError.Multiplicative;

    private double[] PointForecasts(int horizon)
    {
        double[] mean = new double[horizon];
        double level = _level, trend = _trend;
        for (int h = 0; h < horizon; h++)
        {
            Advance(ref level, ref trend);
            mean[h] = WithSeason(level, h);
        }

        return mean;
    }

    private void Advance(ref double level, ref double trend)
    {
        switch (Form.Trend)
        {
            case EtsTrend.Additive or EtsTrend.AdditiveDamped:
                trend *= Smoothing.Phi;
                level += trend;
                break;
            case EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped:
                trend = Form.IsDamped ? Math.Pow(trend, Smoothing.Phi) : trend;
                level *= trend;
                break;
        }
    }

    private double WithSeason(double level, int h) => Form.Season switch
    {
        EtsSeason.Additive => level + _season[h % Year],
        EtsSeason.Multiplicative => level * _season[h % Year],
        _ => level,
    };

    /// <summary>1 and c_j: how an error echoes j months later (Hyndman et al. 2008, table 6.1).</summary>
    private double[] Echo(int horizon)
    {
        double[] c = new double[horizon];
        c[0] = 1;
        double damped = 0, power = 1;
        for (int j = 1; j < horizon; j++)
        {
            power *= Smoothing.Phi;
            damped += power;
            c[j] = Smoothing.Alpha + (Smoothing.Beta * damped) + (j % Year == 0 ? Smoothing.Gamma : 0);
        }

        return c;
    }

    /// <summary>The standard deviation of each month: closed forms of the linear models (Hyndman et al. 2008, sections 6.3 and 6.4).</summary>
    private double[] Spread(double[] mean, double[] echo)
    {
        int horizon = mean.Length;
        double[] spread = new double[horizon];
        double sum = 0;
        double[] theta = new double[horizon];
        for (int h = 0; h < horizon; h++)
        {
            if (Form.Error == EtsError.Additive)
            {
                sum += echo[h] * echo[h];
                spread[h] = Math.Sqrt(InnovationVariance * sum);
                continue;
            }

            theta[h] = mean[h] * mean[h];
            for (int j = 1; j <= h; j++)
            {
                theta[h] += InnovationVariance * echo[j] * echo[j] * theta[h - j];
            }

            spread[h] = Math.Sqrt(Math.Max(0, ((1 + InnovationVariance) * theta[h]) - (mean[h] * mean[h])));
        }

        return spread;
    }

    private double[] Simulate(int horizon, CancellationToken cancellationToken)
    {
        // Intervals of these forms rest on the draws alone, those of counts on the draws' first two moments.
        bool counts = _history.IsCount && _options.CountsStayCounts && _options.Paths >= 500;
        int rows = counts ? _options.Paths : Form.Season == EtsSeason.Multiplicative || Form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped ? Math.Max(_options.Paths, 2000) : _options.Paths;
        double[] futures = ForecastAssembler.StandardNormals(_history, _options, rows, horizon);
        double sigma = Math.Sqrt(InnovationVariance);
        double smallest = Form.NeedsPositive ? 1e-3 * Math.Abs(_level) : double.NegativeInfinity;
        double[] season = new double[Year];
        for (int row = 0; row < rows; row++)
        {
            if (row % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _season.CopyTo(season, 0);
            double level = _level, trend = _trend;
            for (int h = 0; h < horizon; h++)
            {
                double before = level;
                Advance(ref level, ref trend);
                double q = Math.Max(level, smallest), s = season[h % Year];
                double mu = Form.Season switch { EtsSeason.Additive => q + s, EtsSeason.Multiplicative => q * s, _ => q };
                double z = futures[(row * horizon) + h];
                double y = Form.Error == EtsError.Additive ? mu + (sigma * z) : mu * (1 + (sigma * z));
                if (Form.NeedsPositive)
                {
                    // A form for numbers above zero cannot go on from one below.
                    y = Math.Max(y, 1e-3 * Math.Abs(mu));
                }

                futures[(row * horizon) + h] = y;
                double delta = Form.Season switch { EtsSeason.Additive => y - mu, EtsSeason.Multiplicative => (y / s) - q, _ => y - q };
                if (Form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped)
                {
                    trend = Math.Max(trend + (Smoothing.Beta * delta / Math.Max(before, smallest)), 1e-3);
                }
                else if (Form.HasTrend)
                {
                    trend += Smoothing.Beta * delta;
                }

                level = q + (Smoothing.Alpha * delta);
                if (Form.Season == EtsSeason.Additive)
                {
                    season[h % Year] = s + (Smoothing.Gamma * delta);
                }
                else if (Form.Season == EtsSeason.Multiplicative)
                {
                    season[h % Year] = Math.Max(s + (Smoothing.Gamma * ((y / q) - s)), 1e-3 * s);
                }
            }
        }

        return futures;
    }

    private static double[] Theta(EtsForm form, EtsParameters p)
    {
        double[] theta = new double[EtsEngine.Slots];
        theta[EtsEngine.AlphaSlot] = p.Alpha;
        theta[EtsEngine.BetaSlot] = form.HasTrend && p.Alpha > 0 ? p.Beta / p.Alpha : 0;
        theta[EtsEngine.GammaSlot] = form.HasSeason && p.Alpha < 1 ? p.Gamma / (1 - p.Alpha) : 0;
        theta[EtsEngine.PhiSlot] = form.IsDamped ? p.Phi : 1;
        theta[EtsEngine.LevelSlot] = p.Level;
        theta[EtsEngine.TrendSlot] = p.Trend;
        for (int i = 0; form.HasSeason && i < Year - 1; i++)
        {
            theta[EtsEngine.SeasonSlot + i] = p.Season[i];
        }

        return theta;
    }
}
