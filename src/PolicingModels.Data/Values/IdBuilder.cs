using System.Runtime.InteropServices;

namespace PolicingModels.Data;

/// <summary>Gathers identifiers and finds those that occur twice.</summary>
internal sealed class IdBuilder
{
    private readonly GrowingColumn<string> _ids = new();

    // Each slot holds a hash in its upper half and a row, counted from 1, in its lower half, so that growing never looks at the texts.
    private ulong[] _slots = new ulong[1024];
    private int _taken;

    public bool AnyGiven => _taken > 0;

    /// <summary>Adds an id; false where an earlier row has it. A missing id is never a duplicate.</summary>
    public bool TryAdd(string id)
    {
        if (id.Length > 0)
        {
            uint hash = Texts.Hash(MemoryMarshal.AsBytes(id.AsSpan()));
            uint mask = (uint)_slots.Length - 1;
            uint slot = hash & mask;
            while (_slots[slot] != 0)
            {
                if ((uint)(_slots[slot] >> 32) == hash && _ids[(int)(uint)_slots[slot] - 1] == id)
                {
                    return false;
                }

                slot = (slot + 1) & mask;
            }

            _slots[slot] = ((ulong)hash << 32) | (uint)(_ids.Count + 1);
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

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[old.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        foreach (ulong taken in old)
        {
            if (taken != 0)
            {
                uint slot = (uint)(taken >> 32) & mask;
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _slots[slot] = taken;
            }
        }
    }
}
