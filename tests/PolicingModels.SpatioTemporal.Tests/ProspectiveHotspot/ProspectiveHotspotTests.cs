using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.ProspectiveHotspot;

public class ProspectiveHotspotTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    private static readonly PredictiveOptions SharesOnly = new() { BackgroundShare = 0, Dispersion = DispersionRule.Poisson, CalibrationPeriods = 1 };

    /// <summary>One event, in the middle of 11 × 11 cells, on the last day; weights relative to its own cell, by hand.</summary>
    [Theory]
    [InlineData(CellDistance.Rectilinear, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5)]
    [InlineData(CellDistance.Chebyshev, 1.0 / 2, 1.0 / 2, 1.0 / 3, 1.0 / 3)]
    [InlineData(CellDistance.Circle, 1.0 / 2, 1.0 / 2, 1.0 / 3, 1.0 / 3)]
    public void Neighbours_weigh_by_the_convention(CellDistance distance, double beside, double diagonal, double knight, double twoDiagonal)
    {
        double[] weight = Weights(new() { Distance = distance, Predictive = SharesOnly }, 11, [(5.5, 5.5, 1)]);
        double own = weight[(5 * 11) + 5];
        Assert.Equal(beside, weight[(5 * 11) + 6] / own, 12);
        Assert.Equal(diagonal, weight[(6 * 11) + 6] / own, 12);
        Assert.Equal(knight, weight[(6 * 11) + 7] / own, 12);
        Assert.Equal(twoDiagonal, weight[(7 * 11) + 7] / own, 12);
    }

    [Theory]
    [InlineData(CellDistance.Rectilinear)]
    [InlineData(CellDistance.Chebyshev)]
    [InlineData(CellDistance.Circle)]
    public void The_grid_form_is_the_sum_over_every_pair(CellDistance distance)
    {
        SeededRandom random = new(3);
        (double X, double Y, int DaysBefore)[] events = [.. Enumerable.Range(0, 80).Select(_ => (random.NextDouble() * 20, random.NextDouble() * 20, 1 + random.NextInt32(80)))];
        double[] ours = Weights(new() { Distance = distance, MaximumCells = 5, MaximumWeeks = 6, Predictive = SharesOnly }, 20, events);
        double[] direct = new double[400];
        foreach ((double x, double y, int daysBefore) in events)
        {
            int weeks = (daysBefore - 1) / 7;
            for (int c = 0; c < 400; c++)
            {
                int dx = Math.Abs((c % 20) - (int)x), dy = Math.Abs((c / 20) - (int)y);
                int away = distance == CellDistance.Rectilinear ? dx + dy : distance == CellDistance.Chebyshev ? Math.Max(dx, dy) : IntegerRoot((dx * dx) + (dy * dy));
                direct[c] += away < 5 && weeks < 6 ? 1.0 / (1 + away) / (1 + weeks) : 0;
            }
        }

        AssertProportional(direct, ours);
    }

    [Fact]
    public void The_continuous_form_is_the_sum_over_every_pair()
    {
        SeededRandom random = new(4);
        (double X, double Y, int DaysBefore)[] events = [.. Enumerable.Range(0, 80).Select(_ => (random.NextDouble() * 20, random.NextDouble() * 20, 1 + random.NextInt32(80)))];
        double[] ours = Weights(new() { Form = ProspectiveForm.Continuous, Predictive = SharesOnly }, 20, events);
        double[] direct = new double[400];
        foreach ((double x, double y, int daysBefore) in events)
        {
            double weeks = (daysBefore - 0.5) / 7;
            for (int c = 0; c < 400; c++)
            {
                double away = Math.Sqrt(Math.Pow((c % 20) + 0.5 - x, 2) + Math.Pow((c / 20) + 0.5 - y, 2));
                direct[c] += away < 8 && weeks < 8 ? 1 / (1 + away) / (1 + weeks) : 0;
            }
        }

        AssertProportional(direct, ours);
    }

    [Fact]
    public void Older_events_weigh_less_by_whole_weeks()
    {
        // Two events far apart: one on the last day, one fifteen days earlier, which is two whole weeks.
        double[] weight = Weights(new() { MaximumCells = 1, Predictive = SharesOnly }, 11, [(0.5, 0.5, 1), (10.5, 10.5, 16)]);
        Assert.Equal(3, weight[0] / weight[120], 12);
    }

    [Fact]
    public void Counts_without_events_are_spread_over_their_days()
    {
        // One four-week period: a quarter of the count in each of weeks 0 to 3, so that its weight is (1 + 1/2 + 1/3 + 1/4)/4 of a fresh event's.
        SpaceTimeCounts both = new(TestGrid.Squares(30, 1), PeriodSequence.FourWeekly(LastDay, 2), [[.. Enumerable.Range(0, 60).Select(i => i is 0 or 59 ? 1.0 : 0)]]);
        GridForecast forecast = new ProspectiveHotspotForecaster(new() { MaximumCells = 1, Predictive = SharesOnly }).Fit(both).Forecast();
        double recent = 1 + (1.0 / 2) + (1.0 / 3) + (1.0 / 4), older = (1.0 / 5) + (1.0 / 6) + (1.0 / 7) + (1.0 / 8);
        Assert.Equal(recent / older, forecast.ExpectedCounts[29] / forecast.ExpectedCounts[0], 10);
        Assert.Contains(forecast.Notes, n => n.StartsWith("The events themselves were not at hand", StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_are_those_of_the_original()
    {
        ProspectiveHotspotOptions options = new();
        Assert.Equal((8.0, 8.0, ProspectiveForm.Grid, CellDistance.Chebyshev), (options.MaximumCells, options.MaximumWeeks, options.Form, options.Distance));
        Assert.StartsWith("MaximumWeeks is -1; it is above 0 and finite (weeks).", Assert.Throws<ArgumentOutOfRangeException>(() => new ProspectiveHotspotForecaster(new() { MaximumWeeks = -1 })).Message, StringComparison.Ordinal);
    }

    private static double[] Weights(ProspectiveHotspotOptions options, int side, (double X, double Y, int DaysBefore)[] events)
    {
        TestGrid grid = TestGrid.Squares(side, side);
        DateOnly end = LastDay.AddDays(1);
        CrimeEvents table = new(
            [.. events.Select(e => e.X * 1000)], [.. events.Select(e => e.Y * 1000)], [.. events.Select(e => end.DayNumber - e.DaysBefore)], CoordinateSystem.PlanarMetres);
        PeriodSequence periods = PeriodSequence.FourWeekly(LastDay, 3);
        double[] values = new double[3 * side * side];
        foreach ((double x, double y, int daysBefore) in events)
        {
            int period = periods.IndexOf(end.AddDays(-daysBefore));
            values[(period * side * side) + ((int)y * side) + (int)x]++;
        }

        return [.. new ProspectiveHotspotForecaster(options).Fit(new SpaceTimeCounts(grid, periods, [values], events: table)).Forecast().ExpectedCounts];
    }

    private static int IntegerRoot(int square)
    {
        int root = 0;
        while ((root + 1) * (root + 1) <= square)
        {
            root++;
        }

        return root;
    }

    private static void AssertProportional(double[] expected, double[] actual)
    {
        double factor = actual.Sum() / expected.Sum();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First * factor, pair.Second, 1e-12));
    }
}
