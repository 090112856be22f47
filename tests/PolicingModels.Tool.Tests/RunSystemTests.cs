using System.Text.Json;

namespace PolicingModels.ToolTests;

/// <summary><c>policing systems</c> and <c>policing run</c>.</summary>
public class RunSystemTests(RunSystemTests.SimulatedCity simulated) : IClassFixture<RunSystemTests.SimulatedCity>
{
    private const string Offences = """
        offence_id,person,role,offence_code,occurred,recorded,victim,area,detection,status,outcome,weapon,domestic
        1,A,suspect,008/65,2026-10-01,2026-10-01,V1,W1,reported,crime,,knife,no
        2,B,suspect,034/01,2026-10-02,2026-10-02,V2,W2,reported,crime,,knife,no
        3,B,suspect,105/01,2026-10-03,2026-10-03,V2,W2,reported,crime,,none,yes
        4,C,suspect,008/67,2026-02-31,2026-10-03,V2,W2,reported,crime,,none,yes

        """;

    [Fact]
    public void Systems_lists_every_system_with_what_it_rests_on()
    {
        Policing text = Policing.Run("systems").Succeeds();
        Assert.All(Systems.All, s =>
        {
            Assert.Contains($"{s.About.Key}\n", text.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains($"{s.About.Provenance.Kind}: {s.About.Provenance.Source}", text.Output, StringComparison.Ordinal);
        });
        using JsonDocument json = JsonDocument.Parse(Policing.Run("systems", "--json").Succeeds().Output);
        Assert.Equal(Systems.All.Select(s => s.About.Key), json.RootElement.GetProperty("systems").EnumerateArray().Select(s => s.GetProperty("key").GetString()));
        Assert.All(json.RootElement.GetProperty("systems").EnumerateArray(), s => Assert.NotEmpty(s.GetProperty("provenance").GetProperty("source").GetString()!));
    }

    [Fact]
    public void A_list_is_written_with_all_its_files()
    {
        using Scratch scratch = new();
        Policing run = Policing.Run("run", "vawg-100", scratch.Write("offences.csv", Offences), "--as-of", "2026-11-02", "--out", scratch.Out).Succeeds();
        Assert.Contains("vawg-100: 2 of 2 persons", run.Output, StringComparison.Ordinal);
        Assert.Contains("Held-out check: none.", run.Output, StringComparison.Ordinal);
        string[] files = [.. Directory.EnumerateFiles(scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Contains("refused-rows.csv", files);
        Assert.Contains("list.parquet", files);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Out, "result.json")));
        Assert.Equal(files, json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal("vawg-100", json.RootElement.GetProperty("system").GetProperty("key").GetString());
        Assert.Equal([84, 1], json.RootElement.GetProperty("list").EnumerateArray().Select(p => p.GetProperty("days").GetDouble()));
        Assert.Equal(1, json.RootElement.GetProperty("quality").GetProperty("refused").GetInt32());

        // A second run replaces its own folder.
        Policing.Run("run", "vawg-100", Path.Combine(scratch.Folder, "offences.csv"), "--as-of", "2026-11-02", "--top", "1", "--json", "--out", scratch.Out).Succeeds();
    }

    [Fact]
    public void The_same_command_gives_the_same_bytes()
    {
        using Scratch scratch = new();
        string people = Path.Combine(scratch.Folder, "people"), a = Path.Combine(scratch.Folder, "a"), b = Path.Combine(scratch.Folder, "b");
        Policing.Run("simulate", "people", "--quiet", "--out", people).Succeeds();
        foreach (string folder in new[] { a, b })
        {
            Policing.Run("run", "dauntless", Path.Combine(people, "offences.csv"), "--as-of", "2024-12-30", "--quiet", "--out", folder).Succeeds();
        }

        foreach (string file in Directory.EnumerateFiles(a).Select(f => Path.GetFileName(f)).Where(f => f is not ("run-record.json" or "report.html")))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(a, file)), File.ReadAllBytes(Path.Combine(b, file)));
        }

        Assert.Contains("\"simulated\": true", File.ReadAllText(Path.Combine(a, "result.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_be_scored_by_a_table_of_ones_own()
    {
        using Scratch scratch = new();
        string offences = scratch.Write("offences.csv", Offences);
        string own = scratch.Write("own.csv", "codes,title,score_days\n008/65,stalking,7\n008/65,stalking aggravated,9\n105/01,assault,30\n105/01,assault twice,50\n");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02", "--index", own, "--edition", "2026", "--out", scratch.Out).Succeeds();
        Assert.Equal([30, 7], Days());
        string record = File.ReadAllText(Path.Combine(scratch.Out, "run-record.json"));
        Assert.Contains("own.csv", record, StringComparison.Ordinal);
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02", "--index", own, "--edition", "2026", "--ambiguity", "maximum", "--out", scratch.Out).Succeeds();
        Assert.Equal([50, 9], Days());

        Policing.Run("run", "violence-harm", offences, "--as-of", "2026-11-02", "--index", "cchi", "--out", scratch.Out).Fails(2, "combines 2 indices");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02", "--ambiguity", "maximum", "--out", scratch.Out).Fails(2, "--ambiguity", "--index");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02", "--index", own, "--out", scratch.Out).Fails(2, "--edition NAME");
        Policing.Run("run", "knife-crime", offences, "--as-of", "2026-11-02", "--index", "cchi", "--out", scratch.Out).Fails(2, "--index has no use");

        double[] Days()
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Out, "result.json")));
            return [.. json.RootElement.GetProperty("list").EnumerateArray().Select(p => p.GetProperty("days").GetDouble())];
        }
    }

    [Fact]
    public void A_wrong_command_line_says_the_mend()
    {
        using Scratch scratch = new();
        string offences = scratch.Write("offences.csv", Offences);
        Policing.Run("run").Fails(2, "No system is named", "vawg-100");
        Policing.Run("run", "vawg-99", offences, "--as-of", "2026-11-02", "--out", scratch.Out).Fails(2, "There is no system “vawg-99”", "vawg-100", "dauntless");
        Policing.Run("run", "vawg-100", "--as-of", "2026-11-02", "--out", scratch.Out).Fails(2, "nothing to read");
        Policing.Run("run", "vawg-100", offences, "--out", scratch.Out).Fails(2, "--as-of DATE");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2027-01-01", "--out", scratch.Out).Fails(2, "in the future");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02").Fails(2, "give --out DIR");
        Policing.Run("run", "vawg-100", offences, offences, "--as-of", "2026-11-02", "--out", scratch.Out).Fails(2, "one table of offences");
        Policing.Run("run", "vawg-100", offences, "--as-of", "2026-11-02", "--map", "suspect=x", "--out", scratch.Out).Fails(2, "--map");
        Policing.Run("systems", "--out", "x").Fails(2, "--out");
        scratch.HoldsOnly("offences.csv");
    }

    [Theory]
    [InlineData("run", "knife-crime")]
    [InlineData("forecast", "--cell-area", "1", "--period", "four-weekly", "--events")]
    public void What_reading_noticed_is_said_even_where_the_run_is_then_refused(params string[] verb)
    {
        using Scratch scratch = new();
        string events = scratch.Write("degrees.csv", "x,y,date,type\n-0.12,51.5,2026-01-05,knife-crime\n-0.13,51.5,2026-03-06,knife-crime\n");
        Policing refused = Policing.Run([.. verb, events, "--as-of", "2025-01-01", "--out", scratch.Out]).Fails(3, "Note: ", "they are taken as longitude and latitude");
        Assert.True(refused.Error.IndexOf("longitude and latitude", StringComparison.Ordinal) < refused.Error.IndexOf("policing: ", StringComparison.Ordinal), refused.Error);
        Assert.Equal(2, refused.Error.Split("they are taken as longitude and latitude").Length);
        scratch.HoldsOnly("degrees.csv");
    }

    [Fact]
    public void Ambiguous_dates_name_the_option_that_settles_them()
    {
        using Scratch scratch = new();
        string events = scratch.Write("slashes.csv", "x,y,date,type\n530000,180000,05/01/2026,knife-crime\n530000,180000,06/02/2026,knife-crime\n");
        Policing.Run("run", "knife-crime", events, "--as-of", "2026-05-01", "--out", scratch.Out).Fails(3, "--date-format day-month-year");
    }

    [Fact]
    public void An_input_that_cannot_be_used_is_refused_and_nothing_is_left_behind()
    {
        using Scratch scratch = new();
        string bare = scratch.Write("bare.csv", "person,when\nA,2026-10-01\n");
        string events = scratch.Write("events.csv", "id,easting,northing,date,type\n1,400000,200000,2026-10-01,knife\n");
        string noArea = scratch.Write("no-area.csv", "person,offence_code,occurred,weapon,victim\nA,034/01,2026-10-01,knife,V1\n");
        Policing.Run("run", "vawg-100", bare, "--as-of", "2026-11-02", "--out", scratch.Out).Fails(3, "bare.csv");
        Policing.Run("run", "vawg-100", events, "--as-of", "2026-11-02", "--out", scratch.Out).Fails(3, "events.csv");
        Policing.Run("run", "precision-patrol", noArea, "--as-of", "2026-11-02", "--out", scratch.Out).Fails(3, "no area column");
        Policing.Run("run", "vawg-100", Path.Combine(scratch.Folder, "none.csv"), "--as-of", "2026-11-02", "--out", scratch.Out).Fails(3, "none.csv");
        scratch.HoldsOnly("bare.csv", "events.csv", "no-area.csv");
    }

    [Fact]
    public void A_weekly_refresh_keeps_past_forecasts_scores_them_and_says_what_changed()
    {
        using Scratch scratch = new();
        string events = Path.Combine(simulated.Folder, "events.csv"), boundary = Path.Combine(simulated.Folder, "boundary.geojson"), archive = Path.Combine(scratch.Folder, "archive");
        Policing.Run("run", "knife-crime", events, "--boundary", boundary, "--as-of", "2024-11-25", "--origins", "0", "--model", "empirical-bayes-ewma", "--quiet", "--out", scratch.Out).Succeeds();
        Policing second = Policing.Run("run", "knife-crime", events, "--boundary", boundary, "--as-of", "2024-12-23", "--origins", "2", "--model", "empirical-bayes-ewma", "--out", scratch.Out).Succeeds();
        Assert.Contains("Since 2024-11-25:", second.Output, StringComparison.Ordinal);
        Assert.Contains("Forecast of 2024-11-25:", second.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(scratch.Out, "archive-knife-crime-2024-11-25.json")));
        Assert.True(File.Exists(Path.Combine(scratch.Out, "archive-knife-crime-2024-12-23.json")));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Out, "result.json")));
        Assert.Equal("2024-11-25", json.RootElement.GetProperty("changes").GetProperty("earlier").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("trackRecord").GetArrayLength());
        Assert.Equal(
            Directory.EnumerateFiles(scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()));

        Policing.Run("run", "knife-crime", events, "--boundary", boundary, "--as-of", "2024-12-23", "--origins", "0", "--model", "empirical-bayes-ewma", "--archive", archive, "--quiet", "--out", scratch.Out).Succeeds();
        Assert.Equal(["archive-knife-crime-2024-12-23.json"], Directory.EnumerateFiles(archive).Select(f => Path.GetFileName(f)!));
        Policing.Run("run", "knife-crime", events, "--origins", "1", "--as-of", "2024-12-23", "--out", scratch.Out).Fails(2, "--origins 1");
        Policing.Run("run", "knife-crime", events, "--top", "3", "--as-of", "2024-12-23", "--out", scratch.Out).Fails(2, "--top has no use for knife-crime");
        Policing burglary = Policing.Run("run", "knife-crime", events, "--types", "burglary, serious-violence", "--origins", "0", "--model", "ewma", "--as-of", "2024-12-23", "--out", Path.Combine(scratch.Folder, "own")).Succeeds();
        using JsonDocument own = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Folder, "own", "result.json")));
        Assert.Equal("type is burglary or serious-violence", own.RootElement.GetProperty("settings").GetProperty("types").GetString());
        Assert.DoesNotContain("FourWeekly", burglary.Output, StringComparison.Ordinal);
        Policing.Run("run", "knife-crime", events, "--types", "piracy", "--as-of", "2024-12-23", "--out", scratch.Out).Fails(3, "no event whose type is piracy", "--types CODE,CODE");
        Policing.Run("run", "knife-crime", events, "--types", " , ", "--as-of", "2024-12-23", "--out", scratch.Out).Fails(2, "--types names nothing");
        Policing.Run("run", "vawg-100", events, "--types", "x", "--as-of", "2024-12-23", "--out", scratch.Out).Fails(2, "--types has no use for vawg-100");
        Policing.Run("run", "vawg-100", events, "--boundary", boundary, "--as-of", "2024-12-23", "--out", scratch.Out).Fails(2, "--boundary has no use for vawg-100");
        Policing.Run("run", "vehicle-theft", events, "--where", "type=knife-crime", "--as-of", "2024-12-23", "--out", Path.Combine(scratch.Folder, "vt")).Fails(3, "vehicle-theft");
    }

    [Fact]
    public void A_plan_of_the_year_is_made_from_simulated_counts_and_scored_the_next_year()
    {
        using Scratch scratch = new();
        string counts = Path.Combine(simulated.Folder, "monthly-counts.csv");
        Policing.Run("run", "seasonality-planner", counts, "--as-of", "2024-01-01", "--quiet", "--out", scratch.Out).Succeeds();
        Policing second = Policing.Run("run", "seasonality-planner", counts, "--as-of", "2024-12-01", "--out", scratch.Out).Succeeds();
        Assert.Contains("Plan from 2024-01: 11 months counted", second.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Out, "result.json")));
        Assert.Equal("2024-12", json.RootElement.GetProperty("first").GetString());
        Assert.True(json.RootElement.GetProperty("simulated").GetBoolean());
        Assert.Equal(
            Directory.EnumerateFiles(scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Policing.Run("run", "seasonality-planner", counts, "--origins", "2", "--as-of", "2024-12-01", "--out", scratch.Out).Fails(2, "--origins has no use");
        Policing.Run("run", "seasonality-planner", Path.Combine(simulated.Folder, "events.csv"), "--as-of", "2024-12-01", "--out", Path.Combine(scratch.Folder, "x")).Fails(3, "events.csv");
    }

    /// <summary>One simulated city for the tests of this class: making it takes longer than anything they do with it.</summary>
    public sealed class SimulatedCity : IDisposable
    {
        private readonly Scratch _scratch = new();

        public SimulatedCity() => Policing.Run("simulate", "city", "--quiet", "--out", Folder).Succeeds();

        public string Folder => Path.Combine(_scratch.Folder, "city");

        public void Dispose() => _scratch.Dispose();
    }
}
