using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.Benchmarks;

/// <summary>Times reading, projecting, laying, locating, drawing and counting, and prints the best time of each.</summary>
internal sealed class GriddingTable(TextWriter to, int repeats)
{
    private const int Points = 1_000_000;
    private const int Events = 10_000_000;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly double LargeSide = Math.Sqrt(10_000 / Ring(1, 50_000).Area) * 1000;

    /// <param name="zones">A GeoJSON file of zones; null to leave zones out.</param>
    public void Print(string? zones)
    {
        to.WriteLine(string.Create(Invariant, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}; best of {repeats}"));
        to.WriteLine();
        to.WriteLine("| | asked | best, ms | per second |");
        to.WriteLine("|---|---|---:|---:|");
        Project();
        SquareGrid county = Grid.Squares(1, Area(Ring(Math.Sqrt(1500 / Ring(1, 5000).Area) * 1000, 5000)));
        Draw(county, "county");
        StudyArea large = Area(Ring(LargeSide, 50_000));
        Line("clip 1 km² squares at a boundary of 50,000 vertices", "a few seconds", 10_000, "cells", () => Grid.Squares(1, large));
        Line("clip 1 km² hexagons at the same boundary", "a few seconds", 10_000, "cells", () => Grid.Hexagons(1, large));
        Draw(Grid.Squares(1, large), "boundary of 50,000 vertices");
        if (zones is not null)
        {
            Locate(zones);
        }

        Count(county);
    }

    private void Project()
    {
        double[] latitude = new double[Points], longitude = new double[Points], easting = new double[Points], northing = new double[Points];
        Random01 random = new(1);
        for (int i = 0; i < Points; i++)
        {
            latitude[i] = 50.5 + (5 * random.Next());
            longitude[i] = -4 + (5 * random.Next());
        }

        Line("WGS84 → British National Grid (Helmert), 1 M points", "≥ 2 M/s", Points, "points", () => BritishNationalGrid.Helmert.FromWgs84(latitude, longitude, easting, northing));
        Line("British National Grid → WGS84 (Helmert), 1 M points", "", Points, "points", () => BritishNationalGrid.Helmert.ToWgs84(easting, northing, latitude, longitude));
    }

    private void Draw(SquareGrid grid, string what)
    {
        int cells = grid.Cells.Count;
        Line($"outlines of {cells:#,0} squares cut at a {what}", "a few seconds", cells, "cells", () =>
        {
            for (int i = 0; i < cells; i++)
            {
                grid.Outline(i);
            }
        });
        Line($"GeoJSON of these {cells:#,0} cells", "a few seconds", cells, "cells", () => GeoJsonWriter.Write(Stream.Null, grid));
    }

    private void Locate(string path)
    {
        ZoneGrid zones = Grid.Zones(path);
        Envelope extent = new();
        for (int i = 0; i < zones.Cells.Count; i++)
        {
            extent.ExpandToInclude(zones.Outline(i).EnvelopeInternal);
        }

        double[] easting = new double[Points], northing = new double[Points];
        int[] cells = new int[Points];
        Random01 random = new(2);
        for (int i = 0; i < Points; i++)
        {
            easting[i] = extent.MinX + (extent.Width * random.Next());
            northing[i] = extent.MinY + (extent.Height * random.Next());
        }

        Line($"read {zones.Cells.Count} zones from GeoJSON ({new FileInfo(path).Length / 1e6:0.0} MB)", "", zones.Cells.Count, "zones", () => Grid.Zones(path));
        Line($"read and unite the same zones as a boundary", "", zones.Cells.Count, "zones", () => StudyArea.FromGeoJson(path));
        Line($"locate 1 M points in {zones.Cells.Count} zones", "", Points, "points", () => zones.Locate(easting, northing, cells));
    }

    private void Count(SquareGrid county)
    {
        PeriodSequence periods = PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 130);
        Envelope extent = county.Outline(0).EnvelopeInternal;
        foreach (GridCell cell in county.Cells)
        {
            extent.ExpandToInclude(cell.Easting, cell.Northing);
        }

        double[] easting = new double[Events], northing = new double[Events];
        int[] day = new int[Events], code = new int[Events], recorded = new int[Events];
        long[] from = new long[Events], until = new long[Events];
        Random01 random = new(3);
        for (int i = 0; i < Events; i++)
        {
            easting[i] = extent.MinX + (extent.Width * random.Next());
            northing[i] = extent.MinY + (extent.Height * random.Next());
            from[i] = (periods.Start.DayNumber * 1440L) + (long)(random.Next() * 130 * 28 * 1440);
            until[i] = from[i] + (random.Next() < 0.5 ? 0 : (long)(random.Next() * 2880));
            day[i] = (int)(from[i] / 1440);
            recorded[i] = (int)(until[i] / 1440) + (int)(random.Next() * 5);
            code[i] = (int)(random.Next() * 4);
        }

        CategoryColumn[] kinds = [new("kind", code, ["a", "b", "c", "d"])];
        CrimeEvents exact = new(easting, northing, day, CoordinateSystem.PlanarMetres, null, null, null, null, kinds);
        CrimeEvents windows = new(easting, northing, day, CoordinateSystem.PlanarMetres, from, until, recorded, null, kinds);
        SquareGrid whole = Grid.Squares(1, StudyArea.FromEnvelope(Math.Floor(extent.MinX / 1000) * 1000, Math.Floor(extent.MinY / 1000) * 1000, Math.Ceiling(extent.MaxX / 1000) * 1000, Math.Ceiling(extent.MaxY / 1000) * 1000));
        CountingOptions any = new() { LargestShareOutsideArea = 1 };
        foreach (int threads in (int[])[1, 2])
        {
            CountingOptions options = any with { Threads = threads };
            string on = threads == 1 ? "1 thread" : "2 threads";
            Line($"count 10 M exact events, {whole.Cells.Count:#,0} whole squares × 130 periods, {on}", "", Events, "events", () => whole.Count(exact, periods, options));
            Line($"the same in the {county.Cells.Count:#,0} cut squares of the county, {on}", "", Events, "events", () => county.Count(exact, periods, options));
            Line($"the same by four categories, {on}", "", Events, "events", () => county.Count(exact, periods, options with { CategoryColumn = "kind" }));
            Line($"half of them with windows of up to two days, by category, {on}", "", Events, "events", () => county.Count(windows, periods, options with { CategoryColumn = "kind" }));
            Line($"and as known at a day, {on}", "", Events, "events", () => county.Count(windows, periods, options with { CategoryColumn = "kind", KnownAt = periods[100].Start }));
        }
    }

