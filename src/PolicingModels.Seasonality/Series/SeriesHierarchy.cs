using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>Monthly counts of types in areas, with every total over types and areas. Immutable and thread-safe.</summary>
/// <remarks>
/// The nodes are all pairs of a name of the tree of types and one of the tree of areas: totals first (by depth of area, then of type), then the
/// pairs of leaves, area by area. Twenty-six types in twelve areas make 351. A month of a total is missing where a part of it is; a part that has not begun, or
/// has ended, counts as nothing. Oddities are kept as <see cref="Findings"/> and never stop the other series.
/// </remarks>
public sealed class SeriesHierarchy
{
    private readonly double[] _values;
    private readonly bool[] _missing;
    private readonly Dictionary<SeriesKey, int> _places = [];
    private readonly MonthlySeries?[] _series;
    private readonly (int First, int End)[] _spans;

    private SeriesHierarchy(SeriesTree types, SeriesTree areas, Month start, int length, double[] bottom, bool[] missing, (int First, int End)[] spans, List<HierarchyFinding> findings)
    {
        Types = types;
        Areas = areas;
        Start = start;
        Length = length;
        Nodes = LayNodes(types, areas);
        foreach (SeriesNode node in Nodes)
        {
            _places.Add(node.Key, node.Index);
        }

        Structure = Sum(types, areas, Nodes);
        int count = Nodes.Count, aggregates = Structure.AggregateCount;
        _values = new double[count * length];
        _missing = new bool[count * length];
        _spans = new (int, int)[count];
        bottom.CopyTo(_values, aggregates * length);
        missing.CopyTo(_missing, aggregates * length);
        spans.CopyTo(_spans, aggregates);
        for (int a = 0; a < aggregates; a++)
        {
            AddUp(a);
        }

        Findings = findings;
        _series = new MonthlySeries?[count];
        for (int i = 0; i < count; i++)
        {
            (int first, int end) = _spans[i];
            ReadOnlySpan<bool> gone = Missing(i)[first..end];
            _series[i] = first >= end || !gone.Contains(false) ? null : new MonthlySeries(start.AddMonths(first), Values(i)[first..end], gone.Contains(true) ? gone : default);
        }
    }

    /// <summary>The types, the root for all of them.</summary>
    public SeriesTree Types { get; }

    /// <summary>The areas, the root for the whole force.</summary>
    public SeriesTree Areas { get; }

    /// <summary>The first month of any series.</summary>
    public Month Start { get; }

    /// <summary>How many months there are.</summary>
    public int Length { get; }

    /// <summary>The last month of any series.</summary>
    public Month Last => Start.AddMonths(Length - 1);

    /// <summary>The month after the last: the first that can be forecast.</summary>
    public Month Next => Start.AddMonths(Length);

    /// <summary>The nodes: totals first, then what is counted.</summary>
    public IReadOnlyList<SeriesNode> Nodes { get; }

    /// <summary>Which counted series each total adds up.</summary>
    public SummingStructure Structure { get; }

    /// <summary>What was noticed about the series.</summary>
    public IReadOnlyList<HierarchyFinding> Findings { get; }

    /// <summary>The place of a node, −1 where there is none.</summary>
    public int IndexOf(string type, string area) => _places.GetValueOrDefault(new SeriesKey(type, area), -1);

    /// <summary>The series of a node from its first month to its last, or to the last of the hierarchy; null where it has no known month.</summary>
    /// <param name="node">A place in <see cref="Nodes"/>.</param>
    public MonthlySeries? Series(int node) => _series[node];

    /// <summary>The counts of a node over all months of the hierarchy; 0 stands where a month is missing or outside its span.</summary>
    /// <param name="node">A place in <see cref="Nodes"/>.</param>
    public ReadOnlySpan<double> Values(int node) => _values.AsSpan(node * Length, Length);

    /// <summary>Which months of a node have no number: missing, before its beginning or after its end.</summary>
    /// <param name="node">A place in <see cref="Nodes"/>.</param>
    public ReadOnlySpan<bool> Missing(int node) => _missing.AsSpan(node * Length, Length);

    /// <summary>The months from the beginning of a node to its end (half-open, as places of months); a node that goes on ends at <see cref="Length"/>.</summary>
    /// <param name="node">A place in <see cref="Nodes"/>.</param>
    public (int First, int End) Span(int node) => _spans[node];

    /// <summary>Whether a node goes on to the last month, so that a forecast of it has a meaning.</summary>
    /// <param name="node">A place in <see cref="Nodes"/>.</param>
    public bool GoesOn(int node) => _spans[node].First < _spans[node].End && _spans[node].End == Length;

