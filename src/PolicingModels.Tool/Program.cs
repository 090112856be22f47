using System.Runtime.InteropServices;
using PolicingModels.Tool;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
bool rich = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
Console.OutputEncoding = System.Text.Encoding.UTF8;
return PolicingCommand.Run(args, Console.Out, Console.Error, TimeProvider.System, rich, stop.Token);

void Stop(PosixSignalContext signal)
{
    // The first signal stops cleanly; a second one ends the process at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
