namespace PolicingModels.SpatioTemporal;

/// <summary>One cell of a Knox table: pairs of events in a band of distance and a band of time.</summary>
/// <param name="DistanceFrom">Lower bound in metres, inside; equal to <paramref name="DistanceTo"/> (0) for pairs on the same place.</param>
/// <param name="DistanceTo">Upper bound in metres, outside; 0 for pairs on the same place.</param>
/// <param name="DaysFrom">Lower bound in days, inside.</param>
/// <param name="DaysTo">Upper bound in days, outside.</param>
/// <param name="Pairs">Pairs counted, each once.</param>
/// <param name="ExpectedPairs">Mean number of pairs when the times are dealt to the places at random.</param>
/// <param name="Ratio">Pairs over expected pairs; 1 where both are 0. Above 1: more than chance. Infinite where pairs were seen and no random order had any; then read the p-value.</param>
/// <param name="PValue">Share of orders (the actual one among them) with at least as many pairs: (1 + how many)/(1 + permutations). One-sided, above 0; 1 where there are no pairs.</param>
/// <param name="AdjustedPValue">The p-value after Holm's correction for the number of cells in the table.</param>
public sealed record KnoxCell(double DistanceFrom, double DistanceTo, double DaysFrom, double DaysTo, long Pairs, double ExpectedPairs, double Ratio, double PValue, double AdjustedPValue)
{
    /// <summary>Whether the cell is of pairs on exactly the same place.</summary>
    public bool IsSamePlace => DistanceTo == 0;

    /// <summary>The band of distance in interval notation, for instance <c>[100, 200) m</c>; <c>same place</c>; or <c>(0, 100) m</c> where the same place is apart.</summary>
    public string DistanceLabel { get; init; } = "";

    /// <summary>The band of time, for instance <c>[7, 14) days</c>.</summary>
    public string TimeLabel { get; init; } = "";
}

/// <summary>A Knox table: how many pairs of events are close in place and time, beside how many would be if times had nothing to do with places. Immutable.</summary>
/// <param name="Cells">All cells, by distance then time.</param>
/// <param name="EventCount">Events used.</param>
/// <param name="Permutations">Random orders compared.</param>
/// <param name="Seed">Their seed.</param>
/// <param name="Notes">What a reader should know, one sentence each.</param>
public sealed record KnoxTable(IReadOnlyList<KnoxCell> Cells, int EventCount, int Permutations, ulong Seed, IReadOnlyList<string> Notes)
{
    /// <summary>The cell that holds a distance and a time; null where none does.</summary>
    /// <param name="metres">Distance, 0 or more.</param>
    /// <param name="days">Time between, 0 or more.</param>
    public KnoxCell? Find(double metres, double days)
    {
        foreach (KnoxCell cell in Cells)
        {
            bool near = cell.IsSamePlace ? metres == 0 : metres >= cell.DistanceFrom && metres < cell.DistanceTo;
            if (near && days >= cell.DaysFrom && days < cell.DaysTo)
            {
                return cell;
            }
        }

        return null;
    }
}
