using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Events inside a study area and observed time, in time order, each at one moment of its window.</summary>
internal sealed class PointPattern
{
    private PointPattern(IGrid area, ObservedTime time, double[] x, double[] y, double[] t, int[] cell, double typicalWindowDays, bool fromCounts, double precision, List<string> notes)
    {
        Area = area;
        Time = time;
        X = x;
        Y = y;
        T = t;
        Cell = cell;
        TypicalWindowDays = typicalWindowDays;
        FromCounts = fromCounts;
        PrecisionMetres = precision;
        Notes = notes;
        foreach (GridCell c in area.Cells)
        {
            SquareMetres += c.AreaSquareKilometres * 1e6;
        }
    }

    public IGrid Area { get; }

    public ObservedTime Time { get; }

    /// <summary>Metres east.</summary>
    public double[] X { get; }

    /// <summary>Metres north.</summary>
    public double[] Y { get; }

    /// <summary>Days since 0001-01-01, increasing.</summary>
    public double[] T { get; }

    /// <summary>The cell of each event.</summary>
    public int[] Cell { get; }

    public int Count => X.Length;

    /// <summary>The length in days of the window in which a typical event is known to lie.</summary>
    public double TypicalWindowDays { get; }

    /// <summary>Whether counts at cell centres stand in for events.</summary>
    public bool FromCounts { get; }

    /// <summary>How exactly places are known, in metres.</summary>
    public double PrecisionMetres { get; }

    public double SquareMetres { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <summary>The first event at or after a moment.</summary>
    public int FirstAt(double time)
    {
        int low = 0, high = T.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = T[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Events of a table.</summary>
    public static PointPattern Of(CrimeEvents events, IGrid area, ObservedTime time, double? precision)
    {
        int n = events.Count;
        int[] cell = new int[n];
        area.Locate(events.Easting, events.Northing, cell);
        bool months = !events.HasTimes && AllFirstOfMonth(events.Day);
        List<Entry> entries = new(n);
        for (int i = 0; i < n; i++)
        {
            (double from, double to) = WindowOf(events, i, months);
            if (cell[i] >= 0 && to > time.Start && from < time.End)
            {
                entries.Add(new Entry(events.Easting[i], events.Northing[i], from, to, cell[i]));
            }
        }

        List<string> notes = [];
        if (months)
        {
            notes.Add("All days are the first of a month: they are taken for months, not days.");
        }

        return Make(area, time, entries, false, precision, notes);
    }

    /// <summary>Counts at the centres of their cells.</summary>
    public static PointPattern Of(CountHistory history, ObservedTime time)
    {
        IReadOnlyList<GridCell> cells = history.Grid.Cells;
        List<Entry> entries = [];
        double[] carried = new double[cells.Count];
        for (int t = 0; t < history.PeriodCount; t++)
        {
            Period period = history.Periods[t];
            ReadOnlySpan<double> row = history.Row(t);
            for (int i = 0; i < row.Length && period.End.DayNumber > time.Start; i++)
            {
                // Fractions are carried to the cell's next period, so that whole events add up to the counts.
                carried[i] += row[i];
                for (; carried[i] >= 1 - 1e-9; carried[i]--)
                {
                    entries.Add(new Entry(cells[i].Easting, cells[i].Northing, period.Start.DayNumber, period.End.DayNumber, i));
                }
            }
        }

        return Make(history.Grid, time, entries, true, CellSize.TypicalSideMetres(cells) / 2, ["The events themselves were not at hand: counts stand at the centres of their cells, spread over their periods."]);
    }

    /// <summary>Points at exact moments, as a simulation makes them.</summary>
    public static PointPattern At(IGrid area, ObservedTime time, double[] x, double[] y, double[] t, int[] cell, double precision) =>
        new(area, time, x, y, t, cell, 0, false, precision, []);

    private static PointPattern Make(IGrid area, ObservedTime time, List<Entry> entries, bool fromCounts, double? precision, List<string> notes)
    {
        // Sorted by their own figures, so that neither ties nor the spread inside windows depend on the order of rows.
        entries.Sort();
        List<(double T, int At)> kept = new(entries.Count);
        int copy = 0, shared = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            Entry e = entries[i];
            bool again = i > 0 && e.CompareTo(entries[i - 1]) == 0;
            copy = again ? copy + 1 : 0;
            shared += again ? 1 : 0;
            double from = Math.Max(e.From, time.Start), to = Math.Min(e.To, time.End);
            double at = from + ((to - from) * Spread(e, copy));
            if (time.Contains(at))
            {
                kept.Add((at, i));
            }
        }

        kept.Sort();
        int n = kept.Count;
        double[] x = new double[n], y = new double[n], t = new double[n], window = new double[n];
        int[] cell = new int[n];
        for (int k = 0; k < n; k++)
        {
            Entry e = entries[kept[k].At];
            (x[k], y[k], t[k], cell[k], window[k]) = (e.X, e.Y, kept[k].T, e.Cell, e.To - e.From);
        }

        Array.Sort(window);
        double typical = n > 0 ? window[n / 2] : 0;
        if (typical >= 0.5)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Moments are known to {(typical < 1.5 ? "a day" : $"{typical:0} days")}: events were spread evenly inside, by a fixed rule. Triggering much shorter than that cannot be seen."));
        }

        if (!fromCounts && shared > 0.02 * n)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{shared} of {n} events share place and moment with another: records of one incident look like triggering."));
        }

        return new PointPattern(area, time, x, y, t, cell, typical, fromCounts, precision ?? Math.Max(Precision(x, y, notes), Math.Min(0.001 * Side(area), 20)), notes);
    }

