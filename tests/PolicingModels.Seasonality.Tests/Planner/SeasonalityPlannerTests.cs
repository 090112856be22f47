using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class SeasonalityPlannerTests
{
    private static readonly Month Start = new(2012, 1);

    [Fact]
    public void The_London_plan_is_coherent_and_counts_are_counts()
    {
        SeasonalityPlan plan = new SeasonalityPlanner().Plan(London.Areas);
        Assert.Equal(351, plan.Series.Count);
        Assert.True(plan.Incoherence < 1e-12);
        foreach (SeriesPlan series in plan.Series)
        {
            Assert.Equal(100, series.Occurrence.Average(o => o.Index.Value), 1e-9);
            Assert.Equal(100, series.Index.PerDay.Average(o => o.Value), 1e-9);
            foreach (MonthOutlook month in series.Coming)
            {
                Assert.True(month.Interval95.Low >= 0 && month.Interval95.Low == Math.Floor(month.Interval95.Low));
                Assert.True(month.Interval95.Low <= month.Interval80.Low && month.Interval80.High <= month.Interval95.High);
            }
        }

        SeriesPlan bicycles = plan["Bicycle theft", "Force"];
        Assert.Equal(SeasonalityVerdict.Strong, bicycles.Index.Verdict);
        Assert.InRange(bicycles.Index.PerDay[0].Value, 60, 85);
        Assert.NotEqual(SeasonalityVerdict.Strong, plan["Homicide", "Central East"].Index.Verdict);
        Assert.True(plan["Homicide", "Central East"].Caution.HasFlag(SeriesCaution.FewCounts));
        Assert.Throws<ArgumentException>(() => plan["Fraud", "Force"]);
    }

    [Fact]
    public void The_same_on_one_thread_and_many()
    {
        SeriesHierarchy history = London.Areas.Take(120);
        SeasonalityPlan one = new SeasonalityPlanner(new() { Model = new() { Draws = 200, MaximumThreads = 1 } }).Plan(history);
        SeasonalityPlan many = new SeasonalityPlanner(new() { Model = new() { Draws = 200, MaximumThreads = 4 } }).Plan(history);
        Assert.Equal(one.ToArchive().ToJson(), many.ToArchive().ToJson());
    }

    [Fact]
    public void A_stopped_plan_stops()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new SeasonalityPlanner().Plan(London.Areas, stop.Token));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(90)]
    public void A_plan_stopped_on_its_way_stops(int milliseconds)
    {
        SeriesHierarchy history = London.Areas;
        using CancellationTokenSource stop = new(milliseconds);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            // The plan takes longer than this on any machine; should it not, the next one is stopped.
            for (int i = 0; i < 20; i++)
            {
                new SeasonalityPlanner().Plan(history, stop.Token);
            }
        });
    }

    [Theory]
    [InlineData(2, 8, 0.109375)]
    [InlineData(8, 2, 0.109375)]
    [InlineData(2, 10, 0.03857421875)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(100, 130, 0.05561357778)]
    public void Two_years_are_compared_by_the_exact_test_of_two_Poisson_counts(double last, double expected, double chance) =>
        // By hand: twice the sum of binomial coefficients up to the smaller, over 2 to the sum of both.
        Assert.Equal(chance, SeasonalityPlanner.YearsByChance(last, expected), 1e-9);

    [Fact]
    public void A_quiet_year_of_a_rare_crime_carries_no_arrow_and_the_reason_says_so()
    {
        double[] quiet = [.. Enumerable.Range(0, 108).Select(m => m < 96 ? (m % 3 == 0 ? 2.0 : 0) : m is 99 or 104 ? 1.0 : 0)];
        double[] often = [.. Enumerable.Range(0, 108).Select(m => m < 96 ? 40.0 + (m % 2) : 80.0 + (m % 2))];
        SeriesHierarchy h = SeriesHierarchy.Create(SeriesTree.Flat("All", ["rare", "often"]), SeriesTree.Flat("Force", ["one"]), new Dictionary<SeriesKey, MonthlySeries>
        {
            [new("rare", "one")] = new(Start, quiet),
            [new("often", "one")] = new(Start, often),
        });
        SeasonalityPlan plan = new SeasonalityPlanner(new() { ArrowProbability = 0.5 }).Plan(h);
        AnnualOutlook rare = plan["rare", "one"].Annual;
        Assert.Equal(2, rare.LastTwelve);
        Assert.True(rare.ProbabilityWorse > 0.5);
        Assert.Equal(DirectionVerdict.NoClearChange, rare.Verdict);
        Assert.Contains("chance", rare.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void No_London_arrow_rests_on_counts_that_chance_explains()
    {
        SeasonalityPlan plan = new SeasonalityPlanner(new() { Model = new() { Draws = 400 } }).Plan(London.Areas);
        int refused = 0, given = 0;
        foreach (AnnualOutlook year in plan.Series.Select(s => s.Annual).Where(a => a.LastTwelve > 0))
        {
            // What is expected is no whole number; the one beyond it differs more, so that chance explains it less.
            double expected = year.Expected > year.LastTwelve ? Math.Ceiling(year.Expected) : Math.Floor(year.Expected);
            double chance = BinomialTail((int)Math.Min(expected, year.LastTwelve!.Value), (int)(expected + year.LastTwelve.Value));
            bool arrow = year.Verdict != DirectionVerdict.NoClearChange;
            given += arrow ? 1 : 0;
            refused += year.Reason.Contains("chance", StringComparison.Ordinal) ? 1 : 0;
            Assert.True(!arrow || 2 * chance < 0.05, $"{year}");
        }

        Assert.True(given > 0 && refused > 0);
    }

    private static double BinomialTail(int most, int draws)
    {
        double sum = 0, log = -draws * Math.Log(2);
        for (int k = 0; k <= most; k++)
        {
            sum += Math.Exp(log);
            log += Math.Log((draws - k) / (k + 1.0));
        }

        return sum;
    }

    [Fact]
    public void Poor_series_are_flagged_and_the_others_planned()
    {
        SeededRandom random = new(4);
        Dictionary<SeriesKey, MonthlySeries> given = [];
        double[] steady = [.. Enumerable.Range(0, 96).Select(_ => (double)random.NextPoisson(60))];
        double[] outlier = [.. steady];
        outlier[^1] = 4000;
        given[new("steady", "north")] = new(Start, steady);
        given[new("steady", "south")] = new(Start, outlier);
        given[new("zero", "north")] = new(Start, new double[96]);
        given[new("zero", "south")] = new(Start, new double[96]);
        given[new("constant", "north")] = new(Start, [.. Enumerable.Repeat(7.0, 96)]);
        given[new("constant", "south")] = new(Start, [.. Enumerable.Repeat(7.0, 96)]);
        given[new("new", "north")] = new(Start.AddMonths(84), [.. Enumerable.Range(0, 12).Select(_ => (double)random.NextPoisson(30))]);
        given[new("new", "south")] = new(Start.AddMonths(84), [.. Enumerable.Range(0, 12).Select(_ => (double)random.NextPoisson(30))]);
        given[new("gone", "north")] = new(Start, [.. Enumerable.Range(0, 60).Select(_ => (double)random.NextPoisson(30))]);
        given[new("gone", "south")] = new(Start, [.. steady], [.. Enumerable.Range(0, 96).Select(i => i is > 40 and < 44)]);
        given[new("one", "north")] = new(Start.AddMonths(95), [5]);
        SeriesHierarchy h = SeriesHierarchy.Create(SeriesTree.Flat("All", ["steady", "zero", "constant", "new", "gone", "one"]), SeriesTree.Flat("Force", ["north", "south"]), given);
        SeasonalityPlan plan = new SeasonalityPlanner().Plan(h);
        Assert.All(plan.Series, s => Assert.All(s.Coming, m => Assert.True(double.IsFinite(m.Expected) && m.Expected >= 0)));
        Assert.InRange(plan["steady", "north"].Annual.Expected, 0.9 * 720, 1.25 * 720);
        Assert.InRange(plan["steady", "south"].Annual.Expected, 0.8 * 720, 2 * 720);
        Assert.True(plan["steady", "south"].Caution.HasFlag(SeriesCaution.OutlierLimited));
        Assert.Equal(0, plan["zero", "north"].Annual.Expected);
        Assert.True(plan["zero", "Force"].Caution.HasFlag(SeriesCaution.AllZero));
        Assert.Equal(DirectionVerdict.NoClearChange, plan["zero", "Force"].Annual.Verdict);
        Assert.InRange(plan["constant", "north"].Annual.Expected, 80, 88);
        Assert.True(plan["constant", "north"].Caution.HasFlag(SeriesCaution.Constant));
        Assert.True(plan["new", "north"].Caution.HasFlag(SeriesCaution.ShortHistory));
        Assert.InRange(plan["new", "Force"].Annual.Expected, 600, 850);
        Assert.Equal(DirectionVerdict.NoClearChange, plan["new", "north"].Annual.Verdict);
        Assert.True(plan["gone", "north"].Caution.HasFlag(SeriesCaution.NotForecast));
        Assert.Equal(0, plan["gone", "north"].Annual.Expected);
        Assert.True(plan["gone", "south"].Caution.HasFlag(SeriesCaution.MissingMonths));
        Assert.InRange(plan["one", "Force"].Annual.Expected, 20, 100);
        Assert.InRange(plan["new", "north"].Index.PerDay[3].Value, 99, 101);
    }

    [Fact]
    public void Nothing_that_goes_on_is_a_question_the_data_cannot_answer()
    {
        AnalysisException failure = Assert.Throws<AnalysisException>(() => new SeasonalityPlanner().Plan(SeriesHierarchy.FromRows([.. Enumerable.Range(0, 30).Select(i => new CountRow(Start.AddMonths(i), "a", "x", i)), new CountRow(Start.AddMonths(60), "a", "Force", 3)], SeriesTree.Flat("All", ["a"]), SeriesTree.Flat("Force", ["x"]), new() { LastCompleteMonth = Start.AddMonths(60) })));
        Assert.Equal(AnalysisFailure.TooLittleHistory, failure.Reason);
    }

    [Fact]
    public void A_known_index_is_recovered_and_no_seasonality_is_said_to_be_none()
    {
        double[] truth = [0.7, 0.75, 0.9, 1, 1.1, 1.2, 1.25, 1.2, 1.15, 1, 0.9, 0.85];
        double mean = truth.Average();
        SeededRandom random = new(21);
        Dictionary<SeriesKey, MonthlySeries> given = [];
        for (int a = 0; a < 6; a++)
        {
            double[] seasonal = new double[108], flat = new double[108];
            for (int m = 0; m < 108; m++)
            {
                int days = Start.AddMonths(m).Days;
                seasonal[m] = random.NextPoisson(4 * days * truth[m % 12]);
                flat[m] = random.NextPoisson(4 * days);
            }

            given[new("seasonal", $"a{a}")] = new(Start, seasonal);
            given[new("flat", $"a{a}")] = new(Start, flat);
        }

        SeriesHierarchy h = SeriesHierarchy.Create(SeriesTree.Flat("All", ["seasonal", "flat"]), SeriesTree.Flat("Force", Enumerable.Range(0, 6).Select(a => $"a{a}")), given);
        SeasonalityPlan plan = new SeasonalityPlanner().Plan(h);
        int inside = 0;
        for (int k = 0; k < 12; k++)
        {
            Estimate found = plan["seasonal", "a0"].Index.PerDay[k];

            // One index rests on 6 × 8 years of about 120 a month: relative error 1/√5800 = 1.3 %, four of them.
            Assert.Equal(100 * truth[k] / mean, found.Value, 0.055 * 100 * truth[k] / mean);
            inside += found.Interval.Contains(100 * truth[k] / mean) ? 1 : 0;
        }

        Assert.True(inside >= 9);
        Assert.Equal(SeasonalityVerdict.Strong, plan["seasonal", "a0"].Index.Verdict);
        Assert.Equal(SeasonalityVerdict.NotDetected, plan["flat", "Force"].Index.Verdict);
        Assert.Equal(SeasonalityVerdict.NotDetected, plan["flat", "a3"].Index.Verdict);

        // A flat rate per day still makes February the lowest calendar month.
        Assert.Equal(2, 1 + Enumerable.Range(0, 12).MinBy(k => plan["flat", "Force"].Index.Calendar[k].Value));
    }

    [Fact]
    public void An_archived_plan_is_scored_when_its_months_are_counted()
    {
        SeriesHierarchy then = London.Areas.Take(93);
        PlanArchive archive = PlanArchive.FromJson(new SeasonalityPlanner().Plan(then).ToArchive().ToJson());
        PlanScore score = archive.Score(London.Areas.Take(105));
        Assert.Equal(351, score.Series.Count);
        Assert.Equal(12, score.MonthsCounted);
        Assert.All(score.Series, s => Assert.Equal(12, s.Months));
        Assert.InRange(score.Coverage80, 0.7, 0.95);
        Assert.InRange(score.MeanMase!.Value, 0.5, 1);
        SeriesScore total = score.Series[0];
        double counted = 0, error = 0;
        for (int h = 0; h < 12; h++)
        {
            counted += London.Areas.Values(0)[93 + h];
            error += Math.Abs(London.Areas.Values(0)[93 + h] - archive.Series[0].Means[h]);
        }

        Assert.Equal(counted, total.Counted);
        Assert.Equal(error / 12, total.MeanAbsoluteError, 1e-9);
        Assert.Equal((total.Counted - total.Expected) / (error / 12), total.TrackingSignal, 1e-9);
        PlanScore early = archive.Score(London.Areas.Take(95));
        Assert.Equal(2, early.MonthsCounted);
        Assert.Null(early.DirectionHits);
        Assert.Throws<AnalysisException>(() => archive.Score(then));
        Assert.Throws<ArgumentException>(() => PlanArchive.FromJson("{}"));
        Assert.Throws<ArgumentException>(() => PlanArchive.FromJson("no"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    [InlineData(30)]
    [InlineData(129)]
    public void A_short_history_and_one_that_ends_in_a_disruption_are_planned_with_care(int months)
    {
        SeasonalityPlan plan = new SeasonalityPlanner(new() { Model = new() { Draws = 200 } }).Plan(London.Areas.Take(months));
        foreach (SeriesPlan series in plan.Series)
        {
            Assert.All(series.Coming, m => Assert.True(double.IsFinite(m.Expected) && m.Expected >= 0 && m.Interval95.Low >= 0));
            Assert.Equal(months < 24, series.Caution.HasFlag(SeriesCaution.ShortHistory));
            Assert.True(months >= 24 || series.Annual.Verdict == DirectionVerdict.NoClearChange);
            Assert.True(months >= 24 || series.Index.PerDay.All(p => Math.Abs(p.Value - 100) < 1e-9));
        }

        double last = London.Areas.Values(0)[months - 1];
        Assert.InRange(plan["All", "Force"].Annual.Expected, 9 * last, 16 * last);
    }

    [Fact]
    public void The_example_of_the_package_reads_as_it_is_written()
    {
        SeededRandom random = new(8);
        List<CountRow> rows = [.. Enumerable.Range(0, 96).SelectMany(m => new[] { "north", "south" }, (m, area) => new CountRow(Start.AddMonths(m), "burglary", area, random.NextPoisson(80 + (20 * Math.Cos(m * Math.PI / 6)))))];
        SeriesHierarchy counts = SeriesHierarchy.FromRows(rows);
        SeasonalityPlan plan = new SeasonalityPlanner().Plan(counts.Take(84));
        SeriesPlan burglary = plan["burglary", "north"];
        Assert.True(burglary.Occurrence[0].StandsOut);
        Assert.InRange(burglary.Occurrence[0].Index.Value, 112, 135);
        Assert.True(burglary.Coming[0].Interval80.Contains(burglary.Coming[0].Expected));
        Assert.Equal("no clear change", burglary.Annual.Verdict.Words());
        Assert.True(burglary.Annual.ProbabilityWorse < 0.9);
        Assert.Equal("strong seasonality", burglary.Index.Verdict.Words());
        PlanScore score = PlanArchive.FromJson(plan.ToArchive().ToJson()).Score(counts);
        Assert.Equal(12, score.MonthsCounted);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalityPlanner(new() { HorizonMonths = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalityPlanner(new() { ChangeThreshold = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalityPlanner(new() { ArrowProbability = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeasonalityPlanner(new() { LargeChange = 0.01 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PooledForecaster(new() { Draws = 10 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PooledForecaster(new() { TrendDamping = 1 }));
        Assert.Throws<ArgumentException>(() => new PooledForecaster(new() { Disruptions = [new("x", new(2020, 2), new(2020, 1))] }));
    }
}
