namespace PolicingModels.CoreTests.Distributions;

public class DistributionEdgeTests
{
    [Fact]
    public void Mean_zero_is_the_certainty_of_no_event()
    {
        CountDistribution[] certain = [new PoissonDistribution(0), new NegativeBinomialDistribution(0, 2), new EmpiricalDistribution([1.0]), new ZeroInflatedDistribution(new PoissonDistribution(9), 1)];
        foreach (CountDistribution d in certain)
        {
            Assert.Equal(1, d.Probability(0));
            Assert.Equal(0, d.Probability(1));
            Assert.Equal(double.NegativeInfinity, d.LogProbability(3));
            Assert.Equal(1, d.Cumulative(0));
            Assert.Equal(0, d.Survival(0));
            Assert.Equal(0, d.ProbabilityOfAny);
            Assert.Equal(0, d.Quantile(0.999));
            Assert.Equal(0, d.Variance);
            Assert.Equal(0, d.Entropy());
            Assert.Equal(0, d.Crps(0));
            Assert.Equal(4, d.Crps(4), 1e-12);
            Assert.Equal(0, d.LogScore(0));
            Assert.Equal(double.PositiveInfinity, d.LogScore(1));
            Assert.Equal(0, d.Sample(new SeededRandom(1)));
        }
    }

    [Fact]
    public void The_entropy_that_common_libraries_get_wrong()
    {
        // −Σ p log p of Poisson(0.05), summed by hand over 0…3: 0.0475615 + 0.1448446 + 0.0079946 + …
        Assert.Equal(0.2006, new PoissonDistribution(0.05).Entropy(), 5e-5);
        Assert.Equal(0, new PoissonDistribution(0.05).Quantile(0.5));
    }

    [Fact]
    public void A_rare_event_keeps_its_digits()
    {
        // 1 − e^−λ = λ − λ²/2 + …; the naive form has six digits here.
        Assert.Equal(1e-10 - 0.5e-20, new PoissonDistribution(1e-10).ProbabilityOfAny, 1e-24);
        Assert.Equal(1e-10, new NegativeBinomialDistribution(1e-10, 1).ProbabilityOfAny, 2e-20);
        Assert.Equal(0.5e-10, new MixtureDistribution([0.5, 0.5], [new PoissonDistribution(0), new PoissonDistribution(1e-10)]).ProbabilityOfAny, 1e-20);
        Assert.Equal(-1e-10, new ZeroInflatedDistribution(new PoissonDistribution(2e-10), 0.5).LogProbability(0), 1e-19);
    }

    [Fact]
    public void A_hand_computed_empirical_distribution()
    {
        EmpiricalDistribution d = new([0.2, 0, 0.5, 0.3, 0]);
        Assert.Equal(1.9, d.Mean, 1e-15);
        Assert.Equal((0.2 * 1.9 * 1.9) + (0.5 * 0.1 * 0.1) + (0.3 * 1.1 * 1.1), d.Variance, 1e-15);
        Assert.Equal(3, d.Largest);
        Assert.Equal(0, d.Quantile(0.2));
        Assert.Equal(2, d.Quantile(0.2000001));
        Assert.Equal(3, d.Quantile(0.7000001));
        Assert.Equal(0.8, d.ProbabilityOfAny, 1e-15);
        // y = 1: F(0)² + S(1)² + S(2)² = 0.04 + 0.64 + 0.09.
        Assert.Equal(0.77, d.Crps(1), 1e-15);
        // y = 6: 0.04 + 0.04 + 0.49 + 1 + 1 + 1.
        Assert.Equal(3.57, d.Crps(6), 1e-15);
        Assert.Equal(0.2 + (0.25 * 0.5), d.RandomizedPit(2, 0.25), 1e-15);
        EmpiricalDistribution sample = EmpiricalDistribution.FromSample([0, 2, 2, 3, 2]);
        Assert.Equal(0.6, sample.Probability(2), 1e-15);
    }

    [Fact]
    public void A_hand_computed_zero_inflated_distribution()
    {
        ZeroInflatedDistribution d = new(new PoissonDistribution(2), 0.25);
        Assert.Equal(1.5, d.Mean, 1e-15);
        Assert.Equal(0.75 * (2 + (0.25 * 4)), d.Variance, 1e-15);
        Assert.Equal(0.25 + (0.75 * Math.Exp(-2)), d.Probability(0), 1e-15);
        Assert.Equal(0.75 * 2 * Math.Exp(-2), d.Probability(1), 1e-15);
    }

    [Fact]
    public void Mean_and_variance_choose_the_distribution()
    {
        Assert.IsType<PoissonDistribution>(CountDistribution.FromMeanAndVariance(3, 3));
        NegativeBinomialDistribution wide = Assert.IsType<NegativeBinomialDistribution>(CountDistribution.FromMeanAndVariance(3, 7.5));
        Assert.Equal(2, wide.Size, 1e-12);
        Assert.Equal(7.5, wide.Variance, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => CountDistribution.FromMeanAndVariance(3, 2));
        Assert.IsType<PoissonDistribution>(CountDistribution.NegativeBinomial(3, double.PositiveInfinity));
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        Assert.Equal("mean", Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonDistribution(-1)).ParamName);
        Assert.Equal("mean", Assert.Throws<ArgumentOutOfRangeException>(() => new PoissonDistribution(double.NaN)).ParamName);
        Assert.Equal("mean", Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomialDistribution(double.PositiveInfinity, 1)).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomialDistribution(1, 0)).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomialDistribution(1, double.NaN)).ParamName);
        Assert.Equal("extraZero", Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroInflatedDistribution(new PoissonDistribution(1), 1.5)).ParamName);
        Assert.Throws<ArgumentException>(() => new EmpiricalDistribution([]));
        Assert.Throws<ArgumentException>(() => new EmpiricalDistribution([0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => new EmpiricalDistribution([1.5, -0.5]));
        Assert.Throws<ArgumentException>(() => EmpiricalDistribution.FromSample([]));
        Assert.Throws<ArgumentException>(() => EmpiricalDistribution.FromSample([-1]));
        Assert.Throws<ArgumentException>(() => new MixtureDistribution([1.0], []));
        Assert.Throws<ArgumentException>(() => new MixtureDistribution([0.5, 0.6], [new PoissonDistribution(1), new PoissonDistribution(2)]));
        Assert.Throws<ArgumentException>(() => new MixtureDistribution([1.5, -0.5], [new PoissonDistribution(1), new PoissonDistribution(2)]));
        PoissonDistribution d = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Quantile(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Crps(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.RandomizedPit(0, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Interval(1));
    }
}
