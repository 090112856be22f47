using Microsoft.Extensions.Time.Testing;
using PolicingModels.Tool;

namespace PolicingModels.ToolTests;

/// <summary>Runs the command in this process and keeps what it said.</summary>
internal sealed record Policing(int ExitCode, string Output, string Error)
{
    /// <summary>The day the command believes it is.</summary>
    public static readonly DateTimeOffset Today = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static Policing Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public static Policing Run(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = PolicingCommand.Run(arguments, output, error, new FakeTimeProvider(Today), richProgress: false, cancellation);
        return new Policing(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts an exit code and that standard error says certain words.</summary>
    public Policing Fails(int code, params string[] words)
    {
        Assert.True(ExitCode == code, $"Exit code {ExitCode} where {code} was expected. Standard error:\n{Error}");
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.Empty(Output);
        return this;
    }

    public Policing Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}. Standard error:\n{Error}");
        return this;
    }
}

/// <summary>A folder of its own for a test, gone afterwards.</summary>
public sealed class Scratch : IDisposable
{
    private static int s_count;

    public Scratch()
    {
        Folder = Path.Combine(Path.GetTempPath(), $"policing-tests-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>The folder a run is told to write.</summary>
    public string Out => Path.Combine(Folder, "out");

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Asserts that the folder holds what the test put there and nothing else: no output, no half-written sibling.</summary>
    public void HoldsOnly(params string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(Folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
