using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class BreakDetectorTests
{
    private const BreakKind Ao = BreakKind.AdditiveOutlier, Ls = BreakKind.LevelShift, Tc = BreakKind.TemporaryChange;
    private static readonly Month Start = new(2010, 1);

    /// <summary>What happened in London, and what X-13ARIMA-SEATS found in the same series.</summary>
    [Theory]
    [InlineData("Arson", Ao, 2011, 8)]
    [InlineData("Burglary - business and community", Ao, 2011, 8)]
    [InlineData("Miscellaneous crimes against society", Ao, 2011, 8)]
    [InlineData("Bicycle theft", Ao, 2010, 12)]
    [InlineData("Criminal damage", Ao, 2010, 12)]
    [InlineData("Burglary - business and community", Ls, 2017, 4)]
    [InlineData("Burglary - residential", Ls, 2017, 4)]
    [InlineData("Violence with injury", Ls, 2024, 3)]
    [InlineData("Violence with injury", Ls, 2020, 4)]
    [InlineData("Robbery of personal property", Ls, 2020, 4)]
    [InlineData("Theft from a motor vehicle", Ls, 2020, 4)]
    [InlineData("Burglary - residential", Ls, 2020, 3)]
    [InlineData("Shoplifting", Ls, 2020, 4)]
    [InlineData("Rape", Ls, 2020, 3)]
    public void Known_breaks_of_london_are_found_without_being_told(string type, BreakKind kind, int year, int month)
    {
        BreakReport report = new BreakDetector().Find(ReferenceSeries.All.First(s => s.Name == "London|" + type).Series);
        Assert.Contains(report.Breaks, b => b.Kind == kind && b.Month == new Month(year, month) && !b.IsDeclared);
    }

    [Fact]
    public void Nothing_is_found_in_airline_passengers() => Assert.Empty(new BreakDetector().Find(ReferenceSeries.AirPassengers.Series).Breaks);

    [Fact]
    public void Series_without_breaks_raise_few_alarms()
    {
        SeededRandom random = new(9);
        int alarms = 0;
        for (int run = 0; run < 40; run++)
        {
            alarms += new BreakDetector().Find(Wandering(random, 120, 250)).Breaks.Count > 0 ? 1 : 0;
        }

        // 2 expected at 5 %; a robust scale from 120 months is itself uncertain, so up to 10 % are allowed, and then 3 standard deviations.
        Assert.InRange(alarms, 0, 9);
    }

    [Fact]
    public void Size_and_kind_of_a_planted_break_are_recovered()
    {
        SeededRandom random = new(11);
        double[] values = Wandering(random, 120, 400).Values.ToArray();
        for (int i = 0; i < 120; i++)
        {
            values[i] = Math.Round(values[i] * (i >= 60 ? 1.5 : 1) * (i == 30 ? 1.8 : 1));
        }

        BreakReport report = new BreakDetector().Find(new MonthlySeries(Start, values));
        Assert.Equal([(Ao, Start.AddMonths(30)), (Ls, Start.AddMonths(60))], report.Breaks.Select(b => (b.Kind, b.Month)));
        Assert.True(report.Breaks[0].Effect.Interval.Contains(0.8), report.Breaks[0].ToString());
        Assert.True(report.Breaks[1].Effect.Interval.Contains(0.5), report.Breaks[1].ToString());
        Assert.True(report.IsDisrupted(30) && !report.IsDisrupted(60));
        Assert.Equal(1 + report.Breaks[1].Effect.Value, report.Factor(100), 1e-6);

        // Without its breaks the series stands at its last level throughout, and what was counted is still there.
        MonthlySeries adjusted = report.Adjusted();
        Assert.Equal(values[119], adjusted[119], 1e-9);
        Assert.Equal(values[10] * report.Factor(119, Ls), adjusted[10], 1e-9);
        Assert.Equal(values, report.Series.Values.ToArray());
    }

    [Fact]
    public void Declared_breaks_are_estimated_and_keep_their_names()
    {
        MonthlySeries series = Wandering(new SeededRandom(4), 96, 300);
        double[] values = [.. series.Values.ToArray().Select((v, i) => i >= 50 && (i - 50) % 12 == 0 ? v * 1.4 : v)];
        BreakReport report = new BreakDetector(new BreakOptions
        {
            Search = [],
            Declared =
            [
                new DeclaredBreak(BreakKind.SeasonalShift, Start.AddMonths(50), "Carnival"),
                new DeclaredBreak(Tc, Start.AddMonths(20), "Nothing"),
                new DeclaredBreak(Ls, new Month(2030, 1), "Not yet"),
            ],
        }).Find(new MonthlySeries(Start, values));
        Assert.Equal(["Nothing", "Carnival"], report.Breaks.Select(b => b.Name));
        Assert.True(report.Breaks[0].Effect.Interval.Contains(0));
        Assert.InRange(report.Breaks[1].Effect.Value, 0.2, 0.5);
        Assert.StartsWith("SO 2014-03 +", report.Breaks[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_month_is_neither_a_break_nor_a_value()
    {
        double[] values = Wandering(new SeededRandom(8), 96, 300).Values.ToArray();
        double[] other = [.. values];
        other[40] = 99999;
        bool[] missing = [.. Enumerable.Range(0, 96).Select(i => i is 40 or 41)];
        BreakReport first = new BreakDetector().Find(new MonthlySeries(Start, values, missing)), second = new BreakDetector().Find(new MonthlySeries(Start, other, missing));
        Assert.Equal(first.Breaks, second.Breaks);
        Assert.DoesNotContain(first.Breaks, b => b.Month == Start.AddMonths(40) || b.Month == Start.AddMonths(41));
        Assert.True(first.Adjusted().IsMissing(40));
    }

    [Fact]
    public void Small_counts_are_judged_on_square_roots()
    {
        SeededRandom random = new(2);
        double[] values = [.. Enumerable.Range(0, 120).Select(_ => (double)random.NextPoisson(2))];
        values[70] = 19;
        BreakReport report = new BreakDetector().Find(new MonthlySeries(Start, values));
        Assert.Equal(BreakScale.SquareRoot, report.Scale);
        Assert.Equal((Ao, Start.AddMonths(70)), (Assert.Single(report.Breaks).Kind, report.Breaks[0].Month));
        Assert.True(report.Breaks[0].Effect.Low > 1);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused_with_a_reason()
    {
        BreakDetector detector = new();
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => detector.Find(new MonthlySeries(Start, new double[30]))).Reason);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => detector.Find(new MonthlySeries(Start, new double[60]))).Reason);
        Assert.Equal(AnalysisFailure.UnsuitableSetting, Assert.Throws<AnalysisException>(() => detector.Find(new MonthlySeries(Start, [-1, .. new double[60]]))).Reason);
        Assert.All(detector.Find(new MonthlySeries(Start, Enumerable.Repeat(7.0 * 31, 60).ToArray())).Breaks, b => Assert.True(double.IsFinite(b.TValue)));
        Assert.Throws<ArgumentException>(() => new BreakDetector(new BreakOptions { Search = [BreakKind.SeasonalShift] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BreakDetector(new BreakOptions { FalseAlarmProbability = 0 }));
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => detector.Find(Wandering(new SeededRandom(1), 60, 50), stopped.Token));
    }

    private static MonthlySeries Wandering(SeededRandom random, int months, double level)
    {
        double log = Math.Log(level);
        double[] values = new double[months];
        for (int i = 0; i < months; i++)
        {
            log += 0.02 * random.NextGaussian();
            values[i] = random.NextPoisson(Math.Exp(log + (0.2 * Math.Cos(i * Math.PI / 6))));
        }

        return new MonthlySeries(Start, values);
    }
}
