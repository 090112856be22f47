namespace PolicingModels.HarmIndex;

/// <summary>Who or what each row is credited to.</summary>
internal sealed class HarmEntities
{
    private readonly int[]? _dyadOfRow;
    private readonly CategoryColumn? _column;
    private readonly (int Person, int Victim)[] _dyads;
    private readonly HarmOffences _offences;

    private HarmEntities(HarmOffences offences, CategoryColumn? column, int[]? dyadOfRow, (int, int)[] dyads)
    {
        _offences = offences;
        _column = column;
        _dyadOfRow = dyadOfRow;
        _dyads = dyads;
    }

    public int Count => _column?.Levels.Count ?? _dyads.Length;

    public ReadOnlySpan<int> OfRow => _column is null ? _dyadOfRow : _column.Codes;

    public string Name(int entity) => _column is null
        ? $"{_offences.Person!.Levels[_dyads[entity].Person]} → {_offences.Victim!.Levels[_dyads[entity].Victim]}"
        : _column.Levels[entity];

    public static HarmEntities Of(HarmOffences offences, HarmUnit unit, HarmWeights weights)
    {
        CategoryColumn Need(CategoryColumn? column, string name) =>
            column ?? throw new ArgumentException($"Scoring by {unit} needs the column {name}; the offences have none.", nameof(offences));

        if (unit != HarmUnit.Dyad)
        {
            CategoryColumn column = unit switch
            {
                HarmUnit.Person => Need(offences.Person, "person"),
                HarmUnit.Victim => Need(offences.Victim, "victim"),
                HarmUnit.Area => Need(offences.Area, "area"),
                HarmUnit.Offence => Canonical(offences.Code, weights),
                _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Scores are by person, victim, area, dyad or offence."),
            };
            return new HarmEntities(offences, column, null, []);
        }

        ReadOnlySpan<int> person = Need(offences.Person, "person").Codes, victim = Need(offences.Victim, "victim").Codes;
        int[] ofRow = new int[offences.Count];
        Dictionary<(int, int), int> index = [];
        for (int i = 0; i < ofRow.Length; i++)
        {
            if (person[i] < 0 || victim[i] < 0)
            {
                ofRow[i] = -1;
            }
            else if (!index.TryGetValue((person[i], victim[i]), out ofRow[i]))
            {
                ofRow[i] = index.Count;
                index.Add((person[i], victim[i]), ofRow[i]);
            }
        }

        return new HarmEntities(offences, null, ofRow, [.. index.OrderBy(p => p.Value).Select(p => p.Key)]);
    }

    // Spellings of one code are one offence: by what they are parsed as, or, for aliases and the force's own codes, as they stand.
    private static CategoryColumn Canonical(CategoryColumn code, HarmWeights weights)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        int[] ofLevel = new int[code.Levels.Count];
        for (int level = 0; level < ofLevel.Length; level++)
        {
            string text = code.Levels[level].Trim();
            string name = weights.Match(level).Quality != MatchQuality.Alias && OffenceCode.TryParse(text, out OffenceCode parsed, out _) ? parsed.Text : text;
            if (!index.TryGetValue(name, out ofLevel[level]))
            {
                ofLevel[level] = index.Count;
                index.Add(name, ofLevel[level]);
            }
        }

        int[] codes = code.Codes.ToArray();
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = codes[i] < 0 ? -1 : ofLevel[codes[i]];
        }

        return new CategoryColumn(code.Name, codes, [.. index.OrderBy(p => p.Value).Select(p => p.Key)]);
    }
}
