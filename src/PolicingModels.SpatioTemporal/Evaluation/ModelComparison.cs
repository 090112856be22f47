using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>What a paired difference shows.</summary>
public enum Verdict
{
    /// <summary>The interval of the difference covers zero: no evidence of a difference.</summary>
    NoEvidence,

    /// <summary>The whole interval lies on the model's side of zero.</summary>
    Better,

    /// <summary>The whole interval lies on the baseline's side of zero.</summary>
    Worse,
}

/// <summary>The paired difference of a model against a baseline on the same origins.</summary>
/// <param name="Model">The model.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Orientation">Which way is good.</param>
/// <param name="Difference">Model minus baseline, with the studentised interval of the block resamples both share (<see cref="PairedDifference"/>); for a metric with a target, the difference of the distances from it.</param>
/// <param name="Origins">Origins that both forecast.</param>
/// <param name="PValue">Two-sided p-value of no difference, 0 to 1: below 1 − coverage exactly where the interval leaves 0 out.</param>
/// <param name="AdjustedPValue">The p-value after Holm's correction over the model's comparisons on the metric; equal to <paramref name="PValue"/> where only the best baseline is compared.</param>
/// <param name="Verdict">What the interval, and under Holm's correction the p-value, shows.</param>
public sealed record ModelComparison(string Model, string Baseline, string Metric, MetricOrientation Orientation, Estimate Difference, int Origins, double PValue, double AdjustedPValue, Verdict Verdict)
{
    /// <summary>One sentence for a reader. The word “better” occurs only where <see cref="Verdict"/> is <see cref="Verdict.Better"/>.</summary>
    public string Sentence
    {
        get
        {
            string numbers = string.Create(CultureInfo.InvariantCulture, $"difference {Difference.Value:+0.####;-0.####;0}, {Difference.Interval.Coverage:P0} interval {Difference.Low:+0.####;-0.####;0} to {Difference.High:+0.####;-0.####;0}, {Origins} origins{(AdjustedPValue > PValue ? $", p {(AdjustedPValue < 0.001 ? "below 0.001" : AdjustedPValue.ToString("0.###", CultureInfo.InvariantCulture))} after Holm’s correction" : "")}");
            return Verdict switch
            {
                Verdict.Better => $"{Model} is better than {Baseline} on {Metric} ({numbers}).",
                Verdict.Worse => $"{Model} is worse than {Baseline} on {Metric} ({numbers}).",
                _ => $"No evidence of improvement of {Model} over {Baseline} on {Metric} ({numbers}).",
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
