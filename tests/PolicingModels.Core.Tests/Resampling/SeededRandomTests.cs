using CsCheck;

namespace PolicingModels.CoreTests.Resampling;

public class SeededRandomTests
{
    [Fact]
    public void The_sequence_is_that_of_the_published_generator()
    {
        // The vector that implementations of xoshiro256** share: state 1, 2, 3, 4.
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        SeededRandom random = SeededRandom.FromState(1, 2, 3, 4);
        Assert.All(expected, e => Assert.Equal(e, random.NextUInt64()));
    }

    [Fact]
    public void States_are_filled_by_the_published_mixer()
    {
        // SplitMix64 from 1234567, as published with the algorithm's common implementations.
        ulong state = 1234567;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.All(expected, e => Assert.Equal(e, SeededRandom.SplitMix64(ref state)));
        state = 42;
        SeededRandom same = SeededRandom.FromState(SeededRandom.SplitMix64(ref state), SeededRandom.SplitMix64(ref state), SeededRandom.SplitMix64(ref state), SeededRandom.SplitMix64(ref state));
        SeededRandom seeded = new(42);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(same.NextUInt64(), seeded.NextUInt64());
        }

        Assert.Throws<ArgumentException>(() => SeededRandom.FromState(0, 0, 0, 0));
    }

    [Fact]
    public void Forks_depend_on_seed_and_number_only() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 20]).Sample((seed, stream, drawn) =>
        {
            SeededRandom parent = new(seed);
            ulong first = parent.Fork(stream).NextUInt64();
            for (int i = 0; i < drawn; i++)
            {
                parent.NextUInt64();
            }

            return parent.Fork(stream).NextUInt64() == first && parent.Fork(stream + 1).NextUInt64() != first && new SeededRandom(seed).NextUInt64() != first;
        });

    [Fact]
    public void Neighbouring_forks_are_uncorrelated()
    {
        const int Streams = 20_000;
        SeededRandom parent = new(7);
        double sum = 0, product = 0, last = 0;
        for (int i = 0; i < Streams; i++)
        {
            double u = parent.Fork((ulong)i).NextDouble() - 0.5;
            sum += u;
            product += u * last;
            last = u;
        }

        // Standard errors: sqrt(1/12n) and 1/(12 sqrt n); five of them.
        Assert.InRange(sum / Streams, -5 * Math.Sqrt(1 / (12.0 * Streams)), 5 * Math.Sqrt(1 / (12.0 * Streams)));
        Assert.InRange(product / Streams, -5 / (12 * Math.Sqrt(Streams)), 5 / (12 * Math.Sqrt(Streams)));
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.5)]
    [InlineData(9.99)]
    [InlineData(10.0)]
    [InlineData(37.5)]
    [InlineData(1e4)]
    [InlineData(1e7)]
    public void Poisson_draws_follow_their_distribution(double mean) =>
        DrawsFollow(new PoissonDistribution(mean), (r, _) => r.NextPoisson(mean), 60_000);

    [Theory]
    [InlineData(0.3, 0.2)]
    [InlineData(5, 1)]
    [InlineData(40, 7.5)]
    [InlineData(2000, 0.8)]
    public void Negative_binomial_draws_follow_their_distribution(double mean, double size) =>
        DrawsFollow(new NegativeBinomialDistribution(mean, size), (r, _) => r.NextNegativeBinomial(mean, size), 60_000);

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3.7)]
    [InlineData(250)]
    public void Gamma_draws_follow_their_distribution(double shape) =>
        Uniform(r => GammaFunctions.RegularizedP(shape, r.NextGamma(shape, 3) / 3));

    [Fact]
    public void Normal_and_exponential_draws_follow_their_distribution()
    {
        Uniform(r => StandardNormal.Cumulative(r.NextGaussian()));
        Uniform(r => 1 - Math.Exp(-r.NextExponential(4) / 4));
        Uniform(r => r.NextDouble());
    }

    [Fact]
    public void Whole_numbers_below_a_limit_are_equally_likely()
    {
        SeededRandom random = new(5);
        int[] seen = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            seen[random.NextInt32(7)]++;
        }

        // Binomial standard deviation 92.6; five of them.
        Assert.All(seen, s => Assert.InRange(s, 10_000 - 463, 10_000 + 463));
        Gen.Select(Gen.ULong, Gen.Long[1, long.MaxValue]).Sample((seed, limit) => new SeededRandom(seed).NextInt64(limit) is var n && n >= 0 && n < limit);
    }

    [Fact]
    public void Shuffling_makes_every_order_equally_often()
    {
        SeededRandom random = new(11);
        Dictionary<string, int> seen = [];
        for (int i = 0; i < 24_000; i++)
        {
            int[] items = [1, 2, 3, 4];
            random.Shuffle<int>(items);
            string order = string.Join(',', items);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, s => Assert.InRange(s, 1000 - 160, 1000 + 160));
    }

    [Fact]
    public void An_index_is_drawn_by_its_weight()
    {
        SeededRandom random = new(3);
        int[] seen = new int[4];
        for (int i = 0; i < 40_000; i++)
        {
            seen[random.NextIndex([1, 1, 3, 4])]++;
        }

        Assert.Equal(0, seen[1]);
        Assert.InRange(seen[0], 10_000 - 450, 10_000 + 450);
        Assert.InRange(seen[2], 20_000 - 500, 20_000 + 500);
        Assert.Throws<ArgumentException>(() => random.NextIndex([0, 0]));
    }

    [Fact]
    public void Impossible_parameters_are_refused()
    {
        SeededRandom random = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextPoisson(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextPoisson(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextExponential(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextNegativeBinomial(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(0));
    }

    private static void DrawsFollow(CountDistribution distribution, Func<SeededRandom, int, long> draw, int draws)
    {
        SeededRandom uniform = new(99);
        int index = 0;
        Uniform(r => distribution.RandomizedPit(draw(r, index++), uniform.NextDouble()), draws);
    }

    private static void Uniform(Func<SeededRandom, double> draw, int draws = 60_000)
    {
        SeededRandom random = new(123);
        int[] bins = new int[20];
        for (int i = 0; i < draws; i++)
        {
            bins[Math.Clamp((int)(draw(random) * 20), 0, 19)]++;
        }

        double expected = draws / 20.0;
        // The 1 − 1e-5 quantile of chi-square with 19 degrees of freedom; the seed is fixed.
        Assert.True(bins.Sum(b => (b - expected) * (b - expected) / expected) < 56.0, string.Join(' ', bins));
    }
}
