using CsCheck;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests;

public class CellRankingTests
{
    private static readonly double[] Areas4 = [1, 1, 1, 1];

    [Fact]
    public void Half_of_four_cells_captures_the_two_highest_forecasts()
    {
        CellRanking ranking = new([0.1, 3, 2, 0.5], [4, 5, 0, 1], Areas4, new EvaluationConventions());
        TopShareHits top = ranking.Top(50);
        Assert.Equal(new TopShareHits(0.5, 5, 9), top);
        Assert.Equal([1, 2, 3, 0], ranking.Order.ToArray());
        Assert.Equal(10, ranking.TotalObserved);
    }

    [Theory]
    [InlineData(TopShareRounding.Floor, 0.25, 5.0, 5.0)] // 40 % of 4 cells is 1.6: one cell.
    [InlineData(TopShareRounding.Ceiling, 0.5, 5.0, 9.0)] // Two cells.
    [InlineData(TopShareRounding.ByArea, 0.25, 5.0, 5.0)] // 1.6 km² hold one whole cell.
    [InlineData(TopShareRounding.ByAreaFractional, 0.4, 5.0 + (0.6 * 0), 5.0 + (0.6 * 4))]
    public void Roundings_differ_as_their_names_say(TopShareRounding rounding, double share, double hits, double best)
    {
        TopShareHits top = new CellRanking([0.1, 3, 2, 0.5], [4, 5, 0, 1], Areas4, new EvaluationConventions { Rounding = rounding }).Top(40);
        Assert.Equal(share, top.AreaShare, 12);
        Assert.Equal(hits, top.Hits, 12);
        Assert.Equal(best, top.BestHits, 12);
    }

    [Fact]
    public void By_area_ranks_by_density_and_measures_the_true_clipped_area()
    {
        // Densities 4, 3, 10, 1 per km²; 50 % of 4 km² is 2 km²: the sliver (0.1 km²) and the first cell fit, the second does not.
        double[] areas = [1, 1.9, 0.1, 1];
        double[] expected = [4, 5.7, 1, 1];
        double[] observed = [2, 7, 1, 0];
        TopShareHits whole = new CellRanking(expected, observed, areas, new EvaluationConventions { Rounding = TopShareRounding.ByArea }).Top(50);
        Assert.Equal(1.1 / 4, whole.AreaShare, 12);
        Assert.Equal(3, whole.Hits, 12);
        TopShareHits exact = new CellRanking(expected, observed, areas, new EvaluationConventions { Rounding = TopShareRounding.ByAreaFractional }).Top(50);
        Assert.Equal(0.5, exact.AreaShare, 12);
        Assert.Equal(3 + (7 * 0.9 / 1.9), exact.Hits, 12);

        // Observed densities 2, 3.68, 10, 0: the best 2 km² are the sliver and the whole second cell.
        Assert.Equal(8, exact.BestHits, 12);
    }

    [Fact]
    public void The_study_area_may_be_larger_than_its_cells()
    {
        EvaluationConventions conventions = new() { Area = AreaDenominator.StudyArea, StudyAreaSquareKilometres = 8 };
        TopShareHits top = new CellRanking([0.1, 3, 2, 0.5], [4, 5, 0, 1], Areas4, conventions).Top(50);
        Assert.Equal(2.0 / 8, top.AreaShare, 12);
        Assert.Equal(5, top.Hits);
    }

    [Theory]
    [InlineData(TieOrder.LowestCellFirst, 4.0)]
    [InlineData(TieOrder.Pessimistic, 1.0)]
    [InlineData(TieOrder.Expected, 8.0 / 3)] // Cells 0, 1, 3 are tied for one place after cell 2: a third of 4 + 3 + 1.
    public void Ties_are_broken_as_named(TieOrder ties, double hitsOfTied)
    {
        TopShareHits top = new CellRanking([1, 1, 2, 1], [4, 3, 0, 1], Areas4, new EvaluationConventions { Ties = ties }).Top(50);
        Assert.Equal(hitsOfTied, top.Hits, 12);
        Assert.Equal(7, top.BestHits);
    }

