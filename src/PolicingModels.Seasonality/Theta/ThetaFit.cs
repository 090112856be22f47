namespace PolicingModels.Seasonality;

/// <summary>A Theta model fitted to a series: μ_t = l_{t−1} + ω D_t, with D_t the part of the straight line that the level lacks.</summary>
internal sealed class ThetaFit : IFittedSeasonalForecaster
{
    private const double LowestAlpha = 1e-4, HighestAlpha = 0.9999;
    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly ThetaOptions _options;
    private readonly SeasonalAdjustment _adjustment;
    private readonly double[] _y;
    private readonly double _alpha;
    private readonly double _omega;
    private readonly double _slope;
    private readonly double _intercept;
    private readonly double _level;
    private readonly double _variance;

    public ThetaFit(string name, MonthlySeries history, ThetaOptions options)
    {
        _name = name;
        _history = history;
        _options = options;
        _adjustment = new SeasonalAdjustment(history);
        _y = _adjustment.Adjusted;
        (_slope, _intercept) = Line(_y);
        (_alpha, Point best) = Search();
        _omega = best.Omega;
        _level = best.Level;
        int known = history.Length - history.MissingCount;
        int estimated = options.Kind == ThetaKind.Standard ? 2 : 3;
        _variance = best.Squares / Math.Max(1, best.Terms - estimated);
        Parameters =
        [
            new("alpha", _alpha, true),
            new("theta", options.Kind == ThetaKind.Standard ? 2 : 1 / (1 - _omega), options.Kind != ThetaKind.Standard),
            new("slope", _slope, true),
            new("seasonal", _adjustment.IsSeasonal ? 1 : 0, known >= 24),
        ];
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        cancellationToken.ThrowIfCancellationRequested();
        double[] mean = new double[horizonMonths], spread = new double[horizonMonths], echo = new double[horizonMonths];
        Run(mean);
        for (int h = 0; h < horizonMonths; h++)
        {
            (mean[h], spread[h]) = _adjustment.Restore(mean[h], Math.Sqrt(_variance * (1 + (h * _alpha * _alpha))), h);
            echo[h] = h == 0 ? 1 : _alpha;
        }

        double[] z = _options.Predictive.Paths > 0 ? ForecastAssembler.StandardisedPaths(_history, echo, _options.Predictive) : [];
        return ForecastAssembler.Gaussian(_name, _history, mean, spread, z, _options.Predictive, [.. HistoryNotes.Of(_history)]);
    }

    /// <summary>The means after the series, season not yet restored.</summary>
    private void Run(double[] mean)
    {
        int n = _y.Length;
        if (_options.Kind == ThetaKind.Standard)
        {
            double start = (1 - Math.Pow(1 - _alpha, n)) / _alpha;
            for (int h = 0; h < mean.Length; h++)
            {
                mean[h] = _level + (0.5 * _slope * (h + start));
            }

            return;
        }

        // Months to come count as they are expected, for the level and for the line alike.
        double level = _level, power = Math.Pow(1 - _alpha, n);
        LineSoFar line = new();
        for (int t = 0; t < n && _options.Kind == ThetaKind.Dynamic; t++)
        {
            line.Add(_y[t]);
        }

        for (int h = 0; h < mean.Length; h++)
        {
            (double a, double b) = _options.Kind == ThetaKind.Dynamic ? (line.Intercept, line.Slope) : (_intercept, _slope);
            double lacking = (power * a) + ((1 - (power * (1 - _alpha))) / _alpha * b);
            mean[h] = level + (_omega * lacking);
            level += _alpha * (mean[h] - level);
            power *= 1 - _alpha;
            line.Add(mean[h]);
        }
    }

    private (double Alpha, Point Best) Search()
    {
        // The sum of squares may have several dips: a grid first, then a section search around the least.
        Span<double> grid = [LowestAlpha, 0.01, 0.03, 0.07, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, HighestAlpha];
        int least = 0;
        double value = double.PositiveInfinity;
        for (int i = 0; i < grid.Length; i++)
        {
            double squares = At(grid[i]).Squares;
            if (squares < value)
            {
                (least, value) = (i, squares);
            }
        }

        double alpha = Section(grid[Math.Max(0, least - 1)], grid[Math.Min(grid.Length - 1, least + 1)], grid[least], value);
        return (alpha, At(alpha));
    }

