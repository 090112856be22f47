using System.Numerics;
using System.Runtime.InteropServices;
using PolicingModels.Gridding;

namespace PolicingModels.Benchmarks;

/// <summary>The ways of binning that are compared; all do the same work, and leave the same counts.</summary>
internal static class BinningWays
{
    /// <summary>Reads every column once and adds it up: what memory alone costs.</summary>
    public static double ReadOnly(BinningInput input)
    {
        Vector<double> sum = Vector<double>.Zero;
        Vector<int> days = Vector<int>.Zero;
        foreach (Vector<double> v in MemoryMarshal.Cast<double, Vector<double>>(input.Easting))
        {
            sum += v;
        }

        foreach (Vector<double> v in MemoryMarshal.Cast<double, Vector<double>>(input.Northing))
        {
            sum += v;
        }

        foreach (Vector<int> v in MemoryMarshal.Cast<int, Vector<int>>(input.Day))
        {
            days += v;
        }

        return Vector.Sum(sum) + Vector.Sum(days);
    }

    /// <summary>One event after the other, as one would write it first: multiply by the reciprocal, check, increment.</summary>
    public static void Naive(BinningInput input, int[] counts)
    {
        double[] easting = input.Easting, northing = input.Northing;
        int[] day = input.Day;
        int first = input.Periods.Start.DayNumber;
        double inverse = 1 / BinningInput.Side;
        for (int i = 0; i < easting.Length; i++)
        {
            int column = (int)((easting[i] - BinningInput.West) * inverse), row = (int)((northing[i] - BinningInput.South) * inverse);
            int period = (day[i] - first) / 28;
            if ((uint)column < BinningInput.Columns && (uint)row < BinningInput.Rows && (uint)period < BinningInput.PeriodCount)
            {
                counts[(((period * BinningInput.Rows) + row) * BinningInput.Columns) + column]++;
            }
        }
    }

    /// <summary>A dictionary from period, row and column to the count.</summary>
    public static Dictionary<(int Period, int Row, int Column), int> Grouped(BinningInput input)
    {
        Dictionary<(int, int, int), int> counts = [];
        int first = input.Periods.Start.DayNumber;
        for (int i = 0; i < input.Easting.Length; i++)
        {
            int column = (int)Math.Floor((input.Easting[i] - BinningInput.West) / BinningInput.Side);
            int row = (int)Math.Floor((input.Northing[i] - BinningInput.South) / BinningInput.Side);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, ((input.Day[i] - first) / 28, row, column), out _)++;
        }

        return counts;
    }

    public static void Kernel(BinningInput input, int[] counts, int threads) =>
        BinningKernel.Count(input.Easting, input.Northing, input.Day, input.Lattice, new PeriodIndex(input.Periods), counts, threads);
}
