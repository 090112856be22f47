using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary>One verb of the command.</summary>
internal interface IVerb
{
    /// <summary>The options every verb has.</summary>
    OutputOptions Output { get; }

    /// <summary>The verb with its own options.</summary>
    Command Define();

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    int Run(ParseResult parse, CommandContext context);
}
