namespace PolicingModels.SpatioTemporal;

/// <summary>One-step-ahead forecasts of the last known periods, made from what was known before each: what background share and dispersion are estimated from.</summary>
internal sealed class Calibration
{
    // The background share starts from one background event in twenty, worth twenty events.
    private const double PriorEvents = 20;
    private const double PriorBackground = 1;

    private readonly CountHistory _history;
    private readonly LevelForecast? _level;
    private readonly int _first;

    private Calibration(CountHistory history, LevelForecast? level, int first, double[] expected, double background)
    {
        _history = history;
        _level = level;
        _first = first;
        Expected = expected;
        Background = background;
    }

    /// <summary>Share of events that fall anywhere, in proportion to area.</summary>
    public double Background { get; }

    /// <summary>Expected counts of the calibration periods, one row of cells after another; empty where the history is a single period.</summary>
    public double[] Expected { get; }

    /// <summary>How many periods were forecast.</summary>
    public int PeriodCount => _history.PeriodCount - _first;

    public static Calibration Of(CountHistory history, ISurface surface, PredictiveOptions options, int periods, CancellationToken cancellationToken)
    {
        int cells = history.CellCount;
        int first = Math.Min(history.PeriodCount, Math.Max(surface.FirstOrigin, history.PeriodCount - periods));
        double[] values = new double[(history.PeriodCount - first) * cells];
        surface.Series(first, history, values, cancellationToken);
        LevelOptions? levelOptions = options.Level ?? (surface.IsRelative ? new LevelOptions() : null);
        LevelForecast? level = levelOptions is null ? null : new LevelForecast(history, levelOptions);
        double[] sums = new double[history.PeriodCount - first];
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] = Sum(values.AsSpan(k * cells, cells));
        }

        double background = options.BackgroundShare ?? (surface.CanBeZero ? EstimateBackground(history, first, values, sums) : 0);
        Calibration calibration = new(history, level, first, values, background);
        for (int k = 0; k < sums.Length; k++)
        {
            int t = first + k;
            calibration.Scale(values.AsSpan(k * cells, cells), sums[k], t, 1, history.Periods[t].Start);
        }

        return calibration;
    }

    /// <summary>Turns a surface into expected counts, in place.</summary>
    /// <returns>The expected total.</returns>
    public double Scale(Span<double> surface, double sum, int origin, int horizon, DateOnly start)
    {
        // A surface that saw nothing expects half an event over what it saw: one period, the least a window can be.
        double total = _level?.Expected(origin, horizon, start) ?? (sum > 0 ? sum : 0.5);
        ReadOnlySpan<double> exposure = _history.Exposure;
        if (!(sum > 0))
        {
            for (int i = 0; i < surface.Length; i++)
            {
                surface[i] = total * exposure[i] / surface.Length;
            }
        }
        else if (Background > 0)
        {
            double own = (1 - Background) * total / sum, anywhere = Background * total / surface.Length;
            for (int i = 0; i < surface.Length; i++)
            {
                surface[i] = (own * surface[i]) + (anywhere * exposure[i]);
            }
        }
        else if (_level is not null)
        {
            double factor = total / sum;
            for (int i = 0; i < surface.Length; i++)
            {
                surface[i] *= factor;
            }
        }

        return total;
    }

    /// <summary>The predictive distribution of the total, where the level forecasts one.</summary>
    public CountDistribution? Total(int origin, int horizon, DateOnly start) => _level?.Total(origin, horizon, start);

    /// <summary>The log of the season in the level; 0 without one.</summary>
    public double LogSeason(int origin, int horizon, DateOnly start) => _level?.LogSeason(origin, horizon, start) ?? 0;

    /// <summary>What was counted in the calibration periods, in the order of <see cref="Expected"/>.</summary>
    public double[] Observed()
    {
        double[] observed = new double[Expected.Length];
        for (int t = _first; t < _history.PeriodCount; t++)
        {
            _history.Row(t).CopyTo(observed.AsSpan((t - _first) * _history.CellCount));
        }

        return observed;
    }

    /// <summary>The Poisson log score of the calibration forecasts but for terms that no forecast changes: Σ(μ − y·log μ). Lower is better; infinite where what happened was impossible.</summary>
    public double Score()
    {
        double score = 0;
        for (int t = _first; t < _history.PeriodCount; t++)
        {
            ReadOnlySpan<double> expected = Expected.AsSpan((t - _first) * _history.CellCount, _history.CellCount);
            ReadOnlySpan<double> row = _history.Row(t);
            for (int i = 0; i < row.Length; i++)
            {
                score += row[i] > 0 ? expected[i] - (row[i] * Math.Log(expected[i])) : expected[i];
            }
        }

        return score;
    }

    /// <summary>Dispersion of the total around its forecast.</summary>
    public double TotalDispersion()
    {
        double[] expected = new double[PeriodCount];
        for (int k = 0; k < expected.Length; k++)
        {
            expected[k] = Sum(Expected.AsSpan(k * _history.CellCount, _history.CellCount));
        }

        return CountDispersion.Moments(expected, _history.Totals.AsSpan(_first));
    }

    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The share of a uniform component in a mixture with the surface that makes past events most probable.</summary>
    private static double EstimateBackground(CountHistory history, int first, double[] surfaces, double[] sums)
    {
        int cells = history.CellCount;
        List<(double Count, double Ratio)> events = [];
        double certain = PriorBackground;
        for (int k = 0; k < sums.Length; k++)
        {
            ReadOnlySpan<double> row = history.Row(first + k);
            for (int i = 0; i < cells; i++)
            {
                // Periods whose surface saw nothing say nothing about the mixture.
                if (row[i] > 0 && sums[k] > 0)
                {
                    double share = surfaces[(k * cells) + i] / sums[k];
                    if (share > 0)
                    {
                        events.Add((row[i], share * cells / history.Exposure[i]));
                    }
                    else
                    {
                        certain += row[i];
                    }
                }
            }
        }

        // The log posterior is concave in the share: Newton's steps, kept inside the bracket that its slope tells.
        double background = PriorBackground / PriorEvents, low = 0, high = 1;
        for (int step = 0; step < 100; step++)
        {
            double slope = (certain / background) - ((PriorEvents - PriorBackground) / (1 - background));
            double curvature = (certain / (background * background)) + ((PriorEvents - PriorBackground) / ((1 - background) * (1 - background)));
            foreach ((double count, double ratio) in events)
            {
                double pull = (1 - ratio) / (ratio + (background * (1 - ratio)));
                slope += count * pull;
                curvature += count * pull * pull;
            }

            (low, high) = slope > 0 ? (background, high) : (low, background);
            double next = background + (slope / curvature);
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - background) < 1e-12)
            {
                return next;
            }

            background = next;
        }

        return background;
    }
}
