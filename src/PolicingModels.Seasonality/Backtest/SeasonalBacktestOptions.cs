namespace PolicingModels.Seasonality;

/// <summary>Settings of a <see cref="SeasonalBacktest"/>.</summary>
public sealed record SeasonalBacktestOptions
{
    /// <summary>The last known month of each origin, in any order; empty lays one every <see cref="StepMonths"/>, the last with a whole horizon after it.</summary>
    public IReadOnlyList<Month> Origins { get; init; } = [];

    /// <summary>How many origins are laid where none is named, 1 or more; 5 by default.</summary>
    public int OriginCount { get; init; } = 5;

    /// <summary>How many months lie between origins that are laid, 1 or more; 12 by default.</summary>
    public int StepMonths { get; init; } = 12;

    /// <summary>How many months are forecast and scored, 1 to 24; 12 by default.</summary>
    public int HorizonMonths { get; init; } = 12;

    /// <summary>The least history of an origin, 24 or more months; 36 by default.</summary>
    public int LeastHistoryMonths { get; init; } = 36;

    /// <summary>Origins whose coming months touch one of these are held apart from the summary; by default <see cref="Disruption.Covid"/>.</summary>
    public IReadOnlyList<Disruption> Disruptions { get; init; } = [Disruption.Covid];

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Origins);
        ArgumentNullException.ThrowIfNull(Disruptions);
        Require(OriginCount >= 1, nameof(OriginCount), OriginCount, "1 or more");
        Require(StepMonths >= 1, nameof(StepMonths), StepMonths, "1 or more (months)");
        Require(HorizonMonths is >= 1 and <= 24, nameof(HorizonMonths), HorizonMonths, "1 to 24 (months)");
        Require(LeastHistoryMonths >= 24, nameof(LeastHistoryMonths), LeastHistoryMonths, "24 or more (months)");
    }

    private static void Require(bool holds, string name, int value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {range}.");
        }
    }
}
