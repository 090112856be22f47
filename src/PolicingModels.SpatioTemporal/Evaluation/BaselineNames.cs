namespace PolicingModels.SpatioTemporal;

/// <summary>The library's baselines by name.</summary>
internal static class BaselineNames
{
    public static IReadOnlyCollection<string> All { get; } =
    [
        "historical-mean", "last-year-mean", "last-period", "seasonal-period", "ewma", "empirical-bayes", "empirical-bayes-ewma",
        "kernel-density", "adaptive-kernel-density", "prospective-hotspot",
    ];
}
