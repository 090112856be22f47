namespace PolicingModels.Seasonality;

/// <summary>A stretch of months that is held apart: it teaches neither seasonal indices nor the size of errors.</summary>
/// <param name="Name">What happened, for reports.</param>
/// <param name="First">The first month.</param>
/// <param name="Last">The last month, not before the first.</param>
public readonly record struct Disruption(string Name, Month First, Month Last)
{
    /// <summary>The lockdowns of England: March 2020 to June 2021.</summary>
    public static Disruption Covid { get; } = new("Covid", new Month(2020, 3), new Month(2021, 6));
}

/// <summary>Settings of <see cref="PooledForecaster"/>.</summary>
/// <remarks>Defaults were set by reasoning and on London origins before 2016 and December 2017, whose coming year no reported figure uses.</remarks>
public sealed record PooledOptions
{
    /// <summary>Months held apart; by default <see cref="Disruption.Covid"/>. Months outside the history do nothing.</summary>
    public IReadOnlyList<Disruption> Disruptions { get; init; } = [Disruption.Covid];

    /// <summary>How many last months teach the seasonal index. 24 or more; 96 by default, so that six clean years remain beside a disruption.</summary>
    public int IndexWindowMonths { get; init; } = 96;

    /// <summary>How many months each side the level sees that an index is measured against. 6 to 60; 9 by default.</summary>
    public int LevelHalfWidthMonths { get; init; } = 9;

    /// <summary>How far the change of levels is taken to be alike between types, 0 (each its own) to 1 (one for all); 0.8 by default.</summary>
    public double TypePooling { get; init; } = 0.8;

    /// <summary>How far the change of areas' shares is taken to be alike between types, 0 to 1; 0.7 by default.</summary>
    public double SharePooling { get; init; } = 0.7;

    /// <summary>How much of a trend is left a month later, 0 to below 1; 0.9 by default.</summary>
    public double TrendDamping { get; init; } = 0.9;

    /// <summary>How much of the damped trend is believed, 0 (level only) to 1; 0.5 by default: the average of a forecast with trend and one without.</summary>
    public double TrendShare { get; init; } = 0.5;

    /// <summary>How many futures are simulated, 100 to 100 000; 1000 by default.</summary>
    public int Draws { get; init; } = 1000;

    /// <summary>The seed of the simulation; 1 by default. The same seed gives the same numbers on one thread or many.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The most threads, −1 for all processors; the answer does not depend on it.</summary>
    public int MaximumThreads { get; init; } = -1;

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Disruptions);
        foreach (Disruption disruption in Disruptions)
        {
            if (disruption.Last < disruption.First)
            {
                throw new ArgumentException($"The disruption “{disruption.Name}” ends in {disruption.Last}, before it begins in {disruption.First}.", nameof(Disruptions));
            }
        }

        Require(IndexWindowMonths >= 24, nameof(IndexWindowMonths), IndexWindowMonths, "24 or more (months)");
        Require(LevelHalfWidthMonths is >= 6 and <= 60, nameof(LevelHalfWidthMonths), LevelHalfWidthMonths, "6 to 60 (months)");
        Require(TypePooling is >= 0 and <= 1, nameof(TypePooling), TypePooling, "0 to 1");
        Require(SharePooling is >= 0 and <= 1, nameof(SharePooling), SharePooling, "0 to 1");
        Require(TrendDamping is >= 0 and < 1, nameof(TrendDamping), TrendDamping, "0 to below 1");
        Require(TrendShare is >= 0 and <= 1, nameof(TrendShare), TrendShare, "0 to 1");
        Require(Draws is >= 100 and <= 100_000, nameof(Draws), Draws, "100 to 100 000");
        Require(MaximumThreads is -1 or >= 1, nameof(MaximumThreads), MaximumThreads, "−1 or 1 or more");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {range}.");
        }
    }
}
