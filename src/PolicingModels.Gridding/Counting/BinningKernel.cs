using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicingModels.Gridding;

/// <summary>Where the events of a binning went; the three add up to the events.</summary>
/// <param name="Counted">Events in a box and a period.</param>
/// <param name="OutsideLattice">Events in no box.</param>
/// <param name="OutsidePeriods">Events in a box, but in no period.</param>
public readonly record struct BinningOutcome(long Counted, long OutsideLattice, long OutsidePeriods);

/// <summary>Counts exact events per period and box of a square lattice, as fast as memory allows.</summary>
/// <remarks>
/// Events are taken in blocks that stay in the first-level cache: boxes are computed eight at a time, then bins are incremented while
/// the next block is fetched. Where there are more events than bins, increments go to one byte per bin, so that the bins a processor
/// touches at random stay small, and a byte that overflows passes 256 on. Threads have bytes of their own. Whole numbers only: the
/// result does not depend on threads. Extra memory: one byte per bin and thread.
/// </remarks>
public static class BinningKernel
{
    private const int BlockEvents = 2048;

    // Behind the bins lie one for events in no box and one for events in no period, so that the increments need no check.
    private const int Rests = 2;
    private const int NoRest = -1;
    internal const int LargestBins = 1 << 30;

    /// <summary>Counts events into bins.</summary>
    /// <param name="easting">Metres east; finite.</param>
    /// <param name="northing">Metres north, as many.</param>
    /// <param name="day">Days as <see cref="DateOnly.DayNumber"/>, as many.</param>
    /// <param name="lattice">The boxes.</param>
    /// <param name="periods">The periods, which do not overlap.</param>
    /// <param name="counts">Periods × boxes counts, row by row in time order; the events are added to what they hold.</param>
    /// <param name="threads">How many threads, at least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the counting; the counts are then of no use.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, periods overlap, or there are more than 2³⁰ bins.</exception>
    public static BinningOutcome Count(
        ReadOnlySpan<double> easting,
        ReadOnlySpan<double> northing,
        ReadOnlySpan<int> day,
        SquareLattice lattice,
        PeriodIndex periods,
        Span<int> counts,
        int threads = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lattice);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (northing.Length != easting.Length || day.Length != easting.Length)
        {
            throw new ArgumentException($"There are {easting.Length} eastings, {northing.Length} northings and {day.Length} days; there are as many of each.", nameof(northing));
        }

        if (periods.Periods.Overlaps)
        {
            throw new ArgumentException("The periods overlap, so that an event has several; count with Grid.Count.", nameof(periods));
        }

        long bins = (long)lattice.BoxCount * periods.Periods.Count;
        if (bins > LargestBins || counts.Length < bins)
        {
            throw new ArgumentException($"There is room for {counts.Length} counts where {periods.Periods.Count} periods × {lattice.BoxCount} boxes are needed, and at most {LargestBins} can be.", nameof(counts));
        }

