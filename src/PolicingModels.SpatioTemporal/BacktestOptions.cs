using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of a rolling-origin backtest.</summary>
public sealed record BacktestOptions
{
    /// <summary>How many origins, the last one so late that its forecast is for the last period; 2 or more, 26 by default. Not used with <see cref="FirstOrigin"/>.</summary>
    public int Origins { get; init; } = 26;

    /// <summary>Every period that starts on or after this day is an origin; null takes the last <see cref="Origins"/>.</summary>
    public DateOnly? FirstOrigin { get; init; }

    /// <summary>1 forecasts the period of the origin, 2 the one after it, and so on; 1 or more, 1 by default.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Seed of the resamples and of randomised quantities; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Shares of the area in percent at which captures are reported, above 0 to 100; 1, 2, 5, 10 and 20 by default.</summary>
    public IReadOnlyList<double> AreaPercents { get; init; } = [1, 2, 5, 10, 20];

    /// <summary>
    /// The power of the area in a penalised PAI, 0 (the hit rate) to 1 (the PAI): below 1 a very small area earns less. Null (the default) computes none; it tells models
    /// apart no better than the PAI where all flag the same area.
    /// </summary>
    public double? PenalisedPaiExponent { get; init; }

    /// <summary>The choices on which published evaluations differ.</summary>
    public EvaluationConventions Conventions { get; init; } = new();

    /// <summary>Whole counts to score against, on the same cells and periods; null scores against the counts themselves. Needed where those are fractional (aoristic).</summary>
    public SpaceTimeCounts? Truth { get; init; }

    /// <summary>Events outside every cell, one number per period of the counts; needed under <see cref="OutsideEvents.Included"/> where the events themselves are not at hand.</summary>
    public IReadOnlyList<double>? OutsideCounts { get; init; }

    /// <summary>Names of the models that count as baselines; null takes the library's baselines, or every model where none of them runs.</summary>
    public IReadOnlyCollection<string>? Baselines { get; init; }

    /// <summary>Whether each model is compared with every baseline (Holm-corrected for their number), not only with the best; baselines among themselves only with the best. False by default.</summary>
    public bool CompareWithEveryBaseline { get; init; }

    /// <summary>Resamples of the circular-block bootstrap; 100 or more, 2000 by default.</summary>
    public int BootstrapSamples { get; init; } = 2000;

    /// <summary>Origins per block; null takes the cube root of their number, rounded up, and at least as many as overlap in time or the horizon reaches. Never more than one less than their number.</summary>
    public int? BlockLength { get; init; }

    /// <summary>Nominal coverage of intervals, above 0 and below 1; 0.95 by default.</summary>
    public double Coverage { get; init; } = 0.95;

    /// <summary>How many origins run at once; results do not depend on it, measured seconds do. The number of processors by default.</summary>
    public int MaximumThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>The clock that measures fit and forecast seconds; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Require(Origins >= 2, nameof(Origins), Origins, "2 or more origins");
        Require(Horizon >= 1, nameof(Horizon), Horizon, "1 or more periods");
        Require(BootstrapSamples >= 100, nameof(BootstrapSamples), BootstrapSamples, "100 or more resamples");
        Require(BlockLength is null or >= 1, nameof(BlockLength), BlockLength, "1 or more origins, or null");
        Require(PenalisedPaiExponent is null or (>= 0 and <= 1), nameof(PenalisedPaiExponent), PenalisedPaiExponent, "a power from 0 to 1, or null");
        Require(Coverage is > 0 and < 1, nameof(Coverage), Coverage, "a fraction above 0 and below 1");
        Require(MaximumThreads >= 1, nameof(MaximumThreads), MaximumThreads, "1 or more threads");
        ArgumentNullException.ThrowIfNull(Conventions);
        ArgumentNullException.ThrowIfNull(Clock);
        ArgumentNullException.ThrowIfNull(AreaPercents);
        Conventions.Validate();
        for (int i = 0; i < AreaPercents.Count; i++)
        {
            Require(AreaPercents[i] is > 0 and <= 100, nameof(AreaPercents), AreaPercents[i], "shares above 0 and at most 100 percent");
            Require(i == 0 || AreaPercents[i] > AreaPercents[i - 1], nameof(AreaPercents), AreaPercents[i], "shares in increasing order");
        }
    }

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} takes {range}.");
        }
    }
}
