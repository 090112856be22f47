using System.Text.Json;

namespace PolicingModels.ToolTests;

public sealed class DemoTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_demo_goes_the_whole_way_and_ends_with_its_report()
    {
        Policing run = Policing.Run("demo", "--out", _scratch.Out).Succeeds();

        string report = Path.Combine(_scratch.Out, "report.html");
        Assert.EndsWith(report, run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("imulated", File.ReadAllText(report), StringComparison.Ordinal);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
        Assert.True(result.RootElement.GetProperty("simulated").GetBoolean());
        Assert.Equal(Forecasters, result.RootElement.GetProperty("backtest").GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.All(result.RootElement.GetProperty("backtest").GetProperty("models").EnumerateArray(), m => Assert.Empty(m.GetProperty("failures").EnumerateArray()));
        Assert.Equal(
            result.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()),
            Directory.GetFiles(_scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        _scratch.HoldsOnly("out");
    }

    [Fact]
    public void A_simulated_city_says_so_and_can_be_forecast()
    {
        Policing.Run("simulate", "city", "--seed", "7", "--out", _scratch.Out).Succeeds();

        Assert.EndsWith(",simulated", File.ReadLines(Path.Combine(_scratch.Out, "events.csv")).First(), StringComparison.Ordinal);
        Assert.Contains("\"simulated\": true", File.ReadAllText(Path.Combine(_scratch.Out, "truth.json")), StringComparison.Ordinal);
        string forecast = Path.Combine(_scratch.Folder, "forecast");
        Policing.Run("forecast", "--events", Path.Combine(_scratch.Out, "events.csv"), "--boundary", Path.Combine(_scratch.Out, "boundary.geojson"), "--where", "type=burglary", "--cell-area", "1", "--period", "four-weekly", "--as-of", "2024-12-30", "--out", forecast).Succeeds();
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(forecast, "result.json")));
        Assert.Equal(0, result.RootElement.GetProperty("quality").GetProperty("refused").GetInt32());
        Assert.True(result.RootElement.GetProperty("counted").GetProperty("outsideArea").GetDouble() < 20);
    }

    private static IReadOnlyList<string> Forecasters => [.. SpatioTemporal.Forecasters.Baselines.Select(b => b.Name)];
}
