using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmAnalysisTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal);
    private static readonly HarmAnalysisOptions Usual = new() { Scoring = new() { AsOf = AsOf }, Top = 10, Draws = 60, HeldOutDraws = 200 };

    private static HarmOffences Table(IEnumerable<(string Person, string Code, int DaysBack)> rows, bool recorded = false)
    {
        (string Person, string Code, int DaysBack)[] all = [.. rows];
        return new HarmOffences(
            CategoryColumn.FromText("code", [.. all.Select(r => r.Code)]),
            [.. all.Select(r => AsOf.DayNumber - r.DaysBack)],
            person: CategoryColumn.FromText("person", [.. all.Select(r => r.Person)]),
            recordedDay: recorded ? [.. all.Select(r => AsOf.DayNumber - r.DaysBack)] : null);
    }

    /// <summary>Two years in which the same twenty persons of a hundred do the grave things.</summary>
    private static IEnumerable<(string, string, int)> TwoYears()
    {
        for (int p = 0; p < 100; p++)
        {
            for (int year = 0; year < 2; year++)
            {
                yield return ($"p{p:00}", p < 20 ? "005/01" : "105/01", 10 + p + (year * 365));
            }
        }
    }

    [Fact]
    public void A_list_comes_with_its_check_coverage_turnover_stability_and_concentration()
    {
        HarmAnalysis a = HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { CompareWith = [new HarmLookup(OnsCrimeSeverityScore.December2020)] });
        Assert.Equal(10, a.Ranking.Entries.Count);
        Assert.Equal(a.Ranking.Entries.Select(e => e.Score.Days), a.Breakdowns.Select(b => b.Sum(p => p.Days)));
        Assert.Equal((10, 10), (a.CheckedPlaces, a.Turnover.Value!.Stayed));
        // Ten of the twenty that did all grave offences of the year before hold half of the harm since, but for the small offences.
        Assert.InRange(a.HeldOut.Value!.Share.Value, 0.498, 0.5);
        Assert.Equal(new DateOnly(2023, 3, 2), a.HeldOut.Value.AsOf);
        Assert.Equal((100, false), (a.Concentration.Entities, a.Concentration.IncludesQuiet));
        Assert.Equal(100, a.Coverage.Counted);
        Assert.Equal(20, a.CountAgainstHarm.HighBoth.Count);
        Assert.Equal(2, a.SevenSeries.Periods.Count);
        Assert.Equal(a.SevenSeries.Periods[0].CrimeHarmIndex.Days, a.SevenSeries.Periods[1].CrimeHarmIndex.Days);
        Assert.Equal("Cambridge Crime Harm Index, principal offences, 2020", Assert.Single(a.Comparisons).First);
        Assert.Equal(["partial-table", "tie-at-cut", "no-recording-days"], a.Notes.Select(n => n.Code));
    }

    [Fact]
    public void Without_a_window_before_the_analysis_says_that_nothing_was_checked()
    {
        HarmAnalysis a = HarmAnalysis.Of(Table([("a", "034/01", 10), ("b", "105/01", 20)]), Cambridge, Usual);
        Assert.Null(a.HeldOut.Value);
        Assert.StartsWith("A list as of 2023-03-02 cannot be checked against the 365 days since.", a.HeldOut.Reason, StringComparison.Ordinal);
        Assert.Contains("nothing shows that this list says anything about later harm", a.HeldOut.Reason, StringComparison.Ordinal);
        Assert.Null(a.Turnover.Value);
        Assert.StartsWith("There is no list as of 2023-03-02 to compare with", a.Turnover.Reason, StringComparison.Ordinal);
        Assert.Contains(a.Notes, n => n.Code == "begins-in-window");
    }

    [Fact]
    public void The_same_seed_gives_the_same_analysis_on_any_number_of_threads()
    {
        string Of(int threads, ulong seed)
        {
            HarmAnalysis a = HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { Scoring = Usual.Scoring with { Threads = threads }, Seed = seed });
            return string.Join('|', a.Ranking.Entries.Select(e => e.Score)) + string.Join('|', a.UnderResampling.Places) + a.UnderWeightNoise.Overlap + a.HeldOut.Value!.Share + a.Concentration.Baseline;
        }

        Assert.Equal(Of(1, 1), Of(1, 1));
        Assert.Equal(Of(1, 1), Of(5, 1));
        Assert.NotEqual(Of(1, 1), Of(1, 2));
    }

    [Fact]
    public void Where_all_are_listed_the_checks_look_at_the_first_tenth()
    {
        HarmAnalysis a = HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { Top = int.MaxValue });
        Assert.Equal((100, 10, 10), (a.Ranking.Entries.Count, a.CheckedPlaces, a.HeldOut.Value!.Listed));
        Assert.Equal((10, 100), (a.UnderResampling.Cut, a.UnderResampling.Places.Count));
    }

    [Fact]
    public void A_share_of_the_places_may_be_looked_at_and_is_rounded_up()
    {
        HarmAnalysis a = HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { Top = int.MaxValue, CheckedShare = 0.255 });
        Assert.Equal((26, 26), (a.CheckedPlaces, a.HeldOut.Value!.Listed));
        string? Refused(HarmAnalysisOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => HarmAnalysis.Of(Table(TwoYears()), Cambridge, options)).ParamName;
        Assert.Equal("CheckedShare", Refused(Usual with { CheckedShare = 0 }));
        Assert.Equal("HeldOutDays", Refused(Usual with { HeldOutDays = 0 }));
        Assert.Equal("HeldOutHistoryDays", Refused(Usual with { HeldOutHistoryDays = -1 }));
    }

    [Fact]
    public void The_held_out_check_has_a_length_of_its_own()
    {
        // In the 31 days since, p00 to p21 offended: twenty woundings with intent of 1,460 days each and two common assaults of one.
        HarmAnalysis a = HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { HeldOutDays = 31, Top = 100, CheckedShare = 1 });
        Assert.Equal((31, AsOf.AddDays(-31)), (a.HeldOutDays, a.HeldOut.Value!.AsOf));
        Assert.Equal((20 * 1460) + 2, a.HeldOut.Value.LaterDays);
    }

    [Fact]
    public void A_held_out_check_of_too_short_a_history_is_refused_where_that_is_asked()
    {
        // The first offence is 474 days before the as-of day, so 109 before the list that would be checked.
        AnalysisPart<HeldOutCheck> Check(int days) => HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual with { HeldOutHistoryDays = days }).HeldOut;
        Assert.NotNull(Check(109).Value);
        Assert.Null(Check(110).Value);
        Assert.StartsWith("The offences begin on 2022-11-13", Check(110).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_without_offences_is_refused_with_the_days_there_are()
    {
        AnalysisException e = Assert.Throws<AnalysisException>(() => HarmAnalysis.Of(Table([("a", "034/01", 800), ("a", "034/01", 900)]), Cambridge, Usual));
        Assert.Equal(AnalysisFailure.NoEvents, e.Reason);
        Assert.Equal("No offence counts in the 365 days before 2024-03-01: of 2 rows 2 lie outside the window. The offences occurred from 2021-09-13 to 2021-12-22; choose another as-of day, window or set of exclusions.", e.Message);
    }

    [Fact]
    public void Codes_of_which_none_has_a_score_are_refused_naming_the_most_frequent()
    {
        AnalysisException e = Assert.Throws<AnalysisException>(() => HarmAnalysis.Of(Table([("034/01", "suspect", 8), ("105/01", "suspect", 9)]), Cambridge, Usual));
        Assert.Equal(AnalysisFailure.UnknownCode, e.Reason);
        Assert.StartsWith("None of the 2 offences that count has a score in Cambridge Crime Harm Index, principal offences, 2020. The most frequent code is “suspect” (2 rows):", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("If “suspect” is no offence code at all, the columns are mixed up.", e.Message, StringComparison.Ordinal);
        Assert.Equal(AnalysisFailure.AmbiguousCode, Assert.Throws<AnalysisException>(() => HarmAnalysis.Of(Table([("a", "8N", 8)]), Cambridge, Usual)).Reason);
    }

    [Fact]
    public void Offence_codes_are_ranked_with_their_spellings_as_one()
    {
        HarmAnalysis a = HarmAnalysis.Of(Table([("a", "34/1", 8), ("b", "034/01", 9), ("a", "03401", 9), ("c", "105/01", 9)]), Cambridge, Usual with { Unit = HarmUnit.Offence });
        Assert.Equal([("034/01", 1095d, 3), ("105/01", 1d, 1)], a.Ranking.Entries.Select(e => (e.Score.Entity, e.Score.Days, e.Score.Offences)));
        Assert.All(a.Breakdowns, Assert.Empty);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        HarmOffences offences = Table(TwoYears());
        Assert.Throws<ArgumentOutOfRangeException>("Top", () => HarmAnalysis.Of(offences, Cambridge, Usual with { Top = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("PreviousDays", () => HarmAnalysis.Of(offences, Cambridge, Usual with { PreviousDays = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("Draws", () => HarmAnalysis.Of(offences, Cambridge, Usual with { Draws = 19 }));
        Assert.Throws<ArgumentOutOfRangeException>("HeldOutDraws", () => HarmAnalysis.Of(offences, Cambridge, Usual with { HeldOutDraws = 99 }));
        Assert.Throws<ArgumentOutOfRangeException>("WeightNoise", () => HarmAnalysis.Of(offences, Cambridge, Usual with { WeightNoise = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>("Coverage", () => HarmAnalysis.Of(offences, Cambridge, Usual with { Coverage = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("WindowDays", () => HarmAnalysis.Of(offences, Cambridge, Usual with { Scoring = new() { AsOf = AsOf, WindowDays = 0 } }));
        Assert.Throws<ArgumentException>("offences", () => HarmAnalysis.Of(offences, Cambridge, Usual with { Unit = HarmUnit.Area }));
    }

    [Fact]
    public void A_stopped_analysis_stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => HarmAnalysis.Of(Table(TwoYears()), Cambridge, Usual, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void What_was_recorded_later_is_not_known_to_a_list_or_to_its_check()
    {
        HarmOffences offences = new(
            CategoryColumn.FromText("code", ["034/01", "001/01"]),
            [AsOf.DayNumber - 5, AsOf.DayNumber - 5],
            person: CategoryColumn.FromText("person", ["known", "later"]),
            recordedDay: [AsOf.DayNumber - 1, AsOf.DayNumber]);
        HarmScores scores = new HarmScorer(Cambridge, new() { AsOf = AsOf }).Score(offences, HarmUnit.Person);
        Assert.Equal([HarmExclusion.None, HarmExclusion.NotYetKnown], new[] { scores.Exclusion(0), scores.Exclusion(1) });
        Assert.Equal(5475, scores.Coverage.ExcludedHarm[HarmExclusion.NotYetKnown].Days);
        Assert.Equal(HarmExclusion.None, new HarmScorer(Cambridge, new() { AsOf = AsOf.AddDays(1) }).Score(offences, HarmUnit.Person).Exclusion(1));
    }
}
