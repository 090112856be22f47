namespace PolicingModels.HarmIndex;

/// <summary>Settings of an analysis around a list.</summary>
public sealed record HarmAnalysisOptions
{
    /// <summary>Window, roles, exclusions, attribution and decay.</summary>
    public required HarmScoringOptions Scoring { get; init; }

    /// <summary>What is listed. Default: persons.</summary>
    public HarmUnit Unit { get; init; } = HarmUnit.Person;

    /// <summary>How many are listed, at least 1. Default 100; <see cref="int.MaxValue"/> lists all.</summary>
    public int Top { get; init; } = 100;

    /// <summary>Fewest offences an entity must have to be listed, at least 1. Default 1.</summary>
    public int MinimumOffences { get; init; } = 1;

    /// <summary>How many days before the as-of day the list was made with which this one is compared, at least 1. Null (the default) for the length of the window: the window before.</summary>
    public int? PreviousDays { get; init; }

    /// <summary>Length in days of the time after the earlier list by which the held-out check judges it, at least 1: that list is made so many days before the as-of day. Null (the default) for the length of the window.</summary>
    public int? HeldOutDays { get; init; }

    /// <summary>Fewest days of offences before the earlier list of the held-out check, at least 0: with fewer the check is not made, and the analysis says so. Default 0: one offence in its window is enough.</summary>
    public int HeldOutHistoryDays { get; init; }

    /// <summary>Share of the places listed, above 0 and at most 1, that turnover, stability and the held-out check look at, rounded up. Null (the default) for all where the list leaves somebody out, and a tenth where it does not: of a list of everybody only the upper part can gain or lose anyone.</summary>
    public double? CheckedShare { get; init; }

    /// <summary>Other indices by which the same offences are ranked for comparison. Default: none.</summary>
    public IReadOnlyList<HarmLookup> CompareWith { get; init; } = [];

    /// <summary>Seed of every draw. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Draws of each stability check, at least 20. Default 200. Where there are more than a quarter of a million offences fewer are made, down to 50, and the result says how many.</summary>
    public int Draws { get; init; } = 200;

    /// <summary>Relative noise put on every weight, above 0 and below 1. Default 0.2.</summary>
    public double WeightNoise { get; init; } = 0.2;

    /// <summary>Resamples of the held-out check, at least 100. Default 1000.</summary>
    public int HeldOutDraws { get; init; } = 1000;

    /// <summary>Nominal coverage of the intervals, above 0 and below 1. Default 0.95.</summary>
    public double Coverage { get; init; } = 0.95;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Scoring);
        Scoring.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Top, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumOffences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PreviousDays ?? 1, 1, nameof(PreviousDays));
        ArgumentOutOfRangeException.ThrowIfLessThan(HeldOutDays ?? 1, 1, nameof(HeldOutDays));
        ArgumentOutOfRangeException.ThrowIfNegative(HeldOutHistoryDays);
        if (!(CheckedShare is null or (> 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(CheckedShare), CheckedShare, "The share of places looked at is above 0 and at most 1, or null.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeldOutDraws, 100);
        if (!(WeightNoise is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(WeightNoise), WeightNoise, "The noise lies above 0 and below 1.");
        }

        if (!(Coverage is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Coverage), Coverage, "Coverage is a fraction above 0 and below 1.");
        }
    }
}
