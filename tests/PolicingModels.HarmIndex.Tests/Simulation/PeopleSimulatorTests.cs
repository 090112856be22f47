using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

/// <summary>A simulated population is what its truth says, and nothing in it escapes the built-in table.</summary>
public class PeopleSimulatorTests
{
    private static readonly SimulatedPeople Small = new PeopleSimulator().Simulate(TestContext.Current.CancellationToken);
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal, new HarmLookupOptions { Ambiguity = AmbiguityPolicy.Minimum });

    [Fact]
    public void Defaults_are_pinned()
    {
        PeopleOptions options = new();
        Assert.Equal(1UL, options.Seed);
        Assert.Equal(PopulationSize.Small, options.Size);
        Assert.Equal(new DateOnly(2021, 1, 4), options.Start);
        Assert.Equal(1456, options.Days);
        Assert.Equal(1.1, options.MeanOffencesPerYear);
        Assert.Equal(0.5, options.RateShape);
        Assert.Equal(0.8, options.GravityLeaning);
        Assert.Equal(4_000, Small.Truth.People.Count);
        Assert.Equal(24, Small.Offences.Area!.Levels.Count);
    }

    [Fact]
    public void The_same_options_give_the_same_rows_and_another_seed_gives_others()
    {
        SimulatedPeople again = new PeopleSimulator().Simulate(TestContext.Current.CancellationToken), other = new PeopleSimulator(new PeopleOptions { Seed = 2 }).Simulate(TestContext.Current.CancellationToken);
        Assert.Equal(Small.OffenceIds, again.OffenceIds);
        Assert.True(Small.Offences.Person!.Codes.SequenceEqual(again.Offences.Person!.Codes));
        Assert.True(Small.Offences.OccurredDay.SequenceEqual(again.Offences.OccurredDay));
        Assert.True(Small.Offences.Code.Codes.SequenceEqual(again.Offences.Code.Codes));
        Assert.False(Small.Offences.OccurredDay.SequenceEqual(other.Offences.OccurredDay));
    }

    [Fact]
    public void Every_code_is_scored_by_the_built_in_table()
    {
        Assert.All(Small.Offences.Code.Levels, code => Assert.NotNull(Cambridge.Find(code).ScoreDays));
        HarmOffences offences = Small.Offences;
        for (int i = 0; i < offences.Count; i++)
        {
            Assert.Equal(offences.Status[i] == OffenceStatus.NonCrime, offences.Code[i] is null);
        }
    }

    [Fact]
    public void Records_lie_in_the_span_and_are_made_after_the_offence()
    {
        HarmOffences offences = Small.Offences;
        for (int i = 0; i < offences.Count; i++)
        {
            Assert.InRange(offences.OccurredDay[i], Small.Span.Start.DayNumber, Small.Span.End.DayNumber - 1);
            Assert.InRange(offences.RecordedDay[i], offences.OccurredDay[i], Small.Span.End.DayNumber - 1);
        }
    }

    [Fact]
    public void Recorded_and_lost_crimes_are_as_many_as_the_lasting_rates_say()
    {
        // Own crimes of all persons are Poisson, so their sum is: five standard deviations are wide enough never to fail by luck.
        double expected = Enumerable.Range(0, Small.Truth.People.Count).Sum(p => Small.Truth.ExpectedOffences(p, Small.Span) / PeopleTruth.RecordedShare(Small.Truth.People[p].Kind));
        HarmOffences offences = Small.Offences;
        long crimes = Enumerable.Range(0, offences.Count).Where(i => offences.Status[i] != OffenceStatus.NonCrime).Select(i => offences.Offence[i]).Distinct().LongCount();
        Assert.InRange(crimes + Small.Unrecorded, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Few_people_carry_most_of_the_true_harm()
    {
        double[] truth = [.. Small.Truth.ExpectedHarmDays(Small.Span, Cambridge).OrderDescending()];
        Assert.True(truth.Take(truth.Length / 10).Sum() > 0.6 * truth.Sum());
    }

    [Fact]
    public void A_list_by_recorded_harm_finds_more_true_harm_than_chance_does()
    {
        DateOnly asOf = Small.Span.End.AddDays(-365);
        HarmScores scores = new HarmScorer(Cambridge, new HarmScoringOptions { AsOf = asOf }).Score(Small.Offences, HarmUnit.Person, TestContext.Current.CancellationToken);
        HarmRanking ranking = HarmRanking.Of(scores, new HarmRankingOptions { Top = 100 });
        Period later = new(asOf, Small.Span.End);
        IReadOnlyList<double> truth = Small.Truth.ExpectedHarmDays(later, Cambridge);
        double held = ranking.Entries.Sum(e => truth[e.Number]);
        int[] eligible = [.. Enumerable.Range(0, scores.EntityCount).Where(e => scores.OffenceCounts[e] > 0)];
        SeededRandom random = new(7);
        double[] byChance =
        [
            .. Enumerable.Range(0, 500).Select(_ =>
            {
                random.Shuffle<int>(eligible);
                return eligible.Take(100).Sum(e => truth[e]);
            }),
        ];
        Assert.True(held > byChance.Max(), $"The list holds {held / truth.Sum():P1} of the later true harm, the best of 500 lists by chance {byChance.Max() / truth.Sum():P1}.");
    }

    [Fact]
    public void Domestic_offences_fall_on_the_same_victims_again()
    {
        HarmOffences offences = Small.Offences;
        int[] victims = [.. Enumerable.Range(0, offences.Count).Where(i => Small.Domestic[i] == "yes").Select(i => offences.Victim!.Codes[i])];
        int[] strangers = [.. Enumerable.Range(0, offences.Count).Where(i => Small.Domestic[i] == "no" && offences.Victim!.Codes[i] >= 0).Select(i => offences.Offence[i]).Distinct()];
        Assert.True(victims.Distinct().Count() < 0.6 * victims.Length);
        Assert.NotEmpty(strangers);
    }

    [Fact]
    public void Co_suspects_share_an_offence()
    {
        HarmOffences offences = Small.Offences;
        int shared = offences.Offence.ToArray().GroupBy(o => o).Count(g => g.Count() > 1);
        Assert.True(shared > 100);
        Assert.All(offences.Offence.ToArray().Select((o, i) => (o, Person: offences.Person!.Codes[i])).GroupBy(x => x), g => Assert.Single(g));
    }

    [Theory]
    [InlineData(10, 24, 1.1, 0.5, 0.8, 200, "Days")]
    [InlineData(9, 24, 1.1, 0.5, 0.8, 1456, "People")]
    [InlineData(10, 1, 1.1, 0.5, 0.8, 1456, "Wards")]
    [InlineData(10, 24, 0, 0.5, 0.8, 1456, "MeanOffencesPerYear")]
    [InlineData(10, 24, double.NaN, 0.5, 0.8, 1456, "MeanOffencesPerYear")]
    [InlineData(10, 24, 1.1, 0, 0.8, 1456, "RateShape")]
    [InlineData(10, 24, 1.1, 0.5, 4, 1456, "GravityLeaning")]
    public void A_setting_outside_its_range_is_refused(int people, int wards, double mean, double shape, double leaning, int days, string name)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => new PeopleSimulator(new PeopleOptions { People = people, Wards = wards, MeanOffencesPerYear = mean, RateShape = shape, GravityLeaning = leaning, Days = days }));
        Assert.Equal(name, e.ParamName);
    }

    [Fact]
    public void A_cancelled_simulation_stops() =>
        Assert.Throws<OperationCanceledException>(() => new PeopleSimulator().Simulate(new CancellationToken(canceled: true)));
}
