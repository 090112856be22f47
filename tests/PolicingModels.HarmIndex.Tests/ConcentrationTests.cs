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
    public void Bad_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Concentration.Gini([]));
        Assert.Throws<ArgumentException>(() => Concentration.Gini([1, -1]));
        Assert.Throws<ArgumentException>(() => Concentration.Gini([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Concentration.GeneralisedGini([1, 0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.ShareOfTop([1], 1.5));
    }
}
