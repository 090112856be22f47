namespace PolicingModels;

/// <summary>Intervals of statistics of a time-ordered series, by resampling blocks of consecutive observations.</summary>
/// <remarks>
/// Blocks keep the dependence between neighbours in time, which resampling single observations would break (Künsch 1989,
/// doi:10.1214/aos/1176347265). One instance holds one set of drawn positions and uses them for every statistic, so that two models are
/// compared on the same resamples and their differences are paired. Depends on the seed only; immutable and thread-safe.
/// Intervals are percentile intervals: with few observations (below about 10) they are too narrow.
/// </remarks>
public sealed class MovingBlockBootstrap
{
    private readonly int[] _positions;

    /// <summary>Draws the positions.</summary>
    /// <param name="observations">Length of the series, at least 1.</param>
    /// <param name="seed">Seed of <see cref="SeededRandom"/>.</param>
    /// <param name="replicates">Number of resamples, at least 2; 2000 by default, which puts the Monte-Carlo error of a 95 % interval's end near 2 % of its width.</param>
    /// <param name="blockLength">Observations per block, 1 to <paramref name="observations"/>; null for ⌈n^(1/3)⌉, the rate at which Künsch's variance estimate is most accurate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public MovingBlockBootstrap(int observations, ulong seed, int replicates = 2000, int? blockLength = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        int length = blockLength ?? DefaultBlockLength(observations);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(blockLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, observations, nameof(blockLength));
        Observations = observations;
        Replicates = replicates;
        BlockLength = length;
        Seed = seed;
        SeededRandom random = new(seed);
        _positions = new int[checked(observations * replicates)];
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            Span<int> row = _positions.AsSpan(replicate * observations, observations);
            for (int at = 0; at < observations; at += length)
            {
                int start = random.NextInt32(observations - length + 1);
                for (int i = 0; i < length && at + i < observations; i++)
                {
                    row[at + i] = start + i;
                }
            }
        }
    }

    /// <summary>Length of the series.</summary>
    public int Observations { get; }

    /// <summary>Number of resamples.</summary>
    public int Replicates { get; }

    /// <summary>Observations per block.</summary>
    public int BlockLength { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The block length used when none is given: ⌈n^(1/3)⌉.</summary>
    /// <param name="observations">Length of the series, at least 1.</param>
    public static int DefaultBlockLength(int observations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 1);
        int length = 1;
        while ((long)length * length * length < observations)
        {
            length++;
        }

        return length;
    }

    /// <summary>The positions of one resample, as many as the series has observations.</summary>
    /// <param name="replicate">0 to <see cref="Replicates"/> − 1.</param>
    public ReadOnlySpan<int> Positions(int replicate) => _positions.AsSpan(replicate * Observations, Observations);

    /// <summary>The mean of a series.</summary>
    /// <param name="values">One finite number per observation.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    public Estimate Mean(ReadOnlySpan<double> values, double coverage = 0.95)
    {
        Require(values, nameof(values));
        return Estimated(MeanOf(values), MeansOf(values), coverage);
    }

    /// <summary>The ratio of two series' sums, for instance hits over events: the pooled rate, not the mean of rates.</summary>
    /// <param name="numerators">One finite number per observation.</param>
    /// <param name="denominators">One finite number, 0 or more, per observation.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <exception cref="AnalysisException">The denominators sum to 0 (<see cref="AnalysisFailure.NoEvents"/>), or do so in most resamples (<see cref="AnalysisFailure.TooFewEvents"/>).</exception>
    public Estimate RatioOfSums(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, double coverage = 0.95)
    {
        (double value, double[] replicates) = Ratios(numerators, denominators);
        return Estimated(value, replicates, coverage);
    }

    /// <summary>The mean of a series minus the mean of another, on the same resamples.</summary>
    /// <param name="values">One finite number per observation.</param>
    /// <param name="baseline">One finite number per observation, in the same order of time.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    public PairedDifference MeanDifference(ReadOnlySpan<double> values, ReadOnlySpan<double> baseline, double coverage = 0.95)
    {
        Require(values, nameof(values));
        Require(baseline, nameof(baseline));
        double[] apart = new double[values.Length];
        for (int i = 0; i < apart.Length; i++)
        {
            apart[i] = values[i] - baseline[i];
        }

        return Difference(MeanOf(apart), MeansOf(apart), coverage);
    }

    /// <summary>A ratio of sums minus another, on the same resamples.</summary>
    /// <param name="numerators">One finite number per observation.</param>
    /// <param name="denominators">One finite number, 0 or more, per observation.</param>
    /// <param name="baselineNumerators">The baseline's numerators, in the same order of time.</param>
    /// <param name="baselineDenominators">The baseline's denominators, in the same order of time.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <exception cref="AnalysisException">The denominators sum to 0, or do so in most resamples.</exception>
    public PairedDifference RatioDifference(
        ReadOnlySpan<double> numerators,
        ReadOnlySpan<double> denominators,
        ReadOnlySpan<double> baselineNumerators,
        ReadOnlySpan<double> baselineDenominators,
        double coverage = 0.95)
    {
        (double value, double[] replicates) = Ratios(numerators, denominators);
        (double baseline, double[] others) = Ratios(baselineNumerators, baselineDenominators);
        for (int i = 0; i < replicates.Length; i++)
        {
            replicates[i] -= others[i];
        }

        return Difference(value - baseline, replicates, coverage);
    }

    /// <summary>A statistic of every resample, which may have no value in some of them.</summary>
    /// <param name="statistic">Takes the positions of the observations, some more than once, and returns a number; NaN or infinity where there is no value.</param>
    /// <returns>One number per resample, in their order.</returns>
    public double[] Replicate(Func<ReadOnlySpan<int>, double> statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        double[] values = new double[Replicates];
        for (int r = 0; r < values.Length; r++)
        {
            values[r] = statistic(Positions(r));
        }

        return values;
    }

    /// <summary>The percentile interval over the resamples that have a value.</summary>
    /// <param name="replicates">One number per resample, in any order; those that are not finite have no value.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <param name="minimumShare">The share of resamples, 0 to below 1, of which more must have a value; half by default.</param>
    /// <returns>The interval; null where too few resamples have a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The coverage or the share is outside its range.</exception>
    public static Interval? Percentile(ReadOnlySpan<double> replicates, double coverage = 0.95, double minimumShare = 0.5)
    {
        RequireCoverage(coverage);
        if (!(minimumShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumShare), minimumShare, "A share of resamples is 0 to below 1.");
        }

        double[] sorted = new double[replicates.Length];
        int count = 0;
        foreach (double value in replicates)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        if (count <= minimumShare * replicates.Length)
        {
            return null;
        }

        Array.Sort(sorted, 0, count);
        ReadOnlySpan<double> valued = sorted.AsSpan(0, count);
        return new Interval(Quantile(valued, (1 - coverage) / 2), Quantile(valued, (1 + coverage) / 2), coverage);
    }

    /// <summary>The two-sided p-value of no difference: twice the smaller share of resamples on either side of 0.</summary>
    /// <param name="differences">One difference per resample; those that are not finite have no value and do not count.</param>
    /// <returns>Above 0 to 1: the full sample itself counts on both sides, so that the p-value is never 0.</returns>
    public static double TwoSidedPValue(ReadOnlySpan<double> differences)
    {
        int below = 1, above = 1, count = 1;
        foreach (double difference in differences)
        {
            if (double.IsFinite(difference))
            {
                count++;
                below += difference <= 0 ? 1 : 0;
                above += difference >= 0 ? 1 : 0;
            }
        }

        return Math.Min(1, 2.0 * Math.Min(below, above) / count);
    }

    /// <summary>Any statistic of resampled observations.</summary>
    /// <param name="statistic">Takes the positions of the observations, some more than once, and returns a finite number.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <exception cref="ArgumentException">The statistic is not a finite number.</exception>
    public Estimate Statistic(Func<ReadOnlySpan<int>, double> statistic, double coverage = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        int[] all = new int[Observations];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = i;
        }

        return Estimated(Finite(statistic(all)), Replicate(positions => Finite(statistic(positions))), coverage);

        static double Finite(double x) => double.IsFinite(x) ? x : throw new ArgumentException("A statistic to be resampled is a finite number for every resample.", nameof(statistic));
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static void RequireCoverage(double coverage)
    {
        if (!(coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is a fraction above 0 and below 1.");
        }
    }

    private static Estimate Estimated(double value, double[] replicates, double coverage) => Percentile(replicates, coverage) is { } interval
        ? new Estimate(value, interval)
        : throw new AnalysisException(AnalysisFailure.TooFewEvents, "In most resamples of the periods nothing was observed, so a rate has no interval. Take more or longer periods.");

    private static PairedDifference Difference(double value, double[] replicates, double coverage) =>
        new(Estimated(value, replicates, coverage), TwoSidedPValue(replicates));

    /// <summary>The quantile of sorted numbers, linear between order statistics (type 7 of Hyndman and Fan 1996).</summary>
    private static double Quantile(ReadOnlySpan<double> sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int low = (int)at;
        int high = Math.Min(low + 1, sorted.Length - 1);
        // Written so that equal neighbours give exactly their value.
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }

    private double[] MeansOf(ReadOnlySpan<double> values)
    {
        double[] means = new double[Replicates];
        for (int r = 0; r < means.Length; r++)
        {
            double sum = 0;
            foreach (int position in Positions(r))
            {
                sum += values[position];
            }

            means[r] = sum / Observations;
        }

        return means;
    }

    private (double Value, double[] Replicates) Ratios(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        Require(numerators, nameof(numerators));
        Require(denominators, nameof(denominators));
        double total = 0, all = 0;
        for (int i = 0; i < denominators.Length; i++)
        {
            if (denominators[i] < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(denominators), denominators[i], $"Denominator {i} is negative.");
            }

            total += numerators[i];
            all += denominators[i];
        }

        if (all == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, "Nothing was observed in any period, so a rate is not defined. Take periods that hold events.");
        }

        double[] ratios = new double[Replicates];
        for (int r = 0; r < ratios.Length; r++)
        {
            double above = 0, below = 0;
            foreach (int position in Positions(r))
            {
                above += numerators[position];
                below += denominators[position];
            }

            ratios[r] = below > 0 ? above / below : double.NaN;
        }

        return (total / all, ratios);
    }

    private void Require(ReadOnlySpan<double> values, string name)
    {
        if (values.Length != Observations)
        {
            throw new ArgumentException($"The series {name} has {values.Length} observations where the bootstrap was drawn for {Observations}.", name);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(FormattableString.Invariant($"Observation {i} of {name} is {values[i]}; observations are finite numbers."), name);
            }
        }
    }
}

/// <summary>A difference between two models on the same resamples.</summary>
/// <param name="Difference">The difference with its interval.</param>
/// <param name="PValue">Two-sided bootstrap p-value of no difference: twice the smaller share of resamples on either side of 0, never below 2/(replicates + 1).</param>
public readonly record struct PairedDifference(Estimate Difference, double PValue);
