namespace PolicingModels.Seasonality;

/// <summary>How an ensemble weighs its members.</summary>
public enum EnsembleWeighting
{
    /// <summary>All alike: hard to beat, because weights are estimated from few errors.</summary>
    Equal,

    /// <summary>In inverse proportion to the continuous ranked probability score of forecasts from past origins of the same series.</summary>
    PastScore,
}

/// <summary>Settings of <see cref="EnsembleForecaster"/>.</summary>
public sealed record EnsembleOptions
{
    /// <summary>The models; null (the default) for exponential smoothing, ARIMA, Theta and dynamic Theta.</summary>
    public IReadOnlyList<ISeasonalForecaster>? Members { get; init; }

    /// <summary>How they are weighed; default equally.</summary>
    public EnsembleWeighting Weighting { get; init; } = EnsembleWeighting.Equal;

    /// <summary>How many past origins weigh the members, 1 or more, six months apart, the last a year before the end; default 3. Every one costs a fit of every member.</summary>
    public int PastOrigins { get; init; } = 3;

    /// <summary>Simulated futures, seed, counts.</summary>
    public SeasonalPredictiveOptions Predictive { get; init; } = new();
}

/// <summary>Several models at once: the mean of their means, and a spread that holds both theirs and their disagreement.</summary>
/// <remarks>
/// A linear pool: each future comes from one member in proportion to its weight, so that the months stay tied as that member ties them; each month
/// has the pool's mean and variance. A member that refuses the history is left out and named in the notes. Deterministic; thread-safe.
/// </remarks>
public sealed class EnsembleForecaster : ISeasonalForecaster
{
    private const int FewestMonthsToWeigh = 36;
    private readonly EnsembleOptions _options;
    private readonly IReadOnlyList<ISeasonalForecaster> _members;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no member, or two have one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EnsembleForecaster(EnsembleOptions? options = null)
    {
        _options = options ?? new EnsembleOptions();
        SeasonalPredictiveOptions plain = _options.Predictive.Validate() with { CountsStayCounts = false };
        _members = _options.Members ??
        [
            new EtsForecaster(new() { Predictive = plain }),
            new ArimaForecaster(new() { Predictive = plain }),
            new ThetaForecaster(new() { Predictive = plain }),
            new ThetaForecaster(new() { Kind = ThetaKind.Dynamic, Predictive = plain }),
        ];
        if (_members.Count == 0 || _members.Select(m => m.Name).Distinct(StringComparer.Ordinal).Count() < _members.Count)
        {
            throw new ArgumentException("An ensemble has at least one member, and its members have different names.", nameof(options));
        }

        Setting.Defined(_options.Weighting, nameof(EnsembleOptions.Weighting));
        Setting.AtLeast(_options.PastOrigins, 1, nameof(EnsembleOptions.PastOrigins), "origins");
    }

    /// <inheritdoc/>
    public string Name => _options.Weighting == EnsembleWeighting.Equal ? "ensemble" : "ensemble-weighted";

    /// <inheritdoc/>
    public IFittedSeasonalForecaster Fit(MonthlySeries history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        HistoryNotes.RequireEnough(history, Name);
        List<(string Name, ISeasonalForecaster Model, IFittedSeasonalForecaster Fit)> fits = [];
        List<string> notes = [];
        AnalysisException? last = null;
        foreach (ISeasonalForecaster member in _members)
        {
            try
            {
                fits.Add((member.Name, member, member.Fit(history, cancellationToken)));
            }
            catch (AnalysisException refusal)
            {
                last = refusal;
                notes.Add($"{member.Name} is left out: {refusal.Message}");
            }
        }

        if (fits.Count == 0)
        {
            throw new AnalysisException(last!.Reason, $"No member of the ensemble can be fitted to {history}. The last said: {last.Message}", last);
        }

        double[] weights = new double[fits.Count];
        weights.AsSpan().Fill(1.0 / fits.Count);
        if (_options.Weighting == EnsembleWeighting.PastScore && fits.Count > 1)
        {
            if (history.Length - history.MissingCount < FewestMonthsToWeigh)
            {
                notes.Add("The history is too short to weigh the members; they count alike.");
            }
            else
            {
                weights = Weigh(history, [.. fits.Select(f => f.Model)], cancellationToken);
            }
        }

        return new EnsembleFit(Name, history, [.. fits.Select(f => (f.Name, f.Fit))], weights, _options.Predictive, notes);
    }

    private double[] Weigh(MonthlySeries history, ISeasonalForecaster[] models, CancellationToken cancellationToken)
    {
        double[] weights = new double[models.Length];
        for (int m = 0; m < models.Length; m++)
        {
            double score = 0;
            int terms = 0;
            for (int k = 0; k < _options.PastOrigins; k++)
            {
                int origin = history.Length - 12 - (6 * k);
                if (origin < 24)
                {
                    break;
                }

                SeasonalForecast forecast;
                try
                {
                    forecast = models[m].Fit(history.Take(origin), cancellationToken).Forecast(12, cancellationToken);
                }
                catch (AnalysisException)
                {
                    continue;
                }

                for (int h = 0; h < 12; h++)
                {
                    if (!history.IsMissing(origin + h))
                    {
                        score += NormalScore(history.Values[origin + h], forecast.Months[h].Mean, MonthSpread.Of(forecast.Months[h]));
                        terms++;
                    }
                }
            }

            // A model that could not have forecast then has no weight now.
            weights[m] = terms > 0 ? 1 / Math.Max(score / terms, 1e-300) : 0;
        }

        double sum = weights.Sum();
        return sum > 0 && double.IsFinite(sum) ? [.. weights.Select(w => w / sum)] : [.. weights.Select(_ => 1.0 / weights.Length)];
    }

    /// <summary>The continuous ranked probability score of a normal distribution (Gneiting and Raftery 2007, section 4.2, doi:10.1198/016214506000001437).</summary>
    private static double NormalScore(double value, double mean, double spread)
    {
        if (!(spread > 0))
        {
            return Math.Abs(value - mean);
        }

        double z = (value - mean) / spread;
        return spread * ((z * ((2 * StandardNormal.Cumulative(z)) - 1)) + (2 * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI)) - (1 / Math.Sqrt(Math.PI)));
    }
}
