namespace PolicingModels.SpatioTemporal;

/// <summary>Orders cells for elimination by nested dissection of the plane: halves first, the cells between them last.</summary>
/// <remarks>George 1973, doi:10.1137/0710032. On a square lattice of n cells the factor has O(n·log n) entries and costs O(n^1.5).</remarks>
internal static class DissectionOrder
{
    private const int Leaf = 24;

    /// <summary>Which cell is eliminated at each place.</summary>
    public static int[] Of(NeighbourTable neighbours, ReadOnlySpan<double> easting, ReadOnlySpan<double> northing)
    {
        int n = neighbours.CellCount;
        int[] cells = new int[n], order = new int[n], side = new int[n];
        for (int i = 0; i < n; i++)
        {
            cells[i] = i;
        }

        double[] x = easting.ToArray(), y = northing.ToArray();
        int stamp = 0;
        Place(0, n, n);
        return order;

        // Orders cells[from..to) into the places that end at last.
        void Place(int from, int to, int last)
        {
            int count = to - from;
            if (count <= Leaf)
            {
                for (int k = 0; k < count; k++)
                {
                    order[last - count + k] = cells[from + k];
                }

                return;
            }

            double left = double.MaxValue, right = double.MinValue, bottom = double.MaxValue, top = double.MinValue;
            for (int k = from; k < to; k++)
            {
                (left, right) = (Math.Min(left, x[cells[k]]), Math.Max(right, x[cells[k]]));
                (bottom, top) = (Math.Min(bottom, y[cells[k]]), Math.Max(top, y[cells[k]]));
            }

            bool across = right - left >= top - bottom;
            Array.Sort(cells, from, count, Comparer<int>.Create((a, b) =>
            {
                int first = across ? x[a].CompareTo(x[b]) : y[a].CompareTo(y[b]);
                int second = first != 0 ? first : across ? y[a].CompareTo(y[b]) : x[a].CompareTo(x[b]);
                return second != 0 ? second : a.CompareTo(b);
            }));
            int middle = from + (count / 2);
            stamp++;
            for (int k = middle; k < to; k++)
            {
                side[cells[k]] = stamp;
            }

            // Cells of the first half that touch the second come last.
            int separator = middle;
            for (int k = middle - 1; k >= from; k--)
            {
                bool touches = false;
                foreach (int j in neighbours.Of(cells[k]))
                {
                    touches |= side[j] == stamp;
                }

                if (touches)
                {
                    separator--;
                    (cells[k], cells[separator]) = (cells[separator], cells[k]);
                }
            }

            int between = middle - separator;
            for (int k = 0; k < between; k++)
            {
                order[last - between + k] = cells[separator + k];
            }

            int second = last - between;
            Place(middle, to, second);
            Place(from, separator, second - (to - middle));
        }
    }
}
