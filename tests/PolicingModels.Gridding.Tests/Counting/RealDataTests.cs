using System.Globalization;
using System.IO.Compression;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class RealDataTests
{
    [Fact]
    public void Month_stamped_surrey_burglaries_add_up_month_by_month()
    {
        List<string[]> rows = [.. Rows("events/surrey_street_slim.csv.gz").Where(r => r[6] == "Burglary" && r[1].Length > 0)];
        DateOnly[] month = [.. rows.Select(r => DateOnly.ParseExact(r[0] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture))];
        CrimeEvents events = new(
            [.. rows.Select(r => Number(r[1]))],
            [.. rows.Select(r => Number(r[2]))],
            [.. month.Select(m => m.DayNumber)],
            CoordinateSystem.BritishNationalGrid,
            [.. month.Select(m => (long)m.DayNumber * 1440)],
            [.. month.Select(m => (long)m.AddMonths(1).DayNumber * 1440)]);
        HashSet<DateOnly> present = [.. month];
        PeriodSequence months = PeriodSequence.Monthly(month.Max(), 29).Where(p => present.Contains(p.Start));
        Assert.Equal(26, months.Count);
        SpaceTimeCounts counts = new LocatedGrid(480_000, 120_000, 1000, 63, 55).Counted(events, months);
        int[] outside = [.. Enumerable.Range(0, events.Count).Where(i => events.Easting[i] is < 480_000 or >= 543_000 || events.Northing[i] is < 120_000 or >= 175_000)];
        Assert.Equal(outside.Length, counts.Outcome!.OutsideArea);
        Assert.True(outside.Length < events.Count / 100);
        Assert.True(counts.IsWhole);
        Assert.Equal(
            months.Select(p => (double)month.Where((m, i) => m == p.Start && !outside.Contains(i)).Count()),
            counts.PeriodTotals());

        // Seen from the first of a month, nothing of it or later is known; four-week periods share each month's events by days.
        SpaceTimeCounts fourWeekly = counts.Grid.Counted(events, PeriodSequence.FourWeekly(new DateOnly(2021, 8, 31), 12));
        Assert.False(fourWeekly.IsWhole);
        CountingOutcome outcome = fourWeekly.Outcome!;
        Assert.Equal(events.Count, outcome.Counted + outcome.OutsideArea + outcome.OutsidePeriods);
        Assert.Equal(outcome.Counted, fourWeekly.Sum());
        Assert.Equal(counts.PeriodTotals()[..12].Sum(), counts.Before(12).Sum());
    }

    [Fact]
    public void New_york_vehicle_thefts_keep_their_mass_however_they_are_placed_in_time()
    {
        List<(double E, double N, long From, long To)> rows = [];
        foreach (string[] r in Rows("events/nyc_vehicle_thefts_2014_2017.csv.gz"))
        {
            // Thefts whose window is not known ("NA") have a single moment.
            (string from, string to) = r[2] == "NA" || r[3] == "NA" ? (r[1], r[1]) : (r[2], r[3]);
            if (Minute(to) >= Minute(from))
            {
                // One degree is about 111.3 km; east–west shortened by the cosine of 40.7°: enough for totals.
                rows.Add(((Number(r[4]) + 74) * 84_400, (Number(r[5]) - 40.7) * 111_300, Minute(from), Minute(to)));
            }
        }

        CrimeEvents events = new(
            [.. rows.Select(r => r.E)],
            [.. rows.Select(r => r.N)],
            [.. rows.Select(r => (int)(r.From / 1440))],
            CoordinateSystem.PlanarMetres,
            [.. rows.Select(r => r.From)],
            [.. rows.Select(r => r.To)]);
        Assert.True(events.Count > 30_000);
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2017, 12, 1), 48);
        LocatedGrid grid = new(-30_000, -30_000, 1000, 60, 60);
        SpaceTimeCounts aoristic = grid.Counted(events, months);
        CountingOutcome outcome = aoristic.Outcome!;
        Assert.Equal(events.Count, outcome.Counted + outcome.OutsideArea + outcome.OutsidePeriods);
        Assert.False(aoristic.IsWhole);
        double[] expected = new double[months.Count];
        for (int i = 0; i < events.Count; i++)
        {
            (double e, double n, long from, long to) = rows[i];
            if (e is < -30_000 or >= 30_000 || n is < -30_000 or >= 30_000)
            {
                continue;
            }

            for (int p = 0; p < months.Count; p++)
            {
                double start = months[p].Start.DayNumber * 1440.0, end = months[p].End.DayNumber * 1440.0;
                expected[p] += from == to ? (from >= start && from < end ? 1 : 0) : Math.Max(0, Math.Min(to, end) - Math.Max(from, start)) / (to - from);
            }
        }

        // Each event adds at most one unit of rounding to a month.
        Assert.All(expected.Zip(aoristic.PeriodTotals()), t => Assert.Equal(t.First, t.Second, AoristicWeights.Resolution * events.Count));
        foreach (TimeAssignment assignment in new[] { TimeAssignment.Start, TimeAssignment.Midpoint, TimeAssignment.End })
        {
            SpaceTimeCounts placed = grid.Counted(events, months, new CountingOptions { TimeAssignment = assignment });
            Assert.True(placed.IsWhole);
            Assert.Equal(events.Count, placed.Outcome!.Counted + placed.Outcome.OutsideArea + placed.Outcome.OutsidePeriods);
            Assert.Equal(outcome.OutsideArea, placed.Outcome.OutsideArea);
        }
    }

    internal static IEnumerable<string[]> Rows(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(SharedData.Data(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Replace("\"", "", StringComparison.Ordinal).Split(',');
        }
    }

    internal static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Minute(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).Ticks / TimeSpan.TicksPerMinute;

    /// <summary>A block of a lattice that is asked for every point.</summary>
    private sealed class LocatedGrid(double west, double south, double side, int columns, int rows) : IGrid
    {
        private readonly SquareLattice _lattice = new(west, south, side, columns, rows);

        public IReadOnlyList<GridCell> Cells { get; } = [.. Enumerable.Range(0, columns * rows).Select(i => new GridCell($"{i}", 0, 0, 1))];

        public CoordinateSystem Coordinates => CoordinateSystem.PlanarMetres;

        public string Description => $"{columns} × {rows} squares";

        public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells) => _lattice.Locate(easting, northing, cells);

        public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => throw new NotSupportedException("Counting does not ask for neighbours.");

        public NetTopologySuite.Geometries.Geometry Outline(int cell) => throw new NotSupportedException("Counting does not ask for outlines.");
    }
}
