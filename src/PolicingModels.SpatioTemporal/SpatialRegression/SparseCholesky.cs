namespace PolicingModels.SpatioTemporal;

/// <summary>Factors symmetric positive definite matrices whose pattern is that of the neighbours, and gives the entries of their inverse on the factor's pattern.</summary>
/// <remarks>
/// The pattern of the factor is found once; each factorisation is left-looking, column by column (George and Liu 1981, section 5.5). The inverse on the pattern follows backwards from the
/// factor (Takahashi, Fagan and Chen 1973). Not thread-safe: one object belongs to one fit.
/// </remarks>
internal sealed class SparseCholesky
{
    private readonly int _n;
    private readonly int[] _order;
    private readonly int[] _place;
    private readonly NeighbourTable _neighbours;

    // Below the diagonal, by column, rows ascending.
    private readonly int[] _start;
    private readonly int[] _rows;
    private readonly double[] _lower;
    private readonly double[] _diagonal;
    private double[]? _inverse;
    private double[]? _inverseDiagonal;

    public SparseCholesky(NeighbourTable neighbours, int[] order)
    {
        _n = order.Length;
        _order = order;
        _neighbours = neighbours;
        _place = new int[_n];
        for (int k = 0; k < _n; k++)
        {
            _place[order[k]] = k;
        }

        (_start, _rows) = Pattern();
        _lower = new double[_rows.Length];
        _diagonal = new double[_n];
    }

    /// <summary>Entries of the factor below its diagonal.</summary>
    public int Count => _rows.Length;

