using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace PolicingModels.Gridding;

/// <summary>Polygon zones such as wards, beats or districts. Immutable and thread-safe.</summary>
/// <remarks>
/// A point on an edge that two zones share belongs to exactly one: the zone that lies east of the edge, or north of a level edge (the
/// half-open rule of all cells). Where zones overlap, a point belongs to the one that comes first in the file; overlaps are listed in <see cref="Overlaps"/>.
/// A zone's centre is its centroid, which may lie outside a bent zone. Zones keep the order of the file.
/// </remarks>
public sealed class ZoneGrid : IGrid
{
    private readonly GridCell[] _cells;
    private readonly Geometry[] _outlines;
    private readonly ZoneIndex _index;
    private readonly string _name;
    private readonly Lazy<IReadOnlyList<ZoneOverlap>> _overlaps;

    internal ZoneGrid(string name, CoordinateSystem coordinates, IReadOnlyList<(string Id, Geometry Polygons)> zones, IReadOnlyList<DataQualityNote> notes)
    {
        _name = name;
        Coordinates = coordinates;
        Notes = notes;
        _outlines = [.. zones.Select(z => z.Polygons)];
        _cells = new GridCell[_outlines.Length];
        for (int i = 0; i < _cells.Length; i++)
        {
            Point centre = _outlines[i].Centroid;
            _cells[i] = new GridCell(zones[i].Id, centre.X, centre.Y, _outlines[i].Area / 1e6);
        }

        _index = new ZoneIndex(_outlines);
        _overlaps = new(FindOverlaps);
    }

    /// <inheritdoc/>
    public IReadOnlyList<GridCell> Cells => _cells;

    /// <inheritdoc/>
    public CoordinateSystem Coordinates { get; }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{_cells.Length} zones of {Path.GetFileName(_name)}");

    /// <summary>What was repaired, united or assumed when the zones were read.</summary>
    public IReadOnlyList<DataQualityNote> Notes { get; }

    /// <summary>Pairs of zones that overlap by more than a square metre, in order of their indices; found at the first call.</summary>
    public IReadOnlyList<ZoneOverlap> Overlaps => _overlaps.Value;

