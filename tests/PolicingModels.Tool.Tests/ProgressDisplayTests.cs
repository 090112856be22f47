using PolicingModels.Tool;

namespace PolicingModels.ToolTests;

public class ProgressDisplayTests
{
    [Fact]
    public void A_short_step_is_not_shown()
    {
        using StringWriter error = new();

        Assert.Equal(7, Display(error, delay: TimeSpan.FromMinutes(1)).Run("Reading", _ => 7, CancellationToken.None));
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void A_long_step_is_shown_as_plain_lines_with_its_share()
    {
        using StringWriter error = new();
        using ManualResetEventSlim go = new();
        using WatchedWriter watched = new(error, go);

        Display(watched, delay: TimeSpan.Zero).Run("Reading events", step =>
        {
            step.Counts("rows", 4);
            step.Report(1L);
            // The work ends only once its progress has been written.
            return go.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
        }, CancellationToken.None);

        Assert.StartsWith("Reading events …", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Fact]
    public void Silence_is_kept()
    {
        using StringWriter error = new();
        ProgressDisplay display = new(error, rich: false, silent: true, verbose: true, TimeProvider.System) { Delay = TimeSpan.Zero };

        display.Run("Reading", _ => { Thread.Sleep(30); return 1; }, CancellationToken.None);

        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Verbose_says_how_long_a_step_took()
    {
        using StringWriter error = new();
        ProgressDisplay display = new(error, rich: false, silent: false, verbose: true, TimeProvider.System);

        display.Run("Reading", _ => 1, CancellationToken.None);

        Assert.Matches(@"^Reading: \d+\.\d\d s\s*$", error.ToString());
    }

    [Fact]
    public void What_the_work_throws_comes_out_as_it_was() =>
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => Display(TextWriter.Null, TimeSpan.Zero).Run<int>("x", _ => throw new InvalidOperationException("mine"), CancellationToken.None)).Message);

    [Fact]
    public void A_cancelled_step_that_does_not_heed_is_abandoned()
    {
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim never = new();

        Assert.Throws<OperationCanceledException>(() => Display(TextWriter.Null, TimeSpan.FromMilliseconds(50)).Run("x", _ =>
        {
            stop.Cancel();
            return never.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
        }, stop.Token));
    }

    private static ProgressDisplay Display(TextWriter error, TimeSpan delay) =>
        new(error, rich: false, silent: false, verbose: false, TimeProvider.System) { Delay = delay, PlainInterval = TimeSpan.FromMilliseconds(20) };

    private sealed class WatchedWriter(StringWriter inner, ManualResetEventSlim written) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            inner.WriteLine(value);
            written.Set();
        }
    }
}
