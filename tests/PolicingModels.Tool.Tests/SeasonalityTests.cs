using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PolicingModels.ToolTests;

public sealed class SeasonalityTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_file_is_written_and_listed()
    {
        Run().Succeeds();

        string[] expected = ["atrs.json", "breaks.csv", "index.csv", "model-card.md", "plan.csv", "plan.json", "plan.parquet", "report.html", "result.json", "run-record.json", "year.csv"];
        Assert.Equal(expected, Directory.EnumerateFiles(_scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        using JsonDocument result = Result();
        Assert.Equal(expected, result.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()!));
    }

    [Fact]
    public void The_result_holds_what_the_contract_says_for_every_series()
    {
        Run("--backtest", "2").Succeeds();

        using JsonDocument result = Result();
        JsonElement[] series = [.. result.RootElement.GetProperty("series").EnumerateArray()];

        // Two types and two areas, the totals of both, and the total of all.
        Assert.Equal(9, series.Length);
        foreach (JsonElement one in series)
        {
            JsonElement seasonal = one.GetProperty("seasonal");
            Assert.All((string[])["index", "low", "high"], name => Assert.Equal(12, seasonal.GetProperty(name).GetArrayLength()));
            Assert.InRange(seasonal.GetProperty("test").GetProperty("pValue").GetDouble(), 0, 1);
            JsonElement[] months = [.. one.GetProperty("forecast").EnumerateArray()];
            Assert.Equal(12, months.Length);
            Assert.Equal("2026-10", months[0].GetProperty("month").GetString());
            Assert.All(months, m =>
            {
                double[] ordered = [.. ((string[])["low95", "low80", "high80", "high95"]).Select(n => m.GetProperty(n).GetDouble())];
                Assert.Equal(ordered.Order(), ordered);
                Assert.True(ordered[0] >= 0 && m.GetProperty("mean").GetDouble() > 0);
                Assert.InRange(m.GetProperty("probabilityHigher").GetDouble(), 0, 1);
                Assert.NotNull(m.GetProperty("direction").GetString());
            });
            Assert.Equal(100, months.Average(m => m.GetProperty("relativeIndex").GetDouble()), 1e-6);
        }

        JsonElement[] methods = [.. result.RootElement.GetProperty("backtest").GetProperty("methods").EnumerateArray()];
        Assert.Equal("pooled", methods[0].GetProperty("name").GetString());
        Assert.Equal(4, methods.Length);
        Assert.All(methods, m => Assert.All((string[])["mase", "rmsse", "smape", "crps", "coverage80", "coverage95"], n => Assert.True(m.GetProperty(n).GetDouble() >= 0)));
        Assert.Contains("Track record", File.ReadAllText(Path.Combine(_scratch.Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Months_after_the_as_of_month_are_not_used()
    {
        Run("--as-of", "2026-06", "--horizon", "6").Succeeds();

        using JsonDocument result = Result();
        Assert.Equal("2026-06", result.RootElement.GetProperty("asOf").GetString());
        Assert.Equal("2026-07", result.RootElement.GetProperty("first").GetString());
        Assert.Equal(6, result.RootElement.GetProperty("series")[0].GetProperty("forecast").GetArrayLength());
        Assert.Equal(9 * 6, File.ReadLines(Path.Combine(_scratch.Out, "plan.csv")).Count() - 1);
    }

    [Fact]
    public void The_riot_is_found_and_the_declared_event_keeps_its_name()
    {
        Run("--event", "LS:2024-03:New system").Succeeds();

        string[] breaks = File.ReadAllLines(Path.Combine(_scratch.Out, "breaks.csv"));
        Assert.Contains(breaks, b => b.StartsWith("Force,Criminal damage,2025-08,AdditiveOutlier,", StringComparison.Ordinal));
        Assert.Contains(breaks, b => b.EndsWith(",true,New system", StringComparison.Ordinal));
    }

    [Fact]
    public void Last_years_plan_is_scored()
    {
        Run("--as-of", "2025-09").Succeeds();
        string plan = Path.Combine(_scratch.Folder, "last.json");
        File.Copy(Path.Combine(_scratch.Out, "plan.json"), plan);
        Run("--last-plan", plan).Succeeds();

        using JsonDocument result = Result();
        JsonElement last = result.RootElement.GetProperty("lastPlan");
        Assert.Equal(12, last.GetProperty("monthsCounted").GetInt32());
        Assert.InRange(last.GetProperty("coverage95").GetDouble(), 0.7, 1);
    }

    [Fact]
    public void The_same_run_twice_gives_the_same_bytes()
    {
        string second = Path.Combine(_scratch.Folder, "second");
        string counts = Counts();
        Policing.Run("seasonality", "--counts", counts, "--out", _scratch.Out).Succeeds();
        Policing.Run("seasonality", "--counts", counts, "--out", second).Succeeds();
        foreach (string name in (string[])["plan.csv", "year.csv", "index.csv", "breaks.csv", "result.json", "plan.json"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_scratch.Out, name)), File.ReadAllBytes(Path.Combine(second, name)));
        }
    }

    [Fact]
    public void Bad_rows_are_refused_and_listed_and_the_rest_is_planned()
    {
        string counts = Counts("North,Burglary,2026-09,-4\nNorth,Burglary,2019-01,7\nNorth,Burglary,2026-12,7\nNorth,Burglary,2026-11,7\n");
        Policing.Run("seasonality", "--counts", counts, "--out", _scratch.Out).Succeeds();

        string[] refused = File.ReadAllLines(Path.Combine(_scratch.Out, "refused-rows.csv"));
        Assert.Equal(5, refused.Length);
        Assert.Contains(refused, r => r.Contains("a count is not negative", StringComparison.Ordinal));
        Assert.Contains(refused, r => r.Contains("occurs in an earlier row", StringComparison.Ordinal));
        Assert.Contains(refused, r => r.Contains("begins after 2026-11-23", StringComparison.Ordinal));
        Assert.Contains(refused, r => r.Contains("was not over on 2026-11-23", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_command_line_says_the_mend()
    {
        Policing.Run("seasonality", "--out", _scratch.Out).Fails(2, "give --counts FILE");
        Run("--as-of", "June").Fails(2, "--as-of June is not a month; write it for instance 2026-06");
        Run("--as-of", "2026-11").Fails(2, "2026-11 is not over yet");
        Run("--horizon", "25").Fails(2, "name 1 to 24");
        Run("--event", "XX:2024-03:Name").Fails(2, "LS:2024-03:New recording system");
        Run("--map", "x=a").Fails(2, "--map x=a");
        Run("--last-plan", _scratch.Write("no.json", "{}")).Fails(3, "is no plan that can be scored");
        Policing.Run("seasonality", "--counts", _scratch.Write("short.csv", "area,type,month,count\nA,T,2026-01,x\n"), "--out", _scratch.Out).Fails(3, "All 1 rows");
    }

    [Fact]
    public void The_pages_show_what_a_reader_must_know()
    {
        Run().Succeeds();

        string page = File.ReadAllText(Path.Combine(_scratch.Out, "report.html"));
        Assert.All((string[])["no clear change", "70 or less", "the 95% interval excludes 100", "Recorded crime is not crime", "Totals are the sums of their parts"], text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    private Policing Run(params string[] more) => Policing.Run(["seasonality", "--counts", Counts(), "--out", _scratch.Out, .. more]);

    private JsonDocument Result() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));

    private string Counts(string more = "")
    {
        SeededRandom random = new(5);
        StringBuilder text = new("area,type,month,count\n");
        foreach (string area in (string[])["North", "South"])
        {
            foreach ((string type, double level) in ((string, double)[])[("Burglary", 300), ("Criminal damage", 500)])
            {
                for (int i = 0; i < 93; i++)
                {
                    int month = i % 12;
                    double riot = type == "Criminal damage" && i == 79 ? 1.7 : 1;
                    text.Append(CultureInfo.InvariantCulture, $"{area},{type},{2019 + (i / 12)}-{month + 1:D2},{random.NextPoisson(level * riot * (1 + (0.2 * Math.Cos(month * Math.PI / 6))))}\n");
                }
            }
        }

        return _scratch.Write("counts.csv", text + more);
    }
}