    /// <inheritdoc/>
    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> cells)
    {
        if (easting.Length != northing.Length || cells.Length < easting.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings, {northing.Length} northings and room for {cells.Length} cells; give as many of each.", nameof(cells));
        }

        for (int i = 0; i < easting.Length; i++)
        {
            cells[i] = _index.Find(easting[i], northing[i]);
        }
    }

    /// <summary>Which zones touch: at an edge (rook) or at an edge or a point (queen).</summary>
    /// <param name="rule">Queen or rook.</param>
    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => Neighbours(rule, 0);

    /// <summary>Which zones touch or nearly touch, for zones whose edges were drawn apart.</summary>
    /// <param name="rule">Queen: within the tolerance of each other. Rook: along an edge; with a tolerance, along more than four times its length.</param>
    /// <param name="toleranceMetres">How far apart two edges may lie, in metres, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite, or the rule is unknown.</exception>
    public Adjacency Neighbours(NeighbourRule rule, double toleranceMetres)
    {
        if (!Enum.IsDefined(rule))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule, "The rule is Queen or Rook.");
        }

        if (!(toleranceMetres >= 0) || double.IsInfinity(toleranceMetres))
        {
            throw new ArgumentOutOfRangeException(nameof(toleranceMetres), toleranceMetres, "The tolerance is a finite distance in metres, at least 0.");
        }

        return ZoneContiguity.Of(_outlines, rule, toleranceMetres);
    }

    /// <inheritdoc/>
    public Geometry Outline(int cell)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cell);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, _cells.Length);
        return _outlines[cell];
    }

    internal static ZoneGrid FromFile(PolygonFile file, string? idColumn, StudyArea? boundary)
    {
        List<DataQualityNote> notes = [.. file.Notes];
        if (idColumn is not null && !file.Features.Any(f => f.Properties.ContainsKey(idColumn)))
        {
            string known = string.Join(", ", file.Features.SelectMany(f => f.Properties.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
            throw new InputRefusedException(file.Name, $"{file.Name} has no property “{idColumn}”; it has {(known.Length > 0 ? known : "none")}.");
        }

        idColumn ??= CommonIdColumn(file);
        List<(string Id, Geometry Polygons)> zones = [];
        Dictionary<string, int> byId = new(StringComparer.Ordinal);
        foreach (PolygonFeature feature in file.Features)
        {
            string? id = idColumn is null ? feature.Id ?? feature.Number.ToString(CultureInfo.InvariantCulture) : feature.Properties.GetValueOrDefault(idColumn);
            if (string.IsNullOrEmpty(id))
            {
                throw new InputRefusedException(file.Name, $"{file.Name}, feature {feature.Number} has no value in “{idColumn}”; every zone needs an id.");
            }

            if (byId.TryGetValue(id, out int before))
            {
                zones[before] = (id, Planar.PolygonsOf(OverlayNGRobust.Overlay(zones[before].Polygons, feature.Polygons, SpatialFunction.Union)));
                notes.Add(new DataQualityNote("united-zone", $"{file.Name}: the id “{id}” stands at more than one feature (again at {feature.Number}); they were united to one zone."));
                continue;
            }

            byId.Add(id, zones.Count);
            zones.Add((id, feature.Polygons));
        }

        return new ZoneGrid(file.Name, file.Coordinates, boundary is null ? zones : Clip(zones, boundary, file, notes), notes);
    }

    private static List<(string Id, Geometry Polygons)> Clip(List<(string Id, Geometry Polygons)> zones, StudyArea boundary, PolygonFile file, List<DataQualityNote> notes)
    {
        if (boundary.Coordinates.Code != file.Coordinates.Code)
        {
            throw new ArgumentException($"The boundary lies in {boundary.Coordinates.Name} ({boundary.Coordinates.Code}) and the zones in {file.Coordinates.Name} ({file.Coordinates.Code}); read both with the same projection.", nameof(boundary));
        }

        IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(boundary.Outline);
        List<(string, Geometry)> kept = [];
        foreach ((string id, Geometry polygons) in zones)
        {
            Geometry inside = prepared.Covers(polygons)
                ? polygons
                : prepared.Disjoint(polygons) ? Planar.Factory.CreatePolygon() : Planar.PolygonsOf(OverlayNGRobust.Overlay(polygons, boundary.Outline, SpatialFunction.Intersection));
            if (inside.Area > 0)
            {
                kept.Add((id, inside));
            }
        }

        if (kept.Count < zones.Count)
        {
            notes.Add(new DataQualityNote("zones-outside", $"{zones.Count - kept.Count} of {zones.Count} zones of {file.Name} lie outside the boundary and were left out."));
        }

        return kept.Count > 0 ? kept : throw new AnalysisException(AnalysisFailure.OutsideStudyArea, $"No zone of {file.Name} touches the boundary {boundary.Name}. Check that both are of the same place and in the same coordinate system.");
    }

    // The shortest property that names every feature differently and is called like an identifier; a feature's own id or number otherwise.
    private static string? CommonIdColumn(PolygonFile file) =>
        file.Features.All(f => f.Id is not null) && file.Features.Select(f => f.Id).Distinct(StringComparer.Ordinal).Count() == file.Features.Count
            ? null
            : file.Features[0].Properties.Keys
                .Where(k => k.EndsWith("CD", StringComparison.Ordinal) || k.EndsWith("code", StringComparison.OrdinalIgnoreCase) || k.EndsWith("id", StringComparison.OrdinalIgnoreCase) || k.EndsWith("name", StringComparison.OrdinalIgnoreCase) || k.EndsWith("NM", StringComparison.Ordinal)
                    || (k.Length > 4 && char.IsAsciiDigit(k[^1]) && k[..^2].EndsWith("CD", StringComparison.Ordinal)))
                .Where(k => file.Features.All(f => f.Properties.GetValueOrDefault(k) is { Length: > 0 }))
                .Where(k => file.Features.Select(f => f.Properties[k]).Distinct(StringComparer.Ordinal).Count() == file.Features.Count)
                .OrderBy(k => k.Contains("NM", StringComparison.Ordinal) || k.EndsWith("name", StringComparison.OrdinalIgnoreCase) ? 1 : 0)
                .FirstOrDefault();

    private List<ZoneOverlap> FindOverlaps()
    {
        List<ZoneOverlap> found = [];
        STRtree<int> tree = ZoneContiguity.Tree(_outlines);
        for (int i = 0; i < _outlines.Length; i++)
        {
            IPreparedGeometry? prepared = null;
            foreach (int j in tree.Query(_outlines[i].EnvelopeInternal).Where(j => j > i).Order())
            {
                prepared ??= PreparedGeometryFactory.Prepare(_outlines[i]);
                if (prepared.Intersects(_outlines[j]))
                {
                    double shared = Planar.PolygonsOf(OverlayNGRobust.Overlay(_outlines[i], _outlines[j], SpatialFunction.Intersection)).Area;
                    if (shared > 1)
                    {
                        found.Add(new ZoneOverlap(_cells[i].Id, _cells[j].Id, shared / 1e6));
                    }
                }
            }
        }

        return found;
    }
}
