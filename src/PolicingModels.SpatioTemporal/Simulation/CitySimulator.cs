using System.Globalization;
using NetTopologySuite.Geometries;

namespace PolicingModels.SpatioTemporal;

/// <summary>Makes crime events of a city that does not exist, with known truth: to test models, to demonstrate them, and never to learn about a real place.</summary>
/// <remarks>
/// A branching process in continuous time: background events by a static surface with growth and a yearly wave, each triggering further
/// events soon after and close by (near repeats; the model of Mohler et al. 2011, doi:10.1198/jasa.2011.ap09546). Events that are never
/// recorded trigger others too. The moment within a day is drawn afterwards by the type's hours, so that it moves no event to another
/// day. Depends on the options only: not on the number of threads. Thread-safe.
/// </remarks>
public sealed class CitySimulator
{
    // The plane's corner: about 54.2° N, 1.1° E, in the open North Sea.
    private const double CentreEasting = 600_000, CentreNorthing = 480_000;
    private const int BlockDays = 28;

    /// <summary>Makes a simulator.</summary>
    /// <param name="options">What to simulate; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public CitySimulator(CityOptions? options = null)
    {
        Options = options ?? new CityOptions();
        Options.Validate();
    }

    /// <summary>What is simulated.</summary>
    public CityOptions Options { get; }

    /// <summary>Makes the city.</summary>
    /// <param name="maximumThreads">Threads to share the work, at least 1; null for as many as there are processors. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    /// <returns>The city: the same options give the same city.</returns>
    public SimulatedCity Simulate(int? maximumThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumThreads ?? 1, 1, nameof(maximumThreads));
        (double halfWidth, double halfHeight, int spots, double factor) = Options.Shape;
        IReadOnlyList<SimulatedCrimeType> types = Options.CrimeTypes ?? SimulatedCrimeType.Defaults(factor);
        SeededRandom root = new(Options.Seed);
        Polygon boundary = Outline(root.Fork(1), halfWidth, halfHeight);
        Envelope field = boundary.EnvelopeInternal.Copy();
        field.ExpandBy(1_000);
        CityHotspot[] hotspots = Hotspots(root.Fork(2), spots, halfWidth, halfHeight);
        CityTruth truth = new(types, Options.Start, boundary, field, hotspots, Weights(root.Fork(3), types, spots));

        // One unit of work per type and block of days, each with its own generator.
        List<(int Type, int FirstDay, int EndDay)> work = [];
        for (int type = 0; type < types.Count; type++)
        {
            int warmUp = (int)Math.Ceiling(20 * types[type].TriggerMeanDays / (1 - types[type].BranchingRatio));
            for (int day = -warmUp; day < Options.SpanDays; day += BlockDays)
            {
                work.Add((type, day, Math.Min(day + BlockDays, Options.SpanDays)));
            }
        }

        EventDraft[][] drafts = new EventDraft[work.Count][];
        long[] unrecorded = new long[work.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = maximumThreads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        BoundaryTest inside = new(boundary);
        Parallel.For(0, work.Count, parallel, i =>
        {
            (int type, int first, int end) = work[i];
            BlockSimulation block = new(truth, types[type], type, field, inside, Options.SpanDays, root.Fork(100 + (ulong)type).Fork((ulong)(first + 1_000_000)));
            (drafts[i], unrecorded[i]) = block.Run(first, end);
        });

        EventDraft[] all = [.. drafts.SelectMany(d => d)];
        // A stable order: by moment, then by unit of work, then as drawn.
        int[] order = new int[all.Length];
        double[] moments = new double[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            order[i] = i;
            moments[i] = all[i].Day + (all[i].Minute / 1440.0);
        }

        Array.Sort(order, (a, b) => moments[a].CompareTo(moments[b]) is var byTime && byTime != 0 ? byTime : a.CompareTo(b));
        cancellationToken.ThrowIfCancellationRequested();
        return new SimulatedCity(Options, Table(all, order, types), boundary, truth, Array.ConvertAll(order, i => all[i].Generation), unrecorded.Sum());
    }

