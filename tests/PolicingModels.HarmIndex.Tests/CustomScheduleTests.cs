using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class CustomScheduleTests
{
    private static readonly Provenance Own = new(ProvenanceKind.Illustrative, "example");

    private static readonly HarmScheduleInfo Info = new("Local priorities", "1", HarmBasis.LocalPriority, new DateOnly(2024, 4, 1), null, "own", Own);

    private static HarmSchedule Table(string name, params (string Code, double Days)[] rows) =>
        new(Info with { Name = name }, [.. rows.Select((r, i) => new HarmRow(i + 1, r.Code, r.Days, [OffenceCode.Parse(r.Code)]))]);

    private static CompositePart Part(double weight, IHarmSchedule schedule, AmbiguityPolicy policy = AmbiguityPolicy.Fail) => new(new HarmLookup(schedule, new() { Ambiguity = policy }), weight);

    [Fact]
    public void A_schedule_written_as_json_reads_back_with_the_same_fingerprint() => TestWorkbook.WithPath(".json", path =>
    {
        HarmScheduleFile.WriteJson(CambridgeCrimeHarmIndex.Principal, path);
        HarmSchedule read = HarmScheduleFile.ReadJson(path);
        Assert.Equal(CambridgeCrimeHarmIndex.Principal.Fingerprint, read.Fingerprint);
        Assert.Equal(CambridgeCrimeHarmIndex.Principal.Info, read.Info);
    });

    [Fact]
    public void Csv_holds_codes_title_and_score() => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, "title,codes,score_days,expired\nKnife,8/26|10D,12.5,\n\"Old, own\",local:asb 7,0,true\n");
        HarmSchedule read = HarmScheduleFile.ReadCsv(path, Info);
        Assert.Equal([("Knife", 12.5, false), ("Old, own", 0d, true)], read.Rows.Select(r => (r.Title, r.ScoreDays, r.Expired)));
        HarmLookup lookup = new(read);
        Assert.Equal([12.5, 12.5, 0], new[] { "008/26", "10D", "ASB 7" }.Select(lookup.Score));
    });

    [Theory]
    [InlineData("codes,title,score_days\n8/6,a,-1\n39,b,2\n", "score_days", "-1")]
    [InlineData("codes,title,score_days\n8/6,a,NaN\n", "score_days", "NaN")]
    [InlineData("codes,title,score_days\n06-Aug,a,1\n", "codes", "06-Aug")]
    [InlineData("codes,title,score_days\n,a,1\n", "codes", "")]
    [InlineData("codes,title,score_days,expired\n39,a,1,maybe\n", "expired", "")]
    public void One_bad_row_refuses_the_file_and_is_named(string text, string column, string value) => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, text);
        RefusedRow row = Assert.Single(Assert.Throws<InputRefusedException>(() => HarmScheduleFile.ReadCsv(path, Info)).Quality!.Refused);
        Assert.Equal((2L, column, value), (row.Line, row.Column, row.Value));
    });

    [Theory]
    [InlineData("")]
    [InlineData("codes,title\n39,a\n")]
    [InlineData("codes,title,score_days,wieght\n39,a,1,1\n")]
    [InlineData("codes,title,score_days\n")]
    public void A_file_off_the_schema_is_refused(string text) => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, text);
        Assert.Throws<InputRefusedException>(() => HarmScheduleFile.ReadCsv(path, Info));
    });

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"name":"a","edition":"1","basis":"LocalPriority","licence":"","provenance":{"kind":"Illustrative","source":"x"},"rows":[{"codes":["39"],"title":"t","scoreDays":-1}]}""")]
    [InlineData("""{"name":"a","edition":"1","basis":"LocalPriority","licence":"","provenance":{"kind":"Illustrative","source":"x"},"rows":[],"rwos":1}""")]
    public void Json_off_the_schema_is_refused(string text) => TestWorkbook.WithPath(".json", path =>
    {
        File.WriteAllText(path, text);
        Assert.Throws<InputRefusedException>(() => HarmScheduleFile.ReadJson(path));
    });

    [Fact]
    public void A_composite_adds_weighted_scores_of_codes_that_all_parts_hold()
    {
        CompositeSchedule both = CompositeSchedule.Of("Both", [Part(2, Table("a", ("39", 10), ("45", 1))), Part(0.5, Table("b", ("39", 4), ("46", 8)))], Own, new() { Codes = ["39", "45", "46"] });
        Assert.Equal(22, new HarmLookup(both).Score("39"));
        Assert.Equal(["45", "46"], both.Uncombined.Select(u => u.Code.Text));
        Assert.False(both.Info.IsComplete);
        Assert.Equal("2 × a, 1 + 0.5 × b, 1", both.Info.Edition);
    }

    [Fact]
    public void Multipliers_apply_to_their_code_alone_and_change_the_fingerprint()
    {
        CompositePart[] parts = [Part(1, Table("a", ("39", 10), ("45", 1)))];
        CompositeSchedule plain = CompositeSchedule.Of("c", parts, Own);
        CompositeSchedule raised = CompositeSchedule.Of("c", parts, Own, new() { Multipliers = new Dictionary<string, double> { ["45"] = 3 } });
        CompositeSchedule same = CompositeSchedule.Of("c", parts, Own, new() { Multipliers = new Dictionary<string, double> { ["45"] = 1 } });
        Assert.Equal([10, 3], raised.Rows.Select(r => r.ScoreDays));
        Assert.Equal(3, new[] { plain, raised, same }.Select(s => s.Fingerprint).Distinct().Count());
        Assert.Equal(plain.Fingerprint, CompositeSchedule.Of("c", parts, Own).Fingerprint);
        Assert.Throws<ArgumentException>(() => CompositeSchedule.Of("c", parts, Own, new() { Multipliers = new Dictionary<string, double> { ["46"] = 3 } }));
    }

    [Fact]
    public void An_ambiguous_code_needs_a_policy_of_its_part()
    {
        CompositeSchedule Of(AmbiguityPolicy policy) => CompositeSchedule.Of("Violence", [Part(0.5, CambridgeCrimeHarmIndex.Principal, policy), Part(0.5, OnsCrimeSeverityScore.December2020)], Own);
        CompositeSchedule strict = Of(AmbiguityPolicy.Fail), median = Of(AmbiguityPolicy.Median);
        Assert.Contains(strict.Uncombined, u => u.Code.Text == "8N");
        double expected = (0.5 * 19) + (0.5 * OnsCrimeSeverityScore.December2020.Rows.Single(r => r.Codes.Any(c => c.Text == "8N")).ScoreDays);
        Assert.Equal(expected, new HarmLookup(median).Score("8N"), 1e-9);
        Assert.NotEqual(strict.Fingerprint, median.Fingerprint);
    }

    [Fact]
    public void Weights_above_zero_and_a_common_code_are_needed()
    {
        Assert.Throws<ArgumentException>(() => CompositeSchedule.Of("c", [], Own));
        Assert.Throws<ArgumentException>(() => CompositeSchedule.Of("c", [Part(double.NaN, Table("a", ("39", 1)))], Own));
        Assert.Equal(AnalysisFailure.UnknownCode, Assert.Throws<AnalysisException>(() => CompositeSchedule.Of("c", [Part(1, Table("a", ("39", 1))), Part(1, Table("b", ("45", 1)))], Own)).Reason);
    }
}
