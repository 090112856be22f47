namespace PolicingModels.Seasonality;

/// <summary>Splits a series into season, trend and remainder by local regression (STL).</summary>
/// <remarks>
/// Cleveland, Cleveland, McRae &amp; Terpenning 1990, <i>STL: A Seasonal-Trend Decomposition Procedure Based on Loess</i>, Journal of
/// Official Statistics 6:3–73. Conventions (degree of the seasonal part, jumps, periodic averaging) are those of R's <c>stl</c>, whose
/// figures it gives to 1e-8. A missing month has weight 0 in every smoother: it is not filled, and the season and trend at it are what
/// the months around it say. Cost: linear in months × window. Deterministic.
/// </remarks>
public static class Stl
{
    /// <summary>Splits a series.</summary>
    /// <param name="series">More than two cycles of months.</param>
    /// <param name="options">How; null for the defaults (periodic, not robust).</param>
    /// <exception cref="AnalysisException">The series is not longer than two cycles.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Decomposition Decompose(MonthlySeries series, StlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        options ??= new StlOptions();
        int n = series.Length;
        double[] values = series.Values.ToArray(), known = SeriesFill.KnownWeights(series);
        SeriesFill.Seasonally(values, known, options.Period);
        double[] seasonal = new double[n], trend = new double[n], robustness = new double[n];
        Decompose(values, known, options, new StlWorkspace(), seasonal, trend, robustness);
        return new Decomposition(series, seasonal, trend, robustness);
    }

    /// <summary>Splits numbers into memory of the caller's, without allocating once the workspace has grown.</summary>
    /// <param name="values">One finite number per month, more than two cycles.</param>
    /// <param name="known">1 for a month that is known and 0 for one that is missing; empty where all are known. What stands for a missing month counts only where its whole neighbourhood is missing.</param>
    /// <param name="options">How.</param>
    /// <param name="workspace">Memory to work in.</param>
    /// <param name="seasonal">Receives the seasonal part, as long as the values.</param>
    /// <param name="trend">Receives the trend.</param>
    /// <param name="robustness">Receives the robustness weights, 0 to 1; 1 where not robust, 0 where missing.</param>
    /// <exception cref="AnalysisException">The series is not longer than two cycles.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite.</exception>
    public static void Decompose(ReadOnlySpan<double> values, ReadOnlySpan<double> known, StlOptions options, StlWorkspace workspace, Span<double> seasonal, Span<double> trend, Span<double> robustness)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workspace);
        options.Validate();
        int n = values.Length;
        if (seasonal.Length != n || trend.Length != n || robustness.Length != n || (!known.IsEmpty && known.Length != n))
        {
            throw new ArgumentException($"All spans are as long as the values ({n}).", nameof(values));
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Values are finite.", nameof(values));
            }
        }

        if (n <= 2 * options.Period)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"STL needs more than two cycles of {options.Period} months and the series has {n}; give a longer history.");
        }

        Run(values, known, options.For(n), workspace, seasonal, trend, robustness);
    }

    private static void Run(ReadOnlySpan<double> y, ReadOnlySpan<double> known, StlSetting setting, StlWorkspace work, Span<double> seasonal, Span<double> trend, Span<double> robustness)
    {
        int n = y.Length;
        work.Reserve(n, setting.Period);
        trend.Clear();
        Set(robustness, known);
        ReadOnlySpan<double> prior = known;
        for (int outer = 0; ; outer++)
        {
            for (int inner = 0; inner < setting.InnerLoops; inner++)
            {
                Pass(y, prior, setting, work, seasonal, trend);
            }

            if (outer >= setting.OuterLoops)
            {
                break;
            }

            SetRobustness(y, known, seasonal, trend, work.First.AsSpan(0, n), robustness);
            prior = robustness;
        }

        if (setting.Periodic)
        {
            AveragePhases(seasonal, setting.Period);
        }
    }

    // One inner pass: steps 1 to 6 of section 2.3.
    private static void Pass(ReadOnlySpan<double> y, ReadOnlySpan<double> prior, StlSetting setting, StlWorkspace work, Span<double> seasonal, Span<double> trend)
    {
        int n = y.Length, p = setting.Period;
        Span<double> rest = work.First.AsSpan(0, n);
        for (int i = 0; i < n; i++)
        {
            rest[i] = y[i] - trend[i];
        }

        Span<double> cycle = work.Cycle.AsSpan(0, n + (2 * p));
        SmoothSubseries(rest, prior, setting, work, cycle);
        Span<double> low = LowPass(cycle, setting, work);
        for (int i = 0; i < n; i++)
        {
            seasonal[i] = cycle[i + p] - low[i];
            rest[i] = y[i] - seasonal[i];
        }

        work.TrendFit.Smooth(rest, setting.Trend, prior, trend);
    }

    // The values of one calendar month in all years, smoothed, and one year further at both ends.
    private static void SmoothSubseries(ReadOnlySpan<double> rest, ReadOnlySpan<double> prior, StlSetting setting, StlWorkspace work, Span<double> cycle)
    {
        int p = setting.Period;
        LocalRegression fit = work.SeasonalFit;
        for (int phase = 0; phase < p; phase++)
        {
            int years = ((rest.Length - phase - 1) / p) + 1;
            Span<double> sub = work.Subseries.AsSpan(0, years), smooth = work.SubseriesSmooth.AsSpan(0, years);
            Span<double> weights = prior.IsEmpty ? default : work.SubseriesWeights.AsSpan(0, years);
            for (int k = 0; k < years; k++)
            {
                sub[k] = rest[phase + (k * p)];
                if (!prior.IsEmpty)
                {
                    weights[k] = prior[phase + (k * p)];
                }
            }

            fit.Smooth(sub, setting.Seasonal, weights, smooth);
            for (int k = 0; k < years; k++)
            {
                cycle[phase + ((k + 1) * p)] = smooth[k];
            }

            int window = Math.Min(setting.Seasonal.Window, years);
            cycle[phase] = fit.TryFit(sub, setting.Seasonal, weights, -1, 0, window, out double before) ? before : smooth[0];
            cycle[phase + ((years + 1) * p)] = fit.TryFit(sub, setting.Seasonal, weights, years, years - window, years, out double after) ? after : smooth[^1];
        }
    }

    private static Span<double> LowPass(ReadOnlySpan<double> cycle, StlSetting setting, StlWorkspace work)
    {
        int p = setting.Period, n = cycle.Length - (2 * p);
        Span<double> a = work.Second.AsSpan(0, cycle.Length - p + 1), b = work.Subseries.AsSpan(0, cycle.Length - (2 * p) + 2), c = work.Second.AsSpan(0, n);
        MovingAverage(cycle, p, a);
        MovingAverage(a, p, b);
        MovingAverage(b, 3, c);
        Span<double> low = work.SubseriesSmooth.AsSpan(0, n);
        work.LowPassFit.Smooth(c, setting.LowPass, default, low);
        return low;
    }

    private static void MovingAverage(ReadOnlySpan<double> values, int length, Span<double> averages)
    {
        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += values[i];
        }

        averages[0] = sum / length;
        for (int i = 1; i < averages.Length; i++)
        {
            sum += values[i + length - 1] - values[i - 1];
            averages[i] = sum / length;
        }
    }

    // Bisquare weights, 6 times the median absolute remainder away being 0 (section 2.4).
    private static void SetRobustness(ReadOnlySpan<double> y, ReadOnlySpan<double> known, ReadOnlySpan<double> seasonal, ReadOnlySpan<double> trend, Span<double> scratch, Span<double> robustness)
    {
        int count = 0;
        for (int i = 0; i < y.Length; i++)
        {
            robustness[i] = Math.Abs(y[i] - seasonal[i] - trend[i]);
            if (known.IsEmpty || known[i] > 0)
            {
                scratch[count++] = robustness[i];
            }
        }

        double reach = 3 * PartialSort.MiddleSum(scratch[..count]);
        double near = 0.001 * reach, far = 0.999 * reach;
        for (int i = 0; i < y.Length; i++)
        {
            double ratio = reach > 0 ? robustness[i] / reach : 0, rest = 1 - (ratio * ratio);
            double weight = robustness[i] <= near ? 1 : robustness[i] <= far ? rest * rest : 0;
            robustness[i] = known.IsEmpty ? weight : weight * known[i];
        }
    }

    private static void AveragePhases(Span<double> seasonal, int period)
    {
        for (int phase = 0; phase < period; phase++)
        {
            double sum = 0;
            int count = 0;
            for (int i = phase; i < seasonal.Length; i += period)
            {
                sum += seasonal[i];
                count++;
            }

            double mean = sum / count;
            for (int i = phase; i < seasonal.Length; i += period)
            {
                seasonal[i] = mean;
            }
        }
    }

    private static void Set(Span<double> robustness, ReadOnlySpan<double> known)
    {
        if (known.IsEmpty)
        {
            robustness.Fill(1);
        }
        else
        {
            known.CopyTo(robustness);
        }
    }
}
