using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>Puts the series that were given into the shape of a hierarchy, and notes what is odd about them.</summary>
internal sealed class HierarchyAssembly
{
    private readonly SeriesTree _types, _areas;
    private readonly IReadOnlyDictionary<SeriesKey, MonthlySeries> _given;
    private readonly SeriesHierarchyOptions _options;
    private readonly List<HierarchyFinding> _findings = [];
    private readonly Month _start, _last;

    public HierarchyAssembly(SeriesTree types, SeriesTree areas, IReadOnlyDictionary<SeriesKey, MonthlySeries> given, SeriesHierarchyOptions options)
    {
        (_types, _areas, _given, _options) = (types, areas, given, options);
        bool any = false;
        foreach ((SeriesKey key, MonthlySeries series) in given)
        {
            int t = types.IndexOf(key.Type), a = areas.IndexOf(key.Area);
            if (t < 0 || a < 0)
            {
                throw new ArgumentException($"“{(t < 0 ? key.Type : key.Area)}” is not in the tree of {(t < 0 ? "types" : "areas")}; add it there, or leave the series out.", nameof(given));
            }

            if (!types.IsLeaf[t] || !areas.IsLeaf[a] || (options.LastCompleteMonth is { } complete && series.Start > complete))
            {
                continue;
            }

            _start = any && _start < series.Start ? _start : series.Start;
            _last = any && _last > series.Last ? _last : series.Last;
            any = true;
        }

        if (!any)
        {
            throw new ArgumentException("No series is given for any leaf of the trees up to the last complete month.", nameof(given));
        }

        if (options.LastCompleteMonth is { } end)
        {
            if (end < _last)
            {
                _findings.Add(new HierarchyFinding(HierarchyFindingKind.LaterMonthsLeftOut, new SeriesKey(types.Root, areas.Root), end.AddMonths(1), _last.Since(end), $"The {_last.Since(end)} months after {end}, the last complete one, are left out."));
            }

            _last = end;
        }
    }

    public SeriesHierarchy Build()
    {
        int length = _last.Since(_start) + 1, count = _types.Leaves.Count * _areas.Leaves.Count;
        double[] values = new double[count * length];
        bool[] missing = new bool[count * length];
        (int First, int End)[] spans = new (int, int)[count];
        int place = 0;
        foreach (string area in _areas.Leaves)
        {
            foreach (string type in _types.Leaves)
            {
                SeriesKey key = new(type, area);
                spans[place] = Place(key, values.AsSpan(place * length, length), missing.AsSpan(place * length, length));
                place++;
            }
        }

        SeriesHierarchy hierarchy = new(_types, _areas, _start, length, values, missing, spans, _findings);
        return CompareTotals(hierarchy);
    }

    private (int First, int End) Place(SeriesKey key, Span<double> values, Span<bool> missing)
    {
        missing.Fill(true);
        if (!_given.TryGetValue(key, out MonthlySeries? series) || series.Start > _last)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.Absent, key, null, 0, $"{key} has no series; it counts as nothing."));
            return (0, 0);
        }

        int negative = 0, fractional = 0, known = 0, lastKnown = -1;
        double sum = 0;
        Month? firstNegative = null, firstFraction = null;
        for (int i = 0; i < series.Length && series.MonthAt(i) <= _last; i++)
        {
            if (series.IsMissing(i))
            {
                continue;
            }

            double value = series.Values[i];
            int m = series.MonthAt(i).Since(_start);
            if (value < 0)
            {
                negative++;
                firstNegative ??= series.MonthAt(i);
                continue;
            }

            if (value != Math.Floor(value))
            {
                fractional++;
                firstFraction ??= series.MonthAt(i);
            }

            values[m] = value;
            missing[m] = false;
            lastKnown = m;
            known++;
            sum += value;
        }

        if (negative > 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.NegativeCounts, key, firstNegative, negative, $"{key} has {negative} negative {(negative == 1 ? "count" : "counts")}, the first in {firstNegative}: taken as missing."));
        }

        if (fractional > 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.FractionalCounts, key, firstFraction, fractional, $"{key} has {fractional} numbers that are not whole, the first in {firstFraction}: they are used, but are they counts?"));
        }

        if (known == 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.Absent, key, null, 0, $"{key} has no known month; it counts as nothing."));
            return (0, 0);
        }

        return Describe(key, missing, sum, lastKnown);
    }

    private (int First, int End) Describe(SeriesKey key, ReadOnlySpan<bool> missing, double sum, int lastKnown)
    {
        int length = missing.Length, first = missing.IndexOf(false);
        int end = length - 1 - lastKnown >= _options.EndedAfterMonths ? lastKnown + 1 : length;
        if (first > 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.BeganLater, key, _start.AddMonths(first), length - first, $"{key} begins in {_start.AddMonths(first)}, {first} months after the first series; it counts as nothing before."));
        }

        if (end < length)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.Ended, key, _start.AddMonths(end), length - end, $"{key} ends in {_start.AddMonths(end - 1)}, {length - end} months before the last series; nothing is forecast for it."));
        }

        int gaps = missing[first..end].Count(true);
        if (gaps > 0)
        {
            Month gap = _start.AddMonths(first + missing[first..end].IndexOf(true));
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.MissingMonths, key, gap, gaps, $"{key} has {gaps} missing {(gaps == 1 ? "month" : "months")}, the first {gap}; totals over it are missing there too."));
        }

        if (sum == 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.AllZero, key, null, 0, $"{key} has no crime in any month."));
        }

        return (first, end);
    }

    private SeriesHierarchy CompareTotals(SeriesHierarchy hierarchy)
    {
        foreach ((SeriesKey key, MonthlySeries reported) in _given.OrderBy(g => hierarchy.IndexOf(g.Key.Type, g.Key.Area)))
        {
            int node = hierarchy.IndexOf(key.Type, key.Area);
            if (!hierarchy.Nodes[node].IsBottom)
            {
                Compare(key, reported, hierarchy.Values(node), hierarchy.Missing(node));
                hierarchy.StandIn(node, reported);
            }
        }

        return hierarchy;
    }

    private void Compare(SeriesKey key, MonthlySeries reported, ReadOnlySpan<double> sums, ReadOnlySpan<bool> missing)
    {
        int differing = 0, worst = 0;
        double largest = 0;
        Month? first = null;
        for (int i = 0; i < reported.Length; i++)
        {
            int m = reported.MonthAt(i).Since(_start);
            if (m < 0 || m >= sums.Length || reported.IsMissing(i) || missing[m])
            {
                continue;
            }

            double difference = reported.Values[i] - sums[m];
            if (Math.Abs(difference) > _options.TotalTolerance)
            {
                differing++;
                first ??= reported.MonthAt(i);
                (worst, largest) = Math.Abs(difference) > Math.Abs(largest) ? (m, difference) : (worst, largest);
            }
        }

        if (differing > 0)
        {
            _findings.Add(new HierarchyFinding(HierarchyFindingKind.TotalsDiffer, key, first, differing, string.Create(CultureInfo.InvariantCulture, $"The reported total {key} differs from the sum of its parts in {differing} {(differing == 1 ? "month" : "months")}, most in {_start.AddMonths(worst)} (by {largest:G6}); the sum is used.")));
        }
    }
}
