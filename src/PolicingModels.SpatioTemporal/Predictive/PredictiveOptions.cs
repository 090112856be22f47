namespace PolicingModels.SpatioTemporal;

/// <summary>How the spread of counts around their expectation is estimated.</summary>
public enum DispersionRule
{
    /// <summary>Negative binomial; its dispersion maximises the likelihood of past one-step-ahead forecasts.</summary>
    MaximumLikelihood,

    /// <summary>Negative binomial; its dispersion matches the squared errors of past one-step-ahead forecasts to their variance.</summary>
    Moments,

    /// <summary>Negative binomial whose relative spread falls with the mean (<see cref="CountSpread"/>); both parts maximise the likelihood of past one-step-ahead forecasts.</summary>
    ByMean,

    /// <summary>Poisson: no spread beyond that of independent events at a known rate.</summary>
    Poisson,
}

/// <summary>How a model's surface becomes expected counts and predictive distributions. Shared by all baselines; every estimate uses the past only.</summary>
public sealed record PredictiveOptions
{
    /// <summary>The forecast of the total to which the surface is scaled; null for the model's own total. Models of relative intensity have none and use <see cref="LevelOptions"/> with its defaults.</summary>
    public LevelOptions? Level { get; init; }

    /// <summary>
    /// The share of events that fall anywhere in the study area, in proportion to area, whatever the surface says: 0 to below 1. Null (the default): estimated from
    /// past one-step-ahead forecasts where the surface can be zero, 0 where it cannot. It keeps a count from being impossible where nothing was recorded.
    /// </summary>
    public double? BackgroundShare { get; init; }

    /// <summary>How the spread is estimated. Default: by maximum likelihood.</summary>
    public DispersionRule Dispersion { get; init; } = DispersionRule.MaximumLikelihood;

    /// <summary>How many of the last periods are forecast from those before them to estimate background share and dispersion, at least 1. Default 13; fewer where the history is shorter.</summary>
    public int CalibrationPeriods { get; init; } = 13;

    internal void Validate()
    {
        Level?.Validate();
        if (BackgroundShare is { } share && !(share >= 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(BackgroundShare), share, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"BackgroundShare is {share}; it is 0 to below 1 (a fraction)."));
        }

        Setting.Defined(Dispersion, nameof(Dispersion));
        Setting.AtLeast(CalibrationPeriods, 1, nameof(CalibrationPeriods), "periods");
    }
}
