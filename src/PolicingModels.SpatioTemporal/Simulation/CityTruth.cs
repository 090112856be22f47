using System.Numerics;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A place around which background events of a simulated city gather, as an isotropic Gaussian.</summary>
/// <param name="Easting">Centre, metres east.</param>
/// <param name="Northing">Centre, metres north.</param>
/// <param name="DeviationMetres">Standard deviation along each axis, metres.</param>
public readonly record struct CityHotspot(double Easting, double Northing, double DeviationMetres);

/// <summary>What is true of a simulated city: the expected number of recorded events in any place and period. Immutable and thread-safe.</summary>
/// <remarks>
/// The events are a branching process (Hawkes 1971, doi:10.1093/biomet/58.1.83): a background with a static surface and a yearly wave, and
/// generations of triggered events. Generation n is the background blurred n times by the trigger's Gaussian and delayed n times by
/// its exponential, times the branching ratio to the n. Sums of Gaussians, a uniform rectangle, waves and exponentials all keep their
/// form under that, so the expectation is exact but for generations of together less than 1e-7, and for cells cut by a slanted
/// outline, where the surface is taken as even within 1/32 of the side.
/// </remarks>
public sealed class CityTruth
{
    private const double DaysPerYear = 365.25;
    private readonly Dictionary<string, Surface> _types = new(StringComparer.Ordinal);
    private readonly Polygon _boundary;
    private readonly DateOnly _start;
    private readonly Envelope _field;

    internal CityTruth(IReadOnlyList<SimulatedCrimeType> types, DateOnly start, Polygon boundary, Envelope field, IReadOnlyList<CityHotspot> hotspots, double[][] weights)
    {
        CrimeTypes = types;
        Hotspots = hotspots;
        _boundary = boundary;
        _field = field;
        _start = start;
        Period firstYear = new(start, start.AddDays(364));
        List<Part> whole = Parts(boundary, 128);
        for (int i = 0; i < types.Count; i++)
        {
            Surface unit = new(types[i], weights[i], 1);
            _types.Add(types[i].Name, unit with { BackgroundPerDay = types[i].RecordedPerYear / Expected(unit, firstYear, whole) });
        }
    }

    /// <summary>The crime types with their parameters.</summary>
    public IReadOnlyList<SimulatedCrimeType> CrimeTypes { get; }

    /// <summary>The hot spots, shared by the crime types with weights of their own.</summary>
    public IReadOnlyList<CityHotspot> Hotspots { get; }

    /// <summary>The weights of the hot spots in one type's background; with the diffuse share they sum to 1.</summary>
    /// <param name="crimeType">Name of the type.</param>
    public IReadOnlyList<double> HotspotWeights(string crimeType) => SurfaceOf(crimeType).Weights;

    /// <summary>Background events a day, recorded or not, over the whole plane, at the level of the first day and before the yearly wave.</summary>
    /// <param name="crimeType">Name of the type.</param>
    public double BackgroundPerDay(string crimeType) => SurfaceOf(crimeType).BackgroundPerDay;

    /// <summary>The expected number of recorded events that occur in a period inside an area, within the boundary.</summary>
    /// <param name="crimeType">Name of the type.</param>
    /// <param name="period">The period.</param>
    /// <param name="area">Polygons in metres; only what lies inside the boundary counts.</param>
    /// <returns>Events. Whole over the days in which the city is simulated; outside them, what would have been.</returns>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public double ExpectedCount(string crimeType, Period period, Geometry area)
    {
        ArgumentNullException.ThrowIfNull(area);
        Surface surface = SurfaceOf(crimeType);
        Geometry inside = ReferenceEquals(area, _boundary) || _boundary.Contains(area) ? area : _boundary.Intersection(area);
        if (inside.IsEmpty)
        {
            return 0;
        }

        return Expected(surface, period, Parts(inside, ReferenceEquals(area, _boundary) ? 128 : 32));
    }

    /// <summary>The expected number of recorded events that occur in a period inside a rectangle, within the boundary.</summary>
    /// <param name="crimeType">Name of the type.</param>
    /// <param name="period">The period.</param>
    /// <param name="area">A rectangle in metres.</param>
    public double ExpectedCount(string crimeType, Period period, Envelope area)
    {
        ArgumentNullException.ThrowIfNull(area);
        return ExpectedCount(crimeType, period, _boundary.Factory.ToGeometry(area));
    }

    /// <summary>The expected number of recorded events in each cell of a grid.</summary>
    /// <param name="crimeType">Name of the type.</param>
    /// <param name="period">The period.</param>
    /// <param name="grid">Cells in the city's plane.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>Events, one number per cell in the grid's order.</returns>
    public double[] ExpectedCounts(string crimeType, Period period, IGrid grid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[] expected = new double[grid.Cells.Count];
        for (int cell = 0; cell < expected.Length; cell++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            expected[cell] = ExpectedCount(crimeType, period, grid.Outline(cell));
        }

        return expected;
    }

    internal Surface SurfaceOf(string crimeType)
    {
        ArgumentNullException.ThrowIfNull(crimeType);
        return _types.TryGetValue(crimeType, out Surface? surface)
            ? surface
            : throw new ArgumentException($"The city has no crime type “{crimeType}”; it has {string.Join(", ", _types.Keys)}.", nameof(crimeType));
    }

    /// <summary>The background's expected events on one day at level 1: growth times wave, integrated over the day.</summary>
    internal double DayFactor(SimulatedCrimeType type, int day) => Integral(type, day, day + 1, 0);

