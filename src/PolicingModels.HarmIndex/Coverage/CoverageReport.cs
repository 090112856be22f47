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
    /// <summary>Share of the counted rows that carry a score, 0 to 1; 1 where no row counts.</summary>
    public double ScoredShare => Counted == 0 ? 1 : 1 - ((double)Unscored.Sum(u => u.Rows) / Counted);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Schedule}: {Counted} of {Rows} rows count, {ScoredShare:P1} of them carry a score; {ScoredDays:F1} days, possibly {LowDays:F1} to {HighDays:F1}");
}

/// <summary>A code that carries no score.</summary>
/// <param name="Code">The code as recorded; empty where the row has none.</param>
/// <param name="Rows">How many counted rows carry it.</param>
/// <param name="Quality">Ambiguous or unmatched.</param>
/// <param name="Explanation">Why, and the mend.</param>
public sealed record UnscoredCode(string Code, long Rows, MatchQuality Quality, string Explanation);
