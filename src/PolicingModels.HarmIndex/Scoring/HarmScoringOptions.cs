namespace PolicingModels.HarmIndex;

/// <summary>What is scored.</summary>
public enum HarmUnit
{
    /// <summary>The person of each row: suspect, charged or convicted person.</summary>
    Person,

    /// <summary>The victim of each row.</summary>
    Victim,

    /// <summary>The area of each row; an offence counts once however many persons it links.</summary>
    Area,

    /// <summary>The pair of person and victim.</summary>
    Dyad,

    /// <summary>The offence code, its spellings as one; an offence counts once however many persons it links.</summary>
    Offence,
}

/// <summary>Which date decides whether an offence falls in the window.</summary>
public enum HarmDateBasis
{
    /// <summary>The day of the offence.</summary>
    Occurred,

    /// <summary>The day of recording; offences that occurred before the window are then historic.</summary>
    Recorded,
}

/// <summary>How an offence with several suspects is credited to them.</summary>
public enum CoSuspectRule
{
    /// <summary>Each gets the full score.</summary>
    Full,

    /// <summary>The score is divided equally among those who count.</summary>
    Split,
}

/// <summary>How harm fades with the days since the offence.</summary>
public enum HarmDecay
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>A constant factor from <see cref="HarmScoringOptions.DecayDays"/> onward.</summary>
    Step,

    /// <summary>Halved every <see cref="HarmScoringOptions.DecayDays"/>.</summary>
    Exponential,

    /// <summary>1 / (1 + exp((age − DecayDays) / DecaySteepnessDays)), scaled to 1 at age 0.</summary>
    Logistic,
}

/// <summary>Settings of a score: window, roles, exclusions, attribution and decay.</summary>
public sealed record HarmScoringOptions
{
    /// <summary>The first day that is not known. The window is [<see cref="AsOf"/> − <see cref="WindowDays"/>, <see cref="AsOf"/>); an offence on the as-of day itself is outside.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Length of the window in days, at least 1. Default 365.</summary>
    public int WindowDays { get; init; } = 365;

    /// <summary>Which date counts. Default: the day of the offence.</summary>
    public HarmDateBasis DateBasis { get; init; } = HarmDateBasis.Occurred;

    /// <summary>The roles that count; empty (the default) for all but victims when persons are scored, and all otherwise.</summary>
    public IReadOnlyList<OffenceRole> Roles { get; init; } = [];

    /// <summary>Leave out offences found by police activity, as the Cambridge index does. Default true; they are counted apart.</summary>
    public bool ExcludeProactive { get; init; } = true;

    /// <summary>Leave out offences found by a company's own staff, as the Cambridge index does. Default true; they are counted apart.</summary>
    public bool ExcludeCompanyDetected { get; init; } = true;

    /// <summary>Leave out offences recorded in the window that occurred before it. Default true; matters only for <see cref="HarmDateBasis.Recorded"/>.</summary>
    public bool ExcludeHistoric { get; init; } = true;

    /// <summary>Leave out incidents that are no crimes. Default true.</summary>
    public bool ExcludeNonCrime { get; init; } = true;

    /// <summary>Leave out cancelled records. Default true.</summary>
    public bool ExcludeCancelled { get; init; } = true;

    /// <summary>Factor on the score of an attempt, 0 to 1. Default 1: nearly all attempts carry the full score in the 2020 Cambridge table.</summary>
    public double AttemptFactor { get; init; } = 1;

    /// <summary>How co-suspects are credited. Default: each in full.</summary>
    public CoSuspectRule CoSuspects { get; init; } = CoSuspectRule.Full;

    /// <summary>Of the offences of one incident against one victim, score only the gravest. Needs incident numbers. Default false.</summary>
    public bool PrincipalOffenceOnly { get; init; }

    /// <summary>How harm fades. Default: not at all.</summary>
    public HarmDecay Decay { get; init; } = HarmDecay.None;

    /// <summary>Days to the step, the half-life or the middle of the logistic curve; above 0. Default 182.5.</summary>
    public double DecayDays { get; init; } = 182.5;

    /// <summary>Factor after the step, 0 to 1. Default 0.5.</summary>
    public double DecayStepFactor { get; init; } = 0.5;

    /// <summary>Steepness of the logistic curve in days, above 0. Default 30.</summary>
    public double DecaySteepnessDays { get; init; } = 30;

    /// <summary>Apply the per-row multipliers (age, intent) that the offences carry. Default false.</summary>
    public bool ApplyMultipliers { get; init; }

    /// <summary>Threads to use, at least 1; the scores do not depend on it. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        RequireFraction(AttemptFactor, nameof(AttemptFactor));
        RequireFraction(DecayStepFactor, nameof(DecayStepFactor));
        RequirePositive(DecayDays, nameof(DecayDays));
        RequirePositive(DecaySteepnessDays, nameof(DecaySteepnessDays));
    }

    /// <summary>The factor that decay puts on harm of a given age.</summary>
    /// <param name="ageDays">Days from the offence to the last day of the window, at least 0.</param>
    /// <returns>1 at age 0 (or before the step), never more.</returns>
    public double DecayFactor(double ageDays) => Decay switch
    {
        HarmDecay.Step => ageDays < DecayDays ? 1 : DecayStepFactor,
        HarmDecay.Exponential => Math.Pow(0.5, ageDays / DecayDays),
        HarmDecay.Logistic => (1 + Math.Exp(-DecayDays / DecaySteepnessDays)) / (1 + Math.Exp((ageDays - DecayDays) / DecaySteepnessDays)),
        _ => 1,
    };

    private static void RequireFraction(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A factor lies from 0 to 1.");
        }
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "A number of days above 0 is needed.");
        }
    }
}