    /// <summary>Branching ratio to the n, times the time integral of generation n, for each generation that matters.</summary>
    private double[] TimeFactors(Surface surface, Period period)
    {
        double from = period.Start.DayNumber - _start.DayNumber, to = period.End.DayNumber - _start.DayNumber;
        List<double> factors = [];
        double share = 1;
        for (int n = 0; n == 0 || share > 1e-7; n++)
        {
            factors.Add(share * Integral(surface.Type, from, to, n));
            share *= surface.Type.BranchingRatio;
        }

        return [.. factors];
    }

    /// <summary>∫ of e^{γt}(1 + A cos ω(t − peak)) after n exponential delays: each mode e^{λt} is divided by (1 + λτ) per delay.</summary>
    private double Integral(SimulatedCrimeType type, double from, double to, int delays)
    {
        double growth = type.GrowthPerYear / DaysPerYear, turn = 2 * Math.PI / DaysPerYear;
        // Day of the year of the first simulated day, from 1.
        double phase = turn * (type.SeasonalPeakDay - _start.DayOfYear);
        Complex wave = new(growth, turn);
        double level = (growth == 0 ? to - from : (Math.Exp(growth * from) * AccurateMath.ExpM1(growth * (to - from))) / growth) / Math.Pow(1 + (growth * type.TriggerMeanDays), delays);
        Complex swing = (Complex.Exp(wave * to) - Complex.Exp(wave * from)) / wave / Complex.Pow(1 + (wave * type.TriggerMeanDays), delays) * Complex.Exp(new Complex(0, -phase));
        return level + (type.SeasonalAmplitude * swing.Real);
    }

    private double Expected(Surface surface, Period period, List<Part> parts)
    {
        double[] factors = TimeFactors(surface, period);
        double mass = 0;
        foreach (Part part in parts)
        {
            mass += part.Covered * BoxMass(surface, factors, part.Box);
        }

        return surface.BackgroundPerDay * surface.Type.RecordedShare * mass;
    }

    /// <summary>Cuts an area into rectangles it fills, and small ones at its edge that it fills in part.</summary>
    /// <param name="area">The area.</param>
    /// <param name="fineness">How many of the smallest rectangles make its longer side.</param>
    private static List<Part> Parts(Geometry area, int fineness)
    {
        List<Part> parts = [];
        Envelope extent = area.EnvelopeInternal;
        double leaf = Math.Max(extent.Width, extent.Height) / fineness;
        Cut(area, extent);
        return parts;

        void Cut(Geometry inside, Envelope box)
        {
            if (inside.IsEmpty || inside.Area == 0)
            {
                return;
            }

            double covered = inside.Area / box.Area;
            if (covered >= 1 - 1e-9 || Math.Max(box.Width, box.Height) <= leaf)
            {
                parts.Add(new Part(box, covered >= 1 - 1e-9 ? 1 : covered));
                return;
            }

            double east = (box.MinX + box.MaxX) / 2, north = (box.MinY + box.MaxY) / 2;
            foreach (Envelope quarter in (ReadOnlySpan<Envelope>)[new(box.MinX, east, box.MinY, north), new(east, box.MaxX, box.MinY, north), new(box.MinX, east, north, box.MaxY), new(east, box.MaxX, north, box.MaxY)])
            {
                Cut(inside.Intersection(inside.Factory.ToGeometry(quarter)), quarter);
            }
        }
    }

    /// <summary>Σ over generations of time factor times the blurred surface's integral over a rectangle.</summary>
    private double BoxMass(Surface surface, double[] factors, Envelope box)
    {
        double sum = 0, step = surface.Type.TriggerDeviationMetres;
        for (int n = 0; n < factors.Length; n++)
        {
            double blur = n * step * step;
            double mass = surface.Type.DiffuseShare * Even(box.MinX, box.MaxX, _field.MinX, _field.MaxX, Math.Sqrt(blur)) * Even(box.MinY, box.MaxY, _field.MinY, _field.MaxY, Math.Sqrt(blur));
            for (int h = 0; h < Hotspots.Count; h++)
            {
                CityHotspot spot = Hotspots[h];
                double deviation = Math.Sqrt((spot.DeviationMetres * spot.DeviationMetres) + blur);
                double across = Between(box.MinX, box.MaxX, spot.Easting, deviation);
                mass += across == 0 ? 0 : surface.Weights[h] * across * Between(box.MinY, box.MaxY, spot.Northing, deviation);
            }

            sum += factors[n] * mass;
        }

        return sum;
    }

    private static double Between(double low, double high, double centre, double deviation)
    {
        double a = (low - centre) / deviation, b = (high - centre) / deviation;
        return a > 9 || b < -9 ? 0 : a > 0 ? StandardNormal.Cumulative(-a) - StandardNormal.Cumulative(-b) : StandardNormal.Cumulative(b) - StandardNormal.Cumulative(a);
    }

    /// <summary>The share of a uniform span, blurred by a Gaussian, that lies between two values.</summary>
    private static double Even(double low, double high, double from, double to, double blur)
    {
        if (blur == 0)
        {
            return Math.Max(0, Math.Min(high, to) - Math.Max(low, from)) / (to - from);
        }

        return (Ramp(high - from) - Ramp(low - from) - Ramp(high - to) + Ramp(low - to)) / (to - from);

        // ∫ Φ(x/s) dx.
        double Ramp(double x)
        {
            double z = x / blur;
            return z > 9 ? x : z < -9 ? 0 : (x * StandardNormal.Cumulative(z)) + (blur * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
        }
    }

    private readonly record struct Part(Envelope Box, double Covered);

    internal sealed record Surface(SimulatedCrimeType Type, double[] Weights, double BackgroundPerDay);
}
