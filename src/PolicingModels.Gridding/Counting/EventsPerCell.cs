using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>How many events the cells of a history hold: whether it can tell busy cells from cells that something happened in once.</summary>
/// <param name="Cells">The cells of the grid.</param>
/// <param name="Holding">Of these, cells that hold an event, or a part of one, in any period and category.</param>
/// <param name="HoldingOne">Of these, cells that hold one event at most.</param>
/// <remarks>
/// Where most cells that hold anything hold one event, the history says where something happened, and hardly where more is likely. Cells that were laid
/// from the same events add to it: they are there because they hold one, so that “had an event” tells nothing among them. A model can take that choice for a
/// pattern; in cells of a street block it then does worse than ranking by past counts.
/// </remarks>
public sealed record EventsPerCell(int Cells, int Holding, int HoldingOne)
{
    /// <summary>The code of the finding.</summary>
    public const string FindingCode = "few-events-per-cell";

    /// <summary>Whether more than half of the cells that hold anything hold one event at most, so that their median is one.</summary>
    public bool AreFew => HoldingOne > Holding - HoldingOne;

    /// <summary>Counts them over all periods and categories.</summary>
    /// <param name="counts">The history. Where periods overlap, an event counts in each that holds it.</param>
    public static EventsPerCell Of(SpaceTimeCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double[] totals = new double[counts.CellCount];
        for (int category = 0; category < counts.CategoryCount; category++)
        {
            double[] own = counts.CellTotals(category);
            for (int i = 0; i < totals.Length; i++)
            {
                totals[i] += own[i];
            }
        }

        return new EventsPerCell(totals.Length, totals.Count(t => t > 0), totals.Count(t => t is > 0 and <= 1));
    }

    /// <summary>What a reader of a forecast should know of it; null where there are events enough.</summary>
    /// <param name="cellsFromEvents">Whether the cells were laid from the events, without a boundary, and so chosen by holding one.</param>
    /// <param name="of">Which of several histories it is, for instance a vehicle type; empty for the only one.</param>
    public DataQualityNote? Finding(bool cellsFromEvents, string of = "") => AreFew
        ? new DataQualityNote(FindingCode, string.Create(
            CultureInfo.InvariantCulture,
            $"{(of.Length > 0 ? $"{of}: of" : "Of")} {Cells} cells {Holding} hold an event of the history, and {HoldingOne} of these hold one at most, which says little of where the next is likely{(cellsFromEvents ? "; and without a boundary cells are there because something happened in them, which a model can mistake for a pattern" : "")}. Take larger cells or a longer history{(cellsFromEvents ? ", or give a boundary" : "")}."))
        : null;
}
