namespace PolicingModels.HarmIndex;

/// <summary>How well an offence was matched with a row of a schedule, best first.</summary>
public enum MatchQuality
{
    /// <summary>The code is in the table with one score.</summary>
    Exact,

    /// <summary>The user's alias map led to a code that is in the table with one score.</summary>
    Alias,

    /// <summary>Only the broader class or crime-tree code is in the table, with one score: a proxy.</summary>
    Proxy,

    /// <summary>The code has several scores, and the ambiguity policy chose.</summary>
    Ambiguous,

    /// <summary>Nothing in the table matches: the score is unknown, which is not zero.</summary>
    Unmatched,
}

/// <summary>What to do where one code carries several scores.</summary>
public enum AmbiguityPolicy
{
    /// <summary>Refuse: the caller must bring a finer code or name a policy.</summary>
    Fail,

    /// <summary>The lowest score.</summary>
    Minimum,

    /// <summary>The median of the rows' scores.</summary>
    Median,

    /// <summary>The highest score.</summary>
    Maximum,

    /// <summary>The mean of the rows' scores weighted by how often each occurs.</summary>
    VolumeWeighted,

    /// <summary>The middle of the lowest and the highest, to be read with its bounds.</summary>
    Interval,
}

/// <summary>The answer of a look-up: a score with its quality, its bounds and the rows it rests on.</summary>
/// <param name="Text">What was looked up.</param>
/// <param name="Quality">How well it matched.</param>
/// <param name="ScoreDays">The score in days; null where nothing matched.</param>
/// <param name="LowDays">The lowest score the code could mean; null where nothing matched.</param>
/// <param name="HighDays">The highest score the code could mean; null where nothing matched.</param>
/// <param name="Rows">The rows that match.</param>
/// <param name="Explanation">One sentence for an auditor.</param>
public sealed record HarmMatch(string Text, MatchQuality Quality, double? ScoreDays, double? LowDays, double? HighDays, IReadOnlyList<HarmRow> Rows, string Explanation)
{
    /// <summary>Whether the text is the name of a category of the schedule, which spans many offences.</summary>
    public bool IsCategory { get; init; }

    /// <summary>The schedule's name and edition.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>The schedule's fingerprint.</summary>
    public string Fingerprint { get; init; } = "";
}