    /// <summary>Factors a matrix with one value on each cell's diagonal and, for all pairs of neighbours, the same value within a connected component.</summary>
    /// <param name="diagonal">One value per cell.</param>
    /// <param name="between">The value between a cell and each of its neighbours, one per cell, the same for cells that hang together.</param>
    /// <param name="cancellationToken">Stops the factorisation.</param>
    /// <returns>False where the matrix is not positive definite to rounding.</returns>
    public bool Factor(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> between, CancellationToken cancellationToken)
    {
        int n = _n;
        double[] work = new double[n];
        int[] head = new int[n], next = new int[n], at = new int[n];
        Array.Fill(head, -1);
        for (int j = 0; j < n; j++)
        {
            if ((j & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int cell = _order[j];
            double pivot = diagonal[cell];
            foreach (int neighbour in _neighbours.Of(cell))
            {
                int row = _place[neighbour];
                if (row > j)
                {
                    work[row] = between[cell];
                }
            }

            for (int k = head[j]; k >= 0;)
            {
                int follow = next[k], from = at[k], end = _start[k + 1];
                double factor = _lower[from];
                pivot -= factor * factor;
                for (int e = from + 1; e < end; e++)
                {
                    work[_rows[e]] -= factor * _lower[e];
                }

                Enlist(k, from + 1, end, head, next, at);
                k = follow;
            }

            if (!(pivot > 1e-14 * Math.Abs(diagonal[cell])))
            {
                return false;
            }

            double root = Math.Sqrt(pivot), scale = 1 / root;
            _diagonal[j] = root;
            int first = _start[j], last = _start[j + 1];
            for (int e = first; e < last; e++)
            {
                int row = _rows[e];
                _lower[e] = work[row] * scale;
                work[row] = 0;
            }

            Enlist(j, first, last, head, next, at);
        }

        return true;

        void Enlist(int column, int entry, int end, int[] heads, int[] nexts, int[] entries)
        {
            if (entry < end)
            {
                entries[column] = entry;
                nexts[column] = heads[_rows[entry]];
                heads[_rows[entry]] = column;
            }
        }
    }

    /// <summary>The logarithm of the determinant of the matrix factored last.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        foreach (double d in _diagonal)
        {
            sum += Math.Log(d);
        }

        return 2 * sum;
    }

    /// <summary>Solves with the matrix factored last, in place.</summary>
    /// <param name="b">One value per cell.</param>
    public void Solve(Span<double> b)
    {
        double[] x = new double[_n];
        for (int k = 0; k < _n; k++)
        {
            x[k] = b[_order[k]];
        }

        for (int j = 0; j < _n; j++)
        {
            double value = x[j] / _diagonal[j];
            x[j] = value;
            for (int e = _start[j]; e < _start[j + 1]; e++)
            {
                x[_rows[e]] -= _lower[e] * value;
            }
        }

        for (int j = _n - 1; j >= 0; j--)
        {
            double value = x[j];
            for (int e = _start[j]; e < _start[j + 1]; e++)
            {
                value -= _lower[e] * x[_rows[e]];
            }

            x[j] = value / _diagonal[j];
        }

        for (int k = 0; k < _n; k++)
        {
            b[_order[k]] = x[k];
        }
    }

    /// <summary>The inverse of the matrix factored last: its diagonal, and the sum of its entries between each cell and its neighbours.</summary>
    public void Inverse(Span<double> diagonal, Span<double> around, CancellationToken cancellationToken)
    {
        double[] z = _inverse ??= new double[_rows.Length];
        double[] own = _inverseDiagonal ??= new double[_n];
        double[] sum = new double[_n], column = new double[_n];
        int[] mark = new int[_n];
        Array.Fill(mark, -1);
        for (int j = _n - 1; j >= 0; j--)
        {
            if ((j & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int first = _start[j], last = _start[j + 1];
            for (int e = first; e < last; e++)
            {
                int row = _rows[e];
                mark[row] = j;
                column[row] = _lower[e];
                sum[row] = 0;
            }

            for (int e = first; e < last; e++)
            {
                int k = _rows[e];
                double of = column[k], gathered = of * own[k];
                int left = last - e - 1;
                for (int f = _start[k]; left > 0 && f < _start[k + 1]; f++)
                {
                    int i = _rows[f];
                    if (mark[i] == j)
                    {
                        sum[i] += of * z[f];
                        gathered += column[i] * z[f];
                        left--;
                    }
                }

                sum[k] += gathered;
            }

            double scale = 1 / _diagonal[j], through = 0;
            for (int e = first; e < last; e++)
            {
                z[e] = -scale * sum[_rows[e]];
                through += _lower[e] * z[e];
            }

            own[j] = (scale - through) * scale;
        }

        around.Clear();
        for (int j = 0; j < _n; j++)
        {
            int cell = _order[j];
            diagonal[cell] = own[j];
            int wanted = 0;
            foreach (int neighbour in _neighbours.Of(cell))
            {
                if (_place[neighbour] > j)
                {
                    mark[_place[neighbour]] = _n + j;
                    wanted++;
                }
            }

            for (int e = _start[j]; wanted > 0 && e < _start[j + 1]; e++)
            {
                if (mark[_rows[e]] == _n + j)
                {
                    around[cell] += z[e];
                    around[_order[_rows[e]]] += z[e];
                    wanted--;
                }
            }
        }
    }

    /// <summary>A column's pattern is that of the matrix and of the columns whose first row it is.</summary>
    private (int[] Start, int[] Rows) Pattern()
    {
        int[] start = new int[_n + 1], rows = new int[16 * _n], mark = new int[_n], firstChild = new int[_n], sibling = new int[_n];
        Array.Fill(firstChild, -1);
        Array.Fill(mark, -1);
        int used = 0;
        for (int j = 0; j < _n; j++)
        {
            mark[j] = j;
            int begin = used;
            foreach (int neighbour in _neighbours.Of(_order[j]))
            {
                Add(_place[neighbour], j);
            }

            for (int child = firstChild[j]; child >= 0; child = sibling[child])
            {
                for (int e = start[child]; e < start[child + 1]; e++)
                {
                    Add(rows[e], j);
                }
            }

            Array.Sort(rows, begin, used - begin);
            start[j] = begin;
            start[j + 1] = used;
            if (used > begin)
            {
                int parent = rows[begin];
                sibling[j] = firstChild[parent];
                firstChild[parent] = j;
            }
        }

        return (start, rows[..used]);

        void Add(int row, int column)
        {
            if (row > column && mark[row] != column)
            {
                mark[row] = column;
                if (used == rows.Length)
                {
                    Array.Resize(ref rows, 2 * used);
                }

                rows[used++] = row;
            }
        }
    }
}
