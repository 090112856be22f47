using CsCheck;

namespace PolicingModels.CoreTests.Resampling;

public class CircularBlockBootstrapTests
{
    [Fact]
    public void Resamples_are_made_of_whole_blocks_in_time_order_that_go_round_the_end() =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[1, 59], Gen.ULong).Where((n, length, _) => length < n).Sample((n, length, seed) =>
        {
            CircularBlockBootstrap bootstrap = new(n, seed, 20, length);
            for (int r = 0; r < 20; r++)
            {
                ReadOnlySpan<int> positions = bootstrap.Positions(r);
                for (int i = 0; i < n; i++)
                {
                    if (positions[i] < 0 || positions[i] >= n || (i % length != 0 && positions[i] != (positions[i - 1] + 1) % n))
                    {
                        return false;
                    }
                }
            }

            return true;
        });

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(26, 3)]
    [InlineData(27, 3)]
    [InlineData(28, 4)]
    [InlineData(130, 6)]
    public void The_default_block_is_the_cube_root_rounded_up_and_never_the_whole_series(int observations, int length) =>
        Assert.Equal(length, new CircularBlockBootstrap(observations, 1, 2).BlockLength);

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
        Assert.Equal(new CircularBlockBootstrap(12, 7).Mean(values), new CircularBlockBootstrap(12, 7).Mean(values));
        Assert.NotEqual(new CircularBlockBootstrap(12, 7).Mean(values).Interval, new CircularBlockBootstrap(12, 8).Mean(values).Interval);
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
        Estimate estimate = new CircularBlockBootstrap(N, 1, 10_000, 1).Mean(values);
        Assert.Equal(mean, estimate.Value, 1e-12);
        // The ends' Monte-Carlo error is near 2 % of their distance; four of them.
        Assert.Equal(1.96 * deviation / 20, (estimate.High - estimate.Low) / 2, 0.08 * 1.96 * deviation / 20);
    }

    [Fact]
    public void Differences_are_paired()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], shifted = Array.ConvertAll(values, v => v + 0.5), ones = Array.ConvertAll(values, _ => 1.0);
        CircularBlockBootstrap bootstrap = new(12, 1);
        PairedDifference difference = bootstrap.MeanDifference(shifted, values);
        Assert.Equal(new Estimate(0.5, 0.5, 0.5), difference.Difference);
        // Twelve of twelve on one side: 2 of 2^12 orders of signs.
        Assert.Equal(2.0 / 4096, difference.PValue, 1e-15);
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
        CircularBlockBootstrap bootstrap = new(6, 1, 100, 1);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => bootstrap.RatioOfSums([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])).Reason);
        Assert.Throws<ArgumentException>(() => bootstrap.Mean([1, 2]));
        Assert.Throws<ArgumentException>(() => bootstrap.Mean([1, 2, 3, 4, 5, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CircularBlockBootstrap(5, 1, 100, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CircularBlockBootstrap(1, 1));
    }

    [Fact]
    public void Every_observation_is_drawn_equally_often()
    {
        const int N = 12, Resamples = 20_000;
        CircularBlockBootstrap bootstrap = new(N, 3, Resamples);
        int[] drawn = new int[N];
        for (int r = 0; r < Resamples; r++)
        {
            foreach (int position in bootstrap.Positions(r))
            {
                drawn[position]++;
            }
        }

        // Each resample draws each observation once on average, four blocks of three with chance 1/4 each: variance 4 × 3/16. Five standard errors.
        Assert.All(drawn, count => Assert.InRange(count, Resamples - (5 * Math.Sqrt(0.75 * Resamples)), Resamples + (5 * Math.Sqrt(0.75 * Resamples))));
    }

    [Fact]
    public void Intervals_reach_as_far_as_the_printed_table_of_t_says()
    {
        // Eight observations in blocks of two: ν = 1.5 × 4 − 1 = 5, t = 2.570582, c = 1/√(1 − 2/8).
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        double reach = 2.570582 / Math.Sqrt(0.75);
        CircularBlockBootstrap bootstrap = new(8, 2, 500, 2);
        Interval expanded = bootstrap.ExpandedPercentile([.. Enumerable.Range(0, 10_001).Select(i => i * 1e-4)])!.Value;
        Assert.Equal(StandardNormal.Cumulative(-reach), expanded.Low, 1e-8);
        Assert.Equal(1 - StandardNormal.Cumulative(-reach), expanded.High, 1e-8);

        double[] means = [.. Enumerable.Range(0, 500).Select(r => bootstrap.Positions(r).ToArray().Average(i => values[i]))];
        double deviation = Math.Sqrt(means.Average(m => (m - 3.875) * (m - 3.875)));
        PairedDifference difference = bootstrap.MeanDifference(values, new double[8]);
        Assert.Equal(3.875 - (reach * deviation), difference.Difference.Low, 1e-6);
        Assert.Equal(3.875 + (reach * deviation), difference.Difference.High, 1e-6);
    }

    [Fact]
    public void Resamples_without_a_value_are_left_out()
    {
        CircularBlockBootstrap bootstrap = new(6, 1, 50);
        Assert.Equal(Enumerable.Range(0, 50).Select(r => (double)bootstrap.Positions(r)[3]), bootstrap.Replicate(positions => positions[3]));
        Assert.Null(bootstrap.ExpandedPercentile([1, double.NaN]));
        Assert.Equal(new Interval(1, 1, 0.8), bootstrap.ExpandedPercentile([1, double.NaN], 0.8, minimumShare: 0));
        Assert.Null(bootstrap.Difference(_ => double.NaN));
        Assert.Null(bootstrap.Difference(positions => positions.SequenceEqual([0, 1, 2, 3, 4, 5]) ? 1 : double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => bootstrap.ExpandedPercentile([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => bootstrap.Difference(_ => 1, 0));
    }

    /// <summary>A finding at level 1 − coverage is said by the interval and by the p-value, or by neither.</summary>
    [Fact]
    public void Intervals_and_p_values_agree() =>
        Gen.Select(Gen.Double[-1, 2].Array[2, 30], Gen.Double[0.5, 0.999], Gen.ULong).Sample((values, coverage, seed) =>
        {
            PairedDifference difference = new CircularBlockBootstrap(values.Length, seed, 50).MeanDifference(values, new double[values.Length], coverage);
            bool without = difference.Difference.Low > 0 || difference.Difference.High < 0;
            return difference.PValue is >= 0 and <= 1
                && (Math.Abs(difference.PValue - (1 - coverage)) < 1e-9 || without == (difference.PValue < 1 - coverage));
        });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 0.25)]
    [InlineData(5, 0.0625)]
    [InlineData(6, 0.03125)]
    public void All_or_nothing_is_judged_by_how_many_observations_tell(int telling, double p)
    {
        // One model has every event and the other none, in so few of thirteen periods as hold an event at all.
        double[] events = new double[13], none = new double[13];
        for (int i = 0; i < telling; i++)
        {
            events[2 * i] = 1 + i;
        }

        CircularBlockBootstrap bootstrap = new(13, 1);
        PairedDifference difference = bootstrap.RatioDifference(events, events, none, events);
        Assert.Equal(p, difference.PValue, 1e-15);
        Assert.Equal((p < 0.05 ? 1 : 0, 1), (difference.Difference.Low, difference.Difference.High));
        Assert.Equal(difference, bootstrap.Difference(positions => positions.ToArray().Sum(i => events[i]) > 0 ? 1 : double.NaN));
        Assert.Equal(-difference.Difference.High, bootstrap.RatioDifference(none, events, events, events).Difference.Low);
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
