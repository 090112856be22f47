using CsCheck;
using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class ConcentrationTests
{
    private static readonly Gen<double[]> Values = Gen.Int[0, 20].Select(v => (double)v).Array[1, 40];

    /// <summary>Bernasco &amp; Steenbeek 2017: ten places, five events as 3, 1, 1.</summary>
    [Fact]
    public void Published_example_of_the_two_coefficients()
    {
        double[] counts = [3, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0.78, Concentration.Gini(counts), 12);
        Assert.Equal(0.56, Concentration.GeneralisedGini(counts), 12);
    }

    [Fact]
    public void Gini_is_half_the_relative_mean_difference_of_all_pairs() =>
        Values.Sample(values =>
        {
            double differences = values.Sum(a => values.Sum(b => Math.Abs(a - b)));
            double sum = values.Sum();
            double expected = sum == 0 ? 0 : differences / (2 * values.Length * sum);
            double gini = Concentration.Gini(values);
            return Math.Abs(gini - expected) < 1e-12 && gini is >= 0 and < 1;
        });

    [Fact]
    public void The_generalised_coefficient_is_the_ordinary_one_of_the_busiest_places_when_events_are_fewer_than_places() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 30], Gen.Int[0, 1_000_000]).Sample((events, more, start) =>
        {
            double[] counts = new double[events + more];
            ulong state = (ulong)start;
            for (int e = 0; e < events; e++)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                counts[(int)((state >> 33) % (ulong)counts.Length)]++;
            }

            double[] busiest = [.. counts.OrderDescending().Take(events)];
            return Math.Abs(Concentration.GeneralisedGini(counts) - Concentration.Gini(busiest)) < 1e-12;
        });

    [Fact]
    public void Scale_and_order_change_nothing() =>
        Values.Sample(values => Math.Abs(Concentration.Gini(values) - Concentration.Gini([.. values.Reverse().Select(v => v * 365)])) < 1e-12);

    [Fact]
    public void Shares_and_fewest_places_read_the_same_curve()
    {
        double[] values = [50, 30, 10, 10, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0.5, Concentration.ShareOfTop(values, 0.1), 12);
        Assert.Equal(0.65, Concentration.ShareOfTop(values, 0.15), 12);
        Assert.Equal((1, 2, 4), (Concentration.FewestHolding(values, 0.5), Concentration.FewestHolding(values, 0.8), Concentration.FewestHolding(values, 1)));
        Assert.Equal((0.2, 0.8), Concentration.LorenzCurve(values)[2]);
        Assert.Equal(11, Concentration.LorenzCurve(values).Count);
    }

    [Fact]
    public void Harm_spots_stand_two_deviations_above_the_mean()
    {
        double[] values = [100, .. Enumerable.Repeat(1.0, 30)];
        Assert.Equal([0], Concentration.HarmSpots(values));
        Assert.Empty(Concentration.HarmSpots([4, 4, 4]));
    }

    [Fact]
    public void Harm_dealt_by_chance_lies_inside_its_own_baseline_and_harm_on_one_place_does_not()
    {
        double[] offences = [.. Enumerable.Range(0, 300).Select(i => i % 10 == 0 ? 365.0 : 1.0)];
        Estimate baseline = PermutationBaseline.Gini(offences, 50, seed: 3, draws: 400);
        Assert.Equal(baseline, PermutationBaseline.Gini(offences, 50, seed: 3, draws: 400));
        double[] onOne = new double[50];
        onOne[7] = offences.Sum();
        Assert.False(baseline.Interval.Contains(Concentration.Gini(onOne)));
        Assert.True(baseline.Interval.Contains(PermutationBaseline.Gini(offences, 50, seed: 4, draws: 400).Value));
    }

    [Fact]
    public void A_location_quotient_is_the_share_at_a_place_over_the_share_in_the_region()
    {
        // A tenth of the place's harm is of the type, a twentieth of the region's.
        Assert.Equal(2, Concentration.LocationQuotient(10, 100, 50, 1000), 12);
        Assert.Equal(0, Concentration.LocationQuotient(0, 100, 50, 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.LocationQuotient(1, 0, 50, 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.LocationQuotient(-1, 1, 50, 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.LocationQuotient(1, 1, 0, 1000));
    }

    [Fact]
    public void Areas_without_an_offence_belong_to_the_concentration_and_unknown_persons_do_not()
    {
        DateOnly asOf = new(2024, 3, 1);
        HarmOffences offences = new(
            CategoryColumn.FromText("code", ["034/01", "105/01", "105/01"]),
            [asOf.DayNumber - 1, asOf.DayNumber - 1, asOf.DayNumber - 900],
            person: CategoryColumn.FromText("person", ["a", "b", "c"]),
            area: CategoryColumn.FromText("area", ["w1", "w2", "w3"]));
        HarmConcentration Of(HarmUnit unit) => HarmConcentration.Of(new HarmScorer(new HarmLookup(CambridgeCrimeHarmIndex.Principal), new() { AsOf = asOf }).Score(offences, unit), seed: 1, baselineDraws: 0);
        Assert.Equal((3, true), (Of(HarmUnit.Area).Entities, Of(HarmUnit.Area).IncludesQuiet));
        Assert.Equal((2, false), (Of(HarmUnit.Person).Entities, Of(HarmUnit.Person).IncludesQuiet));
        Assert.Equal(Concentration.Gini([365, 1, 0]), Of(HarmUnit.Area).HarmGini);
        Assert.Equal(Concentration.GeneralisedGini([1, 1, 0]), Of(HarmUnit.Area).GeneralisedCountGini);
        Assert.Null(Of(HarmUnit.Area).Baseline);
        Assert.Equal([(0d, 0d), (1d / 3, 365d / 366), (2d / 3, 1), (1, 1)], Of(HarmUnit.Area).Curve.Select(p => (p.EntityShare, p.HarmShare)));
    }

    [Fact]
    public void A_curve_of_many_is_thinned_and_keeps_its_ends()
    {
        DateOnly asOf = new(2024, 3, 1);
        string[] persons = [.. Enumerable.Range(0, 5000).Select(i => $"p{i}")];
        HarmOffences offences = new(CategoryColumn.FromText("code", [.. persons.Select((_, i) => i % 50 == 0 ? "034/01" : "105/01")]), [.. persons.Select(_ => asOf.DayNumber - 1)], person: CategoryColumn.FromText("person", persons));
        HarmConcentration c = HarmConcentration.Of(new HarmScorer(new HarmLookup(CambridgeCrimeHarmIndex.Principal), new() { AsOf = asOf }).Score(offences, HarmUnit.Person), seed: 1, baselineDraws: 20);
        Assert.InRange(c.Curve.Count, 150, 201);
        Assert.Equal(new TopShare(0, 0, 0), c.Curve[0]);
        Assert.Equal(new TopShare(1, 1, 1), c.Curve[^1]);
        Assert.Equal(100.0 * 365 / ((100 * 365) + 4900), c.Shares.Single(s => s.EntityShare == 0.02).HarmShare, 12);
        Assert.Equal(100, c.HarmSpots.Count);
    }

    [Fact]
    public void Bad_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Concentration.Gini([]));
        Assert.Throws<ArgumentException>(() => Concentration.Gini([1, -1]));
        Assert.Throws<ArgumentException>(() => Concentration.Gini([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Concentration.GeneralisedGini([1, 0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.ShareOfTop([1], 1.5));
    }
}
