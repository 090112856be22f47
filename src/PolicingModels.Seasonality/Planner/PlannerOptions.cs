namespace PolicingModels.Seasonality;

/// <summary>Settings of the <see cref="SeasonalityPlanner"/>.</summary>
public sealed record PlannerOptions
{
    /// <summary>How many months are planned, 1 to 24; 12 by default. Direction and relative occurrence speak of twelve in any case.</summary>
    public int HorizonMonths { get; init; } = 12;

    /// <summary>The change of the annual total that is worth an arrow, above 0 and below 1; 0.02 by default.</summary>
    public double ChangeThreshold { get; init; } = 0.02;

    /// <summary>The expected change that makes two arrows, not below the threshold; 0.10 by default.</summary>
    public double LargeChange { get; init; } = 0.10;

    /// <summary>How probable a change beyond the threshold must be for an arrow, 0.5 to below 1; 0.90 by default.</summary>
    public double ArrowProbability { get; init; } = 0.90;

    /// <summary>Settings of the default model.</summary>
    public PooledOptions Model { get; init; } = new();

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        if (HorizonMonths is < 1 or > 24)
        {
            throw new ArgumentOutOfRangeException(nameof(HorizonMonths), HorizonMonths, "HorizonMonths is 1 to 24 (months).");
        }

        if (!(ChangeThreshold is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ChangeThreshold), ChangeThreshold, "ChangeThreshold is above 0 and below 1 (a share of last year's count).");
        }

        if (!(LargeChange >= ChangeThreshold) || double.IsInfinity(LargeChange))
        {
            throw new ArgumentOutOfRangeException(nameof(LargeChange), LargeChange, "LargeChange is finite and not below ChangeThreshold (a share of last year's count).");
        }

        if (!(ArrowProbability is >= 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ArrowProbability), ArrowProbability, "ArrowProbability is 0.5 to below 1.");
        }

        ArgumentNullException.ThrowIfNull(Model);
        Model.Validate();
    }
}
