using System.CommandLine;
using System.Reflection;

namespace PolicingModels.Tool;

/// <summary>Turns whatever ended a run into one clear sentence and an exit code.</summary>
internal static class FaultReport
{
    private const int RefusedRowsShown = 5;

    public static int Explain(Exception e, ParseResult parse, OutputSettings settings, TextWriter error, CancellationToken cancellationToken)
    {
        switch (e)
        {
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                error.WriteLine("policing: stopped; nothing was written.");
                return ExitCode.Stopped;
            case CommandLineException:
                error.WriteLine($"policing: {e.Message}");
                error.WriteLine($"See: {PolicingCommand.Name(parse)} --help");
                return ExitCode.CommandLine;
            case InputRefusedException refused:
                error.WriteLine($"policing: {e.Message}");
                ShowRows(refused.Quality, error);
                return ExitCode.InputRefused;
            case AnalysisException:
                error.WriteLine($"policing: {e.Message}");
                return ExitCode.InputRefused;
            default:
                error.WriteLine($"policing: a fault of this command, not of your input: {e.GetType().Name}: {e.Message}");
                error.WriteLine($"Nothing was written. Please report that line with the command line and version {Version}{(settings.Verbose ? ", and what follows:" : "; --verbose adds where it happened.")}");
                if (settings.Verbose)
                {
                    error.WriteLine(e.ToString());
                }

                return ExitCode.Fault;
        }
    }

    /// <summary>The version of the command, without its build metadata.</summary>
    public static string Version { get; } = (typeof(FaultReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    private static void ShowRows(DataQualityReport? quality, TextWriter error)
    {
        foreach (RefusedRow row in quality?.Refused.Take(RefusedRowsShown) ?? [])
        {
            error.WriteLine($"  {row.Source}, line {row.Line}{(row.Column.Length > 0 ? $", {row.Column} “{row.Value}”" : "")}: {row.Reason}");
        }

        if (quality is not null && quality.Refused.Count > RefusedRowsShown)
        {
            error.WriteLine($"  … and {quality.Refused.Count - RefusedRowsShown} more");
        }
    }
}
