using CsCheck;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

public class GridForecastTests
{
    private static readonly Period Month = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 30));

    [Fact]
    public void Ties_are_ranked_lowest_cell_first()
    {
        GridForecast forecast = Make([2, 5, 2, 5, 0, 5]);
        Assert.Equal([1, 3, 5, 0, 2, 4], forecast.RankedCells);
        Assert.Equal([4, 1, 5, 2, 6, 3], forecast.Cells.Select(c => c.Rank));
        Assert.Equal(forecast.RankedCells, forecast.Ranked().Select(c => c.Index));
    }

    [Fact]
    public void The_order_is_that_of_a_stable_sort() =>
        Gen.Int[0, 4].Array[1, 200].Sample(counts =>
        {
            GridForecast forecast = Make([.. counts.Select(c => (double)c)]);
            Assert.Equal(Enumerable.Range(0, counts.Length).OrderByDescending(i => counts[i]), forecast.RankedCells);
        });

    [Fact]
    public void Intervals_and_probabilities_come_from_the_distribution()
    {
        CellForecast cell = Make([10]).Cells[0];
        Assert.Equal(new Interval(2, 18, 0.8), cell.Interval80);
        Assert.Equal(new Interval(0, 20, 0.95), cell.Interval95);
        Assert.Equal(20.0 / 21, cell.ProbabilityOfAny, 12);
    }

    [Fact]
    public void The_default_rule_is_pinned()
    {
        Assert.Equal(
            "Expected count per km² relative to the study area's average: very low: below 0.25; low: 0.25 to below 0.67; average: 0.67 to below 1.5; high: 1.5 to below 4; very high: 4 and more.",
            LikelihoodRule.Default.ToString());
        Assert.Equal(["very low", "low", "low", "average", "high", "very high"], new[] { 0.2499, 0.25, 0.6666, 1.4999, 1.5, 4 }.Select(r => LikelihoodRule.Default.Categorise(r).Name));
        Assert.Equal(ProvenanceKind.Illustrative, LikelihoodRule.Default.Provenance.Kind);
    }

    [Fact]
    public void Categories_compare_rates_per_area_not_counts()
    {
        TestGrid grid = new([new GridCell("whole", 500, 500, 1), new GridCell("clipped", 1500, 500, 0.25)]);
        GridForecast forecast = new("test", grid, Month, [new UpTo(2), new UpTo(2)]);
        Assert.Equal("low", forecast.Cells[0].Likelihood.Name);
        Assert.Equal("high", forecast.Cells[1].Likelihood.Name);
    }

    [Fact]
    public void Categories_rise_with_the_rate_and_do_not_depend_on_the_order_of_cells() =>
        Gen.Int[0, 30].Array[2, 60].Sample(counts =>
        {
            double[] values = [.. counts.Select(c => (double)c)];
            IReadOnlyList<CellForecast> cells = Make(values).Cells;
            Assert.All(cells.Zip(cells.Skip(1)), pair => Assert.True(
                Math.Sign(pair.First.ExpectedCount - pair.Second.ExpectedCount) * Math.Sign(pair.First.Likelihood.Level - pair.Second.Likelihood.Level) >= 0));
            IReadOnlyList<CellForecast> reversed = Make([.. values.Reverse()]).Cells;
            Assert.Equal(cells.Select(c => c.Likelihood), reversed.Reverse().Select(c => c.Likelihood));
        });

    [Fact]
    public void Where_nothing_is_expected_every_cell_is_average() =>
        Assert.All(Make([0, 0, 0]).Cells, c => Assert.Equal("average", c.Likelihood.Name));

    [Fact]
    public void A_mean_that_is_no_number_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Make([1, double.NaN]));
        Assert.StartsWith("Cell 1 expects NaN events; expected counts are finite and not negative.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_refuses_cut_points_out_of_order()
    {
        Provenance ours = new(ProvenanceKind.Illustrative, "test");
        Assert.StartsWith("Cut point 1 follows 2;", Assert.Throws<ArgumentException>(() => new LikelihoodRule([2, 1], ["a", "b", "c"], ours)).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 2 names for 2 cut points;", Assert.Throws<ArgumentException>(() => new LikelihoodRule([1, 2], ["a", "b"], ours)).Message, StringComparison.Ordinal);
    }

    private static GridForecast Make(double[] means) =>
        new("test", TestGrid.Squares(means.Length, 1), Month, [.. means.Select(m => new UpTo(m))]);

    /// <summary>Uniform on 0 … 2 × mean: its quantiles and probabilities are plain to see.</summary>
    private sealed class UpTo(double mean) : CountDistribution
    {
        public override double Mean => mean;

        public override double Variance => mean * (mean + 1) / 3;

        public override double LogProbability(long count) => count >= 0 && count <= 2 * mean ? -Math.Log((2 * mean) + 1) : double.NegativeInfinity;

        public override double Cumulative(long count) => Math.Clamp((count + 1) / ((2 * mean) + 1), 0, 1);

        public override double Survival(long count) => 1 - Cumulative(count);

        public override long Quantile(double probability) => (long)Math.Max(0, Math.Ceiling(probability * ((2 * mean) + 1)) - 1);
    }
}
