using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary>The options every verb has: where results go and how much is said.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _out = OptionParsers.Text("--out", "DIR", "The folder to write, whole or not at all.");
    private readonly Option<bool> _json = OptionParsers.Flag("--json", "Print result.json instead of the summary.");
    private readonly Option<bool> _quiet = OptionParsers.Flag("--quiet", "Say nothing but errors.");
    private readonly Option<bool> _verbose = OptionParsers.Flag("--verbose", "Say how long each step took; with a fault, where it happened.");

    /// <summary>Whether the verb writes a folder; false for one that only says something.</summary>
    public bool HasFolder { get; init; } = true;

    public void AddTo(Command command)
    {
        if (HasFolder)
        {
            command.Add(_out);
        }

        command.Add(_json);
        command.Add(_quiet);
        command.Add(_verbose);
    }

    /// <exception cref="CommandLineException">The options contradict each other.</exception>
    public OutputSettings Read(ParseResult parse)
    {
        OutputSettings settings = new(parse.GetValue(_json), parse.GetValue(_quiet), parse.GetValue(_verbose));
        return settings.Quiet && settings.Verbose ? throw new CommandLineException("--quiet and --verbose contradict each other; leave one out.") : settings;
    }

    /// <summary>Claims the output folder.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="otherwise">The folder when none is named; null where one must be.</param>
    /// <exception cref="CommandLineException">No folder is named, or it may not be written.</exception>
    public OutputFolder Claim(ParseResult parse, string? otherwise = null)
    {
        string folder = parse.GetValue(_out) ?? otherwise ?? throw new CommandLineException("No output folder is named; give --out DIR.");
        return string.IsNullOrWhiteSpace(folder) ? throw new CommandLineException("--out is empty; name a folder.") : OutputFolder.Claim(folder);
    }
}
