using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace PolicingModels.ToolTests;

/// <summary>Every kind of bad input, end to end: the exit code, the sentence (what, where, the mend), and nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private Policing Forecast(string file, params string[] more) =>
        Policing.Run(["forecast", "--events", file, "--out", _scratch.Out, .. Default(more, "--cell-area", "1"), .. Default(more, "--period", "four-weekly"), .. Default(more, "--as-of", Inputs.End()), .. more]);

    private static string[] Default(string[] given, string option, string value) =>
        given.Contains(option) || (option == "--cell-area" && given.Contains("--zones")) ? [] : [option, value];

    private void IsRefused(string text, string[] words, params string[] more)
    {
        string file = _scratch.Write("events.csv", text);
        string[] before = [.. Directory.EnumerateFileSystemEntries(_scratch.Folder).Select(p => Path.GetFileName(p))];

        Forecast(file, more).Fails(3, words);

        _scratch.HoldsOnly(before);
    }

    [Fact]
    public void An_unknown_file()
    {
        Forecast(Path.Combine(_scratch.Folder, "nowhere.csv")).Fails(3, "nowhere.csv");
        _scratch.HoldsOnly();
    }

    [Fact]
    public void A_pattern_that_matches_nothing()
    {
        Forecast(Path.Combine(_scratch.Folder, "*.csv")).Fails(3, "*.csv");
        _scratch.HoldsOnly();
    }

    [Fact]
    public void An_empty_file() => IsRefused("", ["events.csv", "empty"]);

    [Fact]
    public void A_header_without_rows() => IsRefused(Inputs.Header + "\n", ["events.csv", "no rows"]);

    [Fact]
    public void A_missing_coordinate_column() => IsRefused("id,date,type\n1,2024-01-01,burglary\n", ["events.csv", "id", "date", "type"]);

    [Fact]
    public void A_missing_date_column() => IsRefused("id,easting,northing\n1,400500,200500\n", ["events.csv", "date"]);

    [Fact]
    public void A_mapped_column_that_is_not_there() => IsRefused(Inputs.Events(), ["events.csv", "oostwaarts"], "--map", "x=oostwaarts,y=northing,date=date");

    [Fact]
    public void A_filter_on_a_column_that_is_not_there() => IsRefused(Inputs.Events(), ["events.csv", "crime"], "--where", "crime=burglary");

    [Fact]
    public void A_filter_that_no_row_passes() => IsRefused(Inputs.Events(), ["arson", "burglary"], "--where", "type=arson");

    [Fact]
    public void Text_in_every_coordinate() => IsRefused(Inputs.Header + "\n" + Inputs.Row(1, "west", 200500, "2024-01-01") + Inputs.Row(2, "east", 200500, "2024-01-02"), ["All 2 rows", "line 2", "easting", "west"]);

    [Fact]
    public void Unparsable_dates_throughout() => IsRefused(Inputs.Header + "\n" + Inputs.Row(1, 400500, 200500, "yesterday") + Inputs.Row(2, 400500, 200500, "2024-13-01"), ["All 2 rows", "yesterday"]);

    [Fact]
    public void Ambiguous_dates_name_the_option_that_decides()
    {
        string text = Inputs.Header + "\n" + Inputs.Row(1, 400500, 200500, "03/04/2024") + Inputs.Row(2, 401500, 200500, "05/06/2024");
        IsRefused(text, ["03/04/2024"]);

        string file = _scratch.Write("events.csv", text);
        Forecast(file, "--date-format", "day-month-year", "--period", "weekly", "--as-of", "2024-06-20").Succeeds();
    }

    [Fact]
    public void Dates_in_the_future_throughout() => IsRefused(Inputs.Header + "\n" + Inputs.Row(1, 400500, 200500, "2031-01-01"), ["2031-01-01"]);

    [Fact]
    public void Latitude_and_longitude_swapped()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{51.5 + (i * 0.001)},{-0.12 + (i * 0.001)},2024-03-{(i % 28) + 1:00}\n")));
        IsRefused("id,longitude,latitude,date\n" + rows, ["events.csv", "swapped"]);
    }

    [Fact]
    public void The_wrong_coordinate_system()
    {
        string boundary = _scratch.Write("force.geojson", Inputs.Plain);
        string shifted = Inputs.Events().Replace(",40", ",10", StringComparison.Ordinal);

        IsRefused(shifted, ["None of 1170 events lies in", "in the same coordinate system"], "--boundary", boundary);
    }

    [Fact]
    public void An_unknown_coordinate_system()
    {
        string file = _scratch.Write("events.csv", Inputs.Events());

        Forecast(file, "--crs", "EPSG:999999").Fails(2, "EPSG:999999");
        _scratch.HoldsOnly("events.csv");
    }

    [Fact]
    public void A_cell_area_that_makes_ten_million_cells()
    {
        string boundary = _scratch.Write("force.geojson", Inputs.Plain);

        IsRefused(Inputs.Events(), ["cells"], "--boundary", boundary, "--cell-area", "0.000003");
    }

    [Fact]
    public void A_boundary_that_is_not_there() => IsRefused(Inputs.Events(), ["force.geojson"], "--boundary", Path.Combine(_scratch.Folder, "force.geojson"));

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}")]
    [InlineData("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[400000,200000]}}")]
    public void A_boundary_that_holds_no_polygon(string json) => IsRefused(Inputs.Events(), ["force.geojson"], "--boundary", _scratch.Write("force.geojson", json));

    [Fact]
    public void A_boundary_that_crosses_itself_beyond_repair()
    {
        string boundary = _scratch.Write("force.geojson", Inputs.Boundary((400_000, 200_000), (406_000, 205_000), (406_000, 200_000), (400_000, 205_000)));

        IsRefused(Inputs.Events(), ["force.geojson"], "--boundary", boundary);
    }

    [Fact]
    public void An_as_of_date_before_the_data() => IsRefused(Inputs.Events(), ["2023-06-01", "2024-01-", "choose an as-of date after it"], "--as-of", "2023-06-01");

    [Fact]
    public void An_as_of_date_that_leaves_no_whole_period() => IsRefused(Inputs.Events(), ["2024-01-10", "No whole"], "--as-of", "2024-01-10");

    [Fact]
    public void An_as_of_date_in_the_future()
    {
        string file = _scratch.Write("events.csv", Inputs.Events());

        Forecast(file, "--as-of", "2030-01-01").Fails(2, "--as-of 2030-01-01 is in the future", "at most 2026-11-24");
        _scratch.HoldsOnly("events.csv");
    }

    [Fact]
    public void More_origins_than_periods()
    {
        string file = _scratch.Write("events.csv", Inputs.Events(6));

        Policing.Run("backtest", "--events", file, "--cell-area", "1", "--period", "four-weekly", "--models", "historical-mean", "--origins", "18", "--out", _scratch.Out)
            .Fails(3, "Ask for at most");
        _scratch.HoldsOnly("events.csv");
    }

    [Fact]
    public void A_bandwidth_far_below_the_cell_size() => IsRefused(Inputs.Events(), ["andwidth", "100"], "--model", "kernel-density", "--bandwidth", "100");

    [Fact]
    public void Zones_that_are_not_there() => IsRefused(Inputs.Events(), ["zones.geojson"], "--zones", Path.Combine(_scratch.Folder, "zones.geojson"));

    [Fact]
    public void Zones_without_the_property_that_names_them() =>
        IsRefused(Inputs.Events(), ["ward"], "--zones", _scratch.Write("zones.geojson", Inputs.Plain), "--zone-id", "ward");

    public static TheoryData<string, string, string> BadRows => new()
    {
        { "text in a coordinate", Inputs.Row("x1", "west", 200500, "2024-03-01"), "west" },
        { "not a number", Inputs.Row("x1", "NaN", 200500, "2024-03-01"), "NaN" },
        { "an infinite coordinate", Inputs.Row("x1", 400500, "Infinity", "2024-03-01"), "Infinity" },
        { "an unparsable date", Inputs.Row("x1", 400500, 200500, "soon"), "soon" },
        { "a date in the future", Inputs.Row("x1", 400500, 200500, "2027-01-01"), "2027-01-01" },
        { "no coordinate", Inputs.Row("x1", "", 200500, "2024-03-01"), "easting" },
        { "a duplicate id", Inputs.Row(1, 400500, 200500, "2024-03-01"), "1" },
        { "too few fields", "x1,400500\n", "x1,400500" },
        { "null island", Inputs.Row("x1", 0, 0, "2024-03-01"), "0" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_bad_row_is_refused_and_listed_while_the_others_are_used(string what, string row, string value)
    {
        string good = Inputs.Events();
        int rows = good.Count(c => c == '\n') - 1;
        string file = _scratch.Write("events.csv", good + row);

        Policing run = Forecast(file).Succeeds();

        using JsonDocument result = Result();
        JsonElement quality = result.RootElement.GetProperty("quality");
        Assert.Equal(rows + 1, quality.GetProperty("read").GetInt32());
        Assert.Equal(rows, quality.GetProperty("used").GetInt32());
        Assert.Equal(1, quality.GetProperty("refused").GetInt32());
        string[] listed = File.ReadAllLines(Path.Combine(_scratch.Out, "refused-rows.csv"));
        Assert.Equal("file,line,column,value,reason", listed[0]);
        Assert.True(listed.Length == 2, $"{what}: {listed.Length - 1} rows are listed.");
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $",{rows + 2},"), listed[1], StringComparison.Ordinal);
        Assert.Contains(value, listed[1], StringComparison.Ordinal);
        Assert.Contains("refused-rows.csv", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_before_its_start_is_refused()
    {
        string good = string.Concat(Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{400_100 + (i * 29 % 5000)},{200_100 + (i * 41 % 4000)},{Inputs.Start.AddDays(i):yyyy-MM-dd} 08:00,{Inputs.Start.AddDays(i):yyyy-MM-dd} 18:00\n")));
        string file = _scratch.Write("events.csv", "id,easting,northing,from,to\n" + good + "x,400500,200500,2024-05-05 10:00,2024-05-04 10:00\n");

        Forecast(file, "--as-of", "2024-07-18").Succeeds();

        Assert.Contains("2024-05-04 10:00", File.ReadAllLines(Path.Combine(_scratch.Out, "refused-rows.csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Used_and_refused_always_add_up_to_read()
    {
        string[] bad = [.. BadRows.Select(r => r.Data.Item2)];
        int run = 0;
        Gen.Int[0, bad.Length - 1].Array[0, 12].Sample(kinds =>
        {
            run++;
            string[] good = Inputs.Events(8).TrimEnd('\n').Split('\n');
            List<string> lines = [.. good];
            foreach (int kind in kinds)
            {
                lines.Insert(1 + ((kind * 7 + kinds.Length * 13) % (lines.Count - 1)), bad[kind].TrimEnd('\n'));
            }

            string folder = Path.Combine(_scratch.Folder, $"out{run}");
            string file = _scratch.Write("events.csv", string.Join('\n', lines));
            Policing.Run("forecast", "--events", file, "--cell-area", "1", "--period", "four-weekly", "--as-of", Inputs.End(8), "--model", "historical-mean", "--out", folder).Succeeds();
            using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
            JsonElement quality = result.RootElement.GetProperty("quality");
            long read = quality.GetProperty("read").GetInt64(), used = quality.GetProperty("used").GetInt64(), refused = quality.GetProperty("refused").GetInt64();
            int listed = File.Exists(Path.Combine(folder, "refused-rows.csv")) ? File.ReadAllLines(Path.Combine(folder, "refused-rows.csv")).Length - 1 : 0;
            return read == lines.Count - 1 && used + refused == read && listed == refused && refused <= kinds.Length;
        }, iter: 12, threads: 1);
    }

    private JsonDocument Result() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
}
