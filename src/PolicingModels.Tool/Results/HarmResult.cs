using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary>The <c>result.json</c> of <c>harm</c>.</summary>
internal sealed record HarmResult : VerbResult
{
    public required DateOnly AsOf { get; init; }

    public required SpanResult Window { get; init; }

    public required string By { get; init; }

    public required HarmIndexResult Index { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required HarmCoverageResult Coverage { get; init; }

    public required HarmListResult List { get; init; }

    public required HarmTurnoverResult Turnover { get; init; }

    public required IReadOnlyList<HarmStabilityResult> Stability { get; init; }

    public required IReadOnlyList<HarmComparisonResult> Comparisons { get; init; }

    public required HarmHeldOutResult HeldOut { get; init; }

    public required HarmConcentrationResult Concentration { get; init; }

    public required CountHarmTable CountAgainstHarm { get; init; }

    public required HarmSeriesResult SevenSeries { get; init; }

    public required HarmRatesResult? Rates { get; init; }

    public required QualityResult Quality { get; init; }

    public required IReadOnlyList<NoteResult> Notes { get; init; }

    public static HarmResult Of(HarmRun run, OutputFolder folder)
    {
        HarmAnalysis a = run.Analysis;
        return new HarmResult
        {
            Verb = "harm",
            AsOf = a.Options.Scoring.AsOf,
            Window = SpanResult.Of(a.Window),
            By = run.Unit,
            Index = HarmIndexResult.Of(a.Scores.Schedule),
            Settings = run.Settings().ToDictionary(s => s.Label, s => s.Value, StringComparer.Ordinal),
            Coverage = HarmCoverageResult.Of(a.Coverage),
            List = HarmListResult.Of(run),
            Turnover = HarmTurnoverResult.Of(a),
            Stability = [HarmStabilityResult.Of("weights", a.UnderWeightNoise), HarmStabilityResult.Of("records", a.UnderResampling)],
            Comparisons = [.. a.Comparisons.Select(HarmComparisonResult.Of)],
            HeldOut = HarmHeldOutResult.Of(a.HeldOut),
            Concentration = HarmConcentrationResult.Of(a.Concentration),
            CountAgainstHarm = a.CountAgainstHarm,
            SevenSeries = HarmSeriesResult.Of(a.SevenSeries),
            Rates = run.Rates is { } r ? new HarmRatesResult(r.Denominator, r.DaysPerThousand, r.WithoutDenominator, r.Areas) : null,
            Quality = QualityResult.Of(run.Table.Quality),
            Notes = [.. a.Notes.Select(n => new NoteResult(n.Code, n.Message))],
            Files = folder.Files,
        };
    }
}

/// <summary>The identity of the table that scores.</summary>
internal sealed record HarmIndexResult(string Name, string Edition, HarmBasis Basis, string Unit, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string Licence, ProvenanceKind Provenance, string ProvenanceSource, bool IsComplete, int Rows, string Fingerprint)
{
    public static HarmIndexResult Of(IHarmSchedule s) => new(
        s.Info.Name, s.Info.Edition, s.Info.Basis, s.Info.Unit, s.Info.EffectiveFrom, s.Info.EffectiveTo, s.Info.Licence, s.Info.Provenance.Kind, s.Info.Provenance.Source, s.Info.IsComplete, s.Rows.Count, s.Fingerprint);
}

/// <summary>What could and could not be scored: counted + excluded rows = rows.</summary>
internal sealed record HarmCoverageResult(
    long Rows,
    long Counted,
    double ScoredShare,
    double Days,
    double LowDays,
    double HighDays,
    IReadOnlyList<HarmMatchedResult> ByMatch,
    IReadOnlyList<HarmExcludedResult> Excluded,
    IReadOnlyList<HarmCodeResult> Codes)
{
    public static HarmCoverageResult Of(CoverageReport c) => new(
        c.Rows,
        c.Counted,
        c.ScoredShare,
        c.ScoredDays,
        c.LowDays,
        c.HighDays,
        [.. c.ByQuality.OrderBy(q => q.Key).Select(q => new HarmMatchedResult(q.Key, q.Value.Rows, q.Value.Days))],
        [.. c.ExcludedHarm.OrderBy(e => e.Key).Select(e => new HarmExcludedResult(e.Key, e.Value.Rows, e.Value.Days, e.Value.LowDays, e.Value.HighDays))],
        [.. c.Codes.Select(k => new HarmCodeResult(k.Code, k.Quality, k.ScoreDays, k.Sum.Rows, k.Sum.Days, k.Sum.LowDays, k.Sum.HighDays, k.IsCategory, k.Explanation))]);
}

internal sealed record HarmMatchedResult(MatchQuality Match, long Rows, double Days);

internal sealed record HarmExcludedResult(HarmExclusion Reason, long Rows, double Days, double LowDays, double HighDays);

internal sealed record HarmCodeResult(string Code, MatchQuality Match, double? ScoreDays, long Rows, double Days, double LowDays, double HighDays, bool IsCategory, string Explanation);

/// <summary>The list, with the offences behind each place.</summary>
internal sealed record HarmListResult(int Listed, int Eligible, bool TieAtCut, int CheckedPlaces, IReadOnlyList<HarmPlaceResult> Places)
{
    public static HarmListResult Of(HarmRun run)
    {
        HarmAnalysis a = run.Analysis;
        return new HarmListResult(
            a.Ranking.Entries.Count,
            a.Ranking.Eligible,
            a.Ranking.TieAtCut,
            a.CheckedPlaces,
            [.. a.Ranking.Entries.Select((e, i) => HarmPlaceResult.Of(e, a.UnderResampling.Places[i], a.UnderWeightNoise.Places[i], a.Breakdowns[i], run.Table.OffenceIds))]);
    }
}

/// <summary>One place; the same figures as in <c>entities.csv</c>.</summary>
internal sealed record HarmPlaceResult(
    int Rank,
    string Entity,
    EstimateResult Days,
    double LowDays,
    double HighDays,
    int Offences,
    int Unscored,
    double OneOffenceShare,
    double RankLow,
    double RankHigh,
    double HeldUnderRecords,
    double HeldUnderWeights,
    bool TiedWithNext,
    DateOnly LastDay,
    DateOnly GravestExpires,
    DateOnly Expires,
    IReadOnlyList<HarmOffenceResult> GravestOffences)
{
    /// <summary>How many offences of a place stand here; all of them are in <c>breakdown.csv</c>.</summary>
    private const int OffencesShown = 20;

    public static HarmPlaceResult Of(HarmRankingEntry e, PlaceStability records, PlaceStability weights, IReadOnlyList<OffenceContribution> parts, CategoryColumn? ids) => new(
        e.Rank, e.Score.Entity, EstimateResult.Of(records.Days), e.Score.LowDays, e.Score.HighDays, e.Score.Offences, e.Score.Unscored, e.OneOffenceShare,
        records.RankInterval.Low, records.RankInterval.High, records.ListedShare, weights.ListedShare, e.TiedWithNext, e.Score.LastDay, e.GravestExpires, e.Expires,
        [.. parts.Take(OffencesShown).Select(p => new HarmOffenceResult(ids?[p.Row], p.Code, p.Title, p.Date, p.Days, p.Quality))]);
}

internal sealed record HarmOffenceResult(string? OffenceId, string Code, string Title, DateOnly Date, double Days, MatchQuality Match);

/// <summary>How the first places differ from those of an earlier list; the reason where there is none.</summary>
internal sealed record HarmTurnoverResult(DateOnly PreviousAsOf, string? Unavailable, int? Stayed, double? Overlap, double? Jaccard, double? RankBiasedOverlap, double? KendallTau, IReadOnlyList<RankingMove> Entered, IReadOnlyList<RankingMove> Left)
{
    public static HarmTurnoverResult Of(HarmAnalysis a) => a.Turnover.Value is { } t
        ? new(a.PreviousAsOf, null, t.Stayed, t.Overlap, t.Jaccard, t.RankBiasedOverlap, t.KendallTau, t.Entered, t.Left)
        : new(a.PreviousAsOf, a.Turnover.Reason, null, null, null, null, null, [], []);
}

internal sealed record HarmStabilityResult(string Changed, int Draws, int Cut, EstimateResult Overlap)
{
    public static HarmStabilityResult Of(string changed, RankingStability s) => new(changed, s.Draws, s.Cut, EstimateResult.Of(s.Overlap));
}

internal sealed record HarmComparisonResult(string Index, string Fingerprint, double ScoredShare, int Length, double Overlap, double Jaccard, double RankBiasedOverlap, double KendallTau, IReadOnlyList<RankPair> Entities, IReadOnlyList<ReclassifiedCode> Codes)
{
    public static HarmComparisonResult Of(RankingComparison c) => new(c.Second, c.SecondFingerprint, c.SecondScoredShare, c.Length, c.Overlap, c.Jaccard, c.RankBiasedOverlap, c.KendallTau, c.Entities, c.Codes);
}

/// <summary>Whether such a list held later harm; the reason where that cannot be told.</summary>
internal sealed record HarmHeldOutResult(string? Unavailable, DateOnly? AsOf, int? Listed, int? Eligible, double? LaterDays, double? NewcomerShare, EstimateResult? Share, IReadOnlyList<HarmHeldOutComparison> Comparisons)
{
    public static HarmHeldOutResult Of(AnalysisPart<HeldOutCheck> part) => part.Value is { } c
        ? new(null, c.AsOf, c.Listed, c.Eligible, c.LaterDays, c.NewcomerShare, EstimateResult.Of(c.Share), [.. c.Comparisons.Select(x => new HarmHeldOutComparison(x.Against, x.Share, EstimateResult.Of(x.Difference), x.Verdict))])
        : new(part.Reason, null, null, null, null, null, null, []);
}

internal sealed record HarmHeldOutComparison(string Against, double Share, EstimateResult Difference, HeldOutVerdict Verdict);

internal sealed record HarmConcentrationResult(
    int Entities, bool IncludesQuiet, double HarmGini, double CountGini, double GeneralisedCountGini, EstimateResult? HarmGiniByChance, IReadOnlyList<TopShare> Shares, int FewestForHalf, int FewestForFourFifths, IReadOnlyList<string> HarmSpots)
{
    public static HarmConcentrationResult Of(HarmConcentration c) => new(
        c.Entities, c.IncludesQuiet, c.HarmGini, c.CountGini, c.GeneralisedCountGini, c.Baseline is { } b ? EstimateResult.Of(b) : null, c.Shares, c.FewestForHalf, c.FewestForFourFifths, c.HarmSpots);
}

/// <summary>The seven series of the Consensus.</summary>
internal sealed record HarmSeriesResult(bool KnowsHistoric, bool KnowsDetection, IReadOnlyList<HarmPeriodResult> Periods)
{
    public static HarmSeriesResult Of(ConsensusReport r) => new(
        r.KnowsHistoric,
        r.KnowsDetection,
        [.. r.Periods.Select(p => new HarmPeriodResult(SpanResult.Of(p.Period), p.CrimeHarmIndex, p.Historic, p.Proactive, p.CompanyDetected, p.HarmDetectionFraction, p.NotCrimes, p.Categories))]);
}

internal sealed record HarmPeriodResult(SpanResult Period, HarmSum CrimeHarmIndex, HarmSum Historic, HarmSum Proactive, HarmSum CompanyDetected, double? HarmDetectionFraction, long NotCrimes, IReadOnlyList<CategoryCount> Categories);

internal sealed record HarmRatesResult(string Denominator, double DaysPerThousand, IReadOnlyList<string> WithoutDenominator, IReadOnlyList<AreaRate> Areas);