        return Run(easting, northing, day, lattice, periods, NoRest, counts[..(int)bins], threads, cancellationToken);
    }

    /// <summary>The same with one row of counts more, for events in a box but in no period.</summary>
    internal static BinningOutcome CountWithRest(CrimeEvents events, SquareLattice lattice, PeriodIndex periods, Span<int> counts, int threads, CancellationToken cancellationToken) =>
        Run(events.Easting, events.Northing, events.Day, lattice, periods, lattice.BoxCount * periods.Periods.Count, counts, threads, cancellationToken);

    private static unsafe BinningOutcome Run(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, ReadOnlySpan<int> day, SquareLattice lattice, PeriodIndex periods, int restOffset, Span<int> counts, int threads, CancellationToken cancellationToken)
    {
        int events = easting.Length, bins = counts.Length;
        bool usesBytes = events >= bins && events >= BlockEvents;
        int workers = usesBytes ? Math.Min(threads, (events / BlockEvents) + 1) : 1;
        byte[][] bytes = [.. Enumerable.Range(0, workers).Select(_ => usesBytes ? new byte[bins + Rests] : [])];
        (long Lattice, long Periods)[] outside = new (long, long)[workers];
        fixed (double* e = easting, n = northing)
        {
            fixed (int* d = day, c = counts)
            {
                Columns columns = new(e, n, d);
                int* wide = c;
                if (workers == 1)
                {
                    outside[0] = CountRange(columns, 0, events, lattice, periods, restOffset, bytes[0], wide, bins, cancellationToken);
                }
                else
                {
                    Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken }, w =>
                    {
                        int first = (int)((long)events * w / workers), last = (int)((long)events * (w + 1) / workers);
                        outside[w] = CountRange(columns, first, last, lattice, periods, restOffset, bytes[w], wide, bins, cancellationToken);
                    });
                }
            }
        }

        if (usesBytes)
        {
            foreach (byte[] partial in bytes)
            {
                AddBytes(partial.AsSpan(0, bins), counts);
            }
        }

        long outsideLattice = outside.Sum(o => o.Lattice), outsidePeriods = outside.Sum(o => o.Periods);
        return new BinningOutcome(events - outsideLattice - outsidePeriods, outsideLattice, outsidePeriods);
    }

    [SkipLocalsInit]
    private static unsafe (long NoBox, long NoPeriod) CountRange(Columns columns, int first, int last, SquareLattice lattice, PeriodIndex periods, int restOffset, byte[] bytes, int* wide, int bins, CancellationToken cancellationToken)
    {
        int* bin = stackalloc int[BlockEvents];
        long* rest = stackalloc long[Rests];
        rest[0] = rest[1] = 0;
        fixed (byte* narrow = bytes)
        {
            for (int block = first; block < last; block += BlockEvents)
            {
                if (((block - first) & 0xFFFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                int count = Math.Min(BlockEvents, last - block);
                lattice.LocateBlock(ref columns.Easting[block], ref columns.Northing[block], ref *bin, count, -1);
                AddPeriods(columns.Day + block, bin, count, lattice.BoxCount, periods, restOffset, bins);
                if (narrow != null)
                {
                    // What lies beyond the block is the next one; at the end of the columns it is fetched in vain, but never read.
                    IncrementBytes(bin, count, narrow, wide, rest, bins, columns.At(block + count));
                }
                else
                {
                    Increment(bin, count, wide, rest, bins);
                }
            }

            if (narrow != null)
            {
                rest[0] += narrow[bins];
                rest[1] += narrow[bins + 1];
            }
        }

        return (rest[0], rest[1]);
    }

    private static unsafe void Increment(int* bin, int count, int* wide, long* rest, int bins)
    {
        for (int k = 0; k < count; k++)
        {
            if (bin[k] < bins)
            {
                wide[bin[k]]++;
            }
            else
            {
                rest[bin[k] - bins]++;
            }
        }
    }

    private static unsafe void IncrementBytes(int* bin, int count, byte* narrow, int* wide, long* rest, int bins, Columns next)
    {
        int k = 0;
        for (; k <= count - 8; k += 8)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(next.Easting + k);
                Sse.Prefetch0(next.Northing + k);
                Sse.Prefetch0(next.Day + k);
            }

            IncrementByte((uint)bin[k], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 1], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 2], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 3], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 4], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 5], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 6], narrow, wide, rest, bins);
            IncrementByte((uint)bin[k + 7], narrow, wide, rest, bins);
        }

        for (; k < count; k++)
        {
            IncrementByte((uint)bin[k], narrow, wide, rest, bins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void IncrementByte(uint at, byte* narrow, int* wide, long* rest, int bins)
    {
        if (++narrow[at] == 0)
        {
            Carry((int)at, wide, rest, bins);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Carry(int at, int* wide, long* rest, int bins)
    {
        if (at < bins)
        {
            Interlocked.Add(ref wide[at], 256);
        }
        else
        {
            rest[at - bins] += 256;
        }
    }

    /// <summary>Turns boxes (−1 for none) into bins by adding the offset of each event's period; events without box or period go to the rests behind the bins.</summary>
    private static unsafe void AddPeriods(int* day, int* bin, int count, int boxes, PeriodIndex periods, int restOffset, int bins)
    {
        int i = 0;
        ReadOnlySpan<int> byDay = periods.ByDay;
        if (periods.Multiplier != 0 && Avx2.IsSupported)
        {
            Vector256<int> firstDay = Vector256.Create(periods.FirstDay), width = Vector256.Create(boxes), noBox = Vector256.Create(bins);
            Vector256<int> keepsBox = Vector256.Create(restOffset == NoRest ? 0 : -1), none = Vector256.Create(restOffset == NoRest ? bins + 1 : restOffset);
            Vector256<uint> lastDay = Vector256.Create((uint)byDay.Length - 1), multiplier = Vector256.Create(periods.Multiplier);
            for (; i <= count - Vector256<int>.Count; i += Vector256<int>.Count)
            {
                Vector256<uint> since = (Vector256.Load(day + i) - firstDay).AsUInt32();
                Vector256<int> known = Vector256.Equals(Avx2.Min(since, lastDay), since).AsInt32();
                Vector256<int> offset = ((since * multiplier) >>> periods.Shift).AsInt32() * width;
                Vector256<int> box = Vector256.Load(bin + i);
                Vector256<int> at = Vector256.ConditionalSelect(known, box + offset, (box & keepsBox) + none);
                Vector256.ConditionalSelect(Vector256.LessThan(box, Vector256<int>.Zero), noBox, at).Store(bin + i);
            }
        }

        ref int table = ref MemoryMarshal.GetReference(byDay);
        for (; i < count; i++)
        {
            uint since = (uint)(day[i] - periods.FirstDay);
            int period = since < (uint)byDay.Length ? Unsafe.Add(ref table, since) : -1;
            bin[i] = bin[i] < 0 ? bins : period >= 0 ? bin[i] + (period * boxes) : restOffset == NoRest ? bins + 1 : bin[i] + restOffset;
        }
    }

    private static void AddBytes(ReadOnlySpan<byte> narrow, Span<int> counts)
    {
        int i = 0;
        for (; i <= narrow.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(in narrow[i]));
            Span<int> to = counts.Slice(i, Vector128<byte>.Count);
            (Vector256<uint> a, Vector256<uint> b) = Vector256.Widen(Vector256.Create(low, high));
            (Vector256.LoadUnsafe(ref to[0]) + a.AsInt32()).StoreUnsafe(ref to[0]);
            (Vector256.LoadUnsafe(ref to[8]) + b.AsInt32()).StoreUnsafe(ref to[8]);
        }

        for (; i < narrow.Length; i++)
        {
            counts[i] += narrow[i];
        }
    }

    /// <summary>The event columns, pinned for the time of a count.</summary>
    private readonly unsafe struct Columns(double* easting, double* northing, int* day)
    {
        public readonly double* Easting = easting;
        public readonly double* Northing = northing;
        public readonly int* Day = day;

        public Columns At(int row) => new(Easting + row, Northing + row, Day + row);
    }
}
