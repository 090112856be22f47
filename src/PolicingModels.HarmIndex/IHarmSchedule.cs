namespace PolicingModels.HarmIndex;

/// <summary>What the scores of a schedule rest on.</summary>
public enum HarmBasis
{
    /// <summary>Starting point for a first offender in a sentencing guideline.</summary>
    GuidelineStartingPoint,

    /// <summary>Mean of the sentences courts imposed. Carries disparities of sentencing into the index (Lewis, Pina-Sánchez &amp; Birks 2024, doi:10.1186/s40163-024-00216-8).</summary>
    MeanImposed,

    /// <summary>Median of the sentences imposed on first offenders.</summary>
    MedianFirstOffender,

    /// <summary>Middle of the range that the statute allows.</summary>
    StatutoryMidpoint,

    /// <summary>Rate of custody times mean length.</summary>
    RateTimesLength,

    /// <summary>Set by the user: a local priority or a combination of indices.</summary>
    LocalPriority,
}

/// <summary>What identifies a harm schedule. Two editions are two schedules.</summary>
/// <param name="Name">For instance <c>Cambridge Crime Harm Index</c>.</param>
/// <param name="Edition">For instance <c>2020</c> or <c>December 2020</c>.</param>
/// <param name="Basis">What the scores rest on.</param>
/// <param name="EffectiveFrom">First day of its use; null where the publisher does not say.</param>
/// <param name="EffectiveTo">First day on which it is no longer used; null while it is.</param>
/// <param name="Licence">The terms of the table, with the attribution they ask for.</param>
/// <param name="Provenance">Where the values come from.</param>
public sealed record HarmScheduleInfo(string Name, string Edition, HarmBasis Basis, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string Licence, Provenance Provenance)
{
    /// <summary>The unit of every score: days of imprisonment, or days' worth of it.</summary>
    public string Unit { get; init; } = "days";

    /// <summary>Whether the table is the whole index. In a partial one, a missing offence is not harmless and a code that looks unique may not be.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Name and edition, for labels.</summary>
    public string Label => $"{Name}, {Edition}";
}

/// <summary>One row of a harm table: an offence with its score and the codes that name it.</summary>
/// <param name="SourceRow">Row number in the source, counting from 1; for built-in tables, the row of the table.</param>
/// <param name="Title">The offence in words.</param>
/// <param name="ScoreDays">The score in days; finite and not negative.</param>
/// <param name="Codes">Every code of the row, canonical: ATHENA number, Home Office class, tree code, CJS codes, the force's own.</param>
public sealed record HarmRow(int SourceRow, string Title, double ScoreDays, IReadOnlyList<OffenceCode> Codes)
{
    /// <summary>The category the table puts the offence in; empty where it has none.</summary>
    public string Group { get; init; } = "";

    /// <summary>Where this row's value is stated.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the table marks the offence as expired.</summary>
    public bool Expired { get; init; }
}

/// <summary>A table of harm scores with its identity. Immutable and thread-safe.</summary>
public interface IHarmSchedule
{
    /// <summary>Name, edition, basis, licence.</summary>
    HarmScheduleInfo Info { get; }

    /// <summary>The rows in the table's order.</summary>
    IReadOnlyList<HarmRow> Rows { get; }

    /// <summary>SHA-256 over identity and rows, in lower-case hexadecimal: two tables with the same fingerprint score alike.</summary>
    string Fingerprint { get; }
}