    // A place known exactly still needs a kernel of some width: a thousandth of the area's side.
    private static double Side(IGrid area) => 1000 * Math.Sqrt(area.Cells.Sum(c => c.AreaSquareKilometres));

    private static double Precision(double[] x, double[] y, List<string> notes)
    {
        Dictionary<(double, double), int> places = [];
        for (int i = 0; i < x.Length; i++)
        {
            places[(x[i], y[i])] = places.GetValueOrDefault((x[i], y[i])) + 1;
        }

        int repeated = places.Values.Where(c => c > 1).Sum();
        if (repeated < 0.2 * x.Length || places.Count < 3)
        {
            return 1;
        }

        double[] px = [.. places.Keys.Select(p => p.Item1)], py = [.. places.Keys.Select(p => p.Item2)], ones = new double[px.Length], distance = new double[px.Length];
        Array.Fill(ones, 1);
        NearestNeighbours.Distances(WeightedPoints.At(px, py, ones), 1, distance, CancellationToken.None);
        Array.Sort(distance);
        double precision = Math.Clamp(distance[distance.Length / 2] / 2, 1, 100);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{repeated} of {x.Length} events share their place with another: places are taken as known to {precision:0.#} m, the least width of any kernel."));
        return precision;
    }

    private static (double From, double To) WindowOf(CrimeEvents events, int i, bool months)
    {
        if (events.HasTimes)
        {
            long from = events.FromMinute[i], to = Math.Max(events.ToMinute[i], from + 1);
            return (from / (double)CrimeEvents.MinutesPerDay, to / (double)CrimeEvents.MinutesPerDay);
        }

        int day = events.Day[i];
        return (day, months ? DateOnly.FromDayNumber(day).AddMonths(1).DayNumber : day + 1);
    }

    private static bool AllFirstOfMonth(ReadOnlySpan<int> days)
    {
        int first = int.MaxValue, last = int.MinValue;
        foreach (int day in days)
        {
            if (DateOnly.FromDayNumber(day).Day != 1)
            {
                return false;
            }

            first = Math.Min(first, day);
            last = Math.Max(last, day);
        }

        return last > first;
    }

    /// <summary>A number in (0, 1) that depends on an event's own figures and on how many equal ones came before it.</summary>
    private static double Spread(Entry e, int copy)
    {
        ulong state = BitConverter.DoubleToUInt64Bits(e.X);
        ulong mixed = SeededRandom.SplitMix64(ref state);
        foreach (ulong word in (ReadOnlySpan<ulong>)[BitConverter.DoubleToUInt64Bits(e.Y), BitConverter.DoubleToUInt64Bits(e.From), BitConverter.DoubleToUInt64Bits(e.To), (ulong)copy])
        {
            state = mixed ^ word;
            mixed = SeededRandom.SplitMix64(ref state);
        }

        return ((mixed >> 11) + 0.5) * (1.0 / (1UL << 53));
    }

    private readonly record struct Entry(double X, double Y, double From, double To, int Cell) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            int by = From.CompareTo(other.From);
            by = by != 0 ? by : To.CompareTo(other.To);
            by = by != 0 ? by : X.CompareTo(other.X);
            return by != 0 ? by : Y.CompareTo(other.Y);
        }
    }
}
