namespace PolicingModels.Seasonality;

/// <summary>The forecasters of single series of this package by name, with their default settings. For other settings make them with their options.</summary>
public static class SeasonalForecasters
{
    private static readonly (string Name, bool Baseline, Func<ISeasonalForecaster> Make)[] All =
    [
        ("seasonal-naive", true, static () => new SeasonalNaiveForecaster()),
        ("same-month-mean", true, static () => new SameMonthMeanForecaster()),
        ("last-year-flat", true, static () => new LastYearFlatForecaster()),
        ("ets", false, static () => new EtsForecaster()),
        ("arima", false, static () => new ArimaForecaster()),
        ("structural", false, static () => new StructuralForecaster()),
        ("harmonic", false, static () => new HarmonicForecaster()),
        ("theta", false, static () => new ThetaForecaster()),
        ("theta-optimised", false, static () => new ThetaForecaster(new() { Kind = ThetaKind.Optimised })),
        ("theta-dynamic", false, static () => new ThetaForecaster(new() { Kind = ThetaKind.Dynamic })),
        ("ensemble", false, static () => new EnsembleForecaster()),
        ("ensemble-weighted", false, static () => new EnsembleForecaster(new() { Weighting = EnsembleWeighting.PastScore })),
    ];

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <summary>The baselines that every other model must beat, with default settings: new objects at every call.</summary>
    public static IReadOnlyList<ISeasonalForecaster> Baselines => [.. All.Where(f => f.Baseline).Select(f => f.Make())];

    /// <summary>Makes a forecaster with its default settings.</summary>
    /// <param name="name">One of <see cref="Names"/>; upper and lower case are the same.</param>
    /// <exception cref="ArgumentException">There is no forecaster of that name; the message lists those there are.</exception>
    public static ISeasonalForecaster Create(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach ((string known, _, Func<ISeasonalForecaster> make) in All)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            {
                return make();
            }
        }

        throw new ArgumentException($"There is no forecaster “{name}”; there are {string.Join(", ", Names)}.", nameof(name));
    }
}
