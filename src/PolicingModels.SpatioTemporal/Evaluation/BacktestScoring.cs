using System.Collections.Concurrent;
using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>Turns evaluated forecasts into scores with intervals and comparisons.</summary>
internal sealed class BacktestScoring(BacktestOptions options, IReadOnlyList<BacktestOrigin> origins, double[][] truth, int blockLength, IReadOnlyList<string> notes)
{
    private const int FewestOrigins = 2;
    private const double StabilityPercent = 5;
    private readonly IReadOnlyList<MetricDefinition> _metrics = MetricDefinition.For(options.AreaPercents, options.PenalisedPaiExponent);
    private readonly ConcurrentDictionary<int, CircularBlockBootstrap> _resamples = new();

    public BacktestReport Score(IReadOnlyList<IGridForecaster> models, ForecastEvaluation?[][] evaluations, ModelFailure?[][] failures)
    {
        HashSet<string> baselines = Baselines(models);
        List<ModelScore> scores = [];
        Dictionary<string, OriginTable> tables = new(StringComparer.Ordinal);
        List<string> allNotes = [.. notes];
        for (int m = 0; m < models.Count; m++)
        {
            ModelFailure[] failed = [.. failures[m].OfType<ModelFailure>()];
            scores.Add(ScoreModel(models[m], baselines.Contains(models[m].Name), evaluations[m], failed));
            tables.Add(models[m].Name, new OriginTable(Array.ConvertAll(evaluations[m], e => e?.Totals)));
            if (failed.Length > 0)
            {
                allNotes.Add($"{models[m].Name} failed at {failed.Length} of {origins.Count} origins, first at {failed[0].Target}: {failed[0].Message}");
            }
        }

        BacktestComparer comparer = new(tables, Resamples, options.Coverage);
        string? best = BestBaseline(scores);
        return new BacktestReport(options, origins, scores, best, Compare(scores, best, comparer), _metrics, allNotes, comparer);
    }

    private ModelScore ScoreModel(IGridForecaster model, bool isBaseline, ForecastEvaluation?[] byOrigin, ModelFailure[] failures)
    {
        int[] made = [.. Enumerable.Range(0, byOrigin.Length).Where(o => byOrigin[o] is not null)];
        ForecastEvaluation[] evaluations = Array.ConvertAll(made, o => byOrigin[o]!);
        double[][] observed = Array.ConvertAll(made, o => truth[o]);
        double[][] expected = Array.ConvertAll(evaluations, e => e.Expected);
        double[][] totals = Array.ConvertAll(evaluations, e => e.Totals);
        Dictionary<string, Estimate> metrics = new(StringComparer.Ordinal);
        Dictionary<string, string> unavailable = new(StringComparer.Ordinal);
        HitRateCurveBuilder curve = new(truth[0].Length);
        IReadOnlyList<ReliabilityBin> anyBins = [], countBins = [];
        IReadOnlyList<CategoryMeaning> meanings = [];
        if (made.Length >= FewestOrigins)
        {
            string? noSlope = CalibrationRegression.Fit(expected, observed, totals);
            CircularBlockBootstrap resamples = Resamples(made.Length);
            Estimate(totals, resamples, noSlope, metrics, unavailable);
            for (int o = 0; o < made.Length; o++)
            {
                curve.Add(evaluations[o].Ranking, totals[o][OriginTotals.Events]);
            }

            double[][] any = Array.ConvertAll(observed, row => Array.ConvertAll(row, y => y > 0 ? 1.0 : 0.0));
            anyBins = ReliabilityTable.Build(Array.ConvertAll(evaluations, e => e.ProbabilityOfAny), any, resamples, options.Coverage);
            countBins = ReliabilityTable.Build(expected, observed, resamples, options.Coverage);
            meanings = CategoryTally.Pool(Array.ConvertAll(evaluations, e => e.Categories), resamples, options.Coverage);
        }
        else
        {
            foreach (MetricDefinition metric in _metrics)
            {
                unavailable.Add(metric.Key, $"the model forecast {made.Length} of {origins.Count} origins, and a metric takes {FewestOrigins}");
            }
        }

        return new ModelScore
        {
            Name = model.Name,
            Parameters = Told(evaluations),
            IsBaseline = isBaseline,
            Metrics = metrics,
            Unavailable = unavailable,
            PerOrigin = [.. made.Select((o, i) => OriginScore(origins[o], evaluations[i]))],
            Failures = failures,
            FitSeconds = evaluations.Sum(e => e.FitSeconds),
            ForecastSeconds = evaluations.Sum(e => e.ForecastSeconds),
            HitRateCurve = curve.Build(),
            Reliability = anyBins,
            CountReliability = countBins,
            Pit = made.Length < FewestOrigins ? null : PitHistogram.Build(Array.ConvertAll(evaluations, e => e.PitMass), Array.ConvertAll(evaluations, e => e.Pit)),
            WhatCategoriesMeant = meanings,
            Stability = ForecastStability.Of(made, evaluations, StabilityPercent),
            Predictions = new BacktestPredictions([.. made.Select(o => origins[o].Target)], expected),
        };
    }

    private static SortedDictionary<string, string> Told(ForecastEvaluation[] evaluations)
    {
        SortedDictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (FittedParameter parameter in evaluations.Length == 0 ? [] : evaluations[^1].Parameters)
        {
            parameters[parameter.Name] = parameter.Value.ToString(CultureInfo.InvariantCulture);
        }

        return parameters;
    }

