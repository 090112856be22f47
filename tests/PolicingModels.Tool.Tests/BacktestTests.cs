using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PolicingModels.ToolTests;

public sealed class BacktestTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_result_is_as_the_contract_says()
    {
        Backtest("--models", "historical-mean,last-period", "--origins", "6").Succeeds();

        using JsonDocument result = Result();
        JsonElement[] models = [.. result.RootElement.GetProperty("models").EnumerateArray()];
        Assert.Equal(["historical-mean", "last-period"], models.Select(m => m.GetProperty("name").GetString()));
        foreach (JsonElement model in models)
        {
            foreach (string metric in (string[])["hitRate@1", "hitRate@2", "hitRate@5", "hitRate@10", "hitRate@20", "pai@5", "peiStar@5", "logScore", "crps", "brierAny"])
            {
                Assert.True(
                    model.GetProperty("metrics").TryGetProperty(metric, out JsonElement value) ? value.TryGetProperty("value", out _) && value.TryGetProperty("low", out _) && value.TryGetProperty("high", out _) : model.GetProperty("unavailable").TryGetProperty(metric, out _),
                    $"{metric} is missing.");
            }

            Assert.Equal(6, model.GetProperty("perOrigin").GetArrayLength());
            Assert.True(model.GetProperty("fitSeconds").GetDouble() >= 0);
            Assert.True(model.GetProperty("forecastSeconds").GetDouble() >= 0);
            Assert.Equal(JsonValueKind.Object, model.GetProperty("parameters").ValueKind);
        }

        Assert.NotEmpty(result.RootElement.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(6, result.RootElement.GetProperty("origins").GetArrayLength());
    }

    [Fact]
    public void A_place_first_hit_in_a_test_period_is_no_cell_and_its_event_counts_as_missed()
    {
        Backtest("--models", "historical-mean", "--origins", "4").Succeeds();
        using JsonDocument without = Result();
        int cells = File.ReadAllLines(Path.Combine(_scratch.Out, "cells.csv")).Length;

        string late = Inputs.Events() + Inputs.Row("late", 420_500, 220_500, Inputs.Start.AddDays((28 * 26) - 3));
        Policing.Run("backtest", "--events", _scratch.Write("late.csv", late), "--cell-area", "1", "--period", "four-weekly", "--as-of", Inputs.End(), "--out", _scratch.Out, "--models", "historical-mean", "--origins", "4").Succeeds();
        using JsonDocument with = Result();

        Assert.Equal(cells, File.ReadAllLines(Path.Combine(_scratch.Out, "cells.csv")).Length);
        Assert.Equal([0, 0, 0, 1], Outside(with));
        Assert.True(HitRate(with) < HitRate(without));

        static double[] Outside(JsonDocument result) => [.. result.RootElement.GetProperty("origins").EnumerateArray().Select(o => o.GetProperty("eventsOutside").GetDouble())];
        static double HitRate(JsonDocument result) => result.RootElement.GetProperty("models")[0].GetProperty("metrics").GetProperty("hitRate@20").GetProperty("value").GetDouble();
    }

    [Fact]
    public void A_gate_that_fails_is_4_and_the_output_is_still_there()
    {
        Policing run = Backtest("--models", "historical-mean,last-period", "--origins", "8", "--require-skill");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("--require-skill failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("historical-mean", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_scratch.Out, "result.json")));
    }

    [Fact]
    public void A_model_that_cannot_run_is_told_of_once()
    {
        Policing run = Backtest("--models", "historical-mean,seasonal-period", "--origins", "18", "--placements", "0").Succeeds();
        string told = Assert.Single(run.Error.Split('\n'), line => line.Contains("seasonal-period", StringComparison.Ordinal));
        Assert.StartsWith("Note: seasonal-period failed at ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_with_nothing_to_compare_fails() =>
        Assert.Contains("nothing to compare", Backtest("--models", "historical-mean", "--origins", "4", "--require-skill").Error, StringComparison.Ordinal);

    [Fact]
    public void Predictions_are_origin_by_cell_and_equal_the_forecast_made_then()
    {
        Backtest("--models", "historical-mean", "--origins", "3", "--predictions").Succeeds();

        string[] lines = File.ReadAllLines(Path.Combine(_scratch.Out, "predictions-historical-mean.csv"));
        string[] header = lines[0].Split(',');
        Assert.Equal("origin", header[0]);
        Assert.Equal(4, lines.Length);
        Assert.Equal(Inputs.Start.AddDays(28 * 23).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), lines[1].Split(',')[0]);

        // The same cells and history through the other verb: the last origin is two periods before the end of the data.
        string events = Path.Combine(_scratch.Folder, "events.csv"), then = Path.Combine(_scratch.Folder, "then");
        Policing.Run("forecast", "--events", events, "--cell-area", "1", "--period", "four-weekly", "--as-of", lines[3].Split(',')[0], "--model", "historical-mean", "--out", then).Succeeds();
        Dictionary<string, string> expected = File.ReadAllLines(Path.Combine(then, "cells.csv")).Skip(1).Select(l => l.Split(',')).ToDictionary(f => f[0], f => f[5], StringComparer.Ordinal);
        string[] last = lines[3].Split(',');
        Assert.All(expected, cell => Assert.Equal(double.Parse(cell.Value, CultureInfo.InvariantCulture), double.Parse(last[Array.IndexOf(header, cell.Key)], CultureInfo.InvariantCulture), 9));
    }

    [Fact]
    public void Counts_already_made_give_the_figures_that_events_give()
    {
        Backtest("--models", "historical-mean,ewma", "--origins", "5").Succeeds();
        using JsonDocument fromEvents = Result();
        string[] cells = File.ReadAllLines(Path.Combine(_scratch.Out, "cells.csv"));
        string cellsFile = _scratch.Write("cells-in.csv", "cell,easting,northing,area_km2,remark\n" + string.Join('\n', cells.Skip(1).Select(c => string.Join(',', c.Split(',')[..4]) + ",x")) + "\n");
        string countsFile = _scratch.Write("counts-in.csv", Counts([.. cells.Skip(1).Select(c => c.Split(',')[0])]));

        string other = Path.Combine(_scratch.Folder, "other");
        Policing.Run("backtest", "--cell-counts", countsFile, "--cells", cellsFile, "--models", "historical-mean,ewma", "--origins", "5", "--out", other).Succeeds();

        Assert.Contains("The counts came as a table, without the events", File.ReadAllText(Path.Combine(other, "report.html")), StringComparison.Ordinal);
        using JsonDocument fromCounts = JsonDocument.Parse(File.ReadAllText(Path.Combine(other, "result.json")));
        Assert.Equal(Figures(fromEvents), Figures(fromCounts));
        JsonElement quality = fromCounts.RootElement.GetProperty("quality");
        Assert.Equal((26, 0), (quality.GetProperty("used").GetInt32(), quality.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public void A_model_is_compared_with_every_baseline_and_the_summary_counts_them()
    {
        Policing run = Backtest("--models", "historical-mean,last-period,empirical-bayes,neighbourhood-mean", "--origins", "8", "--placements", "0").Succeeds();

        using JsonDocument result = Result();
        JsonElement[] scores = [.. result.RootElement.GetProperty("comparisons").EnumerateArray().Where(c => c.GetProperty("metric").GetString() == "logScore")];
        string best = result.RootElement.GetProperty("bestBaseline").GetString()!;
        JsonElement[] contender = [.. scores.Where(c => c.GetProperty("model").GetString() == "neighbourhood-mean")];
        Assert.Equal(["historical-mean", "last-period", "empirical-bayes"], contender.Select(c => c.GetProperty("baseline").GetString()));
        Assert.All(scores.Except(contender), c => Assert.Equal(best, c.GetProperty("baseline").GetString()));

        // Holm's correction by hand: the smallest of three p-values is tripled, the next doubled, and none falls below the one before.
        double[] p = [.. contender.Select(c => c.GetProperty("pValue").GetDouble()).Order()], adjusted = [.. contender.Select(c => c.GetProperty("adjustedPValue").GetDouble()).Order()];
        double[] byHand = [Math.Min(1, 3 * p[0]), 0, 0];
        byHand[1] = Math.Max(byHand[0], Math.Min(1, 2 * p[1]));
        byHand[2] = Math.Max(byHand[1], p[2]);
        Assert.Equal(byHand, adjusted);

        int better = contender.Count(c => c.GetProperty("verdict").GetString() == "better"), worse = contender.Count(c => c.GetProperty("verdict").GetString() == "worse");
        Assert.Contains($"After Holm’s correction neighbourhood-mean is better than {Told(better)} of the 3 baselines and worse than {Told(worse)}.", run.Output, StringComparison.Ordinal);
        Assert.Equal(contender.Length, File.ReadLines(Path.Combine(_scratch.Out, "comparisons.csv")).Count(l => l.StartsWith("neighbourhood-mean,", StringComparison.Ordinal) && l.Contains(",logScore,", StringComparison.Ordinal)));
        string page = File.ReadAllText(Path.Combine(_scratch.Out, "report.html"));
        Assert.Contains("Every model that is no baseline is compared with each baseline", page, StringComparison.Ordinal);
        Assert.Contains("than how many it is better", page, StringComparison.Ordinal);

        static string Told(int count) => count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void What_each_category_meant_is_counted_from_what_was_forecast_and_what_happened()
    {
        Policing run = Backtest("--models", "historical-mean,last-period", "--origins", "6", "--predictions", "--placements", "0").Succeeds();

        using JsonDocument result = Result();
        string[] cells = [.. File.ReadLines(Path.Combine(_scratch.Out, "predictions-last-period.csv")).First().Split(',').Skip(1)];
        double[][] expected = [.. File.ReadLines(Path.Combine(_scratch.Out, "predictions-last-period.csv")).Skip(1).Select(l => l.Split(',').Skip(1).Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        int[][] observed = [.. Counts(cells).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).TakeLast(6).Select(l => l.Split(',').Skip(1).Select(v => int.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        JsonElement meant = result.RootElement.GetProperty("models")[1].GetProperty("whatCategoriesMeant");
        double[] cuts = [.. PolicingModels.SpatioTemporal.LikelihoodRule.Default.CutPoints];
        foreach (JsonElement category in meant.EnumerateArray())
        {
            int level = category.GetProperty("level").GetInt32();
            (int Origin, int Cell)[] inIt = [.. from o in Enumerable.Range(0, 6) from c in Enumerable.Range(0, cells.Length) where cuts.Count(cut => expected[o][c] / expected[o].Average() >= cut) == level select (o, c)];
            Assert.Equal(inIt.Length, category.GetProperty("cellPeriods").GetInt32());
            Assert.Equal(inIt.Length / (6.0 * cells.Length), category.GetProperty("areaShare").GetDouble(), 1e-9);
            Assert.Equal(inIt.Sum(x => observed[x.Origin][x.Cell]) / (double)observed.Sum(o => o.Sum()), category.GetProperty("eventShare").GetDouble(), 1e-9);
            if (inIt.Length > 0)
            {
                JsonElement any = category.GetProperty("anyRate");
                Assert.Equal(inIt.Average(x => observed[x.Origin][x.Cell] > 0 ? 1.0 : 0), any.GetProperty("value").GetDouble(), 1e-9);
                Assert.InRange(any.GetProperty("value").GetDouble(), any.GetProperty("low").GetDouble(), any.GetProperty("high").GetDouble());
            }
        }

        Assert.Contains("What the categories of ", run.Output, StringComparison.Ordinal);
        Assert.Contains("very high", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hit_rate_is_printed_beside_what_moving_the_grid_does_to_it()
    {
        // By default the best baseline and the long-run mean; asked for, every model.
        string[] models = ["--models", "historical-mean,neighbourhood-mean", "--origins", "4"];
        Policing cheap = Backtest(models).Succeeds();
        Assert.Contains("exactly 5 %, 4 grids", cheap.Output, StringComparison.Ordinal);
        Assert.Contains("not moved", cheap.Output, StringComparison.Ordinal);
        Assert.Contains("Some models were not tried so, for it takes longer: --placements 4 tries them all.", cheap.Output, StringComparison.Ordinal);
        Assert.Equal(["historical-mean"], Moved());

        Policing all = Backtest([.. models, "--placements", "3"]).Succeeds();
        Assert.Contains("exactly 5 %, 3 grids", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not moved", all.Output, StringComparison.Ordinal);
        Assert.Equal(["historical-mean", "neighbourhood-mean"], Moved());
        using JsonDocument result = Result();
        JsonElement moved = result.RootElement.GetProperty("placements")[0];
        double[] values = [.. moved.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(3, values.Length);
        Assert.Equal(values[0], moved.GetProperty("given").GetProperty("value").GetDouble());
        Assert.Equal((values.Min(), values.Max()), (moved.GetProperty("minimum").GetDouble(), moved.GetProperty("maximum").GetDouble()));
        Assert.True(values.Min() < values.Max());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("placementsMissing").ValueKind);
        Assert.Contains("What moving the grid alone does", File.ReadAllText(Path.Combine(_scratch.Out, "report.html")), StringComparison.Ordinal);
        Assert.Equal(1 + (2 * 3), File.ReadLines(Path.Combine(_scratch.Out, "placements.csv")).Count());

        Policing none = Backtest([.. models, "--placements", "0"]).Succeeds();
        Assert.Contains("was not looked at. It was not asked for", none.Output, StringComparison.Ordinal);
        Backtest([.. models, "--placements", "1"]).Fails(2, "--placements 1 shows no spread");

        string[] Moved()
        {
            using JsonDocument now = Result();
            return [.. now.RootElement.GetProperty("placements").EnumerateArray().Select(p => p.GetProperty("model").GetString()!)];
        }
    }

    [Theory]
    [InlineData("counts-in.csv", "2024-01-01,1,x\n")]
    [InlineData("counts-in.csv", "2024-01-01,1\n")]
    [InlineData("counts-in.csv", "2024-01-01,1,-2\n")]
    [InlineData("counts-in.csv", "someday,1,2\n")]
    public void Bad_counts_are_refused_by_line(string name, string row)
    {
        string counts = _scratch.Write(name, ",a,b\n2023-12-04,0,1\n" + row);
        string cells = _scratch.Write("cells-in.csv", "cell,easting,northing\na,500,500\nb,1500,500\n");

        Policing.Run("backtest", "--cell-counts", counts, "--cells", cells, "--models", "historical-mean", "--origins", "2", "--out", _scratch.Out).Fails(3, name, "line 3");

        _scratch.HoldsOnly(name, "cells-in.csv");
    }

    [Fact]
    public void Windows_across_periods_are_seen_in_fractions_and_scored_whole()
    {
        StringBuilder text = new("id,easting,northing,from,to\n");
        for (int i = 0; i < 600; i++)
        {
            DateOnly day = Inputs.Start.AddDays(i);
            text.Append(CultureInfo.InvariantCulture, $"{i},{400_500 + (i % 4 * 1000)},{200_500 + (i % 3 * 1000)},{day:yyyy-MM-dd} 20:00,{day.AddDays(1):yyyy-MM-dd} 08:00\n");
        }

        string events = _scratch.Write("events.csv", text.ToString());
        Policing run = Policing.Run("backtest", "--events", events, "--cell-area", "1", "--period", "weekly", "--models", "historical-mean,ewma", "--origins", "10", "--placements", "2", "--out", _scratch.Out).Succeeds();

        Assert.Contains("fractions", run.Error, StringComparison.Ordinal);
        using JsonDocument result = Result();
        Assert.All(result.RootElement.GetProperty("origins").EnumerateArray(), o => Assert.Equal(7, o.GetProperty("events").GetDouble()));

        // Each placement is scored against whole counts of its own.
        Assert.Equal(2, result.RootElement.GetProperty("placements").GetArrayLength());
    }

    [Fact]
    public void Every_column_that_is_written_is_documented()
    {
        Backtest("--models", "historical-mean,ewma", "--origins", "4").Succeeds();

        string documented = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "tool", "outputs.md"));
        foreach (string table in Directory.GetFiles(_scratch.Out, "*.csv"))
        {
            Assert.Contains($"`{Path.GetFileName(table)}`", documented, StringComparison.Ordinal);
            Assert.All(File.ReadLines(table).First().Split(','), column => Assert.Contains($"`{column}`", documented, StringComparison.Ordinal));
        }

        using JsonDocument result = Result();
        Assert.All(result.RootElement.EnumerateObject(), p => Assert.Contains($"`{p.Name}`", documented, StringComparison.Ordinal));
    }

    private static string Counts(string[] cells)
    {
        StringBuilder text = new("," + string.Join(',', cells) + "\n");
        string[][] events = [.. Inputs.Events().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))];
        for (int period = 0; period < 26; period++)
        {
            DateOnly start = Inputs.Start.AddDays(28 * period);
            int[] row = new int[cells.Length];
            foreach (string[] e in events)
            {
                DateOnly day = DateOnly.ParseExact(e[3], "yyyy-MM-dd", CultureInfo.InvariantCulture);
                if (day >= start && day < start.AddDays(28))
                {
                    row[Array.IndexOf(cells, $"E{int.Parse(e[1], CultureInfo.InvariantCulture) / 1000}N{int.Parse(e[2], CultureInfo.InvariantCulture) / 1000}")]++;
                }
            }

            text.Append(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd},{string.Join(',', row)}\n");
        }

        return text.ToString();
    }

    private static string[] Figures(JsonDocument result) => [.. result.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("metrics").GetRawText())];

    private Policing Backtest(params string[] more) =>
        Policing.Run(["backtest", "--events", _scratch.Write("events.csv", Inputs.Events()), "--cell-area", "1", "--period", "four-weekly", "--out", _scratch.Out, .. more]);

    private JsonDocument Result() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
}
