using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>How metrics are named and written for readers.</summary>
internal static class MetricText
{
    public static string Name(string key)
    {
        string[] parts = key.Split('@');
        string at = parts.Length > 1 ? $" at {parts[1]}% of the area" : "";
        return parts[0] switch
        {
            "hitRate" => "hit rate" + at,
            "pai" => "predictive accuracy index" + at,
            "peiStar" => "share of the best attainable" + at,
            MetricDefinition.LogScore => "log score",
            MetricDefinition.Crps => "ranked probability score",
            MetricDefinition.BrierAny => "Brier score of at least one",
            MetricDefinition.CalibrationSlope => "calibration slope",
            MetricDefinition.PoissonLogScore => "Poisson log score",
            MetricDefinition.TotalRatio => "predicted over observed",
            MetricDefinition.Coverage80 => "inside the 80% interval",
            MetricDefinition.Coverage95 => "inside the 95% interval",
            _ => key,
        };
    }

    public static string Unit(string key) => IsShare(key) ? "share of events" : key switch
    {
        MetricDefinition.LogScore or MetricDefinition.PoissonLogScore => "nats per cell and period",
        MetricDefinition.Crps => "events per cell and period",
        _ => Name(key),
    };

    public static bool IsShare(string key) => key.StartsWith("hitRate@", StringComparison.Ordinal) || key.StartsWith("peiStar@", StringComparison.Ordinal) || key is MetricDefinition.Coverage80 or MetricDefinition.Coverage95;

    /// <summary>A value to the digits on which models differ: shares in percent with one decimal, scores with four decimals.</summary>
    public static string Write(string key, double value) =>
        IsShare(key) ? NumberText.Percent(value)
        : key is MetricDefinition.LogScore or MetricDefinition.PoissonLogScore or MetricDefinition.Crps or MetricDefinition.BrierAny ? NumberText.Fixed(value, 4)
        : NumberText.Fixed(value, 2);

    public static string Signed(string key, double value)
    {
        string text = Write(key, value);
        return value > 0 ? "+" + text : text;
    }

    public static string Write(string key, Estimate estimate) => $"{Write(key, estimate.Value)} ({Write(key, estimate.Low)} to {Write(key, estimate.High)})";
}
