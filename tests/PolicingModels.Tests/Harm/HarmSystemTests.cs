using System.Text.RegularExpressions;
using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels.SystemsTests;

/// <summary>The four lists by harm: what they rest on, their defaults, and what they make of rows whose answer is known.</summary>
public class HarmSystemTests
{
    private const string Header = "offence_id,person,role,offence_code,occurred,recorded,victim,area,outcome,weapon,domestic";
    private static readonly DateOnly AsOf = new(2026, 11, 2);

    public static TheoryData<string, ProvenanceKind, HarmUnit, int?, int> Defaults => new()
    {
        { "vawg-100", ProvenanceKind.Published, HarmUnit.Person, 100, 1 },
        { "precision-patrol", ProvenanceKind.Published, HarmUnit.Area, null, 1 },
        { "violence-harm", ProvenanceKind.Inferred, HarmUnit.Person, 100, 2 },
        { "dauntless", ProvenanceKind.Inferred, HarmUnit.Person, 100, 1 },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Defaults_are_pinned(string key, ProvenanceKind provenance, HarmUnit unit, int? top, int indices)
    {
        HarmListSystem system = Assert.IsType<HarmListSystem>(Systems.Find(key));
        Assert.Equal(key, system.About.Key);
        Assert.Equal(provenance, system.About.Provenance.Kind);
        Assert.Equal(unit, system.ListedBy);
        Assert.Equal(top, system.Top);
        Assert.Equal(365, system.WindowDays);
        Assert.Equal(28, system.CadenceDays);
        Assert.Equal(365, system.HeldOutDays);
        Assert.Equal(1, system.MinimumOffences);
        Assert.Equal(TieRule.ByOrder, system.Ties);
        Assert.Equal(CoSuspectRule.Full, system.CoSuspects);
        Assert.Equal(HarmDateBasis.Occurred, system.DateBasis);
        Assert.Equal(0.2, system.WeightNoise);
        Assert.Equal(0.1, system.FocusShare);
        Assert.Equal(1UL, system.Seed);
        Assert.Empty(system.ExcludedOutcomes);
        Assert.Empty(system.Roles);
        Assert.Equal(indices, system.Indices.Count);
        Assert.All(system.Indices, i => Assert.Equal(AmbiguityPolicy.Minimum, i.Ambiguity));
        Assert.NotEmpty(system.About.NotPublished);
        Assert.Equal(provenance == ProvenanceKind.Inferred, system.About.Provenance.Source.Contains("not published", StringComparison.Ordinal));
        system.Validate();
    }

    [Fact]
    public void Published_rules_name_their_source()
    {
        Assert.Contains("01.FOI.23.032794", Systems.Vawg100.About.Provenance.Source, StringComparison.Ordinal);
        Assert.Contains("01.FOI.23.032794", Systems.PrecisionPatrol.About.Provenance.Source, StringComparison.Ordinal);
        Assert.All(Systems.Dauntless.PriorityLists, p => Assert.Equal(ProvenanceKind.Illustrative, p.Options.Provenance.Kind));
        Assert.Equal([GravityMeasure.GravestOffence, GravityMeasure.TotalHarm], Systems.Dauntless.PriorityLists.Select(p => p.Options.Measure));
    }

    [Fact]
    public async Task A_suspect_is_scored_by_the_sum_of_the_preceding_365_days_and_nothing_else()
    {
        // By hand, with the published values: stalking with fear of violence 84, rape 1,825, coercive control 84, shop theft no such offence.
        OffenceTable table = SimulatedOffences.Read(
            Header,
            "1,A,suspect,008/65,2026-11-01,2026-11-01,V1,W1,,none,no",
            "2,A,suspect,19C,2025-11-02,2025-11-02,V1,W1,,none,no",
            "3,A,suspect,19C,2025-11-01,2025-11-01,V1,W1,,none,no",
            "4,A,suspect,046/00,2026-10-01,2026-10-01,,W1,,none,no",
            "5,B,charged,008/67,2026-06-01,2026-06-01,V2,W1,,none,yes",
            "6,B,suspect,105/01,2026-06-01,2026-06-01,V2,W1,,none,yes",
            "7,B,suspect,105/01,2026-06-01,2026-06-01,V2,W1,,none,no",
            "8,C,suspect,008/65,2026-11-02,2026-11-02,V1,W1,,none,no",
            "9,D,victim,008/65,2026-10-02,2026-10-02,V1,W1,,none,no");
        HarmListResult list = await Systems.Vawg100.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);

        Assert.Equal(["A", "B"], list.Places.Select(p => p.Place.Score.Entity));
        Assert.Equal([1825 + 84, 84 + 1], list.Places.Select(p => p.Place.Score.Days));
        Assert.Equal([0, 84], list.Places.Select(p => p.ChargedDays));
        Assert.Equal([1909, 1], list.Places.Select(p => p.SuspectedDays));
        Assert.Equal(["2", "1"], list.Places[0].Breakdown.Select(b => b.OffenceId));
        Assert.Equal(new DateOnly(2027, 11, 2), list.Places[0].ExpiresOn);
        Assert.Equal(new DateOnly(2026, 11, 30), list.ValidUntil);
    }

