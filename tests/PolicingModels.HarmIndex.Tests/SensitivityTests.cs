using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class SensitivityTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal);

    private static HarmOffences Table(IEnumerable<(string Person, string Code, int Day)> rows, int[]? offence = null)
    {
        (string Person, string Code, int Day)[] all = [.. rows];
        return new HarmOffences(CategoryColumn.FromText("code", [.. all.Select(r => r.Code)]), [.. all.Select(r => AsOf.DayNumber + r.Day)], person: CategoryColumn.FromText("person", [.. all.Select(r => r.Person)]), offence: offence);
    }

    private static HarmRanking Rank(HarmOffences offences, int top) => HarmRanking.Of(new HarmScorer(Cambridge, new() { AsOf = AsOf }).Score(offences, HarmUnit.Person), new() { Top = top });

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, new double[] { 5, 6, 7, 8, 7 }, 0.8207826816681233)]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 3, 2, 1 }, -1)]
    [InlineData(new double[] { 1, 1, 1 }, new double[] { 3, 2, 1 }, 0)]
    public void Spearman_gives_published_values(double[] first, double[] second, double expected) => Assert.Equal(expected, RankAgreement.Spearman(first, second), 1e-12);

    [Fact]
    public void Two_indices_are_compared_over_the_codes_both_hold()
    {
        HarmLookup ons = new(OnsCrimeSeverityScore.December2020);
        SensitivityReport report = SensitivityReport.Of(new HarmLookup(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = AmbiguityPolicy.Median }), ons);
        Assert.InRange(report.Spearman, 0.6, 1);
        Assert.Equal(report.CommonCodes, report.Codes.Count);
        Assert.Contains(report.Codes, c => c.Code.Text == "39" && c.FirstDays == 2 && c.SecondDays > 80 && c.SecondDays < 81);
        Assert.Empty(report.Undecided);
        SensitivityReport strict = SensitivityReport.Of(Cambridge, ons);
        Assert.Contains(strict.Undecided, c => c.Text == "8N");
        Assert.Equal(report.CommonCodes, strict.CommonCodes + strict.Undecided.Count);
        SensitivityReport self = SensitivityReport.Of(ons, ons);
        Assert.Equal((128 + 3, 1d), (self.CommonCodes, Math.Round(self.Spearman, 12)));
    }

    [Fact]
    public void Under_noise_places_far_apart_hold_and_near_ones_change()
    {
        HarmOffences offences = Table([("far", "001/01", -1), ("near", "056/01", -1), ("nearer", "034/01", -1), ("low", "105/01", -1)]);
        RankingStability stability = RankingStability.UnderWeightNoise(Rank(offences, 2), seed: 7);
        Assert.Equal(1, stability.Places[0].ListedShare);
        Assert.Equal((1d, 1d), (stability.Places[0].RankInterval.Low, stability.Places[0].RankInterval.High));
        // Two independent draws of equal weights: each is the greater half the time; three standard errors of 200 draws.
        Assert.InRange(stability.Places[1].ListedShare, 0.39, 0.61);
        Assert.Equal(0.5 + (stability.Places[1].ListedShare / 2), stability.Overlap.Value, 1e-9);
        Assert.InRange(stability.Places[0].Days.Low, 0.8 * 5475, 0.85 * 5475);
        RankingStability again = RankingStability.UnderWeightNoise(Rank(offences, 2), seed: 7);
        Assert.Equal(stability.Places, again.Places);
    }

    [Fact]
    public void Spellings_of_one_offence_share_its_noise()
    {
        RankingStability stability = RankingStability.UnderWeightNoise(Rank(Table([("a", "034/01", -1), ("a", "105/01", -1), ("b", "34/1", -1)]), 1), seed: 3);
        Assert.Equal(1, stability.Places[0].ListedShare);
    }

    [Fact]
    public void Resampling_spreads_a_score_as_its_offences_do()
    {
        // 400 offences of one day: a compound Poisson sum with standard deviation 20.
        RankingStability stability = RankingStability.UnderResampling(Rank(Table(Enumerable.Repeat(("a", "105/01", -1), 400)), 1), seed: 5, draws: 2000);
        Assert.InRange(stability.Places[0].Days.Low, 400 - 44, 400 - 35);
        Assert.InRange(stability.Places[0].Days.High, 400 + 35, 400 + 44);
        PlaceStability one = RankingStability.UnderResampling(Rank(Table([("a", "001/01", -1), ("b", "034/01", -1)]), 1), seed: 5).Places[0];
        Assert.Equal(0, one.Days.Low);
        Assert.Equal(2, one.RankInterval.High);
    }

    [Fact]
    public void Co_suspects_of_one_offence_are_drawn_together()
    {
        RankingStability stability = RankingStability.UnderResampling(Rank(Table([("a", "001/01", -1), ("b", "001/01", -1)], [0, 0]), 2), seed: 5);
        Assert.All(stability.Places, p => Assert.Equal((1d, 1d), (p.RankInterval.Low, p.RankInterval.High)));
    }

    [Fact]
    public void Stability_needs_a_list() => Assert.Throws<AnalysisException>(() => RankingStability.UnderResampling(Rank(Table([("a", "034/01", -800)]), 2), seed: 1));

    private static HeldOutCheck Check(IEnumerable<(string, string, int)> rows, int listed) =>
        HeldOutCheck.Of(Table(rows), Cambridge, new() { AsOf = AsOf }, HarmUnit.Person, listed, seed: 9);

    private static IEnumerable<(string, string, int)> People(bool harmLasts)
    {
        for (int i = 0; i < 300; i++)
        {
            // The first 30 did grave harm once; the others many small things, later.
            bool grave = i < 30;
            yield return ($"p{i:000}", grave ? "005/01" : "105/01", grave ? -300 : -20);
            for (int k = 0; !grave && k < 4; k++)
            {
                yield return ($"p{i:000}", "105/01", -10 - k);
            }

            if (harmLasts ? grave : i % 10 == 5)
            {
                yield return ($"p{i:000}", "034/01", 50);
            }
        }
    }

    [Fact]
    public void Where_harm_lasts_the_list_by_harm_is_better()
    {
        HeldOutCheck check = Check(People(true), 30);
        Assert.Equal((1d, 0d, 300), (check.Share.Value, check.NewcomerShare, check.Eligible));
        Assert.Equal([HeldOutVerdict.Better, HeldOutVerdict.Better, HeldOutVerdict.Better], check.Comparisons.Select(c => c.Verdict));
        Assert.Equal([0, 0, 0.1], check.Comparisons.Select(c => Math.Round(c.Share, 12)));
    }

    [Fact]
    public void Where_harm_moves_at_random_nothing_is_called_better()
    {
        HeldOutCheck check = Check(People(false), 150);
        HeldOutComparison chance = check.Comparisons.Single(c => c.Against == "chance");
        Assert.Equal(HeldOutVerdict.NoEvidence, chance.Verdict);
        Assert.Contains("no evidence", chance.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Harm_of_newcomers_counts_against_every_list()
    {
        HeldOutCheck check = Check([("old", "034/01", -5), ("old", "034/01", 5), ("new", "034/01", 6), ("new", "034/01", 7), ("newer", "034/01", 7)], 1);
        Assert.Equal((0.25, 0.75), (check.Share.Value, check.NewcomerShare));
        Assert.All(check.Comparisons, c => Assert.Equal(HeldOutVerdict.NoEvidence, c.Verdict));
    }

    [Fact]
    public void Without_later_harm_there_is_no_check() =>
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => Check([("a", "034/01", -5)], 1)).Reason);
}
