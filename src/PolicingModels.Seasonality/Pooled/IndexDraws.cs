namespace PolicingModels.Seasonality;

/// <summary>Seasonal indices drawn from what is known of them: a type's from its posterior, an area's from its own about that.</summary>
internal sealed class IndexDraws
{
    public const int Sets = 250;

    private readonly int _bottoms;
    private readonly double[] _factors;
    private readonly double[] _logs;

    public IndexDraws(PooledData data, PooledIndices indices, SeededRandom random, int threads, CancellationToken cancellationToken)
    {
        _bottoms = data.Types * data.Areas;
        _logs = indices.AreaLog;
        _factors = new double[Sets * _bottoms * 12];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, Sets, parallel, s =>
        {
            SeededRandom own = random.Fork((ulong)s);
            Span<double> type = stackalloc double[12], area = stackalloc double[12];
            for (int t = 0; t < data.Types; t++)
            {
                Noise(own, indices.TypeVariance.AsSpan(t * 12, 12), type);
                for (int a = 0; a < data.Areas; a++)
                {
                    int bottom = data.Bottom(t, a);
                    Noise(own, indices.AreaVariance.AsSpan(bottom * 12, 12), area);
                    Span<double> factors = _factors.AsSpan(((s * _bottoms) + bottom) * 12, 12);
                    for (int k = 0; k < 12; k++)
                    {
                        // Half the variance is taken off, so that the mean of the factor is the index.
                        double half = 0.5 * (indices.TypeVariance[(t * 12) + k] + indices.AreaVariance[(bottom * 12) + k]);
                        factors[k] = Math.Exp(_logs[(bottom * 12) + k] + type[k] + area[k] - half);
                    }
                }
            }
        });
    }

    /// <summary>The logarithm of the index that is expected.</summary>
    public double MeanLog(int bottom, int month) => _logs[(bottom * 12) + month];

    /// <summary>The index of a draw; draws beyond the number of sets begin again.</summary>
    public double Factor(int draw, int bottom, int month) => _factors[((((draw % Sets) * _bottoms) + bottom) * 12) + month];

    /// <summary>Normal numbers with given variances whose mean is zero, as a level has no part in an index.</summary>
    private static void Noise(SeededRandom random, ReadOnlySpan<double> variances, Span<double> noise)
    {
        double mean = 0;
        for (int k = 0; k < 12; k++)
        {
            noise[k] = variances[k] > 0 ? Math.Sqrt(variances[k]) * random.NextGaussian() : 0;
            mean += noise[k] / 12;
        }

        for (int k = 0; k < 12; k++)
        {
            noise[k] -= mean;
        }
    }
}