    private void Line(string what, string asked, int items, string unit, Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double rate = items / best * 1000;
        to.WriteLine(string.Create(Invariant, $"| {what} | {asked} | {best:#,0.0} | {(rate >= 1e6 ? $"{rate / 1e6:0.0} M" : $"{rate:#,0}")} {unit} |"));
        to.Flush();
    }

    private static StudyArea Area(Polygon ring) => StudyArea.FromGeometry(ring, CoordinateSystem.PlanarMetres);

    /// <summary>A coast: a circle with waves of many lengths.</summary>
    private static Polygon Ring(double radius, int vertices)
    {
        Coordinate[] ring = new Coordinate[vertices + 1];
        for (int i = 0; i < vertices; i++)
        {
            double angle = 2 * Math.PI * i / vertices;
            double r = radius * (1 + (0.15 * Math.Sin(3 * angle)) + (0.05 * Math.Sin((17 * angle) + 1)) + (0.01 * Math.Sin((211 * angle) + 2)) + (0.001 * Math.Sin((1999 * angle) + 3)));
            ring[i] = new Coordinate(300_000 + (r * Math.Cos(angle)), 300_000 + (r * Math.Sin(angle)));
        }

        ring[vertices] = ring[0].Copy();
        return new Polygon(new LinearRing(ring));
    }

    /// <summary>SplitMix64, upper 53 bits as a fraction (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).</summary>
    private sealed class Random01(ulong state)
    {
        private ulong _state = state;

        public double Next()
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
        }
    }
}
