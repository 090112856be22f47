namespace PolicingModels.Tool;

/// <summary>What the command's exit code says.</summary>
/// <remarks>
/// What the command line alone shows to be wrong is <see cref="CommandLine"/>; what only the data can show (an unreadable file, an
/// as-of date before the data, cells so small that the study area has millions) is <see cref="InputRefused"/>.
/// </remarks>
internal static class ExitCode
{
    /// <summary>Done, and every stated gate passed.</summary>
    public const int Done = 0;

    /// <summary>A fault of the command itself.</summary>
    public const int Fault = 1;

    /// <summary>The command line is wrong; the message says the mend.</summary>
    public const int CommandLine = 2;

    /// <summary>The input was refused, or cannot answer what was asked of it.</summary>
    public const int InputRefused = 3;

    /// <summary>Done and written, but a stated gate failed.</summary>
    public const int GateFailed = 4;

    /// <summary>Stopped by Ctrl-C: the shell's convention, 128 + SIGINT.</summary>
    public const int Stopped = 130;
}
