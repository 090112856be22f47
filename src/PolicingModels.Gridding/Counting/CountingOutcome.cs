using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>Where every event went. An event whose window lies partly outside the periods is shared between the entries; the entries always add up to <see cref="Events"/>.</summary>
/// <remarks>An event is booked under the first that applies: not yet known, outside the area, unlisted category, outside the periods, missing category, counted.</remarks>
public sealed record CountingOutcome
{
    /// <summary>The number of events given.</summary>
    public required int Events { get; init; }

    /// <summary>Events counted under a category of their own, or under the single one where there is no split.</summary>
    public required double Counted { get; init; }

    /// <summary>Events counted under <see cref="CountingOptions.MissingCategory"/> because the row names none.</summary>
    public required double MissingCategory { get; init; }

    /// <summary>Events of a category that was not asked for; not counted.</summary>
    public required double UnlistedCategory { get; init; }

    /// <summary>Events in no cell of the grid; not counted.</summary>
    public required double OutsideArea { get; init; }

    /// <summary>Events, or parts of windows, in no period; not counted.</summary>
    public required double OutsidePeriods { get; init; }

    /// <summary>Events not yet known at <see cref="CountingOptions.KnownAt"/>; not counted.</summary>
    public required double NotYetKnown { get; init; }

    /// <summary>Rows in no cell of the grid, in order; null unless asked for with <see cref="CountingOptions.ListOutside"/>.</summary>
    public IReadOnlyList<int>? RowsOutsideArea { get; init; }

    /// <summary>Rows of which at least a part lies in no period, in order; null unless asked for with <see cref="CountingOptions.ListOutside"/>.</summary>
    public IReadOnlyList<int>? RowsOutsidePeriods { get; init; }

    /// <summary>One line for a reader.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Events} events: {Counted + MissingCategory:0.##} counted (of them {MissingCategory:0.##} without a category), {OutsideArea:0.##} outside the area, {OutsidePeriods:0.##} outside the periods, {UnlistedCategory:0.##} of other categories, {NotYetKnown:0.##} not yet known");
}
