using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class EventsPerCellTests
{
    private static SpaceTimeCounts Counts(params double[][] categories)
    {
        GridCell[] cells = [.. Enumerable.Range(0, 5).Select(i => new GridCell($"c{i}", 500 + (1000 * i), 500, 1))];
        return new SpaceTimeCounts(Grid.Listed(cells, CoordinateSystem.PlanarMetres), PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), categories[0].Length / 5), categories, [.. categories.Select((_, i) => $"type {i}")]);
    }

    [Fact]
    public void Cells_are_told_by_what_they_hold_over_all_periods_and_categories()
    {
        // Per cell: 0, 1 in parts, 1 of the second type, 1 of each type, 3.
        EventsPerCell held = EventsPerCell.Of(Counts([0, 0.25, 0, 1, 1, 0, 0.75, 0, 0, 2], [0, 0, 1, 0, 0, 0, 0, 0, 1, 0]));
        Assert.Equal(new EventsPerCell(5, 4, 2), held);
        Assert.False(held.AreFew);
        Assert.Null(held.Finding(cellsFromEvents: true));
    }

    [Fact]
    public void Most_cells_with_one_event_are_a_finding_that_says_what_to_do()
    {
        EventsPerCell held = EventsPerCell.Of(Counts([0, 1, 1, 4, 0, 0, 0, 0, 5, 1]));
        Assert.Equal(new EventsPerCell(5, 4, 3), held);
        Assert.True(held.AreFew);
        Assert.Equal(
            new DataQualityNote("few-events-per-cell", "Of 5 cells 4 hold an event of the history, and 3 of these hold one at most, which says little of where the next is likely. Take larger cells or a longer history."),
            held.Finding(cellsFromEvents: false));
        Assert.Equal(
            "van: of 5 cells 4 hold an event of the history, and 3 of these hold one at most, which says little of where the next is likely; and without a boundary cells are there because something happened in them, which a model can mistake for a pattern. Take larger cells or a longer history, or give a boundary.",
            held.Finding(cellsFromEvents: true, "van")!.Message);
    }

    [Fact]
    public void Nothing_at_all_is_no_finding_of_this_kind() => Assert.Null(EventsPerCell.Of(Counts([0, 0, 0, 0, 0])).Finding(cellsFromEvents: true));
}
