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