    /// <summary>Puts series together.</summary>
    /// <param name="types">The types; its leaves are counted.</param>
    /// <param name="areas">The areas; its leaves are counted.</param>
    /// <param name="series">A series for pairs of leaves. Totals may be among them: they are compared with their parts, and stand in where a part is missing.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A key is unknown or comes twice, or no counted series is given.</exception>
    public static SeriesHierarchy Create(SeriesTree types, SeriesTree areas, IReadOnlyDictionary<SeriesKey, MonthlySeries> series, SeriesHierarchyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(series);
        options ??= new SeriesHierarchyOptions();
        options.Validate();
        return new Assembly(types, areas, series, options).Build();
    }

    /// <summary>Puts the rows of a long table together, in any order.</summary>
    /// <param name="rows">One row per month, type and area; rows of totals may be among them.</param>
    /// <param name="types">The types; null takes all types of the rows under <c>All</c>, in order of appearance.</param>
    /// <param name="areas">The areas; null takes all areas of the rows under <c>Force</c>, in order of appearance.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">There is no row, a month of a type in an area comes twice, a count is not finite, or a key is unknown.</exception>
    public static SeriesHierarchy FromRows(IEnumerable<CountRow> rows, SeriesTree? types = null, SeriesTree? areas = null, SeriesHierarchyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new SeriesHierarchyOptions();
        options.Validate();
        List<CountRow> all = [.. rows];
        if (all.Count == 0)
        {
            throw new ArgumentException("There is no row.", nameof(rows));
        }

        types ??= SeriesTree.Flat("All", all.Select(r => r.Type).Where(t => t != "All").Distinct());
        areas ??= SeriesTree.Flat("Force", all.Select(r => r.Area).Where(a => a != "Force").Distinct());
        Dictionary<SeriesKey, Dictionary<Month, double>> found = [];
        foreach (CountRow row in all)
        {
            SeriesKey key = new(row.Type, row.Area);
            if (!double.IsFinite(row.Count))
            {
                throw new ArgumentException($"The count of {key} in {row.Month} is not finite.", nameof(rows));
            }

            if (!found.TryGetValue(key, out Dictionary<Month, double>? months))
            {
                found.Add(key, months = []);
            }

            if (!months.TryAdd(row.Month, row.Count))
            {
                throw new ArgumentException($"{key} has two rows for {row.Month}; give one row per month, type and area.", nameof(rows));
            }
        }

        Month first = all.Min(r => r.Month), last = all.Max(r => r.Month);
        Dictionary<SeriesKey, MonthlySeries> series = [];
        foreach ((SeriesKey key, Dictionary<Month, double> months) in found)
        {
            Month from = options.AbsentRowsAreZero ? first : months.Keys.Min(), to = options.AbsentRowsAreZero ? last : months.Keys.Max();
            double[] values = new double[to.Since(from) + 1];
            bool[] missing = new bool[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                missing[i] = !months.TryGetValue(from.AddMonths(i), out values[i]) && !options.AbsentRowsAreZero;
            }

            series.Add(key, new MonthlySeries(from, values, missing));
        }

        return Create(types, areas, series, options);
    }

    /// <summary>A hierarchy of one series: its total, its type, its area and itself are the same.</summary>
    /// <param name="series">The series.</param>
    /// <param name="type">The name of the type.</param>
    /// <param name="area">The name of the area.</param>
    public static SeriesHierarchy OfOne(MonthlySeries series, string type = "Series", string area = "Area")
    {
        ArgumentNullException.ThrowIfNull(series);
        return Create(SeriesTree.Flat("All", [type]), SeriesTree.Flat("Force", [area]), new Dictionary<SeriesKey, MonthlySeries> { [new SeriesKey(type, area)] = series });
    }

    /// <summary>The hierarchy as it was known after its first months. Reported totals and findings that need later months are left behind.</summary>
    /// <param name="months">1 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many months.</exception>
    /// <exception cref="AnalysisException">No series had begun.</exception>
    public SeriesHierarchy Take(int months)
    {
        if (months < 1 || months > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(months), months, $"The hierarchy has {Length} months; take 1 to {Length}.");
        }

        if (months == Length)
        {
            return this;
        }

        Dictionary<SeriesKey, MonthlySeries> known = [];
        for (int i = Structure.AggregateCount; i < Nodes.Count; i++)
        {
            (int first, int end) = _spans[i];
            int stop = Math.Min(end, months);
            if (first < stop && Missing(i)[first..stop].Contains(false))
            {
                known.Add(Nodes[i].Key, new MonthlySeries(Start.AddMonths(first), Values(i)[first..stop], Missing(i)[first..stop]));
            }
        }

