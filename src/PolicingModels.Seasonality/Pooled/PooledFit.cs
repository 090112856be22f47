namespace PolicingModels.Seasonality;

/// <summary>What the pooled model found in a history, with its forecast. Immutable and thread-safe.</summary>
public sealed class PooledFit
{
    private const double LeastCount = 20;

    private readonly PooledData _data;
    private readonly PooledIndices _indices;
    private readonly PooledLevels _levels;
    private readonly ShockModel _shocks;
    private readonly IndexDraws _draws;
    private readonly JointSimulation _simulation;

    private PooledFit(SeriesHierarchy history, PooledOptions options, int horizon, CancellationToken cancellationToken)
    {
        History = history;
        _data = new PooledData(history, options, Math.Max(12, horizon));
        _indices = PooledIndices.Estimate(_data, options, cancellationToken);
        _levels = PooledLevels.Fit(_data, _indices, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _shocks = ShockModel.Estimate(_data, _indices, _levels, cancellationToken);
        SeededRandom random = new(options.Seed);
        _draws = new IndexDraws(_data, _indices, random.Fork(0), options.MaximumThreads, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _simulation = new JointSimulation(_data, _levels, _shocks, _draws, Math.Max(12, horizon));
        Forecast = Simulate(options, horizon, random.Fork(1), cancellationToken);
    }

    /// <summary>The history fitted to.</summary>
    public SeriesHierarchy History { get; }

    /// <summary>The forecast of every node.</summary>
    public HierarchyForecast Forecast { get; }

    /// <summary>What was estimated for all series together.</summary>
    public IReadOnlyList<FittedParameter> Parameters =>
    [
        new("typeShockStays", _shocks.TypeShape.Stays, true),
        new("typeShockGrowsPerMonth", _shocks.TypeShape.Grows, true),
        new("typeShockMonth", _shocks.TypeShape.Month, true),
        new("typeShockMeanVariance", _shocks.TypeScale.Average(), true),
        new("typeCorrelation", _shocks.TypeCorrelation, true),
        new("typeTailDegrees", _shocks.TypeTail, true),
        new("shareTailDegrees", _shocks.ShareTail, true),
        new("shareShockStays", _shocks.ShareShape.Stays, true),
        new("shareShockGrowsPerMonth", _shocks.ShareShape.Grows, true),
        new("shareShockMonth", _shocks.ShareShape.Month, true),
        new("shareShockMeanVariance", _shocks.ShareScale.Average(), true),
        new("shareCorrelation", _shocks.ShareCorrelation, true),
    ];

    /// <summary>What was estimated for one counted series; empty for totals.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    public IReadOnlyList<FittedParameter> ParametersOf(int node)
    {
        int bottom = node - History.Structure.AggregateCount;
        if (bottom < 0)
        {
            return [];
        }

        int type = bottom % _data.Types;
        return
        [
            new("typeLevelGain", _levels.TypeGain[type], true),
            new("shareGain", _levels.ShareGain[bottom], true),
            new("share", _levels.Share[bottom][_data.Months - 1], true),
            new("trendPerMonth", _data.First[type] < _data.Months ? _levels.Slope[type][_data.Months - 1] : 0, true),
            new("dispersion", _indices.AreaDispersion[type], true),
            new("ownIndexShare", _indices.OwnShare[bottom], true),
        ];
    }

    /// <summary>The seasonal index of a node.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    public SeasonalIndex Index(int node)
    {
        int[] bottoms = Bottoms(node);
        double[] weights = [.. bottoms.Select(b => Weight(b))];
        double total = weights.Sum();
        if (!(total > 0))
        {
            Estimate level = new(100, 100, 100);
            return new SeasonalIndex([.. Enumerable.Repeat(level, 12)], Calendar([.. Enumerable.Repeat(level, 12)]), SeasonalityVerdict.TooFewCounts, 0);
        }

        double[] expected = new double[12];
        double[][] drawn = [.. Enumerable.Range(0, 12).Select(_ => new double[IndexDraws.Sets])];
        for (int i = 0; i < bottoms.Length; i++)
        {
            for (int k = 0; k < 12; k++)
            {
                expected[k] += weights[i] * Math.Exp(_draws.MeanLog(bottoms[i], k));
                double[] row = drawn[k];
                for (int s = 0; s < row.Length; s++)
                {
                    row[s] += weights[i] * _draws.Factor(s, bottoms[i], k);
                }
            }
        }

        Estimate[] perDay = Percentages(expected, drawn);
        double own = 0;
        for (int i = 0; i < bottoms.Length; i++)
        {
            own += weights[i] / total * _indices.OwnShare[bottoms[i]];
        }

        return new SeasonalIndex(perDay, Calendar(perDay), Judge(node, perDay, drawn), own);
    }

    /// <summary>How each coming month compares with the average month of the coming twelve, 100: the relative occurrence, with 95 % intervals.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    /// <param name="perDay">Whether the length of months is taken out.</param>
    /// <returns>Twelve numbers, the next month first, whatever the horizon; their mean is 100. Intervals are those of the index, not of counts.</returns>
    public IReadOnlyList<RelativeOccurrence> Occurrence(int node, bool perDay = false)
    {
        double[] expected = new double[12];
        double[][] drawn = [.. Enumerable.Range(0, 12).Select(_ => new double[IndexDraws.Sets])];
        foreach (int bottom in Bottoms(node))
        {
            (int type, int area) = (bottom % _data.Types, bottom / _data.Types);
            for (int h = 0; h < 12; h++)
            {
                int k = _data.MonthOfYear[_data.Months + h];
                double weight = _simulation.Expected(type, area, h) / (perDay ? _data.Days[_data.Months + h] : 1);
                expected[h] += weight * Math.Exp(_draws.MeanLog(bottom, k));
                double[] row = drawn[h];
                for (int s = 0; s < row.Length; s++)
                {
                    row[s] += weight * _draws.Factor(s, bottom, k);
                }
            }
        }

        if (!(expected.Sum() > 0))
        {
            return [.. Enumerable.Range(0, 12).Select(h => new RelativeOccurrence(History.Next.AddMonths(h), new Estimate(100, 100, 100), 0.5))];
        }

        Estimate[] percent = Percentages(expected, drawn);
        return [.. percent.Select((p, h) => new RelativeOccurrence(History.Next.AddMonths(h), p, ShareAbove(drawn[h], 100)))];
    }

    internal static PooledFit Make(SeriesHierarchy history, PooledOptions options, int horizon, CancellationToken cancellationToken) =>
        new(history, options, horizon, cancellationToken);

    /// <summary>The monthly change of the logarithm of a node's level over the coming year, and of its level now against its last twelve months.</summary>
    internal (double LevelNow, double Trend) Drift(int node)
    {
        double now = 0, later = 0, past = 0;
        int known = 0;
        for (int h = 0; h < 12; h++)
        {
            foreach (int bottom in Bottoms(node))
            {
                (int type, int area) = (bottom % _data.Types, bottom / _data.Types);
                double mean = _simulation.Mean(type, area, h);
                later += mean;
                now += _levels.Level[type] is { } level && level[_data.Months - 1] > 0 ? mean * level[_data.Months - 1] / _levels.Rate(type, _data.Months - 1, h + 1) : 0;
            }
        }

        for (int m = Math.Max(0, _data.Months - 12); m < _data.Months; m++)
        {
            if (!History.Missing(node)[m])
            {
                past += History.Values(node)[m];
                known++;
            }
        }

        return known < 12 || !(past > 0) || !(now > 0) ? (0, 0) : ((now / past) - 1, (later / now) - 1);
    }

    private static Estimate[] Percentages(double[] expected, double[][] drawn)
    {
        double mean = expected.Average();
        for (int s = 0; s < IndexDraws.Sets; s++)
        {
            double average = 0;
            for (int k = 0; k < 12; k++)
            {
                average += drawn[k][s] / 12;
            }

            for (int k = 0; k < 12; k++)
            {
                drawn[k][s] *= 100 / average;
            }
        }

        Estimate[] percentages = new Estimate[12];
        for (int k = 0; k < 12; k++)
        {
            double[] sorted = [.. drawn[k].Order()];
            double value = 100 * expected[k] / mean;
            percentages[k] = new Estimate(value, Math.Min(value, Quantile(sorted, 0.025)), Math.Max(value, Quantile(sorted, 0.975)));
        }

        return percentages;
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double place = probability * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static double ShareAbove(double[] draws, double value)
    {
        double above = 0;
        foreach (double draw in draws)
        {
            above += draw > value ? 1 : draw == value ? 0.5 : 0;
        }

        return above / draws.Length;
    }

    internal static Estimate[] Calendar(Estimate[] perDay)
    {
        // A year of average length: February has 28.2425 days.
        double[] days = [31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        double mean = 0;
        for (int k = 0; k < 12; k++)
        {
            mean += perDay[k].Value * days[k] / 1200;
        }

        return [.. perDay.Select((p, k) => new Estimate(p.Value * days[k] / mean, p.Low * days[k] / mean, p.High * days[k] / mean))];
    }

    /// <summary>Whether any month stands out beyond what the largest of twelve would by chance.</summary>
    private SeasonalityVerdict Judge(int node, Estimate[] perDay, double[][] drawn)
    {
        double[] largest = new double[IndexDraws.Sets], deviations = new double[12], means = [.. drawn.Select(d => d.Average())];
        for (int k = 0; k < 12; k++)
        {
            deviations[k] = Math.Sqrt(drawn[k].Average(d => (d - means[k]) * (d - means[k])));
        }

        for (int s = 0; s < largest.Length; s++)
        {
            for (int k = 0; k < 12; k++)
            {
                largest[s] = Math.Max(largest[s], deviations[k] > 0 ? Math.Abs(drawn[k][s] - means[k]) / deviations[k] : 0);
            }
        }

        Array.Sort(largest);
        double limit = Quantile(largest, 0.95);
        bool standsOut = Enumerable.Range(0, 12).Any(k => deviations[k] > 0 && Math.Abs(perDay[k].Value - 100) > limit * deviations[k]);
        if (!standsOut)
        {
            return RecentMean(node) < LeastCount ? SeasonalityVerdict.TooFewCounts : SeasonalityVerdict.NotDetected;
        }

        return perDay.Max(p => p.Value) - perDay.Min(p => p.Value) >= 20 ? SeasonalityVerdict.Strong : SeasonalityVerdict.Present;
    }

    private double Weight(int bottom)
    {
        int type = bottom % _data.Types;
        return _data.First[type] < _data.Months ? _levels.Level[type][_data.Months - 1] * _levels.Share[bottom][_data.Months - 1] : 0;
    }

    private int[] Bottoms(int node)
    {
        int aggregates = History.Structure.AggregateCount;
        return node >= aggregates ? [node - aggregates] : History.Structure.Parts(node).ToArray();
    }

    private double RecentMean(int node)
    {
        double sum = 0;
        int seen = 0;
        for (int m = History.Length - 1; m >= 0 && seen < 36; m--)
        {
            if (!History.Missing(node)[m])
            {
                sum += History.Values(node)[m];
                seen++;
            }
        }

        return seen > 0 ? sum / seen : 0;
    }

    private HierarchyForecast Simulate(PooledOptions options, int horizon, SeededRandom random, CancellationToken cancellationToken)
    {
        SummingStructure structure = History.Structure;
        int nodes = structure.NodeCount, aggregates = structure.AggregateCount, draws = options.Draws, simulated = Math.Max(12, horizon);
        double[] means = new double[nodes * horizon], futures = new double[nodes * horizon * draws];
        double[] row = new double[nodes];
        for (int h = 0; h < horizon; h++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int b = 0; b < structure.BottomCount; b++)
            {
                row[aggregates + b] = _simulation.Mean(b % _data.Types, b / _data.Types, h);
            }

            structure.AddUp(row);
            for (int i = 0; i < nodes; i++)
            {
                means[(i * horizon) + h] = row[i];
            }
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.MaximumThreads, CancellationToken = cancellationToken };
        Parallel.For(0, draws, parallel, () => (_simulation.NewScratch(), new double[nodes]), (d, _, local) =>
        {
            (JointSimulation.Scratch scratch, double[] sums) = local;
            _simulation.Draw(d, random.Fork((ulong)d), scratch.Counts, scratch);
            for (int h = 0; h < horizon; h++)
            {
                for (int b = 0; b < structure.BottomCount; b++)
                {
                    sums[aggregates + b] = scratch.Counts[(b * simulated) + h];
                }

                structure.AddUp(sums);
                for (int i = 0; i < nodes; i++)
                {
                    futures[(((i * horizon) + h) * draws) + d] = sums[i];
                }
            }

            return local;
        }, _ => { });
        return new HierarchyForecast("pooled", History, horizon, means, futures, [.. Enumerable.Range(0, nodes).Select(Caution)]);
    }

    private SeriesCaution Caution(int node)
    {
        SeriesCaution caution = SeriesCaution.None;
        (int first, int end) = History.Span(node);
        if (!History.GoesOn(node))
        {
            return SeriesCaution.NotForecast;
        }

        ReadOnlySpan<double> values = History.Values(node)[first..end];
        ReadOnlySpan<bool> missing = History.Missing(node)[first..end];
        int known = missing.Count(false);
        double low = double.PositiveInfinity, high = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!missing[i])
            {
                (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
            }
        }

        caution |= known < 24 ? SeriesCaution.ShortHistory : 0;
        caution |= high == 0 ? SeriesCaution.AllZero : low == high ? SeriesCaution.Constant : 0;
        caution |= known < values.Length ? SeriesCaution.MissingMonths : 0;
        caution |= RecentMean(node) < LeastCount ? SeriesCaution.FewCounts : 0;
        int bottom = node - History.Structure.AggregateCount;
        bool limited = bottom >= 0
            ? _levels.Limited[bottom]
            : History.Nodes[node] is { AreaDepth: 0 } kept && History.Types.LeavesBelow(History.Types.IndexOf(kept.Key.Type)) is [int only] && _levels.TypeLimited[only] is [.., true];
        return caution | (limited ? SeriesCaution.OutlierLimited : 0);
    }
}

/// <summary>How a coming month compares with the average month of the coming year, 100.</summary>
/// <param name="Month">The month.</param>
/// <param name="Index">100 for the average month, with its 95 % interval.</param>
/// <param name="ProbabilityAbove">The probability that the month is above the average one.</param>
public sealed record RelativeOccurrence(Month Month, Estimate Index, double ProbabilityAbove)
{
    /// <summary>Whether the 95 % interval excludes the average month: what a table prints bold.</summary>
    public bool StandsOut => !Index.Interval.Contains(100);
}
