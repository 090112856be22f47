namespace PolicingModels.CoreTests.Resampling;

public class PercentileIntervalTests
{
    [Fact]
    public void Draws_without_a_value_are_left_out()
    {
        // Type 7 by hand: of 1 … 5, level 0.1 is 1 + 0.4 and level 0.9 is 4 + 0.6.
        double[] draws = [5, double.NaN, 2, 4, double.PositiveInfinity, 1, 3];
        Interval interval = PercentileInterval.Of(draws, 0.8)!.Value;
        Assert.Equal(1.4, interval.Low, 1e-15);
        Assert.Equal(4.6, interval.High, 1e-15);
        Assert.Null(PercentileInterval.Of([1, double.NaN], 0.8));
        Assert.NotNull(PercentileInterval.Of([1, double.NaN], 0.8, minimumShare: 0));
        Assert.Null(PercentileInterval.Of([double.NaN], 0.8, minimumShare: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentileInterval.Of([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PercentileInterval.Of([1], 0.9, 1));
    }
}