    [Fact]
    public void Random_ties_average_to_the_expected_ones_and_repeat_by_seed()
    {
        double[] expected = [1, 1, 1, 1, 2, 1], observed = [5, 0, 2, 1, 1, 4], areas = [1, 1, 1, 1, 1, 1];
        double exact = new CellRanking(expected, observed, areas, new EvaluationConventions { Ties = TieOrder.Expected }).Top(50).Hits;
        EvaluationConventions random = new() { Ties = TieOrder.Random, TieSeed = 7 };
        const int Orders = 4000;
        double sum = 0, squares = 0;
        for (int stream = 0; stream < Orders; stream++)
        {
            double hits = new CellRanking(expected, observed, areas, random, stream).Top(50).Hits;
            Assert.Equal(hits, new CellRanking(expected, observed, areas, random, stream).Top(50).Hits);
            sum += hits;
            squares += hits * hits;
        }

        double mean = sum / Orders, error = Math.Sqrt(((squares / Orders) - (mean * mean)) / Orders);

        // Five standard errors of the Monte-Carlo mean: a false alarm once in 1.7 million seeds.
        Assert.InRange(mean, exact - (5 * error), exact + (5 * error));
    }

    [Fact]
    public void A_share_below_one_cell_flags_nothing_when_rounded_down()
    {
        TopShareHits top = new CellRanking([1, 2, 3, 4], [1, 1, 1, 1], Areas4, new EvaluationConventions()).Top(5);
        Assert.Equal(default, top);
    }

    [Fact]
    public void A_perfect_forecast_attains_the_best()
    {
        Gen.Int[0, 9].Array[4, 60].Sample(
            counts =>
            {
                double[] y = Array.ConvertAll(counts, c => (double)c);
                double[] areas = Array.ConvertAll(counts, _ => 1.0);
                foreach (double percent in new double[] { 1, 5, 20, 50, 100 })
                {
                    TopShareHits top = new CellRanking(y, y, areas, new EvaluationConventions()).Top(percent);
                    Assert.Equal(top.BestHits, top.Hits);
                }
            },
            iter: 200,
            seed: "0000000000001");
    }

    [Fact]
    public void Renumbering_cells_changes_nothing_where_ties_do_not_depend_on_numbers()
    {
        Gen<(int[], int[], int[])> gen = Gen.Int[5, 40].SelectMany(n => Gen.Select(Gen.Int[0, 3].Array[n], Gen.Int[0, 5].Array[n], Gen.Shuffle(Enumerable.Range(0, n).ToArray())));
        gen.Sample(
            (scores, counts, order) =>
            {
                double[] s = Array.ConvertAll(scores, v => (double)v), y = Array.ConvertAll(counts, v => (double)v), a = Array.ConvertAll(scores, _ => 1.0);
                foreach (TieOrder ties in new[] { TieOrder.Expected, TieOrder.Pessimistic })
                {
                    EvaluationConventions conventions = new() { Ties = ties };
                    TopShareHits plain = new CellRanking(s, y, a, conventions).Top(30);
                    TopShareHits shuffled = new CellRanking(Array.ConvertAll(order, i => s[i]), Array.ConvertAll(order, i => y[i]), a, conventions).Top(30);
                    Assert.Equal(plain.Hits, shuffled.Hits, 9);
                    Assert.Equal(plain.BestHits, shuffled.BestHits, 9);
                }
            },
            iter: 200,
            seed: "0000000000001");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.5)]
    [InlineData(double.NaN)]
    public void A_share_is_a_percentage(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(percent), () => new CellRanking([1], [1], [1], new EvaluationConventions()).Top(percent));

    [Fact]
    public void Bad_cells_are_refused()
    {
        EvaluationConventions conventions = new();
        Assert.Throws<ArgumentException>("expected", () => new CellRanking([1, 2], [1], [1, 1], conventions));
        Assert.Throws<ArgumentException>("expected", () => new CellRanking([], [], [], conventions));
        Assert.Throws<ArgumentException>("expected", () => new CellRanking([double.NaN], [1], [1], conventions));
        Assert.Throws<ArgumentException>("expected", () => new CellRanking([1], [-1], [1], conventions));
        Assert.Throws<ArgumentException>("expected", () => new CellRanking([1], [1], [0], conventions));
    }
}
