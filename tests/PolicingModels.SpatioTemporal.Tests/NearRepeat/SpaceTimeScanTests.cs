using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.NearRepeat;

public class SpaceTimeScanTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    [Theory]
    [InlineData(ScanModel.Permutation)]
    [InlineData(ScanModel.Poisson)]
    public void The_best_cylinder_is_that_of_a_search_through_all(ScanModel model)
    {
        double[] values = Draw(3, 25, 6, 1);
        SpaceTimeCounts counts = Counts(5, 5, 6, values);
        ScanCluster found = new SpaceTimeScan(new() { Model = model, LargestRadiusMetres = 1500, LongestPeriods = 3, OnlyAlive = false, Replicates = 19 }).Scan(counts).Clusters[0];
        double all = values.Sum(), best = 0;
        for (int centre = 0; centre < 25; centre++)
        {
            foreach (double radius in new[] { 0, 1000, Math.Sqrt(2) * 1000 })
            {
                int[] inside = [.. Enumerable.Range(0, 25).Where(c => Math.Sqrt(Math.Pow((c % 5) - (centre % 5), 2) + Math.Pow((c / 5) - (centre / 5), 2)) * 1000 <= radius + 1)];
                for (int first = 0; first < 6; first++)
                {
                    for (int end = first + 1; end <= Math.Min(6, first + 3); end++)
                    {
                        double seen = 0, mean = 0;
                        foreach (int c in inside)
                        {
                            for (int t = first; t < end; t++)
                            {
                                seen += values[(t * 25) + c];
                                double row = Enumerable.Range(0, 25).Sum(k => values[(t * 25) + k]), column = Enumerable.Range(0, 6).Sum(k => values[(k * 25) + c]);
                                mean += model == ScanModel.Permutation ? row * column / all : all / 150;
                            }
                        }

                        best = seen > mean && seen > 1 ? Math.Max(best, (seen * Math.Log(seen / mean)) + ((all - seen) * Math.Log((all - seen) / (all - mean)))) : best;
                    }
                }
            }
        }

        // Rings in between, where some of a ring's cells are in, are searched by ours as well.
        Assert.True(found.LogLikelihoodRatio >= best - 1e-9, $"{found.LogLikelihoodRatio} against {best}");
        double own = (found.Observed * Math.Log(found.Observed / found.Expected)) + ((all - found.Observed) * Math.Log((all - found.Observed) / (all - found.Expected)));
        Assert.Equal(own, found.LogLikelihoodRatio, 1e-9);
    }

    [Fact]
    public void A_planted_cluster_is_found_and_no_other()
    {
        double[] values = Draw(4, 100, 12, 0.7);
        foreach (int cell in new[] { 44, 45, 54, 55 })
        {
            values[(11 * 100) + cell] += 5;
        }

        ScanReport report = new SpaceTimeScan(new() { LargestRadiusMetres = 2000, Replicates = 199 }).Scan(Counts(10, 10, 12, values));
        ScanCluster cluster = report.Clusters[0];
        Assert.Equal(0.005, cluster.PValue, 1e-12);
        Assert.True(cluster.Cells.Intersect([44, 45, 54, 55]).Count() >= 3);
        Assert.Equal(LastDay.AddDays(1), cluster.Span.End);
        Assert.True(cluster.Ratio > 2);
        Assert.All(report.Clusters.Skip(1), c => Assert.True(c.PValue > 0.01));
        Assert.Equal(report.Clusters.Select(c => (c.CentreCell, c.PValue)), new SpaceTimeScan(new() { LargestRadiusMetres = 2000, Replicates = 199 }).Scan(Counts(10, 10, 12, values)).Clusters.Select(c => (c.CentreCell, c.PValue)));
    }

    [Theory]
    [InlineData(ScanModel.Permutation)]
    [InlineData(ScanModel.Poisson)]
    public void Where_nothing_is_special_p_values_are_even(ScanModel model)
    {
        int low = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            ScanReport report = new SpaceTimeScan(new() { Model = model, LargestRadiusMetres = 1500, Clusters = 1, Replicates = 39, Seed = seed }).Scan(Counts(6, 6, 8, Draw(seed, 36, 8, 1)));
            low += report.Clusters.Count > 0 && report.Clusters[0].PValue <= 0.1 ? 1 : 0;
        }

        // Of 40 chances of 0.1, more than 11 happen with probability 0.0005.
        Assert.InRange(low, 0, 11);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_by_name()
    {
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => new SpaceTimeScan().Scan(Counts(2, 2, 1, [1, 0, 0, 2]))).Reason);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => new SpaceTimeScan().Scan(Counts(2, 2, 2, new double[8]))).Reason);
        Assert.StartsWith("A scan takes whole counts", Assert.Throws<ArgumentException>(() => new SpaceTimeScan().Scan(Counts(2, 2, 2, [0.5, 0, 0, 0, 1, 0, 0, 0]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpaceTimeScan(new() { LargestRadiusMetres = 0 }));
    }

    private static double[] Draw(ulong seed, int cells, int periods, double mean)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, cells * periods).Select(_ => (double)random.NextPoisson(mean))];
    }

    private static SpaceTimeCounts Counts(int columns, int rows, int periods, double[] values) =>
        new(TestGrid.Squares(columns, rows), PeriodSequence.FourWeekly(LastDay, periods), [values]);
}