        return known.Count > 0
            ? Create(Types, Areas, known, new SeriesHierarchyOptions { LastCompleteMonth = Start.AddMonths(months - 1) })
            : throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"No series had begun by {Start.AddMonths(months - 1)}; take more months.");
    }

    private static List<SeriesNode> LayNodes(SeriesTree types, SeriesTree areas)
    {
        List<SeriesNode> nodes = [];
        List<(int Type, int Area)> totals = [];
        for (int a = 0; a < areas.Names.Count; a++)
        {
            for (int t = 0; t < types.Names.Count; t++)
            {
                if (!(types.IsLeaf[t] && areas.IsLeaf[a]))
                {
                    totals.Add((t, a));
                }
            }
        }

        foreach ((int t, int a) in totals.OrderBy(p => areas.Depth(p.Area)).ThenBy(p => types.Depth(p.Type)))
        {
            nodes.Add(new SeriesNode(nodes.Count, new SeriesKey(types.Names[t], areas.Names[a]), types.Depth(t), areas.Depth(a), IsBottom: false));
        }

        foreach (string area in areas.Leaves)
        {
            foreach (string type in types.Leaves)
            {
                nodes.Add(new SeriesNode(nodes.Count, new SeriesKey(type, area), types.Depth(types.IndexOf(type)), areas.Depth(areas.IndexOf(area)), IsBottom: true));
            }
        }

        return nodes;
    }

    private static SummingStructure Sum(SeriesTree types, SeriesTree areas, IReadOnlyList<SeriesNode> nodes)
    {
        List<int[]> parts = [];
        foreach (SeriesNode node in nodes)
        {
            if (node.IsBottom)
            {
                break;
            }

            ReadOnlySpan<int> below = types.LeavesBelow(types.IndexOf(node.Key.Type));
            List<int> added = [];
            foreach (int area in areas.LeavesBelow(areas.IndexOf(node.Key.Area)))
            {
                foreach (int type in below)
                {
                    added.Add((area * types.Leaves.Count) + type);
                }
            }

            parts.Add([.. added]);
        }

        return new SummingStructure(types.Leaves.Count * areas.Leaves.Count, parts);
    }

    private void AddUp(int aggregate)
    {
        Span<double> sums = _values.AsSpan(aggregate * Length, Length);
        Span<bool> gone = _missing.AsSpan(aggregate * Length, Length);
        int begin = Length, stop = 0;
        foreach (int part in Structure.Parts(aggregate))
        {
            int node = Structure.AggregateCount + part;
            (int first, int end) = _spans[node];
            if (first >= end)
            {
                continue;
            }

            begin = Math.Min(begin, first);
            stop = Math.Max(stop, end);
            ReadOnlySpan<double> values = Values(node);
            ReadOnlySpan<bool> missing = Missing(node);
            for (int m = first; m < end; m++)
            {
                sums[m] += values[m];
                gone[m] |= missing[m];
            }
        }

        _spans[aggregate] = begin < stop ? (begin, stop) : (0, 0);
        for (int m = 0; m < Length; m++)
        {
            if (m < begin || m >= stop)
            {
                gone[m] = true;
            }

            if (gone[m])
            {
                sums[m] = 0;
            }
        }
    }

    /// <summary>Puts the parts together and notes what is odd.</summary>
    private sealed class Assembly
    {
        private readonly SeriesTree _types, _areas;
        private readonly IReadOnlyDictionary<SeriesKey, MonthlySeries> _given;
        private readonly SeriesHierarchyOptions _options;
        private readonly List<HierarchyFinding> _findings = [];
        private readonly Month _start, _last;

        public Assembly(SeriesTree types, SeriesTree areas, IReadOnlyDictionary<SeriesKey, MonthlySeries> given, SeriesHierarchyOptions options)
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
                if (hierarchy.Nodes[node].IsBottom)
                {
                    continue;
                }

                int differing = 0, worst = 0;
                double largest = 0;
                Month? first = null;
                for (int i = 0; i < reported.Length; i++)
                {
                    int m = reported.MonthAt(i).Since(_start);
                    if (m < 0 || m >= hierarchy.Length || reported.IsMissing(i))
                    {
                        continue;
                    }

                    if (hierarchy._missing[(node * hierarchy.Length) + m])
                    {
                        if (reported.Values[i] >= 0 && hierarchy._spans[node] is var (begin, end) && m >= begin && m < end)
                        {
                            hierarchy._values[(node * hierarchy.Length) + m] = reported.Values[i];
                            hierarchy._missing[(node * hierarchy.Length) + m] = false;
                        }

                        continue;
                    }

                    double difference = reported.Values[i] - hierarchy.Values(node)[m];
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

                (int from, int to) = hierarchy._spans[node];
                hierarchy._series[node] = from < to && hierarchy.Missing(node)[from..to].Contains(false)
                    ? new MonthlySeries(_start.AddMonths(from), hierarchy.Values(node)[from..to], hierarchy.Missing(node)[from..to])
                    : null;
            }

            return hierarchy;
        }
    }
}
