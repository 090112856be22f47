namespace PolicingModels.Gridding;

/// <summary>Counts of events per period, cell and category. Immutable and thread-safe.</summary>
/// <remarks>
/// Made by <see cref="Counting.Count"/> from events, or from values that were counted elsewhere. Kept dense (8 bytes per category, period
/// and cell) or sparse (12 bytes per cell that holds something); <see cref="Bytes"/> says how much. Views such as <see cref="Before"/>
/// and <see cref="ForCategory"/> share the values.
/// </remarks>
public sealed class SpaceTimeCounts
{
    private readonly CountStore _store;
    private readonly CountSource? _source;
    private readonly SpaceTimeCounts? _root;
    // Where the categories begin in the store and among those counted from the source; a view of one category shares the store.
    private readonly int _firstCategory;
    private readonly int _firstSourceCategory;
    private readonly bool _isTotal;
    private readonly Lazy<CrimeEvents?> _events;
    private double[]? _cellAreas;

    /// <summary>Makes counts from dense values.</summary>
    /// <param name="grid">The cells.</param>
    /// <param name="periods">The periods.</param>
    /// <param name="values">One array per category, periods × cells, row by row in time order; finite and not negative. Taken, not copied.</param>
    /// <param name="categories">One distinct name per category; null for a single unnamed one.</param>
    /// <param name="events">The events that were counted, where they are at hand.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a count is negative or not finite.</exception>
    public SpaceTimeCounts(IGrid grid, PeriodSequence periods, double[][] values, IReadOnlyList<string>? categories = null, CrimeEvents? events = null)
        : this(grid, periods, Checked(grid, periods, values, ref categories, out bool isWhole), categories!, events is null ? null : new CountSource(events), null, isWhole)
    {
    }

    internal SpaceTimeCounts(IGrid grid, PeriodSequence periods, CountStore store, IReadOnlyList<string> categories, CountSource? source, CountingOutcome? outcome, bool isWhole)
    {
        Grid = grid;
        Periods = periods;
        Categories = categories;
        Outcome = outcome;
        IsWhole = isWhole;
        _store = store;
        _source = source;
        _events = new Lazy<CrimeEvents?>(FindEvents);
    }

    private SpaceTimeCounts(SpaceTimeCounts of, PeriodSequence periods, CountStore store, IReadOnlyList<string> categories, int firstCategory, int firstSourceCategory, bool isTotal, DateOnly? knownAt)
        : this(of.Grid, periods, store, categories, of._source, of.Outcome, of.IsWhole)
    {
        _cellAreas = of._cellAreas;
        _firstCategory = firstCategory;
        _firstSourceCategory = firstSourceCategory;
        _isTotal = isTotal;
        KnownAt = knownAt;
        // A later view of the past goes back to the counts of today, so that what it leaves out is left out once.
        _root = knownAt is null ? null : of._root ?? of;
    }

    /// <summary>The cells.</summary>
    public IGrid Grid { get; }

    /// <summary>The periods.</summary>
    public PeriodSequence Periods { get; }

    /// <summary>The names of the categories; a single empty name where events are not split.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Where every event went; null for counts that were made elsewhere. A view carries the outcome of the counts it was taken from.</summary>
    public CountingOutcome? Outcome { get; }

    /// <summary>The first day that was not yet known, in a view made by <see cref="Before"/>; null in counts of all that was given.</summary>
    public DateOnly? KnownAt { get; }

    /// <summary>Whether every count is a whole number; aoristic counts, and views of them, are not.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether only cells that hold something are kept. Then <see cref="Row"/> makes a new array at each call; <see cref="CopyPeriod"/> does not.</summary>
    public bool IsSparse => _store.IsSparse;

    /// <summary>The memory of the values, in bytes; views share it.</summary>
    public long Bytes => _store.Bytes;

    /// <summary>The number of cells.</summary>
    public int CellCount => _store.Cells;

    /// <summary>The number of periods.</summary>
    public int PeriodCount => Periods.Count;

    /// <summary>The number of categories.</summary>
    public int CategoryCount => Categories.Count;

    /// <summary>Whether the events that were counted are at hand.</summary>
    public bool HasEvents => _source is not null;

    /// <summary>
    /// The events behind these counts, for models that work on points: those that started before the periods end, of the category
    /// chosen, and in a view of the past those known then. Null where counts were made without events.
    /// </summary>
    /// <remarks>They may lie outside the area or before the first period. Selected and copied at the first use only, and kept.</remarks>
    public CrimeEvents? Events => _events.Value;

