using System.Text.RegularExpressions;

namespace PolicingModels.CoreTests;

/// <summary>Every page can be found, and no link leads nowhere.</summary>
public partial class DocumentationTests
{
    private static readonly string Docs = Path.Combine(SharedData.ProjectRoot, "docs");
    private static readonly string Index = Path.Combine(Docs, "README.md");

    [Fact]
    public void Every_page_is_in_the_index()
    {
        string[] pages = [.. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories).Where(p => p != Index).Order(StringComparer.Ordinal)];
        Assert.True(pages.Length > 100);
        Assert.Equal([], pages.Except(Links(Index).Select(l => l.File)).Select(p => Path.GetRelativePath(Docs, p)));
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading()
    {
        string[] pages =
        [
            Path.Combine(SharedData.ProjectRoot, "README.md"),
            Path.Combine(SharedData.ProjectRoot, "CHANGELOG.md"),
            .. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateDirectories(Path.Combine(SharedData.ProjectRoot, "src")).Select(d => Path.Combine(d, "README.md")).Where(File.Exists),
        ];
        Assert.Equal([], pages.SelectMany(page => Links(page).Where(l => !Leads(l)).Select(l => $"{Path.GetRelativePath(SharedData.ProjectRoot, page)}: {l.Text}")));
    }

    private static bool Leads((string File, string Heading, string Text) link) =>
        Path.Exists(link.File) && (link.Heading.Length == 0 || Headings(link.File).Contains(link.Heading, StringComparer.Ordinal));

    /// <summary>The links of a page to files of the project; a link to a heading of the page itself leads to the page.</summary>
    private static IEnumerable<(string File, string Heading, string Text)> Links(string page)
    {
        foreach (Match match in Link().Matches(File.ReadAllText(page)))
        {
            string[] parts = match.Groups[1].Value.Split('#', 2);
            if (!parts[0].Contains("://", StringComparison.Ordinal))
            {
                yield return (parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0])), parts.Length > 1 ? parts[1] : "", match.Groups[1].Value);
            }
        }
    }

    /// <summary>The names by which headings are linked: lower case, without punctuation, words joined by hyphens.</summary>
    private static IEnumerable<string> Headings(string page) =>
        File.ReadLines(page).Where(l => l.StartsWith('#')).Select(l => Punctuation().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\s-]")]
    private static partial Regex Punctuation();
}
