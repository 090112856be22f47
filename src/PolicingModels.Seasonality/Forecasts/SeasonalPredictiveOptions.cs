namespace PolicingModels.Seasonality;

/// <summary>How a forecaster states its uncertainty: simulated futures, their seed, and whether forecasts of counts are counts.</summary>
public sealed record SeasonalPredictiveOptions
{
    /// <summary>How many futures to simulate, 0 or 2 and more, even; default 1000. They tie the months together for sums over them; 0 leaves them out and <see cref="SeasonalForecast.Sum"/> refuses.</summary>
    /// <remarks>A model whose intervals need simulation draws its own number at least.</remarks>
    public int Paths { get; init; } = 1000;

    /// <summary>The seed of the simulation. It is mixed with the values of the series, so that series forecast with one seed do not share their luck.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether a series of counts is forecast by distributions of counts; default true. False gives the model's own normal or simulated distribution, which may go below zero.</summary>
    public bool CountsStayCounts { get; init; } = true;

    internal SeasonalPredictiveOptions Validate()
    {
        Setting.AtLeast(Paths, 0, nameof(Paths), "simulated futures");
        if (Paths % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Paths), Paths, $"{nameof(Paths)} is {Paths}; futures are drawn in opposite pairs, so that their number is even.");
        }

        return this;
    }
}
