using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Predictive;

public class CountSpreadTests
{
    [Theory]
    [InlineData(0.3, 0.1)]
    [InlineData(0, 0.5)]
    [InlineData(0.4, 0)]
    public void Both_parts_are_found_at_the_top_of_the_likelihood(double linear, double quadratic)
    {
        CountSpread truth = new(linear, quadratic);
        (double[] expected, double[] observed) = Draw(21, 20_000, truth);
        CountSpread found = CountSpread.MaximumLikelihood(expected, observed);

        // Standard errors by the spread of 30 other draws; four of them.
        CountSpread[] others = [.. Enumerable.Range(100, 30).Select(seed => { (double[] e, double[] o) = Draw((ulong)seed, 20_000, truth); return CountSpread.MaximumLikelihood(e, o); })];
        Assert.InRange(found.Linear, linear - (4 * Deviation(others.Select(s => s.Linear))), linear + (4 * Deviation(others.Select(s => s.Linear))) + 1e-6);
        Assert.InRange(found.Quadratic, quadratic - (4 * Deviation(others.Select(s => s.Quadratic))), quadratic + (4 * Deviation(others.Select(s => s.Quadratic))) + 1e-6);

        double top = LogLikelihood(found);
        foreach ((double a, double b) in new[] { (1.05, 1.0), (0.95, 1.0), (1.0, 1.05), (1.0, 0.95), (1.05, 0.95), (0.95, 1.05) })
        {
            Assert.True(top >= LogLikelihood(new CountSpread(found.Linear * a, found.Quadratic * b)) - 0.02);
        }

        double LogLikelihood(CountSpread spread) => expected.Zip(observed, (mean, count) => spread.Around(mean).LogProbability((long)count)).Sum();
    }

    [Fact]
    public void Poisson_counts_need_next_to_no_spread()
    {
        (double[] expected, double[] observed) = Draw(5, 20_000, CountSpread.Poisson);
        CountSpread found = CountSpread.MaximumLikelihood(expected, observed);
        Assert.InRange(found.Linear, 0, 0.03);
        Assert.InRange(found.Quadratic, 0, 0.02);
    }

    [Fact]
    public void The_variance_is_the_one_stated()
    {
        CountDistribution counts = new CountSpread(0.25, 0.5).Around(2);
        Assert.Equal(2 + (0.25 * 2) + (0.5 * 4), counts.Variance, 12);
        Assert.Equal(0, new CountSpread(0.25, 0.5).Around(0).Mean);
    }

    [Fact]
    public void Without_counts_there_is_nothing_to_learn() => Assert.Throws<ArgumentException>(() => CountSpread.MaximumLikelihood([], []));

    private static double Deviation(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return Math.Sqrt(all.Average(v => (v - mean) * (v - mean)));
    }

    private static (double[] Expected, double[] Observed) Draw(ulong seed, int count, CountSpread spread)
    {
        SeededRandom random = new(seed);
        double[] expected = [.. Enumerable.Range(0, count).Select(_ => Math.Exp(random.NextGaussian() - 0.5))];
        return (expected, [.. expected.Select(mean => (double)spread.Around(mean).Sample(random))]);
    }
}
