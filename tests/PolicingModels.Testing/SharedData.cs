using Xunit;

namespace PolicingModels.Testing;

/// <summary>Finds the real data and peers' reference figures that stand beside the project, and skips a test, saying so, where they are absent.</summary>
public static class SharedData
{
    /// <summary>The path of a file or folder below the data folder (<c>POLICINGMODELS_DATA</c>, or <c>shared/data</c> beside the project).</summary>
    public static string Data(string relative) => Require(DataRoot(), relative);

    /// <summary>The path of a file or folder below the reference folder (beside the data folder).</summary>
    public static string Reference(string relative) => Require(Path.Combine(DataRoot(), "..", "reference"), relative);

    /// <summary>The root of the project: the folder that holds the solution.</summary>
    public static string ProjectRoot { get; } = FindProjectRoot();

    private static string DataRoot() =>
        Environment.GetEnvironmentVariable("POLICINGMODELS_DATA") is { Length: > 0 } named
            ? named
            : Path.Combine(ProjectRoot, "..", "shared", "data");

    private static string Require(string root, string relative)
    {
        string path = Path.GetFullPath(Path.Combine(root, relative));
        Assert.SkipUnless(Path.Exists(path), $"The shared file {relative} is not on this machine; set POLICINGMODELS_DATA to the data folder to run this test.");
        return path;
    }

    private static string FindProjectRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PolicingModels.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("PolicingModels.sln was not found above the test's folder.");
    }
}
