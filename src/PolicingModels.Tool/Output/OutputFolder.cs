using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PolicingModels.Tool;

/// <summary>An output folder that is written whole or not at all: files go to a sibling folder that takes its place at the end.</summary>
/// <remarks>
/// A folder that already holds something is replaced only when this command wrote all of it: it has a <c>result.json</c> that lists
/// every file in it. Anything else is left alone and refused, before any work is done.
/// </remarks>
internal sealed class OutputFolder : IDisposable
{
    private static int s_count;

    private readonly string _partial;
    private readonly string? _createdAncestor;
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private bool _kept;

    private OutputFolder(string target, string partial, string? createdAncestor)
    {
        Target = target;
        _partial = partial;
        _createdAncestor = createdAncestor;
    }

    /// <summary>The folder's final path.</summary>
    public string Target { get; }

    /// <summary>The files named so far, in order, <c>result.json</c> included: what the result lists.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>Claims a folder, before any work is done.</summary>
    /// <exception cref="CommandLineException">The folder holds something that this command did not write, or cannot be made.</exception>
    public static OutputFolder Claim(string path)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        RequireReplaceable(target, path);
        string parent = Path.GetDirectoryName(target) ?? throw new CommandLineException($"--out {path} is the root of the file system; name a folder below it.");
        string? created = FirstMissing(parent);
        string partial = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(target)}.partial-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));
        try
        {
            Directory.CreateDirectory(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandLineException($"--out {path} cannot be written ({e.Message.TrimEnd('.')}); name a folder that you may write to.", e);
        }

        OutputFolder folder = new(target, partial, created);
        folder._files.Add(ResultJson.FileName);
        return folder;
    }

    /// <summary>The path at which to write a file that will be part of the folder.</summary>
    public string File(string name)
    {
        _files.Add(name);
        return Path.Combine(_partial, name);
    }

    /// <summary>Writes a text file with Unix line ends and no byte-order mark.</summary>
    public void Write(string name, string text) =>
        System.IO.File.WriteAllText(File(name), text.ReplaceLineEndings("\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Puts the finished folder in its place.</summary>
    /// <exception cref="CommandLineException">Something foreign has appeared there in the meantime.</exception>
    public void Keep()
    {
        RequireReplaceable(Target, Target);
        string? previous = null;
        if (Directory.Exists(Target))
        {
            previous = _partial + "-previous";
            Directory.Move(Target, previous);
        }

        try
        {
            Directory.Move(_partial, Target);
        }
        catch when (previous is not null)
        {
            Directory.Move(previous, Target);
            throw;
        }

        _kept = true;
        if (previous is not null)
        {
            Directory.Delete(previous, recursive: true);
        }
    }

    /// <summary>Removes what was written, unless it was kept.</summary>
    public void Dispose()
    {
        if (_kept)
        {
            return;
        }

        try
        {
            Directory.Delete(_partial, recursive: true);
            if (_createdAncestor is not null)
            {
                // Only folders made for this output and still empty go: nobody else's.
                for (string? folder = Path.GetDirectoryName(_partial); folder is not null && folder.Length >= _createdAncestor.Length; folder = Path.GetDirectoryName(folder))
                {
                    Directory.Delete(folder);
                }
            }
        }
        catch (IOException)
        {
            // The reason for which the run failed matters more than what could not be cleaned up.
        }
    }

    private static string? FirstMissing(string folder)
    {
        string? missing = null;
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing = at;
        }

        return missing;
    }

    private static void RequireReplaceable(string target, string asGiven)
    {
        if (System.IO.File.Exists(target))
        {
            throw new CommandLineException($"--out {asGiven} is a file; name a folder.");
        }

        if (!Directory.Exists(target))
        {
            return;
        }

        HashSet<string>? written = null;
        foreach (string file in Directory.EnumerateFileSystemEntries(target))
        {
            written ??= WrittenBefore(target);
            string name = Path.GetFileName(file);
            if (!written.Contains(name))
            {
                throw new CommandLineException($"--out {asGiven} already holds {name}, which this command did not write; name a new or empty folder, or move that file away.");
            }
        }
    }

    private static HashSet<string> WrittenBefore(string folder)
    {
        string result = Path.Combine(folder, ResultJson.FileName);
        HashSet<string> files = new(StringComparer.Ordinal);
        if (!System.IO.File.Exists(result))
        {
            return files;
        }

        try
        {
            using FileStream stream = System.IO.File.OpenRead(result);
            using JsonDocument document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schemaVersion", out _)
                && document.RootElement.TryGetProperty("files", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
            {
                files.UnionWith(list.EnumerateArray().Select(f => f.GetString() ?? ""));
            }
        }
        catch (JsonException)
        {
            // Not a result of this command: nothing in the folder counts as ours.
        }

        return files;
    }
}
