using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>One place of a list, with what it rests on.</summary>
/// <param name="Place">Rank, score and the share of its gravest offence.</param>
/// <param name="ExpiresOn">The first as-of date at which none of its offences counts any more, if nothing new is recorded.</param>
/// <param name="SuspectedDays">Days of harm of which the person is suspected and no more: unproven.</param>
/// <param name="ChargedDays">Days of harm for which the person is charged.</param>
/// <param name="ConvictedDays">Days of harm for which the person is convicted.</param>
/// <param name="Stability">How firmly it holds its place when weights change.</param>
/// <param name="Breakdown">The offences behind the score, gravest first.</param>
public sealed record HarmListPlace(HarmRankingEntry Place, DateOnly ExpiresOn, double SuspectedDays, double ChargedDays, double ConvictedDays, PlaceStability Stability, IReadOnlyList<HarmListOffence> Breakdown);

/// <summary>One offence behind a place.</summary>
/// <param name="Contribution">Code, title, date, days and quality of the match.</param>
/// <param name="InputRow">Its row among the offences of the input.</param>
/// <param name="OffenceId">Its name in the input; empty where there is none.</param>
/// <param name="Role">The person's part in it.</param>
/// <param name="Victim">The victim; empty where none is named.</param>
/// <param name="Area">The area; empty where none is named.</param>
public sealed record HarmListOffence(OffenceContribution Contribution, int InputRow, string OffenceId, OffenceRole Role, string Victim, string Area);

/// <summary>An order by recency, frequency and gravity beside the list by harm.</summary>
/// <param name="List">Its tables and rule.</param>
/// <param name="Entries">Its places.</param>
/// <param name="OverlapWithHarm">Share of its places that the list by harm of the same length holds, 0 to 1.</param>
public sealed record PriorityResult(PriorityList List, IReadOnlyList<PriorityEntry> Entries, double OverlapWithHarm);

/// <summary>A list by harm with everything that says how far to trust it.</summary>
public sealed class HarmListResult : ISystemResult
{
    /// <summary>The system that made it.</summary>
    public required HarmListSystem System { get; init; }

    ISystem ISystemResult.System => System;

    /// <summary>The list with its checks, as <c>policing harm</c> makes it.</summary>
    public required HarmAnalysis Analysis { get; init; }

    /// <inheritdoc/>
    public DateOnly AsOf => Analysis.Options.Scoring.AsOf;

    /// <inheritdoc/>
    public required bool Simulated { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> InputFiles { get; init; }

    /// <inheritdoc/>
    public required DataQualityReport Quality { get; init; }

    /// <summary>The first day on which the list is out of date: the next run is due.</summary>
    public DateOnly ValidUntil => AsOf.AddDays(System.CadenceDays);

    /// <summary>The offence ids by row of the offences that the analysis is of; null where there are none.</summary>
    internal CategoryColumn? OffenceIds { get; init; }

    /// <summary>Which offences count.</summary>
    public required OffenceSelection Selection { get; init; }

    /// <summary>The ranking, with scores of all and the coverage.</summary>
    public HarmRanking Ranking => Analysis.Ranking;

    /// <summary>The places.</summary>
    public required IReadOnlyList<HarmListPlace> Places { get; init; }

    /// <summary>Areas of the input without an offence that counts: they share the last place. Empty for lists of persons.</summary>
    public required IReadOnlyList<string> WithoutHarm { get; init; }

    /// <summary>What could not be scored, with the harm it could carry.</summary>
    public CoverageReport Coverage => Ranking.Scores.Coverage;

    /// <summary>How many are tied with the last place and left out by the tie rule alone.</summary>
    public required int TiedOut { get; init; }

    /// <summary>How many of the first places turnover, stability and the held-out check look at: all that are listed, or the upper part of a list of everybody.</summary>
    public int Focus => Analysis.CheckedPlaces;

    /// <summary>How the list differs from that of one cadence before; null where there was none.</summary>
    public RankingTurnover? Turnover => Analysis.Turnover.Value;

    /// <summary>Why there is no earlier list to compare with; empty where there is one.</summary>
    public string TurnoverMissing => Analysis.Turnover.Reason;

    /// <summary>The day of the list compared with.</summary>
    public DateOnly EarlierAsOf => Analysis.PreviousAsOf;

    /// <summary>Places under changed weights.</summary>
    public RankingStability Stability => Analysis.UnderWeightNoise;

    /// <summary>Whether an earlier list held more of the later harm than count, recency or chance; null where the data do not reach back far enough.</summary>
    public HeldOutCheck? HeldOut => Analysis.HeldOut.Value;

    /// <summary>Why there is no held-out check; empty where there is one.</summary>
    public string HeldOutMissing => Analysis.HeldOut.Reason;

    /// <summary>How harm is shared.</summary>
    public HarmConcentration Concentration => Analysis.Concentration;

    /// <summary>Orders by recency, frequency and gravity.</summary>
    public required IReadOnlyList<PriorityResult> Priorities { get; init; }

    /// <inheritdoc/>
    public ulong? Seed => System.Seed;

    /// <inheritdoc/>
    public IEnumerable<string> Summary() => HarmListOutput.Summary(this);

    /// <inheritdoc/>
    public void WriteTables(Func<string, string> pathOf) => HarmListOutput.WriteTables(this, pathOf);

    /// <inheritdoc/>
    public object Figures() => HarmListOutput.Figures(this);

    /// <inheritdoc/>
    public Reporting.ReportPage ToReport(IReadOnlyList<Reporting.ReportFact> runFacts) => HarmListReport.Page(this, runFacts);

    /// <inheritdoc/>
    public Reporting.TransparencyRecord ToTransparencyRecord() => HarmListReport.Record(this);
}
