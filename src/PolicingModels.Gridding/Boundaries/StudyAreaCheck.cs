using System.Globalization;
using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>Finds out whether events and a study area speak of the same place.</summary>
public static class StudyAreaCheck
{
    private const double InternationalFoot = 0.3048;

    /// <summary>Refuses events of which (nearly) none lies in the area, and says what looks wrong.</summary>
    /// <param name="area">The study area.</param>
    /// <param name="events">The events; none at all is not an error here.</param>
    /// <param name="leastShare">The least share of events that must lie inside, 0 to 1. Default 0.01.</param>
    /// <returns>The share of events inside, 0 to 1; 1 for no events.</returns>
    /// <exception cref="AnalysisException">Fewer lie inside (<see cref="AnalysisFailure.OutsideStudyArea"/>); the message names the likely cause and the mend.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1.</exception>
    public static double RequireEvents(this StudyArea area, CrimeEvents events, double leastShare = 0.01)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(events);
        if (!(leastShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastShare), leastShare, "The least share of events inside is 0 to 1.");
        }

        if (events.Count == 0)
        {
            return 1;
        }

        int inside = area.CountInside(events.Easting, events.Northing);
        double share = (double)inside / events.Count;
        if (inside > 0 && share >= leastShare)
        {
            return share;
        }

        throw new AnalysisException(AnalysisFailure.OutsideStudyArea, string.Create(CultureInfo.InvariantCulture, $"{(inside == 0 ? "None" : $"Only {inside}")} of {events.Count} events lie{(inside == 0 ? "s" : "")} in {area.Name} ({Extent(area.Outline.EnvelopeInternal)}); the middle event is at ({Middle(events.Easting):0.##}, {Middle(events.Northing):0.##}). {Mend(area, events, inside)}"));
    }

    private static string Mend(StudyArea area, CrimeEvents events, int inside)
    {
        ReadOnlySpan<double> e = events.Easting, n = events.Northing;
        if (area.Coordinates.Code != events.Coordinates.Code)
        {
            return $"The events are in {events.Coordinates.Name} ({events.Coordinates.Code}) and the boundary in {area.Coordinates.Name} ({area.Coordinates.Code}): read the boundary with the projection of the events.";
        }

        if (Better(area.CountInside(n, e)))
        {
            return "With easting and northing exchanged they would: exchange the columns' names.";
        }

        if (Better(area.CountInside(Scaled(e, InternationalFoot), Scaled(n, InternationalFoot))))
        {
            return "Read as feet they would: convert them to metres (1 ft = 0.3048 m).";
        }

        if (Math.Abs(Middle(e)) <= 180 && Math.Abs(Middle(n)) <= 180)
        {
            return "Their values look like degrees: say that their coordinate system is EPSG:4326, so that they are projected.";
        }

        return "Check that boundary and events are of the same place and in the same coordinate system.";

        bool Better(int count) => count > inside && 2L * count > events.Count;
    }

    private static string Extent(Envelope box) => string.Create(CultureInfo.InvariantCulture, $"{box.MinX:0} to {box.MaxX:0} m east, {box.MinY:0} to {box.MaxY:0} m north");

    private static double[] Scaled(ReadOnlySpan<double> values, double factor)
    {
        double[] scaled = new double[values.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = values[i] * factor;
        }

        return scaled;
    }

    private static double Middle(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