    /// <summary>The count of one period and cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period or category does not exist.</exception>
    public double this[int period, int cell, int category = 0]
    {
        get
        {
            Require(period, category);
            return _store.Value(period, cell, _firstCategory + category);
        }
    }

    /// <summary>The area of each cell inside the study area, in km²: the exposure.</summary>
    public ReadOnlySpan<double> CellAreas => _cellAreas ??= [.. Grid.Cells.Select(c => c.AreaSquareKilometres)];

    /// <summary>The exposure of a count: the cell's area times the period's length, in km² × days.</summary>
    public double Exposure(int period, int cell) => CellAreas[cell] * Periods[period].Days;

    /// <summary>The counts of one period, one per cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period or category does not exist.</exception>
    public ReadOnlySpan<double> Row(int period, int category = 0)
    {
        Require(period, category);
        return _store.Row(period, _firstCategory + category);
    }

    /// <summary>Copies the counts of one period, one per cell.</summary>
    /// <param name="period">The period.</param>
    /// <param name="to">Receives <see cref="CellCount"/> counts.</param>
    /// <param name="category">The category.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period or category does not exist.</exception>
    /// <exception cref="ArgumentException">The buffer is shorter than <see cref="CellCount"/>.</exception>
    public void CopyPeriod(int period, Span<double> to, int category = 0)
    {
        Require(period, category);
        if (to.Length < CellCount)
        {
            throw new ArgumentException($"The buffer holds {to.Length} counts where there are {CellCount} cells.", nameof(to));
        }

        to[..CellCount].Clear();
        _store.AddRow(period, _firstCategory + category, to[..CellCount]);
    }

    /// <summary>The sum over all cells, one per period.</summary>
    public double[] PeriodTotals(int category = 0)
    {
        Require(0, category);
        double[] totals = new double[PeriodCount];
        for (int p = 0; p < totals.Length; p++)
        {
            totals[p] = _store.RowSum(p, _firstCategory + category);
        }

        return totals;
    }

    /// <summary>The sum over all periods, one per cell.</summary>
    public double[] CellTotals(int category = 0)
    {
        Require(0, category);
        double[] totals = new double[CellCount];
        for (int p = 0; p < PeriodCount; p++)
        {
            _store.AddRow(p, _firstCategory + category, totals);
        }

        return totals;
    }

    /// <summary>The sum over all periods and cells of a category.</summary>
    public double Sum(int category = 0) => PeriodTotals(category).Sum();

    /// <summary>The first periods as they were known when the next one began: a history to forecast from.</summary>
    /// <param name="period">How many periods, 1 to <see cref="PeriodCount"/>.</param>
    /// <returns>A view of the first <paramref name="period"/> periods.</returns>
    /// <remarks>
    /// <see cref="KnownAt"/> is the start of the next period (the end of the last one where there is no next, or where periods overlap: a
    /// rolling window that starts before <see cref="KnownAt"/> is no honest target). An event is known from the day after it happened, its
    /// window ended and (where recording days are known) it was recorded, whichever is latest; what was not known then is taken out of
    /// the counts and of <see cref="Events"/>. The counts are exactly those that <see cref="Counting.Count"/> would have given then;
    /// values counted elsewhere are taken as they are. Values are shared, not copied: only periods that hold later-known events are made
    /// anew. Such events are found in one pass at the first call.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such period, or none before it.</exception>
    public SpaceTimeCounts Before(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, PeriodCount);
        if (_root is not null)
        {
            return period == PeriodCount ? this : _root.Before(period);
        }

