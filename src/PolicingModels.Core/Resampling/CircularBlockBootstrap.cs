namespace PolicingModels;

/// <summary>Intervals of statistics of a time-ordered series, by resampling blocks of consecutive observations.</summary>
/// <remarks>
/// Blocks keep the dependence between neighbours in time, which resampling single observations would break (Künsch 1989,
/// doi:10.1214/aos/1176347265); they start anywhere and go on from the last observation to the first, so that every observation is drawn
/// equally often (Politis and Romano 1992, in LePage and Billard, <i>Exploring the Limits of Bootstrap</i>, 263–270). One instance holds one set of
/// drawn positions and uses them for every statistic, so that two models are compared on the same resamples and their differences are
/// paired. Depends on the seed only; immutable and thread-safe.
/// Few observations say little of their own variation. A series of n in blocks of l has resamples whose variance is short by the factor
/// 1 − l/n, and about ν = 1.5 n/l − 1 degrees of freedom to estimate it with; intervals are wide enough for both: c·t times the
/// deviation of the resamples in place of the normal distribution's 1.96, where c = 1/√(1 − l/n) and t is Student's quantile. Below about 8 observations they are too narrow still.
/// </remarks>
public sealed class CircularBlockBootstrap
{
    private readonly int[] _positions;
    private readonly double _scale;
    private readonly double _degreesOfFreedom;

