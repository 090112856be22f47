namespace PolicingModels.Tool;

/// <summary>Reads lists of words such as <c>suspect,charged</c>.</summary>
internal static class Choices
{
    /// <summary>The meanings of a list of words, each once.</summary>
    /// <exception cref="CommandLineException">A word is not among the choices, or stands twice.</exception>
    public static IReadOnlyList<T> Read<T>(string option, string? list, IReadOnlyDictionary<string, T> choices)
    {
        string[] words = [.. (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (list is not null && words.Length == 0)
        {
            throw new CommandLineException($"{option} names nothing; give some of {string.Join(", ", choices.Keys)}.");
        }

        if (words.GroupBy(w => w, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
        {
            throw new CommandLineException($"{option} names {twice} twice; name each once.");
        }

        return [.. words.Select(w => choices.TryGetValue(w, out T? meaning) ? meaning : throw new CommandLineException($"{option} {w}: there is no such choice; there are {string.Join(", ", choices.Keys)}."))];
    }
}
