using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>A part of an analysis that the data may be too few for: it is there, or the reason why it is not.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="Value">The part; null where the data cannot give it.</param>
/// <param name="Reason">Why it is not there, with the mend; empty where it is.</param>
public sealed record AnalysisPart<T>(T? Value, string Reason)
    where T : class;

/// <summary>A list by harm with everything that must stand beside it: what could not be scored, who joined and left, how firm it is, how concentrated harm is, and whether such lists held later harm.</summary>
/// <remarks>
/// The held-out check belongs to every list: it is made from the window before, or the analysis says why it cannot be. Records of the as-of day or
/// later are never used. Deterministic: the same data, settings and seed give the same analysis on any number of threads. A list advises; it orders
/// no action, and a suspect is not a convict. Immutable and thread-safe.
/// </remarks>
public sealed class HarmAnalysis
{
    private const long DrawBudget = 50_000_000;
    private const int FewestDraws = 50;
    private const double UpperShare = 0.1;

    private HarmAnalysis(HarmAnalysisOptions options, HarmLookup lookup, HarmRanking ranking)
    {
        Options = options;
        Lookup = lookup;
        Ranking = ranking;
    }

    /// <summary>The settings.</summary>
    public HarmAnalysisOptions Options { get; }

    /// <summary>The index with its policy and aliases.</summary>
    public HarmLookup Lookup { get; }

    /// <summary>The list.</summary>
    public HarmRanking Ranking { get; }

    /// <summary>The scores of all entities.</summary>
    public HarmScores Scores => Ranking.Scores;

    /// <summary>What could and could not be scored.</summary>
    public CoverageReport Coverage => Scores.Coverage;

    /// <summary>The offences behind each place, in the order of the list, gravest first. Empty lists where offence codes are ranked: their offences are too many to name.</summary>
    public required IReadOnlyList<IReadOnlyList<OffenceContribution>> Breakdowns { get; init; }

    /// <summary>How many first places turnover, stability and the held-out check look at: the list's length, or a tenth of all where all are listed.</summary>
    public required int CheckedPlaces { get; init; }

    /// <summary>The first and the last day on which an offence occurred, over all rows.</summary>
    public required (DateOnly First, DateOnly Last) Span { get; init; }

    /// <summary>The as-of day of the earlier list.</summary>
    public required DateOnly PreviousAsOf { get; init; }

    /// <summary>How the first places differ from those of the earlier list, and why.</summary>
    public required AnalysisPart<RankingTurnover> Turnover { get; init; }

    /// <summary>How the list would have come out with slightly other weights.</summary>
    public required RankingStability UnderWeightNoise { get; init; }

    /// <summary>How firm the list is given how few offences it rests on; its places hold the intervals of their days.</summary>
    public required RankingStability UnderResampling { get; init; }

    /// <summary>Days of the held-out check: the list of so many days ago against the harm since.</summary>
    public required int HeldOutDays { get; init; }

    /// <summary>Whether such a list, made so much earlier, held more of the harm since than lists by count, by recency or by chance.</summary>
    public required AnalysisPart<HeldOutCheck> HeldOut { get; init; }

    /// <summary>How unequally harm and offences fall.</summary>
    public required HarmConcentration Concentration { get; init; }

    /// <summary>Who is high in count, in harm, in both.</summary>
    public required CountHarmTable CountAgainstHarm { get; init; }

    /// <summary>The seven series of the Consensus for the window and the one before.</summary>
    public required ConsensusReport SevenSeries { get; init; }

    /// <summary>The list by the other indices that were asked for.</summary>
    public required IReadOnlyList<RankingComparison> Comparisons { get; init; }

    /// <summary>What a reader must know about the data, for instance that they begin within the window.</summary>
    public required IReadOnlyList<DataQualityNote> Notes { get; init; }

    /// <summary>The window: its first day, and the first day after it.</summary>
    public Period Window => new(Options.Scoring.AsOf.AddDays(-Options.Scoring.WindowDays), Options.Scoring.AsOf);

