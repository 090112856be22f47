namespace PolicingModels.Gridding;

/// <summary>A place of the lattice and the cell it belongs to. <paramref name="IsWhole"/>: it lies wholly inside the boundary.</summary>
internal readonly record struct Slot(int Column, int Row, int Cell, bool IsWhole);

/// <summary>Finds places by column and row: a table over their box, or a dictionary where a few far places would blow the box up.</summary>
internal sealed class SlotTable
{
    private const long AlwaysDense = 1 << 20;
    private const long DenseEntriesPerSlot = 16;

    private readonly int _column, _row, _width, _height;
    private readonly int[]? _dense;
    private readonly Dictionary<long, int>? _sparse;

    public SlotTable(Slot[] slots)
    {
        if (slots.Length == 0)
        {
            _dense = [];
            return;
        }

        _column = slots.Min(s => s.Column);
        _row = slots.Min(s => s.Row);
        long width = (long)slots.Max(s => s.Column) - _column + 1, height = (long)slots.Max(s => s.Row) - _row + 1;
        if ((double)width * height <= Math.Max(AlwaysDense, DenseEntriesPerSlot * slots.Length))
        {
            (_width, _height) = ((int)width, (int)height);
            _dense = new int[width * height];
            Array.Fill(_dense, -1);
            for (int i = 0; i < slots.Length; i++)
            {
                _dense[((slots[i].Row - _row) * _width) + slots[i].Column - _column] = i;
            }
        }
        else
        {
            _sparse = new Dictionary<long, int>(slots.Length);
            for (int i = 0; i < slots.Length; i++)
            {
                _sparse.Add(Key(slots[i].Column, slots[i].Row), i);
            }
        }
    }

    /// <summary>South-western place of the box, and how many columns and rows it has; none where there is no table.</summary>
    public (int Column, int Row, int Columns, int Rows) Box => (_column, _row, _width, _height);

    /// <summary>Per place of the box, row by row, its slot or −1; empty where a dictionary is kept.</summary>
    public ReadOnlySpan<int> SlotOfBox => _dense;

    public int Find(int column, int row)
    {
        if (_dense is null)
        {
            return _sparse!.TryGetValue(Key(column, row), out int slot) ? slot : -1;
        }

        int c = column - _column, r = row - _row;
        return (uint)c < (uint)_width && (uint)r < (uint)_height ? _dense[(r * _width) + c] : -1;
    }

    private static long Key(int column, int row) => ((long)row << 32) | (uint)column;
}
