namespace PolicingModels.Gridding;

/// <summary>What counts were made from: lets a view of the past leave out what was not known then.</summary>
internal sealed class CountSource
{
    private readonly Lazy<LateEntry[]> _late;
    private readonly CountingOptions? _options;

    /// <summary>Events that were counted here.</summary>
    public CountSource(IGrid grid, CrimeEvents events, PeriodSequence periods, CountingOptions options)
    {
        Events = events;
        _options = options;
        _late = new Lazy<LateEntry[]>(() => FindLate(new CountingPass(grid, events, periods, options), events));
    }

    /// <summary>Events that somebody else counted: they can be filtered, but not counted again.</summary>
    public CountSource(CrimeEvents events)
    {
        Events = events;
        _late = new Lazy<LateEntry[]>([]);
    }

    public CrimeEvents Events { get; }

    /// <summary>Entries known only after their period's end, in time order.</summary>
    public ReadOnlySpan<LateEntry> Late => _late.Value;

    /// <summary>The events of a category (null for all) that were known at the start of a day.</summary>
    public CrimeEvents Known(DateOnly? knownAt, DateOnly end, string? category)
    {
        CrimeEvents events = Events;
        int last = end.DayNumber, limit = Math.Min(knownAt?.DayNumber ?? int.MaxValue, _options?.KnownAt?.DayNumber ?? int.MaxValue);
        CategoryColumn? column = category is null || _options?.CategoryColumn is null ? null : events.Categories[_options.CategoryColumn];
        int code = column?.CodeOf(category!) ?? -1;
        bool includesMissing = category == CountingOptions.MissingCategory;
        return events.Where(i =>
            events.Day[i] < last
            && (limit == int.MaxValue || events.LastUnknownDay(i) < limit)
            && (column is null || (column.Codes[i] < 0 ? includesMissing : column.Codes[i] == code)));
    }

    private static LateEntry[] FindLate(CountingPass pass, CrimeEvents events)
    {
        if (!events.HasRecordedDays && !events.HasWindows)
        {
            return [];
        }

        List<LateEntry> late = [];
        LateSink sink = new(pass, late);
        pass.Run(0, events.Count, ref sink, new CountingTally(false), default);
        LateEntry[] sorted = [.. late];
        Array.Sort(sorted, (a, b) => a.Period.CompareTo(b.Period));
        return sorted;
    }
}
