using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

/// <summary>Random events around a small grid of 4 × 3 squares of 1 km at (400 000, 200 000), some outside it in space or time.</summary>
internal static class Sample
{
    public static readonly DateOnly FirstDay = new(2024, 1, 29);

    public static PlainGrid Grid { get; } = new(400_000, 200_000, 1000, 4, 3);

    /// <summary>Six four-week periods over a leap day, of which the third is missing.</summary>
    public static PeriodSequence PeriodsWithGap { get; } =
        PeriodSequence.FourWeekly(FirstDay.AddDays((28 * 7) - 1), 7).Where(p => p.Start != FirstDay.AddDays(56));

    public static Gen<Row> AnyRow { get; } =
        from e in Gen.Int[-500, 4500]
        from n in Gen.Int[-500, 3500]
        from minute in Gen.Int[-20 * 1440, 230 * 1440]
        from length in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 3000]), (1, Gen.Int[1, 60 * 1440]))
        from delay in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[0, 90]))
        from category in Gen.Int[-1, 2]
        select new Row(400_000 + e, 200_000 + n, minute, length, delay, category);

    public static Gen<Row[]> Rows { get; } = AnyRow.Array[0, 60];

    public static CrimeEvents Events(IReadOnlyList<Row> rows, bool windows = true, bool recorded = false, double east = 0, double north = 0, int days = 0)
    {
        long start = ((long)FirstDay.DayNumber + days) * 1440;
        long[] from = [.. rows.Select(r => start + r.Minute)];
        return new CrimeEvents(
            [.. rows.Select(r => r.Easting + east)],
            [.. rows.Select(r => r.Northing + north)],
            [.. from.Select(m => (int)(m / 1440))],
            CoordinateSystem.BritishNationalGrid,
            from,
            windows ? [.. rows.Select((r, i) => from[i] + r.Length)] : from,
            recorded ? [.. rows.Select((r, i) => (int)((from[i] + (windows ? r.Length : 0)) / 1440) + r.Delay)] : null,
            null,
            [new CategoryColumn("vehicle", [.. rows.Select(r => r.Category)], ["car", "van", "motorcycle"])]);
    }

    public static SpaceTimeCounts Counted(this IGrid grid, CrimeEvents events, PeriodSequence periods, CountingOptions? options = null) =>
        grid.Count(events, periods, options, TestContext.Current.CancellationToken);

    internal sealed record Row(double Easting, double Northing, int Minute, int Length, int Delay, int Category);
}
