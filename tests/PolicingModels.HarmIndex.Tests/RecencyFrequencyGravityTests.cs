using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class RecencyFrequencyGravityTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);

    private static readonly RecencyFrequencyGravityOptions Own = new()
    {
        Recency = new PointTable((0, 4), (30, 2), (180, 1)),
        Frequency = new PointTable((1, 1), (3, 3)),
        Gravity = new PointTable((0, 0), (5, 2), (365, 8)),
        Provenance = new Provenance(ProvenanceKind.Illustrative, "test"),
    };

    private static readonly HarmScores Scores = new HarmScorer(new HarmLookup(CambridgeCrimeHarmIndex.Principal), new() { AsOf = AsOf }).Score(
        new HarmOffences(
            CategoryColumn.FromText("code", ["034/01", "008/73", "008/73", "008/73", "008/31", "105/01"]),
            [.. new[] { 200, 31, 31, 1, 30, 1 }.Select(d => AsOf.DayNumber - d)],
            person: CategoryColumn.FromText("person", ["grave", "often", "often", "often", "one", "small"])),
        HarmUnit.Person);

    private static (string, double?)[] List(RecencyFrequencyGravityOptions options) => [.. RecencyFrequencyGravity.Of(Scores, options).Select(e => (e.Score.Entity, e.Priority))];

    [Theory]
    [InlineData(0, 4)]
    [InlineData(29.9, 4)]
    [InlineData(30, 2)]
    [InlineData(400, 1)]
    [InlineData(-1, 0)]
    public void Bands_are_half_open(double value, double points) => Assert.Equal(points, Own.Recency.PointsOf(value));

    [Fact]
    public void Each_rule_orders_by_its_own_arithmetic()
    {
        // Points r, f, g: grave 1·1·8; often 4·3·0; one (29 days ago) 4·1·2; small 4·1·0.
        Assert.Equal([("grave", 10d), ("often", 7), ("one", 7), ("small", 5)], List(Own with { Rule = PriorityRule.Sum }));
        Assert.Equal([("grave", 8d), ("one", 8), ("often", 0), ("small", 0)], List(Own));
        Assert.Equal(2, RecencyFrequencyGravity.Of(Scores, Own with { Rule = PriorityRule.Geometric })[0].Priority!.Value, 1e-12);
        Assert.Equal([("grave", null), ("one", null), ("often", null), ("small", null)], List(Own with { Rule = PriorityRule.Lexicographic }));
        Assert.Equal(["often", "one", "small", "grave"], List(Own with { Rule = PriorityRule.Lexicographic, LexicographicOrder = [PriorityComponent.Recency, PriorityComponent.Frequency, PriorityComponent.Gravity] }).Select(e => e.Item1));
    }

    [Fact]
    public void Harm_sums_where_gravity_takes_the_gravest()
    {
        PriorityEntry Often(GravityMeasure measure) => RecencyFrequencyGravity.Of(Scores, Own with { Measure = measure }).Single(e => e.Score.Entity == "often");
        Assert.Equal((2d, 0d), (Often(GravityMeasure.GravestOffence).GravityDays, Often(GravityMeasure.GravestOffence).GravityPoints));
        Assert.Equal((6d, 2d), (Often(GravityMeasure.TotalHarm).GravityDays, Often(GravityMeasure.TotalHarm).GravityPoints));
        Assert.Equal(24, Often(GravityMeasure.TotalHarm).Priority);
    }

    [Fact]
    public void Weights_and_length_are_the_users()
    {
        Assert.Equal("often", List(Own with { Rule = PriorityRule.Sum, FrequencyWeight = 5 })[0].Item1);
        Assert.Equal([1, 2], RecencyFrequencyGravity.Of(Scores, Own, 2).Select(e => e.Rank));
        Assert.Equal(ProvenanceKind.Illustrative, RecencyFrequencyGravityOptions.Example.Provenance.Kind);
        Assert.Equal(4, RecencyFrequencyGravity.Of(Scores, RecencyFrequencyGravityOptions.Example).Count);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new PointTable((1, 1), (1, 2)));
        Assert.Throws<ArgumentException>(() => new PointTable((1, -1)));
        Assert.Throws<ArgumentException>(() => new PointTable());
        Assert.Throws<ArgumentOutOfRangeException>(() => List(Own with { GravityWeight = double.NaN }));
        Assert.Throws<ArgumentException>(() => List(Own with { RecencyWeight = 0, FrequencyWeight = 0, GravityWeight = 0 }));
        Assert.Throws<ArgumentException>(() => List(Own with { LexicographicOrder = [PriorityComponent.Gravity] }));
    }
}