    /// <summary>Brent's search (1973, chapter 5): parabolas where they help, golden sections where not.</summary>
    private double Section(double low, double high, double x, double fx)
    {
        const double Golden = 0.3819660112501051;
        double w = x, v = x, fw = fx, fv = fx, step = 0, before = 0;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high), tolerance = (1e-9 * Math.Abs(x)) + 1e-10;
            if (Math.Abs(x - middle) <= (2 * tolerance) - (0.5 * (high - low)))
            {
                break;
            }

            bool golden = true;
            if (Math.Abs(before) > tolerance)
            {
                double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = ((x - v) * q) - ((x - w) * r);
                q = 2 * (q - r);
                p = q > 0 ? -p : p;
                q = Math.Abs(q);
                if (Math.Abs(p) < Math.Abs(0.5 * q * before) && p > q * (low - x) && p < q * (high - x))
                {
                    before = step;
                    step = p / q;
                    golden = false;
                }
            }

            if (golden)
            {
                before = x < middle ? high - x : low - x;
                step = Golden * before;
            }

            double u = x + (Math.Abs(step) >= tolerance ? step : Math.CopySign(tolerance, step)), fu = At(u).Squares;
            if (fu <= fx)
            {
                (low, high) = u < x ? (low, x) : (x, high);
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            }
            else
            {
                (low, high) = u < x ? (u, high) : (low, u);
                if (fu <= fw || w == x)
                {
                    (v, fv, w, fw) = (w, fw, u, fu);
                }
                else if (fu <= fv || v == x || v == w)
                {
                    (v, fv) = (u, fu);
                }
            }
        }

        return x;
    }

    /// <summary>
    /// The least squares at one α. The one-step mean is linear in the first level (whose weight decays as (1−α)^t) and in ω: both come from
    /// one pass of sums.
    /// </summary>
    private Point At(double alpha)
    {
        bool standard = _options.Kind == ThetaKind.Standard, dynamic = _options.Kind == ThetaKind.Dynamic;
        double decay = 1, level = 0, keep = 1 - alpha;
        double ll = 0, ld = 0, dd = 0, le = 0, de = 0, ee = 0;
        int terms = 0;
        LineSoFar line = new();
        for (int t = 0; t < _y.Length; t++)
        {
            double e = _y[t] - level, lacking = 0;
            if (!standard)
            {
                // Before month t+1: (1−α)^t A + (1 − (1−α)^{t+1})/α B.
                (double a, double b) = dynamic ? (line.Intercept, line.Slope) : (_intercept, _slope);
                lacking = (decay * a) + ((1 - (decay * keep)) / alpha * b);
            }

            if (!_history.IsMissing(t))
            {
                terms++;
                ll += decay * decay;
                ld += decay * lacking;
                dd += lacking * lacking;
                le += decay * e;
                de += lacking * e;
                ee += e * e;
                level += alpha * e;
                decay *= keep;
            }

            if (dynamic)
            {
                line.Add(_y[t]);
            }
        }

        double omega = 0;
        if (!standard)
        {
            double determinant = (ll * dd) - (ld * ld);
            // θ from 1 (no line) to 1000 (the whole line).
            omega = determinant > 1e-12 * ll * dd ? Math.Clamp(((ll * de) - (ld * le)) / determinant, 0, 0.999) : 0;
        }

        double first = (le - (omega * ld)) / ll;
        double squares = ee - (2 * first * le) - (2 * omega * de) + (first * first * ll) + (2 * first * omega * ld) + (omega * omega * dd);
        return new Point(Math.Max(squares, 0), level + (decay * first), omega, terms);
    }

    private static (double Slope, double Intercept) Line(double[] y)
    {
        int n = y.Length;
        double mean = 0, product = 0;
        for (int t = 0; t < n; t++)
        {
            mean += y[t] / n;
            product += (t - ((n - 1) / 2.0)) * y[t];
        }

        double slope = 12 * product / ((double)n * n * n - n);
        return (slope, mean - (slope * (n + 1) / 2));
    }

    private readonly record struct Point(double Squares, double Level, double Omega, int Terms);

    /// <summary>The least-squares line through the months so far, month by month (Fiorucci et al. 2016, equations 10 to 13); months count from 1.</summary>
    private struct LineSoFar
    {
        private int _t;
        private double _mean;

        public double Slope { get; private set; }

        public double Intercept { get; private set; }

        public void Add(double y)
        {
            _t++;
            double before = _mean;
            _mean += (y - _mean) / _t;
            Slope = _t == 1 ? 0 : (((_t - 2) * Slope) + (6 * (y - before) / _t)) / (_t + 1);
            Intercept = _mean - (Slope * (_t + 1) / 2);
        }
    }
}
