using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class ListedGridTests
{
    [Fact]
    public void A_lattice_is_told_from_the_centres_and_located_half_open()
    {
        ListedGrid grid = Grid.Listed([new("a", 500, 500, 1), new("b", 1500, 500, 0.4), new("c", 4500, 2500, 1)]);
        Assert.Equal(1000, grid.SpacingMetres);
        int[] cells = new int[5];
        grid.Locate([0, 1000, 1999.9, 4200, 2500], [0, 999, 0, 2100, 500], cells);
        Assert.Equal([0, 1, 1, 2, -1], cells);
        Assert.Equal([1], grid.Neighbours().Of(0).ToArray());
        Assert.Empty(grid.Neighbours().Of(2).ToArray());
        Assert.Equal(1e6, grid.Outline(1).Area, 1e-6);
    }

    [Fact]
    public void Centres_without_a_lattice_keep_their_counts_but_refuse_to_be_located()
    {
        ListedGrid grid = Grid.Listed([new("a", 0, 0, 1), new("b", 700, 950, 1), new("c", 1900, 333, 1)]);
        Assert.Null(grid.SpacingMetres);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => grid.Locate([0], [0], new int[1])).Reason);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => grid.Neighbours()).Reason);
        Assert.Equal(1e6, grid.Outline(0).Area, 1e-6);
    }

    [Fact]
    public void Unsound_cells_are_refused()
    {
        Assert.Contains("at least one cell", Assert.Throws<ArgumentException>(() => Grid.Listed([])).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => Grid.Listed([new("a", 0, 0, 1), new("a", 1000, 0, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("above 0 km²", Assert.Throws<ArgumentException>(() => Grid.Listed([new("a", 0, 0, 0)])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Grid.Listed([new("a", double.NaN, 0, 1)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chicago_1000")]
    [InlineData("portland_bur_1000")]
    [InlineData("surrey_burglary_1000")]
    public void The_peers_cells_form_a_lattice_with_the_columns_and_rows_they_state(string set)
    {
        string[] lines = File.ReadAllLines(SharedData.Reference($"grid/{set}/cells.csv"));
        double[][] rows = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => Array.ConvertAll(l.Split(','), f => double.Parse(f, CultureInfo.InvariantCulture)))];
        ListedGrid grid = Grid.Listed(rows.Select(r => new GridCell(r[0].ToString(CultureInfo.InvariantCulture), r[1], r[2], r[3])));
        Assert.Equal(1000, grid.SpacingMetres);
        int[] cells = new int[rows.Length];
        grid.Locate([.. rows.Select(r => r[1] + 499)], [.. rows.Select(r => r[2] - 500)], cells);
        Assert.Equal(Enumerable.Range(0, rows.Length), cells);

        Dictionary<(double, double), int> byPlace = rows.Select((r, i) => (r, i)).ToDictionary(p => (p.r[4], p.r[5]), p => p.i);
        Adjacency rook = grid.Neighbours(NeighbourRule.Rook);
        for (int i = 0; i < rows.Length; i++)
        {
            (double c, double r) = (rows[i][4], rows[i][5]);
            int[] expected = [.. new[] { (c - 1, r), (c + 1, r), (c, r - 1), (c, r + 1) }.Where(byPlace.ContainsKey).Select(p => byPlace[p]).Order()];
            Assert.Equal(expected, rook.Of(i).ToArray());
        }
    }
}
