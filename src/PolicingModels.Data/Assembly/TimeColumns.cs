using System.Globalization;

namespace PolicingModels.Data;

/// <summary>The times of the rows: days alone where nothing finer or coarser came in, windows of minutes otherwise.</summary>
internal sealed class TimeColumns
{
    private readonly GrowingColumn<int> _day = new();
    private readonly SortedSet<int> _months = [];
    private GrowingColumn<long>? _from;
    private GrowingColumn<long>? _to;
    private int _lastMonth = int.MinValue;
    private long _monthStamped;
    private long _recordsDays;

    /// <summary>Rows whose end was missing where a column for it exists.</summary>
    public long MissingEnds { get; set; }

    public void Add(Moment from, Moment to)
    {
        int day = from.Day;
        bool wholeDay = from.Precision == MomentPrecision.Day && to == from;
        if (from.Precision == MomentPrecision.Month)
        {
            _monthStamped++;
            if (day != _lastMonth)
            {
                _lastMonth = day;
                DateOnly month = DateOnly.FromDayNumber(day);
                _months.Add((month.Year * 12) + month.Month - 1);
            }
        }

        if (!wholeDay && _from is null)
        {
            // Until now days were all that was known: their windows are those days.
            _from = new GrowingColumn<long>();
            _to = new GrowingColumn<long>();
            for (int i = 0; i < _day.Count; i++)
            {
                _from.Add((long)_day[i] * CrimeEvents.MinutesPerDay);
                _to.Add((_day[i] + 1L) * CrimeEvents.MinutesPerDay);
            }
        }

        _recordsDays += from.Precision == MomentPrecision.Day ? 1 : 0;
        _day.Add(day);
        if (_from is not null)
        {
            // Whole minutes that hold the window; an exact moment stays one.
            long first = from.Second / 60, end = to.EndSecond;
            _from.Add(first);
            _to!.Add(end <= from.Second ? first : Math.Max(first, (end + 59) / 60));
        }
    }

    /// <summary>The columns without the dropped rows; ends are null where days are all that is known.</summary>
    public (int[] Day, long[]? From, long[]? To) Take(IReadOnlyList<int> dropped, List<DataQualityNote> notes)
    {
        if (MissingEnds > 0)
        {
            notes.Add(new("end-missing", string.Create(CultureInfo.InvariantCulture, $"{MissingEnds} rows have a start and no end; the start is taken as the time of the event.")));
        }

        if (_from is not null && _recordsDays > 0)
        {
            notes.Add(new("whole-days", string.Create(CultureInfo.InvariantCulture, $"{_recordsDays} rows start with a day and no time; a start without a time is midnight, and an end without one is the end of its day.")));
        }

        return (_day.Take(dropped), _from?.Take(dropped), _to?.Take(dropped));
    }

    /// <summary>Says what month-stamped rows cannot say: the day, places apart from snap points, months that are missing.</summary>
    public void NoteMonths(List<DataQualityNote> notes, ReadOnlySpan<double> easting, ReadOnlySpan<double> northing)
    {
        if (_monthStamped == 0)
        {
            return;
        }

        Dictionary<(double, double), int> points = [];
        int most = 0;
        for (int i = 0; i < easting.Length; i++)
        {
            ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(points, (easting[i], northing[i]), out _);
            most = Math.Max(most, ++count);
        }

        notes.Add(new("month-stamped", string.Create(CultureInfo.InvariantCulture, $"{_monthStamped} rows carry only their month; each is a window of that month.")));
        if (points.Count < easting.Length)
        {
            notes.Add(new("shared-points", string.Create(CultureInfo.InvariantCulture, $"{easting.Length} events lie on {points.Count} distinct points, up to {most} on one: places are snapped, not exact.")));
        }

        List<string> missing = [];
        for (int month = _months.Min; month <= _months.Max; month++)
        {
            if (!_months.Contains(month))
            {
                missing.Add(string.Create(CultureInfo.InvariantCulture, $"{month / 12:D4}-{(month % 12) + 1:D2}"));
            }
        }

        if (missing.Count > 0)
        {
            notes.Add(new("missing-months", $"No row is stamped {string.Join(", ", missing)}; these months are missing, not quiet."));
        }
    }
}
