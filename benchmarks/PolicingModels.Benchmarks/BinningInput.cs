using PolicingModels.Gridding;

namespace PolicingModels.Benchmarks;

/// <summary>Ten million typed events over 100 × 100 cells of 1 km and 130 four-week periods.</summary>
internal sealed class BinningInput
{
    public const int Columns = 100;
    public const int Rows = 100;
    public const int PeriodCount = 130;
    public const double Side = 1000;
    public const double West = 400_000;
    public const double South = 200_000;

    public BinningInput(bool hotspots, int events = 10_000_000)
    {
        Periods = PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), PeriodCount);
        Lattice = new SquareLattice(West, South, Side, Columns, Rows);
        Easting = new double[events];
        Northing = new double[events];
        Day = new int[events];
        ulong state = 20261123;
        for (int i = 0; i < events; i++)
        {
            double e = Next(ref state), n = Next(ref state);
            if (hotspots && (i & 1) == 0)
            {
                // Half of all events fall into twenty cells, the first ones most: a quarter of these into one.
                int spot = (int)(20 * Math.Pow(Next(ref state), 2.2));
                e = ((spot * 37 % Columns) + e) / Columns;
                n = ((spot * 53 % Rows) + n) / Rows;
            }

            Easting[i] = West + (e * Columns * Side);
            Northing[i] = South + (n * Rows * Side);
            Day[i] = Periods.Start.DayNumber + (int)(Next(ref state) * PeriodCount * 28);
        }
    }

    public double[] Easting { get; }

    public double[] Northing { get; }

    public int[] Day { get; }

    public PeriodSequence Periods { get; }

    public SquareLattice Lattice { get; }

    public int Bins => Columns * Rows * PeriodCount;

    public long ColumnBytes => (long)Easting.Length * (sizeof(double) + sizeof(double) + sizeof(int));

    /// <summary>SplitMix64, upper 53 bits as a fraction (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).</summary>
    private static double Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
