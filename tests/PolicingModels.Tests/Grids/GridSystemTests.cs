using Microsoft.Extensions.DependencyInjection;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SystemsTests;

/// <summary>The three forecasts per cell: what they rest on, their defaults, no look-ahead, the archive and what changed.</summary>
public class GridSystemTests
{
    // The quickest forecaster keeps the tests of everything around it short.
    private static readonly GridSystem Quick = Systems.KnifeCrime with { Model = "empirical-bayes-ewma", Origins = 0 };

    public static TheoryData<string, double, PeriodCalendar, int, int, string?> Defaults => new()
    {
        { "knife-crime", 1, PeriodCalendar.FourWeekly, 26, 7, null },
        { "serious-violence", 0.5, PeriodCalendar.FourWeekly, 26, 7, null },
        { "vehicle-theft", 0.75, PeriodCalendar.Monthly, 12, 28, "vehicle" },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Defaults_are_pinned(string key, double area, PeriodCalendar calendar, int origins, int refresh, string? split)
    {
        GridSystem system = Assert.IsType<GridSystem>(Systems.Find(key));
        Assert.Equal(ProvenanceKind.Inferred, system.About.Provenance.Kind);
        Assert.Contains("not published", system.About.Provenance.Source, StringComparison.Ordinal);
        Assert.Equal(area, system.CellAreaSquareKilometres);
        Assert.Equal(calendar, system.Calendar);
        Assert.Equal(origins, system.Origins);
        Assert.Equal(refresh, system.RefreshDays);
        Assert.Equal(split, system.SplitColumn);
        Assert.Equal("stack", system.Model);
        Assert.True(system.ShareSplits);
        Assert.Equal(8, system.MaximumSplits);
        Assert.Equal(4, system.Placements);
        Assert.Equal(1, system.Horizon);
        Assert.Equal(1UL, system.Seed);
        Assert.Equal(SystemCellShape.Square, system.Shape);
        Assert.Equal(TimeAssignment.Aoristic, system.TimeAssignment);
        Assert.Same(LikelihoodRule.Default, system.Likelihood);
        Assert.Contains(key, system.Types);
        Assert.NotEmpty(system.About.NotPublished);
        system.Validate();
    }

    [Theory]
    [InlineData("knife-crime", 1)]
    [InlineData("serious-violence", 1)]
    [InlineData("vehicle-theft", 8)]
    public async Task It_runs_from_simulated_events_to_every_file(string key, int series)
    {
        GridSystem system = (GridSystem)Systems.Find(key) with { Origins = 2 };
        GridSystemResult result = await system.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.Equal(series, result.Series.Count);
        Assert.True(result.Simulated);
        Assert.All(result.Series, s =>
        {
            Assert.True(s.Forecast.ExpectedTotal > 0);
            Assert.Equal(2, s.Backtest!.Origins.Count);
            Assert.Contains(s.Backtest.Models, m => m.Name == s.Forecast.Model);
            Assert.Contains(s.Backtest.Models, m => m.Name == "historical-mean" && m.IsBaseline);
        });

        // The city ends on 2 January: four weeks begin there, and the last whole month ended the day before.
        Assert.Equal(key == "vehicle-theft" ? new DateOnly(2023, 1, 1) : City.End, result.Period.Start);
        string folder = Path.Combine(Path.GetTempPath(), $"policing-systems-{Environment.ProcessId}-{key}");
        try
        {
            IReadOnlyList<string> files = result.WriteTo(folder, new SystemRun("test", DateTimeOffset.UnixEpoch));
            Assert.Equal(files, Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.Superset(new HashSet<string>(["result.json", "report.html", "run-record.json", "model-card.md", "atrs.json", "cells.csv", "cells.parquet", "cells.geojson", "models.csv", result.Issued.FileName]), new HashSet<string>(files));
            Assert.Equal((result.Grid.Cells.Count * series) + 1, File.ReadAllLines(Path.Combine(folder, "cells.csv")).Length);
            Assert.Contains("Inferred", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_same_input_gives_the_same_result()
    {
        GridSystem system = Quick with { Origins = 3 };
        GridSystemResult a = await system.RunAsync(City.Input(), null, TestContext.Current.CancellationToken), b = await system.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.Equal(SystemFiles.JsonOf(a, []), SystemFiles.JsonOf(b, []));
    }

    [Fact]
    public async Task What_is_recorded_later_changes_nothing()
    {
        DateOnly asOf = City.End.AddDays(-60);
        GridSystemResult all = await Quick.RunAsync(City.Input(asOf), null, TestContext.Current.CancellationToken);
        GridSystemResult known = await Quick.RunAsync(City.Input(asOf, null, e => e.KnownBefore(asOf)), null, TestContext.Current.CancellationToken);
        Assert.Equal(known.Forecast.ExpectedCounts, all.Forecast.ExpectedCounts);
        Assert.Equal(known.Period, all.Period);
    }

    [Fact]
    public async Task Only_events_of_its_types_count()
    {
        GridInput Input(Func<CrimeEvents, CrimeEvents>? change = null)
        {
            GridInput input = City.Input(null, null, change);
            input.From = City.Simulated.Span.Start;
            return input;
        }

        GridSystemResult knives = await Quick.RunAsync(Input(), null, TestContext.Current.CancellationToken);
        CategoryColumn types = City.Simulated.Events.Categories["type"];
        GridSystemResult alone = await Quick.RunAsync(Input(e => e.Where(i => types[i] == "knife-crime")), null, TestContext.Current.CancellationToken);
        Assert.Equal(alone.Series[0].Counts.Sum(), knives.Series[0].Counts.Sum());
        InputRefusedException e = await Assert.ThrowsAsync<InputRefusedException>(() => (Quick with { Types = ["piracy"] }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken));
        Assert.Contains("piracy", e.Message, StringComparison.Ordinal);
        Assert.Contains("burglary", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_most_frequent_values_are_forecast_and_the_rest_is_told()
    {
        GridSystemResult result = await (Systems.VehicleTheft with { Origins = 0, MaximumSplits = 3 }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        CrimeEvents events = City.Simulated.Events.KnownBefore(City.End);
        string[] byHand =
        [
            .. Enumerable.Range(0, events.Count).Where(i => events.Categories["type"][i] == "vehicle-theft").Select(i => events.Categories["vehicle"][i]!)
                .GroupBy(v => v, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Take(3).Select(g => g.Key),
        ];
        Assert.Equal(byHand, result.Series.Select(s => s.Name));
        Assert.Contains(result.Quality.Notes, n => n.Code == "not-forecast");
    }

    [Fact]
    public async Task Cells_with_too_few_events_to_tell_them_apart_are_a_finding()
    {
        // Cells of 100 m in a city whose events of the kind are a few hundred: by brute force, most that hold any hold one.
        GridInput input = City.Input();
        input.Boundary = null;
        GridSystemResult street = await (Quick with { CellAreaSquareKilometres = 0.01 }).RunAsync(input, null, TestContext.Current.CancellationToken);
        double[] held = [.. street.Series[0].Counts.CellTotals().Where(t => t > 0)];
        Assert.True(held.Count(t => t <= 1) > held.Length / 2.0);
        DataQualityNote note = Assert.Single(street.Quality.Notes, n => n.Code == EventsPerCell.FindingCode);
        Assert.Equal(EventsPerCell.Of(street.Series[0].Counts).Finding(cellsFromEvents: true), note);
        Assert.Contains("give a boundary", note.Message, StringComparison.Ordinal);

        GridSystemResult usual = await Quick.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(usual.Quality.Notes, n => n.Code == EventsPerCell.FindingCode);

        // Types that share their places are looked at together; apart, each on its own.
        GridSystem thefts = Systems.VehicleTheft with { Origins = 0, Model = "empirical-bayes-ewma", CellAreaSquareKilometres = 0.01 };
        GridSystemResult shared = await thefts.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        GridSystemResult apart = await (thefts with { ShareSplits = false }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.True(shared.Quality.Notes.Count(n => n.Code == EventsPerCell.FindingCode) <= 1);
        Assert.Equal(
            apart.Series.Where(s => EventsPerCell.Of(s.Counts).AreFew).Select(s => s.Name),
            apart.Quality.Notes.Where(n => n.Code == EventsPerCell.FindingCode).Select(n => n.Message.Split(':')[0]));
        Assert.Contains(apart.Quality.Notes, n => n.Code == EventsPerCell.FindingCode);
    }

    [Fact]
    public async Task Types_that_share_places_add_up_and_apart_they_are_forecast_alone()
    {
        GridSystem system = Systems.VehicleTheft with { Origins = 2, Model = "empirical-bayes-ewma" };
        GridSystemResult shared = await system.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.All(shared.Grid.Cells.Select((_, i) => i), i => Assert.Equal(shared.AllTogether!.ExpectedCounts[i], shared.Series.Sum(s => s.Forecast.ExpectedCounts[i]), 6));
        Assert.All(shared.Series, s => Assert.Equal("multi-type", s.Forecast.Model));

        // The backtest's last origin sees what a run as of that day sees.
        GridSeries car = shared.Series[0];
        DateOnly origin = car.Backtest!.Origins[^1].AsOf;
        GridSystemResult then = await (system with { Origins = 0 }).RunAsync(City.Input(origin), null, TestContext.Current.CancellationToken);
        Assert.Equal(then.Series.Single(s => s.Name == car.Name).Forecast.ExpectedCounts, car.Backtest["multi-type"].Predictions[1].ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);

        GridSystemResult apart = await (system with { ShareSplits = false, Origins = 0 }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.Null(apart.AllTogether);
        Assert.All(apart.Series, s => Assert.Equal("empirical-bayes-ewma", s.Forecast.Model));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Moving_the_grid_stands_beside_the_hit_rate(bool split)
    {
        GridSystem system = (split ? Systems.VehicleTheft : Systems.KnifeCrime) with { Model = "empirical-bayes-ewma", Origins = 4, Placements = 3 };
        GridSystemResult result = await system.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.Equal(["empirical-bayes-ewma", "historical-mean"], result.Placements.Select(p => p.Model));
        Assert.All(result.Placements, p =>
        {
            Assert.Equal(3, p.Values.Count);
            Assert.Equal(p.Given.Value, p.Values[0]);
            Assert.True(p.Maximum > p.Minimum);
        });

        // By hand on the second placement: the same cells laid elsewhere, all types together, scored where exactly a twentieth of the area is put first.
        if (!split)
        {
            GridPlacement second = GridSensitivity.Placements(2, 1000)[1];
            SquareGrid moved = Grid.Squares(1, City.Boundary, new GridOptions { OriginEasting = second.EastMetres, OriginNorthing = second.NorthMetres });
            CategoryColumn types = City.Simulated.Events.Categories["type"];
            SpaceTimeCounts Count(TimeAssignment how) => moved.Count(City.Simulated.Events.Where(i => types[i] == "knife-crime"), result.Series[0].Counts.Periods, new CountingOptions { KnownAt = City.End, TimeAssignment = how, LargestShareOutsideArea = 1 });
            BacktestOptions options = new() { Origins = 4, BootstrapSamples = 100, Truth = Count(TimeAssignment.Midpoint), Conventions = new EvaluationConventions { Rounding = TopShareRounding.ByAreaFractional } };
            BacktestReport byHand = new Backtest(Count(TimeAssignment.Aoristic), options).Run([new HistoricalMeanForecaster()], null, TestContext.Current.CancellationToken);
            Assert.Equal(byHand["historical-mean"]["hitRate@5"].Value, result.Placements[1].Values[1], 1e-12);
        }

        Assert.Contains(result.Summary(), line => line.StartsWith($"Moving the grid alone{(split ? ", vehicle thefts of all kinds together" : "")}: the 5 % of the area that historical-mean put first held ", StringComparison.Ordinal));
        Assert.Empty((await (system with { Placements = 0 }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken)).Placements);
    }

    [Fact]
    public async Task Each_baseline_is_compared_with_and_categories_mean_what_the_systems_own_rule_says()
    {
        LikelihoodRule rule = new([0.5, 2], ["below", "about", "above"], new Provenance(ProvenanceKind.Illustrative, "a test"));
        GridSystemResult result = await (Quick with { Origins = 4, Placements = 0, Likelihood = rule }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        BacktestReport report = result.Series[0].Backtest!;
        Assert.Equal(Forecasters.Baselines.Count, report.Models.Count);
        Assert.Equal(["below", "about", "above"], report["historical-mean"].WhatCategoriesMeant.Select(m => m.Category.Name));
        GridSystemResult regression = await (Quick with { Model = "count-regression", Origins = 4, Placements = 0 }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.Equal(Forecasters.Baselines.Count, regression.Series[0].Backtest!.Comparisons.Count(c => c.Model == "count-regression" && c.Metric == "logScore"));
        Assert.Contains(regression.Summary(), line => line.Contains(" of the 10 baselines and worse than ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Persistence_and_near_repeats_are_those_of_the_library_on_the_same_events()
    {
        GridSystemResult result = await Quick.RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        GridSeries series = result.Series[0];
        PersistenceTable table = PersistenceTable.Of(series.Truth ?? series.Counts);
        Assert.Equal(table.Cells, series.Persistence!.Cells);
        Assert.Equal(series.Forecast.RankedCells.Take(series.FirstCells.Count), series.FirstCells.Select(c => c.Cell));
        Assert.Equal((series.Forecast.Cells.Count + 19) / 20, series.FirstCells.Count);

        // By hand: the knife crimes of the last 364 days whose window, where they have one, ends on the day it starts.
        CrimeEvents all = City.Simulated.Events;
        CategoryColumn types = all.Categories["type"];
        CrimeEvents year = all.Where(i => types[i] == "knife-crime" && all.LastUnknownDay(i) < City.End.DayNumber && all.Day[i] >= City.End.DayNumber - 364);
        CrimeEvents days = year.Where(i => !year.HasTimes || year.ToMinute[i] <= year.FromMinute[i] || (year.ToMinute[i] - 1) / 1440 == year.Day[i]);
        KnoxTable byHand = new Knox(new KnoxOptions { DistanceBoundsMetres = [100, 200, 400], TimeBoundsDays = [7, 14, 28], Seed = Quick.Seed }).Test(days, TestContext.Current.CancellationToken);
        Assert.Equal(byHand.Cells, result.NearRepeats.Table!.Cells);
        Assert.Equal(byHand.EventCount, result.NearRepeats.Table.EventCount);
        Assert.Equal(City.End.AddDays(-364), result.NearRepeats.Span!.Value.Start);
        Assert.Contains(result.Summary(), l => l.StartsWith("Near repeats: ", StringComparison.Ordinal));
        string page = new Reporting.HtmlReportWriter().ToText(result.ToReport([]));
        Assert.Contains("Which of the first cells stay busy and which change", page, StringComparison.Ordinal);
        Assert.Contains("Near repeats", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Near_repeats_are_not_told_of_records_that_do_not_say_where_or_when()
    {
        // Everything on three points, as places are that were moved to protect persons.
        static CrimeEvents Snapped(CrimeEvents events) => new(
            [.. Enumerable.Range(0, events.Count).Select(i => events.Easting[i % 3])], [.. Enumerable.Range(0, events.Count).Select(i => events.Northing[i % 3])], events.Day.ToArray(), coordinates: events.Coordinates, categories: events.Categories.Values);
        GridSystemResult result = await (Quick with { Origins = 0 }).RunAsync(City.Input(change: Snapped), null, TestContext.Current.CancellationToken);
        Assert.Null(result.NearRepeats.Table);
        Assert.Contains("moved to protect persons", result.NearRepeats.Missing, StringComparison.Ordinal);
        Assert.Contains(result.Summary(), l => l.StartsWith("Near repeats were not looked at. The ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_month_that_has_begun_is_said_to_have()
    {
        GridSystem system = Systems.VehicleTheft with { Model = "empirical-bayes-ewma", Origins = 0 };
        GridSystemResult within = await system.RunAsync(City.Input(City.End.AddDays(-30)), null, TestContext.Current.CancellationToken);
        DataQualityNote note = Assert.Single(within.Quality.Notes, n => n.Code == "period-begun");
        Assert.Contains($"use the as-of date {within.Period.End:yyyy-MM-dd}", note.Message, StringComparison.Ordinal);
        GridSystemResult whole = await system.RunAsync(City.Input(within.Period.Start), null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(whole.Quality.Notes, n => n.Code == "period-begun");
        Assert.Equal(within.Period, whole.Period);
    }

    [Fact]
    public async Task Every_cell_shown_is_explained_types_included()
    {
        GridSystemResult thefts = await (Systems.VehicleTheft with { Origins = 0 }).RunAsync(City.Input(), null, TestContext.Current.CancellationToken);
        Assert.All(thefts.Series, s => Assert.All(s.Explanations, e => Assert.Equal(Math.Log(s.Forecast.ExpectedCounts[e.Cell]), e.Sum, 1e-9)));
        Assert.All(thefts.Series, s => Assert.Equal(10, s.Explanations.Count));
    }

    [Fact]
    public async Task A_past_forecast_is_scored_when_its_period_has_passed()
    {
        using Folder archive = new();
        DateOnly issued = City.End.AddDays(-28);
        GridSystemResult past = await Quick.RunAsync(City.Input(issued, archive.Path), null, TestContext.Current.CancellationToken);
        Assert.Null(past.Changes);
        Assert.Empty(past.TrackRecord);
        ForecastArchive.Write(archive.Path, past.Issued);

        GridSystemResult now = await Quick.RunAsync(City.Input(City.End, archive.Path), null, TestContext.Current.CancellationToken);
        ArchiveScore score = Assert.Single(now.TrackRecord);

        // By brute force: events of the period inside the area that were known now.
        CrimeEvents events = City.Simulated.Events.KnownBefore(City.End);
        double[] observed = new double[past.Grid.Cells.Count];
        int[] cell = new int[1];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Categories["type"][i] == "knife-crime" && events.Day[i] >= issued.DayNumber && events.Day[i] < City.End.DayNumber)
            {
                past.Grid.Locate(events.Easting.Slice(i, 1), events.Northing.Slice(i, 1), cell);
                if (cell[0] >= 0)
                {
                    observed[cell[0]]++;
                }
            }
        }

        Assert.Equal(observed.Sum(), score.Observed);
        Assert.Equal(past.Forecast.ExpectedTotal, score.Expected, 9);
        Assert.Equal(past.Forecast.Cells.Average(c => Math.Pow(c.ProbabilityOfAny - (observed[c.Index] > 0 ? 1 : 0), 2)), score.Brier, 9);
        Assert.Equal(past.Forecast.Cells.Count(c => observed[c.Index] >= c.Interval80.Low && observed[c.Index] <= c.Interval80.High) / (double)observed.Length, score.CellCoverage80, 9);
        Assert.InRange(score.HitRate5!.Value, 0, score.BestHitRate5!.Value);
        Assert.False(score.Overlaps);
    }

    [Fact]
    public async Task What_changed_counts_the_new_events_of_each_cell()
    {
        using Folder archive = new();
        DateOnly earlier = City.End.AddDays(-28);
        ForecastArchive.Write(archive.Path, (await Quick.RunAsync(City.Input(earlier), null, TestContext.Current.CancellationToken)).Issued);
        GridSystemResult now = await Quick.RunAsync(City.Input(City.End, archive.Path), null, TestContext.Current.CancellationToken);
        GridChanges changes = Assert.IsType<GridChanges>(now.Changes);
        Assert.Equal(earlier, changes.Earlier);
        Assert.True(changes.SameSettings);
        Assert.NotEmpty(changes.Moves);
        Assert.All(changes.Moves, m => Assert.Equal(m.NewEvents > 0 ? CategoryChange.NewEvents : CategoryChange.Level, m.Change));

        int Known(DateOnly day) => Enumerable.Range(0, City.Simulated.Events.Count).Count(i => City.Simulated.Events.Categories["type"][i] == "knife-crime" && City.Simulated.Events.LastUnknownDay(i) < day.DayNumber);
        Assert.InRange(changes.NewEvents, 1, Known(City.End) - Known(earlier));
    }

    [Fact]
    public async Task A_move_made_by_another_model_is_put_down_to_it()
    {
        using Folder archive = new();
        DateOnly earlier = City.End.AddDays(-7);
        ForecastArchive.Write(archive.Path, (await (Quick with { Model = "last-period" }).RunAsync(City.Input(earlier), null, TestContext.Current.CancellationToken)).Issued);
        GridSystemResult now = await Quick.RunAsync(City.Input(City.End, archive.Path), null, TestContext.Current.CancellationToken);
        Assert.False(now.Changes!.SameSettings);
        Assert.True(now.Changes.Moves.Count(m => m.Change == CategoryChange.Model) > now.Changes.Moves.Count / 2);
    }

    [Fact]
    public async Task An_archive_comes_back_as_it_was_written()
    {
        using Folder archive = new();
        ArchivedForecast issued = (await Quick.RunAsync(City.Input(), null, TestContext.Current.CancellationToken)).Issued;
        ForecastArchive.Write(archive.Path, issued);
        ArchivedForecast read = Assert.Single(ForecastArchive.Read(archive.Path, "knife-crime"));
        Assert.Equal(issued.Period, read.Period);
        Assert.Equal(issued.SettingsFingerprint, read.SettingsFingerprint);
        Assert.Equal(issued.Series[0].Cells, read.Series[0].Cells);
        Assert.Empty(ForecastArchive.Read(archive.Path, "serious-violence"));
        Assert.Empty(ForecastArchive.Read(Path.Combine(archive.Path, "none"), "knife-crime"));
        File.WriteAllText(Path.Combine(archive.Path, "archive-knife-crime-2020-01-01.json"), "{");
        Assert.Contains("archive-knife-crime-2020-01-01.json", Assert.Throws<InputRefusedException>(() => ForecastArchive.Read(archive.Path, "knife-crime")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_reads_its_own_source_of_events()
    {
        ServiceCollection services = new();
        services.AddSingleton<IEventSource>(new City());
        services.AddPolicingModels().AddSystem(Quick, i => (i.Boundary, i.AsOf) = (City.Boundary, City.End));
        await using ServiceProvider provider = services.BuildServiceProvider();
        GridForecast forecast = await provider.GetRequiredService<IPolicingSystem<GridForecast>>().RunAsync(TestContext.Current.CancellationToken);
        GridSystemResult whole = await provider.GetRequiredKeyedService<IPolicingSystem<GridSystemResult>>("knife-crime").RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(whole.Forecast.ExpectedCounts, forecast.ExpectedCounts);
        ServiceCollection bare = new();
        bare.AddPolicingModels().AddSystem(Quick);
        using ServiceProvider empty = bare.BuildServiceProvider();
        Assert.Contains("Path", Assert.Throws<ArgumentException>(() => empty.GetRequiredService<IPolicingSystem<GridSystemResult>>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name()
    {
        static string Name(GridSystem system) => Assert.ThrowsAny<ArgumentException>(system.Validate).ParamName!;
        Assert.Equal("CellAreaSquareKilometres", Name(Quick with { CellAreaSquareKilometres = double.NaN }));
        Assert.Equal("Calendar", Name(Quick with { Calendar = PeriodCalendar.Listed }));
        Assert.Equal("Horizon", Name(Quick with { Horizon = 0 }));
        Assert.Equal("Origins", Name(Quick with { Origins = 1 }));
        Assert.Equal("Placements", Name(Quick with { Placements = 1 }));
        Assert.Equal("MaximumSplits", Name(Quick with { MaximumSplits = 0 }));
        Assert.Equal("RefreshDays", Name(Quick with { RefreshDays = 0 }));
        Assert.Equal("Model", Name(Quick with { Model = "oracle" }));
    }

    private sealed class Folder : IDisposable
    {
        private static int s_count;

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"policing-archive-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");

        public void Dispose()
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }
}