        DateOnly end = Periods[period - 1].End;
        DateOnly knownAt = period < PeriodCount && Periods[period].Start > end ? Periods[period].Start : end;
        return AsKnown(Periods.Take(period), knownAt);
    }

    /// <summary>The counts of one category, as a view.</summary>
    /// <param name="name">One of <see cref="Categories"/>; exact, case-sensitive.</param>
    /// <exception cref="ArgumentException">There is no such category.</exception>
    public SpaceTimeCounts ForCategory(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int c = 0; c < Categories.Count; c++)
        {
            if (Categories[c] == name)
            {
                return Categories.Count == 1 ? this : Derived(s => new SpaceTimeCounts(s, s.Periods, s._store, [name], s._firstCategory + c, s._firstSourceCategory + c, false, null));
            }
        }

        throw new ArgumentException($"There is no category “{name}”; there are {string.Join(", ", Categories.Select(c => $"“{c}”"))}.", nameof(name));
    }

    /// <summary>The counts of all categories together.</summary>
    /// <returns>Counts of a single unnamed category; this object where there is one already.</returns>
    public SpaceTimeCounts Total()
    {
        return Categories.Count == 1
            ? this
            : Derived(s => new SpaceTimeCounts(s, s.Periods, s._store.Summed(s.PeriodCount, s.CategoryCount), [""], 0, 0, true, null));
    }

    /// <summary>The same counts kept dense, so that <see cref="Row"/> does not allocate.</summary>
    public SpaceTimeCounts ToDense() => IsSparse ? Derived(WithDenseStore) : this;

    private static SpaceTimeCounts WithDenseStore(SpaceTimeCounts counts)
    {
        double[][] values = new double[counts.CategoryCount][];
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = new double[counts.PeriodCount * counts.CellCount];
            for (int p = 0; p < counts.PeriodCount; p++)
            {
                counts._store.AddRow(p, counts._firstCategory + c, values[c].AsSpan(p * counts.CellCount, counts.CellCount));
            }
        }

        return new SpaceTimeCounts(counts, counts.Periods, new DenseCountStore(counts.CellCount, values), counts.Categories, 0, counts._firstSourceCategory, counts._isTotal, null);
    }

    /// <summary>Applies a change to today's counts, then looks at the past again where this is a view of it.</summary>
    private SpaceTimeCounts Derived(Func<SpaceTimeCounts, SpaceTimeCounts> change)
    {
        if (_root is null)
        {
            return change(this);
        }

        SpaceTimeCounts today = change(_root);
        return today.AsKnown(Periods, KnownAt!.Value);
    }

    private SpaceTimeCounts AsKnown(PeriodSequence periods, DateOnly knownAt) =>
        new(this, periods, WithoutUnknown(periods.Count, knownAt), Categories, _firstCategory, _firstSourceCategory, _isTotal, knownAt);

    private CountStore WithoutUnknown(int periods, DateOnly knownAt)
    {
        Dictionary<(int Period, int Category), double[]>? rows = null;
        foreach (LateEntry entry in _source is null ? [] : _source.Late)
        {
            if (entry.Period >= periods)
            {
                break;
            }

            int category = _isTotal ? 0 : entry.Category - _firstSourceCategory;
            if (entry.LastUnknownDay < knownAt.DayNumber || (uint)category >= (uint)CategoryCount)
            {
                continue;
            }

            category += _firstCategory;
            rows ??= [];
            if (!rows.TryGetValue((entry.Period, category), out double[]? row))
            {
                rows.Add((entry.Period, category), row = _store.Row(entry.Period, category).ToArray());
            }

            row[entry.Cell] -= entry.Weight;
        }

        return rows is null ? _store : new OverlaidCountStore(_store, rows);
    }

    private CrimeEvents? FindEvents()
    {
        string? category = _isTotal || _source is null || (CategoryCount > 1 || Categories[0].Length == 0) ? null : Categories[0];
        return _source?.Known(KnownAt, KnownAt ?? Periods.End, category);
    }

    private void Require(int period, int category)
    {
        if ((uint)period >= (uint)PeriodCount)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, $"Periods run from 0 to {PeriodCount - 1}.");
        }

        if ((uint)category >= (uint)CategoryCount)
        {
            throw new ArgumentOutOfRangeException(nameof(category), category, $"Categories run from 0 to {CategoryCount - 1}.");
        }
    }

    private static DenseCountStore Checked(IGrid grid, PeriodSequence periods, double[][] values, ref IReadOnlyList<string>? categories, out bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(values);
        categories ??= [""];
        if (values.Length != categories.Count || values.Length == 0)
        {
            throw new ArgumentException($"There are {values.Length} arrays of counts for {categories.Count} categories; there is one per category, and at least one.", nameof(values));
        }

        if (categories.Distinct(StringComparer.Ordinal).Count() != categories.Count)
        {
            throw new ArgumentException("The names of the categories are distinct.", nameof(categories));
        }

        isWhole = true;
        int cells = grid.Cells.Count;
        foreach (double[] category in values)
        {
            if (category.Length < (long)cells * periods.Count)
            {
                throw new ArgumentException($"An array holds {category.Length} counts where {periods.Count} periods × {cells} cells are needed.", nameof(values));
            }

            for (int i = 0; i < periods.Count * cells; i++)
            {
                double count = category[i];
                if (!(count >= 0) || double.IsInfinity(count))
                {
                    throw new ArgumentException($"Period {i / cells}, cell {i % cells} counts {count}; counts are finite and not negative.", nameof(values));
                }

                isWhole &= count == Math.Floor(count);
            }
        }

        return new DenseCountStore(cells, values);
    }
}
