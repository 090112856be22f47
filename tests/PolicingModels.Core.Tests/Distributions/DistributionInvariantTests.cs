using CsCheck;

namespace PolicingModels.CoreTests.Distributions;

public class DistributionInvariantTests
{
    private static readonly Gen<double> Means = Gen.Double[-6, 5].Select(e => Math.Pow(10, e));
    private static readonly Gen<double> Sizes = Gen.Double[-1, 6].Select(e => Math.Pow(10, e));

    private static readonly Gen<CountDistribution> Simple = Gen.OneOf(
        Means.Select(m => (CountDistribution)new PoissonDistribution(m)),
        Gen.Select(Means, Sizes, (m, s) => (CountDistribution)new NegativeBinomialDistribution(m, s)));

    private static readonly Gen<CountDistribution> Empiricals = Gen.Double[0, 1].Array[1, 30]
        .Where(a => a.Sum() > 0)
        .Select(a => (CountDistribution)new EmpiricalDistribution(Array.ConvertAll(a, x => x / a.Sum())));

    private static readonly Gen<CountDistribution> Any = Gen.OneOf(
        Simple,
        Empiricals,
        Gen.Select(Simple, Gen.Double[0, 1], (d, z) => (CountDistribution)new ZeroInflatedDistribution(d, z)),
        Gen.Select(Simple, Simple, Empiricals, Gen.Double[0, 1], (a, b, c, w) => (CountDistribution)new MixtureDistribution([w / 2, (1 - w) / 2, 0.5], [a, b, c])));

    /// <summary>The same, small enough that every count can be summed.</summary>
    private static readonly Gen<CountDistribution> Small = Any.Where(d => d.Mean < 300 && d.Variance < 1e5);

    [Fact]
    public void Cumulative_never_falls_and_ends_between_zero_and_one() =>
        Gen.Select(Any, Gen.Double[0, 1]).Sample((d, level) =>
        {
            long at = d.Quantile(level * 0.999999);
            double before = d.Cumulative(Math.Max(-1, at - 40));
            for (long k = Math.Max(0, at - 39); k < at + 40; k++)
            {
                double now = d.Cumulative(k);
                if (now < before || now is < 0 or > 1)
                {
                    return false;
                }

                before = now;
            }

            return d.Cumulative(-1) == 0 && d.Survival(-1) == 1;
        }, iter: 1500);

    [Fact]
    public void Quantile_is_the_smallest_count_that_reaches_the_level() =>
        Gen.Select(Any, Gen.Double[0, 1]).Where((_, level) => level < 1).Sample((d, level) =>
        {
            long k = d.Quantile(level);
            return k >= 0 && d.Cumulative(k) >= level && (k == 0 || d.Cumulative(k - 1) < level);
        }, iter: 3000);

    [Fact]
    public void Quantile_of_a_cumulative_probability_is_not_above_its_count() =>
        Gen.Select(Simple, Gen.Double[0.001, 0.999]).Sample((d, level) =>
        {
            long k = d.Quantile(level);
            double f = d.Cumulative(k);
            return f >= 1 || d.Quantile(f) <= k;
        }, iter: 1500);

    [Fact]
    public void Probabilities_sum_to_one_and_give_the_mean_and_variance() =>
        Small.Sample(d =>
        {
            (double sum, double mean, double square) = (0, 0, 0);
            long last = d.Quantile(1 - 1e-15) * 2 + 400;
            while (d.Survival(last) * last * last > 1e-12 * d.Variance)
            {
                // A part of tiny weight may lie far out and yet carry the variance.
                last *= 2;
            }

            for (long k = 0; k <= last; k++)
            {
                double p = d.Probability(k);
                sum += p;
                mean += p * k;
                square += p * k * k;
            }

            // A geometric tail beyond the last count carries less than 1e-9 of the square; the difference of squares cancels.
            return Close(1, sum, 1e-10) && Close(d.Mean, mean, 1e-9) && Math.Abs(d.Variance - (square - (mean * mean))) <= (1e-7 * d.Variance) + (1e-12 * square);
        }, iter: 400);

    [Fact]
    public void Ranked_probability_score_equals_the_sum_of_squares() =>
        Gen.Select(Small, Gen.Double[0, 1]).Sample((d, level) =>
        {
            long observed = d.Quantile(level * 0.9999);
            double sum = 0;
            long last = Math.Max(observed, d.Quantile(1 - 1e-15)) * 2 + 400;
            for (long k = 0; k <= last; k++)
            {
                double apart = k < observed ? d.Cumulative(k) : d.Survival(k);
                sum += apart * apart;
            }

            return Close(sum, d.Crps(observed), 1e-10);
        }, iter: 400);

