namespace PolicingModels.Gridding;

/// <summary>Which cells are neighbours, as a sparse symmetric pattern in compressed rows. Immutable and thread-safe.</summary>
public sealed class Adjacency
{
    private readonly int[] _rowStart;
    private readonly int[] _neighbours;

    /// <summary>Makes a pattern from one list of neighbours per cell.</summary>
    /// <exception cref="ArgumentException">A cell neighbours itself or an unknown cell, or a pair is one-sided.</exception>
    public Adjacency(IReadOnlyList<IReadOnlyList<int>> neighbours)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        int n = neighbours.Count;
        _rowStart = new int[n + 1];
        for (int i = 0; i < n; i++)
        {
            _rowStart[i + 1] = _rowStart[i] + neighbours[i].Count;
        }

        _neighbours = new int[_rowStart[n]];
        for (int i = 0; i < n; i++)
        {
            Span<int> row = _neighbours.AsSpan(_rowStart[i], neighbours[i].Count);
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = neighbours[i][k];
                if ((uint)row[k] >= (uint)n || row[k] == i)
                {
                    throw new ArgumentException($"Cell {i} lists neighbour {row[k]}; neighbours are other cells, 0 to {n - 1}.", nameof(neighbours));
                }
            }

            row.Sort();
        }

        for (int i = 0; i < n; i++)
        {
            foreach (int j in Of(i))
            {
                if (Of(j).BinarySearch(i) < 0)
                {
                    throw new ArgumentException($"Cell {i} lists neighbour {j}, but not the other way round.", nameof(neighbours));
                }
            }
        }
    }

    /// <summary>The number of cells.</summary>
    public int CellCount => _rowStart.Length - 1;

    /// <summary>The neighbours of a cell in increasing order.</summary>
    public ReadOnlySpan<int> Of(int cell) => _neighbours.AsSpan(_rowStart[cell], _rowStart[cell + 1] - _rowStart[cell]);

    /// <summary>Cells reachable in 1 to <paramref name="k"/> steps.</summary>
    /// <param name="k">At least 1.</param>
    public Adjacency KRing(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (k == 1)
        {
            return this;
        }

        List<int>[] rings = new List<int>[CellCount];
        int[] seen = new int[CellCount];
        Array.Fill(seen, -1);
        for (int i = 0; i < rings.Length; i++)
        {
            List<int> ring = rings[i] = [];
            seen[i] = i;
            int from = 0, to = 0;
            for (int step = 0; step < k; step++)
            {
                if (step == 0)
                {
                    Spread(i);
                }
                else
                {
                    for (int at = from; at < to; at++)
                    {
                        Spread(ring[at]);
                    }

                    from = to;
                }

                to = ring.Count;
            }

            void Spread(int cell)
            {
                foreach (int j in Of(cell))
                {
                    if (seen[j] != i)
                    {
                        seen[j] = i;
                        ring.Add(j);
                    }
                }
            }
        }

        return new Adjacency(rings);
    }
}
