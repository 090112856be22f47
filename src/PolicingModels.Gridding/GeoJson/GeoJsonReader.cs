using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace PolicingModels.Gridding;

/// <summary>A polygon of a file, in metres, with its properties as text.</summary>
internal sealed record PolygonFeature(int Number, string? Id, Geometry Polygons, IReadOnlyDictionary<string, string> Properties);

/// <summary>The polygons of a file in one plane.</summary>
internal sealed record PolygonFile(string Name, CoordinateSystem Coordinates, IReadOnlyList<PolygonFeature> Features, IReadOnlyList<DataQualityNote> Notes);

/// <summary>Reads the polygons of a GeoJSON file into metres.</summary>
internal static class GeoJsonReader
{
    private static readonly JsonSerializerOptions Geometries = new() { Converters = { new GeoJsonConverterFactory(Planar.Factory) } };

    public static PolygonFile ReadFile(string path, PolygonReadOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputRefusedException(path, $"The boundary file {path} could not be opened: {e.Message}", inner: e);
        }

        // A byte order mark is not JSON, but many tools write one.
        ReadOnlyMemory<byte> json = text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsMemory(3) : text;
        return Read(() => JsonDocument.Parse(json), path, options);
    }

    public static PolygonFile Parse(string json, string name, PolygonReadOptions? options)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(() => JsonDocument.Parse(json), name, options);
    }

    private static PolygonFile Read(Func<JsonDocument> parse, string name, PolygonReadOptions? options)
    {
        options ??= new();
        JsonDocument document;
        try
        {
            document = parse();
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(name, string.Create(CultureInfo.InvariantCulture, $"{name} is not GeoJSON: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} is not valid JSON. Export the boundary as GeoJSON (RFC 7946)."), inner: e);
        }

        using (document)
        {
            List<RawFeature> raw = [];
            int withoutPolygon = Collect(document.RootElement, name, raw);
            List<DataQualityNote> notes = [];
            if (withoutPolygon > 0)
            {
                notes.Add(new DataQualityNote("not-a-polygon", $"{name}: {withoutPolygon} features without a polygon (points, lines or nothing) were left out."));
            }

            if (raw.Count == 0)
            {
                throw new InputRefusedException(name, $"{name} holds no polygon; give a GeoJSON file with at least one Polygon or MultiPolygon.");
            }

            (CoordinateSystem coordinates, Projection? projection) = PlaneOf(document.RootElement, raw, name, options, notes);
            List<PolygonFeature> features = new(raw.Count);
            foreach (RawFeature feature in raw)
            {
                string where = raw.Count == 1 ? name : $"{name}, feature {feature.Number}";
                Geometry plane = projection is null ? feature.Geometry : Reprojection.FromDegrees(feature.Geometry, projection);
                Geometry sound = PolygonRepair.Mend(Planar.PolygonsOf(plane), where, options, notes);
                features.Add(new PolygonFeature(feature.Number, feature.Id, sound, feature.Properties));
            }

            return new PolygonFile(name, coordinates, features, notes);
        }
    }

    private static int Collect(JsonElement root, string name, List<RawFeature> features)
    {
        string? type = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out JsonElement t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;
        int without = 0;
        switch (type)
        {
            case "FeatureCollection":
                if (!root.TryGetProperty("features", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
                {
                    throw new InputRefusedException(name, $"{name} is a FeatureCollection without an array “features”.");
                }

                int number = 0;
                foreach (JsonElement feature in list.EnumerateArray())
                {
                    without += AddFeature(feature, ++number, name, features) ? 0 : 1;
                }

                return without;
            case "Feature":
                return AddFeature(root, 1, name, features) ? 0 : 1;
            case "Polygon" or "MultiPolygon" or "GeometryCollection":
                return Add(root, 1, null, new Dictionary<string, string>(), name, features) ? 0 : 1;
            case "Point" or "MultiPoint" or "LineString" or "MultiLineString":
                return 1;
            default:
                throw new InputRefusedException(name, $"{name} is not GeoJSON: its “type” is {(type is null ? "missing" : $"“{type}”")} where FeatureCollection, Feature, Polygon or MultiPolygon is expected.");
        }
    }

    private static bool AddFeature(JsonElement feature, int number, string name, List<RawFeature> features)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("geometry", out JsonElement geometry) || geometry.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase);
        if (feature.TryGetProperty("properties", out JsonElement table) && table.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in table.EnumerateObject())
            {
                properties[property.Name] = property.Value.ToString();
            }
        }

        string? id = feature.TryGetProperty("id", out JsonElement given) && given.ValueKind is JsonValueKind.String or JsonValueKind.Number ? given.ToString() : null;
        return Add(geometry, number, id, properties, name, features);
    }

    private static bool Add(JsonElement element, int number, string? id, Dictionary<string, string> properties, string name, List<RawFeature> features)
    {
        Geometry? geometry;
        try
        {
            geometry = element.Deserialize<Geometry>(Geometries);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new InputRefusedException(name, $"{name}, feature {number} has a geometry that cannot be read: {e.Message} A ring is a list of at least four positions of which the last repeats the first.", inner: e);
        }

        Geometry polygons = geometry is null ? Planar.Factory.CreatePolygon() : Planar.PolygonsOf(geometry);
        if (polygons.IsEmpty)
        {
            return false;
        }

        foreach (Coordinate point in polygons.Coordinates)
        {
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                throw new InputRefusedException(name, $"{name}, feature {number} has a coordinate that is not a finite number.");
            }
        }

        features.Add(new RawFeature(number, id, polygons, properties));
        return true;
    }

    private static (CoordinateSystem Coordinates, Projection? Projection) PlaneOf(JsonElement root, List<RawFeature> features, string name, PolygonReadOptions options, List<DataQualityNote> notes)
    {
        Envelope extent = new();
        features.ForEach(f => extent.ExpandToInclude(f.Geometry.EnvelopeInternal));
        bool canBeDegrees = extent.MinX >= -180 && extent.MaxX <= 180 && extent.MinY >= -90 && extent.MaxY <= 90;
        string? crs = CrsName(root);
        bool saysDegrees = crs is not null && (crs.Contains("CRS84", StringComparison.OrdinalIgnoreCase) || Ends(crs, "4326") || Ends(crs, "4258"));
        bool saysBritish = crs is not null && Ends(crs, "27700");
        if (saysDegrees && !canBeDegrees)
        {
            throw new InputRefusedException(name, string.Create(CultureInfo.InvariantCulture, $"{name} says its coordinates are degrees ({crs}), but they reach from ({extent.MinX}, {extent.MinY}) to ({extent.MaxX}, {extent.MaxY}). Export it in WGS84, or correct its crs."));
        }

        if (crs is not null && !saysDegrees && !saysBritish && options.Coordinates is null)
        {
            throw new InputRefusedException(name, $"{name} is in {crs}, which is not known here. Export it in WGS84 (RFC 7946) or the British National Grid (EPSG:27700), or name its plane in metres in the options.");
        }

        if (canBeDegrees && !saysBritish && options.Coordinates is null)
        {
            double longitude = (extent.MinX + extent.MaxX) / 2, latitude = (extent.MinY + extent.MaxY) / 2;
            if (options.Projection is null && !BritishNationalGrid.Covers(latitude, longitude) && BritishNationalGrid.Covers(longitude, latitude))
            {
                throw new InputRefusedException(name, $"{name} has latitude and longitude swapped: read as they stand its polygons lie far from Great Britain, read the other way inside it. GeoJSON positions are [longitude, latitude].");
            }

            Projection projection = options.Projection ?? WorldCoordinates.Around(latitude, longitude);
            return (projection.Coordinates, projection);
        }

        if (options.Coordinates is { } named)
        {
            return (named, null);
        }

        if (saysBritish || BritishNationalGrid.Holds(extent.MinX, extent.MinY) && BritishNationalGrid.Holds(extent.MaxX, extent.MaxY))
        {
            if (!saysBritish)
            {
                notes.Add(new DataQualityNote("assumed-plane", $"{name} is in metres without saying which plane; its coordinates fit the British National Grid, which was assumed."));
            }

            return (CoordinateSystem.BritishNationalGrid, null);
        }

        notes.Add(new DataQualityNote("assumed-plane", $"{name} is in metres without saying which plane; it was taken as it is."));
        return (CoordinateSystem.PlanarMetres, null);
    }

    private static string? CrsName(JsonElement root) =>
        root.TryGetProperty("crs", out JsonElement crs) && crs.ValueKind == JsonValueKind.Object
        && crs.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static bool Ends(string crs, string code) => crs.EndsWith(":" + code, StringComparison.Ordinal) || crs.EndsWith("/" + code, StringComparison.Ordinal) || crs == code;

    private sealed record RawFeature(int Number, string? Id, Geometry Geometry, IReadOnlyDictionary<string, string> Properties);
}
