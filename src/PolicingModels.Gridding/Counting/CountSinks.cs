namespace PolicingModels.Gridding;

/// <summary>Adds into one array per category, periods × cells.</summary>
internal readonly struct DenseSink(double[][] values, int cells) : ICountSink
{
    public void Add(int row, int category, int period, int cell, double weight) => values[category][(period * cells) + cell] += weight;
}

/// <summary>Collects entries, and sorts them into compressed rows.</summary>
internal struct SparseSink(int cells, int periods, int categories) : ICountSink
{
    private int[] _row = new int[1024];
    private int[] _cell = new int[1024];
    private double[] _weight = new double[1024];
    private int _count;

    public void Add(int row, int category, int period, int cell, double weight)
    {
        if (_count == _row.Length)
        {
            Array.Resize(ref _row, _count * 2);
            Array.Resize(ref _cell, _count * 2);
            Array.Resize(ref _weight, _count * 2);
        }

        _row[_count] = (category * periods) + period;
        _cell[_count] = cell;
        _weight[_count++] = weight;
    }

    public readonly SparseCountStore ToStore()
    {
        int[] entryStart = new int[(periods * categories) + 1];
        for (int i = 0; i < _count; i++)
        {
            entryStart[_row[i] + 1]++;
        }

        for (int r = 1; r < entryStart.Length; r++)
        {
            entryStart[r] += entryStart[r - 1];
        }

        int[] next = entryStart[..^1], order = new int[_count];
        for (int i = 0; i < _count; i++)
        {
            order[next[_row[i]]++] = i;
        }

        int[] rowStart = new int[entryStart.Length], lastRow = new int[cells];
        double[] sum = new double[cells];
        List<int> touched = [], outCell = [];
        List<double> outValue = [];
        for (int r = 0; r < entryStart.Length - 1; r++)
        {
            touched.Clear();
            foreach (int i in order.AsSpan(entryStart[r], entryStart[r + 1] - entryStart[r]))
            {
                int c = _cell[i];
                if (lastRow[c] != r + 1)
                {
                    lastRow[c] = r + 1;
                    sum[c] = 0;
                    touched.Add(c);
                }

                sum[c] += _weight[i];
            }

            touched.Sort();
            foreach (int c in touched)
            {
                outCell.Add(c);
                outValue.Add(sum[c]);
            }

            rowStart[r + 1] = outCell.Count;
        }

        return new SparseCountStore(cells, periods, rowStart, [.. outCell], [.. outValue]);
    }
}

/// <summary>An entry of counts that became known only after its period had ended.</summary>
internal readonly record struct LateEntry(int Period, int Category, int Cell, double Weight, int LastUnknownDay);

/// <summary>Collects the entries that became known only after their period had ended.</summary>
internal readonly struct LateSink(CountingPass pass, List<LateEntry> late) : ICountSink
{
    public void Add(int row, int category, int period, int cell, double weight)
    {
        int day = pass.LastUnknownDay(row);
        if (day >= pass.Lookup.Periods[period].End.DayNumber)
        {
            late.Add(new LateEntry(period, category, cell, weight, day));
        }
    }
}
