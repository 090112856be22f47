using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PolicingModels.ToolTests;

public sealed class HarmTests : IDisposable
{
    private const string Header = "offence_id,person,role,offence_code,occurred,recorded,victim,area,detection,status,outcome\n";
    private const string AsOf = "2026-01-01";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_file_is_written_and_listed()
    {
        Harm(TwoYears()).Succeeds();
        string[] expected =
        [
            "atrs.json", "breakdown.csv", "concentration.csv", "coverage.csv", "entities.csv", "entities.parquet", "model-card.md", "report.html", "result.json", "run-record.json", "turnover.csv",
        ];
        Assert.Equal(expected, Directory.EnumerateFiles(_scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        using JsonDocument result = Result();
        Assert.Equal(expected, result.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()!));
        Assert.Equal("harm", result.RootElement.GetProperty("verb").GetString());

        // A second run may replace its own output.
        Harm(TwoYears()).Succeeds();
    }

    [Fact]
    public void The_list_is_the_sum_of_its_breakdown_in_every_file()
    {
        Harm(TwoYears()).Succeeds();
        string[] entities = Lines("entities.csv"), breakdown = Lines("breakdown.csv");
        Assert.StartsWith("rank,entity,days,low_days,high_days,days_low95,days_high95,offences,unscored,one_offence_share,rank_low95,rank_high95,held_under_records,held_under_weights,tied_with_next,last_day,gravest_expires,expires,window_start,window_end,index,index_fingerprint", entities[0], StringComparison.Ordinal);
        Assert.Equal("rank,entity,offence_id,code,title,date,days,match", breakdown[0]);
        using JsonDocument result = Result();
        JsonElement[] places = [.. result.RootElement.GetProperty("list").GetProperty("places").EnumerateArray()];
        Assert.Equal(places.Length, entities.Length - 1);
        foreach ((string line, JsonElement place) in entities.Skip(1).Zip(places))
        {
            string[] cells = line.Split(',');
            double sum = breakdown.Skip(1).Select(b => b.Split(',')).Where(b => b[1] == cells[1]).Sum(b => double.Parse(b[6], CultureInfo.InvariantCulture));
            Assert.Equal(double.Parse(cells[2], CultureInfo.InvariantCulture), sum);
            Assert.Equal((cells[1], sum), (place.GetProperty("entity").GetString(), place.GetProperty("days").GetProperty("value").GetDouble()));
        }

        JsonElement coverage = result.RootElement.GetProperty("coverage");
        Assert.Equal(coverage.GetProperty("rows").GetInt64(), coverage.GetProperty("counted").GetInt64() + coverage.GetProperty("excluded").EnumerateArray().Sum(e => e.GetProperty("rows").GetInt64()));
        Assert.Equal(coverage.GetProperty("rows").GetInt64(), Lines("coverage.csv").Skip(1).Sum(l => long.Parse(l.Split(',')[4], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_held_out_check_is_in_the_summary_the_result_the_card_and_the_page()
    {
        Policing run = Harm(TwoYears()).Succeeds();
        Assert.Contains("Held-out check: 100 listed as of 2025-01-01 held", run.Output, StringComparison.Ordinal);
        Assert.Contains("A suspect is not a convict.", run.Output, StringComparison.Ordinal);
        using JsonDocument result = Result();
        Assert.Equal(["count", "recency", "chance"], result.RootElement.GetProperty("heldOut").GetProperty("comparisons").EnumerateArray().Select(c => c.GetProperty("against").GetString()));
        Assert.Contains("share of later harm held", File.ReadAllText(Path.Combine(_scratch.Out, "model-card.md")), StringComparison.Ordinal);
        Assert.Contains("Did such a list hold later harm?", File.ReadAllText(Path.Combine(_scratch.Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_cannot_be_checked_every_place_says_so()
    {
        Policing run = Harm(Header + Row("1", "a", "034/01", "2025-06-01")).Succeeds();
        Assert.Contains("Held-out check: none. A list as of 2025-01-01 cannot be checked", run.Output, StringComparison.Ordinal);
        using JsonDocument result = Result();
        Assert.StartsWith("A list as of 2025-01-01 cannot be checked", result.RootElement.GetProperty("heldOut").GetProperty("unavailable").GetString(), StringComparison.Ordinal);
        Assert.Contains("cannot be checked", File.ReadAllText(Path.Combine(_scratch.Out, "report.html")), StringComparison.Ordinal);
        Assert.Contains("cannot be checked", File.ReadAllText(Path.Combine(_scratch.Out, "model-card.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_skill_gate_fails_where_the_list_shows_no_skill()
    {
        Policing run = Harm(Header + Row("1", "a", "034/01", "2025-06-01"), "--require-skill", "--quiet");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("--require-skill failed", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_scratch.Out, "result.json")));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        string[] Bytes(string seed)
        {
            Harm(TwoYears(), "--seed", seed, "--compare", "ons").Succeeds();
            return [.. new[] { "entities.csv", "breakdown.csv", "coverage.csv", "turnover.csv", "concentration.csv", "comparisons.csv" }.Select(f => File.ReadAllText(Path.Combine(_scratch.Out, f)))];
        }

        string[] once = Bytes("1");
        Assert.Equal(once, Bytes("1"));
        Assert.NotEqual(once[0], Bytes("2")[0]);
    }

    [Theory]
    [InlineData("area")]
    [InlineData("offence")]
    [InlineData("victim")]
    [InlineData("dyad")]
    public void Everything_can_be_listed(string by)
    {
        List(TwoYears(), by: by).Succeeds();
        using JsonDocument result = Result();
        Assert.Equal(by, result.RootElement.GetProperty("by").GetString());
        Assert.True(Lines("entities.csv").Length > 2);
    }

    [Fact]
    public void Areas_get_rates_of_a_named_denominator()
    {
        string population = _scratch.Write("residents.csv", "area,residents 2024\nW0,1000\nW1,500\n");
        List(TwoYears(), by: "area", more: ["--population", population]).Succeeds();
        Assert.Contains("residents 2024", Lines("rates.csv")[1], StringComparison.Ordinal);
        using JsonDocument result = Result();
        Assert.Equal("residents 2024", result.RootElement.GetProperty("rates").GetProperty("denominator").GetString());
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "run-record.json")));
        Assert.Contains("residents.csv", record.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_own_table_with_aliases_scores_by_its_edition()
    {
        string table = _scratch.Write("own.csv", "codes,title,score_days\nlocal:K1,Knife,50\n"), aliases = _scratch.Write("aliases.csv", "alias,code\nknife,K1\n");
        string offences = _scratch.Write("offences.csv", Header + Row("1", "a", "knife", "2025-06-01") + Row("2", "a", "K1", "2025-06-02"));
        string[] usual = ["harm", "--offences", offences, "--index", table, "--by", "person", "--as-of", AsOf, "--out", _scratch.Out];
        Policing.Run(usual).Fails(2, "does not say which edition it is", "--edition NAME");
        Policing.Run([.. usual, "--edition", "2025", "--aliases", aliases]).Succeeds();
        using JsonDocument result = Result();
        Assert.Equal(100, result.RootElement.GetProperty("list").GetProperty("places")[0].GetProperty("days").GetProperty("value").GetDouble());
        Assert.Equal("2025", result.RootElement.GetProperty("index").GetProperty("edition").GetString());
        Assert.Contains("the alias “knife” → “K1”", File.ReadAllText(Path.Combine(_scratch.Out, "coverage.csv")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_evening_in_summer_time_counts_on_its_own_day()
    {
        // 23:59 British summer time is 22:59 in UTC; the clock as written decides.
        string rows = Header + Row("1", "eve", "034/01", "2025-06-30 23:59") + Row("2", "written", "034/01", "2025-06-30T23:59+01:00") + Row("3", "next", "034/01", "2025-07-01 00:00");
        Policing run = List(rows, asOf: "2025-07-01").Succeeds();
        Assert.Equal(["eve", "written"], Lines("entities.csv").Skip(1).Select(l => l.Split(',')[1]).Order());
        Assert.Contains("the clock time is taken as written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_that_a_spreadsheet_made_dates_carry_no_score_and_are_named()
    {
        string rows = Header + Row("1", "a", "034/01", "2025-06-01") + Row("2", "b", "8-Jun", "2025-06-01") + Row("3", "b", "44562", "2025-06-01") + Row("4", "b", "105/01", "2025-06-01");
        Policing run = Harm(rows).Succeeds();
        Assert.Contains("2 rows have a date where their offence code was", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 4 offences that count carry no score", run.Error, StringComparison.Ordinal);
        string[] b = Lines("entities.csv")[2].Split(',');
        Assert.Equal(("b", "1", "3", "2"), (b[1], b[2], b[7], b[8]));
        Assert.Equal((2 * 1) + 1, double.Parse(b[3], CultureInfo.InvariantCulture));
        Assert.Equal((2 * 5475) + 1, double.Parse(b[4], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Refused_rows_are_listed_and_the_rest_is_scored()
    {
        Harm(Header + Row("1", "a", "034/01", "2025-06-01") + Row("2", "a", "034/01", "1/6/2025") + Row("3", "a", "034/01", "2026-11-25")).Succeeds();
        Assert.Equal([("3", "occurred"), ("4", "occurred")], Lines("refused-rows.csv").Skip(1).Select(l => (l.Split(',')[1], l.Split(',')[2])));
    }

    [Theory]
    [InlineData(2, "there is no index “cambrige”", "--index", "cambrige")]
    [InlineData(2, "--top 0 is not a whole number from 1 up.", "--index", "cchi", "--top", "0")]
    [InlineData(2, "--window-days 0 is not a whole number from 1 up.", "--index", "cchi", "--window-days", "0")]
    [InlineData(2, "--window-days 900000 reaches back beyond the calendar", "--index", "cchi", "--window-days", "900000")]
    [InlineData(2, "No index is named; give --index cchi, ons or FILE.")]
    [InlineData(2, "--roles suspekt: there is no such choice; there are suspect,", "--index", "cchi", "--roles", "suspekt")]
    [InlineData(2, "--include names proactive twice; name each once.", "--index", "cchi", "--include", "proactive,proactive")]
    [InlineData(2, "--decay-days says how fast harm fades, but --decay is none", "--index", "cchi", "--decay-days", "30")]
    [InlineData(2, "--edition is of --index FILE", "--index", "ons", "--edition", "2020")]
    [InlineData(2, "which is the --index itself", "--index", "cchi", "--compare", "cchi")]
    [InlineData(2, "--population is of --by area", "--index", "cchi", "--population", "residents.csv")]
    [InlineData(2, "--map x=Easting: The column map names the role “x”", "--index", "cchi", "--map", "x=Easting")]
    [InlineData(2, "--attempt-factor 2 is not a number from 0 to 1", "--index", "cchi", "--attempt-factor", "2")]
    [InlineData(3, "There is no file nothere.xlsx", "--index", "nothere.xlsx", "--edition", "1")]
    [InlineData(3, "needs incident numbers and victims", "--index", "cchi", "--principal-only")]
    public void A_wrong_command_line_is_answered_with_the_mend(int exit, string words, params string[] more)
    {
        string offences = _scratch.Write("offences.csv", TwoYears());
        Policing run = Policing.Run(["harm", "--offences", offences, "--by", "person", "--as-of", AsOf, "--out", _scratch.Out, "--quiet", .. more]);
        Assert.Equal(exit, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.OrdinalIgnoreCase);
        _scratch.HoldsOnly("offences.csv");
    }

    [Fact]
    public void An_as_of_day_in_the_future_is_refused() => List(TwoYears(), asOf: "2026-11-25").Fails(2, "--as-of 2026-11-25 is in the future");

    [Theory]
    [InlineData("", "is empty; a table needs a header")]
    [InlineData(Header, "has a header and no rows")]
    [InlineData("offence_id,offence_code,role,occurred\n1,034/01,suspect,2025-06-01\n", "Scoring by Person needs the column person; the offences have none.")]
    [InlineData("person,offence_code,occurred\n034/01,P1,2025-06-01\n105/01,P2,2025-06-01\n", "If “P1” is no offence code at all, the columns are mixed up.")]
    [InlineData("person,occurred,offence_code\na,034/01,2025-06-01\n", "All 1 rows of")]
    [InlineData("person,occurred,offence_code\na,2020-06-01,034/01\n", "of 1 rows 1 lie outside the window. The offences occurred from 2020-06-01 to 2020-06-01")]
    public void An_input_that_cannot_answer_is_refused(string text, string words)
    {
        Harm(text).Fails(3, words);
        _scratch.HoldsOnly("offences.csv");
    }

    [Fact]
    public void A_stopped_run_leaves_nothing_behind()
    {
        string offences = _scratch.Write("offences.csv", TwoYears());
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Policing run = Policing.Run(stop.Token, "harm", "--offences", offences, "--index", "cchi", "--by", "person", "--as-of", AsOf, "--out", _scratch.Out);
        Assert.Equal(130, run.ExitCode);
        _scratch.HoldsOnly("offences.csv");
    }

    [Fact]
    public void Json_prints_the_result()
    {
        Policing run = Harm(TwoYears(), "--json").Succeeds();
        using JsonDocument printed = JsonDocument.Parse(run.Output);
        Assert.Equal("harm", printed.RootElement.GetProperty("verb").GetString());
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Two years of a hundred and fifty persons: a fifth of them do the grave things in both.</summary>
    private static string TwoYears()
    {
        StringBuilder text = new(Header);
        for (int p = 0; p < 150; p++)
        {
            for (int year = 2024; year <= 2025; year++)
            {
                string code = p % 5 == 0 ? "005/01" : p % 5 == 1 ? "034/01" : "105/01";
                text.Append(Row($"o{p}-{year}", $"p{p:000}", code, string.Create(CultureInfo.InvariantCulture, $"{year}-{(p % 12) + 1:00}-{(p % 28) + 1:00}"), p));
            }
        }

        return text.ToString();
    }

    private static string Row(string id, string person, string code, string occurred, int n = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{person},suspect,{code},{occurred},{(occurred.StartsWith("202", StringComparison.Ordinal) && occurred.Length >= 10 ? occurred[..10] : "2025-06-02")},v{n % 40},W{n % 4},reported,crime,{(n % 3 == 0 ? "charged" : "undetected")}\n");

    private Policing Harm(string text, params string[] more) => List(text, more: more);

    private Policing List(string text, string by = "person", string asOf = AsOf, string[]? more = null)
    {
        string offences = _scratch.Write("offences.csv", text);
        return Policing.Run(["harm", "--offences", offences, "--index", "cchi", "--by", by, "--as-of", asOf, "--out", _scratch.Out, "--draws", "50", .. more ?? []]);
    }

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(_scratch.Out, file));

    private JsonDocument Result() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
}
