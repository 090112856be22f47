using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Kernels;

public class KernelDensityTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    // No background and no spread: what remains is the kernel's own shares.
    private static readonly PredictiveOptions SharesOnly = new() { BackgroundShare = 0, Dispersion = DispersionRule.Poisson, CalibrationPeriods = 1 };

    [Fact]
    public void Shares_are_those_of_a_direct_sum_over_every_pair()
    {
        (SpaceTimeCounts history, double[] x, double[] y) = Scattered(3, 300);
        double[] ours = Shares(new KernelDensityForecaster(new() { BandwidthMetres = 1200, Predictive = SharesOnly }).Fit(history).Forecast());
        double[] direct = [.. history.Grid.Cells.Select(c => x.Zip(y, (px, py) => Math.Exp(-(((px - c.Easting) * (px - c.Easting)) + ((py - c.Northing) * (py - c.Northing))) / (2 * 1200.0 * 1200.0))).Sum())];

        // A kernel is cut at six bandwidths, 1.5e-8 of its peak; a share is at worst that much off per event.
        AssertClose(direct, ours, 1e-7);
    }

    [Fact]
    public void The_lattice_keeps_its_error_bound()
    {
        (SpaceTimeCounts history, double[] x, double[] y) = Scattered(4, 40_000);
        const double bandwidth = 900;
        double[] ours = Shares(new KernelDensityForecaster(new() { BandwidthMetres = bandwidth, Predictive = SharesOnly }).Fit(history).Forecast());
        double[] direct = new double[history.CellCount];
        for (int c = 0; c < direct.Length; c++)
        {
            GridCell cell = history.Grid.Cells[c];
            for (int i = 0; i < x.Length; i++)
            {
                double dx = x[i] - cell.Easting, dy = y[i] - cell.Northing;
                direct[c] += Math.Exp(-((dx * dx) + (dy * dy)) / (2 * bandwidth * bandwidth));
            }
        }

        // Stated bound: 0.24% of a kernel's peak per event, and 3.7e-6 for the cut; the errors of many events largely cancel.
        double total = direct.Sum();
        for (int c = 0; c < direct.Length; c++)
        {
            Assert.InRange(Math.Abs((ours[c] * total) - direct[c]), 0, 0.0025 * x.Length);
            if (direct[c] > 0.01 * direct.Max())
            {
                Assert.InRange(ours[c] * total / direct[c], 0.995, 1.005);
            }
        }
    }

    [Fact]
    public void Events_can_be_moved_and_scaled_with_their_cells()
    {
        (SpaceTimeCounts history, _, _) = Scattered(5, 200);
        (SpaceTimeCounts moved, _, _) = Scattered(5, 200, scale: 2.5, shift: 300_000);
        foreach (KernelDensityOptions options in new KernelDensityOptions[] { new(), new() { Shape = KernelShape.Covariance }, new() { EdgeCorrection = EdgeCorrection.AtCell }, new() { EdgeCorrection = EdgeCorrection.AtEvent } })
        {
            AssertClose(
                Shares(new KernelDensityForecaster(options with { Predictive = SharesOnly }).Fit(history).Forecast()),
                Shares(new KernelDensityForecaster(options with { Predictive = SharesOnly }).Fit(moved).Forecast()),
                1e-6);
        }

        AssertClose(
            Shares(new AdaptiveKernelDensityForecaster(new() { Predictive = SharesOnly }).Fit(history).Forecast()),
            Shares(new AdaptiveKernelDensityForecaster(new() { Predictive = SharesOnly }).Fit(moved).Forecast()),
            1e-6);
    }

    [Fact]
    public void Edge_correction_makes_an_even_pattern_even()
    {
        // One event at the centre of every cell: without a correction corners get about a quarter of what the middle gets.
        TestGrid grid = TestGrid.Squares(12, 12);
        CrimeEvents events = new(
            [.. grid.Cells.Select(c => c.Easting)], [.. grid.Cells.Select(c => c.Northing)], [.. grid.Cells.Select(_ => LastDay.DayNumber)], CoordinateSystem.PlanarMetres);
        SpaceTimeCounts history = new(grid, PeriodSequence.FourWeekly(LastDay, 1), [[.. Enumerable.Repeat(1.0, 144)]], events: events);
        Assert.True(Spread(EdgeCorrection.None) > 2.5);
        Assert.InRange(Spread(EdgeCorrection.AtCell), 1, 1 + 1e-6);

        double Spread(EdgeCorrection edge)
        {
            double[] shares = Shares(new KernelDensityForecaster(new() { BandwidthMetres = 2000, EdgeCorrection = edge, Predictive = SharesOnly }).Fit(history).Forecast());
            return shares.Max() / shares.Min();
        }
    }

    [Fact]
    public void Correction_at_events_weights_each_by_the_mass_its_kernel_has_inside()
    {
        (SpaceTimeCounts history, double[] x, double[] y) = Scattered(10, 120);
        const double h = 2500;
        double[] expected = new double[history.CellCount];
        for (int i = 0; i < x.Length; i++)
        {
            // The study area is the square of 20 km: the mass inside is a product of two normal probabilities, here by Simpson's rule.
            double mass = Inside(x[i]) * Inside(y[i]);
            for (int c = 0; c < expected.Length; c++)
            {
                double dx = history.Grid.Cells[c].Easting - x[i], dy = history.Grid.Cells[c].Northing - y[i];
                expected[c] += Math.Exp(-((dx * dx) + (dy * dy)) / (2 * h * h)) / mass;
            }
        }

        // Ours takes the cells' centres for the area: with h = 2.5 cells the mid-point rule errs by about a thousandth at the boundary.
        double[] ours = Shares(new KernelDensityForecaster(new() { BandwidthMetres = h, EdgeCorrection = EdgeCorrection.AtEvent, Predictive = SharesOnly }).Fit(history).Forecast());
        double total = expected.Sum();
        Assert.All(expected.Zip(ours), pair => Assert.Equal(1, pair.Second * total / pair.First, 0.01));

        static double Inside(double at)
        {
            const int steps = 2000;
            double sum = 0, width = 20000.0 / steps;
            for (int k = 0; k <= steps; k++)
            {
                double z = ((k * width) - at) / h;
                sum += Math.Exp(-z * z / 2) * (k is 0 or steps ? 1 : k % 2 == 1 ? 4 : 2);
            }

            return sum * width / 3 / (h * Math.Sqrt(2 * Math.PI));
        }
    }

    [Fact]
    public void Adaptive_kernels_follow_the_square_root_law_by_brute_force()
    {
        (SpaceTimeCounts history, double[] x, double[] y) = Scattered(6, 150);
        const double pilot = 1500;
        double[] density = [.. x.Zip(y, (px, py) => x.Zip(y, (qx, qy) => Math.Exp(-(((px - qx) * (px - qx)) + ((py - qy) * (py - qy))) / (2 * pilot * pilot))).Sum())];
        double geometric = Math.Exp(density.Average(Math.Log));
        double[] expected = new double[history.CellCount];
        for (int i = 0; i < x.Length; i++)
        {
            double h = Math.Max(500, pilot * Math.Min(5, Math.Pow(density[i] / geometric, -0.5)));
            for (int c = 0; c < expected.Length; c++)
            {
                double dx = history.Grid.Cells[c].Easting - x[i], dy = history.Grid.Cells[c].Northing - y[i];
                expected[c] += Math.Exp(-((dx * dx) + (dy * dy)) / (2 * h * h)) / (2 * Math.PI * h * h);
            }
        }

        AssertClose(expected, Shares(new AdaptiveKernelDensityForecaster(new() { PilotBandwidthMetres = pilot, Predictive = SharesOnly }).Fit(history).Forecast()), 1e-7);
    }

    [Fact]
    public void Nearest_neighbour_bandwidths_are_those_of_a_full_search()
    {
        (SpaceTimeCounts history, double[] x, double[] y) = Scattered(7, 400);
        double[] distance = [.. x.Zip(y, (px, py) => x.Zip(y, (qx, qy) => Math.Sqrt(((px - qx) * (px - qx)) + ((py - qy) * (py - qy)))).Order().ElementAt(9))];
        Array.Sort(distance);
        double median = new AdaptiveKernelDensityForecaster(new() { Rule = AdaptiveRule.NearestNeighbour, Neighbours = 9 }).Fit(history).Parameters.Single(p => p.Name == "medianBandwidthMetres").Value;
        Assert.Equal(Math.Max(500, distance[200]), median, 1e-9);
    }

    [Fact]
    public void A_bandwidth_that_does_not_suit_the_cells_is_noted_or_refused()
    {
        (SpaceTimeCounts history, _, _) = Scattered(8, 100);
        Assert.Contains(
            new KernelDensityForecaster(new() { BandwidthMetres = 600 }).Fit(history).Forecast().Notes,
            n => n == "The bandwidth of 600 m is below the cells' side (1000 m): cell centres are a coarse sample of so narrow kernels.");
        AnalysisException refused = Assert.Throws<AnalysisException>(() => new KernelDensityForecaster(new() { BandwidthMetres = 200 }).Fit(history));
        Assert.Equal(AnalysisFailure.UnsuitableSetting, refused.Reason);
        Assert.Equal("The bandwidth of 200 m is below a quarter of the cells' side (1000 m), so kernels would slip between cell centres. Take a bandwidth of at least 250 m, or smaller cells.", refused.Message);
    }

    [Fact]
    public void Without_events_the_cells_stand_in_and_the_forecast_says_so()
    {
        SpaceTimeCounts counts = Baselines.EveryBaselineTests.Simulated(9, 5, 5, 20, out _);
        Assert.Contains(KernelNote, new KernelDensityForecaster().Fit(counts).Forecast().Notes);
        CrimeEvents events = new([500], [500], [LastDay.DayNumber], CoordinateSystem.PlanarMetres);
        SpaceTimeCounts with = new(TestGrid.Squares(2, 1), PeriodSequence.FourWeekly(LastDay, 1), [[1, 0]], events: events);
        Assert.DoesNotContain(KernelNote, new KernelDensityForecaster().Fit(with).Forecast().Notes);
    }

    [Fact]
    public void Settings_are_checked_with_their_range_and_unit()
    {
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => new KernelDensityForecaster(new() { BandwidthMetres = 0 }));
        Assert.StartsWith("BandwidthMetres is 0; it is above 0 and finite (metres).", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("WindowDays is 0; it is at least 1 (days).", Assert.Throws<ArgumentOutOfRangeException>(() => new KernelDensityForecaster(new() { WindowDays = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("LargestRatio is 0.5; it is 1 to 1000000 (times the pilot).", Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveKernelDensityForecaster(new() { LargestRatio = 0.5 })).Message, StringComparison.Ordinal);
    }

    private const string KernelNote = "The events themselves were not at hand: counts stand at the centres of their cells.";

    private static double[] Shares(GridForecast forecast) => [.. forecast.ExpectedCounts.Select(e => e / forecast.ExpectedTotal)];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        double total = expected.Sum();
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - (pair.First / total), -tolerance, tolerance));
    }

    /// <summary>Events of three clusters on 20 × 20 cells of 1 km, all in the one period.</summary>
    private static (SpaceTimeCounts History, double[] Easting, double[] Northing) Scattered(ulong seed, int count, double scale = 1, double shift = 0)
    {
        SeededRandom random = new(seed);
        double[] x = new double[count], y = new double[count];
        (double X, double Y, double Width)[] clusters = [(6000, 7000, 1500), (14000, 12000, 2500), (9000, 15000, 700)];
        for (int i = 0; i < count; i++)
        {
            (double cx, double cy, double width) = clusters[random.NextInt32(3)];
            x[i] = shift + (scale * Math.Clamp(cx + (random.NextGaussian() * width), 1, 19999));
            y[i] = shift + (scale * Math.Clamp(cy + (random.NextGaussian() * width * 0.6), 1, 19999));
        }

        TestGrid squares = TestGrid.Squares(20, 20, 1000 * scale);
        TestGrid grid = new([.. squares.Cells.Select(c => c with { Easting = c.Easting + shift, Northing = c.Northing + shift })]);
        CrimeEvents events = new(x, y, [.. Enumerable.Repeat(LastDay.DayNumber, count)], CoordinateSystem.PlanarMetres);
        int[] cell = new int[count];
        grid.Locate(x, y, cell);
        double[] values = new double[400];
        foreach (int c in cell)
        {
            values[c]++;
        }

        return (new SpaceTimeCounts(grid, PeriodSequence.FourWeekly(LastDay, 1), [values], events: events), x, y);
    }
}
