using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace PolicingModels.Gridding;

/// <summary>The area that is studied: one polygon or several, with holes, in metres. Immutable and thread-safe.</summary>
public sealed class StudyArea
{
    private readonly PolygonLocator _locator;

    private StudyArea(Geometry outline, CoordinateSystem coordinates, string name, IReadOnlyList<DataQualityNote> notes)
    {
        Outline = outline;
        Coordinates = coordinates;
        Name = name;
        Notes = notes;
        AreaSquareKilometres = outline.Area / 1e6;
        _locator = new PolygonLocator(outline);
    }

    /// <summary>The outline in metres: a polygon or multi-polygon. Treat it as read-only.</summary>
    public Geometry Outline { get; }

    /// <summary>The plane of the outline.</summary>
    public CoordinateSystem Coordinates { get; }

    /// <summary>Where the outline came from, for reports.</summary>
    public string Name { get; }

    /// <summary>The area in square kilometres, holes left out.</summary>
    public double AreaSquareKilometres { get; }

    /// <summary>What was repaired or assumed when the outline was read.</summary>
    public IReadOnlyList<DataQualityNote> Notes { get; }

    /// <summary>Reads a boundary from a GeoJSON file: a feature collection (its polygons are united), a feature or a geometry.</summary>
    /// <param name="path">The file. Coordinates in degrees (RFC 7946) are projected; coordinates that can only be metres are taken as they are.</param>
    /// <param name="options">Projection, plane and repair; null for the defaults.</param>
    /// <exception cref="InputRefusedException">The file is missing, is not GeoJSON, holds no polygon, or a polygon cannot be repaired within the allowed share.</exception>
    public static StudyArea FromGeoJson(string path, PolygonReadOptions? options = null)
    {
        PolygonFile file = GeoJsonReader.ReadFile(path, options);
        return FromFile(file);
    }

    /// <summary>Reads a boundary from a GeoJSON file into the plane of the events, so that a grid of it can count them.</summary>
    /// <param name="path">The file. Coordinates in degrees are projected into the plane; coordinates that can only be metres are taken as they are.</param>
    /// <param name="plane">The plane of the events: <see cref="CrimeEvents.Coordinates"/>.</param>
    /// <exception cref="InputRefusedException">As for <see cref="FromGeoJson(string, PolygonReadOptions)"/>.</exception>
    public static StudyArea FromGeoJson(string path, CoordinateSystem plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        Projection? projection = Projection.For(plane);
        return FromGeoJson(path, new PolygonReadOptions { Projection = projection, Coordinates = projection is null ? plane : null });
    }

    /// <summary>Reads a boundary from GeoJSON text.</summary>
    /// <param name="json">The text of a feature collection, feature or geometry.</param>
    /// <param name="options">Projection, plane and repair; null for the defaults.</param>
    /// <param name="name">What to call the text in messages and reports.</param>
    /// <exception cref="InputRefusedException">As for <see cref="FromGeoJson(string, PolygonReadOptions)"/>.</exception>
    public static StudyArea ParseGeoJson(string json, PolygonReadOptions? options = null, string name = "GeoJSON") => FromFile(GeoJsonReader.Parse(json, name, options));

    /// <summary>Makes an area from a geometry in metres; parts that overlap are united, and a self-intersection is repaired as when reading.</summary>
    /// <param name="outline">A polygon or multi-polygon, or a collection of them.</param>
    /// <param name="coordinates">The plane it is in.</param>
    /// <param name="options">Repair; null for the defaults.</param>
    /// <param name="name">What to call it in messages and reports.</param>
    /// <exception cref="InputRefusedException">It holds no polygon with an area, or cannot be repaired within the allowed share.</exception>
    public static StudyArea FromGeometry(Geometry outline, CoordinateSystem coordinates, PolygonReadOptions? options = null, string name = "boundary")
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(coordinates);
        List<DataQualityNote> notes = [];
        Geometry polygons = Planar.PolygonsOf(Planar.Factory.CreateGeometry(outline));
        Geometry sound = PolygonRepair.Mend(polygons, name, options ?? new(), notes);
        return FromParts([sound], coordinates, name, notes);
    }

    /// <summary>Makes a rectangle.</summary>
    /// <param name="west">Least easting, metres.</param>
    /// <param name="south">Least northing, metres.</param>
    /// <param name="east">Greatest easting, metres; above <paramref name="west"/>.</param>
    /// <param name="north">Greatest northing, metres; above <paramref name="south"/>.</param>
    /// <param name="coordinates">The plane; null for an unnamed plane in metres.</param>
    /// <exception cref="ArgumentException">A side has no length, or a value is not finite.</exception>
    public static StudyArea FromEnvelope(double west, double south, double east, double north, CoordinateSystem? coordinates = null)
    {
        if (!(east > west && north > south && double.IsFinite(west) && double.IsFinite(south) && double.IsFinite(east) && double.IsFinite(north)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The rectangle from ({west}, {south}) to ({east}, {north}) m has no area; give west < east and south < north, finite, in metres."));
        }

        return new StudyArea(Planar.Rectangle(west, south, east, north), coordinates ?? CoordinateSystem.PlanarMetres, "rectangle", []);
    }

    /// <summary>Whether a point lies in the area; a point on a western or southern edge does, on an eastern or northern edge does not.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    public bool Contains(double easting, double northing) => _locator.Contains(easting, northing);

    /// <summary>How many points lie in the area.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north, as many as eastings.</param>
    public int CountInside(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing)
    {
        if (easting.Length != northing.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings and {northing.Length} northings; a point has one of each.", nameof(northing));
        }

        int inside = 0;
        for (int i = 0; i < easting.Length; i++)
        {
            inside += _locator.Contains(easting[i], northing[i]) ? 1 : 0;
        }

        return inside;
    }

    internal static StudyArea FromParts(IReadOnlyList<Geometry> parts, CoordinateSystem coordinates, string name, IReadOnlyList<DataQualityNote> notes)
    {
        Geometry union = parts.Count == 1 && parts[0] is Polygon ? parts[0] : Planar.PolygonsOf(OverlayNGRobust.Union(parts, Planar.Factory));
        if (!(union.Area > 0))
        {
            throw new InputRefusedException(name, $"{name} encloses no area; give a boundary with at least one polygon.");
        }

        return new StudyArea(union, coordinates, name, notes);
    }

    private static StudyArea FromFile(PolygonFile file) => FromParts([.. file.Features.Select(f => f.Polygons)], file.Coordinates, file.Name, file.Notes);
}
