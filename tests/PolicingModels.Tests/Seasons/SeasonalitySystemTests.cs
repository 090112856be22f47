using Microsoft.Extensions.DependencyInjection;
using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels.SystemsTests;

/// <summary>The plan of the year as a system: defaults, the whole way, the archive, and what bad input gets.</summary>
public class SeasonalitySystemTests
{
    private static readonly double[] Shape = [0.8, 0.7, 0.9, 0.95, 1.05, 1.15, 1.3, 1.25, 1.1, 1.0, 0.95, 0.85];

    /// <summary>Six years of three types in three areas with one known seasonal shape.</summary>
    private static MonthlyCountTable Counts(int months = 72)
    {
        SeededRandom random = new(11);
        List<CountRow> rows = [];
        foreach (string area in new[] { "North", "South", "West" })
        {
            foreach ((string type, double level) in new[] { ("burglary", 60.0), ("robbery", 25.0), ("violence", 180.0) })
            {
                for (int m = 0; m < months; m++)
                {
                    rows.Add(new CountRow(new Month(2020, 1).AddMonths(m), type, area, random.NextPoisson(level * Shape[m % 12])));
                }
            }
        }

        return new MonthlyCountTable(rows, new DataQualityReport("made up", rows.Count, []));
    }

    [Fact]
    public void Defaults_are_pinned()
    {
        SeasonalitySystem system = Assert.IsType<SeasonalitySystem>(Systems.Find("seasonality-planner"));
        Assert.Equal(ProvenanceKind.Inferred, system.About.Provenance.Kind);
        Assert.Contains("not published", system.About.Provenance.Source, StringComparison.Ordinal);
        Assert.Equal(12, system.Planner.HorizonMonths);
        Assert.Equal(12, system.HeldOutMonths);
        Assert.Empty(system.Types);
        Assert.Empty(system.Areas);
        Assert.Equal(SystemInput.MonthlyCounts, system.Input);
        Assert.Equal("HeldOutMonths", Assert.Throws<ArgumentOutOfRangeException>((system with { HeldOutMonths = 25 }).Validate).ParamName);
        Assert.Equal("HorizonMonths", Assert.Throws<ArgumentOutOfRangeException>((system with { Planner = new PlannerOptions { HorizonMonths = 0 } }).Validate).ParamName);
    }

    [Fact]
    public async Task It_plans_every_type_and_area_and_the_whole_and_writes_every_file()
    {
        SeasonalityInput input = new() { Table = Counts(), AsOf = new DateOnly(2026, 1, 1) };
        SeasonalityResult result = await Systems.SeasonalityPlanner.RunAsync(input, null, TestContext.Current.CancellationToken);
        Assert.Equal(16, result.Plan.Series.Count);
        Assert.Equal(new DateOnly(2026, 1, 1), result.AsOf);
        SeriesPlan all = result.Plan["All", "Force"];
        Assert.Equal(7, all.Peak.MonthOfYear);
        Assert.Equal(2, all.Trough.MonthOfYear);

        // A steady world with one shape: the plan beats repeating last year, whose error holds the luck of two years.
        Assert.True(result.HeldOut!.PlanMase < result.HeldOut.LastYearMase);
        Assert.Equal(9, result.HeldOut.Series);

        string folder = Path.Combine(Path.GetTempPath(), $"policing-systems-{Environment.ProcessId}-seasons");
        try
        {
            IReadOnlyList<string> files = result.WriteTo(folder, new SystemRun("test", DateTimeOffset.UnixEpoch));
            Assert.Equal(files, Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.Equal((16 * 12) + 1, File.ReadAllLines(Path.Combine(folder, "plan.csv")).Length);
            Assert.Contains("plan-seasonality-planner-2026-01.json", files);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Last_years_plan_is_scored_by_this_years_counts()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"policing-plans-{Environment.ProcessId}");
        try
        {
            SeasonalitySystem system = Systems.SeasonalityPlanner with { HeldOutMonths = 0 };
            SeasonalityResult past = await system.RunAsync(new SeasonalityInput { Table = Counts(), AsOf = new DateOnly(2025, 1, 1) }, null, TestContext.Current.CancellationToken);
            Assert.Equal(new Month(2025, 1), past.Plan.First);
            SeasonalityRun.WritePlan(Path.Combine(folder, SeasonalityRun.FileNameOf("seasonality-planner", past.Plan.ToArchive())), past.Plan.ToArchive());
            SeasonalityResult now = await system.RunAsync(new SeasonalityInput { Table = Counts(), AsOf = new DateOnly(2026, 1, 1), ArchiveFolder = folder }, null, TestContext.Current.CancellationToken);
            ScoredPlan scored = Assert.Single(now.TrackRecord);
            Assert.Equal(12, scored.Score.MonthsCounted);
            SeriesScore whole = scored.Score.Series.Single(s => s.Key == new SeriesKey("All", "Force"));
            Assert.Equal(Counts().Rows.Where(r => r.Month.Year == 2025).Sum(r => r.Count), whole.Counted);
            Assert.Null(now.HeldOut);
            File.WriteAllText(Path.Combine(folder, "plan-seasonality-planner-2019-01.json"), "{}");
            await Assert.ThrowsAsync<InputRefusedException>(() => system.RunAsync(new SeasonalityInput { Table = Counts(), ArchiveFolder = folder }, null, TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Counts_after_the_as_of_date_change_nothing()
    {
        SeasonalitySystem system = Systems.SeasonalityPlanner with { HeldOutMonths = 0 };
        SeasonalityResult all = await system.RunAsync(new SeasonalityInput { Table = Counts(), AsOf = new DateOnly(2025, 1, 1) }, null, TestContext.Current.CancellationToken);
        MonthlyCountTable cut = new([.. Counts().Rows.Where(r => r.Month < new Month(2025, 1))], Counts().Quality);
        SeasonalityResult known = await system.RunAsync(new SeasonalityInput { Table = cut }, null, TestContext.Current.CancellationToken);
        Assert.Equal(SystemFiles.JsonOf(known, []), SystemFiles.JsonOf(all, []));
    }

    [Fact]
    public async Task A_short_history_is_planned_without_a_check_and_an_unknown_type_is_named()
    {
        SeasonalityResult shorter = await Systems.SeasonalityPlanner.RunAsync(new SeasonalityInput { Table = Counts(30) }, null, TestContext.Current.CancellationToken);
        Assert.Null(shorter.HeldOut);
        Assert.Contains("36", shorter.HeldOutMissing, StringComparison.Ordinal);
        InputRefusedException e = await Assert.ThrowsAsync<InputRefusedException>(() => (Systems.SeasonalityPlanner with { Types = ["piracy"] }).RunAsync(new SeasonalityInput { Table = Counts() }, null, TestContext.Current.CancellationToken));
        Assert.Contains("burglary", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_runs_it()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSystem(Systems.SeasonalityPlanner with { Areas = ["North"], HeldOutMonths = 0 }, i => i.Table = Counts());
        await using ServiceProvider provider = services.BuildServiceProvider();
        SeasonalityResult result = await provider.GetRequiredService<IPolicingSystem<SeasonalityResult>>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["North"], result.Plan.History.Areas.Leaves);
    }
}
