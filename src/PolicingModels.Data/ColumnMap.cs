using System.Collections.Frozen;

namespace PolicingModels.Data;

/// <summary>Says which column plays which role, where headers do not say it themselves.</summary>
/// <remarks>Immutable and thread-safe. A role mapped to an empty name is not used at all, even where a well-known header is found.</remarks>
public sealed class ColumnMap
{
    private readonly FrozenDictionary<string, string> _columns;

    private readonly IReadOnlyList<string> _roles;

    /// <summary>Makes a map from roles to headers.</summary>
    /// <param name="columns">Keys from <paramref name="roles"/>, values as the header writes them (letter case does not matter).</param>
    /// <param name="roles">The roles of the table: <see cref="Roles"/> of events, the default, <see cref="OffenceRoles"/> of offences, or <see cref="CountRoles"/> of monthly counts.</param>
    /// <exception cref="ArgumentException">A role is not known.</exception>
    public ColumnMap(IEnumerable<KeyValuePair<string, string>> columns, IReadOnlyList<string>? roles = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _roles = roles ?? Roles;
        Dictionary<string, string> map = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string role, string column) in columns)
        {
            string known = _roles.FirstOrDefault(r => r.Equals(role, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"The column map names the role “{role}”; roles are {string.Join(", ", _roles)}.", nameof(columns));
            if (!map.TryAdd(known, column))
            {
                throw new ArgumentException($"The column map names the role “{known}” twice.", nameof(columns));
            }
        }

        _columns = map.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The roles a column of events can play: <c>x</c> and <c>y</c> are easting and northing, or longitude and latitude; <c>date</c> is a single time, <c>from</c> and <c>to</c> the ends of a window.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["id", "x", "y", "date", "from", "to", "recorded", "type", "vehicle", "person", "role", "offence_code"];

    /// <summary>The roles a column of offences can play: <c>offence_id</c> is shared by the rows of co-suspects, <c>incident</c> by offences that belong together.</summary>
    public static IReadOnlyList<string> OffenceRoles { get; } = ["offence_id", "person", "role", "offence_code", "occurred", "recorded", "victim", "area", "detection", "status", "outcome", "incident", "attempt", "multiplier"];

    /// <summary>The roles a column of monthly counts can play.</summary>
    public static IReadOnlyList<string> CountRoles { get; } = ["area", "type", "month", "count"];

    /// <summary>No map: well-known headers only.</summary>
    public static ColumnMap Empty { get; } = new([]);

    /// <summary>The header mapped to a role; null where the role is not mapped.</summary>
    public string? this[string role] => _columns.GetValueOrDefault(role);

    /// <summary>The roles that are mapped.</summary>
    internal IEnumerable<string> Mapped => _columns.Keys;

    /// <summary>Whether nothing is mapped.</summary>
    public bool IsEmpty => _columns.Count == 0;

    /// <summary>Reads the command line's form, <c>id=…,x=…,y=…,from=…,to=…,recorded=…,type=…,person=…</c>.</summary>
    /// <param name="text">The map.</param>
    /// <param name="roles">The roles of the table: <see cref="Roles"/> of events, the default, <see cref="OffenceRoles"/> of offences, or <see cref="CountRoles"/> of monthly counts.</param>
    /// <exception cref="ArgumentException">A part has no equals sign, or names a role that does not exist or was named before.</exception>
    public static ColumnMap Parse(string text, IReadOnlyList<string>? roles = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<KeyValuePair<string, string>> columns = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new ArgumentException($"The part “{part}” of the column map is not of the form role=column.", nameof(text));
            }

            columns.Add(new(part[..at].Trim(), part[(at + 1)..].Trim()));
        }

        return new ColumnMap(columns, roles);
    }

    /// <summary>The command line's form.</summary>
    public override string ToString() => string.Join(",", _roles.Where(_columns.ContainsKey).Select(r => $"{r}={_columns[r]}"));
}
