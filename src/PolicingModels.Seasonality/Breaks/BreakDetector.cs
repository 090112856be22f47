namespace PolicingModels.Seasonality;

/// <summary>Finds outliers, level shifts and temporary changes of a series, and estimates declared ones. Immutable and thread-safe.</summary>
/// <remarks>
/// The model: logarithms of the rate per day are a fixed season, plus breaks, plus a level that wanders, (1 − B)u = (1 − θB)e. The
/// kind and month with the largest t-value enter, one at a time, while it exceeds the critical value; θ and all effects are then
/// estimated anew, and breaks that no longer stand out leave. After Chen &amp; Liu 1993 (doi:10.1080/01621459.1993.10594321) with the scale by
/// the median, so that breaks do not hide each other; the critical value is Bonferroni's over months and kinds (Ljung 1993 gives nearly the
/// same). Below a mean of 10 a month square roots stand for logarithms. Every missing month gets a column of its own, which is the same as
/// leaving it out. Cost per series: breaks × kinds × months × (months × columns), about 10 ms at 195 months. Deterministic.
/// </remarks>
public sealed class BreakDetector
{
    private const double LogarithmsFrom = 10;
    private readonly BreakOptions _options;

    /// <summary>Makes a detector.</summary>
    /// <param name="options">How to look; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BreakDetector(BreakOptions? options = null)
    {
        _options = options ?? new BreakOptions();
        _options.Validate();
    }

    /// <summary>Finds the breaks of a series.</summary>
    /// <param name="series">At least 36 months, with every month of the year among those known; 0 or more.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="AnalysisException">The series is too short, has negative values, or no month of it is above 0.</exception>
    public BreakReport Find(MonthlySeries series, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        Require(series);
        CalendarAdjustment calendar = new(_options.Exposure);
        MonthlySeries standard = calendar.Apply(series);
        BreakScale scale = MeanOf(standard) >= LogarithmsFrom ? BreakScale.Logarithm : BreakScale.SquareRoot;
        Search search = new(standard, scale, _options);
        search.Run(cancellationToken);
        return search.Report(series, calendar);
    }

