using PolicingModels.Gridding;
using PolicingModels.Reporting;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.ReportingTests;

/// <summary>Forecasts to draw: a smooth hill of expected counts, and whatever a test names.</summary>
internal static class TestForecasts
{
    public static readonly Period FourWeeks = new(new DateOnly(2026, 10, 5), new DateOnly(2026, 11, 2));

    public static GridForecast Hill(IGrid grid, string model = "empirical-bayes-ewma")
    {
        GridCell[] cells = [.. grid.Cells];
        double east = cells.Average(c => c.Easting), north = cells.Average(c => c.Northing), spread = cells.Max(c => c.Easting) - cells.Min(c => c.Easting) + 1;
        return Of(grid, model, [.. cells.Select((c, i) =>
        {
            double a = (c.Easting - east) / spread, b = (c.Northing - north) / spread;
            double second = Math.Exp(-90 * (((a - 0.28) * (a - 0.28)) + ((b + 0.18) * (b + 0.18))));
            return 0.04 + (6.2 * Math.Exp(-28 * ((a * a) + (b * b)))) + (2.5 * second) + (0.15 * (1 + Math.Sin(i * 12.9898)));
        })]);
    }

    public static GridForecast Of(IGrid grid, string model, params double[] means) =>
        For(grid, model, FourWeeks, means);

    public static GridForecast For(IGrid grid, string model, Period period, params double[] means) =>
        new(model, grid, period, [.. means.Select(m => (CountDistribution)new Poisson(m))]);

    public static ForecastReportInput Input(GridForecast forecast, string subject = "vehicle thefts") => new()
    {
        Forecast = forecast,
        Subject = subject,
        AsOf = new DateOnly(2026, 10, 5),
        Place = "Example force",
        History = PeriodSequence.FourWeekly(new DateOnly(2026, 10, 4), 65),
        Quality =
        [
            new DataQualityReport("thefts.csv", 35_746,
                [.. Enumerable.Range(0, 41).Select(i => new RefusedRow("thefts.csv", 2 + i, "from", "", "the start is missing; a window needs both ends")), .. Enumerable.Range(0, 3).Select(i => new RefusedRow("thefts.csv", 90 + i, "x", "abc", "not a number"))],
                [new DataQualityNote("missing-periods", "Two months were never recorded: 2021-09 and 2021-10.")]),
        ],
        Counting = CountingFacts.From(new CountingOutcome { Events = 35_702, Counted = 35_120, MissingCategory = 0, UnlistedCategory = 0, OutsideArea = 482, OutsidePeriods = 100, NotYetKnown = 0 }),
        RunFacts = [new("Data fingerprint (SHA-256)", "9f2c51d0a7be33ce0b0a5d4ce1f7b1d5c8a0f6b2b0c73a4c3f8f0a7b6e1d2c3b"), new("Package version", "0.1.0"), new("Seed", "1")],
    };

    /// <summary>A Poisson distribution by direct summation: enough for means below 700.</summary>
    private sealed class Poisson(double mean) : CountDistribution
    {
        public override double Mean => mean;

        public override double Variance => mean;

        public override double LogProbability(long count)
        {
            double log = -mean;
            for (long k = 1; k <= count; k++)
            {
                log += Math.Log(mean / k);
            }

            return count < 0 ? double.NegativeInfinity : log;
        }

        public override double Survival(long count) => 1 - Cumulative(count);

        public override double Cumulative(long count)
        {
            double sum = 0;
            for (long k = 0; k <= count; k++)
            {
                sum += Probability(k);
            }

            return Math.Min(1, sum);
        }

        public override long Quantile(double probability)
        {
            long count = 0;
            while (Cumulative(count) < probability)
            {
                count++;
            }

            return count;
        }
    }
}
