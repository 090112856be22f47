using CsCheck;
using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmRankingTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);

    private static HarmRanking Rank(DateOnly asOf, int top, int threads, params (string Person, string Code, int DaysBack)[] rows) =>
        HarmRanking.Of(
            new HarmScorer(new HarmLookup(CambridgeCrimeHarmIndex.Principal), new() { AsOf = asOf, Threads = threads }).Score(
                new HarmOffences(
                    CategoryColumn.FromText("code", [.. rows.Select(r => r.Code)]),
                    [.. rows.Select(r => AsOf.DayNumber - r.DaysBack)],
                    person: CategoryColumn.FromText("person", [.. rows.Select(r => r.Person)])),
                HarmUnit.Person),
            new() { Top = top });

    private static string[] Names(HarmRanking ranking) => [.. ranking.Entries.Select(e => e.Score.Entity)];

    [Fact]
    public void Ties_go_to_the_later_offence_then_to_more_offences_then_to_the_name()
    {
        HarmRanking ranking = Rank(AsOf, 10, 1,
            ("d", "105/01", 5), ("c", "105/01", 5), ("later", "105/01", 4), ("one", "008/73", 9), ("two", "105/01", 9), ("two", "105/01", 9));
        Assert.Equal(["two", "one", "later", "c", "d"], Names(ranking));
        Assert.True(ranking.Entries[0].TiedWithNext);
        Assert.False(ranking.TieAtCut);
        Assert.True(Rank(AsOf, 1, 1, ("b", "105/01", 5), ("a", "105/01", 5)).TieAtCut);
    }

    [Fact]
    public void One_offence_share_shows_what_rests_on_a_single_record()
    {
        HarmRanking ranking = Rank(AsOf, 10, 1, ("a", "034/01", 1), ("b", "105/01", 1), ("b", "105/01", 2), ("b", "008/73", 3));
        Assert.Equal([1, 0.5], ranking.Entries.Select(e => e.OneOffenceShare));
    }

    [Fact]
    public void A_place_expires_when_its_offences_have_left_the_window()
    {
        (string, string, int)[] rows = [("a", "034/01", 100), ("a", "105/01", 3)];
        HarmRankingEntry entry = Rank(AsOf, 1, 1, rows).Entries[0];
        Assert.Equal((AsOf.AddDays(266), AsOf.AddDays(363)), (entry.GravestExpires, entry.Expires));

        // What it says is what happens: on the eve the offence still counts, on the day it does not.
        Assert.Equal(366, Rank(entry.GravestExpires.AddDays(-1), 1, 1, rows).Entries[0].Score.Days);
        Assert.Equal(1, Rank(entry.GravestExpires, 1, 1, rows).Entries[0].Score.Days);
        Assert.Single(Rank(entry.Expires.AddDays(-1), 1, 1, rows).Entries);
        Assert.Empty(Rank(entry.Expires, 1, 1, rows).Entries);
    }

    [Fact]
    public void Turnover_names_who_joined_and_left_and_why()
    {
        (string, string, int)[] rows = [("expires", "001/01", 364), ("stays", "034/01", 100), ("new", "008/67", 0), ("passed", "008/73", 50), ("passed", "105/01", 10)];
        HarmRanking earlier = Rank(AsOf, 3, 1, rows), later = Rank(AsOf.AddDays(10), 2, 1, rows);
        Assert.Equal(["expires", "stays", "passed"], Names(earlier));
        Assert.Equal(["stays", "new"], Names(later));
        RankingTurnover turnover = later.Turnover(earlier);
        Assert.Equal([("new", RankingChange.FirstOffence)], turnover.Entered.Select(m => (m.Entity, m.Change)));
        Assert.Equal([("expires", RankingChange.Expired), ("passed", RankingChange.OthersPassed)], turnover.Left.Select(m => (m.Entity, m.Change)));
        Assert.Equal((1, 0.25), (turnover.Stayed, turnover.Jaccard));
    }

    [Fact]
    public void Lists_of_different_tables_are_not_compared()
    {
        HarmOffences offences = new(CategoryColumn.FromText("code", ["39"]), [AsOf.DayNumber - 1], person: CategoryColumn.FromText("person", ["a"]));
        HarmRanking Of(IHarmSchedule schedule) => HarmRanking.Of(new HarmScorer(new HarmLookup(schedule), new() { AsOf = AsOf }).Score(offences, HarmUnit.Person));
        Assert.Contains("fingerprint", Assert.Throws<ArgumentException>(() => Of(CambridgeCrimeHarmIndex.Principal).Turnover(Of(OnsCrimeSeverityScore.December2020))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_five_thousand_suspects_rank_the_same_twice_and_on_any_number_of_threads()
    {
        SeededRows rows = new(35_000, 90_000);
        string[] once = Names(Rank(AsOf, 500, 1, rows.Rows));
        Assert.Equal(once, Names(Rank(AsOf, 500, 1, rows.Rows)));
        Assert.Equal(once, Names(Rank(AsOf, 500, 7, rows.Rows)));
    }

    [Fact]
    public void Rank_biased_overlap_of_hand_made_lists()
    {
        Assert.Equal(1, RankAgreement.RankBiasedOverlap(["a", "b", "c"], ["a", "b", "c"], 0.9), 12);
        Assert.Equal(0, RankAgreement.RankBiasedOverlap(["a", "b"], ["c", "d"], 0.9), 12);

        // Agreement is 0, 1, 2/3 at depths 1 to 3: (1 − p)/p · (0·p + 1·p² + 2/3·p³) + 2/3·p³ with p = 1/2.
        Assert.Equal((1.0 / 4) + (1.0 / 12) + (1.0 / 12), RankAgreement.RankBiasedOverlap(["a", "b", "c"], ["b", "a", "d"], 0.5), 12);
    }

    [Fact]
    public void Rank_biased_overlap_is_symmetric_and_a_proportion() =>
        Gen.Select(Gen.Shuffle("abcdefgh".Select(c => c.ToString()).ToArray()), Gen.Shuffle("defghijk".Select(c => c.ToString()).ToArray()), Gen.Int[1, 8], Gen.Int[1, 8]).Sample((a, b, m, n) =>
        {
            double forward = RankAgreement.RankBiasedOverlap(a[..m], b[..n], 0.8), back = RankAgreement.RankBiasedOverlap(b[..n], a[..m], 0.8);
            return Math.Abs(forward - back) < 1e-12 && forward is >= 0 and <= 1.0000000001;
        });

    [Fact]
    public void Kendall_tau_agrees_with_counting_all_pairs() =>
        Gen.Select(Gen.Int[0, 5].Array[2, 30], Gen.Int[0, 5].Array[30]).Sample((x, y) =>
        {
            long agree = 0, differ = 0, onlyX = 0, onlyY = 0;
            for (int i = 0; i < x.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    int sx = Math.Sign(x[i] - x[j]), sy = Math.Sign(y[i] - y[j]);
                    agree += sx * sy == 1 ? 1 : 0;
                    differ += sx * sy == -1 ? 1 : 0;
                    onlyX += sx != 0 ? 1 : 0;
                    onlyY += sy != 0 ? 1 : 0;
                }
            }

            double expected = onlyX == 0 || onlyY == 0 ? 0 : (agree - differ) / Math.Sqrt((double)onlyX * onlyY);
            return Math.Abs(expected - RankAgreement.KendallTau([.. x.Select(v => (double)v)], [.. y.Take(x.Length).Select(v => (double)v)])) < 1e-12;
        });

    /// <summary>Rows from a small linear congruential sequence, so that the test owns its data.</summary>
    private sealed class SeededRows
    {
        public SeededRows(int people, int count)
        {
            string[] codes = ["034/01", "105/01", "008/67", "001/01", "008/73", "195/94"];
            ulong state = 1;
            Rows = new (string, string, int)[count];
            for (int i = 0; i < count; i++)
            {
                int person = Next(people), code = Next(codes.Length), day = Next(500);
                Rows[i] = ($"s{person}", codes[code], day);
            }

            int Next(int below)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                return (int)((state >> 33) % (ulong)below);
            }
        }

        public (string Person, string Code, int DaysBack)[] Rows { get; }
    }
}
