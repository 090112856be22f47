using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class RankingComparisonTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);
    private static readonly Provenance Own = new(ProvenanceKind.Illustrative, "example");

    private static HarmSchedule Edition(string edition, params (string Code, double Days)[] rows) =>
        new(new HarmScheduleInfo("Index", edition, HarmBasis.GuidelineStartingPoint, null, null, "own", Own), [.. rows.Select((r, i) => new HarmRow(i + 1, r.Code, r.Days, [OffenceCode.Parse(r.Code)]))]);

    private static readonly HarmOffences Offences = new(
        CategoryColumn.FromText("code", ["028/03", "034/01", "105/01", "028/03", "999/99"]),
        [.. Enumerable.Repeat(AsOf.DayNumber - 1, 5)],
        person: CategoryColumn.FromText("person", ["burglar", "robber", "brawler", "burglar", "unknown"]));

    private static HarmRanking Rank(HarmSchedule schedule, HarmOffences? offences = null, int window = 365) =>
        HarmRanking.Of(new HarmScorer(new HarmLookup(schedule), new() { AsOf = AsOf, WindowDays = window }).Score(offences ?? Offences, HarmUnit.Person));

    [Fact]
    public void An_offence_reclassified_between_editions_moves_its_people_and_is_named()
    {
        HarmSchedule old = Edition("2020", ("028/03", 19), ("034/01", 365), ("105/01", 1)), now = Edition("2026", ("028/03", 273.5), ("034/01", 365), ("105/01", 1));
        RankingComparison comparison = RankingComparison.Of(Rank(old), Rank(now), 1);
        Assert.Equal(("Index, 2020", "Index, 2026", 0d), (comparison.First, comparison.Second, comparison.Overlap));
        Assert.NotEqual(comparison.FirstFingerprint, comparison.SecondFingerprint);
        Assert.Equal(
            [new RankPair("robber", 1, 2, 365, 365), new RankPair("burglar", 2, 1, 38, 547)],
            comparison.Entities);
        ReclassifiedCode code = Assert.Single(comparison.Codes);
        Assert.Equal(("028/03", 2L, 19d, 273.5), (code.Code, code.Rows, code.FirstScore!.Value, code.SecondScore!.Value));
        Assert.Equal((38d / 404, 547d / 913), (code.FirstShare, code.SecondShare));
    }

    [Fact]
    public void A_code_that_one_index_lacks_is_told_by_the_shares_that_are_scored()
    {
        RankingComparison comparison = RankingComparison.Of(Rank(Edition("a", ("034/01", 365), ("028/03", 19), ("105/01", 1))), Rank(Edition("b", ("034/01", 400))), 3);
        Assert.Equal((0.8, 0.2), (comparison.FirstScoredShare, comparison.SecondScoredShare));
        Assert.Equal([null, 400, null], comparison.Codes.OrderBy(c => c.Code).Select(c => c.SecondScore));
    }

    [Fact]
    public void An_index_agrees_with_itself()
    {
        HarmSchedule schedule = Edition("a", ("034/01", 365), ("028/03", 19), ("105/01", 1));
        RankingComparison same = RankingComparison.Of(Rank(schedule), Rank(schedule), 4);
        Assert.Equal((1d, 1d), (same.Overlap, same.Jaccard));
        Assert.Equal((1d, 1d), (Math.Round(same.KendallTau, 12), Math.Round(same.RankBiasedOverlap, 12)));
        Assert.Empty(same.Codes);
    }

    [Fact]
    public void Only_the_index_may_differ()
    {
        HarmSchedule schedule = Edition("a", ("034/01", 365));
        HarmOffences others = new(CategoryColumn.FromText("code", ["034/01"]), [AsOf.DayNumber - 1], person: CategoryColumn.FromText("person", ["x"]));
        Assert.Throws<ArgumentException>("second", () => RankingComparison.Of(Rank(schedule), Rank(schedule, others), 1));
        Assert.Throws<ArgumentException>("second", () => RankingComparison.Of(Rank(schedule), Rank(schedule, window: 300), 1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => RankingComparison.Of(Rank(schedule), Rank(schedule), 0));
    }
}
