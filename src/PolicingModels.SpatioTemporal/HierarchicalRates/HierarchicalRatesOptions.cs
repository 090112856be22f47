namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="HierarchicalRatesForecaster"/>.</summary>
public sealed record HierarchicalRatesOptions
{
    /// <summary>The standard deviation of the Gaussian weights of surrounding cells in metres, above 0; null (the default) for the side of a typical cell.</summary>
    public double? BandwidthMetres { get; init; }

    /// <summary>How many of the last periods the memories and the strengths of borrowing are chosen on, each forecast from those before it, at least 1. Default 26.</summary>
    public int FitPeriods { get; init; } = 26;

    /// <summary>Level and spread. By default a local level, and a spread that falls with the mean, from the last 26 periods.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = LevelOptions.LocalLevel, Dispersion = DispersionRule.ByMean, CalibrationPeriods = 26 };

    internal void Validate()
    {
        Setting.Positive(BandwidthMetres ?? 1, nameof(BandwidthMetres), "metres");
        Setting.AtLeast(FitPeriods, 1, nameof(FitPeriods), "periods");
        Predictive.Validate();
    }
}
