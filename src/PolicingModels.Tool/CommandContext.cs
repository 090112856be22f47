using System.Globalization;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>What a verb may touch beside the packages: the streams, the clock, the way to stop, and how much to say.</summary>
internal sealed class CommandContext
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>When the run started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required ProgressDisplay Progress { get; init; }

    public required OutputSettings Settings { get; init; }

    public required CancellationToken Cancellation { get; init; }

    /// <summary>The command line as it was given, for the run record.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Today, for refusing what cannot have happened yet.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    /// <summary>Runs a step of the work, shown when it takes longer than a second.</summary>
    public T Step<T>(string name, Func<StepProgress, T> work) => Progress.Run(name, work, Cancellation);

    /// <summary>Says something on standard error that is not an error; silent under <c>--quiet</c>.</summary>
    public void Note(string message)
    {
        if (!Settings.Quiet)
        {
            Error.WriteLine(message);
        }
    }

    /// <summary>Says what is to be known of the rows that were read.</summary>
    public void NoteQuality(DataQualityReport quality)
    {
        NoteFindings(quality.Notes);
        if (quality.Refused.Count > 0)
        {
            Note(string.Create(CultureInfo.InvariantCulture, $"Note: {quality.Refused.Count} of {quality.Read} rows were refused; {RefusedRowsFile.Name} lists them."));
        }
    }

    /// <summary>Says what was noticed of the input, each thing once: as soon as it is known, for a run that is refused afterwards is often refused because of it.</summary>
    public void NoteFindings(IEnumerable<DataQualityNote> notes)
    {
        foreach (DataQualityNote note in notes.Where(n => _said.Add(n.Message)))
        {
            Note($"Note: {note.Message}");
        }
    }

    /// <summary>Requires that an as-of day is not in the future.</summary>
    /// <exception cref="CommandLineException">It is.</exception>
    public void RequireKnowable(DateOnly? asOf)
    {
        if (asOf > Today.AddDays(1))
        {
            throw new CommandLineException(string.Create(CultureInfo.InvariantCulture, $"--as-of {asOf:yyyy-MM-dd} is in the future; it is the first day that is not known, at most {Today.AddDays(1):yyyy-MM-dd}."));
        }
    }

    /// <summary>The exit code of a gate: done where nothing fails, and otherwise what failed on standard error.</summary>
    public int Gate(IReadOnlyList<string> failed)
    {
        if (failed.Count == 0)
        {
            return ExitCode.Done;
        }

        Error.WriteLine($"policing: --require-skill failed: {string.Join(' ', failed)}");
        return ExitCode.GateFailed;
    }

    /// <summary>Gives the results on standard output: the result file under <c>--json</c>, otherwise the summary unless <c>--quiet</c>.</summary>
    public void Give(string resultFile, IEnumerable<string> summary)
    {
        if (Settings.Json)
        {
            Output.WriteLine(File.ReadAllText(resultFile));
        }
        else if (!Settings.Quiet)
        {
            foreach (string line in summary)
            {
                Output.WriteLine(line);
            }
        }
    }
}

/// <summary>How much a verb says, and in which form.</summary>
/// <param name="Json">Print <c>result.json</c> instead of the summary.</param>
/// <param name="Quiet">No progress, no notes, no summary.</param>
/// <param name="Verbose">Time of each step, and the stack of a fault.</param>
internal sealed record OutputSettings(bool Json, bool Quiet, bool Verbose);
