using CsCheck;

namespace PolicingModels.CoreTests.Resampling;

public class MovingBlockBootstrapTests
{
    [Fact]
    public void Resamples_are_made_of_whole_blocks_in_time_order() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.ULong).Where((n, length, _) => length <= n).Sample((n, length, seed) =>
        {
            MovingBlockBootstrap bootstrap = new(n, seed, 20, length);
            for (int r = 0; r < 20; r++)
            {
                ReadOnlySpan<int> positions = bootstrap.Positions(r);
                for (int i = 0; i < n; i++)
                {
                    if (positions[i] < 0 || positions[i] >= n || (i % length != 0 && positions[i] != positions[i - 1] + 1))
                    {
                        return false;
                    }
                }
            }

            return true;
        });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(26, 3)]
    [InlineData(27, 3)]
    [InlineData(28, 4)]
    [InlineData(130, 6)]
    public void The_default_block_is_the_cube_root_rounded_up(int observations, int length) =>
        Assert.Equal(length, new MovingBlockBootstrap(observations, 1, 2).BlockLength);

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
        Assert.Equal(new MovingBlockBootstrap(12, 7).Mean(values), new MovingBlockBootstrap(12, 7).Mean(values));
        Assert.NotEqual(new MovingBlockBootstrap(12, 7).Mean(values).Interval, new MovingBlockBootstrap(12, 8).Mean(values).Interval);
    }

    [Fact]
    public void The_error_of_an_independent_mean_is_the_textbook_one()
    {
        // Blocks of one are the ordinary bootstrap: the 95 % interval is ±1.96 s/√n about the mean.
        const int N = 400;
        SeededRandom random = new(4);
        double[] values = new double[N];
        for (int i = 0; i < N; i++)
        {
            values[i] = random.NextGaussian();
        }

        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / N);
        Estimate estimate = new MovingBlockBootstrap(N, 1, 10_000, 1).Mean(values);
        Assert.Equal(mean, estimate.Value, 1e-12);
        // The ends' Monte-Carlo error is near 2 % of their distance; four of them.
        Assert.Equal(1.96 * deviation / 20, (estimate.High - estimate.Low) / 2, 0.08 * 1.96 * deviation / 20);
    }

    [Fact]
    public void Differences_are_paired()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], shifted = Array.ConvertAll(values, v => v + 0.5), ones = Array.ConvertAll(values, _ => 1.0);
        MovingBlockBootstrap bootstrap = new(12, 1);
        PairedDifference difference = bootstrap.MeanDifference(shifted, values);
        Assert.Equal(new Estimate(0.5, 0.5, 0.5), difference.Difference);
        Assert.Equal(2.0 / 2001, difference.PValue, 1e-12);
        Assert.Equal(1, bootstrap.MeanDifference(values, values).PValue);
        Assert.Equal(bootstrap.Mean(values).Low, bootstrap.RatioOfSums(values, ones).Low, 1e-12);
        Assert.Equal(0, bootstrap.RatioDifference(values, ones, values, ones).Difference.High);
        Assert.Equal(bootstrap.Mean(values).High, bootstrap.Statistic(p =>
        {
            double sum = 0;
            foreach (int i in p)
            {
                sum += values[i];
            }

            return sum / p.Length;
        }).High, 1e-12);
    }

    [Fact]
    public void A_rate_of_nothing_has_no_interval()
    {
        MovingBlockBootstrap bootstrap = new(6, 1, 100, 1);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => bootstrap.RatioOfSums([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])).Reason);
        Assert.Throws<ArgumentException>(() => bootstrap.Mean([1, 2]));
        Assert.Throws<ArgumentException>(() => bootstrap.Mean([1, 2, 3, 4, 5, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingBlockBootstrap(5, 1, 100, 6));
    }

    [Fact]
    public void Percentiles_leave_out_resamples_without_a_value()
    {
        // Type 7 by hand: of 1 … 5, level 0.1 is 1 + 0.4 and level 0.9 is 4 + 0.6.
        double[] replicates = [5, double.NaN, 2, 4, double.PositiveInfinity, 1, 3];
        Interval interval = MovingBlockBootstrap.Percentile(replicates, 0.8)!.Value;
        Assert.Equal(1.4, interval.Low, 1e-15);
        Assert.Equal(4.6, interval.High, 1e-15);
        Assert.Null(MovingBlockBootstrap.Percentile([1, double.NaN], 0.8));
        Assert.NotNull(MovingBlockBootstrap.Percentile([1, double.NaN], 0.8, minimumShare: 0));
        Assert.Null(MovingBlockBootstrap.Percentile([double.NaN], 0.8, minimumShare: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingBlockBootstrap.Percentile([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingBlockBootstrap.Percentile([1], 0.9, 1));

        // The full sample counts on both sides: (1 + 1) of (4 + 1), twice.
        Assert.Equal(0.8, MovingBlockBootstrap.TwoSidedPValue([-1, 2, 3, 4, double.NaN]), 1e-15);
        Assert.Equal(1, MovingBlockBootstrap.TwoSidedPValue([]));
        MovingBlockBootstrap bootstrap = new(6, 1, 50);
        Assert.Equal(Enumerable.Range(0, 50).Select(r => (double)bootstrap.Positions(r)[3]), bootstrap.Replicate(positions => positions[3]));
    }

    [Fact]
    public void Holm_adjusts_as_in_the_worked_example()
    {
        // By hand: 4 × 0.01, 3 × 0.02 = 0.06, then 2 × 0.03 = 0.06, then max(0.06, 0.04).
        double[] adjusted = Holm.Adjust([0.04, 0.01, 0.03, 0.02]);
        double[] expected = [0.06, 0.04, 0.06, 0.06];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], adjusted[i], 1e-15);
        }

        Assert.Empty(Holm.Adjust([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([0.5, 1.1]));
    }
}