    /// <summary>A wobbly ellipse: irregular enough to cut cells, simple enough never to cross itself.</summary>
    private static Polygon Outline(SeededRandom random, double halfWidth, double halfHeight)
    {
        const int Vertices = 72;
        double[] phases = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
        Coordinate[] ring = new Coordinate[Vertices + 1];
        for (int i = 0; i < Vertices; i++)
        {
            double angle = 2 * Math.PI * i / Vertices;
            double radius = 1;
            for (int wave = 0; wave < 3; wave++)
            {
                radius += 0.12 / (wave + 1) * Math.Sin(((wave + 2) * angle) + (2 * Math.PI * phases[wave]));
            }

            ring[i] = new Coordinate(Math.Round(CentreEasting + (halfWidth * radius * Math.Cos(angle))), Math.Round(CentreNorthing + (halfHeight * radius * Math.Sin(angle))));
        }

        ring[Vertices] = ring[0].Copy();
        return new GeometryFactory(new PrecisionModel(), 27700).CreatePolygon(ring);
    }

    private static CityHotspot[] Hotspots(SeededRandom random, int count, double halfWidth, double halfHeight)
    {
        CityHotspot[] spots = new CityHotspot[count];
        for (int i = 0; i < count; i++)
        {
            // The first is the centre; the others thin out toward the edge.
            double angle = 2 * Math.PI * random.NextDouble(), reach = i == 0 ? 0.05 : 0.8 * random.NextDouble();
            double deviation = 150 * Math.Pow(900.0 / 150, random.NextDouble());
            spots[i] = new CityHotspot(Math.Round(CentreEasting + (halfWidth * reach * Math.Cos(angle))), Math.Round(CentreNorthing + (halfHeight * reach * Math.Sin(angle))), Math.Round(deviation));
        }

        return spots;
    }

    /// <summary>Weights that the types share in part: a place that draws one crime tends to draw others.</summary>
    private static double[][] Weights(SeededRandom random, IReadOnlyList<SimulatedCrimeType> types, int count)
    {
        double[] common = new double[count];
        for (int i = 0; i < count; i++)
        {
            common[i] = random.NextGamma(1.5) * (i == 0 ? 3 : 1);
        }

        double[][] weights = new double[types.Count][];
        for (int type = 0; type < weights.Length; type++)
        {
            double[] own = Array.ConvertAll(common, c => c * random.NextGamma(3));
            double sum = own.Sum();
            weights[type] = Array.ConvertAll(own, w => w / sum * (1 - types[type].DiffuseShare));
        }

        return weights;
    }

    private CrimeEvents Table(EventDraft[] all, int[] order, IReadOnlyList<SimulatedCrimeType> types)
    {
        int n = order.Length;
        double[] easting = new double[n], northing = new double[n];
        int[] day = new int[n], recorded = new int[n], type = new int[n], vehicle = new int[n];
        long[] from = new long[n], to = new long[n];
        string[] ids = new string[n];
        string[] vehicles = [.. types.SelectMany(t => t.Vehicles.Select(v => v.Name)).Distinct(StringComparer.Ordinal)];
        int[][] codes = [.. types.Select(t => t.Vehicles.Select(v => Array.IndexOf(vehicles, v.Name)).ToArray())];
        int start = Options.Start.DayNumber;
        for (int row = 0; row < n; row++)
        {
            EventDraft draft = all[order[row]];
            easting[row] = draft.Easting;
            northing[row] = draft.Northing;
            long moment = (((long)start + draft.Day) * CrimeEvents.MinutesPerDay) + draft.Minute;
            from[row] = moment - draft.MinutesBefore;
            to[row] = moment + draft.MinutesAfter;
            day[row] = (int)(from[row] / CrimeEvents.MinutesPerDay);
            recorded[row] = (int)(to[row] / CrimeEvents.MinutesPerDay) + draft.DelayDays;
            type[row] = draft.Type;
            vehicle[row] = draft.Vehicle < 0 ? -1 : codes[draft.Type][draft.Vehicle];
            ids[row] = string.Create(CultureInfo.InvariantCulture, $"SIM-{row + 1:D7}");
        }

        return new CrimeEvents(easting, northing, day, CoordinateSystem.BritishNationalGrid, from, to, recorded, ids,
            [new CategoryColumn("type", type, [.. types.Select(t => t.Name)]), new CategoryColumn("vehicle", vehicle, vehicles)]);
    }
}
