using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class SeriesHierarchyTests
{
    private static readonly Month Start = new(2020, 1);
    private static readonly SeriesTree Types = SeriesTree.Flat("All", ["burglary", "robbery"]);
    private static readonly SeriesTree Areas = SeriesTree.Flat("Force", ["north", "south"]);

    [Fact]
    public void London_has_351_nodes_in_the_order_of_the_reference()
    {
        SeriesHierarchy london = London.Areas;
        Assert.Equal(351, london.Nodes.Count);
        Assert.Equal(195, london.Length);
        Assert.Equal(39, london.Structure.AggregateCount);
        Assert.Empty(london.Findings);
        string[] lines = File.ReadAllLines(SharedData.Reference("seasonality_backtest_nodes.csv"));
        for (int i = 0; i < 351; i++)
        {
            string[] cells = London.Split(lines[i + 1]);
            Assert.Equal(new SeriesKey(cells[3], cells[2]), london.Nodes[i].Key);
        }
    }

    [Fact]
    public void Totals_are_sums_of_their_parts_at_any_depth()
    {
        SeriesTree areas = new("Force", [new("n1", "north"), new("north", "Force"), new("south", "Force"), new("n2", "north")]);
        Assert.Equal(["Force", "north", "south", "n1", "n2"], areas.Names);
        Assert.Equal(["south", "n1", "n2"], areas.Leaves);
        SeriesHierarchy h = SeriesHierarchy.Create(Types, areas, Given(("burglary", "n1", [1, 2]), ("burglary", "n2", [3, 4]), ("burglary", "south", [5, 6]), ("robbery", "n1", [7, 8]), ("robbery", "n2", [9, 10]), ("robbery", "south", [11, 12])));
        Assert.Equal(15, h.Nodes.Count);
        Assert.Equal([36, 42], h.Values(h.IndexOf("All", "Force")).ToArray());
        Assert.Equal([4, 6], h.Values(h.IndexOf("burglary", "north")).ToArray());
        Assert.Equal([20, 24], h.Values(h.IndexOf("All", "north")).ToArray());
        Assert.Equal([27, 30], h.Values(h.IndexOf("robbery", "Force")).ToArray());
        Assert.True(h.Structure.Incoherence([.. h.Nodes.Select(n => h.Values(n.Index)[0])]) == 0);
    }

    [Fact]
    public void A_total_that_is_not_the_sum_of_its_parts_is_reported()
    {
        var given = Given(("burglary", "north", [1, 2, 3]), ("burglary", "south", [1, 1, 1]), ("robbery", "north", [0, 0, 1]), ("robbery", "south", [2, 2, 2]), ("burglary", "Force", [2, 9, 4]));
        HierarchyFinding finding = Assert.Single(SeriesHierarchy.Create(Types, Areas, given).Findings);
        Assert.Equal(HierarchyFindingKind.TotalsDiffer, finding.Kind);
        Assert.Equal(new SeriesKey("burglary", "Force"), finding.Key);
        Assert.Equal(Start.AddMonths(1), finding.First);
        Assert.Equal("The reported total burglary, Force differs from the sum of its parts in 1 month, most in 2020-02 (by 6); the sum is used.", finding.Message);
    }

    [Fact]
    public void A_reported_total_stands_in_where_a_part_is_missing()
    {
        Dictionary<SeriesKey, MonthlySeries> given = Given(("burglary", "south", [1, 1, 1]), ("robbery", "north", [0, 0, 1]), ("robbery", "south", [2, 2, 2]), ("burglary", "Force", [2, 9, 4]));
        given[new SeriesKey("burglary", "north")] = new MonthlySeries(Start, [1, 0, 3], [false, true, false]);
        SeriesHierarchy h = SeriesHierarchy.Create(Types, Areas, given);
        Assert.Equal([2, 9, 4], h.Values(h.IndexOf("burglary", "Force")).ToArray());
        Assert.False(h.Missing(h.IndexOf("burglary", "Force"))[1]);
        Assert.True(h.Missing(h.IndexOf("All", "north"))[1]);
        Assert.Equal(HierarchyFindingKind.MissingMonths, Assert.Single(h.Findings).Kind);
    }

    [Fact]
    public void A_new_type_and_an_abolished_area_count_as_nothing_outside_their_time()
    {
        Dictionary<SeriesKey, MonthlySeries> given = Given(("burglary", "north", new double[20]), ("burglary", "south", [5, 5]), ("robbery", "south", [1, 1]));
        given[new SeriesKey("robbery", "north")] = new MonthlySeries(Start.AddMonths(15), [3, 3, 3, 3, 3]);
        SeriesHierarchy h = SeriesHierarchy.Create(Types, Areas, given);
        Assert.Equal(6, h.Values(h.IndexOf("All", "Force"))[0]);
        Assert.Equal(0, h.Values(h.IndexOf("All", "Force"))[5]);
        Assert.Equal(3, h.Values(h.IndexOf("All", "Force"))[19]);
        Assert.False(h.GoesOn(h.IndexOf("burglary", "south")));
        Assert.True(h.GoesOn(h.IndexOf("All", "Force")));
        Assert.False(h.GoesOn(h.IndexOf("All", "south")));
        Assert.Equal(Start.AddMonths(15), h.Series(h.IndexOf("robbery", "north"))!.Start);
        Assert.Equal(
            [HierarchyFindingKind.AllZero, HierarchyFindingKind.BeganLater, HierarchyFindingKind.Ended, HierarchyFindingKind.Ended],
            h.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void A_history_cut_off_is_what_was_known_then()
    {
        SeriesHierarchy cut = London.Areas.Take(93);
        Assert.Equal(new Month(2017, 12), cut.Last);
        for (int i = 0; i < cut.Nodes.Count; i++)
        {
            Assert.True(cut.Values(i).SequenceEqual(London.Areas.Values(i)[..93]));
        }

        SeriesHierarchy late = SeriesHierarchy.Create(Types, Areas, new Dictionary<SeriesKey, MonthlySeries>
        {
            [new("burglary", "north")] = new(Start, new double[30]),
            [new("robbery", "north")] = new(Start.AddMonths(20), new double[10]),
        });
        Assert.Equal(-1, late.Take(10).Span(late.IndexOf("robbery", "north")).End - 1);
        Assert.Null(late.Take(10).Series(late.IndexOf("robbery", "north")));
    }

    [Fact]
    public void Rows_may_come_in_any_order_and_months_without_a_row_are_missing()
    {
        List<CountRow> rows = [new(Start.AddMonths(2), "a", "x", 3), new(Start, "a", "x", 1), new(Start.AddMonths(3), "a", "x", 9)];
        SeriesHierarchy h = SeriesHierarchy.FromRows(rows);
        Assert.Equal([1, 0, 3, 9], h.Values(h.IndexOf("a", "x")).ToArray());
        Assert.Equal([false, true, false, false], h.Missing(h.IndexOf("a", "x")).ToArray());
        SeriesHierarchy zero = SeriesHierarchy.FromRows(rows, options: new() { AbsentRowsAreZero = true });
        Assert.False(zero.Missing(zero.IndexOf("a", "x"))[1]);
        SeriesHierarchy complete = SeriesHierarchy.FromRows(rows, options: new() { LastCompleteMonth = Start.AddMonths(2) });
        Assert.Equal(3, complete.Length);
        Assert.Contains(complete.Findings, f => f.Kind == HierarchyFindingKind.LaterMonthsLeftOut);
    }

    [Fact]
    public void Negative_and_fractional_counts_are_flagged_and_stop_nothing()
    {
        SeriesHierarchy h = SeriesHierarchy.Create(Types, Areas, Given(("burglary", "north", [1, -2, 3]), ("burglary", "south", [1.5, 1, 1]), ("robbery", "north", [1, 1, 1]), ("robbery", "south", [1, 1, 1])));
        Assert.True(h.Missing(h.IndexOf("burglary", "north"))[1]);
        Assert.Contains(h.Findings, f => f.Kind == HierarchyFindingKind.NegativeCounts && f.First == Start.AddMonths(1));
        Assert.Contains(h.Findings, f => f.Kind == HierarchyFindingKind.FractionalCounts);
    }

    [Fact]
    public void Bad_input_is_refused_with_what_is_wrong()
    {
        Assert.Contains("2020-01", Assert.Throws<ArgumentException>(() => SeriesHierarchy.FromRows([new(Start, "a", "x", 3), new(Start, "a", "x", 4)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SeriesHierarchy.FromRows([]));
        Assert.Throws<ArgumentException>(() => SeriesHierarchy.FromRows([new(Start, "a", "x", double.NaN)]));
        Assert.Contains("fraud", Assert.Throws<ArgumentException>(() => SeriesHierarchy.Create(Types, Areas, Given(("fraud", "north", [1])))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SeriesTree.Flat("All", ["a", "a"]));
        Assert.Throws<ArgumentException>(() => new SeriesTree("All", [new("a", "b"), new("b", "a")]));
        Assert.Throws<ArgumentException>(() => SeriesTree.Flat("All", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => London.Areas.Take(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesHierarchyOptions { EndedAfterMonths = 0 }.Validate());
    }

    private static Dictionary<SeriesKey, MonthlySeries> Given(params (string Type, string Area, double[] Values)[] series) =>
        series.ToDictionary(s => new SeriesKey(s.Type, s.Area), s => new MonthlySeries(Start, s.Values));
}
