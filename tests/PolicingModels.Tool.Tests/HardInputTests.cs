using System.Globalization;
using System.Text.Json;

namespace PolicingModels.ToolTests;

/// <summary>Input that is hard but answerable: peers crash or mislead on it; the command answers and says what it did.</summary>
public sealed class HardInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private JsonDocument Forecast(string text, params string[] more)
    {
        string file = _scratch.Write("events.csv", text);
        Policing.Run(["forecast", "--events", file, "--out", _scratch.Out, .. more]).Succeeds();
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
    }

    private static readonly string[] Usual = ["--cell-area", "1", "--period", "four-weekly", "--as-of", Inputs.End()];

    [Theory]
    [InlineData("0.5")]
    [InlineData("0.75")]
    [InlineData("0.5000000000000001")]
    [InlineData("0.7499999999999999")]
    public void Cell_sides_that_no_binary_fraction_holds(string area)
    {
        using JsonDocument result = Forecast(Inputs.Events(), "--cell-area", area, "--period", "four-weekly", "--as-of", Inputs.End(), "--boundary", _scratch.Write("force.geojson", Inputs.Plain));

        Assert.Equal(30, result.RootElement.GetProperty("grid").GetProperty("areaSquareKilometres").GetDouble(), 6);
        Assert.Equal(0, result.RootElement.GetProperty("counted").GetProperty("outsideArea").GetDouble());
    }

    [Fact]
    public void Points_far_outside_cost_a_cell_each_and_no_more()
    {
        string far = Inputs.Row("far1", 650_000, 1_100_000, "2024-06-01") + Inputs.Row("far2", 100_500, 5_500, "2024-06-02");

        using JsonDocument near = Forecast(Inputs.Events(), Usual);
        using JsonDocument with = Forecast(Inputs.Events() + far, Usual);

        Assert.Equal(Cells(near) + 2, Cells(with));
    }

    [Fact]
    public void Points_far_outside_a_boundary_are_counted_as_outside_and_said()
    {
        using JsonDocument result = Forecast(Inputs.Events() + Inputs.Row("far1", 650_000, 1_100_000, "2024-06-01"), [.. Usual, "--boundary", _scratch.Write("force.geojson", Inputs.Plain)]);

        Assert.Equal(1, result.RootElement.GetProperty("counted").GetProperty("outsideArea").GetDouble());
        Assert.Contains("outside-area", Notes(result));
    }

    [Fact]
    public void A_boundary_with_a_hole_loses_the_holes_area()
    {
        string boundary = Inputs.Polygon(
            [(400_000, 200_000), (406_000, 200_000), (406_000, 205_000), (400_000, 205_000)],
            [(402_000, 202_000), (402_000, 203_000), (403_000, 203_000), (403_000, 202_000)]);

        using JsonDocument result = Forecast(Inputs.Events(), [.. Usual, "--boundary", _scratch.Write("force.geojson", boundary)]);

        Assert.Equal(29, result.RootElement.GetProperty("grid").GetProperty("areaSquareKilometres").GetDouble(), 9);
        Assert.True(result.RootElement.GetProperty("counted").GetProperty("outsideArea").GetDouble() > 0);
    }

    [Fact]
    public void A_boundary_with_a_small_self_intersection_is_repaired_and_said()
    {
        // A loop of a few metres that crosses itself, as digitised outlines have them.
        string boundary = Inputs.Boundary((400_000, 200_000), (406_000, 200_000), (406_000, 205_000), (403_010, 205_000), (403_000, 205_010), (403_010, 205_010), (403_000, 205_000), (400_000, 205_000));

        using JsonDocument result = Forecast(Inputs.Events(), [.. Usual, "--boundary", _scratch.Write("force.geojson", boundary)]);

        Assert.Equal(30, result.RootElement.GetProperty("grid").GetProperty("areaSquareKilometres").GetDouble(), 2);
        Assert.NotEmpty(Notes(result));
    }

    [Fact]
    public void Month_stamped_ties_by_the_hundred()
    {
        using JsonDocument result = Forecast(Inputs.Months(Enumerable.Range(0, 18).Select(Month), 400), "--cell-area", "1", "--period", "monthly", "--as-of", "2025-07-01");

        Assert.Equal(18, result.RootElement.GetProperty("history").GetProperty("periods").GetInt32());
        double expected = result.RootElement.GetProperty("forecast").GetProperty("expectedTotal").GetDouble();
        Assert.InRange(expected, 390, 410);
    }

    [Fact]
    public void Missing_months_are_left_out_and_said()
    {
        string file = _scratch.Write("events.csv", Inputs.Months(Enumerable.Range(0, 18).Where(m => m is < 7 or > 9).Select(Month), 40));

        Policing run = Policing.Run("forecast", "--events", file, "--cell-area", "1", "--period", "monthly", "--as-of", "2025-07-01", "--out", _scratch.Out).Succeeds();

        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(_scratch.Out, "result.json")));
        JsonElement history = result.RootElement.GetProperty("history");
        Assert.Equal(15, history.GetProperty("periods").GetInt32());
        Assert.Equal(["2024-08-01", "2024-09-01", "2024-10-01"], history.GetProperty("missingMonths").EnumerateArray().Select(m => m.GetProperty("start").GetString()));
        Assert.InRange(result.RootElement.GetProperty("forecast").GetProperty("expectedTotal").GetDouble(), 38, 42);
        Assert.Contains("2024-08, 2024-09, 2024-10", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_without_the_crime_that_is_asked_for_is_a_zero_and_no_hole()
    {
        string text = Inputs.Months(Enumerable.Range(0, 12).Select(Month), 24) + string.Concat(Enumerable.Range(0, 12).Where(m => m != 5).Select(m => $"{Month(m)},401500,201500,Arson\n"));

        using JsonDocument result = Forecast(text, "--cell-area", "1", "--period", "monthly", "--as-of", "2025-01-01", "--where", "Crime type=Arson");

        Assert.Equal(12, result.RootElement.GetProperty("history").GetProperty("periods").GetInt32());
        Assert.Empty(result.RootElement.GetProperty("history").GetProperty("missingMonths").EnumerateArray());
    }

    [Fact]
    public void When_the_last_months_are_missing_the_forecast_is_still_for_the_as_of_month()
    {
        using JsonDocument result = Forecast(Inputs.Months(Enumerable.Range(0, 15).Select(Month), 40), "--cell-area", "1", "--period", "monthly", "--as-of", "2025-07-01");

        Assert.Equal("2025-07-01", result.RootElement.GetProperty("forecast").GetProperty("period").GetProperty("start").GetString());
        Assert.Equal(15, result.RootElement.GetProperty("history").GetProperty("periods").GetInt32());
    }

    [Fact]
    public void One_period_without_events_is_a_zero()
    {
        DateOnly from = Inputs.Start.AddDays(28 * 10), to = from.AddDays(28);
        string text = string.Join('\n', Inputs.Events().Split('\n').Where(line => !(line.Split(',') is { Length: 5 } f && DateOnly.TryParseExact(f[3], "yyyy-MM-dd", out DateOnly day) && day >= from && day < to)));

        using JsonDocument result = Forecast(text, Usual);

        Assert.Equal(26, result.RootElement.GetProperty("history").GetProperty("periods").GetInt32());
    }

    [Fact]
    public void Fewer_events_than_cells()
    {
        string text = Inputs.Header + "\n" + string.Concat(Enumerable.Range(0, 12).Select(i => Inputs.Row(i, 400_500 + (i % 3 * 1000), 200_500, Inputs.Start.AddDays(i * 40))));

        using JsonDocument result = Forecast(text, [.. Usual, "--boundary", _scratch.Write("force.geojson", Inputs.Plain)]);

        Assert.Equal(30, Cells(result));
        Assert.All(result.RootElement.GetProperty("forecast").GetProperty("cells").EnumerateArray(), c => Assert.InRange(c.GetProperty("expectedCount").GetDouble(), 0, 12));
    }

    [Fact]
    public void A_bandwidth_below_the_cell_size_is_answered_with_a_word_of_caution()
    {
        string file = _scratch.Write("events.csv", Inputs.Events());

        Policing run = Policing.Run(["forecast", "--events", file, .. Usual, "--model", "kernel-density", "--bandwidth", "600", "--out", _scratch.Out]).Succeeds();

        Assert.Contains("bandwidth", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_as_of_date_long_after_the_data_is_said()
    {
        string file = _scratch.Write("events.csv", Inputs.Events());

        Policing run = Policing.Run("forecast", "--events", file, "--cell-area", "1", "--period", "four-weekly", "--as-of", "2026-11-02", "--out", _scratch.Out).Succeeds();

        Assert.Contains("Nothing is recorded after 2025-12-2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_on_and_after_the_as_of_date_change_nothing()
    {
        string known = Inputs.Events(20), all = Inputs.Events(26);
        string[] usual = ["--cell-area", "1", "--period", "four-weekly", "--as-of", Inputs.End(20), "--boundary", _scratch.Write("force.geojson", Inputs.Plain)];

        using JsonDocument before = Forecast(known, usual);
        using JsonDocument after = Forecast(all, usual);

        Assert.Equal(before.RootElement.GetProperty("forecast").GetRawText(), after.RootElement.GetProperty("forecast").GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cells_too_small_for_their_events_are_said(bool inside)
    {
        string[] place = inside ? ["--boundary", _scratch.Write("force.geojson", Inputs.Plain)] : [];
        string[] usual = ["--period", "four-weekly", "--as-of", Inputs.End(26), .. place];

        using JsonDocument small = Forecast(Lone(), ["--cell-area", "0.01", .. usual]);
        JsonElement note = small.RootElement.GetProperty("quality").GetProperty("notes").EnumerateArray().Single(n => n.GetProperty("code").GetString() == "few-events-per-cell");
        Assert.Contains(inside ? "Of 3000 cells 78 hold an event of the history, and 77 of these hold one at most" : "Of 78 cells 78 hold an event of the history, and 77 of these hold one at most", note.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(!inside, note.GetProperty("message").GetString()!.Contains("boundary", StringComparison.Ordinal));

        using JsonDocument large = Forecast(Inputs.Events(), ["--cell-area", "1", .. usual]);
        Assert.DoesNotContain("few-events-per-cell", Notes(large));
    }

    /// <summary>Events a hundred metres apart, each alone in its place but for two.</summary>
    private static string Lone() => Inputs.Header + "\n" + string.Concat(Enumerable.Range(0, 79).Select(k => Inputs.Row(k, 400_050 + (100 * Math.Min(k, 77) % 6000), 200_050 + (300 * (Math.Min(k, 77) % 16)), Inputs.Start.AddDays(9 * k))));

    private static string Month(int m) => new DateOnly(2024, 1, 1).AddMonths(m).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static int Cells(JsonDocument result) => result.RootElement.GetProperty("grid").GetProperty("cells").GetInt32();

    private static string[] Notes(JsonDocument result) => [.. result.RootElement.GetProperty("quality").GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("code").GetString()!)];
}
