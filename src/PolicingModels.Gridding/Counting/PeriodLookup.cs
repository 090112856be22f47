namespace PolicingModels.Gridding;

/// <summary>Finds periods by day in one table look-up.</summary>
internal sealed class PeriodLookup
{
    private readonly int[] _firstPeriod;

    public PeriodLookup(PeriodSequence periods)
    {
        Periods = periods;
        FirstDay = periods.Start.DayNumber;
        _firstPeriod = new int[periods.End.DayNumber - FirstDay];
        Array.Fill(_firstPeriod, -1);
        for (int p = periods.Count - 1; p >= 0; p--)
        {
            _firstPeriod.AsSpan(periods[p].Start.DayNumber - FirstDay, periods[p].Days).Fill(p);
        }

        StartMinute = [.. periods.Select(p => (long)p.Start.DayNumber * CrimeEvents.MinutesPerDay)];
        EndMinute = [.. periods.Select(p => (long)p.End.DayNumber * CrimeEvents.MinutesPerDay)];
    }

    public PeriodSequence Periods { get; }

    /// <summary>The day to which the table's first entry belongs.</summary>
    public int FirstDay { get; }

    /// <summary>Per day from <see cref="FirstDay"/>, the first period that holds it, or −1.</summary>
    public ReadOnlySpan<int> ByDay => _firstPeriod;

    public long[] StartMinute { get; }

    public long[] EndMinute { get; }

    /// <summary>The first period that holds a day, or −1.</summary>
    public int OfDay(int day)
    {
        uint at = (uint)(day - FirstDay);
        return at < (uint)_firstPeriod.Length ? _firstPeriod[at] : -1;
    }

    /// <summary>The first period that ends after a minute; the number of periods where none does.</summary>
    public int FirstEndingAfter(long minute)
    {
        if (minute < StartMinute[0])
        {
            return 0;
        }

        long day = minute / CrimeEvents.MinutesPerDay;
        if (day >= FirstDay + _firstPeriod.Length)
        {
            return EndMinute.Length;
        }

        int p = _firstPeriod[(int)day - FirstDay];
        if (p >= 0)
        {
            return p;
        }

        int found = Array.BinarySearch(EndMinute, minute + 1);
        return found >= 0 ? found : ~found;
    }
}
