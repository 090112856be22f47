using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PolicingModels.ToolTests;

/// <summary>Holds the README to what is compiled and run: its C# is the sample's, and its commands are the project's.</summary>
public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_example_is_the_sample_that_the_build_compiles()
    {
        string sample = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "samples", "EmbedAForecast", "Program.cs")).ReplaceLineEndings("\n");
        Match block = Regex.Match(Readme, "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(sample, block.Groups[1].Value);
    }

    [Fact]
    public void Every_relative_link_of_the_readme_leads_somewhere() =>
        Assert.All(Regex.Matches(Readme, @"\]\((?!https?:)([^)#]+)\)").Select(m => m.Groups[1].Value), link => Assert.True(Path.Exists(Path.Combine(SharedData.ProjectRoot, link)), $"README.md links to {link}, which does not exist."));

    [Fact]
    public void The_example_forecasts_the_simulated_city()
    {
        using Scratch scratch = new();
        string city = Path.Combine(scratch.Folder, "city");
        Policing.Run("simulate", "city", "--out", city).Succeeds();
        ProcessStartInfo start = new("dotnet", [SampleDll()]) { WorkingDirectory = city, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd(), errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        Assert.Equal(6, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static string SampleDll()
    {
        string configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(SharedData.ProjectRoot, "samples", "EmbedAForecast", "bin", configuration, "net10.0", "EmbedAForecast.dll");
    }
}
