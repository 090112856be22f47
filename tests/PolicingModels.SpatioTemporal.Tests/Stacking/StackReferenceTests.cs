using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Reference;

namespace PolicingModels.SpatioTemporalTests.Stacking;

/// <summary>The default stack on the shared reference, against the best figures that peers and simple references reached there.</summary>
public class StackReferenceTests
{
    /// <summary>Set, origins, the best Poisson and the best negative binomial log score among the references, that of the best hhh4 tried, the best PEI* at 5 %, and whether the level was stable.</summary>
    public static TheoryData<string, int, double, double, double, double, bool> Sets => new()
    {
        { "chicago_1000", 26, 1.1375, 1.1357, 1.1536, 0.875, true },
        { "portland_veh_1000", 18, 0.6328, 0.6273, 0.6412, 0, false },
        { "portland_bur_1000", 18, 0.3654, 0.3654, 0.3681, 0.381, true },
        { "surrey_vehicle_1000", 13, 0.5633, 0.5503, 0.5767, 0, false },
        { "surrey_burglary_1000", 13, 0.4556, 0.4458, 0.4660, 0.518, true },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Counts_are_calibrated_and_score_better_than_every_reference(string set, int origins, double bestPoisson, double bestReference, double hhh4, double peiStar, bool stable)
    {
        ReferenceSet reference = ReferenceSet.Load(set);
        ModelScore score = Worlds.Run(reference.Counts, new BacktestOptions { Origins = origins, BootstrapSamples = 200 }, [new StackForecaster()])["stack"];
        Assert.True(score.LogScore.Value < bestReference, $"{score.LogScore.Value} against {bestReference}");
        Assert.True(score["poissonLogScore"].Value < bestPoisson, $"{score["poissonLogScore"].Value} against {bestPoisson}");
        Assert.True(score.LogScore.Value < hhh4);
        Assert.True(score["peiStar@5"].Value >= peiStar, $"{score["peiStar@5"].Value} against {peiStar}");
        Assert.InRange(score["coverage80"].Value, 0.78, 0.82);
        Assert.InRange(score["coverage95"].Value, 0.94, 0.96);
        Assert.InRange(score["calibrationSlope"].Value, 0.95, 1.05);
        Assert.InRange(score["totalRatio"].Value, stable ? 0.95 : 0.94, 1.05);
        Assert.All(score.Pit!.Heights, h => Assert.InRange(h, 0.94, 1.06));
    }
}