    [Fact]
    public async Task A_name_expires_on_the_day_the_list_says()
    {
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,008/65,2026-03-01,2026-03-01,V1,W1,,none,no", "2,B,suspect,008/65,2026-10-01,2026-10-01,V1,W1,,none,no");
        async Task<string[]> On(DateOnly asOf) =>
            [.. (await Systems.Vawg100.RunAsync(new HarmListInput { Table = table, AsOf = asOf }, null, TestContext.Current.CancellationToken)).Places.Select(p => p.Place.Score.Entity)];
        HarmListResult list = await Systems.Vawg100.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        DateOnly expires = list.Places.Single(p => p.Place.Score.Entity == "A").ExpiresOn;
        Assert.Contains("A", await On(expires.AddDays(-1)));
        Assert.DoesNotContain("A", await On(expires));
    }

    [Fact]
    public async Task What_was_recorded_on_the_as_of_date_or_later_is_not_used()
    {
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,008/65,2026-10-01,2026-11-02,V1,W1,,none,no", "2,B,suspect,008/65,2026-10-01,2026-11-01,V1,W1,,none,no");
        HarmListResult list = await Systems.Vawg100.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["B"], list.Places.Select(p => p.Place.Score.Entity));
    }

    [Fact]
    public async Task Co_suspects_are_each_credited_in_full_or_share()
    {
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,008/65,2026-10-01,2026-10-01,V1,W1,,none,no", "1,B,suspect,008/65,2026-10-01,2026-10-01,V1,W1,,none,no");
        async Task<double[]> Days(HarmListSystem system) =>
            [.. (await system.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken)).Places.Select(p => p.Place.Score.Days)];
        double[] full = await Days(Systems.Vawg100), split = await Days(Systems.Vawg100 with { CoSuspects = CoSuspectRule.Split });
        Assert.Equal([84, 84], full);
        Assert.Equal([42, 42], split);
    }

    [Fact]
    public async Task A_tie_at_the_end_is_cut_by_the_rule_or_listed_whole()
    {
        OffenceTable table = SimulatedOffences.Read(Header, [.. Enumerable.Range(0, 5).Select(i => $"{i},P{i},suspect,008/65,2026-10-0{i + 1},2026-10-0{i + 1},V{i},W1,,none,no")]);
        HarmListResult cut = await (Systems.Vawg100 with { Top = 2 }).RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        HarmListResult whole = await (Systems.Vawg100 with { Top = 2, Ties = TieRule.ListAll }).RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["P4", "P3"], cut.Places.Select(p => p.Place.Score.Entity));
        Assert.Equal(3, cut.TiedOut);
        Assert.Equal(5, whole.Places.Count);
        Assert.Equal(0, whole.TiedOut);
    }

    [Fact]
    public async Task An_outcome_below_the_minimum_of_evidence_is_left_out_and_counted()
    {
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,008/65,2026-10-01,2026-10-01,V1,W1,false report,none,no", "2,B,suspect,008/65,2026-10-01,2026-10-01,V1,W1,,none,no");
        HarmListResult list = await (Systems.Vawg100 with { ExcludedOutcomes = ["False Report"] }).RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["B"], list.Places.Select(p => p.Place.Score.Entity));
        Assert.Equal(1, list.Selection.BelowEvidence);
    }

    [Fact]
    public async Task A_ward_is_scored_by_weapons_crimes_against_personal_victims_each_offence_once()
    {
        OffenceTable table = SimulatedOffences.Read(
            Header,
            "1,A,suspect,034/01,2026-10-01,2026-10-01,V1,W1,,knife,no",
            "1,B,suspect,034/01,2026-10-01,2026-10-01,V1,W1,,knife,no",
            "2,A,suspect,034/01,2026-10-01,2026-10-01,V1,W1,,none,no",
            "3,A,suspect,034/01,2026-10-01,2026-10-01,,W1,,knife,no",
            "4,A,suspect,005/01,2026-10-01,2026-10-01,V3,W2,,firearm,no",
            "5,A,suspect,046/00,2026-10-01,2026-10-01,,W3,,none,no");
        HarmListResult list = await Systems.PrecisionPatrol.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["W2", "W1"], list.Places.Select(p => p.Place.Score.Entity));
        Assert.Equal([1460, 365], list.Places.Select(p => p.Place.Score.Days));
        Assert.Equal(["W3"], list.WithoutHarm);
    }

    [Fact]
    public async Task Two_indices_are_averaged()
    {
        // Published values: robbery 365 days by the guideline, 799.63 days by sentences imposed (34B).
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,034/01,2026-10-01,2026-10-01,V1,W1,,none,no", "2,B,suspect,005/01,2026-10-01,2026-10-01,V1,W1,,none,no");
        HarmListResult list = await Systems.ViolenceHarm.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["B", "A"], list.Places.Select(p => p.Place.Score.Entity));
        Assert.Equal((365 + 799.6288702314769) / 2, list.Places[1].Place.Score.Days, 9);
        Assert.Equal((1460 + 2034.741860198152) / 2, list.Places[0].Place.Score.Days, 9);
    }

    [Fact]
    public async Task Recency_frequency_gravity_and_harm_stand_beside_the_list()
    {
        OffenceTable table = SimulatedOffences.Read(
            Header,
            "1,A,suspect,105/01,2026-11-01,2026-11-01,V1,W1,,none,yes",
            "2,A,suspect,105/01,2026-10-20,2026-10-20,V1,W1,,none,yes",
            "3,B,suspect,005/01,2025-12-01,2025-12-01,V2,W1,,none,yes",
            "4,C,suspect,005/01,2026-10-01,2026-10-01,V2,W1,,none,no");
        HarmListResult list = await Systems.Dauntless.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["B", "A"], list.Places.Select(p => p.Place.Score.Entity));

        // Example tables: A has 5 × 2 × 1 points, B 1 × 1 × 5.
        PriorityResult gravity = list.Priorities[0];
        Assert.Equal(["A", "B"], gravity.Entries.Select(e => e.Score.Entity));
        Assert.Equal([10, 5], gravity.Entries.Select(e => e.Priority!.Value));
    }

    [Theory]
    [InlineData("vawg-100")]
    [InlineData("precision-patrol")]
    [InlineData("violence-harm")]
    [InlineData("dauntless")]
    public async Task It_runs_from_simulated_offences_to_every_file(string key)
    {
        HarmListSystem system = (HarmListSystem)Systems.Find(key);
        HarmListInput input = new() { Table = SimulatedOffences.Table, AsOf = SimulatedOffences.People.Span.End };
        HarmListResult list = await system.RunAsync(input, null, TestContext.Current.CancellationToken), again = await system.RunAsync(input, null, TestContext.Current.CancellationToken);
        Assert.NotEmpty(list.Places);
        Assert.NotNull(list.HeldOut);
        Assert.Equal(1, list.Coverage.ScoredShare);
        Assert.True(list.Places.Zip(list.Places.Skip(1)).All(p => p.First.Place.Score.Days >= p.Second.Place.Score.Days));
        Assert.All(list.Places, p =>
        {
            Assert.Equal(p.Place.Score.Days, p.Breakdown.Sum(b => b.Contribution.Days), 6);
            Assert.Equal(p.Place.Score.Days, p.SuspectedDays + p.ChargedDays + p.ConvictedDays, 6);
        });
        Assert.Equal(SystemFiles.JsonOf(list, []), SystemFiles.JsonOf(again, []));

        string folder = Path.Combine(Path.GetTempPath(), $"policing-systems-{Environment.ProcessId}-{key}");
        try
        {
            IReadOnlyList<string> files = list.WriteTo(folder, new SystemRun("test", DateTimeOffset.UnixEpoch));
            Assert.Equal(files, Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.Superset(new HashSet<string>(["result.json", "report.html", "run-record.json", "model-card.md", "atrs.json", "list.csv", "list.parquet", "breakdown.csv", "turnover.csv"]), new HashSet<string>(files));
            string page = File.ReadAllText(Path.Combine(folder, "report.html"));
            Assert.All(Regex.Matches(page, "[a-z-]+\\.csv").Select(m => m.Value).Distinct(), name => Assert.Contains(name, files));
            Assert.Contains("coverage.csv", files);
            Assert.DoesNotContain("seven series", page, StringComparison.OrdinalIgnoreCase);
            string card = File.ReadAllText(Path.Combine(folder, "model-card.md"));
            Assert.Contains(system.About.Provenance.Kind.ToString(), card, StringComparison.Ordinal);
            Assert.Contains("notPublished1", card, StringComparison.Ordinal);

            // A list says of itself what policing harm says of the same list, and not what a map says.
            Assert.Contains("share of later harm held minus that of a list by", card, StringComparison.Ordinal);
            Assert.Contains("A place on this list orders no action", card, StringComparison.Ordinal);
            Assert.DoesNotContain("name no person", card, StringComparison.Ordinal);
            Assert.All(system.About.OutOfScopeUses, use => Assert.Contains(use, card, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_missing_column_is_named()
    {
        OffenceTable table = SimulatedOffences.Read("offence_id,person,offence_code,occurred,area", "1,A,034/01,2026-10-01,W1");
        InputRefusedException e = await Assert.ThrowsAsync<InputRefusedException>(() => Systems.PrecisionPatrol.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken));
        Assert.Contains("“weapon”", e.Message, StringComparison.Ordinal);
        InputRefusedException unit = await Assert.ThrowsAsync<InputRefusedException>(() => Systems.Vawg100.RunAsync(new HarmListInput { Table = SimulatedOffences.Read("offence_code,occurred", "034/01,2026-10-01"), AsOf = AsOf }, null, TestContext.Current.CancellationToken));
        Assert.Contains("no person column", unit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_offence_of_its_kind_in_the_window_it_says_so()
    {
        OffenceTable table = SimulatedOffences.Read(Header, "1,A,suspect,046/00,2026-10-01,2026-10-01,,W1,,none,no");
        AnalysisException e = await Assert.ThrowsAsync<AnalysisException>(() => Systems.Vawg100.RunAsync(new HarmListInput { Table = table, AsOf = AsOf }, null, TestContext.Current.CancellationToken));
        Assert.Equal(AnalysisFailure.NoEvents, e.Reason);
        Assert.Contains("vawg-100", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_out_of_range_is_refused_by_name()
    {
        Task Run(HarmListSystem system) => system.RunAsync(new HarmListInput { Table = SimulatedOffences.Table }, null, TestContext.Current.CancellationToken);
        Assert.Equal("WindowDays", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(Systems.Vawg100 with { WindowDays = 0 }))).ParamName);
        Assert.Equal("Top", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(Systems.Vawg100 with { Top = 0 }))).ParamName);
        Assert.Equal("WeightNoise", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(Systems.Vawg100 with { WeightNoise = double.NaN }))).ParamName);
        Assert.Equal("FocusShare", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(Systems.Vawg100 with { FocusShare = 0 }))).ParamName);
        Assert.Equal("Offences", (await Assert.ThrowsAsync<ArgumentException>(() => Run(Systems.Vawg100 with { Offences = [] }))).ParamName);
        Assert.Equal("Indices", (await Assert.ThrowsAsync<ArgumentException>(() => Run(Systems.Vawg100 with { Indices = [] }))).ParamName);
        Assert.Contains("“!!”", (await Assert.ThrowsAsync<ArgumentException>(() => Run(Systems.Vawg100 with { Offences = [new OffenceClause("odd") { Codes = ["!!"] }] }))).Message, StringComparison.Ordinal);
        Assert.Equal("Path", (await Assert.ThrowsAsync<ArgumentException>(() => Systems.Vawg100.RunAsync(new HarmListInput(), null, TestContext.Current.CancellationToken))).ParamName);
    }
}
