using System.Text.Json;

namespace PolicingModels.ToolTests;

/// <summary><c>policing simulate people</c>.</summary>
public class SimulatePeopleTests
{
    [Fact]
    public void It_writes_offences_in_the_layout_of_the_contract_with_the_truth_beside_them()
    {
        using Scratch scratch = new();
        Policing run = Policing.Run("simulate", "people", "--out", scratch.Out).Succeeds();
        Assert.Contains("nobody real", run.Output, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(Path.Combine(scratch.Out, "offences.csv"));
        Assert.StartsWith("offence_id,person,role,offence_code,occurred,recorded,victim,area,detection,status,outcome", lines[0], StringComparison.Ordinal);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(scratch.Out, "result.json")));
        Assert.Equal("simulate people", result.RootElement.GetProperty("verb").GetString());
        Assert.Equal(lines.Length - 1, result.RootElement.GetProperty("people").GetProperty("rows").GetInt32());
        Assert.Equal(
            Directory.EnumerateFiles(scratch.Out).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            result.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(4_001, File.ReadAllLines(Path.Combine(scratch.Out, "truth-people.csv")).Length);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        using Scratch scratch = new();
        string a = Path.Combine(scratch.Folder, "a"), b = Path.Combine(scratch.Folder, "b"), other = Path.Combine(scratch.Folder, "other");
        Policing.Run("simulate", "people", "--seed", "5", "--quiet", "--out", a).Succeeds();
        Policing.Run("simulate", "people", "--seed", "5", "--quiet", "--out", b).Succeeds();
        Policing.Run("simulate", "people", "--seed", "6", "--quiet", "--out", other).Succeeds();
        Assert.Equal(File.ReadAllBytes(Path.Combine(a, "offences.csv")), File.ReadAllBytes(Path.Combine(b, "offences.csv")));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(a, "offences.csv")), File.ReadAllBytes(Path.Combine(other, "offences.csv")));
    }

    [Fact]
    public void A_wrong_thing_to_simulate_names_those_there_are() =>
        Policing.Run("simulate", "ghosts", "--out", "x").Fails(2, "“ghosts”", "city, people");

    [Fact]
    public void A_wrong_size_names_those_there_are() =>
        Policing.Run("simulate", "people", "--size", "huge", "--out", "x").Fails(2, "--size huge", "small, medium, large");
}
