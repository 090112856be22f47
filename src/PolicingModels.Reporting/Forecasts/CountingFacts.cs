using PolicingModels.Gridding;

namespace PolicingModels.Reporting;

/// <summary>What became of the events that were read when they were counted. Parts of events are possible where a window lies partly outside the periods.</summary>
/// <param name="Counted">Events counted in some cell and period.</param>
/// <param name="OutsideArea">Events in no cell.</param>
/// <param name="OutsidePeriods">Events in no period.</param>
/// <param name="MissingCategory">Events counted although they name no category, not part of <paramref name="Counted"/>.</param>
/// <param name="UnlistedCategory">Events of a category that was not asked for.</param>
/// <param name="NotYetKnown">Events that were recorded after the as-of date.</param>
public sealed record CountingFacts(double Counted, double OutsideArea, double OutsidePeriods, double MissingCategory = 0, double UnlistedCategory = 0, double NotYetKnown = 0)
{
    /// <summary>All events: the sum of the six.</summary>
    public double Events => Counted + OutsideArea + OutsidePeriods + MissingCategory + UnlistedCategory + NotYetKnown;

    /// <summary>The account that counting gave.</summary>
    public static CountingFacts From(CountingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new CountingFacts(outcome.Counted, outcome.OutsideArea, outcome.OutsidePeriods, outcome.MissingCategory, outcome.UnlistedCategory, outcome.NotYetKnown);
    }
}
