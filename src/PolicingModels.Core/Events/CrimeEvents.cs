using System.Collections.Frozen;
using System.Globalization;

namespace PolicingModels;

/// <summary>An immutable, columnar table of crime events: one row per event, coordinates in metres, times as whole minutes.</summary>
/// <remarks>
/// An event that is known exactly has a window of no length (<c>To == From</c>). An event that is known only to lie in
/// <c>[From, To)</c> (a theft overnight, a record that carries only its month) keeps the window, and counts fractionally per period
/// when it is counted aoristically (Ratcliffe 2002, doi:10.1023/A:1013240828824). The arrays given to the constructor are taken, not copied: do not write to
/// them afterwards. Thread-safe.
/// </remarks>
public sealed class CrimeEvents
{
    /// <summary>Minutes in a day.</summary>
    public const int MinutesPerDay = 1440;

    private readonly double[] _easting;
    private readonly double[] _northing;
    private readonly int[] _day;
    private readonly long[]? _fromMinute;
    private readonly long[]? _toMinute;
    private readonly int[]? _recordedDay;
    private readonly FrozenDictionary<string, CategoryColumn> _categories;

    /// <summary>Makes a table from its columns, all of the same length.</summary>
    /// <param name="easting">Metres east in <paramref name="coordinates"/>; finite.</param>
    /// <param name="northing">Metres north in <paramref name="coordinates"/>; finite.</param>
    /// <param name="day">The day of each event (the day of its <em>from</em>), as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="coordinates">The plane of the coordinates.</param>
    /// <param name="fromMinute">Start of each window in minutes since 0001-01-01T00:00; null where days are all that is known.</param>
    /// <param name="toMinute">End of each window (exclusive; equal to the start where the moment is known); null with <paramref name="fromMinute"/>.</param>
    /// <param name="recordedDay">The day on which each event was recorded; null where it is not known.</param>
    /// <param name="ids">Identifiers; null where the source has none.</param>
    /// <param name="categories">Named categorical columns: offence code, crime type, vehicle type, person, role.</param>
    /// <param name="people">Links to people, where an event may have several; null where the source has none.</param>
    /// <exception cref="ArgumentException">Columns differ in length, a coordinate is not finite, a window ends before it starts, or the links are of another number of events.</exception>
    public CrimeEvents(
        double[] easting,
        double[] northing,
        int[] day,
        CoordinateSystem coordinates,
        long[]? fromMinute = null,
        long[]? toMinute = null,
        int[]? recordedDay = null,
        string[]? ids = null,
        IEnumerable<CategoryColumn>? categories = null,
        PersonLinks? people = null)
    {
        ArgumentNullException.ThrowIfNull(easting);
        ArgumentNullException.ThrowIfNull(northing);
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(coordinates);
        RequireLength(northing.Length, easting.Length, nameof(northing));
        RequireLength(day.Length, easting.Length, nameof(day));
        RequireLength(fromMinute?.Length, easting.Length, nameof(fromMinute));
        RequireLength(toMinute?.Length, easting.Length, nameof(toMinute));
        RequireLength(recordedDay?.Length, easting.Length, nameof(recordedDay));
        RequireLength(ids?.Length, easting.Length, nameof(ids));
        if (people is not null && people.EventCount != easting.Length)
        {
            throw new ArgumentException($"The links are of {people.EventCount} events where the table has {easting.Length}.", nameof(people));
        }

        if (fromMinute is null != toMinute is null)
        {
            throw new ArgumentException("A window has both ends: give fromMinute and toMinute, or neither.", nameof(toMinute));
        }

        for (int i = 0; i < easting.Length; i++)
        {
            if (!double.IsFinite(easting[i]) || !double.IsFinite(northing[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {i} has the coordinates ({easting[i]}, {northing[i]}); eastings and northings are finite metres."), nameof(easting));
            }

            if (toMinute is not null && toMinute[i] < fromMinute![i])
            {
                throw new ArgumentException($"Row {i} ends ({toMinute[i]}) before it starts ({fromMinute[i]}).", nameof(toMinute));
            }

            HasWindows |= toMinute is not null && toMinute[i] > fromMinute![i];
        }

        Dictionary<string, CategoryColumn> columns = new(StringComparer.OrdinalIgnoreCase);
        foreach (CategoryColumn column in categories ?? [])
        {
            RequireLength(column.Count, easting.Length, column.Name);
            if (!columns.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"The column “{column.Name}” is given twice.", nameof(categories));
            }
        }

        _easting = easting;
        _northing = northing;
        _day = day;
        _fromMinute = fromMinute;
        _toMinute = toMinute;
        _recordedDay = recordedDay;
        Ids = ids;
        People = people;
        Coordinates = coordinates;
        _categories = columns.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The number of events.</summary>
    public int Count => _easting.Length;

    /// <summary>The plane of the coordinates.</summary>
    public CoordinateSystem Coordinates { get; }

    /// <summary>Metres east.</summary>
    public ReadOnlySpan<double> Easting => _easting;

    /// <summary>Metres north.</summary>
    public ReadOnlySpan<double> Northing => _northing;

    /// <summary>The day of each event's start, as <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> Day => _day;

    /// <summary>Whether the source gave times (exact or as windows), not only days.</summary>
    public bool HasTimes => _fromMinute is not null;

    /// <summary>Whether at least one event is known only to lie in a window.</summary>
    public bool HasWindows { get; }

    /// <summary>Start of each window in minutes since 0001-01-01T00:00; empty where <see cref="HasTimes"/> is false.</summary>
    public ReadOnlySpan<long> FromMinute => _fromMinute;

    /// <summary>End of each window (exclusive) in minutes since 0001-01-01T00:00; empty where <see cref="HasTimes"/> is false.</summary>
    public ReadOnlySpan<long> ToMinute => _toMinute;

    /// <summary>Whether the source says when each event was recorded.</summary>
    public bool HasRecordedDays => _recordedDay is not null;

    /// <summary>The day each event was recorded, as <see cref="DateOnly.DayNumber"/>; empty where it is not known.</summary>
    public ReadOnlySpan<int> RecordedDay => _recordedDay;

    /// <summary>Identifiers as the source gave them; null where it gave none.</summary>
    public IReadOnlyList<string>? Ids { get; }

    /// <summary>The categorical columns by name (case-insensitive).</summary>
    public IReadOnlyDictionary<string, CategoryColumn> Categories => _categories;

    /// <summary>Who was linked to each event, in which role; null where the source has at most one person per event (a category) or none.</summary>
    public PersonLinks? People { get; }

    /// <summary>The first and the last day of any event start; null for an empty table.</summary>
    public (DateOnly First, DateOnly Last)? DayRange
    {
        get
        {
            if (Count == 0)
            {
                return null;
            }

            int first = int.MaxValue, last = int.MinValue;
            foreach (int day in _day)
            {
                first = Math.Min(first, day);
                last = Math.Max(last, day);
            }

            return (DateOnly.FromDayNumber(first), DateOnly.FromDayNumber(last));
        }
    }

    /// <summary>The last day on which an event was not yet known: it is known at the start of the next day and from then on.</summary>
    /// <param name="row">A row.</param>
    /// <returns>
    /// As <see cref="DateOnly.DayNumber"/>, the latest of the day it happened, the last day of its window (known only to lie in May: 31 May) and,
    /// where recording days are known, the day it was recorded.
    /// </returns>
    /// <remarks>The one rule of what was known when, here and in every view of counts as they were in the past.</remarks>
    public int LastUnknownDay(int row)
    {
        int day = _day[row];
        if (_toMinute is not null && _toMinute[row] > _fromMinute![row])
        {
            day = Math.Max(day, (int)((_toMinute[row] - 1) / MinutesPerDay));
        }

        return _recordedDay is null ? day : Math.Max(day, _recordedDay[row]);
    }

    /// <summary>The events that were known at the start of a day: that had happened, whose window had ended and which, where recording days are known, had been recorded (<see cref="LastUnknownDay"/>).</summary>
    /// <param name="asOf">First day whose events and records are not yet known.</param>
    /// <returns>A table of its own, rows in the same order.</returns>
    public CrimeEvents KnownBefore(DateOnly asOf)
    {
        int limit = asOf.DayNumber;
        return Where(i => LastUnknownDay(i) < limit);
    }

    /// <summary>The events that a predicate keeps, in the same order.</summary>
    /// <param name="keep">Takes a row index.</param>
    public CrimeEvents Where(Func<int, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        List<int> rows = new(Count);
        for (int i = 0; i < Count; i++)
        {
            if (keep(i))
            {
                rows.Add(i);
            }
        }

        return rows.Count == Count ? this : Select([.. rows]);
    }

    /// <summary>The events at given rows, in the order given.</summary>
    public CrimeEvents Select(ReadOnlySpan<int> rows)
    {
        int[] at = rows.ToArray();
        return new CrimeEvents(
            Pick(_easting, at)!,
            Pick(_northing, at)!,
            Pick(_day, at)!,
            Coordinates,
            Pick(_fromMinute, at),
            Pick(_toMinute, at),
            Pick(_recordedDay, at),
            Ids is null ? null : Array.ConvertAll(at, i => Ids[i]),
            _categories.Values.Select(c => c.Select(at)),
            People?.Select(at));
    }

    private static T[]? Pick<T>(T[]? column, int[] rows) => column is null ? null : Array.ConvertAll(rows, i => column[i]);

    private static void RequireLength(int? length, int expected, string name)
    {
        if (length is { } given && given != expected)
        {
            throw new ArgumentException($"The column {name} has {given} rows where the eastings have {expected}; all columns have one row per event.", name);
        }
    }
}
