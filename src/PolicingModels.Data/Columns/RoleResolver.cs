using System.Text;

namespace PolicingModels.Data;

/// <summary>Finds which column plays which role, from a column map and well-known headers.</summary>
internal sealed class RoleResolver
{
    private readonly string _source;
    private readonly string[] _headers;
    private readonly string[] _normal;
    private readonly EventReadOptions _options;
    private readonly PlaneDeclaration? _plane;
    private readonly List<DataQualityNote> _notes = [];

    private RoleResolver(string source, string[] headers, EventReadOptions options, PlaneDeclaration? plane)
    {
        _source = source;
        _headers = headers;
        _normal = Array.ConvertAll(headers, WellKnownHeaders.Normalise);
        _options = options;
        _plane = plane;
    }

    public static RoleColumns Resolve(string source, string[] headers, EventReadOptions options, PlaneDeclaration? plane) =>
        new RoleResolver(source, headers, options, plane).Resolve();

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
            Filters = Filters(),
            Notes = _notes,
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
            if (WellKnownHeaders.Latitude.Contains(_normal[mappedX]) || WellKnownHeaders.Longitude.Contains(_normal[mappedY]))
            {
                throw Refuse($"{_source} maps x to “{_headers[mappedX]}” and y to “{_headers[mappedY]}”: longitude and latitude are swapped; x is the longitude, y the latitude.");
            }

            bool degrees = WellKnownHeaders.Longitude.Contains(_normal[mappedX]);
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
            _notes.Add(new("planar-preferred", $"Both planar and geographic coordinates are present; “{_headers[easting]}” and “{_headers[northing]}” are used, “{_headers[longitude]}” and “{_headers[latitude]}” are not."));
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
            _notes.Add(new("windows-preferred", $"The start “{_headers[from]}”{(to < 0 ? "" : $" and the end “{_headers[to]}”")} are used; “{_headers[date]}” is used only where the start is missing."));
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
            int column = ByName(name);
            Require(column, $"“{name}”, which is to be kept", []);
            if (!kept.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add(new CategorySource(name, column));
            }
        }

        return kept;
    }

    private List<FilterSource> Filters()
    {
        List<FilterSource> filters = [];
        foreach (IGrouping<string, RowFilter> group in _options.Where.GroupBy(f => f.Column, StringComparer.OrdinalIgnoreCase))
        {
            int column = ByName(group.Key);
            Require(column, $"“{group.Key}”, which a filter names", []);
            filters.Add(new FilterSource(column, _headers[column], [.. group.Select(f => Encoding.UTF8.GetBytes(f.Value.Trim()))]));
        }

        return filters;
    }

    // A column by its header, or by the role it plays.
    private int ByName(string name)
    {
        int column = Array.FindIndex(_headers, h => h.Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (column < 0 && ColumnMap.Roles.FirstOrDefault(r => r.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } role)
        {
            column = Role(role, WellKnownHeaders.Categories.GetValueOrDefault(role) ?? []);
        }

        return column >= 0 ? column : Array.IndexOf(_normal, WellKnownHeaders.Normalise(name));
    }

    private int Role(string role, string[] known)
    {
        if (_options.Map[role] is not { } mapped)
        {
            return Find(known);
        }

        if (mapped.Length == 0)
        {
            return -1;
        }

        int column = Array.FindIndex(_headers, h => h.Trim().Equals(mapped, StringComparison.OrdinalIgnoreCase));
        column = column >= 0 ? column : Array.IndexOf(_normal, WellKnownHeaders.Normalise(mapped));
        Require(column, $"“{mapped}”, which is mapped to {role}", []);
        return column;
    }

    private int Find(string[] known)
    {
        foreach (string name in known)
        {
            int column = Array.IndexOf(_normal, name);
            if (column < 0)
            {
                continue;
            }

            return Array.IndexOf(_normal, name, column + 1) < 0
                ? column
                : throw Refuse($"{_source} has two columns named “{_headers[column]}”; rename one of them.");
        }

        return -1;
    }

    private void Require(int column, string what, string[] accepted)
    {
        if (column >= 0)
        {
            return;
        }

        string names = accepted.Length == 0 ? "" : $", or with one of the well-known headers {string.Join(", ", accepted)}";
        throw Refuse($"{_source} has no column for {what}; its headers are {string.Join(", ", _headers.Take(40).Select(h => $"“{h}”"))}; name the right one in the column map{names}.");
    }

    private InputRefusedException Refuse(string message) => new(_source, message);
}