    /// <summary>Makes a list with everything that must stand beside it.</summary>
    /// <param name="offences">Offences of the window, and of the window before it for turnover and the held-out check.</param>
    /// <param name="lookup">The index with its policy and aliases.</param>
    /// <param name="options">Unit, window, length and checks.</param>
    /// <param name="progress">Told the steps as they begin, in words.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <exception cref="ArgumentException">The offences lack a column that the unit or a setting needs, or a setting lies outside its range.</exception>
    /// <exception cref="AnalysisException">No offence counts in the window, or none of those that count has a score.</exception>
    public static HarmAnalysis Of(HarmOffences offences, HarmLookup lookup, HarmAnalysisOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offences);
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        HarmScoringOptions scoring = options.Scoring;

        progress?.Report("Scoring");
        HarmScores scores = new HarmScorer(lookup, scoring).Score(offences, options.Unit, cancellationToken);
        (DateOnly First, DateOnly Last) span = SpanOf(offences);
        RequireScores(scores, span, options);
        HarmRankingOptions rankingOptions = new() { Top = options.Top, MinimumOffences = options.MinimumOffences };
        HarmRanking ranking = HarmRanking.Of(scores, rankingOptions);
        if (ranking.Entries.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"Nobody has {options.MinimumOffences} offences that count in the window; ask for fewer."));
        }

        int places = PlacesToCheck(ranking, options.CheckedShare);
        int draws = (int)Math.Min(options.Draws, Math.Max(FewestDraws, DrawBudget / Math.Max(1, scores.Coverage.Counted)));
        DateOnly previous = scoring.AsOf.AddDays(-(options.PreviousDays ?? scoring.WindowDays));
        progress?.Report("Comparing with the list before");
        AnalysisPart<RankingTurnover> turnover = TurnoverOf(offences, lookup, options, ranking, places, previous, cancellationToken);
        progress?.Report("Drawing other weights and other records");
        RankingStability noise = RankingStability.UnderWeightNoise(ranking, options.Seed, options.WeightNoise, draws, options.Coverage, places, cancellationToken);
        RankingStability resampled = RankingStability.UnderResampling(ranking, options.Seed, draws, options.Coverage, places, cancellationToken);
        progress?.Report("Checking a list of one window ago against the harm since");
        AnalysisPart<HeldOutCheck> heldOut = HeldOutOf(offences, lookup, options, places, span.First, cancellationToken);
        progress?.Report("Measuring concentration");
        HarmConcentration concentration = HarmConcentration.Of(scores, options.Seed, Math.Min(draws, 199), options.Coverage);
        progress?.Report("Ranking by other indices");
        RankingComparison[] comparisons = [.. ComparisonsOf(scores, offences, options, places, cancellationToken)];
        Period window = new(scoring.AsOf.AddDays(-scoring.WindowDays), scoring.AsOf);
        return new HarmAnalysis(options, lookup, ranking)
        {
            Breakdowns = options.Unit == HarmUnit.Offence ? [.. ranking.Entries.Select(_ => (IReadOnlyList<OffenceContribution>)[])] : scores.Breakdowns([.. ranking.Entries.Select(e => e.Number)]),
            CheckedPlaces = places,
            Span = span,
            PreviousAsOf = previous,
            Turnover = turnover,
            UnderWeightNoise = noise,
            UnderResampling = resampled,
            HeldOutDays = options.HeldOutDays ?? scoring.WindowDays,
            HeldOut = heldOut,
            Concentration = concentration,
            CountAgainstHarm = CountHarmTable.Of(scores),
            SevenSeries = ConsensusReport.Of(offences, lookup, [new Period(window.Start.AddDays(-scoring.WindowDays), window.Start), window]),
            Comparisons = comparisons,
            Notes = [.. NotesOf(scores, ranking, span, window)],
        };
    }

    private static int PlacesToCheck(HarmRanking ranking, double? share)
    {
        int listed = ranking.Entries.Count;
        return share is { } asked ? Math.Max(1, (int)Math.Ceiling(asked * listed)) : listed < ranking.Eligible ? listed : Math.Max(1, (int)(listed * UpperShare));
    }

    private static void RequireScores(HarmScores scores, (DateOnly First, DateOnly Last) span, HarmAnalysisOptions options)
    {
        CoverageReport coverage = scores.Coverage;
        CultureInfo c = CultureInfo.InvariantCulture;
        if (coverage.Counted == 0)
        {
            string why = string.Join(", ", coverage.Excluded.Where(e => e.Value > 0).OrderByDescending(e => e.Value).Select(e => string.Create(c, $"{e.Value} {Sentence(e.Key)}")));
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(c, $"No offence counts in the {options.Scoring.WindowDays} days before {options.Scoring.AsOf:yyyy-MM-dd}: of {coverage.Rows} rows {why}. The offences occurred from {span.First:yyyy-MM-dd} to {span.Last:yyyy-MM-dd}; choose another as-of day, window or set of exclusions."));
        }

        if (coverage.Unscored.Sum(u => u.Rows) == coverage.Counted)
        {
            UnscoredCode first = coverage.Unscored[0];
            throw new AnalysisException(
                first.Quality == MatchQuality.Ambiguous ? AnalysisFailure.AmbiguousCode : AnalysisFailure.UnknownCode,
                string.Create(c, $"None of the {coverage.Counted} offences that count has a score in {coverage.Schedule}. The most frequent code is “{first.Code}” ({first.Rows} rows): {first.Explanation} If “{first.Code}” is no offence code at all, the columns are mixed up."));
        }
    }

    /// <summary>Why rows were left out, in words that follow a number.</summary>
    /// <param name="exclusion">The reason.</param>
    public static string Sentence(HarmExclusion exclusion) => exclusion switch
    {
        HarmExclusion.None => "count",
        HarmExclusion.NonCrime => "are no crimes",
        HarmExclusion.Cancelled => "were cancelled",
        HarmExclusion.OutsideWindow => "lie outside the window",
        HarmExclusion.NotYetKnown => "were recorded on the as-of day or later",
        HarmExclusion.Historic => "occurred before the window",
        HarmExclusion.Role => "are of a role that does not count",
        HarmExclusion.Proactive => "were found by police activity",
        HarmExclusion.CompanyDetected => "were found by a company's staff",
        HarmExclusion.NoEntity => "name nobody to credit",
        HarmExclusion.Duplicate => "repeat an offence of the same entity",
        HarmExclusion.NotPrincipal => "belong to a graver offence of the same incident and victim",
        _ => throw new ArgumentOutOfRangeException(nameof(exclusion), exclusion, "The reason is not known."),
    };

    private static AnalysisPart<RankingTurnover> TurnoverOf(HarmOffences offences, HarmLookup lookup, HarmAnalysisOptions options, HarmRanking ranking, int places, DateOnly previous, CancellationToken cancellationToken)
    {
        HarmScores before = new HarmScorer(lookup, options.Scoring with { AsOf = previous }).Score(offences, options.Unit, cancellationToken);
        HarmRankingOptions top = new() { Top = places, MinimumOffences = options.MinimumOffences };
        HarmRanking earlier = HarmRanking.Of(before, top);
        return earlier.Entries.Count == 0
            ? new AnalysisPart<RankingTurnover>(null, string.Create(CultureInfo.InvariantCulture, $"There is no list as of {previous:yyyy-MM-dd} to compare with: nobody has an offence that counts in the {options.Scoring.WindowDays} days before it. Bring offences that go back further."))
            : new AnalysisPart<RankingTurnover>(HarmRanking.Of(ranking.Scores, top).Turnover(earlier), "");
    }

    private static IEnumerable<RankingComparison> ComparisonsOf(HarmScores scores, HarmOffences offences, HarmAnalysisOptions options, int places, CancellationToken cancellationToken)
    {
        if (options.CompareWith.Count == 0)
        {
            yield break;
        }

        // All who may be listed are ranked, so that whoever leaves the first places is told where they went.
        HarmRankingOptions all = new() { MinimumOffences = options.MinimumOffences };
        HarmRanking own = HarmRanking.Of(scores, all);
        foreach (HarmLookup other in options.CompareWith)
        {
            yield return RankingComparison.Of(own, HarmRanking.Of(new HarmScorer(other, options.Scoring).Score(offences, options.Unit, cancellationToken), all), places);
        }
    }

    private static AnalysisPart<HeldOutCheck> HeldOutOf(HarmOffences offences, HarmLookup lookup, HarmAnalysisOptions options, int places, DateOnly first, CancellationToken cancellationToken)
    {
        int days = options.HeldOutDays ?? options.Scoring.WindowDays;
        DateOnly asOf = options.Scoring.AsOf.AddDays(-days);
        // A list made from a small part of its window is not such a list.
        if (options.HeldOutHistoryDays > 0 && first > asOf.AddDays(-options.HeldOutHistoryDays))
        {
            return new AnalysisPart<HeldOutCheck>(null, string.Create(CultureInfo.InvariantCulture, $"The offences begin on {first:yyyy-MM-dd}: a list as of {asOf:yyyy-MM-dd}, to be checked against the {days} days since, would rest on fewer than {options.HeldOutHistoryDays} days of offences. Bring older offences; until such a check is made, nothing shows that this list says anything about later harm."));
        }

        try
        {
            return new AnalysisPart<HeldOutCheck>(HeldOutCheck.Of(offences, lookup, options.Scoring with { AsOf = asOf }, options.Unit, places, options.Seed, days, options.HeldOutDraws, options.Coverage, cancellationToken), "");
        }
        catch (AnalysisException e)
        {
            return new AnalysisPart<HeldOutCheck>(null, string.Create(CultureInfo.InvariantCulture, $"A list as of {asOf:yyyy-MM-dd} cannot be checked against the {days} days since. {e.Message} Until a check on offences of at least two windows is made, nothing shows that this list says anything about later harm."));
        }
    }

    private static IEnumerable<DataQualityNote> NotesOf(HarmScores scores, HarmRanking ranking, (DateOnly First, DateOnly Last) span, Period window)
    {
        CultureInfo c = CultureInfo.InvariantCulture;
        CoverageReport coverage = scores.Coverage;
        long unscored = coverage.Unscored.Sum(u => u.Rows);
        if (unscored > 0)
        {
            yield return new DataQualityNote("unscored", string.Create(c, $"{unscored} of {coverage.Counted} offences that count carry no score: their codes are unknown to {coverage.Schedule} or have several scores there. They add nothing to the days and could add up to {coverage.HighDays - coverage.ScoredDays:N0} days in all."));
        }

        if (!scores.Schedule.Info.IsComplete)
        {
            yield return new DataQualityNote("partial-table", $"{coverage.Schedule} is a partial table: an offence that it lacks is not harmless, and a code that looks unique in it may not be. Load the full table.");
        }

        foreach (CodeCoverage category in coverage.Categories.Where(x => x.ScoreDays is not null && x.HighDays > x.LowDays))
        {
            yield return new DataQualityNote("category-scored", string.Create(c, $"“{category.Code}” is a whole category whose offences score from {category.LowDays:R} to {category.HighDays:R} days; {category.Sum.Rows} rows are scored {category.ScoreDays:R} each by the policy. Bring offence codes."));
        }

        if (span.First > window.Start)
        {
            yield return new DataQualityNote("begins-in-window", string.Create(c, $"The offences begin on {span.First:yyyy-MM-dd}, within the window, which begins on {window.Start:yyyy-MM-dd}: the scores are of a shorter time."));
        }

        if (span.Last < window.LastDay.AddDays(-27))
        {
            yield return new DataQualityNote("silent-days", string.Create(c, $"No offence occurred after {span.Last:yyyy-MM-dd}, {window.End.DayNumber - span.Last.DayNumber - 1} days before the as-of day: if they were not recorded yet, choose an earlier as-of day."));
        }

        if (ranking.TieAtCut)
        {
            yield return new DataQualityNote("tie-at-cut", string.Create(c, $"The last place listed and the first one left out have the same {ranking.Entries[^1].Score.Days:R} days: the rule for ties alone parts them."));
        }

        if (scores.Offences.RecordedDay.IsEmpty)
        {
            yield return new DataQualityNote("no-recording-days", "There are no recording days, so offences that occurred before the as-of day and were recorded later cannot be told from those that were known.");
        }
    }

    private static (DateOnly First, DateOnly Last) SpanOf(HarmOffences offences)
    {
        int first = int.MaxValue, last = int.MinValue;
        foreach (int day in offences.OccurredDay)
        {
            first = Math.Min(first, day);
            last = Math.Max(last, day);
        }

        return offences.Count == 0
            ? throw new AnalysisException(AnalysisFailure.NoEvents, "There are no offences; bring at least one.")
            : (DateOnly.FromDayNumber(first), DateOnly.FromDayNumber(last));
    }
}
