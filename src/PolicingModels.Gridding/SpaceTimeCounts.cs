namespace PolicingModels.Gridding;

/// <summary>Counts of events per period, cell and category. Immutable and thread-safe.</summary>
public sealed class SpaceTimeCounts
{
    private readonly double[][] _values;

    /// <summary>Makes counts from dense values.</summary>
    /// <param name="grid">The cells.</param>
    /// <param name="periods">The periods.</param>
    /// <param name="values">One array per category, periods × cells, row by row in time order; finite and not negative. Taken, not copied.</param>
    /// <param name="categories">One name per category; null for a single unnamed one.</param>
    /// <param name="events">The events that were counted, where they are at hand.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a count is negative or not finite.</exception>
    public SpaceTimeCounts(IGrid grid, PeriodSequence periods, double[][] values, IReadOnlyList<string>? categories = null, CrimeEvents? events = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(values);
        categories ??= [""];
        if (values.Length != categories.Count)
        {
            throw new ArgumentException($"There are {values.Length} arrays of counts for {categories.Count} categories.", nameof(values));
        }

        IsWhole = true;
        foreach (double[] category in values)
        {
            if (category.Length < (long)grid.Cells.Count * periods.Count)
            {
                throw new ArgumentException($"An array holds {category.Length} counts where {periods.Count} periods × {grid.Cells.Count} cells are needed.", nameof(values));
            }

            for (int i = 0; i < periods.Count * grid.Cells.Count; i++)
            {
                double count = category[i];
                if (!(count >= 0) || double.IsInfinity(count))
                {
                    throw new ArgumentException($"Period {i / grid.Cells.Count}, cell {i % grid.Cells.Count} counts {count}; counts are finite and not negative.", nameof(values));
                }

                IsWhole &= count == Math.Floor(count);
            }
        }

        Grid = grid;
        Periods = periods;
        Categories = categories;
        Events = events;
        _values = values;
    }

    /// <summary>The cells.</summary>
    public IGrid Grid { get; }

    /// <summary>The periods.</summary>
    public PeriodSequence Periods { get; }

    /// <summary>The names of the categories; a single empty name where events are not split.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The events that were counted, where they are at hand; models that work on points need them.</summary>
    public CrimeEvents? Events { get; }

    /// <summary>Whether every count is a whole number (aoristic counts are not).</summary>
    public bool IsWhole { get; }

    /// <summary>The number of cells.</summary>
    public int CellCount => Grid.Cells.Count;

    /// <summary>The number of periods.</summary>
    public int PeriodCount => Periods.Count;

    /// <summary>The count of one period and cell.</summary>
    public double this[int period, int cell, int category = 0] => Row(period, category)[cell];

    /// <summary>The counts of one period, one per cell.</summary>
    public ReadOnlySpan<double> Row(int period, int category = 0) => _values[category].AsSpan(period * CellCount, CellCount);

    /// <summary>The counts of the periods before one: what was known when it began.</summary>
    /// <param name="period">1 to <see cref="PeriodCount"/>.</param>
    /// <returns>A view of the first <paramref name="period"/> periods; events, where at hand, are those known at its start.</returns>
    public SpaceTimeCounts Before(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, PeriodCount);
        PeriodSequence known = Periods.Take(period);
        DateOnly asOf = period < PeriodCount ? Periods[period].Start : known.End;
        return new SpaceTimeCounts(Grid, known, _values, Categories, Events?.KnownBefore(asOf));
    }
}
