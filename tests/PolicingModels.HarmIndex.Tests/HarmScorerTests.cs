using CsCheck;
using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmScorerTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);
    private static readonly HarmLookup Lookup = new(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = AmbiguityPolicy.Median });

    private static HarmOffences Table(params (string Person, string Code, DateOnly Day)[] rows) => new(
        CategoryColumn.FromText("code", [.. rows.Select(r => r.Code)]),
        [.. rows.Select(r => r.Day.DayNumber)],
        person: CategoryColumn.FromText("person", [.. rows.Select(r => r.Person)]));

    private static double Days(HarmScores scores, string entity) =>
        Enumerable.Range(0, scores.EntityCount).Where(e => scores.Name(e) == entity).Select(e => scores[e].Days).Single();

    [Fact]
    public void Scores_are_sums_of_days_and_break_down_into_their_offences()
    {
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(
            Table(("a", "034/01", AsOf.AddDays(-10)), ("b", "105/01", AsOf.AddDays(-1)), ("a", "105/01", AsOf.AddDays(-2))), HarmUnit.Person);
        Assert.Equal(366, Days(scores, "a"));
        Assert.Equal(1, Days(scores, "b"));
        Assert.Equal(["Robbery", "Common assault"], scores.Breakdown(0).Select(p => p.Title));
        Assert.Equal(scores[0].Days, scores.Breakdown(0).Sum(p => p.Days));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public void The_window_is_the_365_days_before_the_as_of_day(int daysBack, bool counts)
    {
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(Table(("a", "034/01", AsOf.AddDays(-daysBack))), HarmUnit.Person);
        Assert.Equal(counts ? 365 : 0, scores[0].Days);
        Assert.Equal(counts ? HarmExclusion.None : HarmExclusion.OutsideWindow, scores.Exclusion(0));
    }

    [Fact]
    public void A_leap_day_is_a_day_of_the_window()
    {
        // 2023-03-02 is 365 days before 2024-03-01, because 29 February lies between.
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(
            Table(("in", "034/01", new(2023, 3, 2)), ("out", "034/01", new(2023, 3, 1)), ("leap", "034/01", new(2024, 2, 29))), HarmUnit.Person);
        Assert.Equal((365, 0, 365), (Days(scores, "in"), Days(scores, "out"), Days(scores, "leap")));
    }

    [Fact]
    public void Co_suspects_get_the_full_score_or_share_it()
    {
        HarmOffences offences = new(
            CategoryColumn.FromText("code", ["034/01", "034/01", "105/01"]),
            [.. Enumerable.Repeat(AsOf.DayNumber - 1, 3)],
            person: CategoryColumn.FromText("person", ["a", "b", "a"]),
            area: CategoryColumn.FromText("area", ["w", "w", "w"]),
            offence: [7, 7, 2]);
        Assert.Equal((366, 365), Both(CoSuspectRule.Full));
        Assert.Equal((183.5, 182.5), Both(CoSuspectRule.Split));
        HarmScores area = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(offences, HarmUnit.Area);
        Assert.Equal(366, area[0].Days);
        Assert.Equal(1, area.Coverage.Excluded[HarmExclusion.Duplicate]);

        (double, double) Both(CoSuspectRule rule)
        {
            HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf, CoSuspects = rule }).Score(offences, HarmUnit.Person);
            return (Days(scores, "a"), Days(scores, "b"));
        }
    }

    [Fact]
    public void Every_exclusion_is_counted_and_nothing_vanishes()
    {
        int day = AsOf.DayNumber - 5;
        HarmOffences offences = new(
            CategoryColumn.FromText("code", [.. Enumerable.Repeat("105/01", 8)]),
            [day, day, day, day, day, day, day, AsOf.DayNumber],
            person: CategoryColumn.FromText("person", ["a", "a", "a", "a", "a", "a", null, "a"]),
            role: [OffenceRole.Suspect, OffenceRole.Victim, 0, 0, 0, 0, 0, 0],
            detection: [0, 0, OffenceDetection.Proactive, OffenceDetection.Company, 0, 0, 0, 0],
            status: [0, 0, 0, 0, OffenceStatus.NonCrime, OffenceStatus.Cancelled, 0, 0]);
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(offences, HarmUnit.Person);
        Assert.Equal(
            [HarmExclusion.None, HarmExclusion.Role, HarmExclusion.Proactive, HarmExclusion.CompanyDetected, HarmExclusion.NonCrime, HarmExclusion.Cancelled, HarmExclusion.NoEntity, HarmExclusion.OutsideWindow],
            Enumerable.Range(0, 8).Select(scores.Exclusion));
        Assert.Equal(8, scores.Coverage.Counted + scores.Coverage.Excluded.Values.Sum());
        Assert.Equal(1, scores[0].Days);
    }

    [Fact]
    public void An_unknown_code_is_reported_with_the_harm_it_could_carry()
    {
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(
            Table(("a", "999/99", AsOf.AddDays(-1)), ("a", "105/01", AsOf.AddDays(-1)), ("a", "8N", AsOf.AddDays(-1))), HarmUnit.Person);
        Assert.Equal((20, 1 + 1 + 10, 5475 + 1 + 547.5, 1), (scores[0].Days, scores[0].LowDays, scores[0].HighDays, scores[0].Unscored));
        UnscoredCode unscored = Assert.Single(scores.Coverage.Unscored);
        Assert.Equal(("999/99", 1L, MatchQuality.Unmatched), (unscored.Code, unscored.Rows, unscored.Quality));
        Assert.Equal(2.0 / 3, scores.Coverage.ScoredShare, 12);
    }

    [Fact]
    public void Historic_offences_count_only_when_asked()
    {
        HarmOffences offences = new(
            CategoryColumn.FromText("code", ["034/01"]),
            [AsOf.DayNumber - 4000],
            person: CategoryColumn.FromText("person", ["a"]),
            recordedDay: [AsOf.DayNumber - 3]);
        Assert.Equal(HarmExclusion.OutsideWindow, Exclusion(new() { AsOf = AsOf }));
        Assert.Equal(HarmExclusion.Historic, Exclusion(new() { AsOf = AsOf, DateBasis = HarmDateBasis.Recorded }));
        Assert.Equal(HarmExclusion.None, Exclusion(new() { AsOf = AsOf, DateBasis = HarmDateBasis.Recorded, ExcludeHistoric = false }));

        HarmExclusion Exclusion(HarmScoringOptions options) => new HarmScorer(Lookup, options).Score(offences, HarmUnit.Person).Exclusion(0);
    }

    [Fact]
    public void Only_the_gravest_offence_of_an_incident_against_a_victim_counts_when_asked()
    {
        HarmOffences offences = new(
            CategoryColumn.FromText("code", ["105/01", "034/01", "105/01", "105/01"]),
            [.. Enumerable.Repeat(AsOf.DayNumber - 1, 4)],
            person: CategoryColumn.FromText("person", ["a", "a", "a", "a"]),
            victim: CategoryColumn.FromText("victim", ["v", "v", "u", "v"]),
            incident: [1, 1, 1, 2]);
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf, PrincipalOffenceOnly = true }).Score(offences, HarmUnit.Person);
        Assert.Equal(367, scores[0].Days);
        Assert.Equal(HarmExclusion.NotPrincipal, scores.Exclusion(0));
    }

    [Fact]
    public void Decay_halves_steps_or_fades_as_stated()
    {
        Assert.Equal(182.5, Score(new() { AsOf = AsOf, Decay = HarmDecay.Exponential, DecayDays = 30 }, 31));
        Assert.Equal(365, Score(new() { AsOf = AsOf, Decay = HarmDecay.Step, DecayDays = 30, DecayStepFactor = 0.25 }, 30));
        Assert.Equal(91.25, Score(new() { AsOf = AsOf, Decay = HarmDecay.Step, DecayDays = 30, DecayStepFactor = 0.25 }, 31));
        Assert.Equal(365, Score(new() { AsOf = AsOf, Decay = HarmDecay.Logistic, DecayDays = 30 }, 1), 9);

        static double Score(HarmScoringOptions options, int daysBack) =>
            new HarmScorer(Lookup, options).Score(Table(("a", "034/01", AsOf.AddDays(-daysBack))), HarmUnit.Person)[0].Days;
    }

    private static readonly string[] Codes = ["034/01", "105/01", "8N", "999/99", "008/06", "001/01"];

    private static readonly Gen<(string Person, string Code, DateOnly Day)[]> Rows =
        Gen.Select(Gen.Int[0, 6].Select(p => $"p{p}"), Gen.Int[0, 5].Select(i => Codes[i]), Gen.Int[-400, 5].Select(d => AsOf.AddDays(d)))
            .Array[0, 60];

    [Fact]
    public void Order_of_rows_and_number_of_threads_change_nothing() =>
        Rows.Sample(rows =>
        {
            Dictionary<string, double> forward = All(rows, 1), backward = All([.. rows.Reverse()], 1), threaded = All(rows, 4);
            Assert.Equal(forward.OrderBy(p => p.Key), threaded.OrderBy(p => p.Key));
            Assert.Equal(forward.OrderBy(p => p.Key), backward.OrderBy(p => p.Key));
        }, iter: 200);

    [Fact]
    public void Order_of_rows_parts_nobody_with_the_same_offences_even_where_weights_and_decay_are_no_binary_fractions()
    {
        HarmLookup ons = new(OnsCrimeSeverityScore.December2020);
        string[] codes = ["34A", "39", "105A", "8N", "46", "92E"];
        Gen.Shuffle(codes).Array[2, 12].Sample(orders =>
        {
            (string, string, DateOnly)[] rows = [.. orders.SelectMany((order, p) => order.Select(c => ($"p{p:00}", c, AsOf.AddDays(-1 - (Array.IndexOf(codes, c) * 37)))))];
            HarmScores scores = new HarmScorer(ons, new() { AsOf = AsOf, Decay = HarmDecay.Exponential, DecayDays = 30 }).Score(Table(rows), HarmUnit.Person);
            Assert.Single(scores.Days.ToArray().Distinct());
            Assert.All(HarmRanking.Of(scores).Entries.SkipLast(1), e => Assert.True(e.TiedWithNext));
        }, iter: 100);
    }

    [Fact]
    public void Which_of_two_rows_of_one_offence_counts_does_not_depend_on_their_order()
    {
        // The record was reclassified: the same offence and person stand there twice, with two codes.
        HarmExclusion[] Of(params string[] order)
        {
            HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(
                new HarmOffences(CategoryColumn.FromText("code", order), [.. order.Select(_ => AsOf.DayNumber - 1)], person: CategoryColumn.FromText("person", [.. order.Select(_ => "a")]), offence: [.. order.Select(_ => 3)]),
                HarmUnit.Person);
            Assert.Equal(365, scores[0].Days);
            return [.. order.Select((_, i) => scores.Exclusion(i))];
        }

        Assert.Equal([HarmExclusion.None, HarmExclusion.Duplicate, HarmExclusion.Duplicate], Of("034/01", "105/01", "39"));
        Assert.Equal([HarmExclusion.Duplicate, HarmExclusion.None, HarmExclusion.Duplicate], Of("105/01", "034/01", "39"));
        Assert.Equal([HarmExclusion.Duplicate, HarmExclusion.Duplicate, HarmExclusion.None], Of("105/01", "39", "034/01"));
    }

    [Fact]
    public void A_suspect_without_an_offence_that_counts_has_no_score_and_no_place()
    {
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf }).Score(Table(("in", "034/01", AsOf.AddDays(-1)), ("out", "001/01", AsOf.AddDays(-700))), HarmUnit.Person);
        Assert.Equal((0d, 0), (Days(scores, "out"), scores[1].Offences));
        Assert.Equal(["in"], HarmRanking.Of(scores).Entries.Select(e => e.Score.Entity));
        Assert.Empty(scores.Breakdown(1));
    }

    [Fact]
    public void Weights_too_large_to_add_up_exactly_are_refused()
    {
        HarmSchedule huge = new(new HarmScheduleInfo("Huge", "1", HarmBasis.LocalPriority, null, null, "own", new Provenance(ProvenanceKind.Illustrative, "example")), [new HarmRow(1, "x", 1e16, [OffenceCode.Parse("39")])]);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => new HarmScorer(new HarmLookup(huge), new() { AsOf = AsOf }).Score(Table(("a", "39", AsOf.AddDays(-1))), HarmUnit.Person)).Reason);
    }

    [Fact]
    public void Coverage_names_every_code_with_what_it_carries_and_what_was_left_out_could()
    {
        HarmLookup lookup = new(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = AmbiguityPolicy.Median, Aliases = new Dictionary<string, string> { ["knife robbery"] = "034/01" } });
        HarmScores scores = new HarmScorer(lookup, new() { AsOf = AsOf, Decay = HarmDecay.Step, DecayDays = 10, DecayStepFactor = 0.5 }).Score(
            Table(("a", "Knife robbery", AsOf.AddDays(-100)), ("a", "Robbery", AsOf.AddDays(-1)), ("b", "nonsense", AsOf.AddDays(-1)), ("b", "8N", AsOf.AddDays(-900)), ("b", "034/01", AsOf.AddDays(-900))),
            HarmUnit.Person);
        CoverageReport coverage = scores.Coverage;
        Assert.Equal([("Robbery", 365d), ("Knife robbery", 182.5), ("nonsense", 0d)], coverage.Codes.Select(c => (c.Code, c.Sum.Days)));
        Assert.Equal("Knife robbery", Assert.Single(coverage.Aliases).Code);
        Assert.Equal("Robbery", Assert.Single(coverage.Categories).Code);
        Assert.Equal(new CoverageSum(2, 365 + 19, 365 + 10, 365 + 547.5), coverage.ExcludedHarm[HarmExclusion.OutsideWindow]);
        Assert.Equal((coverage.Rows, coverage.ScoredDays), (coverage.Counted + coverage.Excluded.Values.Sum(), coverage.Codes.Sum(c => c.Sum.Days)));
        Assert.Equal(CambridgeCrimeHarmIndex.Principal.Fingerprint, coverage.Fingerprint);
    }

    [Fact]
    public void Scores_add_and_a_wider_window_never_lowers_them() =>
        Gen.Select(Rows, Rows, Gen.Int[1, 400], Gen.Int[0, 100]).Sample((first, second, window, more) =>
        {
            Dictionary<string, double> a = All(first, 2), b = All(second, 2), both = All([.. first, .. second], 2);
            Assert.All(both, p => Assert.Equal(a.GetValueOrDefault(p.Key) + b.GetValueOrDefault(p.Key), p.Value, 6));
            Dictionary<string, double> narrow = All(first, 1, window), wide = All(first, 1, window + more);
            Assert.All(narrow, p => Assert.True(wide[p.Key] >= p.Value));
        }, iter: 200);

    private static Dictionary<string, double> All((string Person, string Code, DateOnly Day)[] rows, int threads, int window = 365)
    {
        HarmScores scores = new HarmScorer(Lookup, new() { AsOf = AsOf, Threads = threads, WindowDays = window }).Score(Table(rows), HarmUnit.Person);
        return Enumerable.Range(0, scores.EntityCount).ToDictionary(scores.Name, e => scores[e].Days);
    }
}
