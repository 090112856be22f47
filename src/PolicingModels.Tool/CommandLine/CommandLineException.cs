namespace PolicingModels.Tool;

/// <summary>The command line is wrong: exit code 2. The message says what is wrong and the mend.</summary>
internal sealed class CommandLineException(string message, Exception? inner = null) : Exception(message, inner);
