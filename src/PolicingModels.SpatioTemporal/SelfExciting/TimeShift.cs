namespace PolicingModels.SpatioTemporal;

/// <summary>Every event's place at the moment of another event, a fixed number of events later; after the last comes the first.</summary>
/// <remarks>Places and moments each stay what they were, so that what is the same on average at an event and at its shifted moment is owed to places and moments alone.</remarks>
internal sealed class TimeShift
{
    /// <summary>The most pairs kept at all shifts together.</summary>
    private const long MostPairs = 20_000_000;

    private readonly int _events;
    private readonly int _count;

    private TimeShift(int events, int count, TriggerPairs pairs)
    {
        (_events, _count) = (events, count);
        Pairs = pairs;
    }

    /// <summary>The events close before the shifted moment of each event.</summary>
    public TriggerPairs Pairs { get; }

    /// <summary>The event at whose moment an event is looked at.</summary>
    public int MomentOf(int i) => (i + _events) % _count;

    /// <summary>The event that is looked at at an event's moment.</summary>
    public int EventAt(int i) => (i + _count - _events) % _count;

    /// <summary>As many shifts as time and memory allow, at most four, alike to both sides.</summary>
    public static TimeShift[] Of(PointPattern pattern, TriggerPairs pairs, CancellationToken cancellationToken)
    {
        double days = pattern.Time.Days, apart = 2 * pairs.LongestDays;
        int shifts = (int)Math.Clamp(Math.Min((days / apart) - 1, MostPairs / Math.Max(pairs.Count, 1)), 1, 4);
        double step = Math.Min(1.0 / (shifts + 1), 2 * apart / days);
        double[] parts = shifts switch { 1 => [0.5], 2 => [-step, step], 3 => [-step, 0.5, step], _ => [-2 * step, -step, step, 2 * step] };
        return Array.ConvertAll(parts, part =>
        {
            int by = (((int)Math.Round(part * pattern.Count) % pattern.Count) + pattern.Count) % pattern.Count;
            double[] moment = new double[pattern.Count];
            for (int i = 0; i < moment.Length; i++)
            {
                moment[i] = pattern.T[(i + by) % moment.Length];
            }

            return new TimeShift(by, pattern.Count, pairs.At(pattern, pattern.X, pattern.Y, moment, pairs.LongestDays, true, cancellationToken));
        });
    }
}
