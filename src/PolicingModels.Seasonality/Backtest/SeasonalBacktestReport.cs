namespace PolicingModels.Seasonality;

/// <summary>What a backtest found. Immutable and thread-safe.</summary>
public sealed class SeasonalBacktestReport
{
    private const double LargeChange = 0.05;

    private readonly SeriesHierarchy _counts;
    private readonly Dictionary<string, List<NodeScore>> _scores;
    private readonly Dictionary<string, HorizonCoverage> _coverage;

    internal SeasonalBacktestReport(SeriesHierarchy counts, IReadOnlyList<string> models, Dictionary<string, List<NodeScore>> scores, Dictionary<string, HorizonCoverage> coverage, IReadOnlyList<BacktestFailure> failures)
    {
        (_counts, Models, _scores, _coverage, Failures) = (counts, models, scores, coverage, failures);
    }

    /// <summary>The names of the models.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Models that could not forecast from an origin.</summary>
    public IReadOnlyList<BacktestFailure> Failures { get; }

    /// <summary>The nodes that scores are about.</summary>
    public IReadOnlyList<SeriesNode> Nodes => _counts.Nodes;

    /// <summary>All scores of a model, origin after origin.</summary>
    /// <param name="model">Its name.</param>
    /// <exception cref="ArgumentException">The model was not run.</exception>
    public IReadOnlyList<NodeScore> Scores(string model) =>
        _scores.TryGetValue(model, out List<NodeScore>? scores) ? scores : throw new ArgumentException($"“{model}” was not run; there are {string.Join(", ", Models)}.", nameof(model));

    /// <summary>Means over series and origins.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="level">A level of the hierarchy; null for all nodes.</param>
    /// <param name="heldApart">Whether the origins held apart are meant instead of the others.</param>
    public BacktestSummary Summary(string model, SeriesLevel? level = null, bool heldApart = false) =>
        Summarize([.. Scores(model).Where(s => s.HeldApart == heldApart && (level is null || _counts.Nodes[s.Node].Level == level))]);

    /// <summary>Means over chosen scores.</summary>
    /// <param name="scores">The scores.</param>
    public static BacktestSummary Summarize(IReadOnlyList<NodeScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        NodeScore[] moved = [.. scores.Where(s => s.Change is { } change && Math.Abs(change) > LargeChange)];
        return new BacktestSummary(
            scores.Count,
            Mean(scores, s => s.Mase),
            Mean(scores, s => s.Rmsse),
            Mean(scores, s => s.Smape),
            Mean(scores, s => s.Crps),
            Mean(scores, s => s.QuantileLoss),
            Mean(scores, s => s.Coverage80),
            Mean(scores, s => s.Coverage95),
            Mean(scores, s => s.AnnualError),
            moved.Length > 0 ? moved.Average(s => Math.Sign(s.ForecastChange!.Value) == Math.Sign(s.Change!.Value) ? 1.0 : 0) : null,
            Mean(scores, s => s.IndexError),
            Mean(scores, s => s.FlatIndexError));
    }

    /// <summary>The coverage of intervals by months ahead.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="level">A level of the hierarchy.</param>
    /// <param name="coverage">0.8 or 0.95.</param>
    /// <param name="heldApart">Whether the origins held apart are meant instead of the others.</param>
    /// <returns>A share for each month ahead, randomised at the edges of the intervals; null where nothing was scored.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is neither.</exception>
    public IReadOnlyList<double?> CoverageByHorizon(string model, SeriesLevel level, double coverage, bool heldApart = false)
    {
        _ = Scores(model);
        return _coverage[model].Get(level, heldApart, coverage switch
        {
            0.8 => 0,
            0.95 => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is scored for 0.8 and 0.95."),
        });
    }

    /// <summary>Forecast probabilities of a rise of the annual total beside how often it rose.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="bins">How many bins of equal width, 2 to 20.</param>
    /// <param name="level">A level of the hierarchy; null for all nodes.</param>
    /// <returns>Bins that hold a forecast, in rising order.</returns>
    public IReadOnlyList<ReliabilityBin> Reliability(string model, int bins = 10, SeriesLevel? level = null)
    {
        if (bins is < 2 or > 20)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "There are 2 to 20 bins.");
        }

        return
        [
            .. Scores(model)
                .Where(s => !s.HeldApart && s.ProbabilityUp is not null && (level is null || _counts.Nodes[s.Node].Level == level))
                .GroupBy(s => Math.Min(bins - 1, (int)(s.ProbabilityUp!.Value * bins)))
                .OrderBy(g => g.Key)
                .Select(g => new ReliabilityBin(g.Count(), g.Average(s => s.ProbabilityUp!.Value), g.Average(s => s.Change > 0 ? 1.0 : 0))),
        ];
    }

    /// <summary>Compares two models by MASE, series by series.</summary>
    /// <param name="model">The name of the first model.</param>
    /// <param name="other">The name of the model it is compared with.</param>
    /// <param name="level">A level of the hierarchy; null for all nodes.</param>
    public PairedComparison Compare(string model, string other, SeriesLevel? level = null)
    {
        Dictionary<(Month, int), double?> others = Scores(other).ToDictionary(s => (s.Origin, s.Node), s => s.Mase);
        return Compare(model, (origin, node) => others.GetValueOrDefault((origin, node)), level);
    }

    /// <summary>Compares a model by MASE with figures from elsewhere.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="others">The other's MASE of an origin and a node; null where there is none.</param>
    /// <param name="level">A level of the hierarchy; null for all nodes.</param>
    /// <returns>Differences, the model's minus the other's, over the origins that are not held apart.</returns>
    /// <exception cref="AnalysisException">Fewer than two origins can be compared.</exception>
    public PairedComparison Compare(string model, Func<Month, int, double?> others, SeriesLevel? level = null)
    {
        ArgumentNullException.ThrowIfNull(others);
        List<(Month Origin, string Type, double Difference)> pairs = [];
        foreach (NodeScore score in Scores(model))
        {
            SeriesNode node = _counts.Nodes[score.Node];
            if (!score.HeldApart && (level is null || node.Level == level) && score.Mase is { } own && others(score.Origin, score.Node) is { } other)
            {
                pairs.Add((score.Origin, node.Key.Type, own - other));
            }
        }

        double[] origins = [.. pairs.GroupBy(p => p.Origin).Select(g => g.Average(p => p.Difference))];
        double[] types = [.. pairs.GroupBy(p => p.Type).Select(g => g.Average(p => p.Difference))];
        if (origins.Length < 2)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"{origins.Length} origins can be compared; an interval takes two.");
        }

        return new PairedComparison(pairs.Count, Interval(origins), Interval(types), origins.Count(d => d < 0), origins.Length, types.Count(d => d < 0), types.Length);
    }

    private static double? Mean(IReadOnlyList<NodeScore> scores, Func<NodeScore, double?> value)
    {
        double sum = 0;
        int seen = 0;
        foreach (NodeScore score in scores)
        {
            if (value(score) is { } known)
            {
                sum += known;
                seen++;
            }
        }

        return seen > 0 ? sum / seen : null;
    }

    /// <summary>A mean with its t-interval; one value alone has the whole line, told by a half-width of its own size.</summary>
    private static Estimate Interval(double[] values)
    {
        double mean = values.Average();
        if (values.Length < 2)
        {
            return new Estimate(mean, mean - Math.Abs(mean), mean + Math.Abs(mean));
        }

        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
        double half = StudentT.Quantile(0.975, values.Length - 1) * deviation;
        return new Estimate(mean, mean - half, mean + half);
    }
}
