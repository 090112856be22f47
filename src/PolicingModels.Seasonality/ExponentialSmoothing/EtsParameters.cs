namespace PolicingModels.Seasonality;

/// <summary>The smoothing parameters and initial states of an exponential smoothing model.</summary>
public sealed record EtsParameters
{
    /// <summary>How much of an error the level takes up, above 0 and below 1.</summary>
    public required double Alpha { get; init; }

    /// <summary>How much of an error the trend takes up, 0 to <see cref="Alpha"/>; 0 where there is no trend.</summary>
    public double Beta { get; init; }

    /// <summary>How much of an error the month takes up, 0 to 1 − <see cref="Alpha"/>; 0 where there is no season.</summary>
    public double Gamma { get; init; }

    /// <summary>The share of the trend that is left after a month, 1 where it does not fade.</summary>
    public double Phi { get; init; } = 1;

    /// <summary>The level before the first month.</summary>
    public required double Level { get; init; }

    /// <summary>The trend before the first month: a number a month, or a factor where the trend multiplies.</summary>
    public double Trend { get; init; }

    /// <summary>The season of the first twelve months of the series in their order: numbers of mean 0, or factors of mean 1; empty where there is none.</summary>
    public IReadOnlyList<double> Season { get; init; } = [];
}
