using NetTopologySuite.Geometries;

namespace PolicingModels.SpatioTemporal;

/// <summary>A city that does not exist, with everything that is true of it.</summary>
/// <remarks>
/// Nothing here is a record of crime. The coordinates are written on the British National Grid but lie in the North Sea, so that no
/// real street can be mistaken for a simulated one.
/// </remarks>
public sealed class SimulatedCity
{
    internal SimulatedCity(CityOptions options, CrimeEvents events, Polygon boundary, CityTruth truth, byte[] generations, long unrecorded)
    {
        Options = options;
        Events = events;
        Boundary = boundary;
        Truth = truth;
        Generations = generations;
        Unrecorded = unrecorded;
    }

    /// <summary>One sentence to put beside every figure made from the city.</summary>
    public static string Notice => "Simulated data: this city does not exist, its coordinates lie in the North Sea, and none of its events happened.";

    /// <summary>What it was made from.</summary>
    public CityOptions Options { get; }

    /// <summary>The recorded events in order of occurrence, with columns <c>type</c> and <c>vehicle</c>, windows, recording days and ids.</summary>
    public CrimeEvents Events { get; }

    /// <summary>The study area, metres on the British National Grid; whole-metre vertices, one ring.</summary>
    public Polygon Boundary { get; }

    /// <summary>The expected counts behind the events.</summary>
    public CityTruth Truth { get; }

    /// <summary>One number per event: 0 for background, n for the n-th generation of triggered events (255 for that and more).</summary>
    public ReadOnlyMemory<byte> Generations { get; }

    /// <summary>Events that occurred inside the boundary and span but were never recorded.</summary>
    public long Unrecorded { get; }

    /// <summary>The days over which events occur.</summary>
    public Period Span => new(Options.Start, Options.Start.AddDays(Options.SpanDays));
}
