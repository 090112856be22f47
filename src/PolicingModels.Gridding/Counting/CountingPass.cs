namespace PolicingModels.Gridding;

/// <summary>Receives what one pass over the events finds: a weight for a category, period and cell.</summary>
internal interface ICountSink
{
    void Add(int row, int category, int period, int cell, double weight);
}

/// <summary>Where events went, in units of <see cref="AoristicWeights.Resolution"/>: whole numbers, so that sums are exact.</summary>
internal sealed class CountingTally(bool listRows)
{
    public long Counted;
    public long MissingCategory;
    public long UnlistedCategory;
    public long OutsideArea;
    public long OutsidePeriods;
    public long NotYetKnown;
    public bool HasFractions;

    public List<int>? RowsOutsideArea { get; } = listRows ? [] : null;

    public List<int>? RowsOutsidePeriods { get; } = listRows ? [] : null;

    /// <summary>Adds what a later range of rows gave.</summary>
    public void Add(CountingTally later)
    {
        Counted += later.Counted;
        MissingCategory += later.MissingCategory;
        UnlistedCategory += later.UnlistedCategory;
        OutsideArea += later.OutsideArea;
        OutsidePeriods += later.OutsidePeriods;
        NotYetKnown += later.NotYetKnown;
        HasFractions |= later.HasFractions;
        RowsOutsideArea?.AddRange(later.RowsOutsideArea!);
        RowsOutsidePeriods?.AddRange(later.RowsOutsidePeriods!);
    }

    public CountingOutcome ToOutcome(int events) => new()
    {
        Events = events,
        Counted = Counted * AoristicWeights.Resolution,
        MissingCategory = MissingCategory * AoristicWeights.Resolution,
        UnlistedCategory = UnlistedCategory * AoristicWeights.Resolution,
        OutsideArea = OutsideArea * AoristicWeights.Resolution,
        OutsidePeriods = OutsidePeriods * AoristicWeights.Resolution,
        NotYetKnown = NotYetKnown * AoristicWeights.Resolution,
        RowsOutsideArea = RowsOutsideArea,
        RowsOutsidePeriods = RowsOutsidePeriods,
    };
}

/// <summary>One pass over events under given options: which category, periods and cell each belongs to, and with which weight.</summary>
internal sealed class CountingPass
{
    private const int BlockEvents = 2048;
    private readonly IGrid _grid;
    private readonly CrimeEvents _events;
    private readonly CountingOptions _options;
    private readonly int[] _categoryOfCode;
    private readonly int _missing;

    public CountingPass(IGrid grid, CrimeEvents events, PeriodSequence periods, CountingOptions options)
    {
        CountingOptions.Validate(options, events);
        _grid = grid;
        _events = events;
        _options = options;
        Lookup = new PeriodIndex(periods);
        (Categories, _categoryOfCode, _missing) = MapCategories(events, options);
    }

    public IReadOnlyList<string> Categories { get; }

    public PeriodIndex Lookup { get; }

    /// <summary>Whether every event falls whole into one category, one day and its cell: the shape that the fast kernels count.</summary>
    public bool IsPlain => _options.CategoryColumn is null && !Lookup.Periods.Overlaps && !_events.HasWindows && _options.KnownAt is null && !_options.ListOutside;

    public int LastUnknownDay(int row) => _events.LastUnknownDay(row);

    public void Run<TSink>(int first, int last, ref TSink sink, CountingTally tally, CancellationToken cancellationToken)
        where TSink : struct, ICountSink
    {
        Span<int> cells = stackalloc int[BlockEvents];
        ReadOnlySpan<int> codes = _options.CategoryColumn is null ? default : _events.Categories[_options.CategoryColumn].Codes;
        int limit = _options.KnownAt?.DayNumber ?? int.MaxValue;
        for (int block = first; block < last; block += BlockEvents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int n = Math.Min(BlockEvents, last - block);
            _grid.Locate(_events.Easting.Slice(block, n), _events.Northing.Slice(block, n), cells[..n]);
            for (int i = 0; i < n; i++)
            {
                int row = block + i;
                if (limit != int.MaxValue && LastUnknownDay(row) >= limit)
                {
                    tally.NotYetKnown += AoristicWeights.UnitsPerEvent;
                    continue;
                }

                if (cells[i] < 0)
                {
                    tally.OutsideArea += AoristicWeights.UnitsPerEvent;
                    tally.RowsOutsideArea?.Add(row);
                    continue;
                }

                int category = codes.IsEmpty ? 0 : _categoryOfCode[codes[row] + 1];
                if (category < 0)
                {
                    tally.UnlistedCategory += AoristicWeights.UnitsPerEvent;
                    continue;
                }

                long inside = AddPeriods(row, category, cells[i], ref sink, tally);
                if (inside < AoristicWeights.UnitsPerEvent)
                {
                    tally.OutsidePeriods += AoristicWeights.UnitsPerEvent - inside;
                    tally.RowsOutsidePeriods?.Add(row);
                }

                if (category == _missing)
                {
                    tally.MissingCategory += inside;
                }
                else
                {
                    tally.Counted += inside;
                }
            }
        }
    }

