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

    internal SeriesHierarchy(SeriesTree types, SeriesTree areas, Month start, int length, double[] bottom, bool[] missing, (int First, int End)[] spans, List<HierarchyFinding> findings)
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
            _series[i] = SeriesOf(i);
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
        return new HierarchyAssembly(types, areas, series, options).Build();
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

    /// <summary>Lets a reported total stand in where it is missing because a part of it is.</summary>
    internal void StandIn(int node, MonthlySeries reported)
    {
        (int first, int end) = _spans[node];
        for (int i = 0; i < reported.Length; i++)
        {
            int m = reported.MonthAt(i).Since(Start);
            if (m >= first && m < end && _missing[(node * Length) + m] && !reported.IsMissing(i) && reported.Values[i] >= 0)
            {
                _values[(node * Length) + m] = reported.Values[i];
                _missing[(node * Length) + m] = false;
            }
        }

        _series[node] = SeriesOf(node);
    }

    private MonthlySeries? SeriesOf(int node)
    {
        (int first, int end) = _spans[node];
        ReadOnlySpan<bool> gone = Missing(node)[first..end];
        return gone.Contains(false) ? new MonthlySeries(Start.AddMonths(first), Values(node)[first..end], gone.Contains(true) ? gone : default) : null;
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
}
