using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Where and when past events happened, in time order: the events themselves, or the centres of the cells that counted them.</summary>
internal sealed class EventPoints
{
    private readonly double[] _time;

    private EventPoints(double[] easting, double[] northing, double[] time, double[] weight, int[] cell, bool fromCounts)
    {
        Easting = easting;
        Northing = northing;
        _time = time;
        Weight = weight;
        Cell = cell;
        FromCounts = fromCounts;
    }

    public double[] Easting { get; }

    public double[] Northing { get; }

    /// <summary>How many events a point stands for; 1 for events.</summary>
    public double[] Weight { get; }

    /// <summary>The cell that holds each point.</summary>
    public int[] Cell { get; }

    /// <summary>Whether the events were not at hand, so that cell centres stand in for them.</summary>
    public bool FromCounts { get; }

    /// <summary>Days since 0001-01-01 of each point, increasing.</summary>
    public ReadOnlySpan<double> Time => _time;

    /// <summary>Reads the points of a history; events outside the study area or after the last period are left out.</summary>
    /// <param name="history">The history.</param>
    /// <param name="spreadOverDays">Where only counts are at hand: whether a count is spread evenly over the days of its period (true) or put at its middle.</param>
    /// <param name="from">Day number before which no point is needed.</param>
    public static EventPoints Of(CountHistory history, bool spreadOverDays, double from = double.NegativeInfinity) =>
        history.Source.Events is { Count: > 0 } events ? OfEvents(history, events) : OfCounts(history, spreadOverDays, from);

    /// <summary>The points with <c>from ≤ time &lt; to</c>, as a range of indices.</summary>
    public (int First, int End) Between(double from, double to) => (LowerBound(from), LowerBound(to));

    private int LowerBound(double time)
    {
        int low = 0, high = _time.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_time[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static EventPoints OfEvents(CountHistory history, CrimeEvents events)
    {
        int[] cell = new int[events.Count];
        history.Grid.Locate(events.Easting, events.Northing, cell);
        double[] time = new double[events.Count];
        int[] kept = new int[events.Count];
        int count = 0;
        double end = history.Periods[^1].End.DayNumber;
        for (int i = 0; i < time.Length; i++)
        {
            // A window stands at its middle; a day without a time at noon.
            double at = events.HasTimes ? (events.FromMinute[i] + events.ToMinute[i]) / (2.0 * CrimeEvents.MinutesPerDay) : events.Day[i] + 0.5;
            if (cell[i] >= 0 && at < end)
            {
                time[count] = at;
                kept[count++] = i;
            }
        }

        Array.Resize(ref time, count);
        Array.Resize(ref kept, count);

        // Ties keep the order of rows, so that the sort does not depend on its own algorithm.
        Array.Sort(time, kept);
        OrderTies(time, kept);
        double[] easting = new double[count], northing = new double[count], weight = new double[count];
        int[] cells = new int[count];
        for (int k = 0; k < count; k++)
        {
            easting[k] = events.Easting[kept[k]];
            northing[k] = events.Northing[kept[k]];
            cells[k] = cell[kept[k]];
            weight[k] = 1;
        }

        return new EventPoints(easting, northing, time, weight, cells, false);
    }

    private static void OrderTies(double[] time, int[] rows)
    {
        for (int start = 0; start < time.Length;)
        {
            int end = start + 1;
            while (end < time.Length && time[end] == time[start])
            {
                end++;
            }

            Array.Sort(rows, start, end - start);
            start = end;
        }
    }

    private static EventPoints OfCounts(CountHistory history, bool spreadOverDays, double from)
    {
        List<double> easting = [], northing = [], time = [], weight = [];
        List<int> cell = [];
        IReadOnlyList<GridCell> cells = history.Grid.Cells;
        for (int t = 0; t < history.PeriodCount; t++)
        {
            ReadOnlySpan<double> row = history.Row(t);
            Period period = history.Periods[t];
            if (period.End.DayNumber <= from)
            {
                continue;
            }

            int parts = spreadOverDays ? period.Days : 1;
            double step = (double)period.Days / parts;
            for (int part = 0; part < parts; part++)
            {
                double at = period.Start.DayNumber + ((part + 0.5) * step);
                for (int i = 0; i < row.Length; i++)
                {
                    if (row[i] > 0)
                    {
                        easting.Add(cells[i].Easting);
                        northing.Add(cells[i].Northing);
                        time.Add(at);
                        weight.Add(row[i] / parts);
                        cell.Add(i);
                    }
                }
            }
        }

        return new EventPoints([.. easting], [.. northing], [.. time], [.. weight], [.. cell], true);
    }
}
