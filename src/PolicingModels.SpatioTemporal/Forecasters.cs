namespace PolicingModels.SpatioTemporal;

/// <summary>The forecasters of this package by name, with their default settings. For other settings make them with their options.</summary>
public static class Forecasters
{
    private static readonly (string Name, Func<IGridForecaster> Make)[] Simple =
    [
        ("historical-mean", static () => new HistoricalMeanForecaster()),
        ("last-year-mean", static () => new LastYearMeanForecaster()),
        ("last-period", static () => new LastPeriodForecaster()),
        ("seasonal-period", static () => new SeasonalPeriodForecaster()),
        ("ewma", static () => new EwmaForecaster()),
        ("empirical-bayes", static () => new EmpiricalBayesForecaster()),
        ("empirical-bayes-ewma", static () => new EmpiricalBayesEwmaForecaster()),
        ("kernel-density", static () => new KernelDensityForecaster()),
        ("adaptive-kernel-density", static () => new AdaptiveKernelDensityForecaster()),
        ("prospective-hotspot", static () => new ProspectiveHotspotForecaster()),
    ];

    private static readonly (string Name, Func<IGridForecaster> Make)[] Modelled =
    [
        ("count-regression", static () => new CountRegressionForecaster()),
        ("spatial-regression", static () => new SpatialRegressionForecaster()),
        ("endemic-epidemic", static () => new EndemicEpidemicForecaster()),
        ("neighbourhood-mean", static () => new NeighbourhoodMeanForecaster()),
        ("local-trend", static () => new LocalTrendForecaster()),
        ("hierarchical-rates", static () => new HierarchicalRatesForecaster()),
        ("stack", static () => new StackForecaster()),
        ("boosted-counts", static () => new BoostedCountsForecaster()),
        ("self-exciting", static () => new SelfExcitingForecaster()),
        ("self-exciting-nonparametric", static () => new NonparametricSelfExcitingForecaster()),
    ];

    private static readonly (string Name, Func<IGridForecaster> Make)[] All = [.. Simple, .. Modelled];

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <summary>The baselines that every other model must beat, with default settings: new objects at every call.</summary>
    public static IReadOnlyList<IGridForecaster> Baselines => [.. Simple.Select(f => f.Make())];

    /// <summary>The models that are to beat the baselines, with default settings: new objects at every call.</summary>
    public static IReadOnlyList<IGridForecaster> Models => [.. Modelled.Select(f => f.Make())];

    /// <summary>Makes a forecaster with its default settings.</summary>
    /// <param name="name">One of <see cref="Names"/>; upper and lower case are the same.</param>
    /// <exception cref="ArgumentException">There is no forecaster of that name; the message lists those there are.</exception>
    public static IGridForecaster Create(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach ((string known, Func<IGridForecaster> make) in All)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            {
                return make();
            }
        }

        throw new ArgumentException($"There is no forecaster “{name}”; there are {string.Join(", ", Names)}.", nameof(name));
    }
}
