namespace PolicingModels.Data;

/// <summary>Finds which column plays which role, from a column map and well-known headers.</summary>
internal sealed class RoleResolver
{
    private readonly HeaderNames _names;
    private readonly string _source;
    private readonly string[] _headers;
    private readonly EventReadOptions _options;
    private readonly PlaneDeclaration? _plane;

    private RoleResolver(HeaderNames names, EventReadOptions options, PlaneDeclaration? plane)
    {
        _names = names;
        _source = names.Source;
        _headers = names.Headers;
        _options = options;
        _plane = plane;
    }

    public static RoleColumns Resolve(HeaderNames names, EventReadOptions options, PlaneDeclaration? plane) =>
        new RoleResolver(names, options, plane).Resolve();

    private RoleColumns Resolve()
    {
        (int x, int y, CoordinateKind kind) = Coordinates();
        (int from, int to, int date) = Times();
        return new RoleColumns
        {
            Headers = _headers,
            Id = Role("id", WellKnownHeaders.Id),
            X = x,
            Y = y,
            Kind = kind,
            From = from,
            To = to,
            Date = date,
            Recorded = Role("recorded", WellKnownHeaders.Recorded),
            Categories = Categories(),
            Filters = _names.Filters(_options.Where, ColumnMap.Roles, KnownOf),
        };
    }

    private (int X, int Y, CoordinateKind Kind) Coordinates()
    {
        if (_options.Map["x"] is { Length: > 0 } || _options.Map["y"] is { Length: > 0 })
        {
            int mappedX = Role("x", [.. WellKnownHeaders.Easting, .. WellKnownHeaders.Longitude]);
            int mappedY = Role("y", [.. WellKnownHeaders.Northing, .. WellKnownHeaders.Latitude]);
            Require(mappedX, "x (easting or longitude)", [.. WellKnownHeaders.Easting, .. WellKnownHeaders.Longitude]);
            Require(mappedY, "y (northing or latitude)", [.. WellKnownHeaders.Northing, .. WellKnownHeaders.Latitude]);
            if (_names.Is(mappedX, WellKnownHeaders.Latitude) || _names.Is(mappedY, WellKnownHeaders.Longitude))
            {
                throw Refuse($"{_source} maps x to “{_headers[mappedX]}” and y to “{_headers[mappedY]}”: longitude and latitude are swapped; x is the longitude, y the latitude.");
            }

            bool degrees = _names.Is(mappedX, WellKnownHeaders.Longitude);
            return (mappedX, mappedY, _plane is { } declared ? declared.IsDegrees ? CoordinateKind.Degrees : CoordinateKind.Plane : degrees ? CoordinateKind.Degrees : CoordinateKind.Undeclared);
        }

        int easting = Find(WellKnownHeaders.Easting), northing = Find(WellKnownHeaders.Northing);
        int longitude = Find(WellKnownHeaders.Longitude), latitude = Find(WellKnownHeaders.Latitude);
        bool planar = easting >= 0 && northing >= 0, geographic = longitude >= 0 && latitude >= 0;
        if (!planar && !geographic)
        {
            Require(easting >= 0 || northing < 0 ? (longitude >= 0 ? latitude : easting >= 0 ? northing : -1) : easting, "the coordinates", ["easting and northing", "longitude and latitude", "x and y"]);
        }

        if (planar && geographic && _plane is not { IsDegrees: true })
        {
            _names.Notes.Add(new("planar-preferred", $"Both planar and geographic coordinates are present; “{_headers[easting]}” and “{_headers[northing]}” are used, “{_headers[longitude]}” and “{_headers[latitude]}” are not."));
        }

        if (_plane is { IsDegrees: true })
        {
            return geographic ? (longitude, latitude, CoordinateKind.Degrees) : (easting, northing, CoordinateKind.Degrees);
        }

        if (!planar && _plane is not null)
        {
            throw Refuse($"{_source} has the columns “{_headers[longitude]}” and “{_headers[latitude]}” while the coordinate system is declared as {_plane.Code}; declare EPSG:4326, or map x and y to planar columns.");
        }

        return planar
            ? (easting, northing, _plane is null ? CoordinateKind.Undeclared : CoordinateKind.Plane)
            : (longitude, latitude, CoordinateKind.Degrees);
    }

    private (int From, int To, int Date) Times()
    {
        int from = Role("from", WellKnownHeaders.From), to = Role("to", WellKnownHeaders.To), date = Role("date", WellKnownHeaders.Date);
        if (from < 0 && date < 0)
        {
            Require(-1, "the date", ["date", "occurred", "month", "from and to", "date_start and date_end"]);
        }

        if (from < 0)
        {
            // A lone end says less than a date does.
            to = _options.Map["to"] is { Length: > 0 } ? to : -1;
            return (date, to, -1);
        }

        if (date >= 0)
        {
            _names.Notes.Add(new("windows-preferred", $"The start “{_headers[from]}”{(to < 0 ? "" : $" and the end “{_headers[to]}”")} are used; “{_headers[date]}” is used only where the start is missing."));
        }

        return (from, to, date);
    }

    private List<CategorySource> Categories()
    {
        List<CategorySource> kept = [];
        foreach (string role in ColumnMap.Roles.Where(WellKnownHeaders.Categories.ContainsKey))
        {
            int column = Role(role, WellKnownHeaders.Categories[role]);
            if (column >= 0)
            {
                kept.Add(new CategorySource(role, column));
            }
        }

        foreach (string name in _options.KeepColumns)
        {
            int column = _names.ByName(name, ColumnMap.Roles, KnownOf);
            Require(column, $"“{name}”, which is to be kept", []);
            if (!kept.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add(new CategorySource(name, column));
            }
        }

        return kept;
    }

    private static string[] KnownOf(string role) => WellKnownHeaders.Categories.GetValueOrDefault(role) ?? [];

    private int Role(string role, string[] known) => _names.Role(role, known);

    private int Find(string[] known) => _names.Find(known);

    private void Require(int column, string what, string[] accepted) => _names.Require(column, what, accepted);

    private InputRefusedException Refuse(string message) => _names.Refuse(message);
}
