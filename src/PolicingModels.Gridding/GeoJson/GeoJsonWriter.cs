using System.Text.Encodings.Web;
using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace PolicingModels.Gridding;

/// <summary>Writes cells as a GeoJSON feature collection (RFC 7946): degrees on WGS84, rings by the right-hand rule, seven decimals (about a centimetre).</summary>
/// <remarks>
/// Cells in an unnamed plane, whose place on the Earth is not known, are written in metres with a top-level member
/// <c>coordinateSystem</c> that says so. The same input gives the same bytes on every machine.
/// </remarks>
public static class GeoJsonWriter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes to a file, which is replaced only when everything has been written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="columns">Values per cell, in the order of their properties; null for none. Each feature also has <c>cell</c>, <c>easting</c>, <c>northing</c>, <c>area_km2</c>.</param>
    /// <param name="projection">The way back to degrees; null for the one that the grid's plane names.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">A column has not one value per cell, or a name is given twice.</exception>
    public static void Write(string path, IGrid grid, IReadOnlyList<GridColumn>? columns = null, Projection? projection = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string unfinished = path + ".unfinished";
        try
        {
            using (FileStream stream = File.Create(unfinished))
            {
                Write(stream, grid, columns, projection, cancellationToken);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Receives UTF-8 text.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="columns">Values per cell; null for none.</param>
    /// <param name="projection">The way back to degrees; null for the one that the grid's plane names.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">A column has not one value per cell, or a name is given twice.</exception>
    public static void Write(Stream stream, IGrid grid, IReadOnlyList<GridColumn>? columns = null, Projection? projection = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(grid);
        columns ??= [];
        RequireColumns(grid, columns);
        projection ??= Projection.For(grid.Coordinates);
        using Utf8JsonWriter json = new(stream, Json);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        if (projection is null)
        {
            json.WriteString("coordinateSystem", $"{grid.Coordinates.Name} ({grid.Coordinates.Code}), metres, not degrees");
        }

        json.WriteStartArray("features");
        for (int i = 0; i < grid.Cells.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GridCell cell = grid.Cells[i];
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", cell.Id);
            json.WriteStartObject("properties");
            json.WriteString("cell", cell.Id);
            json.WriteNumber("easting", cell.Easting);
            json.WriteNumber("northing", cell.Northing);
            json.WriteNumber("area_km2", cell.AreaSquareKilometres);
            foreach (GridColumn column in columns)
            {
                column.Write(json, i);
            }

            json.WriteEndObject();
            json.WritePropertyName("geometry");
            WriteGeometry(json, grid.Outline(i), projection);
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void RequireColumns(IGrid grid, IReadOnlyList<GridColumn> columns)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { "cell", "easting", "northing", "area_km2" };
        foreach (GridColumn column in columns)
        {
            if (column.Count != grid.Cells.Count)
            {
                throw new ArgumentException($"The column “{column.Name}” has {column.Count} values for {grid.Cells.Count} cells; give one per cell.", nameof(columns));
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"The property “{column.Name}” is given twice (cell, easting, northing and area_km2 are always written).", nameof(columns));
            }
        }
    }

    private static void WriteGeometry(Utf8JsonWriter json, Geometry outline, Projection? projection)
    {
        bool several = outline.NumGeometries != 1;
        json.WriteStartObject();
        json.WriteString("type", several ? "MultiPolygon" : "Polygon");
        json.WriteStartArray("coordinates");
        for (int i = 0; i < outline.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)outline.GetGeometryN(i);
            if (several)
            {
                json.WriteStartArray();
            }

            WriteRing(json, polygon.ExteriorRing, counterclockwise: true, projection);
            foreach (LineString hole in polygon.InteriorRings)
            {
                WriteRing(json, hole, counterclockwise: false, projection);
            }

            if (several)
            {
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRing(Utf8JsonWriter json, LineString ring, bool counterclockwise, Projection? projection)
    {
        CoordinateSequence points = ring.CoordinateSequence;
        bool asIs = Orientation.IsCCW(points) == counterclockwise;
        json.WriteStartArray();
        for (int k = 0; k < points.Count; k++)
        {
            int i = asIs ? k : points.Count - 1 - k;
            (double x, double y) = (points.GetX(i), points.GetY(i));
            if (projection is not null)
            {
                (y, x) = projection.ToWgs84(x, y);
            }

            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(x, 7));
            json.WriteNumberValue(Math.Round(y, 7));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
