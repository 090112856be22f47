using System.Text;

namespace PolicingModels.Data;

/// <summary>The headers of one source, searched for the roles that columns play: by a column map first, by well-known headers otherwise.</summary>
internal sealed class HeaderNames
{
    private readonly string[] _normal;
    private readonly ColumnMap _map;

    public HeaderNames(string source, string[] headers, ColumnMap map)
    {
        Source = source;
        Headers = headers;
        _map = map;
        _normal = Array.ConvertAll(headers, WellKnownHeaders.Normalise);
    }

    public string Source { get; }

    public string[] Headers { get; }

    public List<DataQualityNote> Notes { get; } = [];

    /// <summary>Whether a header, normalised, is one of some names.</summary>
    public bool Is(int column, string[] names) => names.Contains(_normal[column]);

    /// <summary>The column of a role; −1 where there is none, or where the role is mapped to nothing.</summary>
    public int Role(string role, string[] known)
    {
        if (_map[role] is not { } mapped)
        {
            return Find(known);
        }

        if (mapped.Length == 0)
        {
            return -1;
        }

        int column = Array.FindIndex(Headers, h => h.Trim().Equals(mapped, StringComparison.OrdinalIgnoreCase));
        column = column >= 0 ? column : Array.IndexOf(_normal, WellKnownHeaders.Normalise(mapped));
        Require(column, $"“{mapped}”, which is mapped to {role}", []);
        return column;
    }

    /// <summary>The column of the first well-known header that is found; −1 where none is.</summary>
    public int Find(string[] known)
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
                : throw Refuse($"{Source} has two columns named “{Headers[column]}”; rename one of them.");
        }

        return -1;
    }

    /// <summary>A column by its header, or by the role it plays.</summary>
    public int ByName(string name, IReadOnlyList<string> roles, Func<string, string[]> knownOf)
    {
        int column = Array.FindIndex(Headers, h => h.Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (column < 0 && roles.FirstOrDefault(r => r.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } role)
        {
            column = Role(role, knownOf(role));
        }

        return column >= 0 ? column : Array.IndexOf(_normal, WellKnownHeaders.Normalise(name));
    }

    /// <summary>The columns of filters; those of one column are alternatives.</summary>
    public IReadOnlyList<FilterSource> Filters(IReadOnlyList<RowFilter> where, IReadOnlyList<string> roles, Func<string, string[]> knownOf)
    {
        List<FilterSource> filters = [];
        foreach (IGrouping<string, RowFilter> group in where.GroupBy(f => f.Column, StringComparer.OrdinalIgnoreCase))
        {
            int column = ByName(group.Key, roles, knownOf);
            Require(column, $"“{group.Key}”, which a filter names", []);
            filters.Add(new FilterSource(column, Headers[column], [.. group.Select(f => Encoding.UTF8.GetBytes(f.Value.Trim()))]));
        }

        return filters;
    }

    public void Require(int column, string what, string[] accepted)
    {
        if (column >= 0)
        {
            return;
        }

        string names = accepted.Length == 0 ? "" : $", or with one of the well-known headers {string.Join(", ", accepted)}";
        throw Refuse($"{Source} has no column for {what}; its headers are {string.Join(", ", Headers.Take(40).Select(h => $"“{h}”"))}; name the right one in the column map{names}.");
    }

    public InputRefusedException Refuse(string message) => new(Source, message);
}
