using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class SeasonalIndexEstimatorTests
{
    private static readonly Month Start = new(2011, 5);
    private static readonly double[] Truth = [112, 96, 99, 92, 90, 88, 93, 98, 100, 108, 114, 110];

    [Fact]
    public void A_known_index_lies_in_its_intervals_about_as_often_as_they_say()
    {
        SeededRandom random = new(3);
        int inside = 0, cells = 0;
        for (int run = 0; run < 40; run++)
        {
            SeasonalIndex index = SeasonalIndexEstimator.Estimate(Simulate(random, 250, Truth), new SeasonalIndexOptions { Disruptions = [] });
            for (int k = 0; k < 12; k++)
            {
                inside += index.PerDay[k].Interval.Contains(Truth[k]) ? 1 : 0;
                cells++;
            }

            Assert.Equal(SeasonalityVerdict.Strong, index.Verdict);
            Assert.Equal(100, index.PerDay.Average(p => p.Value), 1e-9);
            Assert.Equal(100, index.Calendar.Average(p => p.Value), 1e-9);
        }

        // 95 % of 480 with errors tied within a run: three standard deviations of 40 runs are about 5 points.
        Assert.InRange((double)inside / cells, 0.90, 0.99);
    }

    [Fact]
    public void Without_a_season_the_index_is_drawn_to_none()
    {
        SeededRandom random = new(4);
        int findings = 0;
        for (int run = 0; run < 60; run++)
        {
            SeasonalIndex index = SeasonalIndexEstimator.Estimate(Simulate(random, 40, null), new SeasonalIndexOptions { Disruptions = [] });
            findings += index.Verdict is SeasonalityVerdict.Present or SeasonalityVerdict.Strong ? 1 : 0;
            Assert.All(index.PerDay, p => Assert.InRange(p.Value, 80, 120));
        }

        // At most 5 % are meant, 3 of 60.
        Assert.InRange(findings, 0, 8);
    }

    [Fact]
    public void February_is_low_by_the_calendar_only()
    {
        double[] counts = [.. Enumerable.Range(0, 96).Select(i => 20.0 * Start.AddMonths(i).Days)];
        SeasonalIndex index = SeasonalIndexEstimator.Estimate(new MonthlySeries(Start, counts));
        Assert.Equal(100, index.PerDay[1].Value, 0.1);
        Assert.Equal(100 * 28.2425 * 12 / 365.2425, index.Calendar[1].Value, 0.1);
        Assert.Equal(SeasonalityVerdict.NotDetected, index.Verdict);
    }

    [Fact]
    public void Months_that_a_break_disrupted_do_not_move_the_index()
    {
        double[] values = Simulate(new SeededRandom(5), 300, Truth).Values.ToArray();
        double[] riot = [.. values];
        riot[27] *= 3;
        riot[39] *= 2.5;
        MonthlySeries broken = new(Start, riot);
        SeasonalIndexOptions plain = new() { Disruptions = [] };
        SeasonalIndex clean = SeasonalIndexEstimator.Estimate(new MonthlySeries(Start, values), plain);
        SeasonalIndex mended = SeasonalIndexEstimator.Estimate(broken, plain with { Breaks = new BreakDetector().Find(broken) });
        Assert.All(Enumerable.Range(0, 12), k => Assert.Equal(clean.PerDay[k].Value, mended.PerDay[k].Value, 3.0));
    }

    [Fact]
    public void The_peak_of_bicycle_theft_in_london_is_in_summer_and_its_trough_in_winter()
    {
        // X-11 factors of the same series: 121 in July, 69 to 72 from December to February.
        SeasonalIndex index = SeasonalIndexEstimator.Estimate(ReferenceSeries.All.First(s => s.Name == "London|Bicycle theft").Series);
        Assert.InRange(index.PeakMonth, 6, 10);
        Assert.True(index.TroughMonth is 12 or 1 or 2);
        Assert.Equal(SeasonalityVerdict.Strong, index.Verdict);
        Assert.InRange(index.PerDay[0].Value, 65, 80);
    }

    [Fact]
    public void Too_few_months_are_refused_and_zeros_are_answered()
    {
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => SeasonalIndexEstimator.Estimate(new MonthlySeries(Start, new double[23]))).Reason);
        SeasonalIndex none = SeasonalIndexEstimator.Estimate(new MonthlySeries(Start, new double[48]));
        Assert.Equal((SeasonalityVerdict.TooFewCounts, 0.0), (none.Verdict, none.OwnShare));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeasonalIndexEstimator.Estimate(new MonthlySeries(Start, new double[48]), new SeasonalIndexOptions { WindowMonths = 12 }));
    }

    private static MonthlySeries Simulate(SeededRandom random, double level, double[]? index)
    {
        double[] values = new double[96];
        for (int i = 0; i < values.Length; i++)
        {
            Month month = Start.AddMonths(i);
            values[i] = random.NextPoisson(level * month.Days / 30.44 * (index is null ? 1 : index[month.MonthOfYear - 1] / 100));
        }

        return new MonthlySeries(Start, values);
    }
}
