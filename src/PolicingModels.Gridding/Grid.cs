namespace PolicingModels.Gridding;

/// <summary>Lays grids: squares or hexagons by area, polygon zones, or cells listed by the caller.</summary>
/// <remarks>
/// Squares and hexagons come in a fixed order: rows from south to north, within a row from west to east. The same place has the same id whatever the
/// boundary or the data, as long as area, origin and rotation stay.
/// </remarks>
public static class Grid
{
    /// <summary>Square cells of a given area, cut at a boundary; each keeps the area that lies inside as its exposure.</summary>
    /// <param name="areaSquareKilometres">Area of a whole cell in km², above 0; 1, 0.75 and 0.5 are usual. The side is its square root.</param>
    /// <param name="boundary">The study area; its plane is the grid's.</param>
    /// <param name="options">Origin, rotation and cutting; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There would be more cells than allowed (<see cref="AnalysisFailure.GridTooLarge"/>).</exception>
    public static SquareGrid Squares(double areaSquareKilometres, StudyArea boundary, GridOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        return SquareGrid.Over(areaSquareKilometres, boundary, Sound(options), cancellationToken);
    }

    /// <summary>Square cells of a given area, cut at a boundary, the area with its unit: see <see cref="Squares(double, StudyArea, GridOptions?, CancellationToken)"/>.</summary>
    /// <param name="area">Area of a whole cell, above 0.</param>
    /// <param name="boundary">The study area; its plane is the grid's.</param>
    /// <param name="options">Origin, rotation and cutting; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There would be more cells than allowed (<see cref="AnalysisFailure.GridTooLarge"/>).</exception>
    public static SquareGrid Squares(SquareKilometres area, StudyArea boundary, GridOptions? options = null, CancellationToken cancellationToken = default) =>
        Squares(area.Value, boundary, options, cancellationToken);

    /// <summary>The whole square cells that hold at least one event: for data without a boundary, safe from stray points that would blow up a box.</summary>
    /// <param name="areaSquareKilometres">Area of a cell in km², above 0.</param>
    /// <param name="events">The events; cells where nothing was ever recorded are not part of the grid.</param>
    /// <param name="options">Origin and rotation; null for the defaults. Cutting does not apply.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There are no events, or more cells than allowed.</exception>
    public static SquareGrid Squares(double areaSquareKilometres, CrimeEvents events, GridOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return SquareGrid.Holding(areaSquareKilometres, events, Sound(options), cancellationToken);
    }

    /// <summary>The whole square cells that hold at least one event, the area with its unit: see <see cref="Squares(double, CrimeEvents, GridOptions?, CancellationToken)"/>.</summary>
    /// <param name="area">Area of a whole cell, above 0.</param>
    /// <param name="events">The events; cells where nothing was ever recorded are not part of the grid.</param>
    /// <param name="options">Origin and rotation; null for the defaults. Cutting does not apply.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There are no events, or more cells than allowed.</exception>
    public static SquareGrid Squares(SquareKilometres area, CrimeEvents events, GridOptions? options = null, CancellationToken cancellationToken = default) =>
        Squares(area.Value, events, options, cancellationToken);

    /// <summary>Regular hexagons of a given area, cut at a boundary; each keeps the area that lies inside as its exposure.</summary>
    /// <param name="areaSquareKilometres">Area of a whole cell in km², above 0. The side is √(2·area/(3√3)).</param>
    /// <param name="boundary">The study area; its plane is the grid's.</param>
    /// <param name="options">Origin, rotation and cutting; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There would be more cells than allowed (<see cref="AnalysisFailure.GridTooLarge"/>).</exception>
    public static HexagonGrid Hexagons(double areaSquareKilometres, StudyArea boundary, GridOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        return HexagonGrid.Over(areaSquareKilometres, boundary, Sound(options), cancellationToken);
    }

