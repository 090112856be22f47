using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A member fitted to a history: where it expected the events of past periods, and where it expects the next.</summary>
internal sealed class StackMember
{
    // A member that calls an event impossible anywhere would silence the pool: this share of its events then falls anywhere, in proportion to area.
    private const double Background = 1e-3;

    private readonly CountHistory _past;
    private readonly Func<int, CancellationToken, double[]> _forecast;

    private StackMember(string name, CountHistory past, int first, double[] expected, Func<int, CancellationToken, double[]> forecast)
    {
        Name = name;
        First = first;
        _past = past;
        _forecast = forecast;
        LogShares = expected;
        for (int from = 0; from < expected.Length; from += past.CellCount)
        {
            ToLogShares(expected.AsSpan(from, past.CellCount), past);
        }
    }

    public string Name { get; }

    /// <summary>The first period forecast.</summary>
    public int First { get; }

    /// <summary>Logarithms of the shares of each cell, one row per period from <see cref="First"/> on.</summary>
    public double[] LogShares { get; }

    /// <summary>Logarithms of the shares of a coming period.</summary>
    public double[] Forecast(int horizon, CancellationToken cancellationToken)
    {
        double[] expected = _forecast(horizon, cancellationToken);
        ToLogShares(expected, _past);
        return expected;
    }

    public static StackMember Of(IGridForecaster member, CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        if (member is not ISurfaceForecaster surfaces)
        {
            return Refitted(member, past, calibrationPeriods, cancellationToken);
        }

        SurfacePlan plan = surfaces.Plan(past, calibrationPeriods, cancellationToken);
        Calibration calibration = Calibration.Of(past, plan.Surface, plan.Options, calibrationPeriods, cancellationToken);
        return new StackMember(member.Name, past, past.PeriodCount - calibration.PeriodCount, calibration.Expected, (horizon, stop) =>
        {
            double[] expected = new double[past.CellCount];
            DateOnly start = past.Source.Periods.Next(horizon).Start;
            plan.Surface.At(past.PeriodCount, horizon, start, expected, stop);
            calibration.Scale(expected, Calibration.Sum(expected), past.PeriodCount, horizon, start);
            return expected;
        });
    }

    /// <summary>Any other forecaster sees at each past origin what was known then.</summary>
    private static StackMember Refitted(IGridForecaster member, CountHistory past, int calibrationPeriods, CancellationToken cancellationToken)
    {
        int first = Math.Min(past.PeriodCount, Math.Max(1, past.PeriodCount - calibrationPeriods));
        double[] expected = new double[(past.PeriodCount - first) * past.CellCount];
        for (int t = first; t < past.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Period target = past.Periods[t];
            SpaceTimeCounts known = past.Source.Before(past.Source.Periods.Count(p => p.End <= target.Start));
            int steps = 1;
            while (known.Periods.Calendar != PeriodCalendar.Listed && known.Periods.Next(steps).Start < target.Start)
            {
                steps++;
            }

            Copy(member.Fit(known, cancellationToken).Forecast(steps, cancellationToken), expected.AsSpan((t - first) * past.CellCount, past.CellCount));
        }

        IFittedGridForecaster fitted = member.Fit(past.Source, cancellationToken);
        return new StackMember(member.Name, past, first, expected, (horizon, stop) =>
        {
            double[] coming = new double[past.CellCount];
            Copy(fitted.Forecast(horizon, stop), coming);
            return coming;
        });
    }

    private static void Copy(GridForecast forecast, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = forecast.ExpectedCounts[i];
        }
    }

    private static void ToLogShares(Span<double> expected, CountHistory past)
    {
        double sum = Calibration.Sum(expected), area = Calibration.Sum(past.Exposure), least = double.PositiveInfinity;
        foreach (double value in expected)
        {
            least = Math.Min(least, value);
        }

        double background = !(sum > 0) ? 1 : least > 0 ? 0 : Background;
        for (int i = 0; i < expected.Length; i++)
        {
            double own = sum > 0 ? expected[i] / sum : 0;
            expected[i] = Math.Log(((1 - background) * own) + (background * past.Exposure[i] / area));
        }
    }
}
