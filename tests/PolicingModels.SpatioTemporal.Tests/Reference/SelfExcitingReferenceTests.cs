using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Reference;

/// <summary>Self-exciting processes on recorded crime: months, days, snap points.</summary>
public class SelfExcitingReferenceTests
{
    /// <summary>The peer raises “Convergence failed!” on Surrey's records, whose times are months and whose places are snap points.</summary>
    [Theory]
    [InlineData("surrey_vehicle_1000", 48)]
    [InlineData("portland_bur_1000", 1)]
    public void Recorded_crime_is_fitted_with_finite_figures(string name, double precision)
    {
        ReferenceSet set = ReferenceSet.Load(name, EventBaselineReferenceTests.Events(name));
        SelfExcitingFit fit = new SelfExcitingModel().Fit(set.Counts);
        Assert.Equal(set.Counts.Sum(), fit.EventCount);
        Assert.True(fit.Converged);
        Assert.InRange(fit.BranchingRatio.Value, fit.BranchingRatio.Low, fit.BranchingRatio.High);
        Assert.InRange(fit.TriggerMetres.Value, precision - 1, 500);
        Assert.All((double[])[fit.LogLikelihood, fit.TriggerDays.Low, fit.TriggerDays.High, fit.BackgroundPerDay.Low, fit.BackgroundPerDay.High], value => Assert.True(double.IsFinite(value)));

        // Expected events are those seen, in all and by place: nothing is lost at boundaries or in the gap of the record.
        Assert.Equal(fit.EventCount, fit.RescaleTime().Waits.Sum(), 0.02 * fit.EventCount);
        Assert.Equal(name.StartsWith("surrey", StringComparison.Ordinal), fit.Notes.Any(n => n.StartsWith("All days are the first of a month", StringComparison.Ordinal)));
    }

    /// <summary>On the same cells and origins the process ranks no worse than the peer's: within what chance alone moves the hits of 18 periods.</summary>
    [Fact]
    public void Cells_rank_as_well_as_the_peers()
    {
        ReferenceSet set = ReferenceSet.Load("portland_bur_1000", EventBaselineReferenceTests.Events("portland_bur_1000"));
        SelfExcitingForecaster model = new(new() { Process = new() { BackgroundNeighbours = 30 } });
        List<(int, IReadOnlyList<int>)> ours = [], peers = [];
        foreach ((DateOnly start, double[] values) in set.Predictions("pred_seppexp_grid_3y"))
        {
            int period = set.PeriodOf(start);
            ours.Add((period, model.Fit(set.Counts.Before(period)).Forecast().RankedCells));
            peers.Add((period, ReferenceSet.Rank(values)));
        }

        // About 1,330 events in 18 periods: of a fifth of them a hit rate has a standard error of 1.1 points.
        Assert.InRange(set.HitRate(ours, 5) - set.HitRate(peers, 5), -0.022, 1);
    }
}
