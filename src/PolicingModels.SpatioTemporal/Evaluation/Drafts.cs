namespace PolicingModels.SpatioTemporal;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public SeededRandom Fork(ulong stream) => new(Mix(_state + 0x9E3779B97F4A7C15UL) ^ Mix(stream + 0xD1B54A32D192ED03UL));

    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int NextInt32(int max) => (int)((UInt128)Next() * (ulong)max >> 64);

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

internal readonly struct PoissonDistribution(double mean)
{
    public double LogScore(long count)
    {
        double score = mean - (count * Math.Log(mean));
        for (long k = 2; k <= count; k++)
        {
            score += Math.Log(k);
        }

        return score;
    }
}

internal static class CountScores
{
    /// <summary>Continuous ranked probability score by direct summation.</summary>
    public static double Crps(this CountDistribution distribution, long observed)
    {
        double sum = 0;
        for (long k = 0; ; k++)
        {
            double cumulative = distribution.Cumulative(k);
            double miss = cumulative - (k >= observed ? 1 : 0);
            sum += miss * miss;
            if (k >= observed && 1 - cumulative < 1e-9)
            {
                return sum;
            }
        }
    }
}

internal static class Holm
{
    public static double[] Adjust(double[] pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Length).OrderBy(i => pValues[i]).ThenBy(i => i)];
        double[] adjusted = new double[pValues.Length];
        double running = 0;
        for (int k = 0; k < order.Length; k++)
        {
            running = Math.Max(running, Math.Min(1, (pValues.Length - k) * pValues[order[k]]));
            adjusted[order[k]] = running;
        }

        return adjusted;
    }
}
