using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Predictive;

public class CountDispersionTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.6)]
    [InlineData(4)]
    public void Maximum_likelihood_finds_the_top_of_the_likelihood(double dispersion)
    {
        (double[] expected, double[] observed) = Draw(11, 4000, dispersion);
        double found = CountDispersion.MaximumLikelihood(expected, observed);

        // The likelihood itself, from the distribution, at the estimate and on either side of it.
        double top = LogLikelihood(found);
        Assert.True(top >= LogLikelihood(found * 1.02) && top >= LogLikelihood(found / 1.02));

        // 4,000 counts around means near 2: five standard errors of the dispersion are well below 40% of it.
        Assert.InRange(found / dispersion, 0.6, 1.4);
        Assert.InRange(CountDispersion.Moments(expected, observed) / dispersion, 0.4, 1.6);

        double LogLikelihood(double alpha) =>
            expected.Zip(observed, (mean, count) => new NegativeBinomialDistribution(mean, 1 / alpha).LogProbability((long)count)).Sum();
    }

    [Fact]
    public void Counts_that_spread_less_than_poisson_are_poisson()
    {
        double[] expected = [.. Enumerable.Repeat(3.0, 100)], observed = [.. Enumerable.Repeat(3.0, 100)];
        Assert.Equal(CountDispersion.Least, CountDispersion.MaximumLikelihood(expected, observed));
        Assert.Equal(CountDispersion.Least, CountDispersion.Moments(expected, observed));
    }

    [Fact]
    public void Moments_by_hand()
    {
        // Squared errors 1, 4, 9 less the means 1, 2, 3 leave 8; squared means sum to 14.
        Assert.Equal(8.0 / 14, CountDispersion.Moments([1, 2, 3], [2, 4, 6]), 15);
    }

    [Fact]
    public void Fractional_counts_lie_between_the_whole_ones()
    {
        (double[] expected, double[] observed) = Draw(12, 500, 0.8);
        double low = CountDispersion.MaximumLikelihood(expected, observed);
        double high = CountDispersion.MaximumLikelihood(expected, [.. observed.Select(y => y > 6 ? y + 1 : y)]);
        double between = CountDispersion.MaximumLikelihood(expected, [.. observed.Select(y => y > 6 ? y + 0.5 : y)]);
        Assert.True(low < between && between < high);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.StartsWith("There are 1 expectations for 2 counts;", Assert.Throws<ArgumentException>(() => CountDispersion.Moments([1], [1, 2])).Message, StringComparison.Ordinal);

    private static (double[] Expected, double[] Observed) Draw(ulong seed, int count, double dispersion)
    {
        SeededRandom random = new(seed);
        double[] expected = [.. Enumerable.Range(0, count).Select(_ => 0.5 + (3 * random.NextDouble()))];
        return (expected, [.. expected.Select(mean => (double)random.NextNegativeBinomial(mean, 1 / dispersion))]);
    }
}
