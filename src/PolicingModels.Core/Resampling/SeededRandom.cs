using System.Numerics;

namespace PolicingModels;

/// <summary>A documented, seeded generator of random numbers: the same seed gives the same numbers on every machine and version.</summary>
/// <remarks>
/// The generator is xoshiro256** (Blackman and Vigna 2021, doi:10.1145/3460772), its state filled from the seed by SplitMix64 (Steele, Lea
/// and Flood 2014, doi:10.1145/2660193.2660195). Period 2^256 − 1. Integers and <see cref="NextDouble"/> are bit-exact everywhere; normal, exponential,
/// Poisson and gamma draws use logarithms, and may differ in the last digit between platforms.
/// Not thread-safe: give each unit of work its own <see cref="Fork"/>, numbered by the work and not by the thread, and results do not
/// depend on how many threads share the work.
/// </remarks>
public sealed partial class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Makes a generator.</summary>
    /// <param name="seed">Any number; 0 is as good as another.</param>
    public SeededRandom(ulong seed)
    {
        Seed = seed;
        ulong state = seed;
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    private SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
        // Its forks then depend on the state as others' depend on the seed.
        Seed = s0 ^ BitOperations.RotateLeft(s1, 16) ^ BitOperations.RotateLeft(s2, 32) ^ BitOperations.RotateLeft(s3, 48);
    }

    /// <summary>The seed it was made with; for a generator made from a state, a number mixed from it.</summary>
    public ulong Seed { get; }

    /// <summary>Makes a generator from its four words of state, for comparison with other implementations of xoshiro256**.</summary>
    /// <exception cref="ArgumentException">All words are zero, from which the generator would never leave.</exception>
    public static SeededRandom FromState(ulong s0, ulong s1, ulong s2, ulong s3) =>
        (s0 | s1 | s2 | s3) != 0
            ? new SeededRandom(s0, s1, s2, s3)
            : throw new ArgumentException("At least one of the four words of state is not zero.", nameof(s0));

    /// <summary>One step of SplitMix64, which fills states and mixes seeds.</summary>
    /// <param name="state">Advanced by the golden-ratio increment.</param>
    public static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An independent generator for a numbered unit of work.</summary>
    /// <param name="stream">The number of the unit of work: a cell, a replicate, an origin.</param>
    /// <returns>A generator that depends on the seed and the number only, not on what was drawn before.</returns>
    public SeededRandom Fork(ulong stream)
    {
        ulong parent = Seed, number = stream ^ 0x6A09E667F3BCC908;
        ulong mixed = SplitMix64(ref parent) ^ BitOperations.RotateLeft(SplitMix64(ref number), 27);
        return new SeededRandom(SplitMix64(ref mixed));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1): the upper 53 bits over 2^53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="limit"/>), each equally likely.</summary>
    /// <param name="limit">At least 1.</param>
    /// <remarks>Multiplication with rejection: Lemire 2019 (doi:10.1145/3230636).</remarks>
    public long NextInt64(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ulong range = (ulong)limit;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (long)high;
    }

    /// <summary>A whole number in [0, <paramref name="limit"/>), each equally likely.</summary>
    /// <param name="limit">At least 1.</param>
    public int NextInt32(int limit) => (int)NextInt64(limit);

    /// <summary>Puts items into random order, each order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>An index drawn with probability proportional to its weight.</summary>
    /// <param name="cumulativeWeights">Running sums of weights, not decreasing, the last above 0.</param>
    public int NextIndex(ReadOnlySpan<double> cumulativeWeights)
    {
        if (cumulativeWeights.IsEmpty || !(cumulativeWeights[^1] > 0) || double.IsInfinity(cumulativeWeights[^1]))
        {
            throw new ArgumentException("Weights to draw by sum to a finite number above 0.", nameof(cumulativeWeights));
        }

        double at = NextDouble() * cumulativeWeights[^1];
        int low = 0, high = cumulativeWeights.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (cumulativeWeights[middle] > at)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
