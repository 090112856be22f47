namespace PolicingModels.SpatioTemporal;

/// <summary>Pairs models on the origins both forecast.</summary>
internal sealed class BacktestComparer(IReadOnlyDictionary<string, OriginTable> tables, Func<int, CircularBlockBootstrap> resamples, double coverage)
{
    private const double Rounding = 1e-12;

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
            double apart = metric.Target is { } target ? Math.Abs(left - target) - Math.Abs(right - target) : left - right;

            // Two ways to add up the same figures differ by rounding, always to the same side; that is no difference of models.
            return Math.Abs(apart) <= Rounding * Math.Max(Math.Abs(left), Math.Abs(right)) ? 0 : apart;
        }

        if (resamples(shared.Length).Difference(Difference, coverage) is not { } paired)
        {
            return null;
        }

        Interval interval = paired.Difference.Interval;
        Verdict verdict = interval.Low > 0 || interval.High < 0
            ? interval.Low > 0 == (metric.Orientation == MetricOrientation.Higher) ? Verdict.Better : Verdict.Worse
            : Verdict.NoEvidence;
        return new ModelComparison(model, baseline, metric.Key, metric.Orientation, paired.Difference, shared.Length, paired.PValue, paired.PValue, verdict);
    }

    /// <summary>Holm's step-down correction over the comparisons of one model on one metric; a verdict that does not survive it becomes <see cref="Verdict.NoEvidence"/>.</summary>
    public IEnumerable<ModelComparison> Adjust(IReadOnlyList<ModelComparison> family)
    {
        double[] adjusted = Holm.Adjust([.. family.Select(c => c.PValue)]);
        return family.Select((c, i) => c with { AdjustedPValue = adjusted[i], Verdict = adjusted[i] < 1 - coverage ? c.Verdict : Verdict.NoEvidence });
    }
}

/// <summary>The totals of one model, one row per origin; null where it gave no forecast.</summary>
internal sealed record OriginTable(double[]?[] ByOrigin);
