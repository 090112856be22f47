using System.Text;
using System.Text.RegularExpressions;

namespace PolicingModels.Data;

/// <summary>The files that a path, a folder or a pattern names.</summary>
internal static class FilePattern
{
    private static readonly string[] Readable = [".csv", ".csv.gz", ".tsv", ".tsv.gz", ".parquet"];

    public static IReadOnlyList<string> Expand(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            string[] all = Sorted(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsReadable));
            return all.Length > 0
                ? all
                : throw new InputRefusedException(path, $"The folder {path} holds no CSV, TSV or Parquet file; check the path.");
        }

        if (!path.AsSpan().ContainsAny('*', '?'))
        {
            throw new InputRefusedException(path, $"There is no file {path}; check the path.");
        }

        string[] parts = path.Replace('\\', '/').Split('/');
        int fixedParts = Array.FindIndex(parts, p => p.AsSpan().ContainsAny('*', '?'));
        string folder = string.Join('/', parts[..fixedParts]);
        folder = fixedParts == 0 ? "." : folder.Length == 0 ? "/" : folder;
        string[] found = Directory.Exists(folder) ? Matching(folder, parts[fixedParts..]) : [];
        return found.Length > 0
            ? found
            : throw new InputRefusedException(path, $"No file matches {path}; check the folder and the pattern.");
    }

    private static string[] Matching(string folder, string[] pattern)
    {
        StringBuilder regex = new("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            bool last = i == pattern.Length - 1;
            regex.Append(pattern[i] == "**"
                ? last ? ".*" : "(?:.*/)?"
                : Regex.Escape(pattern[i]).Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace("\\?", "[^/]", StringComparison.Ordinal) + (last ? "" : "/"));
        }

        Regex matches = new(regex.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Sorted(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => matches.IsMatch(Path.GetRelativePath(folder, f).Replace('\\', '/'))));
    }

    private static string[] Sorted(IEnumerable<string> files) => [.. files.Order(StringComparer.Ordinal)];

    private static bool IsReadable(string file) => Array.Exists(Readable, e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
