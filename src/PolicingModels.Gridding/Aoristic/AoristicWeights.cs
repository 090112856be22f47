namespace PolicingModels.Gridding;

/// <summary>The share of an event in each period, when the event is known only to lie in a window of time.</summary>
/// <param name="Period">The index of the period.</param>
/// <param name="Weight">The share, above 0 and at most 1.</param>
public readonly record struct AoristicShare(int Period, double Weight);

/// <summary>Aoristic weights: an event that happened at an unknown moment of <c>[from, to)</c> counts in each period by the share of the window that lies in it.</summary>
/// <remarks>
/// Every moment of the window is taken as equally likely (Ratcliffe 2002, <i>Aoristic signatures and the spatio-temporal analysis of
/// high volume crime patterns</i>, Journal of Quantitative Criminology 18:23–43, doi:10.1023/A:1013240828824). Weights are whole multiples of
/// 2⁻³⁰ (about 10⁻⁹): the cumulated share is rounded at each boundary, so that the weights of a window inside contiguous periods
/// add up to exactly 1, and sums of weights are exact in double precision whatever the order of events or the number of threads.
/// Minutes are those of the source's clock; a clock that was put forward or back inside a window is not corrected for.
/// </remarks>
public static class AoristicWeights
{
    /// <summary>The step to which weights are rounded: 2⁻³⁰.</summary>
    public const double Resolution = 1.0 / UnitsPerEvent;

    internal const long UnitsPerEvent = 1L << 30;

    /// <summary>The shares of one window.</summary>
    /// <param name="fromMinute">First minute of the window, since 0001-01-01T00:00.</param>
    /// <param name="toMinute">First minute after the window; equal to <paramref name="fromMinute"/> for a known moment.</param>
    /// <param name="periods">The periods.</param>
    /// <returns>One entry for each period that the window meets, in time order. They add up to the share of the window inside the periods (in overlapping periods, to more).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window ends before it starts, or starts before 0001-01-01.</exception>
    public static IReadOnlyList<AoristicShare> Of(long fromMinute, long toMinute, PeriodSequence periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentOutOfRangeException.ThrowIfNegative(fromMinute);
        ArgumentOutOfRangeException.ThrowIfLessThan(toMinute, fromMinute);
        PeriodIndex lookup = new(periods);
        List<AoristicShare> shares = [];
        for (int p = lookup.FirstEndingAfter(fromMinute); p < periods.Count && lookup.StartMinute[p] < Math.Max(toMinute, fromMinute + 1); p++)
        {
            long units = Units(fromMinute, toMinute, lookup.StartMinute[p], lookup.EndMinute[p]);
            if (units > 0)
            {
                shares.Add(new AoristicShare(p, units * Resolution));
            }
        }

        return shares;
    }

    /// <summary>The share of a window that lies in a span, in units of <see cref="Resolution"/>.</summary>
    internal static long Units(long from, long to, long start, long end) =>
        from == to
            ? from >= start && from < end ? UnitsPerEvent : 0
            : Cumulated(from, to, end) - Cumulated(from, to, start);

    /// <summary>The share of a window that lies before a moment, rounded to whole units.</summary>
    private static long Cumulated(long from, long to, long moment)
    {
        if (moment <= from)
        {
            return 0;
        }

        return moment >= to ? UnitsPerEvent : (long)Math.Round((double)(moment - from) * UnitsPerEvent / (to - from));
    }
}
