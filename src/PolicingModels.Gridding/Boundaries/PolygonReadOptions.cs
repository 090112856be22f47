namespace PolicingModels.Gridding;

/// <summary>How polygons from a file become a study area or zones.</summary>
public sealed record PolygonReadOptions
{
    /// <summary>
    /// The projection for polygons in degrees: that of the events, so that both lie in one plane (<see cref="PolicingModels.Gridding.Projection.For(CoordinateSystem)"/>).
    /// Null (default): the British National Grid where the polygons lie in Great Britain, else a local projection around them.
    /// </summary>
    public Projection? Projection { get; init; }

    /// <summary>
    /// The plane of polygons that are already in metres. Null (default): as the file says; where it is silent, the British National
    /// Grid if all coordinates lie in its rectangle, else an unnamed plane in metres.
    /// </summary>
    public CoordinateSystem? Coordinates { get; init; }

    /// <summary>The largest change of area, as a share of the polygon's own, by which a self-intersecting polygon may be repaired; 0 to 1, default 0.01. A larger one is refused.</summary>
    public double MaximumRepairShare { get; init; } = 0.01;
}
