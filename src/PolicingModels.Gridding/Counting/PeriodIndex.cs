namespace PolicingModels.Gridding;

/// <summary>Finds the period of a day in one table look-up, or by a multiplication where all periods are equally long. Immutable and thread-safe.</summary>
public sealed class PeriodIndex
{
    private readonly int[] _firstPeriod;

    /// <summary>Lays the table: one number per day from the first period's start to the last one's end.</summary>
    /// <param name="periods">The periods; gaps are allowed.</param>
    public PeriodIndex(PeriodSequence periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
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
        (Multiplier, Shift) = DivisionByLength();
    }

    /// <summary>The periods.</summary>
    public PeriodSequence Periods { get; }

    /// <summary>The day to which the table's first entry belongs.</summary>
    public int FirstDay { get; }

    /// <summary>Per day from <see cref="FirstDay"/>, the first period that holds it, or −1.</summary>
    public ReadOnlySpan<int> ByDay => _firstPeriod;

    internal long[] StartMinute { get; }

    internal long[] EndMinute { get; }

    /// <summary>With <see cref="Shift"/>, divides days since <see cref="FirstDay"/> by the common length: days × multiplier &gt;&gt; shift; 0 where lengths differ.</summary>
    internal uint Multiplier { get; }

    internal int Shift { get; }

    /// <summary>The first period that holds a day, or −1.</summary>
    /// <param name="day">A <see cref="DateOnly.DayNumber"/>.</param>
    public int OfDay(int day)
    {
        uint at = (uint)(day - FirstDay);
        return at < (uint)_firstPeriod.Length ? _firstPeriod[at] : -1;
    }

    /// <summary>The first period that ends after a minute; the number of periods where none does.</summary>
    internal int FirstEndingAfter(long minute)
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

    private (uint Multiplier, int Shift) DivisionByLength()
    {
        int length = Periods[0].Days;
        if (Periods.HasGaps || Periods.Overlaps || Periods.Any(p => p.Days != length))
        {
            return (0, 0);
        }

        int shift = 31 - (32 - System.Numerics.BitOperations.LeadingZeroCount((uint)(_firstPeriod.Length / length)));
        uint multiplier = (uint)((1UL << shift) / (uint)length) + 1;
        for (int day = 0; day < _firstPeriod.Length; day++)
        {
            if ((ulong)day * multiplier > uint.MaxValue || ((ulong)day * multiplier) >> shift != (ulong)_firstPeriod[day])
            {
                return (0, 0);
            }
        }

        return (multiplier, shift);
    }
}
