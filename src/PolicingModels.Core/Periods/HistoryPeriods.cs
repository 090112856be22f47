using System.Globalization;

namespace PolicingModels;

/// <summary>The periods of a history: laid back from an as-of date over the days that were recorded, with what was left out.</summary>
/// <remarks>
/// Records that carry only their month come from monthly deliveries, and a delivery can be missing. A month without one single record
/// is then a hole in the recording, not a month without crime, so every period that touches it is left out. Records that carry a day
/// or a time do not show such holes: their empty periods stay, as true zeros.
/// </remarks>
public sealed class HistoryPeriods
{
    private HistoryPeriods(PeriodSequence periods, IReadOnlyList<Period> missing, IReadOnlyList<Period> leftOut, int trailing, bool monthStamped, DateOnly lastRecordedDay)
    {
        Periods = periods;
        MissingMonths = missing;
        LeftOut = leftOut;
        TrailingLeftOut = trailing;
        IsMonthStamped = monthStamped;
        LastRecordedDay = lastRecordedDay;
    }

    /// <summary>The periods to count, in time order.</summary>
    public PeriodSequence Periods { get; }

    /// <summary>Calendar months without one record, where records carry only their month; otherwise empty.</summary>
    public IReadOnlyList<Period> MissingMonths { get; }

    /// <summary>The periods that were left out because they touch a missing month.</summary>
    public IReadOnlyList<Period> LeftOut { get; }

    /// <summary>How many of <see cref="LeftOut"/> lie after the last of <see cref="Periods"/>: a forecast from the as-of date looks so many periods further ahead.</summary>
    public int TrailingLeftOut { get; }

    /// <summary>Whether every record is a window of exactly one calendar month.</summary>
    public bool IsMonthStamped { get; }

    /// <summary>The last day on which anything was recorded before the as-of date (for months, their last day).</summary>
    public DateOnly LastRecordedDay { get; }

    /// <summary>What a reader of a result should know about the recording behind these periods: periods left out, months shared out, silence before the as-of date.</summary>
    /// <param name="asOf">The first day that is not known.</param>
    /// <returns>Notes with the codes <c>periods-left-out</c>, <c>months-shared-out</c> and <c>silent-days</c>; none where there is nothing to say.</returns>
    public IEnumerable<DataQualityNote> Notes(DateOnly asOf)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        if (LeftOut.Count > 0)
        {
            yield return new DataQualityNote("periods-left-out", string.Create(c, $"{LeftOut.Count} of {LeftOut.Count + Periods.Count} periods are left out because months without any record fall into them: {string.Join(", ", MissingMonths.Select(m => m.Start.ToString("yyyy-MM", c)))}."));
        }

        if (IsMonthStamped && Periods.Calendar != PeriodCalendar.Monthly)
        {
            yield return new DataQualityNote("months-shared-out", "Records carry only their month, so each is shared out over the periods of that month; monthly periods need no such assumption.");
        }

        int silent = asOf.DayNumber - LastRecordedDay.DayNumber - 1;
        if (LeftOut.Count == 0 && silent >= Periods[^1].Days)
        {
            yield return new DataQualityNote("silent-days", string.Create(c, $"Nothing is recorded after {LastRecordedDay:yyyy-MM-dd}, {silent} days before the as-of date: they count as days without events. If they were not recorded yet, use the as-of date {LastRecordedDay.AddDays(1):yyyy-MM-dd}."));
        }
    }

    /// <summary>Lays the periods of a history.</summary>
    /// <param name="events">All events of the source, before any filter by kind: they show what was recorded at all.</param>
    /// <param name="calendar">Four-weekly, weekly or monthly.</param>
    /// <param name="asOf">First day that is not known; null for the day after the last record.</param>
    /// <param name="from">First day of the recording, where events before it are strays; null for the day of the first event.</param>
    /// <returns>Whole periods from the first recorded day to the as-of date; the fixed calendars end exactly there.</returns>
    /// <exception cref="AnalysisException">There are no events before the as-of date, or no whole period fits.</exception>
    public static HistoryPeriods Lay(CrimeEvents events, PeriodCalendar calendar, DateOnly? asOf = null, DateOnly? from = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.DayRange is not { } range)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "There are no events to lay periods over; check the file, the column map and the filters.");
        }

        bool monthStamped = AreMonths(events);
        DateOnly end = monthStamped ? MonthOf(range.Last).AddMonths(1) : range.Last.AddDays(1);
        DateOnly limit = asOf ?? end;
        if (limit <= range.First)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"The as-of date {limit:yyyy-MM-dd} is not after the first event ({range.First:yyyy-MM-dd}), so nothing is known; choose an as-of date after it, at most {end:yyyy-MM-dd} for all of the data."));
        }

        PeriodSequence all = PeriodSequence.Between(calendar, from ?? range.First, limit);
        Period[] missing = monthStamped ? FindMissing(events, all) : [];
        if (missing.Length == 0)
        {
            return new HistoryPeriods(all, [], [], 0, monthStamped, Earlier(end, limit).AddDays(-1));
        }

        bool Touches(Period period) => Array.Exists(missing, m => m.Overlaps(period));
        Period[] leftOut = [.. all.Where(Touches)];
        if (leftOut.Length == all.Count)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"Every {calendar} period before {limit:yyyy-MM-dd} touches a month without any record; use monthly periods, or bring the missing months."));
        }

        PeriodSequence kept = all.Where(period => !Touches(period));
        return new HistoryPeriods(kept, missing, leftOut, leftOut.Count(p => p.Start >= kept.End), monthStamped, Earlier(end, limit).AddDays(-1));
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static bool AreMonths(CrimeEvents events)
    {
        if (!events.HasWindows)
        {
            return false;
        }

        ReadOnlySpan<long> from = events.FromMinute, to = events.ToMinute;
        (long From, long To) known = (-1, -1);
        for (int i = 0; i < from.Length; i++)
        {
            // Neighbouring rows mostly share their month: only a new pair costs calendar arithmetic.
            if ((from[i], to[i]) == known)
            {
                continue;
            }

            DateOnly month = DateOnly.FromDayNumber((int)(from[i] / CrimeEvents.MinutesPerDay));
            if (month.Day != 1 || from[i] != (long)month.DayNumber * CrimeEvents.MinutesPerDay || to[i] != (long)month.AddMonths(1).DayNumber * CrimeEvents.MinutesPerDay)
            {
                return false;
            }

            known = (from[i], to[i]);
        }

        return true;
    }

    private static Period[] FindMissing(CrimeEvents events, PeriodSequence periods)
    {
        HashSet<int> recorded = [];
        foreach (int day in events.Day)
        {
            recorded.Add(day);
        }

        List<Period> missing = [];
        for (DateOnly month = MonthOf(periods.Start); month < periods.End; month = month.AddMonths(1))
        {
            if (!recorded.Contains(month.DayNumber))
            {
                missing.Add(new Period(month, month.AddMonths(1)));
            }
        }

        return [.. missing];
    }
}
