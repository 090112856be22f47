namespace PolicingModels.Gridding;

/// <summary>Counts events per period, cell and category.</summary>
public static class Counting
{
    private const int MostBoxesPerCell = 8;
    private const int EventsPerWorker = 1 << 16;

    /// <summary>Counts events in one pass.</summary>
    /// <param name="grid">The cells.</param>
    /// <param name="events">The events, in the plane of the grid.</param>
    /// <param name="periods">The periods. Where they overlap, an event counts in each that holds it.</param>
    /// <param name="options">How to count; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <returns>Counts per category, period and cell, with <see cref="SpaceTimeCounts.Outcome"/> saying where every event went.</returns>
    /// <remarks>
    /// The result is the same, bit for bit, whatever the number of threads and the order of the events: exact events are whole numbers,
    /// and aoristic weights are whole multiples of 2⁻³⁰, whose sums are exact. Events that are exact in time, on a grid of whole squares
    /// (<see cref="ISquareLatticeGrid"/>), are binned by <see cref="BinningKernel"/>; all others are located in blocks.
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
        CountStore store = BinsOf(pass, grid, periods, options) is { } lattice
            ? CountBoxes(pass, events, lattice, cells, tally, options.Threads, cancellationToken)
            : IsDense(pass.Categories.Count, periods.Count, cells, options.Storage)
            ? CountDense(pass, events, periods.Count, cells, tally, options.Threads, cancellationToken)
            : CountSparse(pass, events, periods.Count, cells, tally, cancellationToken);

        CountingOutcome outcome = tally.ToOutcome(events.Count);
        if (events.Count > 0 && outcome.OutsideArea > options.LargestShareOutsideArea * events.Count)
        {
            throw new AnalysisException(AnalysisFailure.OutsideStudyArea, $"{outcome.OutsideArea:0} of {events.Count} events lie outside the area ({grid.Description}). Check the coordinate system of the events ({events.Coordinates.Name}), whether latitude and longitude are swapped, and the boundary.");
        }

        return new SpaceTimeCounts(grid, periods, store, pass.Categories, new CountSource(grid, events, periods, options), outcome, !tally.HasFractions);
    }

    /// <summary>The grid as a lattice, where plain events fill dense bins that are not much more than its cells.</summary>
    private static ISquareLatticeGrid? BinsOf(CountingPass pass, IGrid grid, PeriodSequence periods, CountingOptions options)
    {
        if (!pass.IsPlain || grid is not ISquareLatticeGrid { Lattice: { } lattice } squares || !IsDense(1, periods.Count, grid.Cells.Count, options.Storage))
        {
            return null;
        }

        long bins = (long)lattice.BoxCount * (periods.Count + 1);
        return bins <= BinningKernel.LargestBins && lattice.BoxCount <= MostBoxesPerCell * grid.Cells.Count ? squares : null;
    }

    private static DenseCountStore CountBoxes(CountingPass pass, CrimeEvents events, ISquareLatticeGrid grid, int cells, CountingTally tally, int threads, CancellationToken cancellationToken)
    {
        int periods = pass.Lookup.Periods.Count, boxes = grid.Lattice!.BoxCount;
        int[] bins = new int[(periods + 1) * boxes];
        BinningOutcome binned = BinningKernel.CountWithRest(events, grid.Lattice, pass.Lookup, bins, threads, cancellationToken);
        double[] values = new double[periods * cells];
        ReadOnlySpan<int> cellOfBox = grid.CellOfBox;
        long counted = 0, outsideArea = binned.OutsideLattice, outsidePeriods = 0;
        for (int p = 0; p <= periods; p++)
        {
            Span<int> row = bins.AsSpan(p * boxes, boxes);
            for (int box = 0; box < boxes; box++)
            {
                int cell = cellOfBox[box];
                if (cell < 0)
                {
                    outsideArea += row[box];
                }
                else if (p == periods)
                {
                    outsidePeriods += row[box];
                }
                else
                {
                    values[(p * cells) + cell] += row[box];
                    counted += row[box];
                }
            }
        }

        tally.Counted = counted * AoristicWeights.UnitsPerEvent;
        tally.OutsideArea = outsideArea * AoristicWeights.UnitsPerEvent;
        tally.OutsidePeriods = outsidePeriods * AoristicWeights.UnitsPerEvent;
        return new DenseCountStore(cells, [values]);
    }

    private static DenseCountStore CountDense(CountingPass pass, CrimeEvents events, int periods, int cells, CountingTally tally, int threads, CancellationToken cancellationToken)
    {
        // Each worker fills values of its own, which costs their memory and an addition: only where there are more events than values.
        long bins = (long)periods * cells * pass.Categories.Count;
        int workers = (int)Math.Clamp(events.Count / Math.Max(bins, EventsPerWorker), 1, threads);
        double[][][] values = new double[workers][][];
        CountingTally[] tallies = new CountingTally[workers];
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, w =>
        {
            values[w] = [.. pass.Categories.Select(_ => new double[periods * cells])];
            tallies[w] = new CountingTally(tally.RowsOutsideArea is not null);
            DenseSink sink = new(values[w], cells);
            int first = (int)((long)events.Count * w / workers), last = (int)((long)events.Count * (w + 1) / workers);
            pass.Run(first, last, ref sink, tallies[w], cancellationToken);
        });

        for (int w = 0; w < workers; w++)
        {
            tally.Add(tallies[w]);
            for (int c = 0; w > 0 && c < values[0].Length; c++)
            {
                Add(values[w][c], values[0][c]);
            }
        }

        return new DenseCountStore(cells, values[0]);
    }

    private static void Add(ReadOnlySpan<double> from, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += from[i];
        }
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
