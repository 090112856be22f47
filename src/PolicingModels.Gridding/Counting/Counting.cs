namespace PolicingModels.Gridding;

/// <summary>Counts events per period, cell and category.</summary>
public static class Counting
{
    /// <summary>Counts events in one pass.</summary>
    /// <param name="grid">The cells.</param>
    /// <param name="events">The events, in the plane of the grid.</param>
    /// <param name="periods">The periods. Where they overlap, an event counts in each that holds it.</param>
    /// <param name="options">How to count; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <returns>Counts per category, period and cell, with <see cref="SpaceTimeCounts.Outcome"/> saying where every event went.</returns>
    /// <remarks>
    /// The result is the same, bit for bit, whatever the number of threads and the order of the events: exact events are whole numbers,
    /// and aoristic weights are whole multiples of 2⁻³⁰, whose sums are exact.
    /// </remarks>
    /// <exception cref="ArgumentException">The events lie in another plane than the grid, or an option is not valid.</exception>
    /// <exception cref="AnalysisException">Nearly all events lie outside the area, or dense counts would not fit an array.</exception>
    public static SpaceTimeCounts Count(this IGrid grid, CrimeEvents events, PeriodSequence periods, CountingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(periods);
        options ??= new CountingOptions();
        RequireSamePlane(grid, events);
        CountingPass pass = new(grid, events, periods, options);
        CountingTally tally = new(options.ListOutside);
        int cells = grid.Cells.Count;
        CountStore store = IsDense(pass.Categories.Count, periods.Count, cells, options.Storage)
            ? CountDense(pass, events, periods.Count, cells, tally, cancellationToken)
            : CountSparse(pass, events, periods.Count, cells, tally, cancellationToken);

        CountingOutcome outcome = tally.ToOutcome(events.Count);
        if (events.Count > 0 && outcome.OutsideArea > options.LargestShareOutsideArea * events.Count)
        {
            throw new AnalysisException(AnalysisFailure.OutsideStudyArea, $"{outcome.OutsideArea:0} of {events.Count} events lie outside the area ({grid.Description}). Check the coordinate system of the events ({events.Coordinates.Name}), whether latitude and longitude are swapped, and the boundary.");
        }

        return new SpaceTimeCounts(grid, periods, store, pass.Categories, new CountSource(grid, events, periods, options), outcome, !tally.HasFractions);
    }

    private static DenseCountStore CountDense(CountingPass pass, CrimeEvents events, int periods, int cells, CountingTally tally, CancellationToken cancellationToken)
    {
        double[][] values = new double[pass.Categories.Count][];
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = new double[periods * cells];
        }

        DenseSink sink = new(values, cells);
        pass.Run(0, events.Count, ref sink, tally, cancellationToken);
        return new DenseCountStore(cells, values);
    }

    private static SparseCountStore CountSparse(CountingPass pass, CrimeEvents events, int periods, int cells, CountingTally tally, CancellationToken cancellationToken)
    {
        SparseSink sink = new(cells, periods, pass.Categories.Count);
        pass.Run(0, events.Count, ref sink, tally, cancellationToken);
        return sink.ToStore();
    }

    private static bool IsDense(int categories, int periods, int cells, CountStorage storage)
    {
        long perCategory = (long)periods * cells;
        bool fits = perCategory <= Array.MaxLength;
        if (storage == CountStorage.Dense && !fits)
        {
            throw new AnalysisException(AnalysisFailure.GridTooLarge, $"Dense counts of {periods} periods × {cells} cells do not fit an array. Count with CountStorage.Sparse, or use larger cells.");
        }

        return storage switch
        {
            CountStorage.Dense => true,
            CountStorage.Sparse => false,
            _ => fits && perCategory * categories <= CountingOptions.LargestAutomaticDense,
        };
    }

    private static void RequireSamePlane(IGrid grid, CrimeEvents events)
    {
        string any = CoordinateSystem.PlanarMetres.Code;
        if (events.Coordinates.Code != grid.Coordinates.Code && events.Coordinates.Code != any && grid.Coordinates.Code != any)
        {
            throw new ArgumentException($"The events lie in {events.Coordinates.Name} ({events.Coordinates.Code}) and the grid in {grid.Coordinates.Name} ({grid.Coordinates.Code}); project one of them into the plane of the other.", nameof(events));
        }
    }
}
