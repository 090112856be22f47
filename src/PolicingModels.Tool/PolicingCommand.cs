using System.CommandLine;
using System.Globalization;

namespace PolicingModels.Tool;

/// <summary>The <c>policing</c> command as a function: arguments in, exit code out.</summary>
public static class PolicingCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The command line without the command's own name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress, notes and errors.</param>
    /// <param name="time">The clock: what it calls today is what "in the future" is measured against.</param>
    /// <param name="richProgress">Whether <paramref name="error"/> is a terminal that can redraw a line.</param>
    /// <param name="cancellationToken">Stops the command; no half-written output remains.</param>
    /// <returns>0 done; 1 a fault of the command; 2 the command line is wrong; 3 the input was refused; 4 done, but a stated gate failed; 130 stopped.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, TimeProvider time, bool richProgress = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(time);
        TextWriter sharedError = TextWriter.Synchronized(error);
        RootCommand root = new("Grid crime forecasts with their uncertainty, the evaluation of forecasters, and simulated cities to try them on.");
        foreach (IVerb verb in Verbs)
        {
            Add(root, Bind(verb, Run));
        }

        ParseResult parse = root.Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            foreach (string message in ParseErrors.Explain(parse))
            {
                sharedError.WriteLine($"policing: {message}");
            }

            sharedError.WriteLine($"See: {Name(parse)} --help");
            return ExitCode.CommandLine;
        }

        return parse.Invoke(new InvocationConfiguration { Output = output, Error = sharedError, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

        int Run(IVerb verb, ParseResult given)
        {
            OutputSettings settings = new(false, false, false);
            try
            {
                settings = verb.Output.Read(given);
                return verb.Run(given, new CommandContext
                {
                    Output = output,
                    Error = sharedError,
                    Time = time,
                    StartedAt = time.GetUtcNow(),
                    Progress = new ProgressDisplay(sharedError, richProgress, settings.Quiet, settings.Verbose, time),
                    Settings = settings,
                    Cancellation = cancellationToken,
                    CommandLine = $"policing {string.Join(' ', arguments.Select(Quoted))}",
                });
            }
#pragma warning disable CA1031 // The outermost frame: whatever is left becomes an exit code and a sentence.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return FaultReport.Explain(e, given, settings, sharedError, cancellationToken);
            }
        }
    }

    /// <summary>The command as it is typed, down to its verb.</summary>
    internal static string Name(ParseResult parse)
    {
        Symbol[] path = [.. parse.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand), parse.CommandResult.Command];
        return string.Join(' ', path.Select(c => c is RootCommand ? "policing" : c.Name).Prepend(path[0] is RootCommand ? "" : "policing")).Trim();
    }

    private static IVerb[] Verbs => [new DemoVerb(), new SystemsVerb(), new RunVerb(), new ForecastVerb(), new BacktestVerb(), new SeasonalityVerb(), new HarmVerb(), new SimulateVerb(), new SimulatePeopleVerb()];

    /// <summary>Adds a command; what several verbs of one name hold stands under that name.</summary>
    private static void Add(RootCommand root, Command command)
    {
        Command? known = root.Subcommands.FirstOrDefault(c => c.Name == command.Name);
        if (known is null)
        {
            root.Add(command);
            return;
        }

        foreach (Command sub in command.Subcommands)
        {
            known.Add(sub);
        }
    }

    private static Command Bind(IVerb verb, Func<IVerb, ParseResult, int> run)
    {
        Command command = verb.Define();
        Command acting = command.Subcommands.Count > 0 ? command.Subcommands[0] : command;
        verb.Output.AddTo(acting);
        acting.SetAction(parse => run(verb, parse));
        return command;
    }

    private static string Quoted(string argument) => argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '*' or ';' or '&' or '|' or '<' or '>' or '$')
        ? string.Create(CultureInfo.InvariantCulture, $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'")
        : argument;
}
