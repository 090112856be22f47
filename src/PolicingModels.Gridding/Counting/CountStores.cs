namespace PolicingModels.Gridding;

/// <summary>Where the values of counts are kept.</summary>
internal abstract class CountStore(int cells)
{
    public int Cells { get; } = cells;

    public abstract long Bytes { get; }

    public abstract bool IsSparse { get; }

    public abstract ReadOnlySpan<double> Row(int period, int category);

    public abstract double Value(int period, int cell, int category);

    /// <summary>Adds a row to a buffer of one double per cell.</summary>
    public abstract void AddRow(int period, int category, Span<double> to);

    public abstract double RowSum(int period, int category);

    /// <summary>All categories added up into one.</summary>
    public virtual CountStore Summed(int periods, int categories)
    {
        double[] sum = new double[periods * Cells];
        for (int p = 0; p < periods; p++)
        {
            for (int c = 0; c < categories; c++)
            {
                AddRow(p, c, sum.AsSpan(p * Cells, Cells));
            }
        }

        return new DenseCountStore(Cells, [sum]);
    }
}

/// <summary>One double per category, period and cell.</summary>
internal sealed class DenseCountStore(int cells, double[][] values) : CountStore(cells)
{
    public override long Bytes => values.Sum(v => (long)v.Length) * sizeof(double);

    public override bool IsSparse => false;

    public override ReadOnlySpan<double> Row(int period, int category) => values[category].AsSpan(period * Cells, Cells);

    public override double Value(int period, int cell, int category) => Row(period, category)[cell];

    public override void AddRow(int period, int category, Span<double> to)
    {
        ReadOnlySpan<double> row = Row(period, category);
        for (int i = 0; i < row.Length; i++)
        {
            to[i] += row[i];
        }
    }

    public override double RowSum(int period, int category)
    {
        double sum = 0;
        foreach (double value in Row(period, category))
        {
            sum += value;
        }

        return sum;
    }
}

/// <summary>Cells that hold something, row by row (a row is a category's period), cells in increasing order.</summary>
internal sealed class SparseCountStore(int cells, int periods, int[] rowStart, int[] cell, double[] value) : CountStore(cells)
{
    public override long Bytes => ((long)rowStart.Length * sizeof(int)) + ((long)cell.Length * (sizeof(int) + sizeof(double)));

    public override bool IsSparse => true;

    public override ReadOnlySpan<double> Row(int period, int category)
    {
        double[] row = new double[Cells];
        AddRow(period, category, row);
        return row;
    }

    public override double Value(int period, int at, int category)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)at, (uint)Cells, nameof(cell));
        int row = (category * periods) + period;
        int found = cell.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]).BinarySearch(at);
        return found < 0 ? 0 : value[rowStart[row] + found];
    }

    public override void AddRow(int period, int category, Span<double> to)
    {
        int row = (category * periods) + period;
        for (int i = rowStart[row]; i < rowStart[row + 1]; i++)
        {
            to[cell[i]] += value[i];
        }
    }

    public override double RowSum(int period, int category)
    {
        int row = (category * periods) + period;
        double sum = 0;
        for (int i = rowStart[row]; i < rowStart[row + 1]; i++)
        {
            sum += value[i];
        }

        return sum;
    }

    public override CountStore Summed(int periods, int categories)
    {
        SparseSink sum = new(Cells, periods, 1);
        for (int row = 0; row < periods * categories; row++)
        {
            for (int i = rowStart[row]; i < rowStart[row + 1]; i++)
            {
                sum.Add(-1, 0, row % periods, cell[i], value[i]);
            }
        }

        return sum.ToStore();
    }
}

/// <summary>A store of which some rows are replaced.</summary>
internal sealed class OverlaidCountStore(CountStore below, Dictionary<(int Period, int Category), double[]> rows) : CountStore(below.Cells)
{
    public override long Bytes => below.Bytes + ((long)rows.Count * Cells * sizeof(double));

    public override bool IsSparse => below.IsSparse;

    public override ReadOnlySpan<double> Row(int period, int category) =>
        rows.TryGetValue((period, category), out double[]? row) ? row : below.Row(period, category);

    public override double Value(int period, int cell, int category) =>
        rows.TryGetValue((period, category), out double[]? row) ? row[cell] : below.Value(period, cell, category);

    public override void AddRow(int period, int category, Span<double> to)
    {
        if (!rows.TryGetValue((period, category), out double[]? row))
        {
            below.AddRow(period, category, to);
            return;
        }

        for (int i = 0; i < row.Length; i++)
        {
            to[i] += row[i];
        }
    }

    public override double RowSum(int period, int category) =>
        rows.TryGetValue((period, category), out double[]? row) ? row.Sum() : below.RowSum(period, category);
}
