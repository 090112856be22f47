using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Why a row was left out of a score.</summary>
public enum HarmExclusion : byte
{
    /// <summary>It was not left out.</summary>
    None,

    /// <summary>The record is no crime.</summary>
    NonCrime,

    /// <summary>The record was cancelled.</summary>
    Cancelled,

    /// <summary>Its date lies outside the window.</summary>
    OutsideWindow,

    /// <summary>It was recorded on the as-of day or later, so it was not yet known.</summary>
    NotYetKnown,

    /// <summary>It was recorded in the window but occurred before it.</summary>
    Historic,

    /// <summary>The person's role does not count.</summary>
    Role,

    /// <summary>It was found by police activity.</summary>
    Proactive,

    /// <summary>It was found by a company's own staff.</summary>
    CompanyDetected,

    /// <summary>The row names no person, victim, area or pair to credit.</summary>
    NoEntity,

    /// <summary>The same offence already counts for the same entity.</summary>
    Duplicate,

    /// <summary>A graver offence of the same incident against the same victim counts instead.</summary>
    NotPrincipal,
}

/// <summary>What could and could not be scored, and the harm that the doubtful rows could carry. Nothing is silently zero.</summary>
/// <param name="Schedule">The schedule's name and edition.</param>
/// <param name="Rows">All rows.</param>
/// <param name="Counted">Rows that passed every exclusion, scored or not.</param>
/// <param name="Excluded">Rows left out, by reason; <paramref name="Counted"/> and these add up to <paramref name="Rows"/>.</param>
/// <param name="ByQuality">Counted rows by quality of the match, with the days they were scored.</param>
/// <param name="ScoredDays">Sum of all scores in days.</param>
/// <param name="LowDays">The sum had every ambiguous row its lowest score and every unknown one the schedule's lowest.</param>
/// <param name="HighDays">The sum had every ambiguous row its highest score and every unknown one the schedule's highest.</param>
/// <param name="Unscored">The codes that carry no score, most frequent first, each with the reason.</param>
public sealed record CoverageReport(
    string Schedule,
    long Rows,
    long Counted,
    IReadOnlyDictionary<HarmExclusion, long> Excluded,
    IReadOnlyDictionary<MatchQuality, (long Rows, double Days)> ByQuality,
    double ScoredDays,
    double LowDays,
    double HighDays,
    IReadOnlyList<UnscoredCode> Unscored)
{
    /// <summary>The schedule's fingerprint.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Rows left out, by reason, with the harm they carry or could carry: without decay and sharing, ambiguous and unknown codes at their lowest and highest.</summary>
    public IReadOnlyDictionary<HarmExclusion, CoverageSum> ExcludedHarm { get; init; } = new Dictionary<HarmExclusion, CoverageSum>();

    /// <summary>Every code of a counted row, with how it was matched and what it carries: most days first, then most rows, then by code.</summary>
    public IReadOnlyList<CodeCoverage> Codes { get; init; } = [];

    /// <summary>Codes that are names of whole categories: their score, if a policy gave one, is a guess between bounds that lie far apart.</summary>
    public IReadOnlyList<CodeCoverage> Categories => [.. Codes.Where(c => c.IsCategory)];

    /// <summary>Codes that were found through the user's alias map: the log of its use.</summary>
    public IReadOnlyList<CodeCoverage> Aliases => [.. Codes.Where(c => c.Quality == MatchQuality.Alias)];

    /// <summary>Share of the counted rows that carry a score, 0 to 1; 1 where no row counts.</summary>
    public double ScoredShare => Counted == 0 ? 1 : (double)(Counted - Unscored.Sum(u => u.Rows)) / Counted;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Schedule}: {Counted} of {Rows} rows count, {ScoredShare:P1} of them carry a score; {ScoredDays:F1} days, possibly {LowDays:F1} to {HighDays:F1}");
}

/// <summary>A code that carries no score.</summary>
/// <param name="Code">The code as recorded; empty where the row has none.</param>
/// <param name="Rows">How many counted rows carry it.</param>
/// <param name="Quality">Ambiguous or unmatched.</param>
/// <param name="Explanation">Why, and the mend.</param>
public sealed record UnscoredCode(string Code, long Rows, MatchQuality Quality, string Explanation);

/// <summary>Rows with the harm they carry.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Days">Sum of their scores in days; rows without a score add nothing.</param>
/// <param name="LowDays">The sum at its least.</param>
/// <param name="HighDays">The sum at its most.</param>
public readonly record struct CoverageSum(long Rows, double Days, double LowDays, double HighDays);

/// <summary>How one code of the counted rows was matched, and what it carries.</summary>
/// <param name="Code">The code as recorded; empty where the row has none.</param>
/// <param name="Quality">How well it matched.</param>
/// <param name="ScoreDays">Its score in days; null where it carries none.</param>
/// <param name="LowDays">The least it could score; the schedule's least where it is unknown.</param>
/// <param name="HighDays">The most it could score; the schedule's most where it is unknown.</param>
/// <param name="Sum">The counted rows that carry it, with their harm after attempt, sharing and decay.</param>
/// <param name="IsCategory">Whether it is the name of a category, not a code.</param>
/// <param name="Explanation">One sentence for an auditor.</param>
public sealed record CodeCoverage(string Code, MatchQuality Quality, double? ScoreDays, double LowDays, double HighDays, CoverageSum Sum, bool IsCategory, string Explanation);
