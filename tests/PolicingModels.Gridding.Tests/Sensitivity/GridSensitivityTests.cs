using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class GridSensitivityTests
{
    [Fact]
    public void Placements_are_the_halton_points_of_one_cell()
    {
        IReadOnlyList<GridPlacement> placements = GridSensitivity.Placements(5, 1200, [0, 30]);
        Assert.Equal(default, placements[0]);
        (double East, double North, double Turn)[] expected = [(600, 400, 0), (300, 800, 30), (900, 1200 / 9.0, 0), (150, 1200 * 4 / 9.0, 30)];
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(expected[k].East, placements[k + 1].EastMetres, 1e-9);
            Assert.Equal(expected[k].North, placements[k + 1].NorthMetres, 1e-9);
            Assert.Equal(expected[k].Turn, placements[k + 1].RotationDegrees);
        }

        Assert.Equal(placements, GridSensitivity.Placements(9, 1200, [0, 30]).Take(5));
    }

    [Fact]
    public void A_cluster_on_a_corner_looks_four_times_denser_once_the_grid_is_shifted()
    {
        List<Sample.Row> rows = [];
        for (int i = 0; i < 40; i++)
        {
            rows.Add(new Sample.Row(402_000 + (i % 2 == 0 ? 100 : -100), 202_000 + (i % 4 < 2 ? 100 : -100), 10, 0, 0, 0));
        }

        GridSensitivityReport report = GridSensitivity.Run(
            p => new PlainGrid(400_000 + p.EastMetres, 200_000 + p.NorthMetres, 1000, 4, 5),
            [default, new GridPlacement(500, -500, 0)],
            Sample.Events(rows),
            Sample.PeriodsWithGap,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([10.0, 40.0], report.Placed.Select(p => p.LargestCellTotal));
        Assert.Equal([4, 1], report.Placed.Select(p => p.CellsWithEvents));
        // Five in a hundred of twenty cells is one cell: a quarter of the events, then all of them.
        Assert.Equal([0.25, 1.0], report.Placed.Select(p => p.ShareInTopArea));
        Assert.Equal(new PlacementSpread(0.25, 0.625, 1, 0.375), report.ShareInTopArea);
        Assert.Equal(new PlacementSpread(10, 25, 40, 15), report.LargestCellTotal);
    }

    [Fact]
    public void Every_placement_that_holds_all_events_counts_all_events() =>
        Gen.Select(Gen.Int[0, 2999], Gen.Int[0, 1999]).Select(p => new Sample.Row(400_000 + p.Item1, 200_000 + p.Item2, 10, 0, 0, 0)).Array[1, 40].Sample(
            rows =>
            {
                GridSensitivityReport report = GridSensitivity.Run(
                    p => new PlainGrid(399_000 + p.EastMetres, 199_000 + p.NorthMetres, 1000, 5, 4),
                    GridSensitivity.Placements(4, 1000),
                    Sample.Events(rows),
                    Sample.PeriodsWithGap,
                    topAreaShare: 1,
                    cancellationToken: TestContext.Current.CancellationToken);
                Assert.All(report.Placed, p => Assert.Equal(rows.Length, p.Counts.Sum()));
                Assert.Equal(1, report.ShareInTopArea.Minimum, 1e-12);
            },
            iter: 50);
}
