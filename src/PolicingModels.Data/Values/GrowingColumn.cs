namespace PolicingModels.Data;

/// <summary>A column that grows in chunks, so that growing never holds the data twice.</summary>
internal sealed class GrowingColumn<T>
{
    private const int ChunkBits = 16;
    private const int ChunkMask = (1 << ChunkBits) - 1;
    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    public T this[int index]
    {
        get => _chunks[index >> ChunkBits][index & ChunkMask];
        set => _chunks[index >> ChunkBits][index & ChunkMask] = value;
    }

    public void Add(T value)
    {
        int at = Count & ChunkMask;
        if (at == 0)
        {
            _chunks.Add(new T[1 << ChunkBits]);
        }

        _chunks[^1][at] = value;
        Count++;
    }

    /// <summary>Adds a value until the column has a length.</summary>
    public void PadTo(int count, T value)
    {
        while (Count < count)
        {
            Add(value);
        }
    }

    /// <summary>The values but for the dropped rows, as one array; the column is empty afterwards.</summary>
    /// <param name="dropped">Row numbers in increasing order.</param>
    public T[] Take(IReadOnlyList<int> dropped)
    {
        T[] all = new T[Count - dropped.Count];
        int written = 0, next = 0;
        for (int chunk = 0; chunk < _chunks.Count; chunk++)
        {
            int first = chunk << ChunkBits;
            int length = Math.Min(1 << ChunkBits, Count - first);
            T[] values = _chunks[chunk];
            int from = 0;
            while (next < dropped.Count && dropped[next] < first + length)
            {
                int at = dropped[next++] - first;
                Array.Copy(values, from, all, written, at - from);
                written += at - from;
                from = at + 1;
            }

            Array.Copy(values, from, all, written, length - from);
            written += length - from;
            _chunks[chunk] = [];
        }

        _chunks.Clear();
        Count = 0;
        return all;
    }
}