    private void Estimate(double[][] totals, CircularBlockBootstrap resamples, string? noSlope, Dictionary<string, Estimate> metrics, Dictionary<string, string> unavailable)
    {
        double[] sums = new double[totals[0].Length];
        double[][] values = new double[_metrics.Count][];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = new double[resamples.Replicates];
        }

        for (int s = 0; s < resamples.Replicates; s++)
        {
            OriginTotals.Sum(totals, resamples.Positions(s), sums);
            for (int k = 0; k < values.Length; k++)
            {
                values[k][s] = _metrics[k].Evaluate(sums);
            }
        }

        OriginTotals.Sum(totals, Enumerable.Range(0, totals.Length).ToArray(), sums);
        for (int k = 0; k < values.Length; k++)
        {
            MetricDefinition metric = _metrics[k];
            double value = metric.Evaluate(sums);
            if (metric.Key == MetricDefinition.CalibrationSlope && noSlope is not null)
            {
                unavailable.Add(metric.Key, noSlope);
            }
            else if (!double.IsFinite(value))
            {
                unavailable.Add(metric.Key, double.IsPositiveInfinity(value)
                    ? "the model gave probability 0 to a count that was observed, so the score is infinite"
                    : sums[OriginTotals.Events] == 0 ? "no event happened in any period forecast" : "the share of the area holds no whole cell");
            }
            else if (resamples.ExpandedPercentile(values[k], options.Coverage) is not { } interval)
            {
                unavailable.Add(metric.Key, "too few resamples of origins have a value, so no interval can be given");
            }
            else
            {
                metrics.Add(metric.Key, new Estimate(value, interval));
            }
        }
    }

    private OriginScore OriginScore(BacktestOrigin origin, ForecastEvaluation evaluation)
    {
        Dictionary<string, double> values = new(StringComparer.Ordinal);
        foreach (MetricDefinition metric in _metrics)
        {
            // The slope is fitted over all origins together; one origin has none of its own.
            double value = metric.Key == MetricDefinition.CalibrationSlope ? double.NaN : metric.Evaluate(evaluation.Totals);
            if (double.IsFinite(value))
            {
                values.Add(metric.Key, value);
            }
        }

        return new OriginScore(origin.Target, evaluation.Totals[OriginTotals.Events], evaluation.Totals[OriginTotals.Predicted], values, evaluation.FitSeconds, evaluation.ForecastSeconds);
    }

    private HashSet<string> Baselines(IReadOnlyList<IGridForecaster> models)
    {
        IReadOnlyCollection<string> known = options.Baselines ?? [.. Forecasters.Baselines.Select(b => b.Name)];
        HashSet<string> taking = [.. models.Select(m => m.Name).Where(known.Contains)];
        if (options.Baselines is { } named && named.FirstOrDefault(n => !taking.Contains(n)) is { } absent)
        {
            throw new ArgumentException($"The baseline “{absent}” is not among the models; there are {string.Join(", ", models.Select(m => m.Name))}.", nameof(models));
        }

        return taking.Count > 0 ? taking : [.. models.Select(m => m.Name)];
    }

    private string? BestBaseline(List<ModelScore> scores)
    {
        List<ModelScore> candidates = [.. scores.Where(s => s.IsBaseline && !s.Failed && s.Metrics.Count > 0)];
        if (candidates.Count == 0)
        {
            return null;
        }

        if (candidates.Any(s => s.Metrics.ContainsKey(MetricDefinition.LogScore)))
        {
            return candidates.Where(s => s.Metrics.ContainsKey(MetricDefinition.LogScore)).MinBy(s => s.LogScore.Value)!.Name;
        }

        double share = options.AreaPercents.LastOrDefault(p => p <= 5, options.AreaPercents.Count > 0 ? options.AreaPercents[0] : 0);
        return candidates.MaxBy(s => s.Metrics.TryGetValue(MetricDefinition.HitRate(share), out Estimate rate) ? rate.Value : -1)!.Name;
    }

    private List<ModelComparison> Compare(List<ModelScore> scores, string? best, BacktestComparer comparer)
    {
        List<ModelComparison> comparisons = [];
        bool contenders = scores.Exists(s => !s.IsBaseline);
        foreach (MetricDefinition metric in best is null ? [] : _metrics)
        {
            foreach (ModelScore model in scores)
            {
                // What is asked is whether a model beats the baselines, not whether they beat each other: those comparisons would only raise the bar.
                bool every = options.CompareWithEveryBaseline && !(contenders && model.IsBaseline);
                List<ModelComparison> family = [];
                foreach (ModelScore baseline in scores.Where(s => every ? s.IsBaseline : s.Name == best))
                {
                    if (model.Name != baseline.Name
                        && model.Metrics.ContainsKey(metric.Key)
                        && baseline.Metrics.ContainsKey(metric.Key)
                        && comparer.Compare(model.Name, baseline.Name, metric) is { } comparison)
                    {
                        family.Add(comparison);
                    }
                }

                comparisons.AddRange(every ? comparer.Adjust(family) : family);
            }
        }

        return comparisons;
    }

    private CircularBlockBootstrap Resamples(int count) => _resamples.GetOrAdd(count, n => new CircularBlockBootstrap(n, options.Seed, options.BootstrapSamples, Math.Min(blockLength, n - 1)));
}
