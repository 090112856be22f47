using System.Xml.Linq;

namespace PolicingModels.CoreTests;

/// <summary>Holds the house's floors: a project references only what stands below it, and every package has its own tests.</summary>
public class FloorTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["Core"] = 0,
        ["Gridding"] = 1, ["HarmIndex"] = 1,
        ["SpatioTemporal"] = 2, ["Seasonality"] = 2, ["Escalation"] = 2, ["Fairness"] = 2,
        ["Reporting"] = 3, ["Data"] = 3,
        [""] = 4,
        ["Tool"] = 5,
    };

    /// <summary>Packages that carry native or console dependencies, which nobody else may bring in.</summary>
    private static readonly Dictionary<string, string[]> OwnersOf = new()
    {
        ["DuckDB.NET.Data.Full"] = ["Data"],
        ["Spectre.Console"] = ["Tool"],
        ["System.CommandLine"] = ["Tool"],
        ["Microsoft.ML"] = ["SpatioTemporal", "Escalation"],
    };

    [Fact]
    public void A_project_references_only_lower_floors()
    {
        foreach ((string name, XDocument project) in SourceProjects())
        {
            foreach (string reference in References(project, "ProjectReference").Select(p => NameOf(Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))))
            {
                Assert.True(Floors[reference] < Floors[name], $"{name} (floor {Floors[name]}) references {reference} (floor {Floors[reference]}).");
            }
        }
    }

    [Fact]
    public void Fairness_and_seasonality_know_core_only()
    {
        foreach ((string name, XDocument project) in SourceProjects().Where(p => p.Name is "Fairness" or "Seasonality" or "HarmIndex" or "Gridding"))
        {
            Assert.All(References(project, "ProjectReference"), r => Assert.EndsWith("PolicingModels.Core.csproj", r, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Heavy_dependencies_stay_in_the_packages_that_need_them()
    {
        foreach ((string name, XDocument project) in SourceProjects())
        {
            foreach (string package in References(project, "PackageReference"))
            {
                if (OwnersOf.TryGetValue(package, out string[]? owners))
                {
                    Assert.True(owners.Contains(name), $"{name} references {package}, which belongs to {string.Join(", ", owners)}.");
                }
            }
        }
    }

    [Fact]
    public void Every_package_has_a_test_project_and_a_readme()
    {
        foreach ((string name, _) in SourceProjects())
        {
            string full = name.Length == 0 ? "PolicingModels" : $"PolicingModels.{name}";
            Assert.True(File.Exists(Path.Combine(SharedData.ProjectRoot, "tests", $"{full}.Tests", $"{full}.Tests.csproj")), $"{full} has no test project.");
            Assert.True(File.Exists(Path.Combine(SharedData.ProjectRoot, "src", full, "README.md")), $"{full} has no README.md.");
        }
    }

    private static IEnumerable<(string Name, XDocument Project)> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.ProjectRoot, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(p => (NameOf(Path.GetFileNameWithoutExtension(p)), XDocument.Load(p)));

    private static string NameOf(string project) => project == "PolicingModels" ? "" : project["PolicingModels.".Length..];

    private static IEnumerable<string> References(XDocument project, string kind) =>
        project.Descendants(kind).Select(e => (string)e.Attribute("Include")!);
}
