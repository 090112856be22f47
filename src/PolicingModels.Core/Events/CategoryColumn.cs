using System.Collections.Frozen;

namespace PolicingModels;

/// <summary>A column of categories: small integer codes into a list of distinct names.</summary>
/// <remarks>Code −1 means missing. Immutable and thread-safe; the arrays are taken, not copied.</remarks>
public sealed class CategoryColumn
{
    private readonly int[] _codes;
    private readonly string[] _levels;
    private readonly FrozenDictionary<string, int> _index;

    /// <summary>Makes a column from codes and names.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="codes">One code per event: −1 for missing, else an index into <paramref name="levels"/>.</param>
    /// <param name="levels">Distinct names.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a code has no name.</exception>
    public CategoryColumn(string name, int[] codes, string[] levels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(levels);
        foreach (int code in codes)
        {
            if ((uint)(code + 1) > (uint)levels.Length)
            {
                throw new ArgumentException($"Column {name} holds code {code}; codes run from −1 (missing) to {levels.Length - 1}.", nameof(codes));
            }
        }

        Dictionary<string, int> index = new(levels.Length, StringComparer.Ordinal);
        for (int i = 0; i < levels.Length; i++)
        {
            if (!index.TryAdd(levels[i], i))
            {
                throw new ArgumentException($"Column {name} lists the level “{levels[i]}” twice.", nameof(levels));
            }
        }

        Name = name;
        _codes = codes;
        _levels = levels;
        _index = index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Makes a column from text, interning it: levels in order of first appearance, null or empty as missing.</summary>
    public static CategoryColumn FromText(string name, IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] codes = new int[values.Count];
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        List<string> levels = [];
        for (int i = 0; i < codes.Length; i++)
        {
            string? value = values[i];
            if (string.IsNullOrEmpty(value))
            {
                codes[i] = -1;
            }
            else if (!index.TryGetValue(value, out codes[i]))
            {
                codes[i] = levels.Count;
                index.Add(value, levels.Count);
                levels.Add(value);
            }
        }

        return new CategoryColumn(name, codes, [.. levels]);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The distinct names, by code.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>One code per event; −1 is missing.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The number of events.</summary>
    public int Count => _codes.Length;

    /// <summary>The name at a row, or null where it is missing.</summary>
    public string? this[int row] => _codes[row] < 0 ? null : _levels[_codes[row]];

    /// <summary>The code of a name, or −1 where the column does not have it. Exact, case-sensitive.</summary>
    public int CodeOf(string level) => _index.GetValueOrDefault(level, -1);

    /// <summary>The column restricted to rows.</summary>
    public CategoryColumn Select(ReadOnlySpan<int> rows)
    {
        int[] codes = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            codes[i] = _codes[rows[i]];
        }

        return new CategoryColumn(Name, codes, _levels);
    }
}
