namespace PolicingModels.SpatioTemporal;

/// <summary>The parameters of a self-exciting process with exponential times and Gaussian or power-law distances.</summary>
/// <param name="BackgroundPerDay">Expected background events per day in the study area, above 0.</param>
/// <param name="BranchingRatio">Expected events triggered directly by one event, 0 to below 1.</param>
/// <param name="TriggerDays">The mean of the exponential time to a triggered event, before it is cut, in days, above 0.</param>
/// <param name="TriggerMetres">The standard deviation σ along each axis of a Gaussian, or the scale d of a power law, in metres, above 0.</param>
/// <param name="Exponent">The exponent q of a power law, above 1; not used by a Gaussian.</param>
public sealed record SelfExcitingParameters(double BackgroundPerDay, double BranchingRatio, double TriggerDays, double TriggerMetres, double Exponent = 2)
{
    internal void Validate()
    {
        Setting.Positive(BackgroundPerDay, nameof(BackgroundPerDay), "events per day");
        Setting.Within(BranchingRatio, 0, 0.999, nameof(BranchingRatio), "events per event");
        Setting.Positive(TriggerDays, nameof(TriggerDays), "days");
        Setting.Positive(TriggerMetres, nameof(TriggerMetres), "metres");
        if (!(Exponent > 1) || !double.IsFinite(Exponent))
        {
            throw new ArgumentOutOfRangeException(nameof(Exponent), Exponent, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Exponent is {Exponent}; it is above 1 and finite."));
        }
    }

    internal ParametricKernel Kernel(TriggerSpread spread, double longestDays, double farthestMetres) =>
        new(spread, 1 / TriggerDays, TriggerMetres, Exponent, longestDays, farthestMetres);
}