    /// <summary>Regular hexagons of a given area, cut at a boundary, the area with its unit: see <see cref="Hexagons(double, StudyArea, GridOptions?, CancellationToken)"/>.</summary>
    /// <param name="area">Area of a whole cell, above 0.</param>
    /// <param name="boundary">The study area; its plane is the grid's.</param>
    /// <param name="options">Origin, rotation and cutting; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There would be more cells than allowed (<see cref="AnalysisFailure.GridTooLarge"/>).</exception>
    public static HexagonGrid Hexagons(SquareKilometres area, StudyArea boundary, GridOptions? options = null, CancellationToken cancellationToken = default) =>
        Hexagons(area.Value, boundary, options, cancellationToken);

    /// <summary>The whole hexagons that hold at least one event.</summary>
    /// <param name="areaSquareKilometres">Area of a cell in km², above 0.</param>
    /// <param name="events">The events; cells where nothing was ever recorded are not part of the grid.</param>
    /// <param name="options">Origin and rotation; null for the defaults. Cutting does not apply.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There are no events, or more cells than allowed.</exception>
    public static HexagonGrid Hexagons(double areaSquareKilometres, CrimeEvents events, GridOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return HexagonGrid.Holding(areaSquareKilometres, events, Sound(options), cancellationToken);
    }

    /// <summary>The whole hexagons that hold at least one event, the area with its unit: see <see cref="Hexagons(double, CrimeEvents, GridOptions?, CancellationToken)"/>.</summary>
    /// <param name="area">Area of a whole cell, above 0.</param>
    /// <param name="events">The events; cells where nothing was ever recorded are not part of the grid.</param>
    /// <param name="options">Origin and rotation; null for the defaults. Cutting does not apply.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The area or an option is outside its range.</exception>
    /// <exception cref="AnalysisException">There are no events, or more cells than allowed.</exception>
    public static HexagonGrid Hexagons(SquareKilometres area, CrimeEvents events, GridOptions? options = null, CancellationToken cancellationToken = default) =>
        Hexagons(area.Value, events, options, cancellationToken);

    /// <summary>Cells that somebody else laid, by centre and area: for counts already made.</summary>
    /// <param name="cells">At least one cell; ids are distinct, centres finite, areas above 0.</param>
    /// <param name="coordinates">The plane of the centres; null for an unnamed plane in metres.</param>
    /// <exception cref="ArgumentException">There is no cell, or a cell breaks these rules.</exception>
    public static ListedGrid Listed(IEnumerable<GridCell> cells, CoordinateSystem? coordinates = null) => new(cells, coordinates ?? CoordinateSystem.PlanarMetres);

    /// <summary>Polygon zones from a GeoJSON file.</summary>
    /// <param name="path">The file, in degrees (RFC 7946) or metres.</param>
    /// <param name="idColumn">The property that names each zone; features that share a name are united. Null: the feature's own id, else a property that looks like a code or name, else its number.</param>
    /// <param name="boundary">Cuts the zones; null to take them whole.</param>
    /// <param name="options">Projection, plane and repair; null for the defaults.</param>
    /// <exception cref="InputRefusedException">The file cannot be used, or has no such property.</exception>
    /// <exception cref="AnalysisException">No zone touches the boundary.</exception>
    public static ZoneGrid Zones(string path, string? idColumn = null, StudyArea? boundary = null, PolygonReadOptions? options = null) =>
        ZoneGrid.FromFile(GeoJsonReader.ReadFile(path, options), idColumn, boundary);

    /// <summary>Polygon zones from GeoJSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="idColumn">As for <see cref="Zones"/>.</param>
    /// <param name="boundary">Cuts the zones; null to take them whole.</param>
    /// <param name="options">Projection, plane and repair; null for the defaults.</param>
    /// <param name="name">What to call the text in messages and reports.</param>
    /// <exception cref="InputRefusedException">The text cannot be used, or has no such property.</exception>
    /// <exception cref="AnalysisException">No zone touches the boundary.</exception>
    public static ZoneGrid ParseZones(string json, string? idColumn = null, StudyArea? boundary = null, PolygonReadOptions? options = null, string name = "GeoJSON") =>
        ZoneGrid.FromFile(GeoJsonReader.Parse(json, name, options), idColumn, boundary);

    private static GridOptions Sound(GridOptions? options)
    {
        options ??= new();
        options.Validate();
        return options;
    }
}
