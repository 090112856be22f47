using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.ReportingTests;

/// <summary>Backtests to report: counts that repeat the same hill with a fixed pattern of noise, and two plain models.</summary>
internal static class TestBacktests
{
    public static SpaceTimeCounts Counts(TestGrid grid, int periods = 40)
    {
        GridForecast hill = TestForecasts.Hill(grid);
        int cells = grid.Cells.Count;
        double[] values = new double[periods * cells];
        ulong state = 1;
        for (int i = 0; i < values.Length; i++)
        {
            // A fixed scatter about the hill; the tests need variation, not a distribution.
            state = (state * 6364136223846793005) + 1442695040888963407;
            double noise = (state >> 11) / (double)(1UL << 53);
            double season = 1 + (0.25 * Math.Sin(i / cells * 2 * Math.PI / 13));
            values[i] = Math.Floor((hill.ExpectedCounts[i % cells] * season * 2 * noise) + 0.2 + (0.3 * noise));
        }

        return new SpaceTimeCounts(grid, PeriodSequence.FourWeekly(new DateOnly(2026, 10, 4), periods), [values]);
    }

    public static BacktestReport Run(SpaceTimeCounts counts, int origins = 13, params IGridForecaster[] models) =>
        new Backtest(counts, new BacktestOptions { Origins = origins, BootstrapSamples = 400, Baselines = models.Length > 0 ? ["historical-mean"] : ["historical-mean", "last-period"], Clock = new StoppedClock() }).Run(models.Length > 0 ? models : [new Mean("historical-mean", 1000), new Mean("last-period", 1), new Mean("last-year", 13)]);

    /// <summary>The same three models, the third compared with both of the others.</summary>
    public static BacktestReport AgainstEvery(SpaceTimeCounts counts, IGridForecaster? third = null) =>
        new Backtest(counts, new BacktestOptions { Origins = 13, BootstrapSamples = 400, Baselines = ["historical-mean", "last-period"], CompareWithEveryBaseline = true, Clock = new StoppedClock() }).Run([new Mean("historical-mean", 1000), new Mean("last-period", 1), third ?? new Mean("last-year", 13)]);

    /// <summary>The mean of the last periods, lifted off zero.</summary>
    internal sealed class Mean(string name, int periods) : IGridForecaster, IFittedGridForecaster
    {
        private SpaceTimeCounts? _history;

        public string Name => name;

        public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) => new Mean(name, periods) { _history = history };

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
        {
            SpaceTimeCounts history = _history!;
            int used = Math.Min(periods, history.PeriodCount);
            double[] means = new double[history.CellCount];
            for (int cell = 0; cell < means.Length; cell++)
            {
                for (int back = 1; back <= used; back++)
                {
                    means[cell] += history[history.PeriodCount - back, cell] / used;
                }

                means[cell] = ((means[cell] * used) + 0.1) / (used + 0.2);
            }

            return TestForecasts.For(history.Grid, name, history.Periods.Next(horizon), means);
        }
    }

    /// <summary>A model that the data can never carry.</summary>
    internal sealed class Failing : IGridForecaster
    {
        public string Name => "failing";

        public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) =>
            throw new AnalysisException(AnalysisFailure.NotConverged, "The fit did not converge; give it <more> periods.");
    }

    /// <summary>A clock that stands still, so that seconds are the same in every run.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
