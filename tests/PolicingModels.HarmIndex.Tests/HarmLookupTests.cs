using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmLookupTests
{
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal);

    [Theory]
    [InlineData("001/01", 5475)]
    [InlineData("002/00", 3285)]
    [InlineData("005/01", 1460)]
    [InlineData("034/01", 365)]
    [InlineData("34/1", 365)]
    [InlineData("008/67", 84)]
    [InlineData("105/01", 1)]
    [InlineData("19C", 1825)]
    [InlineData("8N.8.6.0", 10)]
    public void Published_scores_are_found(string code, double days) => Assert.Equal(days, Cambridge.Score(code));

    [Theory]
    [InlineData("8N", 10, 547.5)]
    [InlineData("008/06", 10, 182.5)]
    [InlineData("008/01", 19, 912.5)]
    [InlineData("019/08", 1825, 2555)]
    [InlineData("Violence and sexual offences", 1, 5475)]
    public void A_code_with_several_scores_is_refused_with_its_range(string code, double low, double high)
    {
        HarmMatch match = Cambridge.Find(code);
        Assert.Equal((MatchQuality.Ambiguous, null, low, high), (match.Quality, match.ScoreDays, match.LowDays!.Value, match.HighDays!.Value));
        AnalysisException refused = Assert.Throws<AnalysisException>(() => Cambridge.Score(code));
        Assert.Equal(AnalysisFailure.AmbiguousCode, refused.Reason);
    }

    [Theory]
    [InlineData(AmbiguityPolicy.Minimum, 10)]
    [InlineData(AmbiguityPolicy.Maximum, 547.5)]
    [InlineData(AmbiguityPolicy.Median, 19)]
    [InlineData(AmbiguityPolicy.Interval, 278.75)]
    public void A_policy_takes_one_score_and_keeps_the_bounds(AmbiguityPolicy policy, double days)
    {
        HarmMatch match = new HarmLookup(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = policy }).Find("8N");
        Assert.Equal((MatchQuality.Ambiguous, days, 10d, 547.5), (match.Quality, match.ScoreDays!.Value, match.LowDays!.Value, match.HighDays!.Value));
    }

    [Fact]
    public void Volumes_weigh_the_rows_of_an_ambiguous_code()
    {
        HarmRow serious = CambridgeCrimeHarmIndex.Principal.Rows.Single(r => r.Title.EndsWith("(s20), serious", StringComparison.Ordinal));
        HarmRow actual = CambridgeCrimeHarmIndex.Principal.Rows.Single(r => r.Title == "Actual bodily harm");
        HarmLookup lookup = new(CambridgeCrimeHarmIndex.Principal, new()
        {
            Ambiguity = AmbiguityPolicy.VolumeWeighted,
            VolumeBySourceRow = new Dictionary<int, double> { [serious.SourceRow] = 1, [actual.SourceRow] = 9 },
        });

        Assert.Equal(63.75, lookup.Find("8N").ScoreDays);
        Assert.Equal(547.5, lookup.Find("008/01").ScoreDays);
        Assert.Null(lookup.Find("019/08").ScoreDays);
    }

    [Fact]
    public void An_unknown_code_is_unknown_and_not_zero()
    {
        HarmMatch match = Cambridge.Find("999/99");
        Assert.Equal((MatchQuality.Unmatched, null), (match.Quality, match.ScoreDays));
        Assert.Contains("partial table", match.Explanation, StringComparison.Ordinal);
        Assert.Equal(AnalysisFailure.UnknownCode, Assert.Throws<AnalysisException>(() => Cambridge.Score("999/99")).Reason);
    }

    [Fact]
    public void An_alias_leads_to_a_code_and_says_so()
    {
        HarmLookup lookup = new(CambridgeCrimeHarmIndex.Principal, new() { Aliases = new Dictionary<string, string> { ["034/11"] = "034/01", ["Knifepoint robbery"] = "034/01" } });
        Assert.Equal((MatchQuality.Alias, 365d), (lookup.Find("034/11").Quality, lookup.Find("034/11").ScoreDays!.Value));
        Assert.Equal(365, lookup.Score(" knifepoint ROBBERY "));
        Assert.Contains("alias", lookup.Find("034/11").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finer_code_that_is_missing_falls_back_on_its_class_as_a_proxy()
    {
        HarmMatch match = Cambridge.Find("34A.34.1.7");
        Assert.Equal((MatchQuality.Proxy, 365d), (match.Quality, match.ScoreDays!.Value));
    }

    [Fact]
    public void The_finest_code_that_settles_it_wins()
    {
        HarmMatch match = Cambridge.Find("8N", null, "105/01");
        Assert.Equal((MatchQuality.Exact, 1d), (match.Quality, match.ScoreDays!.Value));
        Assert.Equal(10, Cambridge.Find("8N.8.6.0", "8N").ScoreDays);
    }

    [Fact]
    public void Expired_rows_are_used_only_where_nothing_current_carries_the_code()
    {
        HarmScheduleInfo info = new("Test", "1", HarmBasis.LocalPriority, null, null, "none", new Provenance(ProvenanceKind.Illustrative, "hand-made"));
        HarmLookup lookup = new(new HarmSchedule(info,
        [
            new HarmRow(1, "old", 100, [OffenceCode.Parse("8/1")]) { Expired = true },
            new HarmRow(2, "new", 7, [OffenceCode.Parse("8/1")]),
            new HarmRow(3, "gone", 3, [OffenceCode.Parse("8/2")]) { Expired = true },
        ]));
        Assert.Equal(7, lookup.Score("008/01"));
        Assert.Equal(3, lookup.Score("008/02"));
    }

    [Theory]
    [InlineData("1", 7973.39)]
    [InlineData("4.10", 7973.39)]
    [InlineData("2", 4654.30)]
    [InlineData("5D", 2034.74)]
    [InlineData("8N", 189.15)]
    [InlineData("28E", 465.38)]
    [InlineData("92E", 1.77)]
    public void Ons_weights_are_those_published(string code, double days) =>
        Assert.Equal(days, new HarmLookup(OnsCrimeSeverityScore.December2020).Score(code), 0.005);

    [Fact]
    public void The_ons_table_is_whole()
    {
        Assert.Equal(128, OnsCrimeSeverityScore.December2020.Rows.Count);
        Assert.Equal(131, OnsCrimeSeverityScore.December2020.Rows.SelectMany(r => r.Codes).Distinct().Count());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_bad_weight_is_refused(double days)
    {
        HarmScheduleInfo info = new("Test", "1", HarmBasis.LocalPriority, null, null, "none", new Provenance(ProvenanceKind.Illustrative, "hand-made"));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new HarmSchedule(info, [new HarmRow(4, "x", days, [OffenceCode.Parse("8/1")])]));
        Assert.Contains("Row 4", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HarmSchedule(info, []));
    }

    [Fact]
    public void A_fingerprint_changes_with_a_score_and_with_the_edition()
    {
        HarmScheduleInfo info = new("Test", "1", HarmBasis.LocalPriority, null, null, "none", new Provenance(ProvenanceKind.Illustrative, "hand-made"));
        HarmRow row = new(1, "x", 5, [OffenceCode.Parse("8/1")]);
        string[] prints =
        [
            new HarmSchedule(info, [row]).Fingerprint,
            new HarmSchedule(info, [row with { ScoreDays = 6 }]).Fingerprint,
            new HarmSchedule(info with { Edition = "2" }, [row]).Fingerprint,
        ];
        Assert.Equal(3, prints.Distinct().Count());
        Assert.Equal(prints[0], new HarmSchedule(info, [row]).Fingerprint);
    }
}
