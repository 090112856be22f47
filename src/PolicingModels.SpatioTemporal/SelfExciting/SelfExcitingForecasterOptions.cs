namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="SelfExcitingForecaster"/> and <see cref="NonparametricSelfExcitingForecaster"/>.</summary>
public sealed record SelfExcitingForecasterOptions
{
    /// <summary>The process and how it is fitted.</summary>
    public SelfExcitingOptions Process { get; init; } = new();

    /// <summary>How many days before the forecast the process is fitted to, at least 28; null for all. Default 1095, three years.</summary>
    public int? HistoryDays { get; init; } = 1095;

    /// <summary>Days over which the level of the background is taken before a forecast, at least 7. Default 364: a year, so that its seasons weigh alike.</summary>
    public int LevelDays { get; init; } = 364;

    /// <summary>Level, background share and spread. By default the surface is scaled to the forecast level, and six periods calibrate the spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new() { Level = new LevelOptions(), CalibrationPeriods = 6 };

    internal void Validate()
    {
        Process.Validate();
        Setting.AtLeast(HistoryDays ?? 28, 28, nameof(HistoryDays), "days");
        Setting.AtLeast(LevelDays, 7, nameof(LevelDays), "days");
        Predictive.Validate();
    }
}