    /// <summary>Adds an event to its periods; returns how much of it lies in at least one.</summary>
    private long AddPeriods<TSink>(int row, int category, int cell, ref TSink sink, CountingTally tally)
        where TSink : struct, ICountSink
    {
        PeriodIndex lookup = Lookup;
        if (_events.HasTimes && _events.ToMinute[row] > _events.FromMinute[row] && _options.TimeAssignment != TimeAssignment.Start)
        {
            long from = _events.FromMinute[row], to = _events.ToMinute[row];
            if (_options.TimeAssignment == TimeAssignment.Aoristic)
            {
                return AddWindow(row, category, cell, from, to, ref sink, tally);
            }

            long moment = _options.TimeAssignment == TimeAssignment.Midpoint ? from + ((to - from) / 2) : to - 1;
            return AddDay(row, category, cell, (int)(moment / CrimeEvents.MinutesPerDay), lookup, ref sink);
        }

        return AddDay(row, category, cell, _events.Day[row], lookup, ref sink);
    }

    private static long AddDay<TSink>(int row, int category, int cell, int day, PeriodIndex lookup, ref TSink sink)
        where TSink : struct, ICountSink
    {
        int period = lookup.OfDay(day);
        if (period < 0)
        {
            return 0;
        }

        sink.Add(row, category, period, cell, 1);
        for (int p = period + 1; lookup.Periods.Overlaps && p < lookup.Periods.Count && lookup.Periods[p].Start.DayNumber <= day; p++)
        {
            sink.Add(row, category, p, cell, 1);
        }

        return AoristicWeights.UnitsPerEvent;
    }

    private long AddWindow<TSink>(int row, int category, int cell, long from, long to, ref TSink sink, CountingTally tally)
        where TSink : struct, ICountSink
    {
        PeriodIndex lookup = Lookup;
        long inside = 0, coveredTo = from;
        for (int p = lookup.FirstEndingAfter(from); p < lookup.StartMinute.Length && lookup.StartMinute[p] < to; p++)
        {
            long units = AoristicWeights.Units(from, to, lookup.StartMinute[p], lookup.EndMinute[p]);
            if (units > 0)
            {
                tally.HasFractions |= units < AoristicWeights.UnitsPerEvent;
                sink.Add(row, category, p, cell, units * AoristicWeights.Resolution);
            }

            inside += AoristicWeights.Units(from, to, Math.Max(coveredTo, lookup.StartMinute[p]), Math.Max(coveredTo, lookup.EndMinute[p]));
            coveredTo = Math.Max(coveredTo, lookup.EndMinute[p]);
        }

        return inside;
    }

    private static (IReadOnlyList<string> Categories, int[] OfCode, int Missing) MapCategories(CrimeEvents events, CountingOptions options)
    {
        if (options.CategoryColumn is null)
        {
            return ([""], [], -1);
        }

        CategoryColumn column = events.Categories[options.CategoryColumn];
        List<string> names = [.. options.Categories ?? column.Levels];
        int missing = names.IndexOf(CountingOptions.MissingCategory);
        if (missing < 0 && column.Codes.Contains(-1))
        {
            missing = names.Count;
            names.Add(CountingOptions.MissingCategory);
        }

        if (names.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, $"The column “{column.Name}” holds no category at all. Bring events, or list the Categories to count.");
        }

        int[] ofCode = new int[column.Levels.Count + 1];
        ofCode[0] = missing;
        for (int code = 0; code < column.Levels.Count; code++)
        {
            ofCode[code + 1] = names.IndexOf(column.Levels[code]);
        }

        return (names, ofCode, missing);
    }
}