    private static void Require(MonthlySeries series)
    {
        if (series.Length - series.MissingCount < 36)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"Breaks are looked for in at least 36 known months and the series has {series.Length - series.MissingCount}; give a longer history, or declare the breaks.");
        }

        KnownMonths.Of(series).ByMonth(2, "break");
        bool any = false;
        for (int i = 0; i < series.Length; i++)
        {
            if (series.Values[i] < 0)
            {
                throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"The value of {series.MonthAt(i)} is negative, and breaks are changes of a rate of 0 or more; give counts.");
            }

            any |= series.Values[i] > 0;
        }

        if (!any)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "All months of the series are 0, so that nothing can break; leave it out.");
        }
    }

    private static double MeanOf(MonthlySeries series)
    {
        double sum = 0;
        foreach (double value in series.Values)
        {
            sum += value;
        }

        return sum / (series.Length - series.MissingCount);
    }

    /// <summary>One search in one series.</summary>
    private sealed class Search
    {
        private readonly BreakOptions _options;
        private readonly BreakScale _scale;
        private readonly double[] _y;
        private readonly FilteredRegression _regression;
        private readonly List<(BreakKind Kind, int At, string? Name, double[] Shape)> _breaks = [];
        private readonly bool[] _missing;
        private readonly int _fixed;

        public Search(MonthlySeries standard, BreakScale scale, BreakOptions options)
        {
            _options = options;
            _scale = scale;
            int n = standard.Length;
            double[] filled = SeriesFill.Complete(standard);
            _y = [.. filled.Select(v => scale == BreakScale.Logarithm ? Math.Log(Math.Max(0, v) + 0.5) : 2 * Math.Sqrt(Math.Max(0, v) + 0.375))];
            _missing = [.. Enumerable.Range(0, n).Select(standard.IsMissing)];
            _regression = new FilteredRegression(_y);
            for (int m = 0; m < 11; m++)
            {
                double[] season = new double[n];
                for (int i = 0; i < n; i++)
                {
                    int month = standard.MonthAt(i).MonthOfYear - 1;
                    season[i] = month == m ? 1 : month == 11 ? -1 : 0;
                }

                _regression.TryAdd(season);
            }

            for (int i = 0; i < n; i++)
            {
                if (_missing[i])
                {
                    _regression.TryAdd(BreakShape.Of(BreakKind.AdditiveOutlier, i, n));
                }
            }

            _fixed = _regression.ColumnCount;
            foreach (DeclaredBreak declared in options.Declared)
            {
                int at = declared.Month.Since(standard.Start);
                if (at > 0 && at < n && !(_missing[at] && declared.Kind == BreakKind.AdditiveOutlier))
                {
                    Add(declared.Kind, at, declared.Name);
                }
            }
        }

        public void Run(CancellationToken cancellationToken)
        {
            _regression.Fit();
            int n = _y.Length, most = Math.Min(_options.MostBreaks, n / 10);
            double critical = -StandardNormal.Quantile(_options.FalseAlarmProbability / 2 / Math.Max(1, n * Math.Max(1, _options.Search.Count)));

            // A break that left may not come back, or the search would not end.
            HashSet<(BreakKind, int)> left = [];
            for (int found = 0; found < most && Best(critical, left, cancellationToken) is { } best;)
            {
                if (!Add(best.Kind, best.At, null))
                {
                    left.Add((best.Kind, best.At));
                    continue;
                }

                found++;
                _regression.Fit();
                found -= Drop(critical, left);
            }
        }

        public BreakReport Report(MonthlySeries series, CalendarAdjustment calendar)
        {
            int n = _y.Length;
            double[] total = new double[n], season = new double[n];
            double[] effects = _regression.Effects();
            for (int b = 0; b < _breaks.Count; b++)
            {
                for (int i = 0; i < n; i++)
                {
                    total[i] += effects[_fixed + b] * _breaks[b].Shape[i];
                }
            }

            List<(SeriesBreak Break, double[] Factors)> reported = [];
            for (int b = 0; b < _breaks.Count; b++)
            {
                (BreakKind kind, int at, string? name, double[] shape) = _breaks[b];
                (double effect, double error) = _regression.Estimate(_fixed + b);
                double half = -StandardNormal.Quantile(0.025) * error;
                Estimate relative = new(Relative(at, effect, effect), Relative(at, effect, effect - half), Relative(at, effect, effect + half));
                double[] factors = new double[n];
                for (int i = 0; i < n; i++)
                {
                    factors[i] = shape[i] == 0 ? 1 : 1 + Relative(i, effects[_fixed + b] * shape[i], effects[_fixed + b] * shape[i]);
                }

                reported.Add((new SeriesBreak(kind, series.MonthAt(at), name, relative, error > 0 ? effect / error : 0), factors));
            }

            return new BreakReport(series, [.. reported.OrderBy(r => r.Break.Month).ThenBy(r => r.Break.Kind)], calendar.Exposure, _scale, _regression.Theta);
        }

        // How much more there is with an effect than without, in a month whose fitted value holds the effect already.
        private double Relative(int at, double present, double effect)
        {
            if (_scale == BreakScale.Logarithm)
            {
                return Math.Exp(effect) - 1;
            }

            double without = Math.Max(1, _y[at] - present), with = Math.Max(0, without + effect);
            return (with * with / (without * without)) - 1;
        }

        private bool Add(BreakKind kind, int at, string? name)
        {
            double[] shape = BreakShape.Of(kind, at, _y.Length);
            if (!_regression.TryAdd(shape))
            {
                return false;
            }

            _breaks.Add((kind, at, name, shape));
            return true;
        }

        private (BreakKind Kind, int At)? Best(double critical, HashSet<(BreakKind, int)> left, CancellationToken cancellationToken)
        {
            int n = _y.Length;
            (BreakKind Kind, int At)? best = null;
            double largest = critical;
            foreach (BreakKind kind in _options.Search)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int from = kind == BreakKind.LevelShift ? Math.Max(1, _options.LevelShiftMonths) : 1;
                int to = kind == BreakKind.LevelShift ? n - _options.LevelShiftMonths : n;
                for (int at = from; at < to; at++)
                {
                    if (_missing[at] || left.Contains((kind, at)))
                    {
                        continue;
                    }

                    double t = Math.Abs(_regression.TValue(BreakShape.Of(kind, at, n)));
                    if (t > largest)
                    {
                        (best, largest) = ((kind, at), t);
                    }
                }
            }

            return best;
        }

        // Takes out found breaks that no longer stand out beside the others, weakest first.
        private int Drop(double critical, HashSet<(BreakKind, int)> left)
        {
            int dropped = 0;
            while (true)
            {
                int weakest = -1;
                double smallest = critical;
                for (int b = 0; b < _breaks.Count; b++)
                {
                    if (_breaks[b].Name is null)
                    {
                        (double effect, double error) = _regression.Estimate(_fixed + b);
                        double t = error > 0 ? Math.Abs(effect / error) : double.PositiveInfinity;
                        if (t < smallest)
                        {
                            (weakest, smallest) = (b, t);
                        }
                    }
                }

                if (weakest < 0)
                {
                    return dropped;
                }

                left.Add((_breaks[weakest].Kind, _breaks[weakest].At));
                _breaks.RemoveAt(weakest);
                _regression.RemoveAt(_fixed + weakest);
                _regression.Fit();
                dropped++;
            }
        }
    }
}
