using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Lists of nearby cells in compressed rows.</summary>
internal sealed class NeighbourTable
{
    private readonly int[] _start;
    private readonly int[] _cells;

    private NeighbourTable(int[] start, int[] cells)
    {
        _start = start;
        _cells = cells;
    }

    public int CellCount => _start.Length - 1;

    public ReadOnlySpan<int> Of(int cell) => _cells.AsSpan(_start[cell], _start[cell + 1] - _start[cell]);

    public static NeighbourTable First(Adjacency adjacency) => Make(adjacency.CellCount, adjacency.Of);

    /// <summary>Cells exactly two steps away.</summary>
    public static NeighbourTable Second(Adjacency adjacency)
    {
        int[] seen = new int[adjacency.CellCount];
        Array.Fill(seen, -1);
        int[] buffer = new int[256];
        return Make(adjacency.CellCount, cell =>
        {
            int found = 0;
            seen[cell] = cell;
            foreach (int near in adjacency.Of(cell))
            {
                seen[near] = cell;
            }

            foreach (int near in adjacency.Of(cell))
            {
                foreach (int far in adjacency.Of(near))
                {
                    if (seen[far] != cell)
                    {
                        seen[far] = cell;
                        if (found == buffer.Length)
                        {
                            Array.Resize(ref buffer, 2 * found);
                        }

                        buffer[found++] = far;
                    }
                }
            }

            return buffer.AsSpan(0, found);
        });
    }

    /// <summary>Mean rate of the nearby cells, weighted by area; the cell's own where there are none.</summary>
    public void Rates(ReadOnlySpan<double> expected, ReadOnlySpan<double> exposure, Span<double> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            ReadOnlySpan<int> near = Of(i);
            double sum = near.IsEmpty ? expected[i] : 0, area = near.IsEmpty ? exposure[i] : 0;
            foreach (int j in near)
            {
                sum += expected[j];
                area += exposure[j];
            }

            into[i] = sum / area;
        }
    }

    private delegate ReadOnlySpan<int> Row(int cell);

    private static NeighbourTable Make(int cells, Row row)
    {
        int[] start = new int[cells + 1];
        int[] all = new int[8 * cells];
        for (int i = 0; i < cells; i++)
        {
            ReadOnlySpan<int> of = row(i);
            start[i + 1] = start[i] + of.Length;
            if (start[i + 1] > all.Length)
            {
                Array.Resize(ref all, Math.Max(start[i + 1], 2 * all.Length));
            }

            of.CopyTo(all.AsSpan(start[i]));
        }

        return new NeighbourTable(start, all[..start[cells]]);
    }
}
