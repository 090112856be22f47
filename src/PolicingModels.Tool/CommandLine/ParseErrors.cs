using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary>Says what the parser found wrong, with the mend.</summary>
internal static class ParseErrors
{
    /// <summary>One sentence per thing that is wrong.</summary>
    public static IReadOnlyList<string> Explain(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            string verbs = string.Join(", ", command.Subcommands.Select(c => c.Name));
            string what = command is RootCommand ? "verb" : $"thing to {command.Name}";
            return [parse.UnmatchedTokens.Count > 0 ? $"There is no {what} “{parse.UnmatchedTokens[0]}”; there {(command.Subcommands.Count == 1 ? "is" : "are")} {verbs}." : $"Name a {what}: {verbs}."];
        }

        string[] options = [.. command.Options.Select(o => o.Name)];
        string[] unknown = [.. parse.UnmatchedTokens.Where(t => t.StartsWith('-'))];
        IEnumerable<string> said = unknown.Select(token => Unknown(token, PolicingCommand.Name(parse), options));

        // The value that follows an unknown option is no second mistake.
        IEnumerable<string> stray = unknown.Length > 0 ? [] : parse.UnmatchedTokens.Select(t => $"“{t}” belongs to no option; quote values that hold blanks.");
        IEnumerable<string> others = parse.Errors.Select(e => e.Message).Where(m => !parse.UnmatchedTokens.Any(t => m.Contains($"'{t}'", StringComparison.Ordinal)));
        return [.. said.Concat(stray).Concat(others).Distinct(StringComparer.Ordinal)];
    }

    private static string Unknown(string token, string command, string[] options)
    {
        string name = token.Split('=')[0];
        string? near = options.Select(o => (Option: o, Edits: Edits(name, o))).Where(o => o.Edits <= 2).OrderBy(o => o.Edits).Select(o => o.Option).FirstOrDefault();
        return $"{command} has no option {name}{(near is null ? "" : $"; did you mean {near}?")}{(near is null ? "." : "")}";
    }

    /// <summary>How many letters to insert, delete or replace to get from one word to the other (Levenshtein).</summary>
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
