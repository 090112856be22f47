namespace PolicingModels.Data;

/// <summary>Interns the text of one categorical column while rows come in.</summary>
internal sealed class CategoryBuilder(string name)
{
    private readonly List<byte[]> _levels = [];
    private readonly GrowingColumn<int> _codes = new();
    private int[] _slots = new int[64];
    private int _lastCode = -1;

    public string Name { get; } = name;

    public void Add(ReadOnlySpan<byte> text) => _codes.Add(Texts.IsMissing(text) ? -1 : CodeOf(text));

    public void PadTo(int count) => _codes.PadTo(count, -1);

    public CategoryColumn Build(IReadOnlyList<int> dropped, ref bool otherEncoding)
    {
        // Two byte sequences may decode to one name where encodings are mixed, so levels are joined by name.
        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        int[] codeOf = new int[_levels.Count];
        for (int i = 0; i < codeOf.Length; i++)
        {
            string level = Texts.Decode(_levels[i], ref otherEncoding);
            if (!codes.TryGetValue(level, out codeOf[i]))
            {
                codeOf[i] = codes.Count;
                codes.Add(level, codeOf[i]);
            }
        }

        // Levels that only dropped or refused rows had are left out, so that the table tells of its own rows alone.
        int[] rows = _codes.Take(dropped);
        int[] final = new int[codes.Count];
        Array.Fill(final, -1);
        List<string> levels = [];
        string[] names = [.. codes.Keys];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
            {
                continue;
            }

            int code = codeOf[rows[i]];
            if (final[code] < 0)
            {
                final[code] = levels.Count;
                levels.Add(names[code]);
            }

            rows[i] = final[code];
        }

        return new CategoryColumn(Name, rows, [.. levels]);
    }

    private int CodeOf(ReadOnlySpan<byte> text)
    {
        if (_lastCode >= 0 && text.SequenceEqual(_levels[_lastCode]))
        {
            return _lastCode;
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = Texts.Hash(text) & mask;
        while (_slots[slot] != 0)
        {
            int code = _slots[slot] - 1;
            if (text.SequenceEqual(_levels[code]))
            {
                return _lastCode = code;
            }

            slot = (slot + 1) & mask;
        }

        _levels.Add(text.ToArray());
        _slots[slot] = _levels.Count;
        if (_levels.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return _lastCode = _levels.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        for (int code = 0; code < _levels.Count; code++)
        {
            uint slot = Texts.Hash(_levels[code]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = code + 1;
        }
    }
}