    /// <summary>Draws the positions.</summary>
    /// <param name="observations">Length of the series, at least 2: one observation says nothing of variation.</param>
    /// <param name="seed">Seed of <see cref="SeededRandom"/>.</param>
    /// <param name="replicates">Number of resamples, at least 2; 2000 by default, which puts the Monte-Carlo error of a 95 % interval's end 2 to 3 % of its width.</param>
    /// <param name="blockLength">Observations per block, 1 to <paramref name="observations"/> − 1; null for <see cref="DefaultBlockLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public CircularBlockBootstrap(int observations, ulong seed, int replicates = 2000, int? blockLength = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        int length = blockLength ?? DefaultBlockLength(observations);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(blockLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, observations, nameof(blockLength));
        Observations = observations;
        Replicates = replicates;
        BlockLength = length;
        Seed = seed;
        _scale = 1 / Math.Sqrt(1 - ((double)length / observations));
        _degreesOfFreedom = Math.Max(1, (1.5 * observations / length) - 1);
        SeededRandom random = new(seed);
        _positions = new int[checked(observations * replicates)];
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            Span<int> row = _positions.AsSpan(replicate * observations, observations);
            for (int at = 0; at < observations; at += length)
            {
                int start = random.NextInt32(observations);
                for (int i = 0; i < length && at + i < observations; i++)
                {
                    row[at + i] = (start + i) % observations;
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

    /// <summary>The block length used when none is given: ⌈n^(1/3)⌉, the rate at which Künsch's variance estimate is most accurate, and at most n − 1.</summary>
    /// <param name="observations">Length of the series, at least 2.</param>
    public static int DefaultBlockLength(int observations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 2);
        int length = 1;
        while ((long)length * length * length < observations)
        {
            length++;
        }

        return Math.Min(length, observations - 1);
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

        return Valued(Studentised(MeanOf(apart), MeansOf(apart), coverage, () => Observations));
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

        double[] below = denominators.ToArray(), baselineBelow = baselineDenominators.ToArray();
        return Valued(Studentised(value - baseline, replicates, coverage, () => Enumerable.Range(0, Observations).Count(i => below[i] > 0 && baselineBelow[i] > 0)));
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

    /// <summary>The expanded percentile interval over the resamples that have a value: the quantiles at Φ(−c·t) and its complement.</summary>
    /// <param name="replicates">One number per resample, in any order; those that are not finite have no value.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <param name="minimumShare">The share of resamples, 0 to below 1, of which more must have a value; half by default.</param>
    /// <returns>The interval, which like all percentiles stays within what the statistic can be; null where too few resamples have a value.</returns>
    /// <remarks>Hesterberg 2015, doi:10.1080/00031305.2015.1089789, with the c and the degrees of freedom of blocks. Type 7 quantiles.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The coverage or the share is outside its range.</exception>
    public Interval? ExpandedPercentile(ReadOnlySpan<double> replicates, double coverage = 0.95, double minimumShare = 0.5) =>
        PercentileInterval.Between(replicates, StandardNormal.Cumulative(-Reach(coverage)), coverage, minimumShare);

    /// <summary>The difference of two models' statistics on the same resamples, with a studentised interval and its p-value.</summary>
    /// <param name="difference">Takes the positions of the observations, some more than once, and returns a difference; NaN or infinity where there is no value.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <returns>The difference; null where the whole series, or half of the resamples, has no value.</returns>
    /// <remarks>See <see cref="PairedDifference"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is not a proper fraction.</exception>
    public PairedDifference? Difference(Func<ReadOnlySpan<int>, double> difference, double coverage = 0.95)
    {
        double[] replicates = Replicate(difference);
        double value = difference(All());
        return double.IsFinite(value)
            ? Studentised(value, replicates, coverage, () => Enumerable.Range(0, Observations).Count(i => double.IsFinite(difference([i]))))
            : null;
    }

    /// <summary>Any statistic of resampled observations.</summary>
    /// <param name="statistic">Takes the positions of the observations, some more than once, and returns a finite number.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <exception cref="ArgumentException">The statistic is not a finite number.</exception>
    public Estimate Statistic(Func<ReadOnlySpan<int>, double> statistic, double coverage = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        return Estimated(Finite(statistic(All())), Replicate(positions => Finite(statistic(positions))), coverage);

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

    private static AnalysisException NothingObserved() =>
        new(AnalysisFailure.TooFewEvents, "In most resamples of the periods nothing was observed, so a rate has no interval. Take more or longer periods.");

    private static PairedDifference Valued(PairedDifference? difference) => difference ?? throw NothingObserved();

    private int[] All() => [.. Enumerable.Range(0, Observations)];

    private Estimate Estimated(double value, double[] replicates, double coverage) =>
        ExpandedPercentile(replicates, coverage) is { } interval ? new Estimate(value, interval) : throw NothingObserved();

    /// <summary>How many deviations of the resamples an interval reaches to either side: c·t.</summary>
    private double Reach(double coverage)
    {
        PercentileInterval.RequireCoverage(coverage);
        return _scale * StudentT.Quantile((1 + coverage) / 2, _degreesOfFreedom);
    }

    /// <summary>The difference d ± c·t·s, where s is the root mean square distance of the resampled differences from d.</summary>
    /// <param name="value">The difference of the series itself.</param>
    /// <param name="replicates">Its resamples.</param>
    /// <param name="coverage">Nominal coverage of the interval.</param>
    /// <param name="telling">How many single observations have a difference at all; asked where the resamples do not vary.</param>
    private PairedDifference? Studentised(double value, double[] replicates, double coverage, Func<int> telling)
    {
        double reach = Reach(coverage), squares = 0;
        int count = 0;
        foreach (double replicate in replicates)
        {
            if (double.IsFinite(replicate))
            {
                squares += (replicate - value) * (replicate - value);
                count++;
            }
        }

        if (2 * count <= replicates.Length)
        {
            return null;
        }

        double deviation = Math.Sqrt(squares / count);
        // What is left of a difference that does not vary is rounding.
        return deviation > 1e-12 * Math.Abs(value)
            ? new PairedDifference(
                new Estimate(value, new Interval(value - (reach * deviation), value + (reach * deviation), coverage)),
                Math.Min(1, 2 * StudentT.Cumulative(-Math.Abs(value) / (_scale * deviation), _degreesOfFreedom)))
            : Unvarying(value, coverage, value == 0 ? 0 : telling());
    }

    private static PairedDifference Unvarying(double value, double coverage, int telling)
    {
        double p = Math.Min(1, Math.Pow(2, 1 - telling));
        Interval interval = value == 0 || p < 1 - coverage ? new Interval(value, value, coverage) : new Interval(Math.Min(0, value), Math.Max(0, value), coverage);
        return new PairedDifference(new Estimate(value, interval), p);
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
/// <param name="Difference">The difference d with its studentised interval d ± c·t·s, s the root mean square distance of the resampled differences from d, c and t those of <see cref="CircularBlockBootstrap"/>.</param>
/// <param name="PValue">Two-sided p-value of no difference, 2 T(−|d|/(c·s)) with Student's distribution T: below 1 − coverage exactly where the interval leaves 0 out.</param>
/// <remarks>
/// In the spirit of Harvey, Leybourne and Newbold 1997, doi:10.1016/S0169-2070(96)00719-4.
/// Where every resample has the same difference (s = 0), Student's distribution has nothing to go by: the p-value is that of the sign test, 2^(1 − m) over the m observations that have a difference by
/// themselves, and 1 for a difference of 0. The interval is then d alone where the p-value is below 1 − coverage, and else reaches to 0: a single event that one model had and the other had not is no evidence.
/// </remarks>
public readonly record struct PairedDifference(Estimate Difference, double PValue);
