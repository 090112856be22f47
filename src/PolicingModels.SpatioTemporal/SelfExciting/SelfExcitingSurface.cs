namespace PolicingModels.SpatioTemporal;

/// <summary>Expected counts per cell of a self-exciting process: background, and descendants of past and future events.</summary>
internal sealed class SelfExcitingSurface : ISurface
{
    private readonly CountHistory _history;
    private readonly PointPattern _pattern;
    private readonly BackgroundDensity _density;
    private readonly double[] _weight;
    private readonly double _ratio;
    private readonly TriggerKernel? _kernel;
    private readonly int _levelDays;

    public SelfExcitingSurface(CountHistory history, PointPattern pattern, BackgroundDensity density, double[] weight, double ratio, TriggerKernel? kernel, int levelDays)
    {
        _history = history;
        _pattern = pattern;
        _density = density;
        _weight = weight;
        _ratio = ratio;
        _kernel = ratio > 0 ? kernel : null;
        _levelDays = levelDays;
    }

    public bool CanBeZero => true;

    public bool IsRelative => false;

    public void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken)
    {
        Parts(origin, horizon, start, into, into, cancellationToken);
    }

    /// <summary>Writes what background events to come (with their own descendants) and descendants of past events add up to; both may be the same row of cells.</summary>
    public void Parts(int origin, int horizon, DateOnly start, Span<double> into, Span<double> descendants, CancellationToken cancellationToken)
    {
        double now = _history.Periods[origin - 1].End.DayNumber, from = start.DayNumber - now;
        int days = horizon == 1 && origin < _history.PeriodCount ? _history.Periods[origin].Days : _history.Source.Periods.Next(horizon).Days;
        double to = from + days;
        int known = _pattern.FirstAt(now);
        into.Clear();
        descendants.Clear();
        if (known == 0)
        {
            return;
        }

        _density.Spread(_weight.AsSpan(0, known), known, into);
        double rate = Level(known, now), expected = rate * days;
        Aftershocks? after = _kernel is null ? null : new Aftershocks(_ratio, _kernel, to);
        expected += after is null ? 0 : rate * after.OfBackground(from, to);
        for (int c = 0; c < into.Length; c++)
        {
            into[c] *= expected;
        }

        if (after is not null)
        {
            AddDescendants(after, known, now, from, to, descendants, cancellationToken);
        }
    }

    /// <summary>Background events per day over the last year or so that was observed.</summary>
    private double Level(int known, double now)
    {
        double from = Math.Max(_pattern.Time.Start, now - _levelDays), sum = 0;

        // A gap in the year is made up for by days before it.
        while (from > _pattern.Time.Start && _pattern.Time.Covered(from, now) < _levelDays / 2.0)
        {
            from = Math.Max(_pattern.Time.Start, from - _levelDays);
        }

        for (int i = _pattern.FirstAt(from); i < known; i++)
        {
            sum += _weight[i];
        }

        return sum / Math.Max(_pattern.Time.Covered(from, now), 1);
    }

    private void AddDescendants(Aftershocks after, int known, double now, double from, double to, Span<double> into, CancellationToken cancellationToken)
    {
        int first = _pattern.FirstAt(now - _kernel!.LongestDays);
        if (first >= known)
        {
            return;
        }

        // Ages are tabled by the half-day.
        int ages = (int)Math.Ceiling(2 * _kernel.LongestDays) + 2;
        (double Children, double Later)[] table = new (double, double)[ages];
        for (int a = 0; a < ages; a++)
        {
            table[a] = after.Of(a / 2.0, from, to);
        }

        double[] x = _pattern.X[first..known], y = _pattern.Y[first..known];
        Dictionary<double, double> radius = [];
        foreach (double share in (ReadOnlySpan<double>)[0.125, 0.375, 0.625, 0.875])
        {
            radius[share] = _kernel.SpaceQuantile(share);
        }

        bool cells = _pattern.FromCounts;
        KernelSample? near = cells ? null : KernelSample.Of(_pattern.Area, x, y, (_, share) => radius[share], cancellationToken);

        // Two steps away on average: grandchildren and theirs lie about √2 times as far.
        KernelSample? far = cells ? null : KernelSample.Of(_pattern.Area, x, y, (_, share) => Math.Sqrt(2) * radius[share], cancellationToken);
        for (int i = first; i < known; i++)
        {
            double age = 2 * (now - _pattern.T[i]);
            int a = Math.Clamp((int)age, 0, ages - 2);
            double part = Math.Clamp(age - a, 0, 1);
            double children = table[a].Children + (part * (table[a + 1].Children - table[a].Children)), later = table[a].Later + (part * (table[a + 1].Later - table[a].Later));
            if (cells)
            {
                into[_pattern.Cell[i]] += children + later;
            }
            else
            {
                near!.Add(i - first, children, into);
                far!.Add(i - first, later, into);
            }
        }
    }
}
