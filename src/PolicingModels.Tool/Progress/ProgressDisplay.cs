using System.Globalization;
using Spectre.Console;

namespace PolicingModels.Tool;

/// <summary>Shows, on standard error, any step that takes longer than a second: bars on a terminal, plain lines when piped.</summary>
/// <remarks>The work runs on another thread, so that a step that reports nothing still shows that it is alive.</remarks>
internal sealed class ProgressDisplay(TextWriter error, bool rich, bool silent, bool verbose, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a step may take before it is shown.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a plain line follows the one before.</summary>
    public TimeSpan PlainInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs a step.</summary>
    /// <param name="name">What it does, as a reader would say it.</param>
    /// <param name="work">The work; it may report how far it has come.</param>
    /// <param name="cancellationToken">Stops it. A step that does not heed the token within two seconds is abandoned.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public T Run<T>(string name, Func<StepProgress, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StepProgress step = new(name);
        long start = time.GetTimestamp();
        Task<T> task = Task.Run(() => work(step), CancellationToken.None);
        if (!Finishes(task, Delay, cancellationToken) && !silent)
        {
            if (rich)
            {
                ShowBar(step, task, cancellationToken);
            }
            else
            {
                ShowLines(step, task, start, cancellationToken);
            }
        }

        while (!Finishes(task, TimeSpan.FromSeconds(1), cancellationToken))
        {
        }

        T result = task.GetAwaiter().GetResult();
        if (verbose && !silent)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {time.GetElapsedTime(start).TotalSeconds:F2} s"));
        }

        return result;
    }

    private static bool Finishes(Task task, TimeSpan within, CancellationToken cancellationToken)
    {
        int first = Task.WaitAny([task, Task.Delay(within, cancellationToken)], CancellationToken.None);
        if (first == 1 && cancellationToken.IsCancellationRequested && Task.WaitAny([task], Patience) < 0)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return task.IsCompleted;
    }

    private void ShowBar(StepProgress step, Task task, CancellationToken cancellationToken)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error), Interactive = InteractionSupport.Yes });
        new Progress(console, time)
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(step.Name), autoStart: true, maxValue: 1);
                while (!Finishes(task, TimeSpan.FromMilliseconds(100), cancellationToken))
                {
                    bar.IsIndeterminate = step.Fraction is null;
                    bar.Value = step.Fraction ?? 0;
                    bar.Description = Markup.Escape(step.Name);
                    if (step.Fraction is null && step.Done > 0)
                    {
                        bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{step.Name}: {step.Done:N0} {step.Unit}"));
                    }
                }
            });
    }

    private void ShowLines(StepProgress step, Task task, long start, CancellationToken cancellationToken)
    {
        do
        {
            string far = step.Fraction is { } share
                ? share.ToString(" 0 %", CultureInfo.InvariantCulture)
                : step.Done > 0 ? string.Create(CultureInfo.InvariantCulture, $" {step.Done:N0} {step.Unit}") : "";
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Name} …{far} ({time.GetElapsedTime(start).TotalSeconds:F0} s)"));
        }
        while (!Finishes(task, PlainInterval, cancellationToken));
    }
}
