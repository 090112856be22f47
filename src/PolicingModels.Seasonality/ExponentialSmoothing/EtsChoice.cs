namespace PolicingModels.Seasonality;

/// <summary>Fits forms to one series and keeps the one of least AICc.</summary>
internal sealed class EtsChoice
{
    // What rough fits may still hide of a form's AICc.
    private const double Near = 4;
    private const double RoughTolerance = 0.05, FineTolerance = 1e-6;

    private readonly MonthlySeries _history;
    private readonly SeasonalPredictiveOptions _options;
    private readonly string _name;
    private readonly EtsEngine _engine;
    private readonly EtsSearch _search;
    private readonly EtsStarts _starts;
    private readonly bool _positive;

    public EtsChoice(MonthlySeries history, SeasonalPredictiveOptions options, string name)
    {
        _history = history;
        _options = options;
        _name = name;
        _engine = new EtsEngine(history);
        _search = new EtsSearch(_engine);
        _starts = new EtsStarts(history);
        _positive = true;
        for (int t = 0; t < history.Length; t++)
        {
            _positive &= history.IsMissing(t) || history.Values[t] > 0;
        }
    }

    public int Steps => _search.Steps;

    /// <summary>The form of least AICc: all are fitted roughly, the near ones thoroughly.</summary>
    public EtsFit? Best(IReadOnlyList<EtsForm> forms, CancellationToken cancellationToken)
    {
        List<Candidate> candidates = [.. forms.Where(IsPossible).Select(f => new Candidate(f, Penalty(f)))];
        double best = double.PositiveInfinity;
        // Forms without a trend first: those with one start from them.
        foreach (Candidate candidate in candidates.OrderBy(c => c.Form.HasTrend).ThenBy(c => c.Form.IsDamped))
        {
            if (candidates.Count > 1)
            {
                Roughly(candidate, candidates, best, cancellationToken);
                best = Math.Min(best, candidate.Aicc);
            }
        }

        Candidate? chosen = null;
        foreach (Candidate candidate in candidates.OrderBy(c => c.Aicc))
        {
            if (candidates.Count == 1 || candidate.Aicc < best + Near)
            {
                Thoroughly(candidate, cancellationToken);
                chosen = chosen is null || candidate.Aicc < chosen.Aicc ? candidate : chosen;
                best = Math.Min(best, candidate.Aicc);
            }
        }

        return chosen is { Theta.Length: > 0 } ? EtsFit.From(_name, _history, chosen.Form, chosen.Theta, _engine, _options) : null;
    }

    private bool IsPossible(EtsForm form) =>
        (_positive || !form.NeedsPositive) && (_engine.Known >= 24 || !form.HasSeason) && _engine.Known > form.ParameterCount + 1;

    private double Penalty(EtsForm form)
    {
        double k = form.ParameterCount;
        return (2 * k) + (2 * k * (k + 1) / (_engine.Known - k - 1));
    }

    private void Roughly(Candidate candidate, List<Candidate> candidates, double best, CancellationToken cancellationToken)
    {
        double hopeless = best + Near - candidate.Penalty;
        EtsForm form = candidate.Form;
        Candidate? simpler = form.HasTrend ? candidates.Find(c => c.Form == form with { Trend = EtsTrend.None } && c.Theta.Length > 0) : null;
        Candidate? kin = form.Error == EtsError.Multiplicative && form.Season != EtsSeason.Multiplicative
            ? candidates.Find(c => c.Form == form with { Error = EtsError.Additive } && c.Theta.Length > 0)
            : null;
        if (simpler is not null)
        {
            Try(candidate, EtsStarts.From(simpler.Form, simpler.Theta, form), RoughTolerance, hopeless, cancellationToken);
            Span<double> smoothing = [simpler.Theta[EtsEngine.AlphaSlot], 0.05, simpler.Theta[EtsEngine.GammaSlot], 0.95];
            Try(candidate, _starts.At(form, smoothing), RoughTolerance, hopeless, cancellationToken);
            return;
        }

        if (kin is not null)
        {
            Try(candidate, EtsStarts.From(kin.Form, kin.Theta, form), RoughTolerance, hopeless, cancellationToken);
        }

        int starts = form.HasSeason ? 2 : 3;
        for (int i = 0; i < starts; i++)
        {
            Try(candidate, _starts.At(form, EtsStarts.Smoothing[i]), RoughTolerance, hopeless, cancellationToken);
        }
    }

    private void Thoroughly(Candidate candidate, CancellationToken cancellationToken)
    {
        if (candidate.Theta.Length > 0)
        {
            Try(candidate, candidate.Theta, FineTolerance, double.PositiveInfinity, cancellationToken);
        }

        foreach (double[] smoothing in EtsStarts.Smoothing)
        {
            // A start that is not soon within reach of the best end is given up.
            Try(candidate, _starts.At(candidate.Form, smoothing), FineTolerance, candidate.Value + 1, cancellationToken);
        }

        if (candidate.Theta.Length > 0 && !EtsFit.IsForecastable(candidate.Form, candidate.Theta))
        {
            candidate.Clear();
            foreach (double[] smoothing in EtsStarts.Smoothing)
            {
                Try(candidate, _starts.At(candidate.Form, smoothing), FineTolerance, double.PositiveInfinity, cancellationToken, static (f, at) => EtsFit.IsForecastable(f, at));
            }
        }
    }

    private void Try(Candidate candidate, double[] start, double tolerance, double hopeless, CancellationToken cancellationToken, Func<EtsForm, double[], bool>? admissible = null)
    {
        double[] theta = [.. start];
        double f = _search.Minimise(candidate.Form, theta, tolerance, hopeless, admissible, cancellationToken);
        // Additive seasons read off the first years may push a month to zero or below, where an error in proportion means nothing.
        for (int i = 0; i < 5 && double.IsInfinity(f) && candidate.Form.HasSeason; i++)
        {
            Soften(candidate.Form, start);
            start.CopyTo(theta, 0);
            f = _search.Minimise(candidate.Form, theta, tolerance, hopeless, admissible, cancellationToken);
        }

        candidate.Offer(theta, f);
    }

    /// <summary>Halves seasons and trend.</summary>
    private static void Soften(EtsForm form, double[] theta)
    {
        double neutral = form.Season == EtsSeason.Multiplicative ? 1 : 0;
        double still = form.Trend is EtsTrend.Multiplicative or EtsTrend.MultiplicativeDamped ? 1 : 0;
        theta[EtsEngine.TrendSlot] = (theta[EtsEngine.TrendSlot] + still) / 2;
        for (int i = EtsEngine.SeasonSlot; i < EtsEngine.Slots; i++)
        {
            theta[i] = (theta[i] + neutral) / 2;
        }
    }

    /// <summary>A form with the best point found for it.</summary>
    private sealed class Candidate(EtsForm form, double penalty)
    {
        public EtsForm Form => form;

        public double Penalty => penalty;

        public double[] Theta { get; private set; } = [];

        public double Value { get; private set; } = double.PositiveInfinity;

        public double Aicc => Value + penalty;

        public void Offer(double[] theta, double value)
        {
            if (value < Value)
            {
                (Theta, Value) = (theta, value);
            }
        }

        public void Clear() => (Theta, Value) = ([], double.PositiveInfinity);
    }
}
