namespace PolicingModels.Data;

/// <summary>Gathers identifiers and finds those that occur twice, with one small number per id beside the text itself.</summary>
internal sealed class IdBuilder
{
    private readonly GrowingColumn<string> _ids = new();
    private int[] _slots = new int[1024];
    private int _taken;

    public bool AnyGiven => _taken > 0;

    /// <summary>Adds an id; false where an earlier row has it. A missing id is never a duplicate.</summary>
    public bool TryAdd(string id)
    {
        if (id.Length > 0)
        {
            uint mask = (uint)_slots.Length - 1;
            uint slot = SlotOf(id, mask);
            while (_slots[slot] != 0)
            {
                if (_ids[_slots[slot] - 1] == id)
                {
                    return false;
                }

                slot = (slot + 1) & mask;
            }

            _slots[slot] = _ids.Count + 1;
            _taken++;
        }

        _ids.Add(id);
        if (_taken * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    public void PadTo(int count) => _ids.PadTo(count, "");

    public string[] Take(IReadOnlyList<int> dropped) => _ids.Take(dropped);

    private static uint SlotOf(string id, uint mask)
    {
        uint hash = Texts.Hash(System.Runtime.InteropServices.MemoryMarshal.AsBytes(id.AsSpan()));
        return hash & mask;
    }

    private void Grow()
    {
        int[] old = _slots;
        _slots = new int[old.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        foreach (int row in old)
        {
            if (row != 0)
            {
                uint slot = SlotOf(_ids[row - 1], mask);
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _slots[slot] = row;
            }
        }
    }
}