    [Fact]
    public void Consecutive_probabilities_equal_single_ones() =>
        Gen.Select(Any, Gen.Double[0, 0.999], Gen.Int[1, 200]).Sample((d, level, length) =>
        {
            long first = d.Quantile(level);
            double[] many = new double[length];
            d.Probabilities(first, many);
            for (int i = 0; i < length; i++)
            {
                double one = d.Probability(first + i);
                if (one > 1e-290 && !Close(one, many[i], 1e-10))
                {
                    return false;
                }
            }

            return true;
        }, iter: 500);

    [Fact]
    public void Probability_of_any_and_survival_complement_the_rest() =>
        Any.Sample(d => Close(1, d.ProbabilityOfAny + d.Probability(0), 1e-12) && Close(d.ProbabilityOfAny, d.Survival(0), 1e-9), iter: 1500);

    [Fact]
    public void An_interval_holds_at_least_its_coverage() =>
        Gen.Select(Any, Gen.Double[0.01, 0.99]).Sample((d, coverage) =>
        {
            Interval interval = d.Interval(coverage);
            return d.Cumulative((long)interval.High) - d.Cumulative((long)interval.Low - 1) >= coverage - 1e-12;
        }, iter: 1500);

    [Fact]
    public void A_large_size_goes_to_the_poisson_distribution_smoothly() =>
        Gen.Select(Means, Gen.Double[0, 1]).Sample((mean, level) =>
        {
            PoissonDistribution poisson = new(mean);
            long at = poisson.Quantile(level * 0.999);
            // log p differs by ((k − mean)² − k) / (2 size) to first order.
            double size = 1e12 * Math.Max(1, mean);
            NegativeBinomialDistribution near = new(mean, size);
            double bound = (((at - mean) * (at - mean)) + at + mean + 1) / size;
            double rounding = 1e-10;
            return Math.Abs(near.LogProbability(at) - poisson.LogProbability(at)) <= bound + rounding
                && Math.Abs(near.Cumulative(at) - poisson.Cumulative(at)) <= bound + rounding
                && Close(poisson.Crps(at), near.Crps(at), 1e-9)
                && near.Quantile(level * 0.999) is var q && Math.Abs(q - at) <= 1;
        }, iter: 500);

    [Fact]
    public void Two_components_far_apart_keep_the_entropy_of_the_choice()
    {
        // The components hardly overlap, so that H = H(choice) + Σ w H.
        PoissonDistribution low = new(0.01), high = new(5000);
        MixtureDistribution mixture = new([0.999, 0.001], [low, high]);
        double choice = -(0.999 * Math.Log(0.999)) - (0.001 * Math.Log(0.001));
        Assert.Equal(choice + (0.999 * low.Entropy()) + (0.001 * high.Entropy()), mixture.Entropy(), 1e-12);
    }

    [Fact]
    public void Randomized_transform_of_own_samples_is_uniform()
    {
        CountDistribution[] all =
        [
            new PoissonDistribution(0.05), new PoissonDistribution(3.2), new PoissonDistribution(250),
            new NegativeBinomialDistribution(0.4, 0.3), new NegativeBinomialDistribution(90, 2.5),
            new ZeroInflatedDistribution(new PoissonDistribution(4), 0.35),
            new EmpiricalDistribution([0.2, 0, 0.5, 0.3]),
            new MixtureDistribution([0.25, 0.75], [new PoissonDistribution(1), new NegativeBinomialDistribution(12, 5)]),
        ];
        const int Draws = 20_000, Bins = 20;
        for (int i = 0; i < all.Length; i++)
        {
            SeededRandom random = new(2000 + (ulong)i);
            int[] bins = new int[Bins];
            for (int n = 0; n < Draws; n++)
            {
                double pit = all[i].RandomizedPit(all[i].Sample(random), random.NextDouble());
                bins[Math.Min(Bins - 1, (int)(pit * Bins))]++;
            }

            double expected = (double)Draws / Bins;
            double chiSquare = bins.Sum(b => (b - expected) * (b - expected) / expected);
            // The 1 − 1e-5 quantile of chi-square with 19 degrees of freedom; eight tests with fixed seeds.
            Assert.True(chiSquare < 56.0, $"{all[i]}: chi-square {chiSquare}");
        }
    }

    private static bool Close(double expected, double actual, double relative) =>
        Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-290);
}
