using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary>The shape of the cells.</summary>
internal enum CellShape
{
    Square,
    Hexagon,
}

/// <summary>For which places to count, as the command line says it.</summary>
/// <param name="CellAreaSquareKilometres">Area of a whole cell; null when zones are read.</param>
/// <param name="Shape">Squares or hexagons.</param>
/// <param name="Zones">A GeoJSON file of zones; null for cells.</param>
/// <param name="ZoneId">The property that names a zone.</param>
/// <param name="Boundary">A GeoJSON file of the study area; null for the cells that hold any event.</param>
internal sealed record PlaceRequest(double? CellAreaSquareKilometres, CellShape Shape, string? Zones, string? ZoneId, string? Boundary);

/// <summary>The options that say for which places to count.</summary>
internal sealed class PlaceOptions
{
    private static readonly Dictionary<string, CellShape> Shapes = new(StringComparer.Ordinal) { ["square"] = CellShape.Square, ["hex"] = CellShape.Hexagon };

    private readonly Option<double?> _area = OptionParsers.Positive("--cell-area", "KM2", "Area of a cell in km²: 1, 0.75 and 0.5 are the field's sizes.", "in km²");
    private readonly Option<CellShape?> _shape = OptionParsers.Choice("--shape", "square|hex", "Shape of the cells. Default square.", Shapes);
    private readonly Option<string?> _zones = OptionParsers.Text("--zones", "FILE", "Zones instead of cells: a GeoJSON file of polygons.");
    private readonly Option<string?> _zoneId = OptionParsers.Text("--zone-id", "COL", "The property of --zones that names a zone.");
    private readonly Option<string?> _boundary = OptionParsers.Text("--boundary", "FILE", "A GeoJSON polygon that clips the cells. Without it: the cells that hold any event.");

    private IReadOnlyList<Option> All => [_area, _shape, _zones, _zoneId, _boundary];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The first of these options that is given; null when none is.</summary>
    public string? FirstGiven(ParseResult parse) => All.FirstOrDefault(o => parse.GetResult(o) is { Implicit: false })?.Name;

    /// <exception cref="CommandLineException">The options contradict each other, or say too little.</exception>
    public PlaceRequest Read(ParseResult parse)
    {
        double? area = parse.GetValue(_area);
        CellShape? shape = parse.GetValue(_shape);
        string? zones = parse.GetValue(_zones), zoneId = parse.GetValue(_zoneId);
        if (area is null && zones is null)
        {
            throw new CommandLineException("No places are named; give --cell-area KM2 (for instance 1), or --zones FILE.geojson.");
        }

        if (zones is not null && (area is not null || shape is not null))
        {
            throw new CommandLineException($"--zones and {(area is not null ? "--cell-area" : "--shape")} are both given; places are cells or zones: leave one out.");
        }

        if (zones is null && zoneId is not null)
        {
            throw new CommandLineException("--zone-id names a property of --zones, which is not given; add --zones FILE.geojson.");
        }

        return new PlaceRequest(area, shape ?? CellShape.Square, zones, zoneId, parse.GetValue(_boundary));
    }
}
