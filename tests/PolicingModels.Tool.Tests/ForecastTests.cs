using System.Globalization;
using System.Text.Json;

namespace PolicingModels.ToolTests;

public sealed class ForecastTests : IDisposable
{
    private static readonly string[] Usual = ["--cell-area", "1", "--period", "four-weekly", "--as-of", Inputs.End()];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_file_is_written_and_listed()
    {
        Forecast().Succeeds();

        string[] expected = ["atrs.json", "cells.csv", "cells.geojson", "cells.parquet", "model-card.md", "report.html", "result.json", "run-record.json"];
        Assert.Equal(expected, Files());
        using JsonDocument result = Json("result.json");
        Assert.Equal(expected, result.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()!));
        Assert.Equal(1, result.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.False(result.RootElement.GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public void Tables_and_result_say_the_same_per_cell()
    {
        Forecast().Succeeds();

        using JsonDocument result = Json("result.json"), map = Json("cells.geojson");
        Dictionary<string, JsonElement> byCell = result.RootElement.GetProperty("forecast").GetProperty("cells").EnumerateArray().ToDictionary(c => c.GetProperty("cell").GetString()!, StringComparer.Ordinal);
        string[] lines = File.ReadAllLines(Path.Combine(_scratch.Out, "cells.csv"));
        string[] header = lines[0].Split(',');
        Assert.Equal("cell,easting,northing,area_km2,rank,expected_count,probability_of_any,low80,high80,low95,high95,relative_likelihood,relative_likelihood_level,period_start,period_end,model", lines[0]);
        Assert.Equal(byCell.Count, lines.Length - 1);
        Assert.Equal(byCell.Count, map.RootElement.GetProperty("features").GetArrayLength());
        foreach ((string line, JsonElement feature) in lines.Skip(1).Zip(map.RootElement.GetProperty("features").EnumerateArray()))
        {
            string[] fields = line.Split(',');
            JsonElement cell = byCell[fields[0]];
            Assert.Equal(cell.GetProperty("expectedCount").GetDouble(), double.Parse(fields[5], CultureInfo.InvariantCulture));
            Assert.Equal(cell.GetProperty("rank").GetInt32(), int.Parse(fields[4], CultureInfo.InvariantCulture));
            Assert.Equal(header, feature.GetProperty("properties").EnumerateObject().Select(p => p.Name));
            Assert.Equal(cell.GetProperty("expectedCount").GetDouble(), feature.GetProperty("properties").GetProperty("expected_count").GetDouble());
        }
    }

    [Fact]
    public void The_busiest_column_of_the_plain_is_ranked_first_and_the_total_is_near_what_was()
    {
        Forecast().Succeeds();

        using JsonDocument result = Json("result.json");
        JsonElement forecast = result.RootElement.GetProperty("forecast");
        Assert.StartsWith("E405N", forecast.GetProperty("cells")[0].GetProperty("cell").GetString(), StringComparison.Ordinal);

        // Every four weeks hold 3 · (0 + 1 + … + 5) = 45 events.
        Assert.InRange(forecast.GetProperty("expectedTotal").GetDouble(), 44, 46);
        Assert.Equal(Inputs.End(), forecast.GetProperty("period").GetProperty("start").GetString());
    }

    [Fact]
    public void The_same_run_twice_gives_the_same_bytes()
    {
        string events = Events();
        string second = Path.Combine(_scratch.Folder, "second", "out");
        Policing.Run(["forecast", "--events", events, "--out", _scratch.Out, .. Usual]).Succeeds();
        Policing.Run(["forecast", "--events", events, "--out", second, .. Usual]).Succeeds();

        // The run record holds the command line, which names the folder; a Parquet file may hold its writer's own marks.
        foreach (string name in Files().Except(["run-record.json", "report.html", "cells.parquet"]))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_scratch.Out, name)), File.ReadAllBytes(Path.Combine(second, name)));
        }
    }

    [Fact]
    public void Json_prints_the_result_and_nothing_else()
    {
        Policing run = Forecast("--json").Succeeds();

        Assert.Equal(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")).TrimEnd(), run.Output.TrimEnd());
    }

    [Fact]
    public void Quiet_says_nothing()
    {
        Policing run = Forecast("--quiet").Succeeds();

        Assert.Empty(run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_summary_ends_with_the_report()
    {
        Policing run = Forecast().Succeeds();

        Assert.EndsWith(Path.Combine(_scratch.Out, "report.html"), run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.ReadAllText(Path.Combine(_scratch.Out, "report.html")).Contains("<svg", StringComparison.Ordinal));
    }

    [Fact]
    public void A_boundary_in_degrees_meets_events_in_metres()
    {
        // About the plain of the generated events: the grid has its central meridian at easting 400,000 m, and a kilometre is 0.0145° by 0.0090° there.
        string boundary = _scratch.Write("force.geojson", Inputs.Boundary((-2.0015, 51.6985), (-1.9132, 51.6985), (-1.9132, 51.7436), (-2.0015, 51.7436)));

        Forecast("--boundary", boundary).Succeeds();

        using JsonDocument result = Json("result.json");
        Assert.InRange(result.RootElement.GetProperty("grid").GetProperty("areaSquareKilometres").GetDouble(), 29, 32);
        Assert.InRange(result.RootElement.GetProperty("counted").GetProperty("outsideArea").GetDouble(), 0, 30);
    }

    [Fact]
    public void Hexagons_and_a_later_horizon()
    {
        Forecast("--shape", "hex", "--horizon", "2", "--model", "historical-mean").Succeeds();

        using JsonDocument result = Json("result.json");
        Assert.Equal("2026-01-26", result.RootElement.GetProperty("forecast").GetProperty("period").GetProperty("start").GetString());
        Assert.Contains("hexagon", result.RootElement.GetProperty("grid").GetProperty("description").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_stopped_run_leaves_nothing()
    {
        string events = Events();

        Policing.Run(new CancellationToken(canceled: true), ["forecast", "--events", events, "--out", _scratch.Out, .. Usual]).Fails(130, "stopped; nothing was written");

        _scratch.HoldsOnly("events.csv");
    }

    [Fact]
    public void A_folder_with_somebody_elses_file_is_refused_before_any_work()
    {
        Directory.CreateDirectory(_scratch.Out);
        File.WriteAllText(Path.Combine(_scratch.Out, "thesis.docx"), "mine");

        Forecast().Fails(2, "already holds thesis.docx");

        Assert.Equal("mine", File.ReadAllText(Path.Combine(_scratch.Out, "thesis.docx")));
        _scratch.HoldsOnly("events.csv", "out");
    }

    [Fact]
    public void A_refused_run_leaves_the_output_of_the_last_one_as_it_was()
    {
        Forecast().Succeeds();
        byte[] before = File.ReadAllBytes(Path.Combine(_scratch.Out, "result.json"));

        Forecast("--where", "type=arson").Fails(3, "arson");

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_scratch.Out, "result.json")));
    }

    [Fact]
    public void The_run_record_names_input_by_fingerprint()
    {
        Forecast().Succeeds();

        using JsonDocument record = Json("run-record.json");
        string text = record.RootElement.GetRawText();
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(_scratch.Folder, "events.csv")))), text, StringComparison.Ordinal);
        Assert.Contains("empirical-bayes-ewma", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Surrey_burglaries_by_month()
    {
        string events = SharedData.Data("events/surrey_street_slim.csv.gz");

        Policing.Run("forecast", "--events", events, "--where", "Crime type=Burglary", "--cell-area", "1", "--period", "monthly", "--as-of", "2023-01-01", "--out", _scratch.Out).Succeeds();

        using JsonDocument result = Json("result.json");
        JsonElement history = result.RootElement.GetProperty("history");
        Assert.Equal(26, history.GetProperty("periods").GetInt32());
        Assert.Equal(["2021-09-01", "2021-10-01", "2021-11-01"], history.GetProperty("missingMonths").EnumerateArray().Select(m => m.GetProperty("start").GetString()));
        Assert.Equal(7656, result.RootElement.GetProperty("quality").GetProperty("read").GetInt32());
        Assert.InRange(result.RootElement.GetProperty("forecast").GetProperty("expectedTotal").GetDouble(), 200, 450);
    }

    private string Events() => _scratch.Write("events.csv", Inputs.Events());

    private Policing Forecast(params string[] more) => Policing.Run(["forecast", "--events", Events(), "--out", _scratch.Out, .. Usual, .. more]);

    private string[] Files() => [.. Directory.GetFiles(_scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, name)));
}
