namespace PolicingModels.SpatioTemporal;

/// <summary>Pairs models on the origins both forecast.</summary>
internal sealed class BacktestComparer(IReadOnlyDictionary<string, OriginTable> tables, Func<int, MovingBlockBootstrap> resamples, double coverage)
{
    private const double Significance = 0.05;

    /// <summary>The paired difference; null where the metric has no value for one of the two.</summary>
    public ModelComparison? Compare(string model, string baseline, MetricDefinition metric)
    {
        OriginTable a = tables[model], b = tables[baseline];
        int[] shared = [.. Enumerable.Range(0, a.ByOrigin.Length).Where(o => a.ByOrigin[o] is not null && b.ByOrigin[o] is not null)];
        if (shared.Length < 2)
        {
            return null;
        }

        double[][] rowsA = Array.ConvertAll(shared, o => a.ByOrigin[o]!), rowsB = Array.ConvertAll(shared, o => b.ByOrigin[o]!);
        double[] sumsA = new double[rowsA[0].Length], sumsB = new double[rowsA[0].Length];
        double Difference(ReadOnlySpan<int> draw)
        {
            OriginTotals.Sum(rowsA, draw, sumsA);
            OriginTotals.Sum(rowsB, draw, sumsB);
            double left = metric.Evaluate(sumsA), right = metric.Evaluate(sumsB);
            return metric.Target is { } target ? Math.Abs(left - target) - Math.Abs(right - target) : left - right;
        }

        double value = Difference(Enumerable.Range(0, shared.Length).ToArray());
        if (!double.IsFinite(value))
        {
            return null;
        }

        double[] values = resamples(shared.Length).Replicate(Difference);
        if (MovingBlockBootstrap.Percentile(values, coverage) is not { } interval)
        {
            return null;
        }

        double p = MovingBlockBootstrap.TwoSidedPValue(values);
        Verdict verdict = interval.Low > 0 || interval.High < 0
            ? interval.Low > 0 == (metric.Orientation == MetricOrientation.Higher) ? Verdict.Better : Verdict.Worse
            : Verdict.NoEvidence;
        return new ModelComparison(model, baseline, metric.Key, metric.Orientation, new Estimate(value, interval), shared.Length, p, p, verdict);
    }

    /// <summary>Holm's step-down correction over the comparisons of one model on one metric; a verdict that does not survive it becomes <see cref="Verdict.NoEvidence"/>.</summary>
    public static IEnumerable<ModelComparison> Adjust(IReadOnlyList<ModelComparison> family)
    {
        double[] adjusted = Holm.Adjust([.. family.Select(c => c.PValue)]);
        return family.Select((c, i) => c with { AdjustedPValue = adjusted[i], Verdict = adjusted[i] <= Significance ? c.Verdict : Verdict.NoEvidence });
    }
}

/// <summary>The totals of one model, one row per origin; null where it gave no forecast.</summary>
internal sealed record OriginTable(double[]?[] ByOrigin);
