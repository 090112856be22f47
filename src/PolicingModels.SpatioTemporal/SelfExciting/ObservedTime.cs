namespace PolicingModels.SpatioTemporal;

/// <summary>The spans of days over which a process is observed, in order and apart from each other. Immutable.</summary>
internal sealed class ObservedTime
{
    private readonly double[] _start;
    private readonly double[] _end;

    private ObservedTime(double[] start, double[] end)
    {
        _start = start;
        _end = end;
        for (int i = 0; i < start.Length; i++)
        {
            Days += end[i] - start[i];
        }
    }

    /// <summary>First moment, in days since 0001-01-01.</summary>
    public double Start => _start[0];

    /// <summary>End of the last span.</summary>
    public double End => _end[^1];

    /// <summary>Days observed.</summary>
    public double Days { get; }

    public int SpanCount => _start.Length;

    public (double Start, double End) Span(int i) => (_start[i], _end[i]);

    /// <summary>Spans that touch become one.</summary>
    public static ObservedTime Of(IEnumerable<Period> periods, double from = double.NegativeInfinity)
    {
        List<double> start = [], end = [];
        foreach (Period period in periods.Order())
        {
            double s = Math.Max(period.Start.DayNumber, from), e = period.End.DayNumber;
            if (e <= s)
            {
                continue;
            }

            if (end.Count > 0 && s <= end[^1])
            {
                end[^1] = Math.Max(end[^1], e);
            }
            else
            {
                start.Add(s);
                end.Add(e);
            }
        }

        return new ObservedTime([.. start], [.. end]);
    }

    public bool Contains(double time)
    {
        for (int i = 0; i < _start.Length; i++)
        {
            if (time >= _start[i] && time < _end[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Days observed between two moments.</summary>
    public double Covered(double from, double to)
    {
        double days = 0;
        for (int i = 0; i < _start.Length; i++)
        {
            days += Math.Max(0, Math.Min(to, _end[i]) - Math.Max(from, _start[i]));
        }

        return days;
    }

    /// <summary>Adds up, over the observed parts of (time, time + reach], what a running mass gains.</summary>
    public double Mass(double time, double reach, Func<double, double> cumulative)
    {
        double mass = 0;
        for (int i = 0; i < _start.Length; i++)
        {
            double low = Math.Max(0, _start[i] - time), high = Math.Min(reach, _end[i] - time);
            if (high > low)
            {
                mass += cumulative(high) - cumulative(low);
            }
        }

        return mass;
    }

    /// <summary>Whether the whole of (time, time + reach] is observed.</summary>
    public bool Holds(double time, double reach)
    {
        for (int i = 0; i < _start.Length; i++)
        {
            if (time >= _start[i] && time + reach <= _end[i])
            {
                return true;
            }
        }

        return false;
    }
}
